//! A value of YAML and the questions that made it.

use std::fmt::Display;

use super::{Line, read::Value, scalar::is_bare};
use crate::plan::{Fields, Given};

/// A value of YAML, made by [`map!`](crate::map), [`list!`](crate::list) and `From`.
#[derive(Clone, Debug)]
pub struct Node {
    pub(super) kind: Kind,
    pub(super) from: Fields,
}

#[derive(Clone, Debug)]
pub(super) enum Kind {
    /// Left out by the mapping or list that holds it.
    Absent,
    /// Nothing at all, which takes a chart's default away.
    Null,
    /// A number or a boolean, printed as it is.
    Bare(String),
    /// Text, quoted where needed.
    Text(String),
    /// A literal block whose lines have their own origin.
    Block(Vec<Line>),
    List(Vec<Node>),
    Map(Vec<Entry>),
}

#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) comment: &'static str,
    pub(super) key: String,
    pub(super) value: Node,
}

impl Node {
    /// An empty mapping.
    pub fn map() -> Self {
        Kind::Map(Vec::new()).into()
    }

    /// A sequence.
    pub fn list(items: impl IntoIterator<Item = Self>) -> Self {
        let present = items.into_iter().filter(|item| !matches!(item.kind, Kind::Absent));
        Kind::List(present.collect()).into()
    }

    /// Text of several lines, printed as a literal block.
    pub fn block(lines: Vec<Line>) -> Self {
        Kind::Block(lines).into()
    }

    /// Adds an entry to a mapping, with a comment above it unless that is empty. A value of `None`
    /// adds nothing.
    ///
    /// # Panics
    /// On anything but a mapping, and on a key that is there already: both are mistakes in this
    /// program, never in an answer.
    pub fn put(&mut self, comment: &'static str, key: impl Into<String>, value: impl Into<Self>) {
        self.insert(comment, key.into(), value.into());
    }

    /// One function for every kind of key and value, which would each bring their own into the page.
    fn insert(&mut self, comment: &'static str, key: String, value: Self) {
        let Kind::Map(entries) = &mut self.kind else { panic!("{key} is put into no mapping") };
        assert!(entries.iter().all(|entry| entry.key != key), "{key} is written twice");
        if !matches!(value.kind, Kind::Absent) {
            entries.push(Entry { comment, key, value });
        }
    }

    /// Lays another mapping over this one, as Helm does: mappings are merged key by key, anything else
    /// takes the place of what was there. Names the paths of what it replaced by something else.
    pub fn overlay(&mut self, own: &[(String, Value)], from: Fields, at: &str) -> Vec<String> {
        let mut replaced = Vec::new();
        for (key, value) in own {
            let path = if at.is_empty() { key.clone() } else { format!("{at}.{key}") };
            let Kind::Map(entries) = &mut self.kind else { return replaced };
            match (entries.iter_mut().find(|entry| entry.key == *key), value) {
                (Some(Entry { value: Self { kind: Kind::Map(_), .. }, .. }), Value::Map(own))
                    if own.is_empty() => {}
                (Some(entry), Value::Map(own)) if matches!(entry.value.kind, Kind::Map(_)) => {
                    replaced.extend(entry.value.overlay(own, from, &path));
                }
                (Some(entry), _) => {
                    let new = Self::of_value(value, from);
                    if new.lines_without_origin() != entry.value.lines_without_origin() {
                        replaced.push(path);
                    }
                    entry.value = new;
                }
                (None, _) => self.insert("", key.clone(), Self::of_value(value, from)),
            }
        }
        replaced
    }

    /// Adds entries to the mapping at a key, which is made where it is missing.
    ///
    /// # Panics
    /// On anything but a mapping: that is a mistake in this program, never in an answer.
    pub fn merge(&mut self, key: &str, own: Self) {
        let Kind::Map(entries) = &mut self.kind else { panic!("{key} is merged into no mapping") };
        match (entries.iter_mut().find(|entry| entry.key == key), own.kind) {
            (Some(entry), Kind::Map(own)) => {
                for Entry { comment, key, value } in own {
                    entry.value.insert(comment, key, value);
                }
            }
            (_, kind) => self.insert("", key.to_owned(), kind.into()),
        }
    }

    fn lines_without_origin(&self) -> Vec<String> {
        Self::map().with("value", self.clone()).lines().into_iter().map(|line| line.text).collect()
    }

    /// What was read from YAML. A plain scalar keeps its type: a number stays one.
    pub fn of_value(value: &Value, from: Fields) -> Self {
        let node: Self = match value {
            Value::Text(text) if text.is_empty() => Kind::Null.into(),
            Value::Text(text) if is_bare(text) => Kind::Bare(text.clone()).into(),
            Value::Text(text) | Value::Quoted(text) => text.clone().into(),
            Value::List(items) => Self::list(items.iter().map(|item| Self::of_value(item, from))),
            Value::Map(entries) => {
                let add = |mut map: Self, (key, value): &(String, Value)| {
                    map.insert("", key.clone(), Self::of_value(value, from));
                    map
                };
                entries.iter().fold(Self::map(), add)
            }
        };
        node.because(from)
    }

