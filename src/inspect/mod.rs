//! Looks at a tree on disk, ours or one that others wrote, for what would fail or be silently dead in
//! the cluster.

mod files;
mod flux;
mod sops;
mod values;

use crate::plan::Severity;

pub use files::Files;

/// Something wrong in a tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// How much it weighs.
    pub severity: Severity,
    /// A name that never changes.
    pub code: &'static str,
    /// The file to change.
    pub file: String,
    /// Its line, counted from 1.
    pub line: usize,
    /// What is wrong, in one sentence.
    pub message: String,
    /// What would happen.
    pub why: &'static str,
}

/// Every rule, in the order in which findings are listed.
const RULES: &[fn(&Files) -> Vec<Finding>] = &[
    files::unreadable,
    sops::no_decryption,
    flux::circles,
    flux::unknown_dependencies,
    flux::unknown_sources,
    flux::twice,
    flux::crd_order,
    flux::two_owners,
    flux::substitution,
    values::config_secret,
    values::receivers,
    values::missing_secrets,
    values::budgets,
];

/// Everything that is wrong in a tree, the gravest first.
pub fn check(files: &Files) -> Vec<Finding> {
    let mut findings: Vec<Finding> = RULES.iter().flat_map(|rule| rule(files)).collect();
    findings.sort_by_key(|finding| finding.severity);
    findings
}
