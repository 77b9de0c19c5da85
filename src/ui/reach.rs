//! How much of the tree each question makes.

use std::collections::HashMap;

use crate::digest;
use crate::plan::{Field, Fields};
use crate::render::Rendered;
use crate::yaml::Line;

/// How many files and lines a question makes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Reach {
    pub(super) files: u32,
    pub(super) lines: u32,
}

/// The files that show what an answer makes: all but Monitree's own, which hold every answer.
pub(super) fn files_of_answers(rendered: &Rendered) -> impl Iterator<Item = (&str, &[Line])> {
    rendered.tree.files().filter(|(path, _)| !digest::is_own(path))
}

/// How much every question makes, by its index.
pub(super) fn reach(rendered: &Rendered) -> Vec<Reach> {
    let mut reach = vec![Reach::default(); Field::ALL.len()];
    for (_, lines) in files_of_answers(rendered) {
        let mut sets: HashMap<Fields, u32> = HashMap::new();
        for line in lines {
            *sets.entry(line.from).or_default() += 1;
        }
        let mut in_file = Fields::NONE;
        for (set, count) in sets {
            in_file = in_file.and(set);
            set.iter().for_each(|field| reach[field.index()].lines += count);
        }
        in_file.iter().for_each(|field| reach[field.index()].files += 1);
    }
    reach
}
