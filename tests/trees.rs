//! Guards every byte of whole trees, their manifest and their zip.
#![cfg(not(target_arch = "wasm32"))]

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;

use monitree::plan::{Draft, Preset};
use monitree::render::Rendered;
use monitree::tree::Tree;
use monitree::{bundle, digest, plan_file};

/// The files of a tree or of a folder, by their path.
type Files = BTreeMap<String, String>;

const HERE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests");
const HOW_TO_UPDATE: &str = "if the change is meant, run: UPDATE=1 cargo test --test trees";

fn homelab() -> Draft {
    Draft::new(Preset::Homelab)
}

fn homelab_seed() -> Draft {
    plan("homelab-seed")
}

fn plan(name: &str) -> Draft {
    let text = fs::read_to_string(format!("{HERE}/plans/{name}.yaml")).expect("the plan");
    let opened = plan_file::read(&text).expect("it is a plan");
    assert_eq!(opened.notes, [""; 0], "every line of the plan is used");
    opened.draft
}

#[test]
fn the_tree_of_the_preset_homelab_is_as_recorded() {
    compare(&homelab(), "homelab");
}

#[test]
fn the_tree_of_the_homelab_plan_is_as_recorded() {
    compare(&homelab_seed(), "homelab-seed");
}

#[test]
fn the_tree_of_the_preset_ha_is_as_recorded() {
    compare(&Draft::new(Preset::Ha), "ha");
}

#[test]
fn the_tree_of_the_high_availability_plan_is_as_recorded() {
    compare(&plan("ha-seed"), "ha-seed");
}

/// Compares the tree with its recorded folder, or records it anew.
fn compare(draft: &Draft, name: &str) {
    let folder = format!("{HERE}/trees/{name}");
    let rendered = texts(&Rendered::of(draft).tree);
    if std::env::var_os("UPDATE").is_some() {
        record(Path::new(&folder), &rendered);
    }
    let recorded = read(Path::new(&folder));
    for (path, text) in &rendered {
        let Some(before) = recorded.get(path) else {
            panic!("tests/trees/{name}/{path} is not recorded; {HOW_TO_UPDATE}");
        };
        if let Some(difference) = first_difference(before, text) {
            panic!("tests/trees/{name}/{path}, {difference}\n{HOW_TO_UPDATE}");
        }
    }
    for path in recorded.keys() {
        let known = rendered.contains_key(path);
        assert!(known, "tests/trees/{name}/{path} is no longer written; {HOW_TO_UPDATE}");
    }
}

fn texts(tree: &Tree) -> Files {
    let text = |path: &str| tree.text(path).expect("a path of the tree has a text");
    tree.files().map(|(path, _)| (path.to_owned(), text(path))).collect()
}

/// Replaces the recorded folder.
fn record(folder: &Path, files: &Files) {
    if folder.exists() {
        fs::remove_dir_all(folder).expect("the recorded folder goes");
    }
    for (path, text) in files {
        let file = folder.join(path);
        fs::create_dir_all(file.parent().expect("a file lies in a folder")).expect("a folder");
        fs::write(file, text).expect("a recorded file");
    }
}

/// Every file below a folder, hidden ones too. A folder that does not exist holds none.
fn read(folder: &Path) -> Files {
    let (mut files, mut folders) = (Files::new(), vec![folder.to_owned()]);
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).into_iter().flatten() {
            let path = entry.expect("an entry of the folder").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = fs::read_to_string(&path).expect("a recorded file is text");
            let own = path.strip_prefix(folder).expect("it lies below").to_str().expect("plain");
            files.insert(own.replace('\\', "/"), text);
        }
    }
    files
}

/// The first line in which two texts differ, or nothing if they are the same to the last byte.
fn first_difference(before: &str, now: &str) -> Option<String> {
    if before == now {
        return None;
    }
    let (mut old, mut new) = (before.split('\n'), now.split('\n'));
    let mut number = 1;
    loop {
        let (old, new) = (old.next(), new.next());
        if old != new {
            let show =
                |line: Option<&str>| line.map_or("(the end)".to_owned(), |l| format!("{l:?}"));
            return Some(format!(
                "line {number}:\n  recorded {}\n  now      {}",
                show(old),
                show(new)
            ));
        }
        number += 1;
    }
}

