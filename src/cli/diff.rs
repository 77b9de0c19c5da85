//! How two plans differ, in their answers and in every file.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use similar::TextDiff;

use super::import::{Files, Imported, import};
use super::source::print_notes;
use super::{Usage, disk};
use crate::digest;
use crate::plan::{Draft, Field};
use crate::render::Rendered;

/// Prints the differences on standard output.
pub(super) fn run(before: &str, after: &str) -> Result<(), Usage> {
    let [before, after] = [import(before)?, import(after)?];
    print_notes(&before.opened.notes);
    print_notes(&after.opened.notes);
    let answers = answers(&before.opened.draft, &after.opened.draft);
    disk::print(&format!("{answers}{}", diff(&files(before), &files(after))))
}

/// A line for each answer that differs.
fn answers(before: &Draft, after: &Draft) -> String {
    let mut text = String::new();
    let mut line = |key: &str, before: &str, after: &str| {
        if before != after {
            let _ = writeln!(text, "{key}: {before:?} -> {after:?}");
        }
    };
    line("preset", before.preset().name(), after.preset().name());
    for field in Field::ALL {
        line(field.key, before.get(*field), after.get(*field));
    }
    text
}

/// The files of a tree as they are on disk, or those that a plan would write.
fn files(side: Imported) -> Files {
    let rendered = || {
        let tree = Rendered::of(&side.opened.draft).tree;
        digest::files(&tree).map(|(path, text)| (path.to_owned(), text.into_bytes())).collect()
    };
    side.files.unwrap_or_else(rendered)
}

/// A unified diff, file by file. A file that is not there is `/dev/null`, as git writes it.
fn diff(before: &Files, after: &Files) -> String {
    let paths: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let mut text = String::new();
    for path in paths {
        let side = |files: &Files, folder: &str| match files.get(path) {
            Some(bytes) => {
                (format!("{folder}/{path}"), String::from_utf8_lossy(bytes).into_owned())
            }
            None => ("/dev/null".to_owned(), String::new()),
        };
        let ((old_name, old), (new_name, new)) = (side(before, "a"), side(after, "b"));
        let lines = TextDiff::from_lines(&old, &new);
        let _ = write!(text, "{}", lines.unified_diff().header(&old_name, &new_name));
    }
    text
}
