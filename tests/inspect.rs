//! Guards that what is wrong in a tree on disk is found, and nothing in a tree of ours.
#![cfg(not(target_arch = "wasm32"))]

mod common;

use std::fs;

use common::command::Folder;
use common::sops::VALUES;
use serde_json::Value;

const ENTRY: &str = "tree/clusters/homelab/monitoring.yaml";
const RECIPIENT: &str =
    "sops_recipients=age1u6kcevy8agez8f5prcays7a68drfq3k5pw2cfnrtj3mp4x0urgjqfqyuk8";

/// A folder with a tree in it, whose Secrets are encrypted.
fn encrypted_tree(more: &[&str]) -> Folder {
    let folder = Folder::new();
    folder.write_private("values", VALUES);
    let args = ["render", "--out", "tree", "--secrets", "values", "--set", "secret_mode=sops"];
    folder.done(&[&args[..], &["--set", RECIPIENT], more].concat());
    folder
}

/// Replaces a piece of a file, which must be there.
fn edit(folder: &Folder, file: &str, old: &str, new: &str) {
    let text = fs::read_to_string(folder.0.join(file)).expect("the file is read");
    assert!(text.contains(old), "{file} holds {old:?}");
    folder.write(file, text.replacen(old, new, 1));
}

/// Code, file, line and message of everything that `check` finds.
fn findings(folder: &Folder) -> Vec<(String, String, u64, String)> {
    let run = folder.run(&["check", "tree", "--json"]);
    let found: Vec<Value> = serde_json::from_str(&run.out).expect("JSON");
    let grave = found.iter().any(|own| own["severity"] == "error");
    assert_eq!(run.code, Some(i32::from(grave)), "{}", run.err);
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let finding = |own: &Value| {
        let at = &own["at"][0];
        let line = at["line"].as_u64().expect("a line");
        (text(&own["code"]), text(&at["file"]), line, text(&own["message"]))
    };
    found.iter().map(finding).collect()
}

#[test]
fn nothing_is_wrong_in_trees_of_ours() {
    for more in [&[][..], &["--set", "flux_entry=nested"], &["--set", "sops_suffix=.sops.yml"]] {
        assert_eq!(findings(&encrypted_tree(more)), [], "{more:?}");
    }
    let folder = encrypted_tree(&[]);
    assert_eq!(folder.done(&["check", "tree"]), "no problems\n");
}

#[test]
fn an_encrypted_file_without_decryption_is_found() {
    let folder = encrypted_tree(&[]);
    let old = "  decryption:\n    provider: sops\n    secretRef:\n      name: sops-age\n";
    edit(&folder, ENTRY, old, "");
    let found = findings(&folder);
    let [(code, file, line, message)] = found.as_slice() else { panic!("{found:#?}") };
    assert_eq!(code, "sops.no-decryption");
    assert_eq!(format!("tree/{file}"), ENTRY);
    let text = fs::read_to_string(folder.0.join(ENTRY)).expect("the file is read");
    let line = usize::try_from(*line).expect("a small number");
    assert_eq!(text.lines().nth(line - 1), Some("  name: monitoring-base"));
    assert!(message.contains("secret-alertmanager-pushover.enc.yaml and 1 more"), "{message}");
}

/// Without a kustomization.yaml Flux applies every file; a path may begin above the tree; a list may
/// lead to a folder beside it, and back.
#[test]
fn encrypted_files_are_found_however_flux_comes_to_them() {
    let kustomization = "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata:\n  name: apps\nspec:\n  path: ./fleet/apps\n";
    let secret =
        "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ndata: {a: 'ENC[x]'}\nsops: {mac: x}\n";
    let list = |names: &str| format!("resources: [{names}]\n");
    let trees = [
        vec![("tree/apps/a.yaml", secret.to_owned())],
        vec![
            ("tree/apps/kustomization.yaml", list("../b")),
            ("tree/b/kustomization.yml", list("../apps, s.yaml")),
            ("tree/b/s.yaml", secret.to_owned()),
        ],
        vec![("tree/fleet/apps/deep/a.yml", secret.to_owned())],
    ];
    for files in trees {
        let folder = Folder::new();
        folder.write("tree/flux.yaml", kustomization);
        for (path, text) in &files {
            folder.write(path, text);
        }
        let found = findings(&folder);
        assert_eq!(found.len(), 1, "{files:?}: {found:?}");
        assert_eq!((found[0].0.as_str(), found[0].2), ("sops.no-decryption", 4));
        edit(&folder, "tree/flux.yaml", "spec:\n", "spec:\n  decryption: {provider: sops}\n");
        assert_eq!(findings(&folder), [], "{files:?}");
    }
}

#[test]
fn a_file_that_is_no_yaml_is_named_and_the_rest_is_checked() {
    let folder = encrypted_tree(&[]);
    folder.write("tree/broken.yaml", "a: [\n");
    folder.write("tree/image.png", [0xff, 0x00]);
    folder.write("tree/.github/workflow.yaml", "a: [\n");
    edit(&folder, ENTRY, "provider: sops", "provider: other");
    let found: Vec<_> =
        findings(&folder).into_iter().map(|(code, file, ..)| (code, file)).collect();
    let entry = ENTRY.trim_start_matches("tree/").to_owned();
    assert_eq!(
        found,
        [
            ("sops.no-decryption".to_owned(), entry),
            ("tree.unreadable".to_owned(), "broken.yaml".to_owned())
        ]
    );
}
