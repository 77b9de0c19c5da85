//! Flux tells Alertmanager at once when something fails.

use super::names;
use crate::map;
use crate::plan::{Plan, layout::Layout, layout::Part};
use crate::tree::{Object, Tree, manifest};
use crate::yaml::Node;

const API: &str = "notification.toolkit.fluxcd.io/v1beta3";
const PROVIDER: &str = "alertmanager";

/// Errors that pass by themselves, as Flux' own guide leaves them out.
const PASSING: &[&str] = &["waiting.*socket", "lookup.*no such host", "dial.*tcp.*timeout"];

/// Writes the folder. It comes last, because it names every kind of Flux object in the tree.
pub(super) fn write(plan: &Plan, tree: &mut Tree) {
    if !Part::Notifications.is_in(plan) {
        return;
    }
    let sources = event_sources(plan, tree.objects());
    tree.folder(Layout::of(plan).folder(Part::Notifications), |folder| {
        folder.put("provider", &provider(plan).because(&plan.flux_notifications));
        folder.put("alert", &alert(plan, sources).because(&plan.flux_notifications));
    });
}

fn provider(plan: &Plan) -> Node {
    let url = names::ALERTMANAGER.url(plan).map(|url| format!("{url}/api/v2/alerts"));
    let head = manifest(API, "Provider", PROVIDER, &plan.flux_namespace);
    head.with("spec", map! { "type" => "alertmanager", "address" => url })
}

fn alert(plan: &Plan, sources: Vec<Node>) -> Node {
    let passing = PASSING.iter().map(|pattern| Node::from(*pattern));
    let spec = map! {
        "providerRef" => map! { "name" => PROVIDER },
        "eventSeverity" => "error",
        // A summary here would hide the error's text in every message.
        "eventMetadata" => map! { "cluster" => plan.cluster() },
        /// Without a namespace, only objects beside this Alert count; there is no wildcard for it.
        "eventSources" => Node::list(sources),
        "exclusionList" => Node::list(passing),
    };
    manifest(API, "Alert", "flux-alerts", &plan.flux_namespace).with("spec", spec)
}

/// Each (kind, namespace) of Flux objects in the tree, the source of the repository itself, and the
/// HelmChart that Flux makes in a source's namespace for every release with a classic chart.
fn event_sources(plan: &Plan, objects: &[Object]) -> Vec<Node> {
    let in_flux = |kind: Node| {
        map! {
            "kind" => kind,
            "name" => "*",
            "namespace" => &plan.flux_namespace,
        }
    };
    let has = |kind: &str| objects.iter().any(|object| object.kind == kind);
    let mut sources = vec![in_flux(Node::from(&plan.source_kind)), in_flux("Kustomization".into())];
    let listed = |kind: &str| {
        let together = plan.namespace.as_str() == plan.flux_namespace.as_str();
        together && plan.source_kind.to_string() == kind
    };
    for kind in ["HelmRelease", "HelmChart", "HelmRepository", "OCIRepository"] {
        if !listed(kind) && has(if kind == "HelmChart" { "HelmRepository" } else { kind }) {
            sources.push(map! { "kind" => kind, "name" => "*", "namespace" => &plan.namespace });
        }
    }
    sources
}
