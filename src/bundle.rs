//! The tree as a zip archive. The same tree always gives the same bytes, in a browser too.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter, result::ZipResult};

use crate::plan::{Draft, Plan};
use crate::tree::Tree;
use crate::{digest, yaml};

/// Packs the tree: entries sorted by path, mode 0644, dated 1980-01-01, no folder on top.
///
/// They are stored as they are: a compressor would weigh more in the page than it could save of an
/// archive that never crosses a network.
///
/// # Errors
/// When the archive cannot hold the tree.
pub fn zip(tree: &Tree) -> ZipResult<Vec<u8>> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, lines) in tree.files() {
        archive.start_file(path, options)?;
        archive.write_all(yaml::text(lines).as_bytes())?;
    }
    Ok(archive.finish()?.into_inner())
}

/// The file name of the zip: the plan's name, or the preset's, and the start of the tree digest.
pub fn file_name(draft: &Draft, plan: &Plan, tree: &Tree) -> String {
    let name =
        plan.plan_name.as_ref().map_or(draft.preset().name().to_owned(), ToString::to_string);
    format!("{name}-{}.zip", &digest::tree(tree)[..8])
}
