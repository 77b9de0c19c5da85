//! Trees in repositories of others: their files stay as they are, and Flux comes to the end of ours.
#![cfg(not(target_arch = "wasm32"))]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use common::command::{Files, Folder, without_folders};
use common::path;
use serde_json::Value;

/// A repository in `tests/repos`, and the answers that fit it.
const REPOS: &[(&str, &[&str])] = &[
    ("bootstrap", &["cluster_name=main"]),
    (
        "nested",
        &[
            "cluster_name=prod",
            "flux_entry=nested",
            "layout=apps",
            "root_path=apps",
            "parent_kustomization=apps",
        ],
    ),
    (
        "no-kustomization",
        &["cluster_name=lab", "root_path=infrastructure", "sources_namespace=flux"],
    ),
    (
        "namespace-and-sops",
        &[
            "cluster_name=home",
            "namespace_exists=true",
            "secret_mode=sops",
            "sops_recipients=age1u6kcevy8agez8f5prcays7a68drfq3k5pw2cfnrtj3mp4x0urgjqfqyuk8",
        ],
    ),
];

/// A copy of a repository with a tree in it, and the files that were there before.
fn rendered(repo: &str, answers: &[&str]) -> (Folder, Files) {
    let folder = Folder::new();
    copy(&path(&format!("tests/repos/{repo}")), &folder, "");
    let before = without_folders(folder.files("."));
    let sets = answers.iter().flat_map(|answer| ["--set", answer]);
    let more = ["--set", "domain=home.example.net"];
    let head = ["render", "--out", ".", "--force"];
    folder.done(&head.into_iter().chain(more).chain(sets).collect::<Vec<_>>());
    (folder, before)
}

fn copy(from: &std::path::Path, folder: &Folder, prefix: &str) {
    for entry in fs::read_dir(from).expect("the repository is there") {
        let entry = entry.expect("an entry").path();
        let name = entry.file_name().expect("a name").to_str().expect("plain").to_owned();
        let inside = format!("{prefix}{name}");
        if entry.is_dir() {
            copy(&entry, folder, &format!("{inside}/"));
        } else {
            folder.write(&inside, fs::read(&entry).expect("its bytes"));
        }
    }
}

#[test]
fn files_of_others_stay_as_they_are() {
    for (repo, answers) in REPOS {
        let (folder, before) = rendered(repo, answers);
        let after = without_folders(folder.files("."));
        for (file, bytes) in &before {
            assert_eq!(after.get(file), Some(bytes), "{repo}: {file}");
        }
        assert!(after.len() > before.len() + 15, "{repo}");
    }
}

/// The repository as Flux sees it.
struct Repository(BTreeMap<String, String>);

/// An object with its kind, namespace and name.
type Id = (String, String, String);

impl Repository {
    fn of(folder: &Folder) -> Self {
        let files = without_folders(folder.files(".")).into_iter();
        let text = |(path, bytes)| Some((path, String::from_utf8(bytes).ok()?));
        Self(files.filter_map(text).collect())
    }

    /// The objects of a path: what its kustomization.yaml lists, or where there is none, every file
    /// below, folders with a list of their own by that list.
    fn objects(&self, folder: &str) -> Vec<Value> {
        let folder = folder.trim_start_matches("./").trim_end_matches('/');
        let list = format!("{folder}/kustomization.yaml");
        if let Some(text) = self.0.get(&list) {
            let listing: Value = serde_yaml::from_str(text).expect("a list");
            let names = listing["resources"].as_array().expect("resources").iter();
            return names
                .filter_map(Value::as_str)
                .flat_map(|name| self.entry(folder, name))
                .collect();
        }
        let below = self.0.keys().filter_map(|path| path.strip_prefix(&format!("{folder}/")));
        let names: BTreeSet<&str> =
            below.map(|rest| rest.split('/').next().unwrap_or(rest)).collect();
        assert!(!names.is_empty(), "Flux finds nothing at {folder}");
        let read = |name: &&str| !name.contains('.') || is_yaml(name);
        names.into_iter().filter(read).flat_map(|name| self.entry(folder, name)).collect()
    }

