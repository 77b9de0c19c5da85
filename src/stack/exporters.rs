//! The operator and the two exporters of the kube-prometheus-stack release.

use super::flux_metrics;
use super::release::resources;
use crate::plan::Plan;
use crate::yaml::Node;
use crate::{list, map};

/// The `prometheusOperator` block of the chart's values.
pub(super) fn operator(plan: &Plan) -> Node {
    if *plan.operator_exists {
        return map! { "enabled" => false }.because(&plan.operator_exists);
    }
    map! { "resources" => resources(
        &plan.operator_cpu_request,
        &plan.operator_memory_request,
        &plan.operator_memory_limit,
    ) }
}

/// The `prometheus-node-exporter` block. The chart's `nodeExporter` block takes no resources.
pub(super) fn node_exporter(plan: &Plan) -> Node {
    map! { "resources" => resources(
        &plan.node_exporter_cpu_request,
        &plan.node_exporter_memory_request,
        &plan.node_exporter_memory_limit,
    ) }
}

/// A monitor for the node-exporter that is there, where its own one may be left out. The job's name is
/// the one that the rules and dashboards about nodes go by.
pub(super) fn left_out_node_exporter(plan: &Plan) -> Option<Node> {
    let excluded = &plan.metrics_excluded_namespaces;
    let namespaces = excluded.iter().map(|name| Node::from(name.as_str()));
    let monitor = || {
        map! {
            "name" => "node-exporter-there",
            "namespaceSelector" => map! { "matchNames" => Node::list(namespaces) },
            "selector" => map! { "matchLabels" => map! {
                "app.kubernetes.io/name" => "prometheus-node-exporter",
            } },
            "endpoints" => list![map! {
                "targetPort" => 9100,
                "relabelings" => list![map! { "targetLabel" => "job", "replacement" => "node-exporter" }],
            }],
        }
    };
    let wanted = *plan.node_exporter_exists && !excluded.is_empty();
    wanted.then(|| monitor().because(excluded.from.and(&plan.node_exporter_exists)))
}

/// The `kube-state-metrics` block, which also exports the state of Flux' objects.
pub(super) fn kube_state_metrics(plan: &Plan) -> Node {
    let flux = || *plan.rules_flux;
    map! {
        "resources" => resources(
            &plan.kube_state_metrics_cpu_request,
            &plan.kube_state_metrics_memory_request,
            &plan.kube_state_metrics_memory_limit,
        ),
        "rbac" => flux().then(|| flux_metrics::rbac().because(&plan.rules_flux)),
        "customResourceState" => flux().then(|| flux_metrics::state().because(&plan.rules_flux)),
    }
}
