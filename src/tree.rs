//! The files that a plan turns into.

use std::collections::{BTreeMap, BTreeSet, btree_map::Entry};

use crate::plan::{Field, Fields};
use crate::yaml::{self, Line, Node};
use crate::{list, map};

/// The ending of a file that shows how an object looks which the user makes.
pub const EXAMPLE: &str = ".example";

/// Every file, by its path from the root of the repository.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    files: BTreeMap<String, Vec<Line>>,
    objects: Vec<Object>,
    collisions: Vec<String>,
    encrypted: BTreeSet<String>,
    replaced: Vec<(Field, String)>,
}

/// A Kubernetes object that a file of the tree holds.
#[derive(Clone, Debug)]
pub struct Object {
    /// The file that holds it.
    pub path: String,
    /// What stands there.
    pub manifest: Node,
}

/// A folder that Flux applies. Its `kustomization.yaml` lists what was put in it.
pub struct Folder<'tree> {
    path: String,
    names: Vec<(String, Fields)>,
    tree: &'tree mut Tree,
}

impl Tree {
    /// The files in order of their paths.
    pub fn files(&self) -> impl Iterator<Item = (&str, &[Line])> {
        self.files.iter().map(|(path, lines)| (path.as_str(), lines.as_slice()))
    }

    /// The lines of a file.
    pub fn file(&self, path: &str) -> Option<&[Line]> {
        self.files.get(path).map(Vec::as_slice)
    }

    /// The text of a file.
    pub fn text(&self, path: &str) -> Option<String> {
        self.file(path).map(yaml::text)
    }

    /// The objects that the files hold, in the order in which they were written.
    pub fn objects(&self) -> &[Object] {
        &self.objects
    }

    /// Paths that two parts wanted to write. The first one has it.
    pub fn collisions(&self) -> &[String] {
        &self.collisions
    }

    /// Whether a file is a ciphertext, whose bytes differ each time that it is made.
    pub fn is_encrypted(&self, path: &str) -> bool {
        self.encrypted.contains(path)
    }

    /// Paths of values that an answer put in the place of ours.
    pub fn replaced(&self) -> &[(Field, String)] {
        &self.replaced
    }

    /// Adds a folder, with its `kustomization.yaml`. One into which nothing is put is left out.
    pub fn folder(&mut self, path: String, fill: impl FnOnce(&mut Folder)) {
        let mut folder = Folder { path, names: Vec::new(), tree: self };
        fill(&mut folder);
        let Folder { path, names, .. } = folder;
        if !names.is_empty() {
            self.put_objects(&format!("{path}/kustomization.yaml"), vec![kustomization(names)]);
        }
    }

    /// Adds a file with several objects, separated by `---`.
    pub fn put_objects(&mut self, path: &str, manifests: Vec<Node>) {
        let mut lines = Vec::new();
        for manifest in &manifests {
            if manifests.len() > 1 {
                lines.push(Line::new("---", Fields::NONE));
            }
            lines.extend(manifest.lines());
        }
        self.put(path.to_owned(), lines);
        self.note(path, manifests);
    }

    /// Notes the objects that stand in a file.
    pub fn note(&mut self, path: &str, manifests: impl IntoIterator<Item = Node>) {
        let object = |manifest| Object { path: path.to_owned(), manifest };
        self.objects.extend(manifests.into_iter().map(object));
    }

    /// Adds a file that holds no object for Flux.
    pub fn put(&mut self, path: String, lines: Vec<Line>) {
        match self.files.entry(path) {
            Entry::Vacant(free) => drop(free.insert(lines)),
            Entry::Occupied(taken) => self.collisions.push(taken.key().clone()),
        }
    }
}

impl Folder<'_> {
    /// Adds a manifest as `<name>.yaml` and lists it.
    pub fn put(&mut self, name: &str, manifest: Node) {
        self.put_objects(name, vec![manifest]);
    }

    /// Adds several objects as `<name>.yaml` and lists it.
    pub fn put_objects(&mut self, name: &str, manifests: Vec<Node>) {
        let because = manifests.first().map_or(Fields::NONE, Node::origin);
        self.names.push((format!("{name}.yaml"), because));
        self.tree.put_objects(&format!("{}/{name}.yaml", self.path), manifests);
    }

    /// Adds a ciphertext under its whole name and lists it.
    pub fn put_encrypted(&mut self, name: &str, lines: Vec<Line>, because: Fields) {
        let path = format!("{}/{name}", self.path);
        self.names.push((name.to_owned(), because));
        let read = yaml::read::read(&yaml::text(&lines));
        self.tree.note(&path, read.iter().map(|value| Node::of_value(value, because)));
        self.tree.encrypted.insert(path.clone());
        self.tree.put(path, lines);
    }

    /// Notes values that an answer put in the place of ours.
    pub fn note_replaced(&mut self, field: Field, paths: Vec<String>) {
        self.tree.replaced.extend(paths.into_iter().map(|path| (field, path)));
    }

    /// Whether nothing is in it that Flux would apply.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// Adds the example of an object. Flux does not read it, because it does not end in `.yaml`.
    pub fn put_example(&mut self, name: &str, lines: Vec<Line>, manifest: Node) {
        let path = format!("{}/{name}.yaml{EXAMPLE}", self.path);
        self.tree.note(&path, [manifest]);
        self.tree.put(path, lines);
    }
}

impl Object {
    /// The text below these keys; empty where there is none.
    pub fn text(&self, keys: &[&str]) -> &str {
        self.manifest.at(keys).text()
    }

    /// `helm.toolkit.fluxcd.io/v2`
    pub fn api_version(&self) -> &str {
        self.text(&["apiVersion"])
    }

    /// `HelmRelease`
    pub fn kind(&self) -> &str {
        self.text(&["kind"])
    }

    /// Empty for objects of the cluster itself.
    pub fn namespace(&self) -> &str {
        self.text(&["metadata", "namespace"])
    }

    /// `loki`
    pub fn name(&self) -> &str {
        self.text(&["metadata", "name"])
    }
}

fn kustomization(names: Vec<(String, Fields)>) -> Node {
    let resources = names.into_iter().map(|(name, from)| Node::from(name).because(from));
    map! {
        "apiVersion" => "kustomize.config.k8s.io/v1beta1",
        "kind" => "Kustomization",
        "resources" => Node::list(resources),
    }
}

/// The head that every object of a namespace shares.
pub fn manifest(api_version: &str, kind: &str, name: &str, namespace: impl Into<Node>) -> Node {
    map! {
        "apiVersion" => api_version,
        "kind" => kind,
        "metadata" => map! { "name" => name, "namespace" => namespace },
    }
}

/// The same head with the annotation that keeps Flux from replacing `${…}` in the object.
///
/// Since Flux 2.9 an unknown variable fails the Kustomization (`StrictPostBuildSubstitutions`); a
/// parent of the user's may switch substitution on for everything below it.
pub fn manifest_as_it_is(
    api_version: &str,
    kind: &str,
    name: &str,
    namespace: impl Into<Node>,
    labels: Option<Node>,
) -> Node {
    map! {
        "apiVersion" => api_version,
        "kind" => kind,
        "metadata" => map! {
            "name" => name,
            "namespace" => namespace,
            "labels" => labels,
            "annotations" => map! { "kustomize.toolkit.fluxcd.io/substitute" => "disabled" },
        },
    }
}

/// A list of one text, for the many places of Kubernetes that want one.
pub fn one(item: impl Into<Node>) -> Node {
    list![item.into()]
}
