//! The frame that every HelmRelease shares, and the source that it takes its chart from.

use super::charts::{CHARTS, Chart, Source};
use crate::plan::{Given, Plan};
use crate::tree::{manifest, manifest_as_it_is, one};
use crate::value::{Cpu, Label, Maybe, Name, Size};
use crate::yaml::Node;
use crate::{list, map};

/// What sets one HelmRelease apart from another.
pub(super) struct Release {
    /// The name of the object and of the Helm release. Services are named after it.
    pub name: &'static str,
    /// The chart.
    pub chart: &'static Chart,
    /// How long an install or upgrade may take, in Flux' form.
    pub timeout: &'static str,
    /// Its namespace.
    pub namespace: Given<Label>,
    /// The HelmRelease that must be ready before, with its namespace.
    pub after: Option<(&'static str, Given<Label>)>,
    /// Whether the chart brings alert rules.
    pub has_rules: bool,
    /// The chart's values.
    pub values: Node,
}

impl Release {
    /// The HelmRelease.
    pub(super) fn manifest(self, plan: &Plan) -> Node {
        const API: &str = "helm.toolkit.fluxcd.io/v2";
        let head = manifest_as_it_is(API, "HelmRelease", self.name, &self.namespace, None);
        head.with(
            "spec",
            map! {
                "releaseName" => self.name,
                "interval" => "1h",
                "timeout" => self.timeout,
                "chartRef" => self.chart_ref(plan),
                "chart" => self.chart_spec(plan),
                "dependsOn" => self.depends_on(),
                /// Helm itself never upgrades CRDs, and Flux skips them unless told otherwise.
                "install" => map! { "crds" => "CreateReplace", "strategy" => retry() },
                "upgrade" => map! {
                    "crds" => "CreateReplace",
                    "cleanupOnFail" => true,
                    "strategy" => retry(),
                },
                "driftDetection" => drift_detection(self.has_rules),
                "values" => self.values,
            },
        )
    }

    fn depends_on(&self) -> Option<Node> {
        let (name, namespace) = self.after.as_ref()?;
        let apart = (namespace.as_str() != self.namespace.as_str()).then_some(namespace);
        Some(list![map! { "name" => *name, "namespace" => apart }])
    }

    /// The namespace of the source, where it is not the release's own.
    fn source_namespace(plan: &Plan) -> Option<&Given<Label>> {
        plan.sources_are_in_flux().then_some(&plan.flux_namespace)
    }

    fn chart_ref(&self, plan: &Plan) -> Option<Node> {
        let Source::Oci { .. } = self.chart.source else { return None };
        let namespace = Self::source_namespace(plan);
        Some(
            map! { "kind" => "OCIRepository", "name" => self.chart.name, "namespace" => namespace },
        )
    }

    fn chart_spec(&self, plan: &Plan) -> Option<Node> {
        let Source::Http { name, .. } = self.chart.source else { return None };
        Some(map! { "spec" => map! {
            "chart" => self.chart.name,
            "version" => self.chart.version,
            "interval" => "1h",
            "sourceRef" => map! {
                "kind" => "HelmRepository",
                "name" => name,
                "namespace" => Self::source_namespace(plan),
            },
        } })
    }
}

/// Flux' older `remediation.retries` would uninstall the stack between two failed installs.
fn retry() -> Node {
    map! { "name" => "RetryOnFailure", "retryInterval" => "5m" }
}

/// The operator's webhook adds an annotation to every `PrometheusRule`, which is no drift.
fn drift_detection(has_rules: bool) -> Node {
    let validated = || {
        list![map! {
            "paths" => one("/metadata/annotations/prometheus-operator-validated"),
            "target" => map! { "kind" => "PrometheusRule" },
        }]
    };
    map! { "mode" => "enabled", "ignore" => has_rules.then(validated) }
}

/// The object that Flux takes a chart from, with the name of its file.
fn source(chart: &Chart, namespace: &Given<Label>) -> (String, Node) {
    const API: &str = "source.toolkit.fluxcd.io/v1";
    match chart.source {
        Source::Oci { url } => {
            let spec = map! {
                "interval" => "1h",
                "url" => url,
                "ref" => map! { "tag" => chart.version },
                "layerSelector" => map! {
                    "mediaType" => "application/vnd.cncf.helm.chart.content.v1.tar+gzip",
                    "operation" => "copy",
                },
            };
            let head = manifest(API, "OCIRepository", chart.name, namespace);
            (format!("ocirepository-{}", chart.name), head.with("spec", spec))
        }
        Source::Http { name, url } => {
            let head = manifest(API, "HelmRepository", name, namespace);
            let spec = map! { "interval" => "1h", "url" => url };
            (format!("helmrepository-{name}"), head.with("spec", spec))
        }
    }
}

/// The sources of all charts: in Flux' namespace, or each beside its release.
pub(super) fn sources(plan: &Plan) -> Vec<(String, Node)> {
    let home = |chart: &Chart| match chart.name {
        _ if plan.sources_are_in_flux() => plan.flux_namespace.clone(),
        "loki" => plan.loki_home(),
        _ => plan.namespace.clone(),
    };
    CHARTS.iter().map(|chart| source(chart, &home(chart))).collect()
}

/// Requests and limits. CPU has no limit: a throttled exporter misses its scrapes.
pub(super) fn resources(cpu: &Given<Cpu>, request: &Given<Size>, limit: &Given<Size>) -> Node {
    map! {
        "requests" => map! { "cpu" => cpu, "memory" => request },
        "limits" => map! { "memory" => limit },
    }
}

/// The storage class of a volume: its own, or that of all volumes, or none for the default class.
pub(super) fn storage_class(plan: &Plan, own: &Given<Maybe<Name>>) -> Option<Given<String>> {
    if let Some(class) = &***own {
        return Some(Given::new(class.to_string(), own.from));
    }
    let class = plan.storage_class.as_ref()?;
    Some(Given::new(class.to_string(), plan.storage_class.from.and(own)))
}

/// A claim in the form that the operator's objects take.
pub(super) fn claim(plan: &Plan, class: &Given<Maybe<Name>>, size: &Given<Size>) -> Node {
    map! { "volumeClaimTemplate" => map! { "spec" => map! {
        "storageClassName" => storage_class(plan, class),
        "accessModes" => one("ReadWriteOnce"),
        "resources" => map! { "requests" => map! { "storage" => size } },
    } } }
}
