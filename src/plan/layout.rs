//! Where files go: the folders that follow from the answers, and the Flux Kustomization of each.

use super::{Field, Fields, Given, Plan};
use crate::value::FluxEntry;

/// A part of the stack with a folder and a Flux Kustomization of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Namespace, chart sources and Secrets.
    Base,
    /// Prometheus, Alertmanager, Grafana and the exporters.
    KubePrometheusStack,
    /// Loki and its data source.
    Loki,
    /// Alloy.
    Alloy,
    /// What needs the CRDs of others: routes.
    Config,
    /// Flux's Provider and Alert.
    Notifications,
}

impl Part {
    /// Every part, in rollout order.
    pub const ALL: &[Self] = &[
        Self::Base,
        Self::KubePrometheusStack,
        Self::Loki,
        Self::Alloy,
        Self::Config,
        Self::Notifications,
    ];

    /// Whether the plan has this part at all.
    pub fn is_in(self, plan: &Plan) -> bool {
        match self {
            Self::Config => plan.exposed().next().is_some(),
            Self::Notifications => *plan.flux_notifications,
            _ => true,
        }
    }

    /// The questions that decide whether the plan has it.
    pub fn questions(self, plan: &Plan) -> Fields {
        match self {
            Self::Config => {
                plan.pages().iter().fold(Fields::NONE, |from, page| from.and(page.expose))
            }
            Self::Notifications => plan.flux_notifications.from,
            _ => Fields::NONE,
        }
    }

    /// The name of its Flux Kustomization. The prefix keeps it apart from the user's own, such as
    /// one named `loki`, which it would take over otherwise.
    pub const fn kustomization(self) -> &'static str {
        match self {
            Self::Base => "monitoring-base",
            Self::KubePrometheusStack => "monitoring-kube-prometheus-stack",
            Self::Loki => "monitoring-loki",
            Self::Alloy => "monitoring-alloy",
            Self::Config => "monitoring-config",
            Self::Notifications => "monitoring-notifications",
        }
    }

    /// Its folder below the root folder.
    const fn folder(self) -> &'static str {
        match self {
            Self::Base => "monitoring",
            Self::KubePrometheusStack => "kube-prometheus-stack",
            Self::Loki => "loki",
            Self::Alloy => "alloy",
            Self::Config => "monitoring-config",
            Self::Notifications => "monitoring-notifications",
        }
    }
}

/// The folders of a plan, as paths from the root of the repository.
#[derive(Clone, Debug)]
pub struct Layout {
    root: String,
    clusters: Option<String>,
    prefix: Option<String>,
}

impl Layout {
    /// The folder of the nested entry, below the root folder.
    pub const ENTRY: &str = "monitoring-flux";

    /// The folders of a plan.
    pub fn of(plan: &Plan) -> Self {
        let own = || format!("infrastructure/{}", *plan.cluster_name);
        let root = plan.root_path.as_ref().map_or_else(own, ToString::to_string);
        let clusters = (*plan.flux_entry == FluxEntry::ClusterFile)
            .then(|| format!("{}/{}", *plan.clusters_path, *plan.cluster_name));
        Self { root, clusters, prefix: plan.path_prefix.as_ref().map(ToString::to_string) }
    }

    /// The folder that holds the folders of the parts.
    pub fn root(&self) -> &str {
        &self.root
    }

    /// The folder of a part.
    pub fn folder(&self, part: Part) -> String {
        format!("{}/{}", self.root, part.folder())
    }

    /// Every folder below the root folder.
    pub fn folders(&self) -> impl Iterator<Item = String> {
        Part::ALL.iter().map(|part| self.folder(*part)).chain([self.entry_folder()])
    }

    /// The folder that `flux bootstrap` watches, if the entry is a file in it.
    pub fn cluster_folder(&self) -> Option<String> {
        self.clusters.clone()
    }

    /// The folder of the nested entry.
    pub fn entry_folder(&self) -> String {
        format!("{}/{}", self.root, Self::ENTRY)
    }

    /// The file with the Flux Kustomizations.
    pub fn entry_file(&self) -> String {
        match &self.clusters {
            Some(folder) => format!("{folder}/monitoring.yaml"),
            None => format!("{}/ks.yaml", self.entry_folder()),
        }
    }

    /// The path of a part as Flux sees it: without the prefix, and with `./` before it.
    pub fn flux_path(&self, part: Part) -> Given<String> {
        let folder = self.folder(part);
        let prefix = self.prefix.as_ref().map(|prefix| format!("{prefix}/")).unwrap_or_default();
        let rest = folder.strip_prefix(&prefix).unwrap_or(&folder);
        Given::new(format!("./{rest}"), Self::questions())
    }

    /// The questions that decide where the entry is.
    pub fn entry_questions() -> Fields {
        Self::questions().and(Field::flux_entry).and(Field::clusters_path)
    }

    /// The questions that decide where the folders are.
    pub fn questions() -> Fields {
        [Field::root_path, Field::cluster_name, Field::path_prefix].into_iter().collect()
    }
}
