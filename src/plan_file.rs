//! A plan as a file: the answers that differ from the preset, in the shape of a Kubernetes object.
//!
//! It lies in the tree below a folder that Flux applies, so it must be harmless if it is ever read
//! as a manifest: the annotation makes kustomize drop it.

use crate::map;
use crate::plan::{Draft, EDITION, Field, Opened, Preset};
use crate::stack::charts::{CHARTS, Chart};
use crate::yaml::read::{self, Value};
use crate::yaml::{Line, Node};

const API_VERSION: &str = "monitree/v1";

/// Writes the file.
pub fn lines(draft: &Draft) -> Vec<Line> {
    let answer =
        |map: Node, field: Field| map.with(field.key, Node::from(draft.get(field)).because(field));
    let chart = |map: Node, chart: &&Chart| map.with(chart.name, chart.version);
    let plan = map! {
        "apiVersion" => API_VERSION,
        "kind" => "Plan",
        "metadata" => map! {
            "name" => "plan",
            "annotations" => map! { "config.kubernetes.io/local-config" => "true" },
        },
        "spec" => map! {
            "schema" => EDITION,
            "generator" => env!("CARGO_PKG_VERSION"),
            "preset" => draft.preset().name(),
            "charts" => CHARTS.iter().fold(Node::map(), chart),
            "answers" => draft.changed().fold(Node::map(), answer),
        },
    };
    plan.lines()
}

/// Reads a file that [`lines`] or a person wrote. Everything readable is used, the rest is named in
/// the notes.
///
/// # Errors
/// When the text is no plan at all.
pub fn read(text: &str) -> Result<Opened, String> {
    let file = read::read(text).map_err(|error| format!("not a plan: {error}"))?;
    let head = |key: &str| file.get(key).and_then(Value::as_text).unwrap_or_default();
    if (head("apiVersion"), head("kind")) != (API_VERSION, "Plan") {
        return Err(format!("not a plan: it must have apiVersion: {API_VERSION} and kind: Plan"));
    }
    let spec = file.get("spec").ok_or("not a plan: it has no spec")?;
    let word = |key: &str| spec.get(key).and_then(Value::as_text);
    let mut notes = Vec::new();
    let edition = Draft::edition(word("schema"), &mut notes);
    let preset = Preset::read(word("preset"), &mut notes);
    let mut opened = Opened::new(Draft::of_edition(preset, edition), notes);
    unknown(&mut opened, &file, "", &["apiVersion", "kind", "metadata", "spec"]);
    unknown(&mut opened, spec, "spec.", &["schema", "generator", "preset", "charts", "answers"]);
    answers(&mut opened, spec.get("answers"));
    Ok(opened)
}

/// Notes entries that have no meaning in a plan.
fn unknown(opened: &mut Opened, map: &Value, above: &str, known: &[&str]) {
    let Value::Map(entries) = map else { return };
    for (key, _) in entries.iter().filter(|(key, _)| !known.contains(&key.as_str())) {
        opened.notes.push(format!("{:?} has no meaning in a plan", format!("{above}{key}")));
    }
}

fn answers(opened: &mut Opened, answers: Option<&Value>) {
    match answers {
        Some(Value::Map(answers)) => {
            for (key, answer) in answers {
                match answer_text(answer) {
                    Some(text) => opened.answer(key, text),
                    None => opened.notes.push(format!(
                        "the answer to {key:?} is neither a text nor a list of texts"
                    )),
                }
            }
        }
        Some(Value::List(_)) => {
            opened.notes.push("the answers are a list; write key: answer".to_owned());
        }
        Some(Value::Text(text) | Value::Quoted(text)) if !text.is_empty() => {
            opened.notes.push(format!("the answers are {text:?}; write key: answer"));
        }
        _ => {}
    }
}

/// An answer as text; a list is joined by commas.
fn answer_text(answer: &Value) -> Option<String> {
    match answer {
        Value::Text(text) | Value::Quoted(text) => Some(text.clone()),
        Value::List(items) => {
            let texts: Option<Vec<&str>> = items.iter().map(Value::as_text).collect();
            Some(texts?.join(","))
        }
        Value::Map(_) => None,
    }
}
