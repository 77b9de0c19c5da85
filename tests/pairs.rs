//! Every two answers of every two choices, together: the plan renders and passes the checks of a tree, or
//! is refused by a finding at one of the two questions.
#![cfg(not(target_arch = "wasm32"))]

mod common;

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::thread;

use common::objects::{self, Object, Release};
use common::strict::Strict;
use common::{OPENERS, draft_of, loki_config};
use monitree::plan::{Draft, Field};
use monitree::render::Rendered;
use monitree::value::Kind;

/// A question with one of its words.
type Answer = (Field, &'static str);

fn answers() -> Vec<Answer> {
    let words = |field: &Field| -> Vec<Answer> {
        match field.kind {
            Kind::Choice(choices) => choices.iter().map(|choice| (*field, choice.word)).collect(),
            Kind::Toggle => vec![(*field, "true"), (*field, "false")],
            _ => Vec::new(),
        }
    };
    Field::ALL.iter().flat_map(words).collect()
}

/// What became of the pairs.
#[derive(Debug, Default)]
struct Counts {
    sound: usize,
    refused: BTreeMap<&'static str, usize>,
    /// One of the questions is asked only with another answer to the other one.
    apart: usize,
    faults: Vec<String>,
}

/// What is wrong with a file, remembered by its text: most files are the same in most trees.
struct Judge {
    strict: Strict,
    known: BTreeMap<String, Vec<String>>,
}

impl Judge {
    fn faults(&mut self, rendered: &Rendered) -> Vec<String> {
        let mut all = Vec::new();
        for (path, lines) in rendered.tree.files() {
            let text = monitree::yaml::text(lines);
            if is_yaml(path) && !path.contains("/.monitree/") {
                all.extend(self.of_file(path, &text));
            }
        }
        let found = rendered.problems.iter().filter(|own| own.place.is_some());
        all.extend(found.map(|own| format!("{}: {}", own.code, own.message)));
        all
    }

    fn of_file(&mut self, path: &str, text: &str) -> Vec<String> {
        if let Some(known) = self.known.get(text) {
            return known.clone();
        }
        let objects: Vec<Object> = objects::of_text(path, text).expect("the file is read");
        let mut faults: Vec<String> =
            objects.iter().flat_map(|own| self.strict.faults(own)).collect();
        for release in objects.iter().filter_map(Release::of) {
            faults.extend(loki_config::names(&release).1);
        }
        self.known.insert(text.to_owned(), faults.clone());
        faults
    }
}

/// Names in a tree are our own, so their endings are in lower case.
fn is_yaml(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, ending)| ending == "yaml")
}

/// The draft with both answers, if some opener lets both questions be asked without changing either.
fn together(first: Answer, second: Answer) -> Option<Draft> {
    let openers = OPENERS.iter().flat_map(|one| OPENERS.iter().map(move |two| (one, two)));
    let candidate = |(one, two): (&&[Answer], &&[Answer])| {
        let mut draft = draft_of(one.iter().chain(two.iter()).copied().collect::<Vec<_>>());
        draft.set(Field::domain, "home.example.net");
        draft.set(first.0, first.1);
        draft.set(second.0, second.1);
        (draft.shows(first.0) && draft.shows(second.0)).then_some(draft)
    };
    openers.map(candidate).find_map(|draft| draft)
}

fn judge(pairs: &[(Answer, Answer)], counts: &Mutex<Counts>) {
    let mut judge = Judge { strict: Strict::new(), known: BTreeMap::new() };
    for (first, second) in pairs {
        let Some(draft) = together(*first, *second) else {
            counts.lock().expect("no thread failed").apart += 1;
            continue;
        };
        let rendered = Rendered::of(&draft);
        let errors: Vec<_> = rendered.problems.iter().filter(|own| own.is_error()).collect();
        let named = errors
            .iter()
            .find(|own| own.fields.contains(&first.0) || own.fields.contains(&second.0));
        let faults = if errors.is_empty() { judge.faults(&rendered) } else { Vec::new() };
        let mut counts = counts.lock().expect("no thread failed");
        let pair = format!("{}={}, {}={}", first.0.key, first.1, second.0.key, second.1);
        match (errors.first(), named) {
            (None, _) if faults.is_empty() => counts.sound += 1,
            (None, _) => counts.faults.push(format!("{pair}: {faults:?}")),
            (_, Some(problem)) => *counts.refused.entry(problem.code).or_default() += 1,
            (Some(problem), None) => {
                counts.faults.push(format!("{pair}: refused elsewhere, {}", problem.code));
            }
        }
    }
}

#[test]
fn every_two_answers_fit_or_are_refused_where_they_clash() {
    let answers = answers();
    let mut pairs = Vec::new();
    for (at, first) in answers.iter().enumerate() {
        pairs.extend(
            answers[at + 1..]
                .iter()
                .filter(|second| second.0 != first.0)
                .map(|second| (*first, *second)),
        );
    }
    let counts = Mutex::new(Counts::default());
    let half = pairs.len().div_ceil(2);
    thread::scope(|scope| {
        for part in pairs.chunks(half) {
            scope.spawn(|| judge(part, &counts));
        }
    });
    let counts = counts.into_inner().expect("no thread failed");
    println!(
        "{} pairs: {} sound, {} never asked together, refused {:?}",
        pairs.len(),
        counts.sound,
        counts.apart,
        counts.refused
    );
    let few: Vec<&String> = counts.faults.iter().take(12).collect();
    assert!(counts.faults.is_empty(), "{} of {}: {few:#?}", counts.faults.len(), pairs.len());
    assert!(counts.sound > pairs.len() / 2, "{counts:?}");
}
