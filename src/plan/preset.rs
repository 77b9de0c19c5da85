//! Named starting points, and what they answered in older editions.

use super::Field;

/// The edition of defaults and presets that this version writes into links as `v`.
///
/// Raise it with every change of a released default or preset, and add what changed to
/// [`Preset::CHANGES`]: a link holds only differences, so an old one is completed with the answers
/// of its time.
pub const EDITION: u32 = 1;

/// A named starting point.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Preset {
    /// One replica of everything on the cluster's default storage class.
    #[default]
    Homelab,
    /// Replicas of everything that alerts and logs depend on, over three nodes.
    Ha,
}

/// An answer of a preset that an edition changed.
#[derive(Clone, Copy, Debug)]
pub struct Change {
    /// The first edition with the new answer.
    pub edition: u32,
    /// The preset concerned.
    pub preset: Preset,
    /// The question concerned.
    pub field: Field,
    /// The answer that older links mean.
    pub old: &'static str,
}

/// Where the preset `ha` differs from the defaults. Figures are those of the values that were rendered
/// and ran together.
const HA: &[(Field, &str)] = &[
    (Field::cluster_name, "main"),
    (Field::prometheus_replicas, "2"),
    (Field::alertmanager_replicas, "3"),
    (Field::anti_affinity, "hard"),
    (Field::zone_spread, "true"),
    (Field::loki_mode, "distributed"),
    (Field::loki_store, "s3"),
    (Field::network_policies, "kubernetes"),
    (Field::metrics_retention, "15d"),
    (Field::logs_retention, "14d"),
    (Field::prometheus_volume, "50Gi"),
    (Field::alertmanager_volume, "2Gi"),
    (Field::prometheus_cpu_request, "200m"),
    (Field::prometheus_memory_request, "1Gi"),
    (Field::prometheus_memory_limit, "4Gi"),
    (Field::operator_cpu_request, "50m"),
    (Field::operator_memory_request, "128Mi"),
    (Field::alertmanager_memory_limit, "256Mi"),
    (Field::node_exporter_cpu_request, "20m"),
    (Field::kube_state_metrics_cpu_request, "20m"),
    (Field::kube_state_metrics_memory_request, "128Mi"),
    (Field::kube_state_metrics_memory_limit, "512Mi"),
];

impl Preset {
    /// Every preset, the default first.
    pub const ALL: &[Self] = &[Self::Homelab, Self::Ha];

    /// What editions changed, oldest first. Only ever appended to.
    pub const CHANGES: &[Change] = &[];

    /// Its word in links and plans.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Homelab => "homelab",
            Self::Ha => "ha",
        }
    }

    /// Its name, as users know it.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Homelab => "Homelab",
            Self::Ha => "High availability",
        }
    }

    /// What it is for.
    pub const fn summary(self) -> &'static str {
        match self {
            Self::Homelab => {
                "One Prometheus, one Alertmanager, Grafana, Loki on a volume and Alloy on every node."
            }
            Self::Ha => {
                "Two Prometheus, three Alertmanagers, Loki in parts on object storage, network policies; for three nodes or more."
            }
        }
    }

    /// Finds a preset by its word.
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|preset| preset.name() == name)
    }

    /// Its answer to a question, today.
    pub fn answer(self, field: Field) -> &'static str {
        let own = self.answers().iter().find(|(own, _)| *own == field);
        own.map_or(field.default, |(_, answer)| *answer)
    }

    /// Its answer to a question in an older edition: the oldest change after that edition knows it.
    pub fn answer_in(self, edition: u32, field: Field) -> &'static str {
        let concerned = |change: &&Change| {
            change.preset == self && change.field == field && edition < change.edition
        };
        Self::CHANGES.iter().find(concerned).map_or(self.answer(field), |change| change.old)
    }

    /// Where it differs from the defaults.
    const fn answers(self) -> &'static [(Field, &'static str)] {
        match self {
            Self::Homelab => &[],
            Self::Ha => HA,
        }
    }
}
