//! The parts of the stack. Each writes its own files into the tree.

mod access;
mod alertmanager;
mod alloy;
mod alloy_config;
mod base;
pub mod charts;
mod distribution;
mod exporters;
mod flux;
mod flux_metrics;
mod grafana;
mod guide;
mod loki;
pub mod names;
mod notifications;
mod prometheus;
pub mod receivers;
mod release;
mod rules;
pub mod secrets;

use crate::plan::{Draft, Plan};
use crate::tree::Tree;

/// Every part, in rollout order. What a later part needs to know of an earlier one, it reads in the
/// tree.
const PARTS: &[fn(&Plan, &mut Tree)] = &[
    base::write,
    prometheus::write,
    loki::write,
    alloy::write,
    access::write,
    flux::write,
    notifications::write,
];

/// Writes the whole tree.
pub fn tree(draft: &Draft, plan: &Plan) -> Tree {
    let mut tree = Tree::default();
    for write in PARTS {
        write(plan, &mut tree);
    }
    guide::write(draft, plan, &mut tree);
    tree
}
