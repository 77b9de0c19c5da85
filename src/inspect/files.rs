//! The files of a tree, and the objects in them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::Finding;
use crate::plan::Severity;
use crate::plan_file;

/// The YAML files of a tree, by their paths with `/` between the parts.
#[derive(Debug, Default)]
pub struct Files {
    texts: BTreeMap<String, String>,
    objects: Vec<Object>,
    unreadable: BTreeMap<String, String>,
    /// Names in the plans beside the tree.
    declared: Vec<String>,
}

/// One document of a file.
#[derive(Debug)]
pub(super) struct Object {
    pub(super) file: String,
    pub(super) value: Value,
}

impl Object {
    /// The text at a JSON pointer; empty where there is none.
    pub(super) fn text(&self, pointer: &str) -> &str {
        self.value.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
    }
}

impl Files {
    /// Reads the files that Flux and kustomize would read; others, and Monitree's own, are passed over.
    pub fn read(texts: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut files = Self::default();
        for (path, text) in texts {
            if path.ends_with(".monitree/plan.yaml") {
                files.declared.extend(declared(&text));
            }
            if !is_read(&path) {
                continue;
            }
            match serde_yaml::from_multiple::<Value>(&text) {
                Ok(documents) => {
                    let object = |value| Object { file: path.clone(), value };
                    files.objects.extend(documents.into_iter().map(object));
                }
                Err(error) => {
                    let first = error.to_string().lines().next().unwrap_or_default().to_owned();
                    files.unreadable.insert(path.clone(), first);
                }
            }
            files.texts.insert(path, text);
        }
        files
    }

    /// The objects of a group and kind.
    pub(super) fn of_kind(&self, group: &str, kind: &str) -> impl Iterator<Item = &Object> {
        let is = move |object: &&Object| {
            object.value["kind"] == kind
                && object.value["apiVersion"].as_str().is_some_and(|own| own.starts_with(group))
        };
        self.objects.iter().filter(is)
    }

    /// Every file with its text.
    pub(super) fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.texts.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// The objects that a Flux Kustomization applies.
    pub(super) fn objects_of(&self, kustomization: &Object) -> Vec<&Object> {
        let files = self.applied(kustomization.text("/spec/path"));
        files.into_iter().flat_map(|file| self.of_file(file)).collect()
    }

    /// An error about an object, at the line of its file that holds this text.
    pub(super) fn error(
        &self,
        code: &'static str,
        object: &Object,
        line: &str,
        message: String,
        why: &'static str,
    ) -> Finding {
        let (severity, file) = (Severity::Error, object.file.clone());
        let line = self.line(&file, line);
        Finding { severity, code, file, line, message, why }
    }

    /// Kustomizations of others that the plan beside a tree says it waits for.
    pub(super) fn declared_foreign(&self) -> &[String] {
        &self.declared
    }

    /// The objects of a file.
    pub(super) fn of_file(&self, path: &str) -> impl Iterator<Item = &Object> {
        self.objects.iter().filter(move |object| object.file == path)
    }

    /// The line of a file that holds this text, counted from 1; else its first.
    pub(super) fn line(&self, path: &str, text: &str) -> usize {
        let mut lines = self.texts.get(path).into_iter().flat_map(|own| own.lines());
        lines.position(|line| line.trim() == text).map_or(1, |index| index + 1)
    }

    /// The files that Flux applies from a folder: those that its kustomization.yaml lists, in folders
    /// below as well; without one, every file. A path that is not there may begin with folders above
    /// this tree, so these are left out one by one.
    pub(super) fn applied(&self, path: &str) -> BTreeSet<&str> {
        let path = path.trim_start_matches("./").trim_matches('/');
        let mut rest = path;
        loop {
            let mut found = BTreeSet::new();
            self.collect(rest, &mut found);
            match rest.split_once('/') {
                Some((_, below)) if found.is_empty() => rest = below,
                _ => return found,
            }
        }
    }

    fn collect<'own>(&'own self, folder: &str, found: &mut BTreeSet<&'own str>) {
        let inside = |path: &str| folder.is_empty() || path.starts_with(&format!("{folder}/"));
        let list = ["kustomization.yaml", "kustomization.yml", "Kustomization"];
        let mut lists = list.iter().map(|name| join(folder, name));
        let Some(list) = lists.find_map(|path| Some(self.texts.get_key_value(&path)?.0)) else {
            found.extend(self.texts.keys().map(String::as_str).filter(|path| inside(path)));
            return;
        };
        // A list that leads back to itself ends here.
        if !found.insert(list) {
            return;
        }
        let resources =
            self.of_file(list).filter_map(|object| object.value["resources"].as_array());
        for name in resources.flatten().filter_map(Value::as_str) {
            let path = join(folder, name);
            match self.texts.get_key_value(&path) {
                Some((file, _)) => drop(found.insert(file)),
                None => self.collect(&path, found),
            }
        }
    }
}

/// The Kustomizations that a plan waits for.
fn declared(plan: &str) -> Vec<String> {
    let Ok(opened) = plan_file::read(plan) else { return Vec::new() };
    let (plan, _) = opened.draft.plan();
    let lists = plan.foreign().into_iter();
    lists.flat_map(|(list, _)| list.iter().map(ToString::to_string)).collect()
}

/// A path from a folder, with `.` and `..` worked out.
fn join(folder: &str, name: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in name.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

fn is_read(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let hidden = path.split('/').any(|part| part.starts_with('.'));
    let ending = name.rsplit_once('.').map(|(_, ending)| ending);
    !hidden && (matches!(ending, Some("yaml" | "yml")) || name == "Kustomization")
}

/// A file that no tool could read either.
pub(super) fn unreadable(files: &Files) -> Vec<Finding> {
    let finding = |(file, error): (&String, &String)| Finding {
        severity: Severity::Warning,
        code: "tree.unreadable",
        file: file.clone(),
        line: 1,
        message: format!("this file is no YAML: {error}"),
        why: "Nothing in it was checked, and Flux fails on it if it applies the file.",
    };
    files.unreadable.iter().map(finding).collect()
}
