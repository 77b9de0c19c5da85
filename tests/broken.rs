//! Guards the guards: every file in `tests/broken` has one fault, and the check that is named for it
//! refuses it with the right message. The checks by real tools run in `real_tools`.
#![cfg(not(target_arch = "wasm32"))]

mod common;

use common::broken::{BROKEN, Check, all, place};
use common::objects::{self, Object};
use common::strict::Strict;
use common::{alloy, text};
use monitree::inspect;

#[test]
fn each_is_refused() {
    let mut run = 0;
    for (name, check, message) in BROKEN {
        let Some(faults) = faults(name, *check) else { continue };
        assert!(
            faults.iter().any(|fault| fault.contains(message)),
            "{name}, {check:?}: {faults:?}"
        );
        // What is wrong with a reference is also said of both of its ends.
        assert!(faults.len() == 1 || *check == Check::Alloy, "{name}, {check:?}: {faults:?}");
        run += 1;
    }
    assert!(run >= 10, "only {run} files were checked");
}

/// What a check of this project finds; none for a check by a real tool.
fn faults(name: &str, check: Check) -> Option<Vec<String>> {
    match check {
        Check::Strict => {
            let strict = Strict::new();
            Some(objects_of(name).iter().flat_map(|object| strict.faults(object)).collect())
        }
        Check::Owners => Some(objects::twice(&objects_of(name))),
        Check::Values => {
            let found = inspect::check_files([(name.to_owned(), text(&place(name)))]);
            let found = found.into_iter().filter(|own| own.code.starts_with("values."));
            Some(found.map(|own| own.message).collect())
        }
        Check::Alloy => Some(alloy::faults(&text(&place(name)), &alloy::components())),
        Check::Kustomize | Check::Promtool | Check::Amtool | Check::AlloyParser => None,
    }
}

/// The objects of a file, or of every file of a folder.
fn objects_of(name: &str) -> Vec<Object> {
    let files =
        all().into_iter().filter(|file| file == name || file.starts_with(&format!("{name}/")));
    files
        .flat_map(|file| objects::of_text(&file, &text(&place(&file))).expect("it is read"))
        .collect()
}

#[test]
fn each_file_is_named() {
    let named = |file: &String| {
        let folder = file.split_once('/').map_or(file.as_str(), |(folder, _)| folder);
        BROKEN.iter().any(|(name, ..)| *name == folder)
    };
    let forgotten: Vec<String> = all().into_iter().filter(|file| !named(file)).collect();
    assert!(forgotten.is_empty(), "no check refuses these: {forgotten:?}");
    let gone: Vec<&str> =
        BROKEN.iter().map(|(name, ..)| *name).filter(|name| !place(name).exists()).collect();
    assert!(gone.is_empty(), "these do not exist: {gone:?}");
}
