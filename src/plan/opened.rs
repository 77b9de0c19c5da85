//! A plan that came from outside: a link or a file, perhaps old, perhaps damaged.

use super::{Draft, EDITION, Field, Preset};
use crate::value::private_key;

/// What was read from a link or a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// The plan.
    pub draft: Draft,
    /// Entries of a link with keys of the page's view, in the order written.
    pub view: Vec<(String, String)>,
    /// What could not be used, one sentence each.
    pub notes: Vec<String>,
}

impl Opened {
    /// A plan of which no answer was read yet.
    pub const fn new(draft: Draft, notes: Vec<String>) -> Self {
        Self { draft, view: Vec::new(), notes }
    }

    /// Takes one answer, or notes that its question is not known.
    pub fn answer(&mut self, key: &str, text: String) {
        if private_key(&text) {
            let note =
                "holds a private key and was left out; whoever has seen the plan knows that key";
            return self.notes.push(format!("the answer to {key:?} {note}"));
        }
        if let Some(field) = Field::find(key) {
            return self.draft.set(field, text);
        }
        self.notes.push(format!("{key:?} is not a question here; its answer was {text:?}"));
    }
}

impl Draft {
    /// The answers that an edition's preset gave.
    pub fn of_edition(preset: Preset, edition: u32) -> Self {
        let mut draft = Self::new(preset);
        for field in Field::ALL {
            draft.set(*field, preset.answer_in(edition, *field));
        }
        draft
    }

    /// Reads the number of an edition; without one, or with one that is not known, this edition is
    /// meant.
    pub(crate) fn edition(text: Option<&str>, notes: &mut Vec<String>) -> u32 {
        let Some(text) = text else { return EDITION };
        match text.parse() {
            Ok(edition) if (1..=EDITION).contains(&edition) => edition,
            _ => {
                notes.push(format!(
                    "the plan is of edition {text:?}, this is edition {EDITION}; its defaults were taken"
                ));
                EDITION
            }
        }
    }
}

impl Preset {
    /// Reads the name of a preset; without one, or with one that is not known, the default is
    /// meant.
    pub(crate) fn read(name: Option<&str>, notes: &mut Vec<String>) -> Self {
        let Some(name) = name else { return Self::default() };
        Self::find(name).unwrap_or_else(|| {
            let instead = Self::default().name();
            notes.push(format!("{name:?} is not a preset; {instead} was taken"));
            Self::default()
        })
    }
}
