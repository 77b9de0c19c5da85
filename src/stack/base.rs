//! The base folder: namespace, chart sources, Secrets.

use super::charts::CHARTS;
use super::release;
use super::secrets::{self, Encrypted};
use crate::map;
use crate::plan::{Plan, layout::Layout, layout::Part};
use crate::tree::Tree;
use crate::yaml::Node;

pub(super) fn write(plan: &Plan, encrypted: &Encrypted, tree: &mut Tree) {
    tree.folder(Layout::of(plan).folder(Part::Base), |folder| {
        if !*plan.namespace_exists {
            folder.put("namespace", &namespace(plan));
        }
        for chart in CHARTS {
            let (name, source) = release::source(plan, chart);
            folder.put(&name, &source);
        }
        secrets::write(plan, encrypted, folder);
    });
}

/// node-exporter and Alloy mount folders of the node, which only the level privileged allows. The
/// annotation keeps the namespace, and with it every volume, when the Kustomization goes.
fn namespace(plan: &Plan) -> Node {
    let namespace = map! {
        "apiVersion" => "v1",
        "kind" => "Namespace",
        "metadata" => map! {
            "name" => &plan.namespace,
            "labels" => map! {
                "pod-security.kubernetes.io/enforce" => "privileged",
                "pod-security.kubernetes.io/audit" => "privileged",
                "pod-security.kubernetes.io/warn" => "privileged",
            },
            "annotations" => map! { "kustomize.toolkit.fluxcd.io/prune" => "disabled" },
        },
    };
    namespace.because(&plan.namespace_exists)
}
