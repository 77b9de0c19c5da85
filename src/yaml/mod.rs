//! YAML as a tree that we print ourselves: keys stay in order, comments stand above keys, text is
//! quoted wherever any reader could take it for something else, and every line remembers the
//! questions that made it.

mod node;
mod print;
pub mod read;
mod scalar;

pub use node::Node;
pub use scalar::is_ambiguous;

use crate::plan::Fields;

/// One line of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its text, without a line break.
    pub text: String,
    /// The questions that made it; none for what Monitree decided.
    pub from: Fields,
}

impl Line {
    /// A line that these questions made.
    pub fn new(text: impl Into<String>, from: impl Into<Fields>) -> Self {
        Self { text: text.into(), from: from.into() }
    }

    /// The same line, credited to these questions unless it has a closer origin.
    #[must_use]
    pub fn because(self, from: Fields) -> Self {
        if self.from.is_empty() { Self { from, ..self } } else { self }
    }
}

/// Joins lines into the text of a file.
pub fn text(lines: &[Line]) -> String {
    lines.iter().flat_map(|line| [line.text.as_str(), "\n"]).collect()
}

/// A mapping that keeps its order. A doc comment becomes a comment above the key, and a value of
/// `None` leaves the key out:
///
/// ```
/// let class: Option<&str> = None;
/// let node = monitree::map! {
///     /// Where the data lies.
///     "size" => "10Gi",
///     "storageClassName" => class,
/// };
/// assert_eq!(monitree::yaml::text(&node.lines()), "# Where the data lies.\nsize: 10Gi\n");
/// ```
#[macro_export]
macro_rules! map {
    ($($(#[doc = $comment:literal])* $key:literal => $value:expr),* $(,)?) => {{
        #[allow(unused_mut)]
        let mut node = $crate::yaml::Node::map();
        $(node.put(concat!($($comment, "\n"),*), $key, $value);)*
        node
    }};
}

/// A sequence. An item of `None` is left out.
#[macro_export]
macro_rules! list {
    ($($item:expr),* $(,)?) => { $crate::yaml::Node::list([$($crate::yaml::Node::from($item)),*]) };
}
