//! The frame that every HelmRelease shares, and the source that it takes its chart from.

use super::charts::{self, CHARTS, Chart, Source};
use super::flux::service_account;
use crate::plan::{Field, Fields, Given, Plan};
use crate::tree::{Folder, manifest, manifest_as_it_is, one};
use crate::value::{Cpu, ExtraValues, Label, Maybe, Name, Size};
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
    /// Puts the HelmRelease into a folder, with the user's own values over ours.
    pub(super) fn put(mut self, plan: &Plan, folder: &mut Folder, file: &str, because: Fields) {
        self.mirror(plan);
        if let Some((field, own)) = self.own_values(plan) {
            let replaced = self.values.overlay(own.entries(), own.from, "");
            folder.note_replaced(field, replaced);
        }
        folder.put(file, self.manifest(plan).because(because));
    }

    fn own_values<'plan>(&self, plan: &'plan Plan) -> Option<(Field, &'plan Given<ExtraValues>)> {
        let own = own_values(plan).into_iter().find(|(chart, ..)| chart.name == self.name);
        own.map(|(_, field, values)| (field, values))
    }

    /// Where images come from, under the keys of each chart.
    fn mirror(&mut self, plan: &Plan) {
        let registry = plan.mirror_images.as_ref().map(|_| &plan.mirror_images);
        let secret = plan.pull_secret.as_ref().map(|_| &plan.pull_secret);
        if registry.is_none() && secret.is_none() {
            return;
        }
        let named = || secret.map(|name| list![map! { "name" => name }]);
        let global = match self.chart.name {
            "alloy" => {
                // The chart names a digest, which a copied image seldom keeps.
                let tag = registry.map(|_| map! { "image" => map! { "tag" => charts::RELOADER } });
                self.values.put("", "configReloader", tag);
                map! { "image" => map! { "registry" => registry, "pullSecrets" => named() } }
            }
            "loki" => {
                self.values.put("", "imagePullSecrets", named());
                map! { "imageRegistry" => registry }
            }
            _ => map! { "imageRegistry" => registry, "imagePullSecrets" => named() },
        };
        self.values.merge("global", global);
    }

    /// The HelmRelease.
    fn manifest(self, plan: &Plan) -> Node {
        const API: &str = "helm.toolkit.fluxcd.io/v2";
        let head = manifest_as_it_is(API, "HelmRelease", self.name, &self.namespace, None);
        head.with(
            "spec",
            map! {
                "releaseName" => self.name,
                "interval" => "1h",
                "timeout" => self.timeout,
                "serviceAccountName" => service_account(plan),
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
        oci_url(plan, self.chart)?;
        let namespace = Self::source_namespace(plan);
        Some(
            map! { "kind" => "OCIRepository", "name" => self.chart.name, "namespace" => namespace },
        )
    }

    fn chart_spec(&self, plan: &Plan) -> Option<Node> {
        let Source::Http { name, .. } = self.chart.source else { return None };
        if oci_url(plan, self.chart).is_some() {
            return None;
        }
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

/// The user's own values for each chart. They count for the release with the chart's name.
fn own_values(plan: &Plan) -> [(&'static Chart, Field, &Given<ExtraValues>); 3] {
    [
        (
            &charts::KUBE_PROMETHEUS_STACK,
            Field::extra_values_kube_prometheus_stack,
            &plan.extra_values_kube_prometheus_stack,
        ),
        (&charts::LOKI, Field::extra_values_loki, &plan.extra_values_loki),
        (&charts::ALLOY, Field::extra_values_alloy, &plan.extra_values_alloy),
    ]
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
fn source(plan: &Plan, chart: &Chart, namespace: &Given<Label>) -> (String, Node) {
    const API: &str = "source.toolkit.fluxcd.io/v1";
    match (oci_url(plan, chart), &chart.source) {
        (Some(url), _) => {
            let proxy = plan.flux_proxy_secret.as_ref();
            let spec = map! {
                "interval" => "1h",
                "url" => url,
                "ref" => map! { "tag" => chart.version },
                "layerSelector" => map! {
                    "mediaType" => "application/vnd.cncf.helm.chart.content.v1.tar+gzip",
                    "operation" => "copy",
                },
                "secretRef" => mirror_secret(plan),
                "proxySecretRef" => proxy.map(|_| map! { "name" => &plan.flux_proxy_secret }),
            };
            let head = manifest(API, "OCIRepository", chart.name, namespace);
            (format!("ocirepository-{}", chart.name), head.with("spec", spec))
        }
        (None, Source::Http { name, url }) => {
            let head = manifest(API, "HelmRepository", name, namespace);
            let spec = map! { "interval" => "1h", "url" => *url };
            (format!("helmrepository-{name}"), head.with("spec", spec))
        }
        (None, Source::Oci { .. }) => unreachable!("such a chart has an address"),
    }
}

/// A registry that asks for a login for its images asks for it for charts as well.
fn mirror_secret(plan: &Plan) -> Option<Node> {
    let secret = plan.mirror_charts.as_ref().and(plan.pull_secret.as_ref())?;
    Some(map! { "name" => secret.as_str() }.because(&plan.pull_secret))
}

/// Where a chart lies as an OCI artifact, if it does. In a mirror, all of them do.
fn oci_url(plan: &Plan, chart: &Chart) -> Option<Given<String>> {
    if let Some(mirror) = plan.mirror_charts.as_ref() {
        return Some(Given::new(format!("oci://{mirror}/{}", chart.name), &plan.mirror_charts));
    }
    match chart.source {
        Source::Oci { url } => Some(Given::new(url.to_owned(), Fields::NONE)),
        Source::Http { .. } => None,
    }
}

/// The sources of all charts: in Flux' namespace, or each beside its release.
pub(super) fn sources(plan: &Plan) -> Vec<(String, Node)> {
    let home = |chart: &Chart| match chart.name {
        _ if plan.sources_are_in_flux() => plan.flux_namespace.clone(),
        "loki" => plan.loki_home(),
        _ => plan.namespace.clone(),
    };
    CHARTS.iter().map(|chart| source(plan, chart, &home(chart))).collect()
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
