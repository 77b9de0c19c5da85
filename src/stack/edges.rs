//! Who talks to whom, on which port of the pod: the one table that network policies are made from.

use super::alloy::{OTLP_GRPC, OTLP_HTTP};
use super::receivers;
use crate::plan::{Fields, Given, Plan};
use crate::value::{Endpoint, LokiMode, LokiStore, Policies};

/// The port of every process of Loki.
const LOKI_PORT: u32 = 3100;
/// The port of the gateway's pods, whose Service has 80.
const GATEWAY_PORT: u32 = 8080;

/// The pods of one component.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pods {
    Prometheus,
    Alertmanager,
    Operator,
    Grafana,
    KubeStateMetrics,
    Loki,
    Alloy,
}

/// One end of an edge.
#[derive(Clone, Debug)]
pub(super) enum Side {
    /// Pods of the stack.
    Own(Pods),
    /// Pods of somebody else: their namespace and labels.
    Other(Given<String>, Vec<(&'static str, String)>),
    /// The API server, by its addresses.
    ApiServer(Given<String>),
    /// The API server, as Cilium knows it.
    ApiServerEntity,
    /// Anyone, anywhere.
    Any,
}

/// Traffic that must pass. Without ports, on any.
#[derive(Clone, Debug)]
pub(super) struct Edge {
    pub from: Side,
    pub to: Side,
    pub ports: Vec<(Protocol, u32)>,
    pub because: Fields,
    /// Whether it is a page with a route.
    pub is_page: bool,
}

/// What a port speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Protocol {
    Tcp,
    Udp,
}

use Pods::{Alertmanager, Alloy, Grafana, KubeStateMetrics, Loki, Operator, Prometheus};
use Side::{Any, Own};

/// node-exporter runs in the network of its node, where no policy reaches it.
impl Pods {
    /// Every component of a plan that policies are written for.
    pub(super) fn of(plan: &Plan) -> Vec<Self> {
        let all = [Prometheus, Alertmanager, Operator, Grafana, KubeStateMetrics, Loki, Alloy];
        let there = |pods: &Self| match pods {
            Grafana => plan.has_grafana(),
            Operator => !*plan.operator_exists,
            _ => true,
        };
        all.into_iter().filter(there).collect()
    }

    /// The word of its policy.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Prometheus => "prometheus",
            Alertmanager => "alertmanager",
            Operator => "prometheus-operator",
            Grafana => "grafana",
            KubeStateMetrics => "kube-state-metrics",
            Loki => "loki",
            Alloy => "alloy",
        }
    }

    /// The label that all of them have.
    pub(super) const fn label(self) -> (&'static str, &'static str) {
        const NAME: &str = "app.kubernetes.io/name";
        match self {
            Operator => (NAME, "kube-prometheus-stack-prometheus-operator"),
            _ => (NAME, self.name()),
        }
    }

    /// Where Prometheus scrapes them.
    fn metrics(self, plan: &Plan) -> Vec<u32> {
        match self {
            // The second port is that of the container which reloads the configuration.
            Prometheus => vec![9090, 8080],
            Alertmanager => vec![9093, 8080],
            Operator => vec![10250],
            Grafana => vec![3000],
            KubeStateMetrics => vec![8080],
            Alloy => vec![12345],
            Loki => match *plan.loki_mode {
                LokiMode::Monolithic => vec![LOKI_PORT],
                // The exporters of memcached and of the gateway, and the gateway's own port.
                LokiMode::MonolithicHa => vec![LOKI_PORT, 4040, GATEWAY_PORT],
                LokiMode::Distributed => vec![LOKI_PORT, 9150, 4040, GATEWAY_PORT],
            },
        }
    }
}

/// Every edge of a plan.
pub(super) fn edges(plan: &Plan) -> Vec<Edge> {
    let mut edges = Vec::new();
    scraping(plan, &mut edges);
    thanos(plan, &mut edges);
    alerts(plan, &mut edges);
    logs(plan, &mut edges);
    reading(plan, &mut edges);
    pages(plan, &mut edges);
    cluster(plan, &mut edges);
    outside(plan, &mut edges);
    edges
}

