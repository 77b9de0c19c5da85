//! Guards the command line: a wrong use is explained in one line and writes nothing.
#![cfg(not(target_arch = "wasm32"))]

mod common;

use std::fs;

use common::command::Folder;
use common::sops::VALUES;

const SEED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/plans/homelab-seed.yaml");

const RECIPIENT: &str =
    "sops_recipients=age1u6kcevy8agez8f5prcays7a68drfq3k5pw2cfnrtj3mp4x0urgjqfqyuk8";

/// Wrong uses: the arguments, the exit code, and what standard error must say.
const BAD: &[(&[&str], i32, &str)] = &[
    (&[], 2, "give a command"),
    (&["frobnicate"], 2, "'frobnicate'"),
    (&["--frobnicate"], 2, "'--frobnicate'"),
    (&["check", "--frobnicate"], 2, "'--frobnicate'"),
    (&["render"], 2, "--out <DIR>"),
    (&["render", "--out"], 2, "--out <DIR>"),
    (&["render", "--out", ""], 2, "--out <DIR>"),
    (&["render", "--out", "new", "--zip", "new.zip"], 2, "'--zip <FILE>'"),
    (
        &["render", "--out", "new", "--preset", "moon"],
        2,
        "\"moon\" is not a preset; there is homelab",
    ),
    (
        &["render", "--out", "new", "--preset", "homelab", "--plan", "plan.yaml"],
        2,
        "'--plan <FILE>'",
    ),
    (&["check", "--link", "#v=1", "--plan", "plan.yaml"], 2, "'--plan <FILE>'"),
    (&["check", "--plan", "missing.yaml"], 2, "cannot read missing.yaml"),
    (&["check", "--plan", "text.txt"], 2, "text.txt: not a plan"),
    (&["check", "--plan", "bytes.bin"], 2, "bytes.bin is not text"),
    (&["check", "--plan", "empty"], 2, "cannot read empty"),
    (&["check", "--link", "#v=1&nonsense=1", "--set", "domain"], 2, "is not KEY=ANSWER such as"),
    (&["check", "--set", "domain"], 2, "\"domain\" is not KEY=ANSWER such as"),
    (&["check", "--set", "dommain=a.example"], 2, "\"dommain\" is not a question"),
    (&["check", "--set", "=a"], 2, "\"\" is not a question"),
    (&["check", "--set"], 2, "'--set <KEY=ANSWER>'"),
    (&["render", "--out", "foreign"], 2, "mine.txt in foreign is not Monitree's"),
    (&["render", "--out", "text.txt"], 2, "text.txt"),
    (&["render", "--out", "text.txt/below"], 2, "text.txt is a file"),
    (&["render", "--out", "blocked", "--force"], 2, "is a file; a folder must be there"),
    (&["render", "--zip", "missing/new.zip"], 2, "cannot write missing/new.zip"),
    (&["render", "--zip", "empty"], 2, "cannot write empty"),
    (&["render", "--out", "new", "--set", "nodes=many"], 1, "answer.unreadable: \"many\""),
    (&["render", "--zip", "new.zip", "--set", "storage_class=nfs"], 1, "nothing was written"),
    (&["render", "--out", "foreign", "--set", "nodes=many", "--force"], 1, "answer.unreadable"),
    (&["render", "--out", "new", "--secrets", "missing"], 2, "cannot read missing"),
    (&["render", "--out", "new", "--secrets", "words"], 2, "line 1 is not name/key=value"),
    (&["render", "--out", "new", "--secrets", "values"], 2, "secret_mode is placeholder"),
    (
        &["render", "--out", "new", "--secrets", "values", "--set", "secret_mode=sops"],
        2,
        "sops_recipients needs a public key",
    ),
    (
        &[
            "render",
            "--zip",
            "new.zip",
            "--secrets",
            "short",
            "--set",
            "secret_mode=sops",
            "--set",
            RECIPIENT,
        ],
        2,
        "must be 30 letters and digits",
    ),
    (
        &[
            "render",
            "--zip",
            "new.zip",
            "--secrets",
            "half",
            "--set",
            "secret_mode=sops",
            "--set",
            RECIPIENT,
        ],
        2,
        "api-token is missing",
    ),
    (&["check", "--set", "sops_recipients=AGE-SECRET-KEY-1X"], 2, "holds a private key"),
    (&["check", "--set", "AGE-SECRET-KEY-1X"], 2, "a private key is not KEY=ANSWER"),
    (&["check", "missing"], 2, "cannot read missing"),
    (&["check", "empty", "--set", "nodes=1"], 2, "cannot be used with"),
    (&["import"], 2, "<FILE|DIR|LINK>"),
    (&["import", ""], 2, "is no file and no link"),
    (&["import", "missing.yaml"], 2, "\"missing.yaml\" is no file and no link"),
    (&["import", "empty"], 2, "empty holds no .monitree/plan.yaml"),
    (&["import", "foreign"], 2, "foreign holds no .monitree/plan.yaml"),
    (&["import", "text.txt"], 2, "text.txt: not a plan"),
    (&["import", "broken.zip"], 2, "broken.zip is no zip that can be read"),
    (&["import", "cut.zip"], 2, "cut.zip is no zip that can be read"),
    (&["import", "twice"], 2, "twice holds several plans"),
    (&["diff", "plan.yaml"], 2, "<B>"),
    (&["diff", "plan.yaml", "missing.yaml"], 2, "\"missing.yaml\" is no file and no link"),
    (&["diff", "foreign", "plan.yaml"], 2, "foreign holds no .monitree/plan.yaml"),
    (&["link", "--base"], 2, "'--base <URL>'"),
    (&["link", "base"], 2, "'base'"),
];

fn folder_for_bad_uses() -> Folder {
    let folder = Folder::new();
    fs::create_dir(folder.0.join("empty")).expect("a folder");
    folder.write("text.txt", "hello\n");
    folder.write("bytes.bin", [0xff, 0xfe]);
    folder.write("broken.zip", b"PK\x03\x04junk");
    folder.write("foreign/mine.txt", "precious\n");
    folder.write("blocked/infrastructure", "a file where a folder must be\n");
    let plan = fs::read(SEED).expect("the plan");
    folder.write("plan.yaml", &plan);
    folder.write("twice/a/.monitree/plan.yaml", &plan);
    folder.write("twice/b/.monitree/plan.yaml", &plan);
    folder.write_private("words", "hello\n");
    folder.write_private("values", VALUES);
    folder.write_private("short", "user-key=hunter2\n");
    folder.write_private("half", VALUES.lines().next().expect("a line"));
    folder.done(&["render", "--zip", "cut.zip"]);
    let zip = fs::read(folder.0.join("cut.zip")).expect("the zip");
    folder.write("cut.zip", &zip[..zip.len() / 2]);
    folder
}

#[test]
fn a_wrong_use_is_explained_and_writes_nothing() {
    let folder = folder_for_bad_uses();
    let before = folder.files("");
    for (args, code, fragment) in BAD {
        let run = folder.run(args);
        assert_eq!(run.code, Some(*code), "{args:?}: {}", run.err);
        assert!(run.err.contains(fragment), "{args:?}: {}", run.err);
        assert_eq!(run.out, "", "{args:?}");
        if *code == 2 {
            assert_eq!(run.err.lines().count(), 1, "{args:?}: {}", run.err);
            assert!(run.err.starts_with("monitree: ") && run.err.ends_with('\n'), "{}", run.err);
        }
        assert!(folder.files("") == before, "{args:?} wrote or removed something");
    }
}
