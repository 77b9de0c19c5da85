//! Writing a tree to disk without losing anything of the user's.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::Usage;
use super::disk::{self, cannot};
use crate::digest::{self, MANIFEST, OWN_FOLDER};
use crate::plan::layout::{Layout, Part};
use crate::render::Rendered;
use crate::stack::secrets::{file_name, needed};
use crate::yaml;

/// Writes a tree below a folder. Files of an earlier tree of the same plan that are no longer part
/// of it go, unless they were edited.
///
/// # Errors
/// When the folder holds files that are not ours, or that were edited, and `force` is not set; or
/// when a file cannot be written. The first is found before anything is written.
pub(super) fn write(folder: &Path, rendered: &Rendered, force: bool) -> Result<(), Usage> {
    let paths = if folder.exists() { disk::paths(folder)? } else { Vec::new() };
    let manifests = manifests(folder, &paths)?;
    if !force {
        refuse_foreign(folder, rendered, &paths, &manifests)?;
    }
    preflight(folder, rendered)?;
    for (path, lines) in rendered.tree.files() {
        let file = folder.join(path);
        let parent = file.parent().unwrap_or(folder);
        fs::create_dir_all(parent).map_err(|error| cannot("make", parent, &error))?;
        disk::write(&file, yaml::text(lines).as_bytes())?;
    }
    let base = format!("{}/", Layout::of(&rendered.plan).folder(Part::Base));
    manifests.get(&base).map_or(Ok(()), |before| remove_stale(folder, rendered, before))
}

/// Path and digest of each file, as a manifest has them.
type Manifest = BTreeMap<String, String>;

/// The manifests in a folder, by the base folder that they stand in.
fn manifests(folder: &Path, paths: &[String]) -> Result<BTreeMap<String, Manifest>, Usage> {
    let name = format!("{OWN_FOLDER}{MANIFEST}");
    let bases = paths.iter().filter_map(|path| Some((path, path.strip_suffix(&name)?)));
    let read = |(path, base): (&String, &str)| {
        let text = disk::read_text(&folder.join(path))?;
        Ok((base.to_owned(), digest::read_manifest(&text)))
    };
    bases.map(read).collect()
}

/// Whether a file is as its manifest says.
fn is_as_written(folder: &Path, path: &str, digest: &str) -> Result<bool, Usage> {
    Ok(digest::hex(&disk::read(&folder.join(path))?) == digest)
}

fn refuse_foreign(
    folder: &Path,
    rendered: &Rendered,
    paths: &[String],
    manifests: &BTreeMap<String, Manifest>,
) -> Result<(), Usage> {
    let own = |path: &String| {
        manifests.keys().any(|base| path.starts_with(&format!("{base}{OWN_FOLDER}")))
    };
    // Ciphertext is in no manifest; a file that already is as it shall be loses nothing.
    let stays = |path: &String| {
        let same = |lines| {
            disk::read(&folder.join(path)).is_ok_and(|old| old == yaml::text(lines).as_bytes())
        };
        rendered.tree.is_encrypted(path) || rendered.tree.file(path).is_some_and(same)
    };
    for path in paths.iter().filter(|path| !own(path) && !stays(path)) {
        let known = manifests.values().find_map(|files| files.get(path));
        let what = match known {
            None if is_secret(path, rendered) => "was encrypted for another plan",
            None => "is not Monitree's",
            Some(digest) if !is_as_written(folder, path, digest)? => "was edited by hand",
            Some(_) => continue,
        };
        let folder = folder.display();
        return Err(format!("{path} in {folder} {what}; choose another folder, or add --force"));
    }
    Ok(())
}

/// Whether a file has the name of one that this plan encrypts.
fn is_secret(path: &str, rendered: &Rendered) -> bool {
    let plan = &rendered.plan;
    let name = path.rsplit('/').next().unwrap_or_default();
    needed(plan).iter().any(|(secret, _)| file_name(plan, secret) == name)
}

/// Finds what would stop a write halfway: a file where a folder must be, or the other way round.
fn preflight(folder: &Path, rendered: &Rendered) -> Result<(), Usage> {
    for (path, _) in rendered.tree.files() {
        let file = folder.join(path);
        if let Some(above) = file.ancestors().skip(1).find(|above| above.is_file()) {
            return Err(format!("{} is a file; a folder must be there", above.display()));
        }
        if file.is_dir() {
            return Err(format!("{} is a folder; a file must be there", file.display()));
        }
    }
    Ok(())
}

/// Removes what this plan wrote earlier and no longer holds.
fn remove_stale(folder: &Path, rendered: &Rendered, before: &Manifest) -> Result<(), Usage> {
    let stale = before.iter().filter(|(path, _)| rendered.tree.file(path).is_none());
    for (path, digest) in stale.filter(|(path, _)| folder.join(path).is_file()) {
        if is_as_written(folder, path, digest)? {
            let file = folder.join(path);
            fs::remove_file(&file).map_err(|error| cannot("remove", &file, &error))?;
        } else {
            eprintln!("note: {path} is no longer part of the tree; it was edited, so it stays");
        }
    }
    Ok(())
}
