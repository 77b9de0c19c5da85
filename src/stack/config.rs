//! What comes once the stack runs: routes to its pages, and policies for its traffic.

use super::{access, policies};
use crate::plan::{Plan, layout::Layout, layout::Part};
use crate::tree::Tree;

pub(super) fn write(plan: &Plan, tree: &mut Tree) {
    tree.folder(Layout::of(plan).folder(Part::Config), |folder| {
        access::write(plan, folder);
        policies::write(plan, folder);
    });
}
