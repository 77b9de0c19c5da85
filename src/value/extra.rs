//! Values of a chart in the user's own words.

use std::fmt;

use super::{Kind, Value};
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
            Ok(Yaml::Map(values)) => Ok(Self { text: kept.to_owned(), values }),
            Ok(_) => Err(format!("{text:?} is no mapping of YAML; {example}")),
            Err(error) => Err(format!("{text:?}: {error}; {example}")),
        }
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
            &[("", ""), ("\n", ""), ("a: 1\n", "a: 1")],
            &["text", "- a", "a: [", "a: 1\na: 2", "a: ${b}"],
        );
    }
}
