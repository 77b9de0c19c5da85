//! Names and addresses of what the charts make, so that none is typed twice.
//!
//! kube-prometheus-stack names its objects after the release, cut to 26 characters; ours has 21.

use crate::plan::{Given, Plan};
use crate::value::Label;

/// The Prometheus object of the operator.
pub const PROMETHEUS_OBJECT: &str = "kube-prometheus-stack-prometheus";
/// The Alertmanager object of the operator.
pub const ALERTMANAGER_OBJECT: &str = "kube-prometheus-stack-alertmanager";
/// The StatefulSet that the operator makes for Prometheus.
pub const PROMETHEUS_STATEFUL_SET: &str = "prometheus-kube-prometheus-stack-prometheus";
/// The StatefulSet that the operator makes for Alertmanager.
pub const ALERTMANAGER_STATEFUL_SET: &str = "alertmanager-kube-prometheus-stack-alertmanager";
/// The claims that StatefulSets make, which outlive them.
pub const CLAIMS: &[&str] = &[
    "prometheus-kube-prometheus-stack-prometheus-db-prometheus-kube-prometheus-stack-prometheus-0",
    "alertmanager-kube-prometheus-stack-alertmanager-db-alertmanager-kube-prometheus-stack-alertmanager-0",
    "storage-loki-0",
];
/// The folder in Alertmanager's pod with one folder for each mounted Secret.
pub const ALERTMANAGER_SECRETS: &str = "/etc/alertmanager/secrets";
/// The node's folder that keeps Alloy's reading positions.
pub const ALLOY_POSITIONS: &str = "/var/lib/alloy-logs";

/// A Service of the stack.
#[derive(Clone, Copy, Debug)]
pub struct Service {
    /// Its name, in the namespace of the stack.
    pub name: &'static str,
    /// The port of its HTTP interface.
    pub port: u32,
}

/// Grafana's page.
pub const GRAFANA: Service = Service { name: "kube-prometheus-stack-grafana", port: 80 };
/// The page and API of Prometheus.
pub const PROMETHEUS: Service = Service { name: "kube-prometheus-stack-prometheus", port: 9090 };
/// The page and API of Alertmanager.
pub const ALERTMANAGER: Service =
    Service { name: "kube-prometheus-stack-alertmanager", port: 9093 };
/// Loki's API, for writers and readers.
pub const LOKI: Service = Service { name: "loki", port: 3100 };
/// Alloy's page.
pub const ALLOY: Service = Service { name: "alloy", port: 12345 };

impl Service {
    /// Its address inside the cluster, such as `http://loki.monitoring.svc:3100`. It names no
    /// cluster domain, so that it is right under any.
    pub fn url(&self, plan: &Plan) -> Given<String> {
        let Self { name, port } = self;
        plan.namespace.map(|namespace: &Label| format!("http://{name}.{namespace}.svc:{port}"))
    }
}

/// The Service behind a page, by the page's id.
pub fn service(page: &str) -> Service {
    match page {
        "grafana" => GRAFANA,
        "prometheus" => PROMETHEUS,
        "alertmanager" => ALERTMANAGER,
        _ => ALLOY,
    }
}
