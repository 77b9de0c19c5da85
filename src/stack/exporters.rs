//! The operator and the two exporters of the kube-prometheus-stack release.

use super::flux_metrics;
use super::release::resources;
use crate::map;
use crate::plan::Plan;
use crate::yaml::Node;

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
