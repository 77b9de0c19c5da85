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

impl Preset {
    /// Every preset, the default first.
    pub const ALL: &[Self] = &[Self::Homelab];

    /// What editions changed, oldest first. Only ever appended to.
    pub const CHANGES: &[Change] = &[];

    /// Its word in links and plans.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Homelab => "homelab",
        }
    }

    /// Its name, as users know it.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Homelab => "Homelab",
        }
    }

    /// What it is for.
    pub const fn summary(self) -> &'static str {
        match self {
            Self::Homelab => {
                "One Prometheus, one Alertmanager, Grafana, Loki on a volume and Alloy on every node."
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
        }
    }
}
