//! The kube-prometheus-stack release, and in it Prometheus itself.

use super::charts::KUBE_PROMETHEUS_STACK;
use super::release::{Release, claim, resources};
use super::{
    alertmanager, availability, distribution, exporters, flux_metrics, grafana, remote_write, rules,
};
use crate::plan::{Fields, Plan, layout::Layout, layout::Part};
use crate::tree::{Tree, one};
use crate::value::{AlertName, Size};
use crate::yaml::Node;
use crate::{list, map};

/// The share of its volume that Prometheus may fill. Above 85 % a compaction may find no room.
const RETENTION_PERCENT: u64 = 80;

pub(super) fn write(plan: &Plan, tree: &mut Tree) {
    let release = Release {
        name: "kube-prometheus-stack",
        chart: &KUBE_PROMETHEUS_STACK,
        timeout: "15m",
        namespace: plan.namespace.clone(),
        after: None,
        has_rules: true,
        values: values(plan),
    };
    let layout = Layout::of(plan);
    tree.folder(layout.folder(Part::KubePrometheusStack), |folder| {
        release.put(plan, folder, layout.release_file(), Fields::NONE);
    });
}

fn values(plan: &Plan) -> Node {
    let makes_crds = !*plan.operator_exists && !*plan.monitoring_crds_exist;
    let from = plan.operator_exists.from.and(&plan.monitoring_crds_exist);
    let mut values = map! {
        "crds" => map! { "enabled" => Node::from(makes_crds).because(from) },
        "defaultRules" => map! { "create" => true, "disabled" => disabled(plan) },
        "prometheus" => prometheus(plan),
        "alertmanager" => alertmanager::values(plan),
        "grafana" => grafana::values(plan),
        "prometheusOperator" => exporters::operator(plan),
        "nodeExporter" => plan.node_exporter_exists.then(|| map! { "enabled" => false }.because(&plan.node_exporter_exists)),
        "prometheus-node-exporter" => (!*plan.node_exporter_exists).then(|| exporters::node_exporter(plan)),
        "kube-state-metrics" => exporters::kube_state_metrics(plan),
    };
    for (key, value) in distribution::values(plan) {
        values.put("", key, value);
    }
    values.put("", "additionalPrometheusRulesMap", rules::packs(plan));
    values
}

/// Alerts of the chart that are switched off.
fn disabled(plan: &Plan) -> Option<Node> {
    let names = plan.disabled_alerts.iter().map(AlertName::as_str);
    let switch = |map: Node, name: &str| map.with(name, true);
    let disabled = names.fold(Node::map(), switch).because(&plan.disabled_alerts);
    (!plan.disabled_alerts.is_empty()).then_some(disabled)
}

/// Leaves out namespaces by the label that Kubernetes puts on each with its name.
fn selector(plan: &Plan) -> Option<Node> {
    let names = plan.metrics_excluded_namespaces.iter().map(|name| Node::from(name.as_str()));
    let others = || {
        map! { "matchExpressions" => list![map! {
            "key" => "kubernetes.io/metadata.name",
            "operator" => "NotIn",
            "values" => Node::list(names),
        }] }
    };
    let wanted = !plan.metrics_excluded_namespaces.is_empty();
    wanted.then(|| others().because(&plan.metrics_excluded_namespaces))
}

fn prometheus(plan: &Plan) -> Node {
    let selector = selector(plan);
    map! {
        "thanosService" => map! { "enabled" => thanos(plan) },
        "thanosServiceMonitor" => map! { "enabled" => thanos(plan) },
        "service" => availability::session_affinity(plan),
        "podDisruptionBudget" => availability::prometheus_budget(plan),
        "prometheusSpec" => map! {
            "replicas" => availability::prometheus_replicas(plan),
            "podAntiAffinity" => availability::prometheus_affinity(plan),
            "topologySpreadConstraints" => availability::prometheus_spread(plan),
            "externalUrl" => plan.prometheus().url(),
            "externalLabels" => map! { "cluster" => plan.cluster() },
            "retention" => &plan.metrics_retention,
            /// Four fifths of the volume: a full volume stops Prometheus for good.
            "retentionSize" => plan.prometheus_volume.map(|size: &Size| size.percent(RETENTION_PERCENT)),
            /// Without these five, only monitors and rules with the label of this release count.
            "ruleSelectorNilUsesHelmValues" => false,
            "serviceMonitorSelectorNilUsesHelmValues" => false,
            "podMonitorSelectorNilUsesHelmValues" => false,
            "probeSelectorNilUsesHelmValues" => false,
            "scrapeConfigSelectorNilUsesHelmValues" => false,
            "ruleNamespaceSelector" => selector.clone(),
            "serviceMonitorNamespaceSelector" => selector.clone(),
            "podMonitorNamespaceSelector" => selector.clone(),
            "probeNamespaceSelector" => selector.clone(),
            "scrapeConfigNamespaceSelector" => selector,
            "resources" => resources(
                &plan.prometheus_cpu_request,
                &plan.prometheus_memory_request,
                &plan.prometheus_memory_limit,
            ),
            "enableOTLPReceiver" => plan.otlp.then(|| Node::from(true).because(&plan.otlp)),
            "remoteWrite" => remote_write::values(plan),
            "thanos" => plan.thanos_sidecar.then(|| remote_write::thanos().because(&plan.thanos_sidecar)),
            "storageSpec" => claim(plan, &plan.prometheus_storage_class, &plan.prometheus_volume),
        },
        "additionalServiceMonitors" => exporters::left_out_node_exporter(plan).map(one),
        "additionalPodMonitors" => list![flux_metrics::pod_monitor(plan), cert_manager(plan), velero(plan)],
    }
}

fn thanos(plan: &Plan) -> Node {
    Node::from(*plan.thanos_sidecar).because(&plan.thanos_sidecar)
}

/// Velero's chart names no port of its metrics the same in all versions, so it is taken by its number.
fn velero(plan: &Plan) -> Option<Node> {
    let monitor = || {
        map! {
            "name" => "velero",
            "jobLabel" => "app.kubernetes.io/name",
            "namespaceSelector" => map! { "matchNames" => one(&plan.velero_namespace) },
            "selector" => map! { "matchLabels" => map! { "app.kubernetes.io/name" => "velero" } },
            "podMetricsEndpoints" => list![map! {
                "portNumber" => Node::from(u32::from(plan.velero_port.0)).because(&plan.velero_port),
            }],
        }
    };
    plan.velero.then(|| monitor().because(&plan.velero))
}

/// cert-manager exports the namespace of a certificate as `namespace`; `honorLabels` keeps it.
fn cert_manager(plan: &Plan) -> Option<Node> {
    let wanted = *plan.cert_manager && *plan.cert_manager_monitor;
    let monitor = || {
        map! {
            "name" => "cert-manager",
            "jobLabel" => "app.kubernetes.io/name",
            "namespaceSelector" => map! { "matchNames" => one(&plan.cert_manager_namespace) },
            "selector" => map! { "matchExpressions" => list![map! {
                "key" => "app.kubernetes.io/component",
                "operator" => "In",
                "values" => list!["controller", "cainjector", "webhook"],
            }] },
            "podMetricsEndpoints" => list![map! {
                "port" => "http-metrics",
                "honorLabels" => true,
                "interval" => "60s",
            }],
        }
    };
    wanted.then(|| monitor().because(plan.cert_manager.from.and(&plan.cert_manager_monitor)))
}
