//! What can be scraped of the control plane. An alert about a part that nobody can reach would fire
//! for ever, so a part that is out of reach is switched off with its alerts and dashboards.

use crate::plan::Plan;
use crate::tree::one;
use crate::value::Distribution;
use crate::yaml::Node;
use crate::{list, map};

/// The values of the chart that follow from the distribution.
pub(super) fn values(plan: &Plan) -> Vec<(&'static str, Node)> {
    let (components, etcd) = (components(plan), etcd(plan));
    let from = plan.distribution.from.and(&plan.control_plane_metrics);
    let proxy = components && !*plan.kube_proxy_replaced;
    let proxy = switch(proxy).because(from.and(&plan.kube_proxy_replaced));
    let mut values = vec![
        ("kubeControllerManager", switch(components).because(from)),
        ("kubeScheduler", switch(components).because(from)),
        ("kubeEtcd", etcd.because(from)),
        ("kubeProxy", proxy),
    ];
    let special = match *plan.distribution {
        Distribution::K3s => vec![("kubelet", k3s_kubelet())],
        Distribution::Gke => vec![("coreDns", switch(false)), ("kubeDns", switch(true))],
        _ => Vec::new(),
    };
    let special = special.into_iter().map(|(key, node)| (key, node.because(&plan.distribution)));
    values.extend(special);
    values
}

fn switch(on: bool) -> Node {
    map! { "enabled" => on }
}

/// Whether the scheduler, the controller manager and etcd can be reached at all.
fn components(plan: &Plan) -> bool {
    let own = matches!(*plan.distribution, Distribution::Talos | Distribution::Kubeadm);
    own && *plan.control_plane_metrics
}

/// On Talos etcd is no pod; it runs beside every API server, whose label finds its nodes.
fn etcd(plan: &Plan) -> Node {
    let talos = *plan.distribution == Distribution::Talos;
    let found = || map! { "selector" => map! { "component" => "kube-apiserver" } };
    map! {
        "enabled" => components(plan),
        "service" => (components(plan) && talos).then(found),
    }
}

/// k3s is one process, so its kubelet also exports every metric of the API server, which is scraped
/// already. The list replaces the chart's, whose one rule comes first.
fn k3s_kubelet() -> Node {
    map! { "serviceMonitor" => map! { "metricRelabelings" => list![
        map! {
            "action" => "drop",
            "sourceLabels" => list!["__name__", "le"],
            "regex" => "(csi_operations|storage_operation_duration)_seconds_bucket;(0.25|2.5|15|25|120|600)(\\.0)?",
        },
        map! {
            "action" => "drop",
            "sourceLabels" => one("__name__"),
            "regex" => "(aggregator|apiextensions|apiserver|etcd|scheduler)_.*",
        },
    ] } }
}
