//! Guards what the command line does with values of Secrets: they come from a file and from variables,
//! and leave as ciphertext only.
#![cfg(not(target_arch = "wasm32"))]

mod common;

use std::fs;

use age::x25519::Identity;
use common::command::{Files, Folder, Run};
use common::sealed::certificate;
use common::sops::{STORE_VALUES, VALUES, decrypt};

const BASE: &str = "infrastructure/homelab/monitoring";
const PASSWORD: &str = "MONITREE_SECRET_GRAFANA_ADMIN_ADMIN_PASSWORD";

/// A folder with values, and who can read what is encrypted in it.
struct Case {
    folder: Folder,
    identity: Identity,
}

impl Case {
    fn new() -> Self {
        let (folder, identity) = (Folder::new(), Identity::generate());
        folder.write_private("values", VALUES);
        Self { folder, identity }
    }

    /// Renders into the folder `tree`, with more arguments and variables.
    fn render(&self, variables: &[(&str, &str)], more: &[&str]) -> Run {
        let recipients = format!("sops_recipients={}", self.identity.to_public());
        let args = ["render", "--out", "tree", "--set", "secret_mode=sops", "--set", &recipients];
        self.folder.run_with(variables, &[&args, more].concat())
    }

    fn encrypted(&self) -> Files {
        let mut files = self.folder.files("tree");
        files.retain(|path, _| path.ends_with(".enc.yaml"));
        files
    }

    fn password(&self) -> String {
        let file = self.folder.0.join(format!("tree/{BASE}/secret-grafana-admin.enc.yaml"));
        let text = fs::read_to_string(file).expect("the file is there");
        decrypt(&text, &self.identity)
            .expect("it decrypts")
            .remove("admin-password")
            .expect("a password")
    }
}

#[test]
fn a_variable_counts_before_the_file() {
    let case = Case::new();
    let run = case.render(&[], &["--secrets", "values"]);
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    assert!(VALUES.contains(&case.password()));
    let run = case.render(&[(PASSWORD, "another")], &["--secrets", "values"]);
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    assert_eq!(case.password(), "another");
}

#[test]
fn no_value_is_printed_or_written() {
    let case = Case::new();
    let run = case.render(&[], &["--secrets", "values"]);
    let mut texts: Vec<Vec<u8>> = case.folder.files("tree").into_values().collect();
    texts.extend([run.out.into_bytes(), run.err.into_bytes()]);
    let texts: Vec<String> =
        texts.iter().map(|text| String::from_utf8_lossy(text).into_owned()).collect();
    for (name, value) in VALUES.lines().filter_map(|line| line.split_once('=')) {
        let long = value.len() > 8;
        assert!(!long || texts.iter().all(|text| !text.contains(value)), "the value of {name}");
    }
}

#[test]
fn what_is_odd_about_the_values_is_said() {
    let case = Case::new();
    case.folder.write("open", VALUES);
    let run = case.render(&[("MONITREE_SECRET_OTHER", "x")], &["--secrets", "open"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert!(
        run.err.contains("note: MONITREE_SECRET_OTHER names no value that this plan needs"),
        "{}",
        run.err
    );
    #[cfg(unix)]
    assert!(run.err.contains("warning: others can read open; chmod 600 open"), "{}", run.err);
}

/// Without the values, or with answers that do not concern them.
#[test]
fn ciphertext_stays_when_the_tree_is_written_again() {
    let case = Case::new();
    let printed = case.render(&[], &["--secrets", "values"]).out;
    let before = case.encrypted();
    assert_eq!(before.len(), 2);
    assert_eq!(case.render(&[], &[]).out, printed);
    assert_eq!(case.render(&[], &["--set", "nodes=1"]).code, Some(0));
    assert!(case.encrypted() == before, "the ciphertext changed");
    assert_eq!(case.render(&[], &["--secrets", "values"]).code, Some(0));
    assert!(case.encrypted() != before, "new values came");
}

/// A Secret of another namespace than the others'.
#[test]
fn ciphertext_of_every_namespace_stays() {
    let certificate = format!("sealed_certificate={}", certificate());
    for mode in ["secret_mode=sops", "secret_mode=sealed"] {
        let case = Case::new();
        case.folder.write_private("values", &format!("{VALUES}{STORE_VALUES}"));
        let sets = ["loki_store=s3", "loki_namespace=logs", &certificate, mode];
        let answers: Vec<&str> = sets.iter().flat_map(|own| ["--set", own]).collect();
        let first = case.render(&[], &[&answers[..], &["--secrets", "values"]].concat());
        assert_eq!((first.code, first.err.as_str()), (Some(0), ""));
        let before = case.folder.files("tree");
        let again = case.render(&[], &answers);
        assert_eq!((again.code, again.err.as_str()), (Some(0), ""));
        assert!(case.folder.files("tree") == before, "{mode}: the ciphertext changed");
    }
}

#[test]
fn ciphertext_for_others_is_not_overwritten_silently() {
    let mut case = Case::new();
    case.render(&[], &["--secrets", "values"]);
    let before = case.folder.files("tree");
    case.identity = Identity::generate();
    let run = case.render(&[], &[]);
    assert_eq!(run.code, Some(2));
    assert!(run.err.contains("was encrypted for another plan"), "{}", run.err);
    assert!(case.folder.files("tree") == before, "a refused command wrote something");
    assert_eq!(case.render(&[], &["--secrets", "values"]).code, Some(0));
    assert!(VALUES.contains(&case.password()));
}

/// As the guide says for those who encrypt with SOPS itself: the list is edited by hand.
#[test]
fn a_file_of_sops_in_its_place_is_taken_up() {
    let case = Case::new();
    case.render(&[], &["--secrets", "values"]);
    let wanted = case.folder.files("tree");
    fs::remove_dir_all(case.folder.0.join("tree")).expect("it goes");
    case.render(&[], &[]);
    for (path, bytes) in wanted.iter().filter(|(path, _)| {
        path.ends_with(".enc.yaml") || path.ends_with("monitoring/kustomization.yaml")
    }) {
        case.folder.write(&format!("tree/{path}"), bytes);
    }
    let run = case.render(&[], &[]);
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    assert!(case.folder.files("tree") == wanted, "the tree is the same as with values");
}
