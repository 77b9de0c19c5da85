//! Guards that what the YAML printer writes means the same to every reader, line by line.
#![cfg(not(target_arch = "wasm32"))]

use monitree::plan::{Field, Fields};
use monitree::yaml::read::{self, Value as Own};
use monitree::yaml::{Line, Node, text};
use monitree::{list, map};
use proptest::prelude::*;
use serde_json::{Value, json};

/// Texts that some reader takes for something else: YAML 1.1 knows more words and numbers than 1.2.
#[rustfmt::skip]
const AWKWARD: &[&str] = &[
    "", " ", "~", "null", "Null", "NULL", "y", "Y", "n", "N", "yes", "Yes", "YES", "no", "No",
    "NO", "on", "On", "ON", "off", "OFF", "true", "TRUE", "false", "False", "0", "7", "-1", "+1",
    "007", "0o7", "0644", "0x1f", "0b11", "1e3", "1E3", "1e+3", "1.", "1.5", "1.50", ".5", "-.5",
    "1_000", "12:30", "12:30:45", "190:20:30.15", "2024-04-01", "2024-04-01T00:00:00Z",
    "2024-4-1 1:2:3", ".inf", "-.inf", "+.INF", ".nan", ".NaN", "<<", "=", "-", "- a", "?", "? a",
    ":", ":a", "a:", "a: b", "a #b", "#a", "a\t#b", "&a", "*a", "!a", "!!str a", "%a", "@a", "`a",
    "|", ">", "[a]", "{a}", "[", "]", "{", "}", ",", "a, b", "'", "''", "'a'", "\"", "\"a\"",
    "it's", "a\\b", "\\", "a'b\"c\\d", "---", "...", "--- a", "... a", " a", "a ", "a  ", "\ta",
    "a\t", "a\tb", "a\u{85}b", "a\u{2028}b", "a\u{2029}b", "\u{feff}a", "a\u{feff}", "a\u{7f}b",
    "a\u{0}b", "a\u{1b}b", "\r", "a\rb", "\r\n", "a\r\nb", "\n", "\n\n", "a\n", "a\n\n", "\na",
    "a\nb", "a\nb\n", "a\n b", " a\nb", "a\n\n\nb\n", "a \nb ", "a\n  ", "#a\n#b", "- a\n- b",
    "a: b\nc: d", "---\na", "...\nb", "a\n\tb", "{{ .x }}",
    "{{ if eq .Status \"firing\" }}1{{ end }}", "{namespace=\"a\"}", "a =~ \"b|c\"", "${x}", "$1",
    "15d", "10Gi", "100m", "1e", "1E", "5e5", "1d2", "1h30m", "80%", "http://a:9093/b",
    "http://a:", "http://[fd00::1]:80/", "oci://a/b:c", "https://a.b/c?d=e&f#g", "a@b.c",
    "/var/log", "./a", "../a", "*.log", "café", "日本語", "🙂", "a\u{a0}b", "\u{fffe}", "\u{10ffff}",
    "a\u{301}",
];

fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![any_line(), Just(String::new()), Just("  ".to_owned())];
    let lines = prop::collection::vec(piece, 1..5).prop_map(|lines| lines.join("\n"));
    prop_oneof![any_line(), lines, "(?s).{0,40}", "[a-zA-Z0-9.:+_-]{1,8}"]
}

fn any_line() -> impl Strategy<Value = String> {
    let awkward = prop::sample::select(AWKWARD).prop_map(str::to_owned);
    prop_oneof![awkward, "[ -~\\t]{0,40}", "\\PC{0,20}", "[0-9xobeE.:_+-]{1,6}"]
}

/// A document with the text at every place that a text can have, and what it must mean.
fn everywhere(key: &str, text: &str) -> (Node, Value) {
    let mut node = map! { "before" => 1 };
    node.put("", format!("k{key}"), text);
    node.put("", format!("n{key}"), map! { "inner" => text, "list" => list![text, text] });
    let nested = list![text, map! { "a" => text, "b" => text }, list![text, list![text]]];
    node.put("", "list", nested);
    node.put("", "maps", list![Node::map().with(key, text), Node::map().with(key, list![text])]);
    node.put("", "after", true);
    let mut meant = json!({ "before": 1, "after": true });
    meant[format!("k{key}")] = json!(text);
    meant[format!("n{key}")] = json!({ "inner": text, "list": [text, text] });
    meant["list"] = json!([text, { "a": text, "b": text }, [text, [text]]]);
    meant["maps"] = json!([{ key: text }, { key: [text] }]);
    (node, meant)
}

