//! Services that are named, in routes and in addresses, against those that the charts make.

use super::Finding;
use super::files::Files;
use super::release::{KPS, full_name, name, said, target};
use crate::tree::Object;
use crate::yaml::Node;

/// A Service that a chart makes, seen in what helm renders from it.
struct Row {
    chart: &'static str,
    /// Its name: `{f}` stands for the chart's full name, `{r}` for the release.
    name: &'static str,
    /// The value that switches it off or moves it: with this text it is not there.
    unless: (&'static [&'static str], &'static str),
    /// The value of its first port.
    port: &'static [&'static str],
    /// That port where nothing is said, and the others.
    ports: &'static [&'static str],
}

const fn row(
    chart: &'static str,
    name: &'static str,
    unless: (&'static [&'static str], &'static str),
    port: &'static [&'static str],
    ports: &'static [&'static str],
) -> Row {
    Row { chart, name, unless, port, ports }
}

const OFF: &str = "false";
const LOKI: &[&str] = &["3100", "9095", "9096"];

const ROWS: &[Row] = &[
    row(
        KPS,
        "{f}-prometheus",
        (&["prometheus", "enabled"], OFF),
        &["prometheus", "service", "port"],
        &["9090", "8080"],
    ),
    row(KPS, "prometheus-operated", (&["prometheus", "enabled"], OFF), &[], &["9090", "10901"]),
    row(
        KPS,
        "{f}-alertmanager",
        (&["alertmanager", "enabled"], OFF),
        &["alertmanager", "service", "port"],
        &["9093", "8080"],
    ),
    row(KPS, "alertmanager-operated", (&["alertmanager", "enabled"], OFF), &[], &["9093", "9094"]),
    row(KPS, "{f}-operator", (&["prometheusOperator", "enabled"], OFF), &[], &["443", "8080"]),
    row(
        KPS,
        "{r}-grafana",
        (&["grafana", "enabled"], OFF),
        &["grafana", "service", "port"],
        &["80"],
    ),
    row(
        KPS,
        "{r}-kube-state-metrics",
        (&["kubeStateMetrics", "enabled"], OFF),
        &[],
        &["8080", "8081"],
    ),
    row(KPS, "{r}-prometheus-node-exporter", (&["nodeExporter", "enabled"], OFF), &[], &["9100"]),
    row("loki", "{f}", (&["deploymentMode"], "Distributed"), &[], LOKI),
    row("loki", "{f}-headless", (&["deploymentMode"], "Distributed"), &[], LOKI),
    row("loki", "{f}-memberlist", (&[], OFF), &[], &["7946"]),
    row(
        "loki",
        "{f}-gateway",
        (&["gateway", "enabled"], OFF),
        &["gateway", "service", "port"],
        &["80"],
    ),
    row("alloy", "{f}", (&["service", "enabled"], OFF), &["alloy", "listenPort"], &["12345"]),
];

/// Processes of Loki that have a Service of their own where they are apart.
const APART: &[&str] = &[
    "distributor",
    "ingester",
    "querier",
    "query-frontend",
    "query-scheduler",
    "index-gateway",
    "compactor",
    "ruler",
];

/// A Service with its ports.
struct Service {
    namespace: String,
    name: String,
    ports: Vec<String>,
}

/// Services, or ports of them, that nothing in the tree makes. Of a namespace into which a chart that
/// is not ours is installed, nothing is known.
pub(super) fn unknown(files: &Files) -> Vec<Finding> {
    let services = services(files);
    let known = |namespace: &str| {
        let mut here = files.releases().filter(|own| target(own) == namespace).peekable();
        here.peek().is_some()
            && here.all(|own| ROWS.iter().any(|row| row.chart == files.chart(own)[0]))
    };
    let mut findings = Vec::new();
    for object in files.objects() {
        for Named { text, namespace, name, port } in named(object) {
            let mut own =
                services.iter().filter(|own| own.namespace == namespace && own.name == name);
            if own.any(|own| own.ports.contains(&port))
                || !known(&namespace)
                || files.is_in_answer(&format!("{name}.{namespace}"))
            {
                continue;
            }
            let message =
                format!("no Service {namespace}/{name} with the port {port} is made here");
            let why = "Nothing answers at this address.";
            findings.push(files.warning("service.unknown", object, &text, message, why));
        }
    }
    findings
}

