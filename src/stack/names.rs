//! Names and addresses of what the charts make, so that none is typed twice.
//!
//! kube-prometheus-stack names its objects after the release, cut to 26 characters; ours has 21.

use crate::plan::{Given, Plan};
use crate::value::{Label, LokiMode};

/// The Prometheus object of the operator.
pub const PROMETHEUS_OBJECT: &str = "kube-prometheus-stack-prometheus";
/// The Alertmanager object of the operator.
pub const ALERTMANAGER_OBJECT: &str = "kube-prometheus-stack-alertmanager";
/// The StatefulSet that the operator makes for Prometheus.
pub const PROMETHEUS_STATEFUL_SET: &str = "prometheus-kube-prometheus-stack-prometheus";
/// The StatefulSet that the operator makes for Alertmanager.
pub const ALERTMANAGER_STATEFUL_SET: &str = "alertmanager-kube-prometheus-stack-alertmanager";
/// The folder in Alertmanager's pod with one folder for each mounted Secret.
pub const ALERTMANAGER_SECRETS: &str = "/etc/alertmanager/secrets";
/// The node's folder that keeps Alloy's reading positions.
pub const ALLOY_POSITIONS: &str = "/var/lib/alloy-logs";

/// A Service of the stack.
#[derive(Clone, Copy, Debug)]
pub struct Service {
    /// Its name.
    pub name: &'static str,
    /// The port of its HTTP interface.
    pub port: u32,
    /// Whether it lives in Loki's namespace instead of the stack's.
    of_loki: bool,
}

const fn service_of(name: &'static str, port: u32) -> Service {
    Service { name, port, of_loki: false }
}

/// Grafana's page.
pub const GRAFANA: Service = service_of("kube-prometheus-stack-grafana", 80);
/// The page and API of Prometheus.
pub const PROMETHEUS: Service = service_of("kube-prometheus-stack-prometheus", 9090);
/// The page and API of Alertmanager.
pub const ALERTMANAGER: Service = service_of("kube-prometheus-stack-alertmanager", 9093);
/// Loki's API where it is one process.
const LOKI_PROCESS: Service = Service { name: "loki", port: 3100, of_loki: true };
/// Loki's API before several processes: the gateway knows which of them answers what.
const LOKI_GATEWAY: Service = Service { name: "loki-gateway", port: 80, of_loki: true };
/// Alloy's page.
pub const ALLOY: Service = service_of("alloy", 12345);

/// Loki's API, for writers and readers.
pub fn loki(plan: &Plan) -> Given<Service> {
    plan.loki_mode.map(|mode| match mode {
        LokiMode::Monolithic => LOKI_PROCESS,
        LokiMode::MonolithicHa | LokiMode::Distributed => LOKI_GATEWAY,
    })
}

/// One pod of Prometheus, by the operator's headless Service.
pub fn prometheus_pod(plan: &Plan, pod: u32) -> Given<String> {
    plan.namespace.map(|namespace: &Label| {
        format!("http://{PROMETHEUS_STATEFUL_SET}-{pod}.prometheus-operated.{namespace}.svc:9090")
    })
}

/// Where Loki takes what is written.
pub fn loki_url(plan: &Plan) -> Given<String> {
    loki(plan).url(plan).because(&plan.loki_mode)
}

impl Service {
    /// Its address inside the cluster, such as `http://loki.monitoring.svc:3100`. It names no
    /// cluster domain, so that it is right under any.
    pub fn url(&self, plan: &Plan) -> Given<String> {
        let Self { name, port, .. } = self;
        let home = if self.of_loki { plan.loki_home() } else { plan.namespace.clone() };
        home.map(|namespace: &Label| format!("http://{name}.{namespace}.svc:{port}"))
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

/// The claims that StatefulSets make, which outlive them, each with its namespace.
pub fn claims(plan: &Plan) -> Vec<(Given<Label>, String)> {
    let stack = || plan.namespace.clone();
    let operated = |set: &str, count: u32| {
        let claim = format!("{set}-db-{set}");
        (0..count).map(move |pod| format!("{claim}-{pod}")).collect::<Vec<_>>()
    };
    let prometheus = operated(PROMETHEUS_STATEFUL_SET, plan.prometheus_count());
    let alertmanager = operated(ALERTMANAGER_STATEFUL_SET, plan.alertmanager_count());
    let own = prometheus.into_iter().chain(alertmanager).map(|name| (stack(), name));
    let of_loki = |(claim, count): &(&str, u32)| {
        (0..*count).map(|pod| (plan.loki_home(), format!("{claim}-{pod}"))).collect::<Vec<_>>()
    };
    own.chain(loki_claims(plan).iter().flat_map(of_loki)).collect()
}

/// Claims of Loki's StatefulSets: the template's name with the set's, and how many pods there are.
fn loki_claims(plan: &Plan) -> &'static [(&'static str, u32)] {
    match *plan.loki_mode {
        LokiMode::Monolithic => &[("storage-loki", 1)],
        LokiMode::MonolithicHa => &[("storage-loki", 3)],
        LokiMode::Distributed => &[
            ("data-loki-ingester", 3),
            ("data-loki-index-gateway", 3),
            ("data-loki-compactor", 1),
            ("data-loki-ruler", 2),
        ],
    }
}
