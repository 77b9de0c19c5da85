//! Guards what must hold for the tree of every plan.
#![cfg(not(target_arch = "wasm32"))]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::{OPENERS, draft_of};
use monitree::plan::{Draft, Field};
use monitree::render::Rendered;
use monitree::tree::Tree;
use monitree::value::Name;
use monitree::{digest, link, plan_file};
use proptest::prelude::*;
use serde_json::Value;

/// Texts that are an answer to some question and likely to be trouble: words and numbers of YAML,
/// longest names, odd but valid folders.
fn hard_texts() -> Vec<String> {
    let words =
        ["null", "y", "no", "on", "true", "0", "1", "1e3", "0x1f", "007", "1-2", "a.b", "-1"];
    let more =
        ["1Ki", "4000T", "999999m", "1000", "24h", "520w", "1s", "999h", "a/b_c/D.1", "x/loki"];
    let long = |count: usize, part: usize| vec!["a".repeat(part); count].join(".");
    let lists = ["a,b,c", "c\nb\na", "monitoring,default", "prom.nfs", "nfs", "::1", "10.0.0.1"];
    let texts = words.into_iter().chain(more).chain(lists).map(str::to_owned);
    texts.chain([long(1, 63), long(4, 62), "a".repeat(200), "_".repeat(128)]).collect()
}

/// The answers that a question accepts: its default, its examples, every word of a choice, and the
/// hard texts that it takes.
fn accepted(field: Field) -> Vec<String> {
    let known = [field.default].into_iter().chain(field.examples.iter().copied());
    let hard = hard_texts().into_iter().filter(|text| (field.canonical)(text).is_ok());
    known.map(str::to_owned).chain(hard).collect()
}

fn any_answer() -> impl Strategy<Value = (Field, String)> {
    let answers = |field: Field| (Just(field), prop::sample::select(accepted(field)));
    prop::sample::select(Field::ALL).prop_flat_map(answers)
}

/// Plans with a few or with many valid answers.
fn any_draft() -> impl Strategy<Value = Draft> {
    let answers = prop::collection::vec(any_answer(), 0..12);
    let many = prop::collection::vec(any_answer(), 0..200);
    prop_oneof![3 => answers, 1 => many].prop_map(draft_of)
}

/// The objects of every file that Flux or kustomize reads, with the file of each. The reader refuses
/// a key that stands twice.
fn objects(tree: &Tree) -> Result<Vec<(String, Value)>, TestCaseError> {
    let mut objects = Vec::new();
    for (path, _) in tree.files().filter(|(path, _)| is_manifest(path)) {
        let text = tree.text(path).expect("the file is there");
        prop_assert!(!text.contains("${"), "{path}: Flux would replace it");
        for part in text.split("---\n").filter(|part| !part.is_empty()) {
            let object: Value = serde_yaml::from_str(part)
                .map_err(|error| TestCaseError::fail(format!("{path}: {error}")))?;
            objects.push((path.to_owned(), object));
        }
    }
    Ok(objects)
}

/// Names in a tree are our own, so their endings are in lower case.
fn is_yaml(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, ending)| ending == "yaml")
}

fn is_manifest(path: &str) -> bool {
    is_yaml(path) && !path.contains(digest::OWN_FOLDER)
}

/// The text below some keys.
fn text<'a>(value: &'a Value, pointer: &str) -> &'a str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}

type Id = (String, String, String, String);

fn id(object: &Value) -> Id {
    let part = |pointer| text(object, pointer).to_owned();
    let (name, namespace) = (part("/metadata/name"), part("/metadata/namespace"));
    (part("/apiVersion"), part("/kind"), namespace, name)
}

fn is_of(object: &Value, group: &str, kind: &str) -> bool {
    text(object, "/apiVersion").starts_with(group) && text(object, "/kind") == kind
}