    fn entry(&self, folder: &str, name: &str) -> Vec<Value> {
        let path = format!("{folder}/{name}");
        let Some(text) = self.0.get(&path) else { return self.objects(&path) };
        let documents = text.split("---\n").filter(|part| !part.trim().is_empty());
        documents.map(|part| serde_yaml::from_str(part).expect("an object")).collect()
    }
}

fn is_yaml(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, ending)| matches!(ending, "yaml" | "yml"))
}

fn text<'own>(value: &'own Value, pointer: &str) -> &'own str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}

fn id(object: &Value) -> Id {
    let part = |pointer| text(object, pointer).to_owned();
    (part("/kind"), part("/metadata/namespace"), part("/metadata/name"))
}

/// Applies what can be applied until nothing changes: a Kustomization once those before it are ready,
/// an object of the operator once its release is there. Secrets come when Flux waits for them.
fn reconciled(repository: &Repository, cluster: &str) -> BTreeSet<Id> {
    let mut applied: BTreeMap<Id, String> = BTreeMap::new();
    let mut ready: BTreeSet<String> = BTreeSet::new();
    let mut known = vec![("flux-system".to_owned(), format!("clusters/{cluster}"), Vec::new())];
    loop {
        let before = (ready.len(), known.len());
        for (name, folder, needs) in known.clone() {
            if ready.contains(&name) || !needs.iter().all(|own| ready.contains(own)) {
                continue;
            }
            for object in repository.objects(&folder) {
                let release = (
                    "HelmRelease".to_owned(),
                    "monitoring".to_owned(),
                    "kube-prometheus-stack".to_owned(),
                );
                let theirs = text(&object, "/apiVersion").starts_with("monitoring.coreos.com/");
                assert!(
                    !theirs || applied.contains_key(&release),
                    "no matches for kind: {:?}",
                    id(&object)
                );
                let owner = applied.insert(id(&object), name.clone());
                assert!(owner.is_none_or(|own| own == name), "{:?} has two owners", id(&object));
                if text(&object, "/apiVersion").starts_with("kustomize.toolkit.fluxcd.io/") {
                    let needs = object["spec"]["dependsOn"].as_array().into_iter().flatten();
                    let needs = needs.map(|own| text(own, "/name").to_owned()).collect();
                    let next = (
                        text(&object, "/metadata/name").to_owned(),
                        text(&object, "/spec/path").to_owned(),
                        needs,
                    );
                    if next.0 != "flux-system" && !known.contains(&next) {
                        known.push(next);
                    }
                }
            }
            ready.insert(name);
        }
        if (ready.len(), known.len()) == before {
            break;
        }
    }
    let stuck: Vec<_> = known.iter().filter(|(name, ..)| !ready.contains(name)).collect();
    assert!(stuck.is_empty(), "these wait for ever: {stuck:?}");
    applied.into_keys().collect()
}

#[test]
fn flux_applies_every_object() {
    for (repo, answers) in REPOS {
        let (folder, _) = rendered(repo, answers);
        if answers.contains(&"flux_entry=nested") {
            // The one line that the guide asks for.
            let parent =
                fs::read_to_string(folder.0.join("apps/kustomization.yaml")).expect("the parent");
            folder.write("apps/kustomization.yaml", parent + "  - monitoring\n");
        }
        let repository = Repository::of(&folder);
        let cluster = answers[0].trim_start_matches("cluster_name=");
        let applied = reconciled(&repository, cluster);
        let listing =
            |value: &Value| text(value, "/apiVersion").starts_with("kustomize.config.k8s.io/");
        let files = repository.0.iter().filter(|(path, _)| {
            is_yaml(path) && !path.contains("/.monitree/") && !path.starts_with('.')
        });
        for (path, whole) in files {
            for part in whole.split("---\n").filter(|part| !part.trim().is_empty()) {
                let object: Value = serde_yaml::from_str(part).expect("an object");
                assert!(
                    listing(&object) || applied.contains(&id(&object)),
                    "{repo}: {path} {:?}",
                    id(&object)
                );
            }
        }
        assert!(applied.len() > 15, "{repo}: {applied:?}");
    }
}
