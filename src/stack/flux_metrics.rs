//! Metrics of Flux: the controllers' own, and the state of their objects.
//!
//! Since Flux 2.5 the controllers no longer export whether an object is ready
//! (`gotk_reconcile_condition`); kube-state-metrics exports it as `gotk_resource_info` instead.

use crate::plan::Plan;
use crate::tree::one;
use crate::yaml::Node;
use crate::{list, map};

/// A kind of Flux whose state is exported: API group, version, kind, plural, and the labels beside
/// those that every kind has, each with the path of its value.
struct Exported {
    group: &'static str,
    version: &'static str,
    kind: &'static str,
    plural: &'static str,
    labels: &'static [(&'static str, &'static [&'static str])],
}

const SOURCE: &str = "source.toolkit.fluxcd.io";
const REVISION: &[&str] = &["status", "artifact", "revision"];
const URL: &[&str] = &["spec", "url"];

const KINDS: &[Exported] = &[
    Exported {
        group: "kustomize.toolkit.fluxcd.io",
        version: "v1",
        kind: "Kustomization",
        plural: "kustomizations",
        labels: &[
            ("revision", &["status", "lastAppliedRevision"]),
            ("source_name", &["spec", "sourceRef", "name"]),
        ],
    },
    Exported {
        group: "helm.toolkit.fluxcd.io",
        version: "v2",
        kind: "HelmRelease",
        plural: "helmreleases",
        labels: &[
            ("revision", &["status", "history", "0", "chartVersion"]),
            ("chart_name", &["status", "history", "0", "chartName"]),
            ("chart_app_version", &["status", "history", "0", "appVersion"]),
            ("chart_ref_name", &["spec", "chartRef", "name"]),
            ("chart_source_name", &["spec", "chart", "spec", "sourceRef", "name"]),
        ],
    },
    Exported {
        group: SOURCE,
        version: "v1",
        kind: "GitRepository",
        plural: "gitrepositories",
        labels: &[("revision", REVISION), ("url", URL)],
    },
    Exported {
        group: SOURCE,
        version: "v1",
        kind: "Bucket",
        plural: "buckets",
        labels: &[("revision", REVISION)],
    },
    Exported {
        group: SOURCE,
        version: "v1",
        kind: "HelmRepository",
        plural: "helmrepositories",
        labels: &[("revision", REVISION), ("url", URL)],
    },
    Exported {
        group: SOURCE,
        version: "v1",
        kind: "HelmChart",
        plural: "helmcharts",
        labels: &[
            ("revision", REVISION),
            ("chart_name", &["spec", "chart"]),
            ("chart_version", &["spec", "version"]),
        ],
    },
    Exported {
        group: SOURCE,
        version: "v1",
        kind: "OCIRepository",
        plural: "ocirepositories",
        labels: &[("revision", REVISION), ("url", URL)],
    },
];

/// Scrapes the controllers. The image controllers may be absent.
pub(super) fn pod_monitor(plan: &Plan) -> Node {
    map! {
        "name" => "flux-system",
        "namespaceSelector" => map! { "matchNames" => one(&plan.flux_namespace) },
        "selector" => map! { "matchExpressions" => list![map! {
            "key" => "app",
            "operator" => "In",
            "values" => list![
                "helm-controller",
                "source-controller",
                "kustomize-controller",
                "notification-controller",
                "image-automation-controller",
                "image-reflector-controller",
            ],
        }] },
        "podMetricsEndpoints" => list![map! { "port" => "http-prom" }],
    }
}

/// The `rbac` block of kube-state-metrics: it may list the kinds that it exports, and no others.
pub(super) fn rbac() -> Node {
    let groups = KINDS.chunk_by(|a, b| a.group == b.group);
    let rule = |kinds: &[Exported]| {
        map! {
            "apiGroups" => one(kinds[0].group),
            "resources" => Node::list(kinds.iter().map(|kind| Node::from(kind.plural))),
            "verbs" => list!["list", "watch"],
        }
    };
    map! { "extraRules" => Node::list(groups.map(rule)) }
}

/// The `customResourceState` block of kube-state-metrics.
pub(super) fn state() -> Node {
    let resources = Node::list(KINDS.iter().map(resource));
    map! {
        "enabled" => true,
        "config" => map! { "spec" => map! { "resources" => resources } },
    }
}

fn resource(kind: &Exported) -> Node {
    const COMMON: &[(&str, &[&str])] = &[
        ("exported_namespace", &["metadata", "namespace"]),
        ("ready", &["status", "conditions", "[type=Ready]", "status"]),
        ("suspended", &["spec", "suspend"]),
    ];
    let path = |keys: &[&'static str]| Node::list(keys.iter().map(|key| Node::from(*key)));
    let add =
        |map: Node, (label, keys): &(&'static str, &[&'static str])| map.with(*label, path(keys));
    let labels = COMMON.iter().chain(kind.labels).fold(Node::map(), add);
    map! {
        "groupVersionKind" => map! {
            "group" => kind.group,
            "version" => kind.version,
            "kind" => kind.kind,
        },
        "metricNamePrefix" => "gotk",
        "metrics" => list![map! {
            "name" => "resource_info",
            // kube-state-metrics refuses two help texts for one metric.
            "help" => "The current state of a Flux resource.",
            "each" => map! {
                "type" => "Info",
                "info" => map! { "labelsFromPath" => map! { "name" => list!["metadata", "name"] } },
            },
        }],
        "labelsFromPath" => labels,
    }
}
