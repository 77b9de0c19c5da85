//! Reading a plan back: from a link, a file, a rendered tree or a zip.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::path::Path;

use serde_json::{Map, Value, json};

use super::report::print_json;
use super::source::print_notes;
use super::{Usage, disk};
use crate::digest::{self, MANIFEST, OWN_FOLDER, PLAN};
use crate::plan::Opened;
use crate::{link, plan_file, yaml};

/// The files of a tree, by path.
pub(super) type Files = BTreeMap<String, Vec<u8>>;

/// The largest file that a tree of ours may hold, in bytes. Anything larger is not ours.
const LARGEST: u64 = 4 << 20;

/// A plan, and what is there of its tree if it came with one.
pub(super) struct Imported {
    pub(super) opened: Opened,
    /// The files that differ from what was written.
    edited: Vec<String>,
    /// The files that its manifest names, as they are now.
    pub(super) files: Option<Files>,
}

/// Prints the plan on standard output.
pub(super) fn run(from: &str, as_json: bool) -> Result<(), Usage> {
    let Imported { opened, edited, .. } = import(from)?;
    if as_json {
        return print_json(&describe(&opened, &edited));
    }
    print_notes(&opened.notes);
    for path in &edited {
        eprintln!("note: {path} was edited by hand or is missing");
    }
    disk::print(&yaml::text(&plan_file::lines(&opened.draft)))
}

/// Reads a plan from wherever it is.
pub(super) fn import(from: &str) -> Result<Imported, Usage> {
    let path = Path::new(from);
    if path.is_dir() {
        return of_tree(from, folder_files(path)?);
    }
    if path.is_file() {
        let bytes = disk::read(path)?;
        if bytes.starts_with(b"PK") {
            return of_tree(from, zip_files(from, bytes)?);
        }
        let opened = plan_file::read(&disk::read_text(path)?);
        let opened = opened.map_err(|message| format!("{from}: {message}"))?;
        return Ok(Imported { opened, edited: Vec::new(), files: None });
    }
    if from.contains(['#', '=']) {
        let opened = link::decode(from);
        return Ok(Imported { opened, edited: Vec::new(), files: None });
    }
    Err(format!(
        "{from:?} is no file and no link; give a plan.yaml, a tree, a zip or a link with its #"
    ))
}

/// Finds the plan and the manifest among the files of a tree.
fn of_tree(from: &str, mut files: Files) -> Result<Imported, Usage> {
    let name = format!("{OWN_FOLDER}{PLAN}");
    let mut plans = files.iter().filter(|(path, _)| path.ends_with(&name));
    let (path, bytes) = plans.next().ok_or_else(|| format!("{from} holds no {name}"))?;
    if let Some((other, _)) = plans.next() {
        return Err(format!("{from} holds several plans; give one of {path}, {other}"));
    }
    let opened = plan_file::read(&String::from_utf8_lossy(bytes));
    let opened = opened.map_err(|message| format!("{path}: {message}"))?;
    let manifest = files.get(&path.replace(PLAN, MANIFEST));
    let manifest = manifest.map(|bytes| digest::read_manifest(&String::from_utf8_lossy(bytes)));
    let manifest = manifest.unwrap_or_default();
    files.retain(|path, _| manifest.contains_key(path));
    let as_written =
        |path: &str, own: &str| files.get(path).is_some_and(|bytes| digest::hex(bytes) == own);
    let edited = manifest.into_iter().filter(|(path, own)| !as_written(path, own));
    let edited = edited.map(|(path, _)| path).collect();
    Ok(Imported { opened, edited, files: Some(files) })
}

fn folder_files(folder: &Path) -> Result<Files, Usage> {
    let paths = disk::paths(folder)?.into_iter();
    let small =
        paths.filter(|path| folder.join(path).metadata().is_ok_and(|meta| meta.len() <= LARGEST));
    small.map(|path| disk::read(&folder.join(&path)).map(|bytes| (path, bytes))).collect()
}

fn zip_files(from: &str, bytes: Vec<u8>) -> Result<Files, Usage> {
    let refusal =
        |error: &dyn std::fmt::Display| format!("{from} is no zip that can be read: {error}");
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| refusal(&error))?;
    let mut files = Files::new();
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(|error| refusal(&error))?;
        let name = entry.name().map_err(|error| refusal(&error))?.into_owned();
        let mut content = Vec::new();
        entry.take(LARGEST).read_to_end(&mut content).map_err(|error| refusal(&error))?;
        files.insert(name, content);
    }
    Ok(files)
}

fn describe(opened: &Opened, edited: &[String]) -> Value {
    let answers = opened.draft.changed();
    let answers: Map<String, Value> =
        answers.map(|field| (field.key.to_owned(), json!(opened.draft.get(field)))).collect();
    json!({
        "preset": opened.draft.preset().name(),
        "answers": answers,
        "notes": opened.notes,
        "edited": edited,
    })
}
