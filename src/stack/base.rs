//! The base folder: namespace, chart sources, Secrets.

use super::release;
use super::secrets::{self, Encrypted};
use crate::map;
use crate::plan::{Given, Plan, layout::Layout, layout::Part};
use crate::tree::{Folder, Tree, manifest};
use crate::value::Label;
use crate::yaml::Node;

pub(super) fn write(plan: &Plan, encrypted: &Encrypted, tree: &mut Tree) {
    tree.folder(Layout::of(plan).folder(Part::Base), |folder| {
        if !*plan.namespace_exists {
            let namespace =
                namespace(&plan.namespace, "privileged").because(&plan.namespace_exists);
            folder.put("namespace", namespace);
        }
        if plan.loki_lives_apart() && !*plan.loki_namespace_exists {
            let namespace =
                namespace(&plan.loki_home(), "baseline").because(&plan.loki_namespace_exists);
            folder.put("namespace-loki", namespace);
        }
        if !plan.sources_are_in_flux() {
            put_sources(plan, folder);
        }
        secrets::write(plan, encrypted, folder);
        // Namespace and sources may be others', and the Secrets made by hand. Flux applies no empty folder,
        // and everything else waits for this one.
        if folder.is_empty() {
            folder.put("configmap", marker(plan));
        }
    });
    if plan.sources_are_in_flux() {
        tree.folder(Layout::of(plan).folder(Part::Sources), |folder| put_sources(plan, folder));
    }
}

/// An object that says whose folder it is.
fn marker(plan: &Plan) -> Node {
    let head = manifest("v1", "ConfigMap", Part::Base.kustomization(), &plan.namespace);
    head.with("data", map! { "cluster" => plan.cluster() })
}

fn put_sources(plan: &Plan, folder: &mut Folder) {
    for (name, source) in release::sources(plan) {
        let from = plan.sources_namespace.from.and(&plan.lockdown);
        folder.put(&name, source.because(from));
    }
}

/// node-exporter and Alloy mount folders of the node, which only the level privileged allows. The
/// annotation keeps the namespace, and with it every volume, when the Kustomization goes.
fn namespace(name: &Given<Label>, level: &str) -> Node {
    map! {
        "apiVersion" => "v1",
        "kind" => "Namespace",
        "metadata" => map! {
            "name" => name,
            "labels" => map! {
                "pod-security.kubernetes.io/enforce" => level,
                "pod-security.kubernetes.io/audit" => level,
                "pod-security.kubernetes.io/warn" => level,
            },
            "annotations" => map! { "kustomize.toolkit.fluxcd.io/prune" => "disabled" },
        },
    }
}
