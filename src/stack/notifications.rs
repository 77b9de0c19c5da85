//! Flux tells Alertmanager at once when something fails.

use super::names;
use crate::map;
use crate::plan::{Given, Plan, layout::Layout, layout::Part};
use crate::tree::{Object, Tree, manifest};
use crate::value::Label;
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
        for namespace in homes(plan) {
            let here = sources.iter().filter(|(_, of)| !*plan.lockdown || of == namespace.as_str());
            let here = here.map(|(kind, of)| source(kind, of, &namespace)).collect();
            let suffix = if namespace.as_str() == plan.flux_namespace.as_str() {
                String::new()
            } else {
                format!("-{}", *namespace)
            };
            let (provider, alert) = (provider(plan, &namespace), alert(plan, &namespace, here));
            let from = plan.flux_notifications.from.and(&plan.lockdown);
            folder.put(&format!("provider{suffix}"), provider.because(from));
            folder.put(&format!("alert{suffix}"), alert.because(from));
        }
    });
}

/// Under lockdown no Alert may look into another namespace, so each that holds objects of Flux has one.
fn homes(plan: &Plan) -> Vec<Given<Label>> {
    let mut homes = vec![plan.flux_namespace.clone()];
    for home in [plan.namespace.clone(), plan.loki_home()] {
        if *plan.lockdown && homes.iter().all(|own| own.as_str() != home.as_str()) {
            homes.push(home);
        }
    }
    homes
}

fn provider(plan: &Plan, namespace: &Given<Label>) -> Node {
    let url = names::ALERTMANAGER.url(plan).map(|url| format!("{url}/api/v2/alerts"));
    let head = manifest(API, "Provider", PROVIDER, namespace);
    head.with("spec", map! { "type" => "alertmanager", "address" => url })
}

fn alert(plan: &Plan, namespace: &Given<Label>, sources: Vec<Node>) -> Node {
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
    manifest(API, "Alert", "flux-alerts", namespace).with("spec", spec)
}

/// Each kind and namespace of Flux objects in the tree, the source of the repository itself, and the
/// HelmChart that Flux makes in a source's namespace for every release with a classic chart.
fn event_sources(plan: &Plan, objects: &[Object]) -> Vec<(String, String)> {
    let flux = plan.flux_namespace.to_string();
    let mut sources =
        vec![(plan.source_kind.to_string(), flux.clone()), ("Kustomization".to_owned(), flux)];
    for kind in ["HelmRelease", "HelmChart", "HelmRepository", "OCIRepository"] {
        let made_by = if kind == "HelmChart" { "HelmRepository" } else { kind };
        for object in objects.iter().filter(|object| object.kind() == made_by) {
            let source = (kind.to_owned(), object.namespace().to_owned());
            if !sources.contains(&source) {
                sources.push(source);
            }
        }
    }
    sources
}

fn source(kind: &str, namespace: &str, alert: &Given<Label>) -> Node {
    map! { "kind" => kind, "name" => "*", "namespace" => Given::new(namespace.to_owned(), alert) }
}