/// Reads a document with two foreign readers and the one that reads plan files.
fn must_mean(printed: &str, meant: &Value) -> Result<(), TestCaseError> {
    let modern: Result<Value, _> = serde_yaml::from_str(printed);
    prop_assert_eq!(modern.as_ref().ok(), Some(meant), "YAML 1.2: {:?}\n{}", modern, printed);
    let old: Result<Value, _> = serde_norway::from_str(printed);
    prop_assert_eq!(old.as_ref().ok(), Some(meant), "YAML 1.1: {:?}\n{}", old, printed);
    let own = read::read(printed).map(unquoted);
    prop_assert_eq!(own.as_ref().ok(), Some(&as_written(meant)), "{:?}\n{}", own, printed);
    Ok(())
}

/// Whether a text stood in quotes is the printer's choice.
fn unquoted(value: Own) -> Own {
    match value {
        Own::Text(text) | Own::Quoted(text) => Own::Text(text),
        Own::List(items) => Own::List(items.into_iter().map(unquoted).collect()),
        Own::Map(entries) => {
            Own::Map(entries.into_iter().map(|(key, value)| (key, unquoted(value))).collect())
        }
    }
}

/// The same value as the plan reader has it: every scalar is a text.
fn as_written(value: &Value) -> Own {
    match value {
        Value::String(text) => Own::Text(text.clone()),
        Value::Array(items) => Own::List(items.iter().map(as_written).collect()),
        Value::Object(entries) => {
            Own::Map(entries.iter().map(|(key, value)| (key.clone(), as_written(value))).collect())
        }
        other => Own::Text(other.to_string()),
    }
}

/// Sorts the keys of an expectation as the document has them: `after` was added last.
fn in_order(mut meant: Value) -> Value {
    let entries = meant.as_object_mut().expect("a map");
    let after = entries.shift_remove("after").expect("it is there");
    entries.insert("after".to_owned(), after);
    meant
}

