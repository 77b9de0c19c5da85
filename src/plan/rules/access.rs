//! Checks on host names and routes.

use crate::plan::{Field, Page, Plan, Problem};
use crate::value::{Access, Auth, Tls};

/// A domain that was never answered.
pub(super) fn placeholder(plan: &Plan, problems: &mut Vec<Problem>) {
    let domain = plan.domain.as_str();
    let reserved = ["example.com", "example.org", "example.net"].contains(&domain);
    if reserved && plan.exposed().next().is_some() {
        let message = format!("{domain:?} is a placeholder; write your own domain");
        let why = "The routes would carry a host name that never leads to your cluster.";
        problems.push(Problem::warning("plan.placeholder", &[Field::domain], message, why));
    }
}

/// Two pages at one host, and hosts that are too long.
pub(super) fn hosts(plan: &Plan, problems: &mut Vec<Problem>) {
    let exposed: Vec<Page> = plan.exposed().collect();
    for (index, page) in exposed.iter().enumerate() {
        let (host, field) = (page.host(), page.host_field);
        if host.len() > 253 {
            let length = host.len();
            let message =
                format!("the host of {} has {length} characters; DNS allows 253", page.name);
            let why = "The API server refuses such a route.";
            let fields = [field, Field::domain];
            problems.push(Problem::error("access.host-length", &fields, message, why));
        }
        if let Some(other) = exposed[..index].iter().find(|other| *other.host() == *host) {
            let message = format!("{} and {} have the same host {}", page.name, other.name, *host);
            let why = "Two routes with the same host hide each other.";
            let problem = Problem::error("access.host-clash", &[field], message, why);
            problems.push(problem.fix(field, field.default).fix(page.expose_field, "false"));
        }
    }
}

/// Pages without a login that everyone who reaches the gateway can use.
pub(super) fn login(plan: &Plan, problems: &mut Vec<Problem>) {
    let open: Vec<Page> = plan.exposed().filter(|page| !page.login).collect();
    if open.is_empty() || plan.asks_for_login() {
        return;
    }
    let names: Vec<&str> = open.iter().map(|page| page.name).collect();
    let verb = if names.len() == 1 { "has" } else { "have" };
    let message = format!("{} {verb} no login and can be reached from outside", names.join(", "));
    let why = "Anyone who reaches them can read metrics and silence alerts.";
    let fields: Vec<Field> = open.iter().map(|page| page.expose_field).collect();
    let problem = Problem::warning("access.no-login", &fields, message, why);
    problems.push(fields.iter().fold(problem, |problem, field| problem.fix(*field, "false")));
}

/// Routes that also attach to the plain HTTP listener.
pub(super) fn section(plan: &Plan, problems: &mut Vec<Problem>) {
    let gateway = *plan.access == Access::HttpRoute;
    if gateway && plan.gateway_section.is_none() && plan.exposed().next().is_some() {
        let message = "no listener is named, so the routes attach to plain HTTP as well".to_owned();
        let why = "Passwords would cross the network unencrypted.";
        let problem =
            Problem::warning("access.no-section", &[Field::gateway_section], message, why);
        problems.push(problem.fix(Field::gateway_section, Field::gateway_section.default));
    }
}

/// Certificates that nobody would make.
pub(super) fn certificates(plan: &Plan, problems: &mut Vec<Problem>) {
    if plan.exposed().next().is_none() {
        return;
    }
    if *plan.access == Access::Ingress && *plan.tls == Tls::Resolver {
        let message = "an Ingress cannot name a certificate resolver of Traefik".to_owned();
        let why = "The pages would show the controller's default certificate.";
        let fields = [Field::tls, Field::access];
        let problem = Problem::error("access.tls-resolver", &fields, message, why);
        problems.push(problem.fix(Field::tls, "default").fix(Field::access, "ingressroute"));
    }
    let routes = matches!(*plan.access, Access::IngressRoute | Access::Ingress);
    if routes && *plan.tls == Tls::Certificate && !*plan.cert_manager {
        let message = "cert-manager shall make the certificate, and is not installed".to_owned();
        let why = "The API server does not know what a Certificate is.";
        let fields = [Field::tls, Field::cert_manager];
        let problem = Problem::error("access.no-cert-manager", &fields, message, why);
        problems.push(problem.fix(Field::tls, "default").fix(Field::cert_manager, "true"));
    }
}

/// A Middleware that Traefik may not use, or whose address was never given.
pub(super) fn middleware(plan: &Plan, problems: &mut Vec<Problem>) {
    if !plan.asks_for_login() {
        return;
    }
    let apart = plan.auth_namespace.as_ref().filter(|own| own.as_str() != plan.namespace.as_str());
    if let (Auth::Reference, Some(namespace)) = (*plan.auth, apart) {
        let message =
            format!("the Middleware lives in {namespace}, another namespace than the routes");
        let why = "Traefik serves such a route only with providers.kubernetesCRD.allowCrossNamespace, which is off by default.";
        let problem =
            Problem::warning("traefik.cross-namespace", &[Field::auth_namespace], message, why);
        problems.push(problem.fix(Field::auth_namespace, ""));
    }
    if *plan.auth == Auth::Local && plan.auth_address.as_str() == Field::auth_address.default {
        let message = "the address of the login is a placeholder; write your own".to_owned();
        let why = "Traefik would ask a Service that does not exist, and refuse every request.";
        problems.push(Problem::warning("plan.placeholder", &[Field::auth_address], message, why));
    }
}