fn tcp(from: Side, to: Side, port: u32) -> Edge {
    Edge { from, to, ports: vec![(Protocol::Tcp, port)], because: Fields::NONE, is_page: false }
}

impl Edge {
    fn because(self, from: impl Into<Fields>) -> Self {
        Self { because: self.because.and(from), ..self }
    }
}

/// Prometheus may reach everything: whatever has a monitor anywhere in the cluster is a target.
fn scraping(plan: &Plan, edges: &mut Vec<Edge>) {
    edges.push(Edge {
        from: Own(Prometheus),
        to: Any,
        ports: Vec::new(),
        because: Fields::NONE,
        is_page: false,
    });
    for pods in Pods::of(plan) {
        let ports = pods.metrics(plan).into_iter().map(|port| (Protocol::Tcp, port)).collect();
        edges.push(Edge {
            from: Own(Prometheus),
            to: Own(pods),
            ports,
            because: Fields::NONE,
            is_page: false,
        });
    }
}

/// Thanos' queriers, wherever they are, ask its sidecar.
fn thanos(plan: &Plan, edges: &mut Vec<Edge>) {
    if *plan.thanos_sidecar {
        edges.push(tcp(Any, Own(Prometheus), 10901).because(&plan.thanos_sidecar));
        edges.push(tcp(Own(Prometheus), Own(Prometheus), 10902).because(&plan.thanos_sidecar));
    }
}

fn alerts(plan: &Plan, edges: &mut Vec<Edge>) {
    if plan.alertmanager_count() > 1 {
        let ports = vec![(Protocol::Tcp, 9094), (Protocol::Udp, 9094)];
        let from = plan.alertmanager_replicas.from;
        edges.push(Edge {
            from: Own(Alertmanager),
            to: Own(Alertmanager),
            ports,
            because: from,
            is_page: false,
        });
    }
    if *plan.loki_mode == LokiMode::Distributed {
        edges.push(tcp(Own(Loki), Own(Alertmanager), 9093).because(&plan.loki_mode));
    }
    if *plan.flux_notifications {
        let flux = plan.flux_namespace.map(ToString::to_string);
        let flux = Side::Other(flux, vec![("app", "notification-controller".to_owned())]);
        edges.push(tcp(flux, Own(Alertmanager), 9093).because(&plan.flux_notifications));
    }
}

/// The port of Loki's pods that takes and gives logs.
fn loki_port(plan: &Plan) -> u32 {
    if *plan.loki_mode == LokiMode::Monolithic { LOKI_PORT } else { GATEWAY_PORT }
}

fn logs(plan: &Plan, edges: &mut Vec<Edge>) {
    edges.push(tcp(Own(Alloy), Own(Loki), loki_port(plan)).because(&plan.loki_mode));
    if *plan.otlp {
        for port in [OTLP_GRPC, OTLP_HTTP] {
            edges.push(tcp(Any, Own(Alloy), port).because(&plan.otlp));
        }
        edges.push(tcp(Own(Alloy), Own(Prometheus), 9090).because(&plan.otlp));
    }
    // Rings, caches and queries among its own processes, on many ports.
    edges.push(Edge {
        from: Own(Loki),
        to: Own(Loki),
        ports: Vec::new(),
        because: Fields::NONE,
        is_page: false,
    });
}

/// Who reads what was collected: Grafana.
fn reading(plan: &Plan, edges: &mut Vec<Edge>) {
    let grafana = if plan.has_grafana() {
        Own(Grafana)
    } else {
        let labels = vec![("app", plan.grafana_name.to_string())];
        Side::Other(plan.grafana_namespace.map(ToString::to_string), labels)
    };
    for (pods, port) in [(Prometheus, 9090), (Alertmanager, 9093), (Loki, loki_port(plan))] {
        let edge = tcp(grafana.clone(), Own(pods), port);
        edges.push(edge.because(plan.grafana.from.and(&plan.grafana_name)));
    }
}

