//! Replicas, where they run, and how many of them a drain may take.

use crate::plan::{Fields, Given, Plan};
use crate::value::AntiAffinity;
use crate::yaml::Node;
use crate::{list, map};

/// Where the nodes of different zones differ.
const ZONE: &str = "topology.kubernetes.io/zone";
/// Where nodes differ.
const NODE: &str = "kubernetes.io/hostname";

pub(super) fn prometheus_replicas(plan: &Plan) -> Option<Node> {
    replicas(plan.prometheus_count(), plan.prometheus_replicas.from)
}

pub(super) fn alertmanager_replicas(plan: &Plan) -> Option<Node> {
    replicas(plan.alertmanager_count(), plan.alertmanager_replicas.from)
}

fn replicas(count: u32, from: Fields) -> Option<Node> {
    (count > 1).then(|| Node::from(count).because(from))
}

/// Both replicas have scraped everything, at slightly different moments: a page that changed between
/// them would see its graphs jump.
pub(super) fn session_affinity(plan: &Plan) -> Option<Node> {
    let sticky = || map! { "sessionAffinity" => "ClientIP" }.because(&plan.prometheus_replicas);
    (plan.prometheus_count() > 1).then(sticky)
}

pub(super) fn prometheus_budget(plan: &Plan) -> Option<Node> {
    budget(plan, plan.prometheus_count(), plan.prometheus_replicas.from)
}

pub(super) fn alertmanager_budget(plan: &Plan) -> Option<Node> {
    budget(plan, plan.alertmanager_count(), plan.alertmanager_replicas.from)
}

/// The chart would write `maxUnavailable` beside its own `minAvailable`, which the API refuses.
fn budget(plan: &Plan, count: u32, from: Fields) -> Option<Node> {
    let budget = || map! { "enabled" => true, "minAvailable" => count - 1 };
    let wanted = count > 1 && *plan.disruption_budgets;
    wanted.then(|| budget().because(from.and(&plan.disruption_budgets)))
}

pub(super) fn prometheus_affinity(plan: &Plan) -> Option<Node> {
    affinity(plan, plan.prometheus_count())
}

pub(super) fn alertmanager_affinity(plan: &Plan) -> Option<Node> {
    affinity(plan, plan.alertmanager_count())
}

/// The chart takes an empty text for no rule at all.
fn affinity(plan: &Plan, count: u32) -> Option<Node> {
    let word = plan.anti_affinity.map(|kind| match kind {
        AntiAffinity::None => "",
        AntiAffinity::Soft => "soft",
        AntiAffinity::Hard => "hard",
    });
    (count > 1).then(|| Node::from(&word))
}

pub(super) fn prometheus_spread(plan: &Plan) -> Option<Node> {
    let labels = [
        ("app.kubernetes.io/name", "prometheus"),
        ("operator.prometheus.io/name", super::names::PROMETHEUS_OBJECT),
    ];
    spread(plan, plan.prometheus_count(), &labels)
}

pub(super) fn alertmanager_spread(plan: &Plan) -> Option<Node> {
    let labels = [
        ("app.kubernetes.io/name", "alertmanager"),
        ("alertmanager", super::names::ALERTMANAGER_OBJECT),
    ];
    spread(plan, plan.alertmanager_count(), &labels)
}

/// A cluster without zones has no such label on its nodes, and then the rule binds nothing.
fn spread(plan: &Plan, count: u32, labels: &[(&str, &str)]) -> Option<Node> {
    let spread = || {
        list![map! {
            "maxSkew" => 1,
            "topologyKey" => ZONE,
            "whenUnsatisfiable" => "ScheduleAnyway",
            "labelSelector" => map! { "matchLabels" => labels_of(labels) },
        }]
    };
    (count > 1 && *plan.zone_spread).then(|| spread().because(&plan.zone_spread))
}

fn labels_of(labels: &[(&str, &str)]) -> Node {
    labels.iter().fold(Node::map(), |map, (key, value)| map.with(*key, *value))
}

/// Adds to a component of Loki what several replicas need. The chart's own rule is hard.
pub(super) fn loki_component(plan: &Plan, name: &str, count: u32, values: &mut Node) {
    if count < 2 {
        return;
    }
    let labels = [
        ("app.kubernetes.io/name", "loki"),
        ("app.kubernetes.io/instance", "loki"),
        ("app.kubernetes.io/component", name),
    ];
    let budget = || map! { "maxUnavailable" => 1 }.because(&plan.disruption_budgets);
    values.put(
        "",
        "podDisruptionBudget",
        if *plan.disruption_budgets {
            budget()
        } else {
            map! { "enabled" => false }
        },
    );
    values.put("", "affinity", loki_affinity(&plan.anti_affinity, &labels));
    values.put("", "topologySpreadConstraints", spread(plan, count, &labels));
}

/// Helm merges mappings, so the chart's hard rule has to be taken out by name.
fn loki_affinity(kind: &Given<AntiAffinity>, labels: &[(&str, &str)]) -> Option<Node> {
    let softly = || {
        list![map! {
            "weight" => 100,
            "podAffinityTerm" => map! {
                "labelSelector" => map! { "matchLabels" => labels_of(labels) },
                "topologyKey" => NODE,
            },
        }]
    };
    let soft = match **kind {
        AntiAffinity::Hard => return None,
        AntiAffinity::Soft => Some(softly()),
        AntiAffinity::None => None,
    };
    let rules = map! {
        "requiredDuringSchedulingIgnoredDuringExecution" => Node::list([]),
        "preferredDuringSchedulingIgnoredDuringExecution" => soft,
    };
    Some(map! { "podAntiAffinity" => rules }.because(kind))
}

/// A rollout that may not run one pod more than there are nodes for: a quarter of three, the default,
/// is rounded to none that may be missing, and the pod too many finds no node.
pub(super) fn in_place() -> Node {
    map! { "rollingUpdate" => map! { "maxSurge" => 0, "maxUnavailable" => 1 } }
}
