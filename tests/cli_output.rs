//! Guards the command line: what it prints and what it writes.
#![cfg(not(target_arch = "wasm32"))]

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::io::{Cursor, Read};
use std::process::Command;

use common::command::{Files, Folder, without_folders};
use monitree::plan::{Draft, Field};
use monitree::render::Rendered;
use monitree::{digest, link};
use serde_json::Value;

const SEED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/plans/homelab-seed.yaml");

#[test]
fn folder_and_zip_hold_the_tree() {
    let folder = Folder::new();
    let printed = folder.done(&["render", "--plan", SEED, "--out", "a/b"]);
    assert_eq!(folder.done(&["render", "--plan", SEED, "--zip", "tree.zip"]), printed);
    let bytes = fs::read(folder.0.join("tree.zip")).expect("the zip");
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    let mut zipped = Files::new();
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).expect("an entry");
        let mut content = Vec::new();
        entry.read_to_end(&mut content).expect("its bytes");
        zipped.insert(entry.name().expect("its name").into_owned(), content);
    }
    assert!(without_folders(folder.files("a/b")) == zipped, "folder and zip differ");
    let again = folder.done(&["render", "--plan", SEED, "--out", "a/b"]);
    assert_eq!(again, printed, "into the same folder once more");
    assert!(without_folders(folder.files("a/b")) == zipped, "the second time differs");
}

#[test]
fn both_digests_are_printed() {
    let mut draft = Draft::default();
    draft.set(Field::domain, "a.example");
    let tree = Rendered::of(&draft).tree;
    let printed = Folder::new().done(&["render", "--set", "domain=a.example", "--out", "new"]);
    assert_eq!(printed, format!("plan {}\ntree {}\n", digest::plan(&draft), digest::tree(&tree)));
}

const README: &str = "infrastructure/homelab/monitoring/README.md";

#[test]
fn an_edited_file_is_refused_and_force_overwrites_it() {
    let folder = Folder::new();
    folder.done(&["render", "--out", "."]);
    let rendered = folder.files("");
    folder.write(README, "edited\n");
    let edited = folder.files("");
    let run = folder.run(&["render", "--out", ".", "--set", "nodes=1"]);
    assert_eq!(run.code, Some(2));
    assert!(run.err.contains(&format!("{README} in . was edited by hand")), "{}", run.err);
    assert!(folder.files("") == edited, "a refused command wrote something");
    folder.done(&["render", "--out", ".", "--force"]);
    assert!(folder.files("") == rendered, "force writes the tree");
}

#[test]
fn force_leaves_files_of_others_alone() {
    let folder = Folder::new();
    folder.write("infrastructure/homelab/loki/mine.yaml", "a: 1\r\n");
    folder.write("notes.bin", [0, 255, 10]);
    folder.write(".git/config", "[core]\n");
    let before = without_folders(folder.files(""));
    folder.done(&["render", "--out", ".", "--force"]);
    folder.done(&["render", "--out", ".", "--force", "--set", "events_collector=true"]);
    let mut after = without_folders(folder.files(""));
    after.retain(|path, _| before.contains_key(path));
    assert!(after == before, "a file of others changed");
}

#[test]
fn the_folder_of_git_is_no_foreign_file() {
    let folder = Folder::new();
    folder.write(".git/config", "[core]\n");
    folder.done(&["render", "--out", "."]);
    assert_eq!(folder.files("")[".git/config"], b"[core]\n");
}

