//! A plan as a file: the answers that differ from the preset, in the shape of a Kubernetes object.
//!
//! It lies in the tree below a folder that Flux applies, so it must be harmless if it is ever read
//! as a manifest: the annotation makes kustomize drop it.

use std::{collections::BTreeMap, fmt};

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, SeqAccess, Visitor};

use crate::map;
use crate::plan::{Draft, EDITION, Field, Opened, Preset};
use crate::stack::charts::CHARTS;
use crate::yaml::{Line, Node};

const API_VERSION: &str = "monitree/v1";

/// Writes the file.
pub fn lines(draft: &Draft) -> Vec<Line> {
    let answer =
        |map: Node, field: Field| map.with(field.key, Node::from(draft.get(field)).because(field));
    let chart =
        |map: Node, chart: &&crate::stack::charts::Chart| map.with(chart.name, chart.version);
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

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct File {
    api_version: String,
    kind: String,
    #[serde(rename = "metadata")]
    _metadata: Option<IgnoredAny>,
    spec: Spec,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Spec {
    schema: Option<u32>,
    #[serde(rename = "generator")]
    _generator: Option<IgnoredAny>,
    preset: Option<String>,
    #[serde(rename = "charts")]
    _charts: Option<IgnoredAny>,
    #[serde(default)]
    answers: BTreeMap<String, Answer>,
}

/// Reads a file that [`lines`] or a person wrote. Everything readable is used, the rest is named in
/// the notes.
///
/// # Errors
/// When the text is no plan at all.
pub fn read(text: &str) -> Result<Opened, String> {
    let file: File = serde_yaml::from_str(text).map_err(|error| {
        let error = error.to_string();
        format!("not a plan: {}", error.lines().next().unwrap_or_default())
    })?;
    if (file.api_version.as_str(), file.kind.as_str()) != (API_VERSION, "Plan") {
        let found = format!("{} {}", file.api_version, file.kind);
        return Err(format!(
            "{found:?} is not a plan; it must be apiVersion: {API_VERSION}, kind: Plan"
        ));
    }
    let mut notes = Vec::new();
    let edition = file.spec.schema.map(|schema| schema.to_string());
    let edition = Draft::edition(edition.as_deref(), &mut notes);
    let preset = Preset::read(file.spec.preset.as_deref(), &mut notes);
    let mut opened = Opened::new(Draft::of_edition(preset, edition), notes);
    for (key, answer) in file.spec.answers {
        opened.answer(&key, answer.0);
    }
    Ok(opened)
}

/// An answer as text: a bare number or boolean as it is written, a list joined by commas.
struct Answer(String);

impl<'de> Deserialize<'de> for Answer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnswerVisitor)
    }
}

struct AnswerVisitor;

impl<'de> Visitor<'de> for AnswerVisitor {
    type Value = Answer;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an answer as text, or a list of texts")
    }

    fn visit_str<E>(self, text: &str) -> Result<Answer, E> {
        Ok(Answer(text.to_owned()))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Answer, E> {
        Ok(Answer(value.to_string()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Answer, E> {
        Ok(Answer(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Answer, E> {
        Ok(Answer(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Answer, E> {
        Ok(Answer(value.to_string()))
    }

    fn visit_unit<E>(self) -> Result<Answer, E> {
        Ok(Answer(String::new()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Answer, A::Error> {
        let mut texts = Vec::new();
        while let Some(Answer(text)) = items.next_element()? {
            texts.push(text);
        }
        Ok(Answer(texts.join(",")))
    }
}
