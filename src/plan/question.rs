//! What a question is, and the macro that declares them.

use std::{fmt, ops::Deref};

use super::{Draft, Step, fields::SPECS};
use crate::value::Kind;

/// Declares the questions. One entry yields an input, its help, its check, its key in links and
/// plans, and a typed member of [`Plan`](super::Plan):
///
/// ```text
/// Alerts "Alerts" {                                       the step
///     "Pushover" {                                        a group of questions in it
///         /// Whether alerts go to Pushover.              the help
///         pushover: bool = "true", "Pushover";            key: kind = default, label
///         /// How often to repeat.
///         retry: Duration = "5m", "Repeat", if |d| d.is(Field::pushover, "true");   asked only if
///     }
/// }
/// ```
macro_rules! questions {
    ($($step:ident $step_label:literal { $($group:literal { $(
        $(#[doc = $help:literal])+
        $name:ident: $kind:ty = $default:literal, $label:literal $(, if $shown:expr)?;
    )* })* })+) => {
        /// A step of the form. Its word in links and test ids is the variant in lower case.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[allow(missing_docs)]
        pub enum Step { $($step),+ }

        impl Step {
            /// Every step, in order.
            pub const ALL: &[Step] = &[$(Step::$step),+];

            /// The title shown to the user.
            pub const fn label(self) -> &'static str {
                match self { $(Step::$step => $step_label),+ }
            }
        }

        #[allow(non_camel_case_types, clippy::enum_variant_names, clippy::struct_excessive_bools)]
        enum Index { $($($($name,)*)*)+ }

        #[allow(non_upper_case_globals)]
        impl Field {
            $($($($(#[doc = $help])+ pub const $name: Field = Field(Index::$name as u8);)*)*)+
            /// Every question, in the order of the form.
            pub const ALL: &[Field] = &[$($($(Field::$name,)*)*)+];
        }

        pub(super) static SPECS: &[Spec] = &[$($($(Spec {
            key: stringify!($name),
            step: Step::$step,
            group: $group,
            label: $label,
            help: concat!($($help, "\n"),+),
            default: $default,
            kind: <$kind>::KIND,
            examples: <$kind>::EXAMPLES,
            canonical: |text| <$kind>::parse(text).map(|value| value.to_string()),
            shown: { #[allow(unused_mut, unused_assignments)] let mut shown: fn(&Draft) -> bool = |_| true; $(shown = $shown;)? shown },
        },)*)*)+];

        /// The checked answers. Every member remembers its question.
        #[derive(Debug)]
        pub struct Plan { $($($($(#[doc = $help])+ pub $name: Given<$kind>,)*)*)+ }

        impl Plan {
            /// Reads every answer. One that cannot be read counts as its default, and is named in
            /// `problems`.
            pub(super) fn read(draft: &Draft, problems: &mut Vec<Problem>) -> Self {
                Self { $($($($name: draft.read(Field::$name, problems),)*)*)+ }
            }
        }
    };
}
pub(super) use questions;

/// Names one question. Dereferences to its [`Spec`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Field(pub(super) u8);

/// What is known of a question before it is answered.
pub struct Spec {
    /// Its name in links, plans, `--set` and test ids. Never changes once released.
    pub key: &'static str,
    /// The step that asks it.
    pub step: Step,
    /// The group of questions in that step.
    pub group: &'static str,
    /// Its caption.
    pub label: &'static str,
    /// Its explanation: the doc comment, one leading space a line.
    pub(super) help: &'static str,
    /// Its answer where neither preset nor user gives one.
    pub default: &'static str,
    /// How it is asked.
    pub kind: Kind,
    /// Texts that it accepts.
    pub examples: &'static [&'static str],
    /// The canonical text of an answer, or why it cannot be read.
    pub canonical: fn(&str) -> Result<String, String>,
    /// Whether it is asked at all, given the other answers.
    pub shown: fn(&Draft) -> bool,
}

impl Spec {
    /// The explanation as one paragraph.
    pub fn help(&self) -> String {
        self.help.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

impl Field {
    /// Finds a question by its key.
    pub fn find(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|field| field.key == key)
    }

    /// Its position in [`Field::ALL`].
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

impl Deref for Field {
    type Target = Spec;

    fn deref(&self) -> &Spec {
        &SPECS[self.index()]
    }
}

impl Step {
    /// Its word in links and test ids.
    pub fn id(self) -> String {
        format!("{self:?}").to_ascii_lowercase()
    }

    /// Finds a step by its word.
    pub fn find(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|step| step.id() == id)
    }
}

/// A set of questions. Copying it is free, so that every line of a tree can carry one.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Fields([u64; 4]);

impl Fields {
    /// No question: what Monitree itself decided.
    pub const NONE: Self = Self([0; 4]);

    /// The questions of both sets.
    #[must_use]
    pub fn and(mut self, other: impl Into<Self>) -> Self {
        for (mine, theirs) in self.0.iter_mut().zip(other.into().0) {
            *mine |= theirs;
        }
        self
    }

    /// Whether it holds no question.
    pub fn is_empty(self) -> bool {
        self == Self::NONE
    }

    /// Whether it holds this question.
    pub const fn contains(self, field: Field) -> bool {
        self.0[field.index() / 64] >> (field.index() % 64) & 1 == 1
    }

    /// Whether both sets hold a question.
    pub fn meets(self, other: Self) -> bool {
        self.0.iter().zip(other.0).any(|(mine, theirs)| mine & theirs != 0)
    }

    /// The questions, in the order of the form.
    pub fn iter(self) -> impl Iterator<Item = Field> {
        self.0.into_iter().enumerate().flat_map(|(word, bits)| {
            let rest = std::iter::successors(Some(bits), |bits| Some(bits & bits.wrapping_sub(1)));
            let set = rest.take_while(|bits| *bits != 0);
            #[allow(clippy::cast_possible_truncation)] // 4 words of 64 bits fit into a u8.
            set.map(move |bits| Field((word * 64) as u8 + bits.trailing_zeros() as u8))
        })
    }

    /// Their keys, separated by spaces.
    pub fn keys(self) -> String {
        self.iter().map(|field| field.key).collect::<Vec<_>>().join(" ")
    }
}

impl From<Field> for Fields {
    fn from(field: Field) -> Self {
        let mut words = [0; 4];
        words[field.index() / 64] = 1 << (field.index() % 64);
        Self(words)
    }
}

impl<T> From<&Given<T>> for Fields {
    fn from(given: &Given<T>) -> Self {
        given.from
    }
}

impl FromIterator<Field> for Fields {
    fn from_iter<I: IntoIterator<Item = Field>>(fields: I) -> Self {
        fields.into_iter().fold(Self::NONE, Self::and)
    }
}

impl fmt::Debug for Fields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.keys())
    }
}

/// A value and the questions that gave it. Dereferences to the value.
#[derive(Clone, Debug)]
pub struct Given<T> {
    value: T,
    /// The questions that gave it.
    pub from: Fields,
}

impl<T> Given<T> {
    /// A value that these questions gave.
    pub fn new(value: T, from: impl Into<Fields>) -> Self {
        Self { value, from: from.into() }
    }

    /// A value worked out from this one.
    pub fn map<U>(&self, f: impl FnOnce(&T) -> U) -> Given<U> {
        Given { value: f(&self.value), from: self.from }
    }

    /// The same value, to which these questions contribute as well.
    #[must_use]
    pub fn because(self, from: impl Into<Fields>) -> Self {
        Self { from: self.from.and(from), ..self }
    }

    /// A value worked out from this one and another.
    pub fn with<U, V>(&self, other: &Given<U>, f: impl FnOnce(&T, &U) -> V) -> Given<V> {
        Given { value: f(&self.value, &other.value), from: self.from.and(other) }
    }
}

impl<T> Deref for Given<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_default_and_example_reads() {
        for field in Field::ALL {
            for text in [field.default].iter().chain(field.examples) {
                assert!((field.canonical)(text).is_ok(), "{}: {text:?}", field.key);
            }
        }
    }

    #[test]
    fn keys_are_unique_and_fit_into_a_set() {
        let all: Fields = Field::ALL.iter().copied().collect();
        let keys: std::collections::BTreeSet<&str> = all.iter().map(|field| field.key).collect();
        assert_eq!(
            keys.len(),
            Field::ALL.len(),
            "at most 256 questions, each with a key of its own"
        );
        for reserved in ["v", "preset", "step", "file", "lines", "base"] {
            assert!(!keys.contains(reserved), "{reserved} has a meaning of its own in links");
        }
    }

    #[test]
    fn a_set_gives_back_what_was_put_in() {
        for field in Field::ALL {
            let set = Fields::from(*field);
            assert_eq!(set.iter().collect::<Vec<_>>(), [*field]);
            assert!(set.contains(*field));
        }
    }

    #[test]
    fn help_says_something_in_sentences() {
        for field in Field::ALL {
            let help = field.help();
            assert!(help.len() > 15 && help.ends_with('.'), "{}: {help:?}", field.key);
        }
    }
}
