//! Routes from host names to the pages of the stack.

use super::names;
use crate::plan::{Page, Plan};
use crate::tree::{Folder, manifest, one};
use crate::value::{Access, Auth, Tls};
use crate::yaml::Node;
use crate::{list, map};

/// Puts a route for each exposed page into the folder, and what the routes need.
pub(super) fn write(plan: &Plan, folder: &mut Folder) {
    let (name, route): (_, fn(&Plan, &Page) -> Node) = match *plan.access {
        Access::HttpRoute => ("httproute", http_route),
        Access::IngressRoute => ("ingressroute", ingress_route),
        Access::Ingress => ("ingress", ingress),
        Access::None => return,
    };
    if asks_for_certificate(plan) && *plan.access == Access::IngressRoute {
        folder.put("certificate", certificate(plan).because(&plan.tls));
    }
    if plan.asks_for_login() && *plan.auth == Auth::Local {
        let name = format!("middleware-{}", *plan.auth_middleware);
        folder.put(&name, middleware(plan).because(&plan.auth));
    }
    for page in plan.exposed() {
        let route = route(plan, &page).because(&page.expose);
        folder.put(&format!("{name}-{}", page.id), route);
    }
}

/// Whether this tree asks cert-manager for a certificate, which may take minutes.
pub(super) fn asks_for_certificate(plan: &Plan) -> bool {
    let routes = matches!(*plan.access, Access::IngressRoute | Access::Ingress);
    routes && *plan.tls == Tls::Certificate && plan.exposed().next().is_some()
}

fn http_route(plan: &Plan, page: &Page) -> Node {
    let service = names::service(page.id);
    let head = manifest("gateway.networking.k8s.io/v1", "HTTPRoute", page.id, &plan.namespace);
    let spec = map! {
        "parentRefs" => list![map! {
            "name" => &plan.gateway_name,
            "namespace" => &plan.gateway_namespace,
            "sectionName" => plan.gateway_section.as_ref().map(|_| &plan.gateway_section),
        }],
        "hostnames" => one(page.host()),
        "rules" => list![map! {
            "matches" => list![map! { "path" => map! { "type" => "PathPrefix", "value" => "/" } }],
            "backendRefs" => list![map! { "name" => service.name, "port" => service.port }],
        }],
    };
    head.with("spec", spec)
}

fn ingress_route(plan: &Plan, page: &Page) -> Node {
    let service = names::service(page.id);
    let head = manifest("traefik.io/v1alpha1", "IngressRoute", page.id, &plan.namespace);
    let points = plan.entry_points.iter().map(|name| Node::from(name.as_str()));
    let points = Node::list(points).because(&plan.entry_points);
    let login = plan.asks_for_login() && !page.login;
    let route = map! {
        "kind" => "Rule",
        "match" => page.host().map(|host| format!("Host(`{host}`)")),
        "middlewares" => login.then(|| list![map! {
            "name" => &plan.auth_middleware,
            "namespace" => plan.auth_namespace.as_ref().map(|_| &plan.auth_namespace),
        }].because(&plan.auth)),
        "services" => list![map! {
            "name" => service.name,
            "port" => service.port,
            // By itself Traefik goes around the Service, and with it around its affinity.
            "nativeLB" => (page.id == "prometheus" && plan.prometheus_count() > 1).then_some(true),
        }],
    };
    let spec = map! {
        "entryPoints" => (!plan.entry_points.is_empty()).then_some(points),
        "routes" => list![route],
        "tls" => traefik_tls(plan).because(&plan.tls),
    };
    head.with("spec", spec)
}

/// An empty block takes the certificate of the default store.
fn traefik_tls(plan: &Plan) -> Node {
    match *plan.tls {
        Tls::Default => Node::map(),
        Tls::Secret | Tls::Certificate => map! { "secretName" => &plan.tls_secret },
        Tls::Resolver => map! { "certResolver" => &plan.tls_resolver },
    }
}

fn ingress(plan: &Plan, page: &Page) -> Node {
    let service = names::service(page.id);
    let issuer = format!(
        "cert-manager.io/{}",
        match plan.issuer_kind.to_string().as_str() {
            "Issuer" => "issuer",
            _ => "cluster-issuer",
        }
    );
    let annotations =
        asks_for_certificate(plan).then(|| Node::map().with(issuer.as_str(), &plan.issuer));
    let secret = match *plan.tls {
        Tls::Default | Tls::Resolver => None,
        // cert-manager makes one certificate for each Ingress.
        Tls::Certificate => Some(plan.tls_secret.map(|name| format!("{name}-{}", page.id))),
        Tls::Secret => Some(plan.tls_secret.map(ToString::to_string)),
    };
    let path = map! {
        "path" => "/",
        "pathType" => "Prefix",
        "backend" => map! { "service" => map! {
            "name" => service.name,
            "port" => map! { "number" => service.port },
        } },
    };
    map! {
        "apiVersion" => "networking.k8s.io/v1",
        "kind" => "Ingress",
        "metadata" => map! {
            "name" => page.id,
            "namespace" => &plan.namespace,
            "annotations" => annotations.map(|map| map.because(&plan.tls)),
        },
        "spec" => map! {
            "ingressClassName" => plan.ingress_class.as_ref().map(|_| &plan.ingress_class),
            "tls" => list![map! { "hosts" => one(page.host()), "secretName" => secret }],
            "rules" => list![map! { "host" => page.host(), "http" => map! { "paths" => list![path] } }],
        },
    }
}

/// One certificate for all exposed pages, in their namespace: Traefik reads it nowhere else.
fn certificate(plan: &Plan) -> Node {
    let hosts = plan.exposed().map(|page| Node::from(page.host()));
    let spec = map! {
        "secretName" => &plan.tls_secret,
        "issuerRef" => map! { "kind" => &plan.issuer_kind, "name" => &plan.issuer },
        "dnsNames" => Node::list(hosts),
    };
    let name = plan.tls_secret.map(ToString::to_string);
    let head = map! {
        "apiVersion" => "cert-manager.io/v1",
        "kind" => "Certificate",
        "metadata" => map! { "name" => name, "namespace" => &plan.namespace },
    };
    head.with("spec", spec)
}

/// Asks another service whether a request is logged in.
fn middleware(plan: &Plan) -> Node {
    let headers = plan.auth_headers.iter().map(|header| Node::from(header.as_str()));
    let headers = Node::list(headers).because(&plan.auth_headers);
    let forward = map! {
        "address" => &plan.auth_address,
        "trustForwardHeader" => true,
        "authResponseHeaders" => (!plan.auth_headers.is_empty()).then_some(headers),
    };
    map! {
        "apiVersion" => "traefik.io/v1alpha1",
        "kind" => "Middleware",
        "metadata" => map! { "name" => &plan.auth_middleware, "namespace" => &plan.namespace },
        "spec" => map! { "forwardAuth" => forward },
    }
}