/// Every Service that the tree holds or its releases make.
fn services(files: &Files) -> Vec<Service> {
    let mut services: Vec<Service> = files.of_kind("v1", "Service").map(of_object).collect();
    for release in files.releases() {
        let (chart, values) = (files.chart(release)[0], release.manifest.at(&["spec", "values"]));
        let full = full_name(chart, release);
        let mut add = |name: String, ports: Vec<String>| {
            services.push(Service { namespace: target(release).to_owned(), name, ports });
        };
        for row in ROWS.iter().filter(|row| row.chart == chart) {
            if values.at(row.unless.0).text() != row.unless.1 {
                add(service_name(row, release, &full), ports(row, values));
            }
        }
        if chart == "loki" && values.at(&["deploymentMode"]).text() == "Distributed" {
            for process in APART {
                add(format!("{full}-{process}"), LOKI.iter().map(ToString::to_string).collect());
            }
        }
    }
    services
}

/// The charts inside kube-prometheus-stack are named after the release.
fn service_name(row: &Row, release: &Object, full: &str) -> String {
    let Some(inside) = row.name.strip_prefix("{r}-") else { return row.name.replace("{f}", full) };
    let values = release.manifest.at(&["spec", "values", inside]);
    said(values.at(&["fullnameOverride"]), &format!("{}-{inside}", name(release)))
}

fn of_object(service: &Object) -> Service {
    let ports = service.manifest.at(&["spec", "ports"]).items().iter();
    Service {
        namespace: service.namespace().to_owned(),
        name: service.name().to_owned(),
        ports: ports.map(|own| own.at(&["port"]).text().to_owned()).collect(),
    }
}

fn ports(row: &Row, values: &Node) -> Vec<String> {
    let said = if row.port.is_empty() { "" } else { values.at(row.port).text() };
    let more = values.at(&["alloy", "extraPorts"]).items().iter();
    let (first, rest) = row.ports.split_at(usize::from(!said.is_empty()));
    let own = if said.is_empty() { first } else { &[said][..] };
    let all = own.iter().chain(rest).map(ToString::to_string);
    all.chain(more.map(|own| own.at(&["port"]).text().to_owned())).collect()
}

/// The port of a Service that an object names, and the text that does so.
struct Named {
    text: String,
    namespace: String,
    name: String,
    port: String,
}

fn named(object: &Object) -> Vec<Named> {
    let mut all = Vec::new();
    object.manifest.walk("", &mut |key, node| {
        if matches!(key, "backendRefs" | "services") {
            let [name, port] = ["name", "port"].map(|key| node.at(&[key]).text().to_owned());
            if !name.is_empty() && !port.is_empty() {
                let (text, namespace) = (format!("name: {name}"), object.namespace().to_owned());
                all.push(Named { text, namespace, name, port });
            }
        }
        for line in node.text_lines() {
            all.extend(
                line.match_indices("://")
                    .filter_map(|(at, _)| address(&line[..at], &line[at + 3..])),
            );
        }
    });
    all
}

/// `loki.monitoring.svc:3100/loki/api` after `http`: the pod before the Service and the cluster's domain
/// after `svc` may be there or not.
fn address(scheme: &str, rest: &str) -> Option<Named> {
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && !".-:".contains(c));
    let host = &rest[..end.unwrap_or(rest.len())];
    let (host, port) = host.split_once(':').unwrap_or((host, ""));
    let port = match port {
        "" if scheme.ends_with("https") => "443",
        "" => "80",
        port => port,
    };
    let parts: Vec<&str> = host.split('.').collect();
    let svc = parts.iter().position(|part| *part == "svc").filter(|at| *at >= 2)?;
    let [namespace, name, port] = [parts[svc - 1], parts[svc - 2], port].map(str::to_owned);
    Some(Named { text: format!("{name}.{namespace}"), namespace, name, port })
}
