//! Spans of time.

use std::fmt;

use super::{Kind, Value};

/// How long samples are kept: hours, days or weeks, at least 24 hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retention {
    hours: u32,
}

impl Retention {
    /// The span in hours.
    pub const fn hours(self) -> u32 {
        self.hours
    }
}

impl Value for Retention {
    const KIND: Kind = Kind::Text;
    const EXAMPLES: &'static [&'static str] = &["15d", "7d", "168h", "2w"];

    fn parse(text: &str) -> Result<Self, String> {
        let hours = hours(text).filter(|hours| *hours >= 24);
        let hours = hours.ok_or_else(|| {
            format!(
                "{text:?} is not a number of days such as 15d (168h and 2w work, too; at least 24h)"
            )
        })?;
        Ok(Self { hours })
    }
}

impl fmt::Display for Retention {
    /// Prometheus' form: days where they are whole.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.hours.is_multiple_of(24) {
            return write!(f, "{}d", self.hours / 24);
        }
        write!(f, "{}h", self.hours)
    }
}

/// How long logs are kept: whole days, because Loki deletes by the day's index table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogRetention(Retention);

impl LogRetention {
    /// Loki's form, which knows no days in every place: hours.
    pub fn loki(self) -> String {
        format!("{}h", self.0.hours)
    }
}

impl Value for LogRetention {
    const KIND: Kind = Kind::Text;
    const EXAMPLES: &'static [&'static str] = &["7d", "168h", "2w"];

    fn parse(text: &str) -> Result<Self, String> {
        let retention = Retention::parse(text)?;
        if !retention.hours.is_multiple_of(24) {
            return Err(format!(
                "{text:?} is not a whole number of days, which Loki needs, such as 7d or 168h"
            ));
        }
        Ok(Self(retention))
    }
}

impl fmt::Display for LogRetention {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A short span as Go and Alertmanager both read it: hours, minutes and seconds, such as `1h30m`.
///
/// Days are refused: Alertmanager does not take `1d` in the options of Pushover.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Duration {
    seconds: u32,
}

impl Duration {
    /// The span in seconds.
    pub const fn seconds(self) -> u32 {
        self.seconds
    }
}

impl Value for Duration {
    const KIND: Kind = Kind::Text;
    const EXAMPLES: &'static [&'static str] = &["30s", "5m", "12h", "1h30m"];

    fn parse(text: &str) -> Result<Self, String> {
        let seconds = seconds(text.trim()).filter(|seconds| *seconds > 0);
        let seconds = seconds
            .ok_or_else(|| format!("{text:?} is not a span of time such as 30s, 5m or 12h"))?;
        Ok(Self { seconds })
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts =
            [(self.seconds / 3600, "h"), (self.seconds / 60 % 60, "m"), (self.seconds % 60, "s")];
        for (number, unit) in parts.into_iter().filter(|(number, _)| *number > 0) {
            write!(f, "{number}{unit}")?;
        }
        Ok(())
    }
}

/// Reads `15d`, `168h` or `2w`, up to ten years.
fn hours(text: &str) -> Option<u32> {
    let text = text.trim();
    let factor =
        [('h', 1), ('d', 24), ('w', 168)].into_iter().find(|(unit, _)| text.ends_with(*unit))?.1;
    let number = number(&text[..text.len() - 1])?;
    number.checked_mul(factor).filter(|hours| *hours <= 24 * 3660)
}

/// Reads `1h30m`: each unit at most once, the larger first, up to a thousand hours.
fn seconds(text: &str) -> Option<u32> {
    let (mut rest, mut total) = (text, 0_u32);
    for (unit, factor) in [('h', 3600), ('m', 60), ('s', 1)] {
        if let Some((digits, after)) = rest.split_once(unit) {
            total = total.checked_add(number(digits)?.checked_mul(factor)?)?;
            rest = after;
        }
    }
    (rest.is_empty() && total <= 3_600_000).then_some(total)
}

fn number(digits: &str) -> Option<u32> {
    let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| digits.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::check;

    #[test]
    fn retention() {
        check::<Retention>(
            &[("168h", "7d"), ("2w", "14d"), ("36h", "36h"), (" 15d ", "15d")],
            &[
                "",
                "soon",
                "d",
                "0d",
                "12h",
                "15",
                "-1d",
                "1.5d",
                "15 d",
                "99999999999d",
                "9999w",
                "७d",
            ],
        );
        check::<LogRetention>(&[("168h", "7d"), ("1w", "7d")], &["36h", "12h", "soon", ""]);
        assert_eq!(LogRetention::parse("7d").map(LogRetention::loki), Ok("168h".to_owned()));
    }

    #[test]
    fn durations() {
        check::<Duration>(
            &[("90s", "1m30s"), ("60m", "1h"), ("1h30m5s", "1h30m5s"), ("24h", "24h")],
            &["", "0s", "5", "m", "1d", "5m1h", "1h1h", "-5m", "1.5h", "5 m", "99999999h"],
        );
    }
}
