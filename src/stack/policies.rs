//! One network policy for each component, made from the table of edges.

use super::edges::{Edge, Pods, Protocol, Side, edges};
use crate::map;
use crate::plan::{Given, Plan};
use crate::tree::{Folder, manifest};
use crate::value::{Label, Policies};
use crate::yaml::Node;

/// Puts the policies into the folder.
pub(super) fn write(plan: &Plan, folder: &mut Folder) {
    if *plan.network_policies == Policies::None {
        return;
    }
    let edges = edges(plan);
    for pods in Pods::of(plan) {
        let policy = policy(plan, pods, &edges).because(&plan.network_policies);
        folder.put(&format!("networkpolicy-{}", pods.name()), policy);
        if let Some(policy) = cilium(plan, pods, &edges) {
            let name = format!("ciliumnetworkpolicy-{}", pods.name());
            folder.put(&name, policy.because(&plan.network_policies));
        }
    }
}

fn home(plan: &Plan, pods: Pods) -> Given<Label> {
    if pods == Pods::Loki { plan.loki_home() } else { plan.namespace.clone() }
}

fn selector(pods: Pods) -> Node {
    let (label, value) = pods.label();
    map! { "matchLabels" => Node::map().with(label, value) }
}

fn policy(plan: &Plan, pods: Pods, edges: &[Edge]) -> Node {
    let is = |side: &Side| matches!(side, Side::Own(own) if *own == pods);
    let ingress = edges.iter().filter(|edge| is(&edge.to));
    let ingress = ingress.map(|edge| rule(plan, pods, "from", &edge.from, edge));
    let out = || edges.iter().filter(|edge| is(&edge.from) && !by_cilium(edge));
    // Beside a rule that lets everything out, others say nothing.
    let anything = |edge: &&Edge| matches!(edge.to, Side::Any) && edge.ports.is_empty();
    let open = out().any(|edge| anything(&edge));
    let egress = out().filter(|edge| !open || anything(edge));
    let egress = egress.map(|edge| rule(plan, pods, "to", &edge.to, edge));
    let spec = map! {
        "podSelector" => selector(pods),
        "policyTypes" => crate::list!["Ingress", "Egress"],
        "ingress" => Node::list(ingress),
        "egress" => Node::list(egress),
    };
    manifest("networking.k8s.io/v1", "NetworkPolicy", pods.name(), home(plan, pods))
        .with("spec", spec)
}

/// A rule without a peer lets anyone through, and one without ports any port.
fn rule(plan: &Plan, pods: Pods, direction: &'static str, side: &Side, edge: &Edge) -> Node {
    let ports = edge.ports.iter().map(|(protocol, port)| {
        let protocol = match protocol {
            Protocol::Tcp => "TCP",
            Protocol::Udp => "UDP",
        };
        map! { "protocol" => protocol, "port" => *port }
    });
    let mut rule = Node::map();
    rule.put("", direction, peer(plan, pods, side).map(|peer| Node::list([peer])));
    rule.put("", "ports", (!edge.ports.is_empty()).then(|| Node::list(ports)));
    rule.because(edge.because)
}

fn peer(plan: &Plan, pods: Pods, side: &Side) -> Option<Node> {
    let namespace = |name: Node| {
        map! { "matchLabels" => map! { "kubernetes.io/metadata.name" => name } }
    };
    match side {
        Side::Any | Side::ApiServerEntity => None,
        Side::ApiServer(range) => Some(map! { "ipBlock" => map! { "cidr" => range } }),
        Side::Own(other) => {
            let (here, there) = (home(plan, pods), home(plan, *other));
            let apart = here.as_str() != there.as_str();
            Some(map! {
                "namespaceSelector" => apart.then(|| namespace(Node::from(&there))),
                "podSelector" => selector(*other),
            })
        }
        Side::Other(name, labels) => {
            let add =
                |map: Node, (key, value): &(&'static str, String)| map.with(*key, value.clone());
            let labels = (!labels.is_empty())
                .then(|| map! { "matchLabels" => labels.iter().fold(Node::map(), add) });
            Some(map! {
                "namespaceSelector" => namespace(Node::from(name)),
                "podSelector" => labels,
            })
        }
    }
}

/// Kubernetes' own policies cannot name the API server, and Cilium does not take its addresses for it.
const fn by_cilium(edge: &Edge) -> bool {
    matches!(edge.to, Side::ApiServerEntity)
}

fn cilium(plan: &Plan, pods: Pods, edges: &[Edge]) -> Option<Node> {
    let own = |edge: &&Edge| matches!(edge.from, Side::Own(own) if own == pods) && by_cilium(edge);
    let out = edges
        .iter()
        .find(own)
        .map(|_| crate::list![map! { "toEntities" => crate::tree::one("kube-apiserver") }]);
    let pages = |edge: &&Edge| matches!(edge.to, Side::Own(own) if own == pods) && edge.is_page;
    let port = |edge: &Edge| {
        edge.ports.first().map(|(_, port)| map! { "port" => port.to_string(), "protocol" => "TCP" })
    };
    // Where Cilium itself is the proxy, traffic comes from no pod.
    let inside = (*plan.network_policies == Policies::Cilium)
        .then(|| edges.iter().find(pages))
        .flatten()
        .map(|edge| {
            crate::list![map! {
                "fromEntities" => crate::tree::one("ingress"),
                "toPorts" => crate::list![map! { "ports" => Node::list(port(edge)) }],
            }]
        });
    if out.is_none() && inside.is_none() {
        return None;
    }
    let spec = map! {
        "endpointSelector" => selector(pods),
        "ingress" => inside,
        "egress" => out,
    };
    let name = format!("{}-cilium", pods.name());
    let head = manifest("cilium.io/v2", "CiliumNetworkPolicy", &name, home(plan, pods));
    Some(head.with("spec", spec))
}