#[test]
fn the_reader_refuses_a_key_that_stands_twice() {
    assert!(serde_yaml::from_str::<Value>("a:\n  b: 1\n  c: 2\n  b: 3\n").is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn every_tree_is_sound(draft in any_draft()) {
        let rendered = Rendered::of(&draft);
        let objects = objects(&rendered.tree)?;
        paths_are_apart(&rendered)?;
        objects_are_apart(&rendered.tree, &objects)?;
        if !collides(&rendered) {
            kustomizations_list_their_folders(&rendered.tree, &objects)?;
        }
        problems_have_places(&rendered)?;
        let guide = rendered.tree.files().find(|(path, _)| path.ends_with("/README.md"));
        for line in guide.expect("there is a guide").1 {
            let parts: Vec<&str> = line.text.split('%').collect();
            let inner = &parts[1..parts.len().max(2) - 1];
            let word = |part: &&str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
            prop_assert!(!inner.iter().any(word), "a word was not filled in: {}", line.text);
        }
    }

    #[test]
    fn a_tree_without_errors_is_wired(draft in any_draft()) {
        let rendered = Rendered::of(&draft);
        prop_assume!(!rendered.has_errors());
        let objects: Vec<Value> = objects(&rendered.tree)?.into_iter().map(|(_, object)| object).collect();
        flux_finds_every_folder(&rendered, &objects)?;
        releases_find_what_they_need(&objects)?;
    }

    #[test]
    fn no_text_is_too_odd(answers in prop::collection::vec((prop::sample::select(Field::ALL), odd_text()), 0..150)) {
        let draft = draft_of(answers);
        let rendered = Rendered::of(&draft);
        objects(&rendered.tree)?;
        problems_have_places(&rendered)?;
        prop_assert!(link::encode(&draft).is_ascii());
        prop_assert_eq!(plan_file::lines(&draft).is_empty(), false);
        prop_assert_eq!(digest::plan(&draft).len(), 64);
    }
}

fn odd_text() -> impl Strategy<Value = String> {
    let long = (0..3000_usize).prop_map(|count| "é".repeat(count));
    let hard = prop::sample::select(hard_texts());
    prop_oneof![
        any::<String>(),
        "(?s).{0,20}",
        Just(String::new()),
        Just("\n".to_owned()),
        hard,
        long
    ]
}

/// Whether folders collide by the answers, which is an error: such a tree is a preview only.
fn collides(rendered: &Rendered) -> bool {
    rendered.problems.iter().any(|problem| problem.code == "paths.collide")
}

fn paths_are_apart(rendered: &Rendered) -> Result<(), TestCaseError> {
    let (tree, named) = (&rendered.tree, collides(rendered));
    prop_assert!(named || tree.collisions().is_empty(), "{:?}", tree.collisions());
    let paths: BTreeSet<&str> = tree.files().map(|(path, _)| path).collect();
    for path in &paths {
        let folders = path.match_indices('/').map(|(end, _)| &path[..end]);
        for folder in folders {
            prop_assert!(named || !paths.contains(folder), "{folder} is a file and a folder");
        }
    }
    Ok(())
}

fn objects_are_apart(tree: &Tree, objects: &[(String, Value)]) -> Result<(), TestCaseError> {
    let mut seen = BTreeSet::new();
    let listing = |object: &Value| is_of(object, "kustomize.config.k8s.io/", "Kustomization");
    for (path, object) in objects.iter().filter(|(_, object)| !listing(object)) {
        let id = id(object);
        prop_assert!(!id.0.is_empty() && !id.1.is_empty() && !id.3.is_empty(), "{path}: {id:?}");
        prop_assert!(seen.insert(id.clone()), "{path}: {id:?} is there twice");
    }
    let own = tree.objects().iter().filter(|own| is_yaml(&own.path) && !own.name().is_empty());
    let own: BTreeSet<Id> = own
        .map(|own| {
            [own.api_version(), own.kind(), own.namespace(), own.name()].map(ToOwned::to_owned)
        })
        .map(|[api_version, kind, namespace, name]| (api_version, kind, namespace, name))
        .collect();
    prop_assert_eq!(own, seen, "what the tree says of its objects");
    Ok(())
}

fn kustomizations_list_their_folders(
    tree: &Tree,
    objects: &[(String, Value)],
) -> Result<(), TestCaseError> {
    let listings = objects.iter().filter(|(path, _)| path.ends_with("/kustomization.yaml"));
    for (path, listing) in listings {
        let folder = path.trim_end_matches("kustomization.yaml");
        let other = |path: &str| {
            let mut others = listings_of(objects);
            others.any(|own| own.len() > folder.len() && path.starts_with(own))
        };
        let below = tree.files().map(|(path, _)| path).filter(|path| !other(path));
        let inside = below.filter_map(|path| path.strip_prefix(folder));
        let expected: BTreeSet<&str> = inside
            .filter(|name| is_yaml(name) && !name.starts_with('.'))
            .filter(|name| *name != "kustomization.yaml")
            .collect();
        let listed = listing["resources"].as_array().expect("a list");
        let names: BTreeSet<&str> = listed.iter().filter_map(Value::as_str).collect();
        prop_assert_eq!(names.len(), listed.len(), "{} lists a file twice", path);
        prop_assert_eq!(names, expected, "{}", path);
    }
    Ok(())
}

/// The folders that have a listing of their own.
fn listings_of(objects: &[(String, Value)]) -> impl Iterator<Item = &str> {
    objects.iter().filter_map(|(path, _)| path.strip_suffix("kustomization.yaml"))
}

fn problems_have_places(rendered: &Rendered) -> Result<(), TestCaseError> {
    for problem in &rendered.problems {
        prop_assert!(!problem.fields.is_empty(), "{}", problem.code);
        for (path, line) in rendered.places(problem) {
            let lines = rendered.tree.file(path).map_or(0, <[_]>::len);
            prop_assert!((1..=lines).contains(&line), "{} at {path}:{line}", problem.code);
        }
    }
    prop_assert!(rendered.problems.is_sorted_by_key(|problem| problem.severity));
    Ok(())
}

fn flux_finds_every_folder(rendered: &Rendered, objects: &[Value]) -> Result<(), TestCaseError> {
    let flux =
        || objects.iter().filter(|o| is_of(o, "kustomize.toolkit.fluxcd.io/", "Kustomization"));
    let prefix = rendered.plan.path_prefix.as_ref().map(|prefix| format!("{prefix}/"));
    let lists = rendered.plan.foreign().into_iter();
    let waited: BTreeSet<&str> =
        lists.flat_map(|(list, _)| list.iter().map(Name::as_str)).collect();
    let own: BTreeSet<&str> = flux().map(|object| text(object, "/metadata/name")).collect();
    prop_assert!(own.len() >= 4, "{own:?}");
    for object in flux() {
        let path = text(object, "/spec/path").strip_prefix("./").unwrap_or("(no ./)");
        let listing = format!("{}{path}/kustomization.yaml", prefix.as_deref().unwrap_or_default());
        prop_assert!(rendered.tree.file(&listing).is_some(), "{listing} is not there");
        for needed in object["spec"]["dependsOn"].as_array().into_iter().flatten() {
            let name = text(needed, "/name");
            prop_assert!(own.contains(name) != waited.contains(name), "{name} is not there");
        }
    }
    Ok(())
}

fn releases_find_what_they_need(objects: &[Value]) -> Result<(), TestCaseError> {
    let ids: BTreeSet<(&str, &str, &str)> = objects
        .iter()
        .map(|o| (text(o, "/kind"), text(o, "/metadata/namespace"), text(o, "/metadata/name")))
        .collect();
    for release in objects.iter().filter(|o| is_of(o, "helm.toolkit.fluxcd.io/", "HelmRelease")) {
        let (namespace, spec) = (text(release, "/metadata/namespace"), &release["spec"]);
        let after = spec["dependsOn"].as_array().into_iter().flatten();
        let home = |named: &'_ Value| named["namespace"].as_str().unwrap_or(namespace).to_owned();
        let after = after.map(|needed| ("HelmRelease", needed));
        let source = spec.get("chartRef").or_else(|| spec.pointer("/chart/spec/sourceRef"));
        let source = source.expect("a release has a source");
        for (kind, named) in after.chain([(text(source, "/kind"), source)]) {
            let (home, name) = (home(named), text(named, "/name"));
            prop_assert!(ids.contains(&(kind, home.as_str(), name)), "{kind} {name} is not there");
        }
    }
    Ok(())
}

#[test]
fn a_bad_answer_is_named_and_counts_as_the_default() {
    for field in Field::ALL.iter().copied() {
        let open = |answers: &&[(Field, &'static str)]| draft_of(answers.to_vec());
        let drafts = OPENERS.iter().map(open);
        let asked = drafts.into_iter().find(|draft| draft.shows(field));
        let mut asked = asked.unwrap_or_else(|| panic!("no opener asks for {}", field.key));
        asked.set(field, asked.preset().answer(field));
        let mut bad_draft = asked.clone();
        bad_draft.set(field, "?! not an answer");
        let (good, bad) = (Rendered::of(&asked), Rendered::of(&bad_draft));
        let unreadable = bad.problems.iter().filter(|problem| problem.code == "answer.unreadable");
        let fields: Vec<&[Field]> = unreadable.map(|problem| problem.fields.as_slice()).collect();
        assert_eq!(fields, [[field]], "{}", field.key);
        assert_eq!(preview(&bad.tree), preview(&good.tree), "{}", field.key);
        let shown = |draft: &Draft| Field::ALL.iter().map(|field| draft.shows(*field)).collect();
        let (before, after): (Vec<bool>, Vec<bool>) = (shown(&asked), shown(&bad_draft));
        assert_eq!(after, before, "a typing error in {} hides questions", field.key);
    }
}

/// The files without the answers themselves, which stand in the plan file and in the guide's link.
fn preview(tree: &Tree) -> BTreeMap<&str, String> {
    let answers = |line: &&str| !line.starts_with("#v=");
    let files = tree.files().filter(|(path, _)| !path.contains(digest::OWN_FOLDER));
    let text = |path: &str| tree.text(path).expect("the file is there");
    files.map(|(path, _)| (path, text(path).lines().filter(answers).collect())).collect()
}
