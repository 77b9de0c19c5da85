//! Services that alerts are sent to. Add one here: its routes, its mounted Secret, the example of
//! that Secret and the guide follow from the list.

mod pushover;

use super::secrets::Secret;
use crate::plan::{Fields, Given, Plan};
use crate::yaml::Node;

/// A service that alerts are sent to.
pub struct Receiver {
    /// Its word in names of receivers: `pushover` gives `pushover-critical`.
    pub service: &'static str,
    /// Its name, as users know it.
    pub title: &'static str,
    /// The question that switches it on.
    pub on: fn(&Plan) -> &Given<bool>,
    /// The key of its list in a receiver of Alertmanager.
    pub configs: &'static str,
    /// One entry of that list.
    pub config: fn(&Plan, Kind) -> Node,
    /// The Secret with its credentials, mounted into Alertmanager.
    pub secret: &'static Secret,
}

/// What a message is about. Each kind has a receiver of its own for each service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Alerts of severity critical.
    Critical,
    /// Alerts of severity warning, and of any other that has no route.
    Warning,
    /// Failures that Flux itself reports. They never resolve: Flux sends only the failure.
    Flux,
}

/// Every service, in the order in which alerts are sent.
const RECEIVERS: &[Receiver] = &[pushover::PUSHOVER];

impl Kind {
    /// Every kind.
    pub const ALL: &[Self] = &[Self::Critical, Self::Warning, Self::Flux];

    /// Whether the plan sends messages of this kind.
    pub fn is_in(self, plan: &Plan) -> bool {
        self != Self::Flux || *plan.flux_notifications
    }

    /// Its word in names of receivers.
    const fn word(self) -> &'static str {
        match self {
            Self::Critical => "critical",
            Self::Warning => "warning",
            Self::Flux => "flux",
        }
    }
}

impl Receiver {
    /// The name of its receiver for a kind of message.
    pub fn name(&self, kind: Kind) -> String {
        format!("{}-{}", self.service, kind.word())
    }
}

/// The services that are switched on, each with the question that does so.
pub fn active(plan: &Plan) -> impl DoubleEndedIterator<Item = (&'static Receiver, Fields)> {
    let on = move |receiver: &'static Receiver| {
        let on = (receiver.on)(plan);
        on.then_some((receiver, on.from))
    };
    RECEIVERS.iter().filter_map(on)
}
