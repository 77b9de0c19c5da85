//! A tree on disk, read for the rules.

use serde_json::Value as Json;

use super::files::is_read;
use super::{Answers, Finding, check};
use crate::digest::{OWN_FOLDER, PLAN};
use crate::plan::{Fields, Severity};
use crate::plan_file;
use crate::tree::{EXAMPLE, Tree};
use crate::yaml::read::Value;
use crate::yaml::{Line, Node};

/// Everything that is wrong in the files of a tree, by their paths with `/` between the parts, and the
/// answers of the plans among them. A file that no tool could read is named.
pub fn check_files(texts: impl IntoIterator<Item = (String, String)>) -> Vec<Finding> {
    let (mut tree, mut answers) = (Tree::default(), Answers::default());
    let mut unreadable = Vec::new();
    for (path, text) in texts {
        if path.ends_with(&format!("{OWN_FOLDER}{PLAN}")) {
            answers.add_plan(&text);
        }
        let example = path.strip_suffix(EXAMPLE);
        if !is_read(example.unwrap_or(&path)) {
            continue;
        }
        match serde_yaml::from_multiple::<Json>(&text) {
            Ok(documents) => tree.note(&path, documents.into_iter().map(node)),
            Err(_) if example.is_some() => {}
            Err(error) => unreadable.push(no_yaml(&path, &error.to_string())),
        }
        tree.put(path, text.lines().map(|line| Line::new(line, Fields::NONE)).collect());
    }
    let mut findings = check(&tree, &answers);
    findings.extend(unreadable);
    findings.sort_by_key(|finding| finding.severity);
    findings
}

impl Answers {
    fn add_plan(&mut self, text: &str) {
        if let Ok(opened) = plan_file::read(text) {
            self.add(&opened.draft);
        }
    }
}

fn no_yaml(path: &str, error: &str) -> Finding {
    Finding {
        severity: Severity::Warning,
        code: "tree.unreadable",
        file: path.to_owned(),
        line: 1,
        message: format!("this file is no YAML: {}", error.lines().next().unwrap_or_default()),
        why: "Nothing in it was checked, and Flux fails on it if it applies the file.",
    }
}

fn node(json: Json) -> Node {
    Node::of_value(&value(json), Fields::NONE)
}

/// Files of others may hold anchors, which our own reader refuses, so that a library reads them.
fn value(json: Json) -> Value {
    match json {
        Json::Null => Value::Text(String::new()),
        Json::Bool(_) | Json::Number(_) => Value::Text(json.to_string()),
        Json::String(text) => Value::Quoted(text),
        Json::Array(items) => Value::List(items.into_iter().map(value).collect()),
        Json::Object(entries) => {
            Value::Map(entries.into_iter().map(|(key, json)| (key, value(json))).collect())
        }
    }
}