#[test]
fn files_of_a_former_plan_go_unless_they_were_edited() {
    let folder = Folder::new();
    let render = |more: &[&str]| folder.run(&[&["render", "--out", "."], more].concat());
    assert_eq!(
        render(&["--set", "events_collector=true", "--set", "alloy_expose=true"]).code,
        Some(0)
    );
    let (events, route) = (
        "infrastructure/homelab/alloy/helmrelease-events.yaml",
        "infrastructure/homelab/monitoring-config/httproute-alloy.yaml",
    );
    assert!(folder.files("").contains_key(events) && folder.files("").contains_key(route));
    folder.write(route, "edited\n");
    let run = render(&["--force"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert!(!folder.files("").contains_key(events), "it is no longer part of the tree");
    assert_eq!(folder.files("")[route], b"edited\n");
    assert_eq!(run.err.lines().count(), 1, "{}", run.err);
    assert!(run.err.starts_with(&format!("note: {route} ")), "{}", run.err);
}

#[test]
fn a_link_gives_the_same_tree() {
    let folder = Folder::new();
    let printed = folder.done(&["render", "--plan", SEED, "--out", "a"]);
    let link = folder.done(&["link", "--plan", SEED, "--base", "https://example.org/monitree/"]);
    let link = link.strip_suffix('\n').expect("one line");
    assert!(link.starts_with("https://example.org/monitree/#v=1&preset=homelab&"), "{link}");
    assert_eq!(folder.done(&["render", "--link", link, "--out", "b"]), printed);
    assert!(folder.files("a") == folder.files("b"), "the trees differ");
    let fragment = folder.done(&["link", "--plan", SEED]);
    assert_eq!(fragment.strip_suffix('\n'), link.strip_prefix("https://example.org/monitree/"));
}

#[test]
fn a_plan_comes_back_from_everything_that_holds_it() {
    let folder = Folder::new();
    folder.done(&["render", "--plan", SEED, "--out", "tree"]);
    folder.done(&["render", "--plan", SEED, "--zip", "tree.zip"]);
    let link = folder.done(&["link", "--plan", SEED]);
    let plan = folder.done(&["import", SEED]);
    folder.write("plan.yaml", &plan);
    for from in ["tree", "tree.zip", "plan.yaml", link.trim()] {
        let run = folder.run(&["import", from]);
        assert_eq!(
            (run.code, run.out.as_str(), run.err.as_str()),
            (Some(0), plan.as_str(), ""),
            "{from}"
        );
    }
    let described: Value =
        serde_json::from_str(&folder.done(&["import", "--json", "tree"])).expect("JSON");
    assert_eq!(keys(&described), ["answers", "edited", "notes", "preset"]);
    let opened = link::decode(link.trim()).draft;
    let answers = described["answers"].as_object().expect("a map");
    assert_eq!(answers.len(), opened.changed().count());
    assert!(opened.changed().all(|field| answers[field.key] == opened.get(field)));
}

#[test]
fn import_names_what_was_edited_and_what_was_not_read() {
    let folder = Folder::new();
    folder.done(&["render", "--out", "."]);
    folder.write(README, "edited\n");
    let missing = "infrastructure/homelab/loki/helmrelease.yaml";
    fs::remove_file(folder.0.join(missing)).expect("it goes");
    let run = folder.run(&["import", "."]);
    assert_eq!(run.code, Some(0));
    let notes: Vec<&str> = run.err.lines().collect();
    assert_eq!(notes.len(), 2, "{}", run.err);
    assert!(notes[0].contains(missing) && notes[1].contains(README), "{}", run.err);
    let run = folder.run(&["import", "#v=1&dommain=a.example"]);
    assert_eq!(run.code, Some(0));
    assert!(run.err.starts_with("note: ") && run.err.contains("dommain"), "{}", run.err);
    let described = folder.done(&["import", "--json", "."]);
    let described: Value = serde_json::from_str(&described).expect("JSON");
    assert_eq!(described["edited"], serde_json::json!([missing, README]));
}

fn keys(value: &Value) -> Vec<&str> {
    let mut keys: Vec<&str> =
        value.as_object().expect("a map").keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys
}

fn is_text(value: &Value) -> bool {
    value.as_str().is_some_and(|text| !text.is_empty())
}

#[test]
fn check_prints_problems_as_json() {
    let args = ["check", "--json", "--set", "storage_class=nfs", "--set", "accept=access.no-login"];
    let run = Folder::new().run(&[args.as_slice(), &["--set", "alloy_expose=true"]].concat());
    assert_eq!((run.code, run.err.as_str()), (Some(1), ""));
    let problems: Vec<Value> = serde_json::from_str(&run.out).expect("an array");
    let severities: BTreeSet<&str> =
        problems.iter().filter_map(|p| p["severity"].as_str()).collect();
    assert_eq!(severities, BTreeSet::from(["error", "info", "warning"]));
    for problem in &problems {
        let expected = ["accepted", "at", "code", "fields", "fix", "message", "severity", "why"];
        assert_eq!(keys(problem), expected);
        assert!(["code", "message", "why"].iter().all(|key| is_text(&problem[*key])), "{problem}");
        assert_eq!(problem["accepted"], problem["code"] == "access.no-login", "{problem}");
        let list = |key: &str| problem[key].as_array().expect("a list").clone();
        assert!(list("fields").iter().all(|key| key.as_str().and_then(Field::find).is_some()));
        assert!(!list("at").is_empty(), "{problem}");
        for place in list("at") {
            assert_eq!(keys(&place), ["file", "line"]);
            assert!(is_text(&place["file"]) && place["line"].as_u64() > Some(0), "{place}");
        }
        for fix in list("fix") {
            assert_eq!(keys(&fix), ["answer", "field"]);
            assert!(fix["field"].as_str().and_then(Field::find).is_some(), "{fix}");
        }
    }
}

#[test]
fn check_ends_with_the_gravest_problem() {
    let folder = Folder::new();
    assert_eq!(
        folder.run(&["check", "--plan", SEED]).code,
        Some(0),
        "accepted errors do not count"
    );
    let run = folder.run(&["check", "--set", "nodes=many"]);
    assert_eq!((run.code, run.err.as_str()), (Some(1), ""));
    assert!(run.out.starts_with("error answer.unreadable: ") && run.out.contains("--set nodes=3"));
    assert_eq!(folder.done(&["check", "--set", "domain=a.example"]), "no problems\n");
}

#[test]
fn fields_describes_every_question() {
    let printed = Folder::new().done(&["fields", "--json", "--set", "domain=a.example"]);
    let fields: Vec<Value> = serde_json::from_str(&printed).expect("an array");
    let named: Vec<&str> = fields.iter().filter_map(|field| field["key"].as_str()).collect();
    assert_eq!(named, Field::ALL.iter().map(|field| field.key).collect::<Vec<_>>());
    let documented =
        ["key", "step", "label", "help", "kind", "default", "choices", "examples", "shown"];
    for field in &fields {
        assert!(documented.iter().all(|key| field.get(key).is_some()), "{field}");
        let kind = field["kind"].as_str().expect("a word");
        assert!(["text", "choice", "toggle", "lines"].contains(&kind), "{field}");
        assert_eq!(kind == "choice", field["choices"].as_array().is_some_and(|c| !c.is_empty()));
        assert!(["label", "help", "step"].iter().all(|key| is_text(&field[*key])), "{field}");
        assert!(field["shown"].is_boolean() && field["default"].is_string(), "{field}");
        let own = field["key"].as_str().and_then(Field::find).expect("a question");
        let examples = field["examples"].as_array().expect("a list");
        let reads = |text: &Value| (own.canonical)(text.as_str().expect("a text")).is_ok();
        assert!(!examples.is_empty() && examples.iter().all(reads), "{field}");
    }
    let domain = fields.iter().find(|field| field["key"] == "domain").expect("it is there");
    assert_eq!(
        (&domain["answer"], &domain["default"]),
        (&"a.example".into(), &Field::domain.default.into())
    );
}

#[test]
fn the_last_answer_counts() {
    let folder = Folder::new();
    let set = ["--set", "domain=b.example", "--set", "domain=c.example"];
    for start in [&["--link", "#domain=a.example"][..], &["--plan", SEED], &[]] {
        let printed = folder.done(&[&["link"], start, &set].concat());
        assert_eq!(link::decode(printed.trim()).draft.get(Field::domain), "c.example", "{start:?}");
    }
    let printed = folder.done(&["link", "--set", "domain=a=b"]);
    assert_eq!(link::decode(printed.trim()).draft.get(Field::domain), "a=b", "the first = counts");
}

#[test]
fn every_command_explains_itself() {
    let folder = Folder::new();
    let help = folder.done(&["--help"]);
    let commands = help.split_once("Commands:\n").expect("it lists the commands").1;
    let commands = commands.lines().take_while(|line| line.starts_with("  "));
    let names = commands.filter_map(|line| line.strip_prefix("  ")?.split(' ').next());
    // The program's own explanation of its commands is no command.
    let names: Vec<&str> = names.filter(|name| !["", "help"].contains(name)).collect();
    for name in ["render", "check", "fields", "link", "import", "diff"] {
        assert!(names.contains(&name), "{help}");
    }
    for name in names {
        let run = folder.run(&[name, "--help"]);
        assert_eq!((run.code, run.err.as_str()), (Some(0), ""), "{name}");
        assert!(run.out.contains("Usage: monitree"), "{name}: {}", run.out);
    }
    assert_eq!(folder.done(&["--version"]), format!("monitree {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn a_diff_makes_one_tree_into_the_other() {
    let folder = Folder::new();
    folder.done(&["render", "--preset", "homelab", "--out", "one"]);
    folder.done(&["render", "--preset", "ha", "--zip", "two.zip"]);
    folder.done(&["render", "--preset", "ha", "--out", "two"]);
    assert_eq!(folder.done(&["diff", "two", "two.zip"]), "");
    folder.write("patch", folder.done(&["diff", "one", "two.zip"]));
    let git = ["apply", "--directory", "one", "--unsafe-paths", "patch"];
    let applied = Command::new("git").args(git).current_dir(&folder.0).output().expect("git runs");
    assert!(applied.status.success(), "{}", String::from_utf8_lossy(&applied.stderr));
    let others = |below: &str| -> Files {
        let files = without_folders(folder.files(below)).into_iter();
        files.filter(|(path, _)| !digest::is_own(path)).collect()
    };
    assert!(others("one") == others("two"), "the patched tree is another one");
}

#[test]
fn a_diff_names_answers_and_edits_by_hand() {
    let folder = Folder::new();
    folder.done(&["render", "--out", "tree"]);
    let text = String::from_utf8(folder.files("tree")[README].clone()).expect("text");
    folder.write(&format!("tree/{README}"), format!("{text}edited\n"));
    let printed = folder.done(&["diff", "#v=1&preset=homelab&nodes=2", "tree"]);
    assert!(printed.starts_with("nodes: \"2\" -> \"3\"\n--- "), "{printed}");
    assert!(printed.ends_with("\n+edited\n"), "{printed}");
}
