//! Reads a finished tree, ours or one that others wrote, for what would fail or be silently dead in the
//! cluster: what is named and is not there, what waits for ever, what has two owners.
//!
//! The page and `monitree check` of a plan look at the tree in memory, `check` of a folder at the files.
//! A name that the tree does not hold is well if an answer of the plan says it: then it is the user's.

#[cfg(not(target_arch = "wasm32"))]
mod disk;
mod files;
mod flux;
mod loki;
mod names;
mod paths;
mod policies;
mod release;
mod secrets;
mod services;
mod sops;
mod values;
mod waits;

use crate::plan::{Draft, Field, Severity};
use crate::tree::Tree;
use files::Files;

#[cfg(not(target_arch = "wasm32"))]
pub use disk::check_files;

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

/// The words of the answers that a tree was made from.
#[derive(Debug, Default)]
pub struct Answers(String);

impl Answers {
    /// The words of these answers, the presets' among them.
    pub fn of(draft: &Draft) -> Self {
        let mut answers = Self::default();
        answers.add(draft);
        answers
    }

    fn add(&mut self, draft: &Draft) {
        for field in Field::ALL {
            self.0.push_str(draft.get(*field));
            self.0.push('\n');
        }
    }

    /// Whether one of them holds this.
    fn hold(&self, part: &str) -> bool {
        self.0.contains(part)
    }

    /// Whether this is a word of them.
    fn name(&self, word: &str) -> bool {
        let between = |c: char| c.is_whitespace() || ",/{}[]\"'".contains(c);
        self.0.split(between).any(|own| own == word)
    }
}

/// Every rule, in the order in which findings are listed.
const RULES: &[fn(&Files) -> Vec<Finding>] = &[
    sops::no_decryption,
    flux::circles,
    flux::unknown_dependencies,
    flux::unknown_sources,
    flux::twice,
    flux::crd_order,
    flux::two_owners,
    flux::substitution,
    values::ignored,
    values::receivers,
    values::budgets,
    loki::mixtures,
    waits::missing,
    secrets::unknown,
    secrets::unmounted,
    services::unknown,
    policies::closed_ports,
    names::unknown,
];

/// Everything that is wrong in a tree, the gravest first.
pub fn check(tree: &Tree, answers: &Answers) -> Vec<Finding> {
    let files = Files::new(tree, answers);
    let mut findings: Vec<Finding> = RULES.iter().flat_map(|rule| rule(&files)).collect();
    findings.sort_by_key(|finding| finding.severity);
    findings
}
