//! The parts of the stack. Each writes its own files into the tree.

mod access;
mod alertmanager;
mod alloy;
mod alloy_config;
mod availability;
mod base;
pub mod charts;
mod config;
mod distribution;
mod edges;
mod exporters;
mod external;
mod flux;
mod flux_metrics;
mod grafana;
mod guide;
mod loki;
pub mod names;
mod notifications;
mod policies;
mod prometheus;
pub mod receivers;
mod release;
mod remote_write;
mod rules;
pub mod secrets;

use crate::plan::{Draft, Plan};
use crate::tree::Tree;
use secrets::Encrypted;

/// Every part after the base, in rollout order. What a later part needs to know of an earlier one, it
/// reads in the tree.
const PARTS: &[fn(&Plan, &mut Tree)] = &[
    prometheus::write,
    loki::write,
    alloy::write,
    config::write,
    grafana::existing::write,
    flux::write,
    notifications::write,
];

/// Writes the whole tree, with the Secrets that were encrypted for this plan.
pub fn tree(draft: &Draft, plan: &Plan, encrypted: &Encrypted) -> Tree {
    let mut tree = Tree::default();
    base::write(plan, encrypted, &mut tree);
    for write in PARTS {
        write(plan, &mut tree);
    }
    guide::write(draft, plan, encrypted, &mut tree);
    tree
}
