//! Where files go: the folders that follow from the answers, and the Flux Kustomization of each.

use super::{Field, Fields, Given, Plan};
use crate::value::{Dashboards, FluxEntry, LayoutKind, Policies};

/// A part of the stack with a folder and a Flux Kustomization of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Chart sources, where they live in Flux' namespace.
    Sources,
    /// Namespace, chart sources and Secrets.
    Base,
    /// Prometheus, Alertmanager, Grafana and the exporters.
    KubePrometheusStack,
    /// Loki and its data source.
    Loki,
    /// Alloy.
    Alloy,
    /// What needs the CRDs of others or running pods: routes, policies.
    Config,
    /// Data sources of an existing Grafana.
    Grafana,
    /// Dashboards of an existing Grafana. Both have a folder of their own, since the folder above is
    /// the user's.
    Dashboards,
    /// Flux's Provider and Alert.
    Notifications,
}

impl Part {
    /// Every part, in rollout order.
    pub const ALL: &[Self] = &[
        Self::Sources,
        Self::Base,
        Self::KubePrometheusStack,
        Self::Loki,
        Self::Alloy,
        Self::Config,
        Self::Grafana,
        Self::Dashboards,
        Self::Notifications,
    ];

    /// Whether the plan has this part at all.
    pub fn is_in(self, plan: &Plan) -> bool {
        match self {
            Self::Sources => plan.sources_are_in_flux(),
            Self::Config => {
                plan.exposed().next().is_some() || *plan.network_policies != Policies::None
            }
            Self::Grafana => !plan.has_grafana(),
            Self::Dashboards => !plan.has_grafana() && *plan.grafana_dashboards != Dashboards::None,
            Self::Notifications => *plan.flux_notifications,
            _ => true,
        }
    }

    /// The questions that decide whether the plan has it.
    pub fn questions(self, plan: &Plan) -> Fields {
        match self {
            Self::Sources => plan.sources_namespace.from.and(&plan.lockdown),
            Self::Config => {
                let pages = plan.pages();
                let others = plan.network_policies.from.and(&plan.grafana_expose);
                pages.iter().fold(others, |from, page| from.and(&page.expose))
            }
            Self::Grafana => plan.grafana.from,
            Self::Dashboards => plan.grafana.from.and(&plan.grafana_dashboards),
            Self::Notifications => plan.flux_notifications.from,
            _ => Fields::NONE,
        }
    }

    /// The name of its Flux Kustomization. The prefix keeps it apart from the user's own, such as
    /// one named `loki`, which it would take over otherwise.
    pub const fn kustomization(self) -> &'static str {
        match self {
            Self::Sources => "monitoring-sources",
            Self::Base => "monitoring-base",
            Self::KubePrometheusStack => "monitoring-kube-prometheus-stack",
            Self::Loki => "monitoring-loki",
            Self::Alloy => "monitoring-alloy",
            Self::Config => "monitoring-config",
            Self::Grafana => "monitoring-grafana",
            Self::Dashboards => "monitoring-dashboards",
            Self::Notifications => "monitoring-notifications",
        }
    }

    /// Its folder below the root folder, for each layout.
    const fn folder(self, layout: LayoutKind) -> &'static str {
        let (components, apps) = match self {
            Self::Sources => ("monitoring-sources", "monitoring/sources"),
            Self::Base => ("monitoring", "monitoring/secrets"),
            Self::KubePrometheusStack => {
                ("kube-prometheus-stack", "monitoring/kube-prometheus-stack")
            }
            Self::Loki => ("loki", "monitoring/loki"),
            Self::Alloy => ("alloy", "monitoring/alloy"),
            Self::Config => ("monitoring-config", "monitoring/config"),
            Self::Grafana => ("monitoring-grafana", "grafana/datasources"),
            Self::Dashboards => ("monitoring-dashboards", "grafana/dashboards"),
            Self::Notifications => ("monitoring-notifications", "monitoring/notifications"),
        };
        match layout {
            LayoutKind::Components => components,
            LayoutKind::Apps => apps,
        }
    }
}

/// The folders of a plan, as paths from the root of the repository.
#[derive(Clone, Debug)]
pub struct Layout {
    kind: LayoutKind,
    root: String,
    sources: Option<String>,
    clusters: Option<String>,
    prefix: Option<String>,
}

impl Layout {
    /// The folders of a plan.
    pub fn of(plan: &Plan) -> Self {
        let kind = *plan.layout;
        let above = match kind {
            LayoutKind::Components => "infrastructure",
            LayoutKind::Apps => "apps",
        };
        let own = || format!("{above}/{}", *plan.cluster_name);
        let root = plan.root_path.as_ref().map_or_else(own, ToString::to_string);
        let clusters = (*plan.flux_entry == FluxEntry::ClusterFile)
            .then(|| format!("{}/{}", *plan.clusters_path, *plan.cluster_name));
        let sources = plan.sources_path.as_ref().map(ToString::to_string);
        let prefix = plan.path_prefix.as_ref().map(ToString::to_string);
        Self { kind, root, sources, clusters, prefix }
    }

    /// The folder that holds the folders of the parts.
    pub fn root(&self) -> &str {
        &self.root
    }

    /// The folder of a part.
    pub fn folder(&self, part: Part) -> String {
        match (&self.sources, part) {
            (Some(folder), Part::Sources) => folder.clone(),
            _ => format!("{}/{}", self.root, part.folder(self.kind)),
        }
    }

    /// The folder of the chart sources, where they have one.
    pub fn sources_folder(&self, plan: &Plan) -> Option<String> {
        Part::Sources.is_in(plan).then(|| self.folder(Part::Sources))
    }

    /// The name of the file with a release.
    pub const fn release_file(&self) -> &'static str {
        match self.kind {
            LayoutKind::Components => "helmrelease",
            LayoutKind::Apps => "helm-install",
        }
    }

    /// Every folder below the root folder.
    pub fn folders(&self) -> impl Iterator<Item = String> {
        Part::ALL.iter().map(|part| self.folder(*part)).chain([self.entry_folder()])
    }

    /// The folder that `flux bootstrap` watches, if the entry is a file in it.
    pub fn cluster_folder(&self) -> Option<String> {
        self.clusters.clone()
    }

    /// The folder of the nested entry, below the root folder.
    pub const fn entry(&self) -> &'static str {
        match self.kind {
            LayoutKind::Components => "monitoring-flux",
            LayoutKind::Apps => "monitoring",
        }
    }

    /// The folder of the nested entry.
    pub fn entry_folder(&self) -> String {
        format!("{}/{}", self.root, self.entry())
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
        let own = if part == Part::Sources { Field::sources_path.into() } else { Fields::NONE };
        Given::new(format!("./{rest}"), Self::questions().and(own))
    }

    /// The questions that decide where the entry is.
    pub fn entry_questions() -> Fields {
        Self::questions().and(Field::flux_entry).and(Field::clusters_path)
    }

    /// The questions that decide where the folders are.
    pub fn questions() -> Fields {
        [Field::root_path, Field::layout, Field::cluster_name, Field::path_prefix]
            .into_iter()
            .collect()
    }
}