#[test]
fn awkward_words_survive_every_reader() {
    for word in AWKWARD {
        for key in ["", word] {
            let (node, meant) = everywhere(key, word);
            must_mean(&text(&node.lines()), &in_order(meant))
                .unwrap_or_else(|error| panic!("{word:?}: {error}"));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn any_text_survives_every_reader(key in any_line(), text_of in any_text()) {
        let (node, meant) = everywhere(&key, &text_of);
        must_mean(&text(&node.lines()), &in_order(meant))?;
    }

    #[test]
    fn text_alone_is_a_document(text_of in any_text()) {
        must_mean(&text(&Node::from(text_of.as_str()).lines()), &json!(text_of))?;
    }

    #[test]
    fn a_text_stands_bare_only_if_no_reader_takes_it_for_something_else(word in any_line()) {
        let printed = text(&map! { "k" => word.as_str() }.lines());
        if printed == format!("k: {word}\n") {
            prop_assert!(!means_something_else(&word), "{word:?} needs quotes");
        }
    }
}

#[test]
fn the_judge_of_bare_texts_knows_yaml_1_1() {
    let taken =
        ["y", "No", "on", "~", "1", "0644", "1_000", "0x1f", "0b1", "12:30:45", "1e3", ".5"];
    for word in taken.into_iter().chain([".inf", "-.INF", ".nan", "2024-04-01", "<<", "="]) {
        assert!(means_something_else(word), "{word}");
    }
    for word in ["15d", "10Gi", "a", "yes!", "e3", "nope", "inf", "1h30m", "2024-04-01x"] {
        assert!(!means_something_else(word), "{word}");
    }
}

/// Whether YAML 1.1 or 1.2 takes a bare scalar for something other than text. The second reader
/// above has the syntax of 1.1 but not all of its words, so they are judged here.
fn means_something_else(word: &str) -> bool {
    const WORDS: [&str; 13] =
        ["", "~", "null", "y", "n", "yes", "no", "on", "off", "true", "false", "<<", "="];
    let small = word.to_ascii_lowercase();
    let number = small.strip_prefix(['+', '-']).unwrap_or(&small);
    WORDS.contains(&small.as_str())
        || [".inf", ".nan"].contains(&number)
        || is_number(number)
        || is_date(&small)
}

fn is_number(text: &str) -> bool {
    let all =
        |rest: &str, digits: &str| !rest.is_empty() && rest.chars().all(|c| digits.contains(c));
    let based = [("0x", "0123456789abcdef_"), ("0o", "01234567_"), ("0b", "01_")];
    if based.iter().any(|(base, digits)| text.strip_prefix(base).is_some_and(|t| all(t, digits))) {
        return true;
    }
    let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
    let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    let has_digit = mantissa.contains(|c: char| c.is_ascii_digit());
    has_digit && all(mantissa, "0123456789_.:") && all(exponent, "0123456789")
}

fn is_date(text: &str) -> bool {
    let year = text.split('-').next().unwrap_or_default();
    let marks = text.chars().all(|c| c.is_ascii_digit() || "-:.tz+ \t".contains(c));
    marks && text.contains('-') && year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit())
}

/// Lines of a foreign language.
fn block_lines() -> impl Strategy<Value = Vec<String>> {
    let line = prop_oneof!["[ -~]{0,30}", "[ ]{0,4}[a-z]{1,5}", Just(String::new())];
    let (first, last) = ("[ ]{0,3}[!-~][ -~]{0,30}", "[ ]{0,4}[!-~]{1,20}");
    (first, prop::collection::vec(line, 0..6), last).prop_map(|(first, mut lines, last)| {
        lines.insert(0, first);
        lines.push(last);
        lines
    })
}

proptest! {
    #[test]
    fn a_literal_block_keeps_its_text_and_origins(lines in block_lines(), picks in prop::collection::vec(0..Field::ALL.len(), 8)) {
        let origin = |index: usize| if index % 3 == 2 { Fields::NONE } else { Fields::from(Field::ALL[picks[index]]) };
        let block: Vec<Line> = lines.iter().enumerate().map(|(index, line)| Line::new(line, origin(index))).collect();
        let outer = Fields::from(Field::domain);
        let node = map! { "a" => list![map! { "content" => Node::block(block).because(outer) }], "b" => 1 };
        let meant = json!({ "a": [{ "content": lines.join("\n") + "\n" }], "b": 1 });
        must_mean(&text(&node.lines()), &meant)?;
        let printed = node.lines();
        for (index, line) in printed[2..printed.len() - 1].iter().enumerate() {
            let own = origin(index);
            prop_assert_eq!(line.from, if own.is_empty() { outer } else { own }, "{}", &line.text);
        }
    }
}

#[test]
fn an_empty_block_is_an_empty_text() {
    let node = map! { "a" => Node::block(Vec::new()) };
    assert_eq!(text(&node.lines()), "a: \"\"\n");
}

#[test]
fn the_closer_origin_wins() {
    let node = map! {
        "spec" => map! {
            "own" => Node::from("x").because(Field::domain),
            "theirs" => "y",
            "items" => list![Node::from("z").because(Field::namespace), "w"],
            "text" => Node::from("a\nb\n").because(Field::nodes),
        }.because(Field::lb_ip),
        "nobody" => 1,
    };
    let lines: Vec<(String, String)> =
        node.lines().into_iter().map(|line| (line.text, line.from.keys())).collect();
    let expected = [
        ("spec:", "lb_ip"),
        ("  own: x", "domain"),
        ("  theirs: \"y\"", "lb_ip"),
        ("  items:", "lb_ip"),
        ("    - z", "namespace"),
        ("    - w", "lb_ip"),
        ("  text: |", "nodes"),
        ("    a", "nodes"),
        ("    b", "nodes"),
        ("nobody: 1", ""),
    ];
    assert_eq!(lines, expected.map(|(text, keys)| (text.to_owned(), keys.to_owned())));
}

#[test]
fn two_origins_at_one_place_count_both() {
    let node = Node::from("x").because(Field::domain).because(Field::namespace);
    assert_eq!(node.lines()[0].from, Fields::from(Field::domain).and(Field::namespace));
}

#[test]
fn comments_stand_above_their_keys() {
    let node = map! {
        /// The first.
        "a" => map! {
            /// Two lines,
            /// one key.
            "b" => Node::from(1).because(Field::nodes),
        },
        "c" => list![map! {
            /// In a list.
            "d" => true,
            "e" => false,
        }],
        /// Left out with its key.
        "f" => None::<&str>,
    };
    let printed = node.lines();
    let expected = "# The first.\na:\n  # Two lines,\n  # one key.\n  b: 1\nc:\n  - # In a list.\n    d: true\n    e: false\n";
    assert_eq!(text(&printed), expected);
    assert_eq!(printed[2].from, Fields::from(Field::nodes), "a comment has its key's origin");
    let meant = json!({ "a": { "b": 1 }, "c": [{ "d": true, "e": false }] });
    must_mean(&text(&printed), &meant).expect("comments mean nothing");
}

#[test]
fn empty_collections_stand_on_one_line() {
    let node = map! { "a" => Node::map(), "b" => list![], "c" => list![list![], Node::map()] };
    must_mean(&text(&node.lines()), &json!({ "a": {}, "b": [], "c": [[], {}] })).expect("the same");
    assert!(text(&node.lines()).starts_with("a: {}\nb: []\n"));
}
