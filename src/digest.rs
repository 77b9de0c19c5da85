//! Two digests: of the tree that a plan writes, and of the plan itself.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use crate::plan::{Draft, Field};
use crate::tree::Tree;
use crate::yaml;

/// The folder of Monitree's own files, below the base folder.
pub const OWN_FOLDER: &str = ".monitree/";

/// The file in it that holds the answers.
pub const PLAN: &str = "plan.yaml";

/// The file in it that holds a digest of every other file.
pub const MANIFEST: &str = "MANIFEST.sha256";

/// Whether a file is one of Monitree's own, which hold every answer and the digests.
pub fn is_own(path: &str) -> bool {
    path.contains(OWN_FOLDER)
}

/// The files that are the same for the same plan, with their text, sorted by path. Encrypted ones are not
/// among them: they change with every encryption.
pub fn files(tree: &Tree) -> impl Iterator<Item = (&str, String)> {
    let same = |path: &str| !is_own(path) && !tree.is_encrypted(path);
    tree.files().filter(move |(path, _)| same(path)).map(|(path, lines)| (path, yaml::text(lines)))
}

/// The lines of [`MANIFEST`], as `sha256sum` writes and checks them.
pub fn manifest(tree: &Tree) -> String {
    let mut out = String::new();
    for (path, text) in files(tree) {
        for part in [&hex(text.as_bytes()), "  ", path, "\n"] {
            out.push_str(part);
        }
    }
    out
}

/// Reads the lines of a [`MANIFEST`]: path and digest. Lines of another form are passed over, and
/// so are paths that lead out of the folder: no such file is ours, whoever wrote the manifest.
pub fn read_manifest(text: &str) -> BTreeMap<String, String> {
    let inside = |path: &str| {
        path.split('/').all(|part| !["", ".", ".."].contains(&part)) && !path.contains(['\\', ':'])
    };
    let pairs =
        text.lines().filter_map(|line| line.split_once("  ")).filter(|(_, path)| inside(path));
    pairs.map(|(digest, path)| (path.to_owned(), digest.to_owned())).collect()
}

/// The digest of the tree: the SHA-256 of its manifest.
pub fn tree(tree: &Tree) -> String {
    hex(manifest(tree).as_bytes())
}

/// The digest of the plan: the SHA-256 of all answers as `key=canonical text` lines in key order.
/// An answer that cannot be read counts as typed.
pub fn plan(draft: &Draft) -> String {
    let line = |field: &Field| {
        let typed = draft.get(*field);
        let text = (field.canonical)(typed).unwrap_or_else(|_| typed.to_owned());
        format!("{}={text}\n", field.key)
    };
    let mut lines: Vec<String> = Field::ALL.iter().map(line).collect();
    lines.sort();
    hex(lines.concat().as_bytes())
}

/// The SHA-256 of some bytes, in hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    digits(&Sha256::digest(bytes))
}

/// Bytes as hexadecimal digits.
pub(crate) fn digits(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from(b"0123456789abcdef"[usize::from(nibble)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_names_nothing_outside_its_folder() {
        let text = "d1  a/b.yaml\nd2  ../victim\nd3  /etc/victim\nd4  a/../../victim\nd5 one-space\nd6  c:\\victim\n";
        assert_eq!(read_manifest(text), BTreeMap::from([("a/b.yaml".to_owned(), "d1".to_owned())]));
    }
}