    /// Adds an annotation to a manifest that has some.
    ///
    /// # Panics
    /// On anything else: that is a mistake in this program, never in an answer.
    pub fn annotate(&mut self, key: &str, value: &str) {
        let annotations = self.entry("metadata").entry("annotations");
        annotations.put("", key, value);
    }

    fn entry(&mut self, key: &str) -> &mut Self {
        let Kind::Map(entries) = &mut self.kind else { panic!("{key} is sought in no mapping") };
        let found = entries.iter_mut().find(|entry| entry.key == key);
        &mut found.unwrap_or_else(|| panic!("there is no {key}")).value
    }

    /// The same mapping with one more entry.
    #[must_use]
    pub fn with(mut self, key: impl Into<String>, value: impl Into<Self>) -> Self {
        self.put("", key, value);
        self
    }

    /// The same value, credited to these questions wherever no part of it has a closer origin.
    #[must_use]
    pub fn because(mut self, from: impl Into<Fields>) -> Self {
        self.from = self.from.and(from);
        self
    }

    /// The questions that it is credited to as a whole.
    pub const fn origin(&self) -> Fields {
        self.from
    }

    /// The value below these keys; one without a text, items or entries where it is not there.
    pub fn at(&self, keys: &[&str]) -> &Self {
        static NOTHING: Node = Node { kind: Kind::Absent, from: Fields::NONE };
        let mut node = self;
        for key in keys {
            let found = node.entries().find(|(own, _)| own == key);
            let Some((_, value)) = found else { return &NOTHING };
            node = value;
        }
        node
    }

    /// Its text as a scalar, such as `true` or `9090`; empty for anything else.
    pub fn text(&self) -> &str {
        if let Kind::Bare(text) | Kind::Text(text) = &self.kind { text } else { "" }
    }

    /// Whether it is `null`.
    pub const fn is_null(&self) -> bool {
        matches!(self.kind, Kind::Null)
    }

    /// Whether it is a mapping.
    pub const fn is_map(&self) -> bool {
        matches!(self.kind, Kind::Map(_))
    }

    /// Whether it is a sequence.
    pub const fn is_list(&self) -> bool {
        matches!(self.kind, Kind::List(_))
    }

    /// Its items as a sequence; none for anything else.
    pub fn items(&self) -> &[Self] {
        if let Kind::List(items) = &self.kind { items } else { &[] }
    }

    /// Its entries as a mapping; none for anything else.
    pub fn entries(&self) -> impl Iterator<Item = (&str, &Self)> {
        let entries = if let Kind::Map(entries) = &self.kind { entries.as_slice() } else { &[] };
        entries.iter().map(|entry| (entry.key.as_str(), &entry.value))
    }

    /// The lines of its text, whether it is a scalar or a block.
    pub fn text_lines(&self) -> Vec<&str> {
        match &self.kind {
            Kind::Block(lines) => lines.iter().map(|line| line.text.as_str()).collect(),
            _ => self.text().lines().collect(),
        }
    }

    /// Shows this value and every one in it, each with the closest key that it stands below.
    pub fn walk<'own>(&'own self, key: &'own str, visit: &mut dyn FnMut(&'own str, &'own Self)) {
        visit(key, self);
        for item in self.items() {
            item.walk(key, visit);
        }
        for (key, value) in self.entries() {
            value.walk(key, visit);
        }
    }
}

impl From<Kind> for Node {
    fn from(kind: Kind) -> Self {
        Self { kind, from: Fields::NONE }
    }
}

impl From<&str> for Node {
    fn from(text: &str) -> Self {
        Kind::Text(text.to_owned()).into()
    }
}

impl From<String> for Node {
    fn from(text: String) -> Self {
        Kind::Text(text).into()
    }
}

impl From<bool> for Node {
    fn from(value: bool) -> Self {
        Kind::Bare(value.to_string()).into()
    }
}

impl From<u32> for Node {
    fn from(value: u32) -> Self {
        Kind::Bare(value.to_string()).into()
    }
}

impl<T: Into<Self>> From<Option<T>> for Node {
    fn from(value: Option<T>) -> Self {
        value.map_or(Kind::Absent.into(), Into::into)
    }
}

/// Text credited to its questions.
impl<T: Display> From<&Given<T>> for Node {
    fn from(given: &Given<T>) -> Self {
        Self { kind: Kind::Text(given.to_string()), from: given.from }
    }
}

/// Text credited to its questions.
impl<T: Display> From<Given<T>> for Node {
    fn from(given: Given<T>) -> Self {
        Self::from(&given)
    }
}
