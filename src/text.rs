//! Lines of prose or of a foreign language, each remembering its questions.

use crate::plan::Fields;
use crate::yaml::Line;

/// A text that grows line by line.
#[derive(Clone, Debug, Default)]
pub struct Text(Vec<Line>);

impl Text {
    /// An empty text.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds lines that Monitree decided.
    pub fn add(&mut self, text: impl AsRef<str>) {
        self.add_for(Fields::NONE, text);
    }

    /// Adds lines that these questions made.
    pub fn add_for(&mut self, from: impl Into<Fields>, text: impl AsRef<str>) {
        self.push(from.into(), text.as_ref());
    }

    fn push(&mut self, from: Fields, text: &str) {
        let lines = if text.is_empty() { vec![""] } else { text.lines().collect() };
        self.0.extend(lines.into_iter().map(|line| Line::new(line, from)));
    }

    /// Adds an empty line.
    pub fn gap(&mut self) {
        self.add("");
    }

    /// The lines.
    pub fn lines(self) -> Vec<Line> {
        self.0
    }
}
