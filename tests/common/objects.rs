//! Kubernetes objects, read from a tree or from the output of a tool.

use std::collections::BTreeMap;

use monitree::stack::charts::{CHARTS, Chart};
use monitree::tree::Tree;
use serde_json::Value;

/// An object and where it was found.
#[derive(Clone, Debug)]
pub(crate) struct Object {
    pub(crate) file: String,
    pub(crate) value: Value,
}

/// A HelmRelease whose chart is one of ours.
pub(crate) struct Release {
    pub(crate) name: String,
    pub(crate) namespace: String,
    pub(crate) chart: &'static Chart,
    pub(crate) values: Value,
}

/// Reads every object of a text. A `List` counts as the objects in it.
pub(crate) fn of_text(file: &str, text: &str) -> Result<Vec<Object>, String> {
    let documents: Vec<Value> = serde_yaml::from_multiple(text)
        .map_err(|error| format!("{file}: {}", first_line(&error.to_string())))?;
    let mut objects = Vec::new();
    for value in documents {
        unroll(file, value, &mut objects);
    }
    Ok(objects)
}

/// Reads every object of a tree, the examples of Secrets as well. Monitree's own folder holds none.
pub(crate) fn of_tree(tree: &Tree) -> Result<Vec<Object>, String> {
    let mut objects = Vec::new();
    for (path, lines) in tree.files() {
        let yaml = path.trim_end_matches(".example").rsplit('.').next() == Some("yaml");
        if yaml && !path.contains("/.monitree/") {
            objects.extend(of_text(path, &monitree::yaml::text(lines))?);
        }
    }
    Ok(objects)
}

fn unroll(file: &str, mut value: Value, objects: &mut Vec<Object>) {
    if value["kind"] != "List" {
        return objects.push(Object { file: file.to_owned(), value });
    }
    if let Value::Array(items) = value["items"].take() {
        for item in items {
            unroll(file, item, objects);
        }
    }
}

/// The first line of a message, since a reader's own excerpt of the text tells nothing more.
fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

/// Objects that occur more than once. Two owners of one object fight over it for ever.
pub(crate) fn twice<'object>(objects: impl IntoIterator<Item = &'object Object>) -> Vec<String> {
    let mut seen: BTreeMap<[String; 4], Vec<&str>> = BTreeMap::new();
    for object in objects {
        let parts = [object.api_version(), object.kind(), object.namespace(), object.name()];
        seen.entry(parts.map(ToOwned::to_owned)).or_default().push(&object.file);
    }
    let twice = seen.into_iter().filter(|(_, files)| files.len() > 1);
    twice.map(|(id, files)| format!("{} is in {}", id.join(" "), files.join(" and "))).collect()
}

impl Object {
    /// The value below these keys; null where there is none.
    pub(crate) fn at(&self, keys: &[&str]) -> &Value {
        keys.iter().fold(&self.value, |value, key| &value[key])
    }

    /// The text below these keys; empty where there is none.
    pub(crate) fn text(&self, keys: &[&str]) -> &str {
        self.at(keys).as_str().unwrap_or_default()
    }

    /// The items of the list below these keys.
    pub(crate) fn items(&self, keys: &[&str]) -> &[Value] {
        self.at(keys).as_array().map_or(&[], Vec::as_slice)
    }

    pub(crate) fn api_version(&self) -> &str {
        self.text(&["apiVersion"])
    }

    pub(crate) fn kind(&self) -> &str {
        self.text(&["kind"])
    }

    pub(crate) fn name(&self) -> &str {
        self.text(&["metadata", "name"])
    }

    pub(crate) fn namespace(&self) -> &str {
        self.text(&["metadata", "namespace"])
    }

    /// Whether it is of this kind of Kubernetes; other projects have kinds of the same name.
    pub(crate) fn is(&self, group: &str, kind: &str) -> bool {
        self.kind() == kind && self.api_version().starts_with(group)
    }

    /// How messages name it.
    pub(crate) fn title(&self) -> String {
        format!("{}: {} {}", self.file, self.kind(), self.name())
    }
}

impl Release {
    /// The release of an object, if it is one.
    pub(crate) fn of(object: &Object) -> Option<Self> {
        if !object.is("helm.toolkit.fluxcd.io/", "HelmRelease") {
            return None;
        }
        let by_source = object.text(&["spec", "chartRef", "name"]);
        let by_name = object.text(&["spec", "chart", "spec", "chart"]);
        let chart = CHARTS.iter().find(|chart| [by_source, by_name].contains(&chart.name));
        Some(Self {
            name: object.text(&["spec", "releaseName"]).to_owned(),
            namespace: object.namespace().to_owned(),
            chart: chart.unwrap_or_else(|| panic!("{}: its chart is not pinned", object.title())),
            values: object.at(&["spec", "values"]).clone(),
        })
    }
}
