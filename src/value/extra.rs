//! Values of a chart in the user's own words.

use std::fmt;

use super::{Kind, Value};
use crate::yaml::is_ambiguous;
use crate::yaml::read::{self, Value as Yaml};

/// A mapping of YAML, or nothing. The text is kept as it was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExtraValues {
    text: String,
    values: Vec<(String, Yaml)>,
}

impl ExtraValues {
    /// The entries of the mapping.
    pub fn entries(&self) -> &[(String, Yaml)] {
        &self.values
    }
}

impl Value for ExtraValues {
    const KIND: Kind = Kind::Block;
    const EXAMPLES: &'static [&'static str] = &["commonLabels:\n  team: platform"];

    fn parse(text: &str) -> Result<Self, String> {
        let kept = text.trim_end();
        if kept.trim().is_empty() {
            return Ok(Self::default());
        }
        let example = "write a mapping such as `commonLabels: {team: platform}`";
        if kept.contains("${") {
            return Err(format!("{text:?} holds ${{, which Flux would replace; {example}"));
        }
        match read::read(kept) {
            Ok(Yaml::Map(values)) => match values.iter().find_map(|(_, value)| ambiguous(value)) {
                Some(word) => Err(format!(
                    "{word} is read as text by some and as a number or a yes or no by others; write {word:?}, or true, false or plain digits"
                )),
                None => Ok(Self { text: kept.to_owned(), values }),
            },
            Ok(_) => Err(format!("{text:?} is no mapping of YAML; {example}")),
            Err(error) => Err(format!("{text:?}: {error}; {example}")),
        }
    }
}

/// The first plain scalar that may mean two things.
fn ambiguous(value: &Yaml) -> Option<&str> {
    match value {
        Yaml::Text(text) => is_ambiguous(text).then_some(text),
        Yaml::Quoted(_) => None,
        Yaml::List(items) => items.iter().find_map(ambiguous),
        Yaml::Map(entries) => entries.iter().find_map(|(_, value)| ambiguous(value)),
    }
}

impl fmt::Display for ExtraValues {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::check;

    #[test]
    fn mappings() {
        check::<ExtraValues>(
            &[
                ("", ""),
                ("\n", ""),
                ("a: 1\n", "a: 1"),
                ("a: 'no'", "a: 'no'"),
                ("a: -1.5", "a: -1.5"),
            ],
            &["text", "- a", "a: [", "a: 1\na: 2", "a: ${b}", "a: !!str 5"],
        );
    }

    #[test]
    fn words_that_mean_two_things() {
        for word in
            ["no", "Off", "y", "True", "NULL", "012", "0x1F", "0o17", "1e3", "+1", ".5", "1_000"]
        {
            for text in [format!("a: {word}"), format!("a: {{b: [1, {word}]}}")] {
                assert!(
                    ExtraValues::parse(&text).is_err_and(|error| error.starts_with(word)),
                    "{text}"
                );
            }
        }
        for text in ["a: 1.2.3", "a: 10.0.0.1/32", "a: 30s", "a: 10Gi", "a: nodes", "a: 2024-04-01"]
        {
            assert!(ExtraValues::parse(text).is_ok(), "{text}");
        }
    }
}