/// The proxy before the pages that have a route.
fn pages(plan: &Plan, edges: &mut Vec<Edge>) {
    for page in plan.exposed() {
        let (pods, port) = match page.id {
            "grafana" => (Grafana, 3000),
            "prometheus" => (Prometheus, 9090),
            "alertmanager" => (Alertmanager, 9093),
            _ => (Alloy, 12345),
        };
        let proxy = Side::Other(plan.proxy_namespace.map(ToString::to_string), Vec::new());
        let edge = tcp(proxy, Own(pods), port).because(&page.expose);
        edges.push(Edge { is_page: true, ..edge });
    }
}

/// Names, the API server, and the API server's own calls.
fn cluster(plan: &Plan, edges: &mut Vec<Edge>) {
    for pods in Pods::of(plan).into_iter().filter(|pods| *pods != Prometheus) {
        // A cache of names on each node has the node's address, so no pod can be named here.
        let ports = vec![(Protocol::Udp, 53), (Protocol::Tcp, 53)];
        edges.push(Edge { from: Own(pods), to: Any, ports, because: Fields::NONE, is_page: false });
    }
    for pods in [Operator, Grafana, KubeStateMetrics, Alloy] {
        if Pods::of(plan).contains(&pods) {
            edges.push(to_api_server(plan, pods));
        }
    }
    // The webhooks: the API server calls from the address of a node.
    if !*plan.operator_exists {
        edges.push(tcp(Any, Own(Operator), 10250));
    }
}

fn to_api_server(plan: &Plan, pods: Pods) -> Edge {
    let ports = vec![(Protocol::Tcp, 443), (Protocol::Tcp, 6443)];
    let from = plan.network_policies.from.and(&plan.api_server);
    let (to, ports) = match (plan.api_server.as_ref(), *plan.network_policies) {
        (_, Policies::Cilium) => (Side::ApiServerEntity, Vec::new()),
        (Some(range), _) => {
            (Side::ApiServer(Given::new(range.to_string(), &plan.api_server)), ports)
        }
        (None, _) => (Any, ports),
    };
    Edge { from: Own(pods), to, ports, because: from, is_page: false }
}

/// What lies outside of the cluster: the services that messages go to, and Loki's buckets.
fn outside(plan: &Plan, edges: &mut Vec<Edge>) {
    let services: Fields =
        receivers::active(plan).fold(Fields::NONE, |all, (_, from)| all.and(from));
    if plan.configures_alertmanager() {
        // Nobody here knows which receivers the stored file names.
        let because = plan.alertmanager_config.from;
        let (from, ports) = (Own(Alertmanager), Vec::new());
        edges.push(Edge { from, to: Any, ports, because, is_page: false });
    } else if receivers::active(plan).next().is_some() {
        edges.push(tcp(Own(Alertmanager), Any, 443).because(services));
        if let Some(proxy) = plan.alertmanager_proxy.as_ref() {
            let port = u32::from(proxy.port());
            edges.push(tcp(Own(Alertmanager), Any, port).because(&plan.alertmanager_proxy));
        }
    }
    let from = plan.loki_store.from;
    match *plan.loki_store {
        LokiStore::Filesystem => {}
        LokiStore::S3 | LokiStore::R2 => edges.push(tcp(Own(Loki), Any, 443).because(from)),
        LokiStore::Compatible => edges.push(to_store(plan).because(from)),
    }
}

/// A Service may have another port than its pods, so a store in the cluster is let through on any.
fn to_store(plan: &Plan) -> Edge {
    let endpoint = &plan.loki_endpoint;
    let mut parts = endpoint.as_str().split(':').next().unwrap_or_default().split('.');
    let inside = (parts.nth(1), parts.next());
    if let (Some(namespace), Some("svc")) = inside {
        let namespace = Given::new(namespace.to_owned(), endpoint);
        let to = Side::Other(namespace, Vec::new());
        return Edge {
            from: Own(Loki),
            to,
            ports: Vec::new(),
            because: endpoint.from,
            is_page: false,
        };
    }
    let port = endpoint.with(&plan.loki_endpoint_plain, |host: &Endpoint, plain| host.port(*plain));
    tcp(Own(Loki), Any, u32::from(*port)).because(&port)
}
