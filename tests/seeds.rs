//! Guards that every item of the two seeds has its place in the tree of its plan.
#![cfg(not(target_arch = "wasm32"))]

#[path = "seeds/alloy.rs"]
mod alloy;
#[path = "seeds/base.rs"]
mod base;
#[path = "seeds/guide.rs"]
mod guide;
#[path = "seeds/ha.rs"]
mod ha;
#[path = "seeds/loki.rs"]
mod loki;
#[path = "seeds/metrics.rs"]
mod metrics;
#[path = "seeds/notify.rs"]
mod notify;

use std::fs;

use monitree::plan::Draft;
use monitree::plan_file;
use monitree::render::Rendered;
use monitree::tree::Tree;
use serde_json::Value;

/// Where the tree holds an item. Files are named from
/// `kubernetes/infrastructure`, the root of the homelab plan, or from the root of the repository.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Where {
    /// A value in a YAML file, by its keys with spaces between them. `name=x` chooses the entry of a
    /// list, a number counts; the value is written as YAML.
    Key(&'static str, &'static str, &'static str),
    /// A piece of text in a file. Indentation does not count.
    Text(&'static str, &'static str),
    /// A whole file.
    File(&'static str),
    /// It is no part of a monitoring tree.
    Out(Reason),
}

/// Why an item is no part of the tree.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Reason {
    /// The author's own task runner, which also checks Terraform.
    Validation,
    /// How the author works with Git.
    Worktree,
    /// Prose in files of the author's: roadmap and notes.
    Roadmap,
    /// A paper about the plan.
    DesignDoc,
}

/// The task and step of the seed, the item in a few words, and its place. Where the seed was wrong,
/// the words say what stands there instead, and why.
pub(crate) type Row = (&'static str, &'static str, Where);

pub(crate) const README: &str = "monitoring/README.md";

const TABLES: &[&[Row]] =
    &[base::ROWS, metrics::ROWS, notify::ROWS, loki::ROWS, alloy::ROWS, guide::ROWS];

fn rows() -> impl Iterator<Item = &'static Row> {
    TABLES.iter().copied().flatten()
}

fn plan() -> Draft {
    plan_of("homelab-seed")
}

fn plan_of(name: &str) -> Draft {
    let file = format!("{}/tests/plans/{name}.yaml", env!("CARGO_MANIFEST_DIR"));
    plan_file::read(&fs::read_to_string(file).expect("the plan")).expect("a plan").draft
}

#[test]
fn every_line_of_the_high_availability_seed_has_its_place() {
    let tree = Rendered::of(&plan_of("ha-seed")).tree;
    let fault = |row: &Row| Some(format!("{}: {}\n    {}", row.0, row.1, missing(&tree, row.2)?));
    let faults: Vec<String> = ha::ROWS.iter().filter_map(fault).collect();
    assert!(faults.is_empty(), "{} without a place:\n{}", faults.len(), faults.join("\n"));
    let sections = [
        "goals",
        "architecture",
        "layout",
        "decisions",
        "checklist",
        "rollout",
        "notes",
        "validation",
    ];
    for section in sections {
        assert!(ha::ROWS.iter().any(|row| row.0 == section), "{section} has no row");
    }
}

