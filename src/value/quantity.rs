//! Amounts: bytes, CPU, counts.

use std::fmt;

use super::{Kind, Value};

/// The suffixes of Kubernetes quantities that make sense for bytes, with their factor.
const UNITS: &[(&str, u64)] = &[
    ("Ki", 1 << 10),
    ("Mi", 1 << 20),
    ("Gi", 1 << 30),
    ("Ti", 1 << 40),
    ("k", 1_000),
    ("M", 1_000_000),
    ("G", 1_000_000_000),
    ("T", 1_000_000_000_000),
];

/// An amount of bytes as Kubernetes writes it: a whole number and `Ki Mi Gi Ti k M G T`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Size {
    text: String,
    bytes: u64,
}

impl Size {
    /// The amount in bytes.
    pub const fn bytes(&self) -> u64 {
        self.bytes
    }

    /// `percent` of the amount in the units that Prometheus reads: whole `GiB`, else `MiB`.
    ///
    /// Prometheus takes `GiB` and `MiB` (units.ParseBase2Bytes), not Kubernetes' `Gi`.
    pub fn percent(&self, percent: u64) -> String {
        let mebibytes = u128::from(self.bytes) * u128::from(percent) / 100 / (1 << 20);
        if mebibytes >= 1024 && mebibytes.is_multiple_of(1024) {
            return format!("{}GiB", mebibytes / 1024);
        }
        format!("{mebibytes}MiB")
    }
}

impl Value for Size {
    const KIND: Kind = Kind::Text;
    const EXAMPLES: &'static [&'static str] = &["10Gi", "512Mi", "1Ti"];

    fn parse(text: &str) -> Result<Self, String> {
        let refusal = || format!("{text:?} is not an amount such as 10Gi or 512Mi");
        let trimmed = text.trim();
        let digits = trimmed.trim_end_matches(|c: char| !c.is_ascii_digit());
        let unit = &trimmed[digits.len()..];
        let factor = UNITS.iter().find(|(name, _)| *name == unit).map(|(_, factor)| *factor);
        let number = digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse::<u64>().ok());
        let number = number.flatten().filter(|number| *number > 0);
        let (number, factor) = number.zip(factor).ok_or_else(refusal)?;
        // 8Ei is what Kubernetes itself can hold in 64 bits.
        let bytes =
            number.checked_mul(factor).filter(|bytes| *bytes < 1 << 62).ok_or_else(refusal)?;
        Ok(Self { text: format!("{number}{unit}"), bytes })
    }
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// An amount of CPU: thousandths such as `100m`, or whole cores.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cpu(u32);

impl Value for Cpu {
    const KIND: Kind = Kind::Text;
    const EXAMPLES: &'static [&'static str] = &["100m", "1", "1500m"];

    fn parse(text: &str) -> Result<Self, String> {
        let trimmed = text.trim();
        let (digits, factor) =
            trimmed.strip_suffix('m').map_or((trimmed, 1000), |digits| (digits, 1));
        let number = digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse::<u32>().ok());
        let number = number.flatten().filter(|number| (1..=1_000_000).contains(number));
        let number =
            number.ok_or_else(|| format!("{text:?} is not an amount of CPU such as 100m or 2"))?;
        Ok(Self(number * factor))
    }
}

impl fmt::Display for Cpu {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_multiple_of(1000) {
            return write!(f, "{}", self.0 / 1000);
        }
        write!(f, "{}m", self.0)
    }
}

impl Cpu {
    /// So many thousandths of a core; more than the type holds counts as its largest.
    pub fn of_millicores(millicores: u64) -> Self {
        Self(u32::try_from(millicores).unwrap_or(u32::MAX))
    }

    /// The amount in thousandths of a core.
    pub const fn millicores(&self) -> u32 {
        self.0
    }
}

/// A number of things, at least 1 and at most 1000.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count(pub u32);

impl Value for Count {
    const KIND: Kind = Kind::Text;
    const EXAMPLES: &'static [&'static str] = &["3", "1"];

    fn parse(text: &str) -> Result<Self, String> {
        let trimmed = text.trim();
        let number = trimmed.bytes().all(|b| b.is_ascii_digit()).then(|| trimmed.parse().ok());
        let number = number.flatten().filter(|number| (1..=1000).contains(number));
        number.map(Self).ok_or_else(|| format!("{text:?} is not a number from 1 to 1000 such as 3"))
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A number of series, up to a billion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Series(pub u32);

impl Value for Series {
    const KIND: Kind = Kind::Text;
    const EXAMPLES: &'static [&'static str] = &["200000"];

    fn parse(text: &str) -> Result<Self, String> {
        let digits = text.trim();
        let number = digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok());
        let number = number.flatten().filter(|number| (1..=1_000_000_000).contains(number));
        number.map(Self).ok_or_else(|| format!("{text:?} is not a number of series such as 200000"))
    }
}

impl fmt::Display for Series {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A TCP port.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Port(pub u16);

impl Value for Port {
    const KIND: Kind = Kind::Text;
    const EXAMPLES: &'static [&'static str] = &["8085"];

    fn parse(text: &str) -> Result<Self, String> {
        let digits = text.trim();
        let port = digits.parse().ok().filter(|port| *port > 0 && !digits.starts_with(['0', '+']));
        port.map(Self).ok_or_else(|| format!("{text:?} is not a port such as 8085"))
    }
}

impl fmt::Display for Port {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::check;

    #[test]
    fn sizes() {
        check::<Size>(
            &[(" 10Gi ", "10Gi"), ("1k", "1k"), ("007Mi", "7Mi")],
            &[
                "",
                "Gi",
                "10",
                "0Gi",
                "-1Gi",
                "1.5Gi",
                "10GB",
                "10 Gi",
                "10gi",
                "١Gi",
                "9999999Ti",
                "99999999999999999999Ki",
            ],
        );
        let bytes = |text: &str| Size::parse(text).expect("a size").bytes();
        assert_eq!((bytes("1Gi"), bytes("2G"), bytes("3Ki")), (1 << 30, 2_000_000_000, 3072));
    }

    #[test]
    fn a_share_of_a_volume_is_written_for_prometheus() {
        let share = |text: &str| Size::parse(text).expect("a size").percent(80);
        assert_eq!(share("10Gi"), "8GiB");
        assert_eq!(share("50Gi"), "40GiB");
        assert_eq!(share("1Gi"), "819MiB");
    }

    #[test]
    fn cpu_and_counts() {
        check::<Cpu>(
            &[("1000m", "1"), ("050m", "50m"), ("2", "2")],
            &["", "m", "0", "0m", "0.5", "-1", "1M", "4294967295"],
        );
        check::<Count>(&[("03", "3")], &["", "0", "1001", "-1", "1.0", "three"]);
    }
}