#[test]
fn a_difference_is_found_in_its_line() {
    let difference = |before: &str, now: &str| first_difference(before, now).unwrap_or_default();
    assert_eq!(difference("a\nb\n", "a\nb\n"), "");
    assert!(difference("a\nb\nc\n", "a\nx\nc\n").starts_with("line 2:"));
    assert!(difference("a\n", "a").starts_with("line 2:"), "a missing line break is seen");
    assert!(difference("a\n", "a\nb\n").starts_with("line 2:"));
}

#[test]
fn no_plan_has_an_error() {
    for draft in [homelab(), homelab_seed(), Draft::new(Preset::Ha), plan("ha-seed")] {
        let problems = Rendered::of(&draft).problems;
        let errors: Vec<_> = problems.iter().filter(|problem| problem.is_error()).collect();
        assert!(errors.is_empty(), "{errors:#?}");
    }
}

/// The examples of FIPS 180-4: all other digests here are worked out with the same function.
#[test]
fn the_digest_is_sha_256() {
    let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!((digest::hex(b""), digest::hex(b"abc")), (empty.to_owned(), abc.to_owned()));
}

/// What `sha256sum -c` looks at: 64 digits, two spaces, the path, for every file that must be there.
#[test]
fn the_manifest_holds_every_file_that_counts() {
    for draft in [homelab(), homelab_seed(), Draft::new(Preset::Ha), plan("ha-seed")] {
        let tree = Rendered::of(&draft).tree;
        let files = texts(&tree);
        let manifest = files.iter().find(|(path, _)| path.ends_with("/.monitree/MANIFEST.sha256"));
        let (path, manifest) = manifest.expect("the tree has a manifest");
        let counted = |path: &str| !path.contains("/.monitree/") && !path.ends_with(".enc.yaml");
        let line = |(path, text): (&String, &String)| {
            [&digest::hex(text.as_bytes()), "  ", path, "\n"].concat()
        };
        let expected: String = files.iter().filter(|(path, _)| counted(path)).map(line).collect();
        assert!(expected.lines().count() > 15, "a whole tree is looked at");
        assert_eq!(*manifest, expected, "{path}");
        assert_eq!(digest::tree(&tree), digest::hex(manifest.as_bytes()));
    }
}

#[test]
fn the_same_plan_gives_the_same_zip() {
    for (draft, again) in [(homelab(), homelab()), (homelab_seed(), homelab_seed())] {
        let zip = |draft: &Draft| bundle::zip(&Rendered::of(draft).tree).expect("a zip");
        assert!(zip(&draft) == zip(&again), "the bytes of two zips differ");
    }
}

#[test]
fn the_zip_holds_the_tree_and_nothing_of_this_machine() {
    let tree = Rendered::of(&homelab_seed()).tree;
    let bytes = bundle::zip(&tree).expect("a zip");
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("it can be read");
    let mut names = Vec::new();
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).expect("an entry");
        let mut text = String::new();
        entry.read_to_string(&mut text).expect("its text");
        let name = entry.name().expect("its name").into_owned();
        assert_eq!(Some(text), tree.text(&name), "{name}");
        assert_eq!(entry.unix_mode().map(|mode| mode & 0o7777), Some(0o644), "{name}");
        let date = entry.last_modified().expect("its date");
        assert_eq!((date.year(), date.month(), date.day(), date.hour()), (1980, 1, 1, 0), "{name}");
        names.push(name);
    }
    let paths: Vec<&str> = tree.files().map(|(path, _)| path).collect();
    assert!(paths.is_sorted());
    assert_eq!(names, paths);
}

#[test]
fn the_zip_is_named_after_plan_and_digest() {
    for (draft, name) in [(homelab(), "homelab"), (homelab_seed(), "cloudlab")] {
        let Rendered { plan, tree, .. } = Rendered::of(&draft);
        let digest = digest::tree(&tree);
        let file = bundle::file_name(&draft, &plan, &tree);
        assert_eq!(file.strip_prefix(name), Some(format!("-{}.zip", &digest[..8]).as_str()));
    }
}