#[test]
fn every_item_of_the_seed_has_its_place() {
    let tree = Rendered::of(&plan()).tree;
    let fault = |row: &&Row| Some(format!("{}: {}\n    {}", row.0, row.1, missing(&tree, row.2)?));
    let faults: Vec<String> = rows().filter_map(|row| fault(&row)).collect();
    assert!(faults.is_empty(), "{} without a place:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn the_table_covers_every_task_once() {
    let tasks = 1..=10;
    for task in tasks.map(|number| format!("task {number}")) {
        let of_task = |row: &&Row| row.0 == task || row.0.starts_with(&format!("{task},"));
        assert!(rows().filter(of_task).count() >= 5, "{task} has hardly a row");
    }
    let mut items: Vec<(&str, &str)> = rows().map(|row| (row.0, row.1)).collect();
    let all = items.len();
    items.sort_unstable();
    items.dedup();
    assert_eq!(items.len(), all, "an item stands there twice");
    assert!(all >= 120, "{all} rows");
}

fn text_of(tree: &Tree, file: &str) -> Result<String, String> {
    let root = if file.starts_with("fluxcd/") { "" } else { "kubernetes/infrastructure/" };
    let path = format!("{root}{file}");
    tree.text(&path).ok_or_else(|| format!("{path} is not there"))
}

/// What is missing at a place, if anything is.
fn missing(tree: &Tree, place: Where) -> Option<String> {
    let found = match place {
        Where::Out(_) => return None,
        Where::File(file) => text_of(tree, file).map(|_| ()),
        Where::Text(file, fragment) => text_of(tree, file).and_then(|text| holds(&text, fragment)),
        Where::Key(file, keys, value) => {
            text_of(tree, file).and_then(|text| is_at(&text, keys, value))
        }
    };
    found.err()
}

fn holds(text: &str, fragment: &str) -> Result<(), String> {
    let flat = |text: &str| text.lines().map(str::trim).collect::<Vec<_>>().join("\n");
    if flat(text).contains(&flat(fragment)) { Ok(()) } else { Err(format!("no {fragment:?}")) }
}

fn is_at(text: &str, keys: &str, expected: &str) -> Result<(), String> {
    let read = |text: &str| serde_yaml::from_str::<Value>(text).map_err(|error| error.to_string());
    let documents = text.split("---\n").filter(|part| !part.is_empty()).map(read);
    let mut documents = documents.collect::<Result<Vec<_>, _>>()?;
    let whole = if documents.len() == 1 { documents.remove(0) } else { Value::Array(documents) };
    let found = keys.split(' ').try_fold(&whole, step);
    let found = found.ok_or_else(|| format!("nothing at {keys}"))?;
    if *found == read(expected)? {
        Ok(())
    } else {
        Err(format!("{found} at {keys}, not {expected}"))
    }
}

/// Goes one key down.
fn step<'value>(value: &'value Value, key: &str) -> Option<&'value Value> {
    let Value::Array(items) = value else { return value.get(key) };
    match key.split_once('=') {
        Some((path, text)) => items.iter().find(|item| {
            let own = path.split('.').try_fold(*item, |value, key| value.get(key));
            own.and_then(Value::as_str) == Some(text)
        }),
        None => items.get(key.parse::<usize>().ok()?),
    }
}

/// An item is left out for one of four reasons, and its words say which.
#[test]
fn nothing_else_is_left_out() {
    for (task, item, place) in rows() {
        let Where::Out(reason) = place else { continue };
        let words: &[&str] = match reason {
            Reason::Validation => &["validation"],
            Reason::Worktree => &["worktree"],
            Reason::Roadmap => &["roadmap", "README.md", "NOTES.md"],
            Reason::DesignDoc => &["design document"],
        };
        assert!(words.iter().any(|word| item.contains(word)), "{task}: {item} is {reason:?}");
    }
}

#[test]
fn a_wrong_place_is_found() {
    let (tree, keys) = (Rendered::of(&plan()).tree, "metadata name");
    let fault = |place| missing(&tree, place);
    assert!(fault(Where::File("monitoring/none.yaml")).is_some());
    assert!(fault(Where::Text(README, "no such sentence")).is_some());
    assert!(fault(Where::Key("monitoring/namespace.yaml", keys, "other")).is_some());
    assert!(
        fault(Where::Key("monitoring/namespace.yaml", "metadata nothing", "monitoring")).is_some()
    );
    assert!(
        fault(Where::Key("loki/kustomization.yaml", "resources 0", "helmrelease.yaml")).is_none()
    );
    assert!(fault(Where::Key("monitoring-flux/ks.yaml", "metadata.name=none", "{}")).is_some());
    let quoted = "spec values loki schemaConfig configs 0 from";
    assert!(fault(Where::Key("loki/helmrelease.yaml", quoted, "'2024-04-01'")).is_none());
    assert!(
        fault(Where::Key("loki/helmrelease.yaml", "spec values read replicas", "'0'")).is_some()
    );
}
