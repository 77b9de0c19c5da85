//! Guards that links and plan files give back their plan, and that nothing in them is lost silently.
#![cfg(not(target_arch = "wasm32"))]

use monitree::plan::{Draft, EDITION, Field, Opened, Preset};
use monitree::{link, plan_file, yaml};
use proptest::prelude::*;

fn any_text() -> impl Strategy<Value = String> {
    let answers: Vec<&str> = Field::ALL.iter().flat_map(|field| field.examples).copied().collect();
    let marks = "[&=#%+;?/ \\n\"'\\\\:,-]{1,8}";
    let answer = prop::sample::select(answers).prop_map(str::to_owned);
    prop_oneof![answer, "(?s).{0,30}", any::<String>(), marks, "[0-9.:eExo_~-]{1,6}"]
}

fn any_draft() -> impl Strategy<Value = Draft> {
    let answer = (prop::sample::select(Field::ALL), any_text());
    let answers = prop::collection::vec(answer, 0..30);
    (prop::sample::select(Preset::ALL), answers).prop_map(|(preset, answers)| {
        let mut draft = Draft::new(preset);
        for (field, text) in answers {
            draft.set(field, text);
        }
        draft
    })
}

proptest! {
    #[test]
    fn a_link_gives_back_its_plan(draft in any_draft(), page in "((https://[a-z.]{1,9}/)?#)?") {
        let opened = link::decode(&format!("{page}{}", link::encode(&draft)));
        prop_assert_eq!(opened, Opened::new(draft, Vec::new()));
    }

    #[test]
    fn a_plan_file_gives_back_its_plan(draft in any_draft()) {
        let text = yaml::text(&plan_file::lines(&draft));
        prop_assert_eq!(plan_file::read(&text), Ok(Opened::new(draft, Vec::new())), "{}", text);
    }

    #[test]
    fn any_text_is_read_as_a_link(texts in prop::collection::vec(any_text(), 0..5), key in prop::sample::select(Field::ALL)) {
        link::decode(&texts.concat());
        let opened = link::decode(&format!("{}={}", key.key, texts.join("&")));
        prop_assert!(opened.notes.iter().all(|note| !note.contains('\n')), "{:?}", opened.notes);
    }

    #[test]
    fn any_text_is_read_or_refused_as_a_plan_file(text in any_text(), at in any::<prop::sample::Index>(), draft in any_draft()) {
        let whole = yaml::text(&plan_file::lines(&draft));
        let place = (0..=at.index(whole.len())).rev().find(|place| whole.is_char_boundary(*place));
        let (before, after) = whole.split_at(place.expect("0 is one"));
        for text in [text.as_str(), before, &format!("{before}{text}{after}")] {
            if let Err(message) = plan_file::read(text) {
                prop_assert!(!message.is_empty() && !message.contains('\n'), "{message:?}");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn what_stands_before_a_cut_is_read(draft in any_draft()) {
        let whole = link::encode(&draft);
        for end in 0..=whole.len() {
            let opened = link::decode(&whole[..end]);
            let complete = whole[..end].rfind('&').map_or("", |last| &whole[..last]);
            for (key, _) in complete.split('&').filter_map(|pair| pair.split_once('=')) {
                let Some(field) = Field::find(key) else { continue };
                prop_assert_eq!(opened.draft.get(field), draft.get(field), "{} cut at {}", key, end);
            }
        }
    }
}

/// A link with something wrong in it, and what the note about it must name.
const BAD: &[(&str, &[&str])] = &[
    ("v=1&preset=homelab&dommain=example.org", &["\"dommain\"", "\"example.org\""]),
    ("domain=%zz", &["\"domain\"", "%zz"]),
    ("domain=a.example%", &["\"domain\"", "a.example%"]),
    ("domain=%C3", &["\"domain\"", "%C3"]),
    ("domain=%C3%28", &["\"domain\""]),
    ("domain=%+1", &["\"domain\""]),
    ("domain=%é", &["\"domain\""]),
    ("step=%FF", &["\"step\""]),
    ("domain=a.example&domain=b.example", &["\"domain\"", "twice"]),
    ("v=1&v=1", &["\"v\"", "twice"]),
    ("step=alerts&step=start", &["\"step\"", "twice"]),
    ("preset=moon", &["\"moon\"", "homelab"]),
    ("preset=", &["\"\"", "homelab"]),
    ("v=999", &["999"]),
    ("v=0", &["\"0\""]),
    ("v=", &["\"\""]),
    ("v=new", &["\"new\""]),
    ("=x", &["\"\"", "\"x\""]),
];

#[test]
fn what_is_wrong_in_a_link_is_named() {
    for (bad, fragments) in BAD {
        let opened = link::decode(&format!("{bad}&namespace=watching"));
        let [note] = opened.notes.as_slice() else { panic!("{bad}: {:?}", opened.notes) };
        let missing = fragments.iter().find(|fragment| !note.contains(**fragment));
        assert_eq!(missing, None, "{bad}: {note}");
        assert_eq!(opened.draft.get(Field::namespace), "watching", "{bad}: the rest is read");
        assert!(opened.draft.changed().count() <= 2, "{bad}: {:?}", opened.draft);
    }
}

#[test]
fn of_two_answers_the_first_counts() {
    let opened = link::decode("domain=a.example&domain=b.example");
    assert_eq!(opened.draft.get(Field::domain), "a.example");
}

#[test]
fn a_newer_edition_is_named_with_both_numbers() {
    let newer = EDITION + 1;
    let opened = link::decode(&format!("v={newer}&domain=a.example"));
    let named = |number: u32| opened.notes[0].contains(&number.to_string());
    assert!(named(newer) && named(EDITION), "{:?}", opened.notes);
    assert_eq!(opened.draft.get(Field::domain), "a.example");
}

#[test]
fn the_view_of_the_page_is_no_answer() {
    let view = |key: &str| format!("&{key}=a%2Fb");
    let views: String = link::VIEW_KEYS.iter().map(|key| view(key)).collect();
    let opened = link::decode(&format!("v={EDITION}&preset=homelab{views}"));
    assert_eq!(opened.draft, Draft::default());
    assert_eq!(opened.notes, [""; 0]);
    let expected = link::VIEW_KEYS.iter().map(|key| ((*key).to_owned(), "a/b".to_owned()));
    assert_eq!(opened.view, expected.collect::<Vec<_>>());
    assert!(!link::encode(&opened.draft).contains("a/b"));
}

#[test]
fn an_empty_link_is_the_default_plan() {
    for empty in ["", "#", "https://example.org/monitree/#", "&&"] {
        assert_eq!(link::decode(empty), Opened::new(Draft::default(), Vec::new()), "{empty:?}");
    }
}

fn plan(answers: &str) -> String {
    format!("apiVersion: monitree/v1\nkind: Plan\nspec:\n  schema: 1\n  preset: homelab\n{answers}")
}

#[test]
fn a_plan_file_written_by_hand_keeps_its_texts() {
    let written = [
        ("nodes: 007", Field::nodes, "007"),
        ("nodes: 1.50", Field::nodes, "1.50"),
        ("nodes: 1e3", Field::nodes, "1e3"),
        ("nodes: 0x10", Field::nodes, "0x10"),
        ("nodes: +5", Field::nodes, "+5"),
        ("nodes: 1_000", Field::nodes, "1_000"),
        ("nodes: 123456789012345678901234567890", Field::nodes, "123456789012345678901234567890"),
        ("pushover: false", Field::pushover, "false"),
        ("pushover: False", Field::pushover, "False"),
        ("pushover: yes", Field::pushover, "yes"),
        ("plan_name: 2024-04-01", Field::plan_name, "2024-04-01"),
        ("gateway_section:", Field::gateway_section, ""),
        ("gateway_section: ~", Field::gateway_section, ""),
        ("gateway_section: null", Field::gateway_section, ""),
        ("gateway_section: \"null\"", Field::gateway_section, "null"),
        ("wait_for: [a, b]", Field::wait_for, "a,b"),
        ("wait_for:\n      - gateway\n      - 007", Field::wait_for, "gateway,007"),
        ("wait_for: []", Field::wait_for, ""),
        ("wait_for: |-\n      a\n      b", Field::wait_for, "a\nb"),
    ];
    for (line, field, text) in written {
        let opened = plan_file::read(&plan(&format!("  answers:\n    {line}\n"))).expect(line);
        assert_eq!(opened.draft.get(field), text, "{line}");
        assert_eq!(opened.notes, [""; 0], "{line}");
    }
}

#[test]
fn what_is_wrong_in_a_plan_file_is_named() {
    let wrong = [
        ("  answers:\n    dommain: a.example\n", "\"dommain\""),
        ("  answers:\n    domain: {a: b}\n", "\"domain\""),
        ("  answers:\n    wait_for: [[a]]\n", "\"wait_for\""),
        ("  answers: [a]\n", "list"),
        ("  answers: a\n", "\"a\""),
        ("  answer:\n    domain: a.example\n", "\"spec.answer\""),
        ("status: {}\n", "\"status\""),
    ];
    for (text, fragment) in wrong {
        let opened = plan_file::read(&plan(text)).expect(text);
        let [note] = opened.notes.as_slice() else { panic!("{text}: {:?}", opened.notes) };
        assert!(note.contains(fragment), "{text}: {note}");
        assert_eq!(opened.draft, Draft::default(), "{text}");
    }
    let newer = plan("").replace("schema: 1", "schema: 99").replace("homelab", "moon");
    let notes = plan_file::read(&newer).expect("a plan").notes;
    assert!(notes.len() == 2 && notes[0].contains("99") && notes[1].contains("moon"), "{notes:?}");
}

#[test]
fn what_is_no_plan_is_refused_in_one_line() {
    let twice = plan("  answers:\n    domain: a.example\n    domain: b.example\n");
    let refused = [
        ("", "empty"),
        ("# nothing\n", "empty"),
        ("hello", "apiVersion"),
        ("- a\n- b\n", "apiVersion"),
        ("apiVersion: v1\nkind: Secret\nspec: {}\n", "monitree/v1"),
        ("apiVersion: monitree/v1\nkind: Tree\nspec: {}\n", "kind: Plan"),
        ("apiVersion: monitree/v1\nkind: Plan\n", "spec"),
        ("apiVersion: [\n", "not a plan"),
        ("<!doctype html>\n<p>404: not found</p>\n", "not a plan"),
        (twice.as_str(), "\"domain\""),
    ];
    for (text, fragment) in refused {
        let message = plan_file::read(text).expect_err(text);
        assert!(message.starts_with("not a plan: "), "{message}");
        assert!(message.contains(fragment), "{text:?}: {message}");
        assert_eq!(message.lines().count(), 1, "{message}");
    }
}
