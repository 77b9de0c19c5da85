//! What several answers mean together: the pages that a browser can open, and where things live.

use super::{Field, Given, Plan};
use crate::value::{
    Access, AlertmanagerConfig, AlertmanagerReplicas, Auth, Bucket, GrafanaMode, Label, List,
    LokiMode, LokiStore, Maybe, Name, PageHost, PrometheusReplicas, SecretMode, SourcesNamespace,
};

/// A page of the stack.
#[derive(Clone)]
pub struct Page<'plan> {
    /// Its name, as users know it.
    pub name: &'static str,
    /// Its word in names of objects and files.
    pub id: &'static str,
    /// Whether it has a login of its own.
    pub login: bool,
    /// Whether a route leads to it.
    pub expose: Given<bool>,
    /// The question behind `expose`.
    pub expose_field: Field,
    /// The question that names its host.
    pub host_field: Field,
    label: &'plan Given<PageHost>,
    plan: &'plan Plan,
}

impl Page<'_> {
    /// Its whole host name.
    pub fn host(&self) -> Given<String> {
        self.label.with(&self.plan.domain, PageHost::under)
    }

    /// Its address in a browser, if it is exposed.
    pub fn url(&self) -> Option<Given<String>> {
        let url = self.host().map(|host| format!("https://{host}"));
        self.expose.then(|| url.because(&self.expose))
    }
}

impl Plan {
    /// Grafana's page.
    pub fn grafana(&self) -> Page<'_> {
        Page {
            name: "Grafana",
            id: "grafana",
            login: true,
            expose: self.routed(&self.grafana_expose).with(&self.grafana, |exposed, grafana| {
                *exposed && *grafana == GrafanaMode::Bundled
            }),
            expose_field: Field::grafana_expose,
            host_field: Field::grafana_host,
            label: &self.grafana_host,
            plan: self,
        }
    }

    /// The page of Prometheus.
    pub fn prometheus(&self) -> Page<'_> {
        Page {
            name: "Prometheus",
            id: "prometheus",
            login: false,
            expose: self.routed(&self.prometheus_expose),
            expose_field: Field::prometheus_expose,
            host_field: Field::prometheus_host,
            label: &self.prometheus_host,
            plan: self,
        }
    }

    /// The page of Alertmanager.
    pub fn alertmanager(&self) -> Page<'_> {
        Page {
            name: "Alertmanager",
            id: "alertmanager",
            login: false,
            expose: self.routed(&self.alertmanager_expose),
            expose_field: Field::alertmanager_expose,
            host_field: Field::alertmanager_host,
            label: &self.alertmanager_host,
            plan: self,
        }
    }

    /// Alloy's page.
    pub fn alloy(&self) -> Page<'_> {
        Page {
            name: "Alloy",
            id: "alloy",
            login: false,
            expose: self.routed(&self.alloy_expose),
            expose_field: Field::alloy_expose,
            host_field: Field::alloy_host,
            label: &self.alloy_host,
            plan: self,
        }
    }

    /// Whether a page is exposed by a route at all.
    fn routed(&self, expose: &Given<bool>) -> Given<bool> {
        expose.with(&self.access, |expose, access| *expose && *access != Access::None)
    }

    /// Every page of this stack.
    pub fn pages(&self) -> Vec<Page<'_>> {
        let grafana = self.has_grafana().then(|| self.grafana());
        let others = [self.prometheus(), self.alertmanager(), self.alloy()];
        grafana.into_iter().chain(others).collect()
    }

    /// The pages that a route leads to.
    pub fn exposed(&self) -> impl Iterator<Item = Page<'_>> {
        self.pages().into_iter().filter(|page| *page.expose)
    }

    /// The value of the label `cluster` on every metric, log line and alert.
    pub fn cluster(&self) -> Given<String> {
        self.cluster_label.with(&self.cluster_name, |label, name| {
            label.as_ref().map_or(name.to_string(), ToString::to_string)
        })
    }

    /// The namespace of Loki: its own, or that of the stack.
    pub fn loki_home(&self) -> Given<Label> {
        self.loki_namespace
            .with(&self.namespace, |own, stack| own.as_ref().unwrap_or(stack).clone())
    }

    /// Whether Loki has a namespace of its own.
    pub fn loki_lives_apart(&self) -> bool {
        self.loki_home().as_str() != self.namespace.as_str()
    }

    /// Whether Loki keeps its data in a bucket.
    pub fn has_bucket(&self) -> bool {
        *self.loki_store != LokiStore::Filesystem
    }

    /// How many replicas Prometheus has.
    pub fn prometheus_count(&self) -> u32 {
        if *self.prometheus_replicas == PrometheusReplicas::Two { 2 } else { 1 }
    }

    /// How many replicas Alertmanager has.
    pub fn alertmanager_count(&self) -> u32 {
        if *self.alertmanager_replicas == AlertmanagerReplicas::Three { 3 } else { 1 }
    }

    /// How many replicas Loki's process has, or its components that hold data: as many copies of each line.
    pub fn loki_count(&self) -> u32 {
        if *self.loki_mode == LokiMode::Monolithic { 1 } else { 3 }
    }

    /// Whether a login stands before the pages that have none of their own.
    pub fn asks_for_login(&self) -> bool {
        let open = self.exposed().any(|page| !page.login);
        *self.access == Access::IngressRoute && *self.auth != Auth::None && open
    }

    /// Kustomizations of others that parts of this plan wait for, each list with its question.
    pub fn foreign(&self) -> [(&Given<List<Name>>, Field); 3] {
        [
            (&self.wait_for, Field::wait_for),
            (&self.secrets_wait_for, Field::secrets_wait_for),
            (&self.grafana_wait_for, Field::grafana_wait_for),
        ]
    }

    /// Whether Grafana is part of this stack.
    pub fn has_grafana(&self) -> bool {
        *self.grafana == GrafanaMode::Bundled
    }

    /// Whether the chart sources live in Flux' namespace. Under lockdown no release may use them there.
    pub fn sources_are_in_flux(&self) -> bool {
        *self.sources_namespace == SourcesNamespace::Flux && !*self.lockdown
    }

    /// Whether Alertmanager reads its whole configuration from a Secret that an external store fills.
    pub fn configures_alertmanager(&self) -> bool {
        *self.secret_mode == SecretMode::External
            && *self.alertmanager_config == AlertmanagerConfig::External
    }

    /// The bucket of Loki's chunks.
    pub fn chunks_bucket(&self) -> Given<String> {
        self.bucket(&self.loki_bucket, "chunks")
    }

    /// The bucket of Loki's ruler.
    pub fn ruler_bucket(&self) -> Given<String> {
        self.bucket(&self.loki_ruler_bucket, "ruler")
    }

    fn bucket(&self, own: &Given<Maybe<Bucket>>, what: &str) -> Given<String> {
        own.with(&self.cluster_name, |own, cluster| {
            own.as_ref().map_or_else(|| bucket_of(cluster, what), ToString::to_string)
        })
    }
}

/// Names of buckets end at 63 characters.
fn bucket_of(cluster: &Label, what: &str) -> String {
    let cluster: String = cluster.as_str().chars().take(45).collect();
    format!("{}-loki-{what}", cluster.trim_end_matches('-'))
}
