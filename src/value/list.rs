//! Answers that may be left empty, and lists of answers.

use std::{fmt, ops::Deref};

use super::{Kind, Value};

/// An answer that may be left empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Maybe<T>(pub Option<T>);

impl<T> Deref for Maybe<T> {
    type Target = Option<T>;

    fn deref(&self) -> &Option<T> {
        &self.0
    }
}

impl<T: fmt::Display> fmt::Display for Maybe<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.as_ref().map_or(Ok(()), |value| value.fmt(f))
    }
}

impl<T: Value> Value for Maybe<T> {
    const KIND: Kind = T::KIND;
    const EXAMPLES: &'static [&'static str] = T::EXAMPLES;

    fn parse(text: &str) -> Result<Self, String> {
        if text.trim().is_empty() {
            return Ok(Self(None));
        }
        T::parse(text).map(|value| Self(Some(value)))
    }
}

/// Several answers in the order given, separated by commas or line breaks. May be empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List<T>(pub Vec<T>);

impl<T> Deref for List<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<T: fmt::Display> fmt::Display for List<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, value) in self.0.iter().enumerate() {
            let comma = if index == 0 { "" } else { "," };
            write!(f, "{comma}{value}")?;
        }
        Ok(())
    }
}

impl<T: Value + PartialEq> Value for List<T> {
    const KIND: Kind = Kind::Lines;
    const EXAMPLES: &'static [&'static str] = T::EXAMPLES;

    fn parse(text: &str) -> Result<Self, String> {
        let mut values = Vec::new();
        for item in text.split([',', '\n']).map(str::trim).filter(|item| !item.is_empty()) {
            let value = T::parse(item)?;
            if values.contains(&value) {
                return Err(format!(
                    "{item:?} stands twice in the list; write it once, such as {value}"
                ));
            }
            values.push(value);
        }
        Ok(Self(values))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::{Label, LabelName, Size, check};

    #[test]
    fn empty_answers() {
        check::<Maybe<Size>>(&[("", ""), ("  ", ""), ("10Gi", "10Gi")], &["ten"]);
        assert_eq!(Maybe::<Size>::parse(" "), Ok(Maybe(None)));
    }

    #[test]
    fn lists_keep_their_order() {
        check::<List<Label>>(&[("", ""), ("b, a\n\nc,", "b,a,c")], &["-"]);
        assert!(List::<LabelName>::parse("a,b,a").unwrap_err().contains("\"a\" stands twice"));
    }
}
