//! Routes from host names to the pages of the stack.

use super::names;
use crate::plan::{Page, Plan, layout::Layout, layout::Part};
use crate::tree::{Tree, manifest, one};
use crate::yaml::Node;
use crate::{list, map};

pub(super) fn write(plan: &Plan, tree: &mut Tree) {
    tree.folder(Layout::of(plan).folder(Part::Config), |folder| {
        for page in plan.exposed() {
            folder.put(&format!("httproute-{}", page.id), &route(plan, page));
        }
    });
}

fn route(plan: &Plan, page: Page) -> Node {
    let service = names::service(page.id);
    let head = manifest("gateway.networking.k8s.io/v1", "HTTPRoute", page.id, &plan.namespace);
    let spec = map! {
        "parentRefs" => list![map! {
            "name" => &plan.gateway_name,
            "namespace" => &plan.gateway_namespace,
            "sectionName" => plan.gateway_section.as_ref().map(|_| &plan.gateway_section),
        }],
        "hostnames" => one(page.host()),
        "rules" => list![map! {
            "matches" => list![map! { "path" => map! { "type" => "PathPrefix", "value" => "/" } }],
            "backendRefs" => list![map! { "name" => service.name, "port" => service.port }],
        }],
    };
    head.with("spec", spec).because(page.expose)
}
