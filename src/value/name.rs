//! Names: of Kubernetes objects, labels, alerts, folders.

use std::fmt;

use super::{Kind, Value};

/// Declares a kind of text that is kept as it is once it passes a check.
macro_rules! text {
    ($(#[$doc:meta])* $name:ident, $check:expr, $what:literal, $($example:literal),+) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct $name(String);

        impl $name {
            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl Value for $name {
            const KIND: Kind = Kind::Text;
            const EXAMPLES: &'static [&'static str] = &[$($example),+];

            fn parse(text: &str) -> Result<Self, String> {
                let check: fn(&str) -> bool = $check;
                let trimmed = text.trim();
                if check(trimmed) {
                    return Ok(Self(trimmed.to_owned()));
                }
                Err(format!("{text:?} is not {} such as {}", $what, Self::EXAMPLES[0]))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}
pub(super) use text;

text! {
    /// An RFC 1123 label: lower case letters, digits and dashes, at most 63. Names of namespaces.
    Label, is_label, "a name of at most 63 lower case letters, digits and dashes", "monitoring", "team-a"
}

text! {
    /// An RFC 1123 subdomain: labels joined by dots, at most 253. Names of most Kubernetes objects.
    Name, is_name, "a Kubernetes name", "traefik-gateway", "nfs-client", "local-path"
}

text! {
    /// The name of a Prometheus label.
    LabelName, is_label_name, "a label name of letters, digits and underscores", "alertname", "namespace"
}

text! {
    /// The name of an alert of the chart.
    AlertName, |text| is_label_name(text), "an alert's name", "CPUThrottlingHigh", "KubeMemoryOvercommit"
}

text! {
    /// The code of a finding.
    Code, is_code, "the code of a finding", "prom.nfs", "access.no-login"
}

/// A folder inside a repository, with `/` between its parts. A leading `./` and a closing `/` are
/// dropped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path(String);

impl Path {
    /// The folder, without `./` or a closing `/`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Value for Path {
    const KIND: Kind = Kind::Text;
    const EXAMPLES: &'static [&'static str] = &["kubernetes/infrastructure", "clusters"];

    fn parse(text: &str) -> Result<Self, String> {
        let folder = text.trim();
        let folder = folder.strip_prefix("./").unwrap_or(folder);
        let folder = folder.strip_suffix('/').unwrap_or(folder);
        if folder.len() <= 200 && folder.split('/').all(is_folder) {
            return Ok(Self(folder.to_owned()));
        }
        Err(format!("{text:?} is not a folder of the repository such as {}", Self::EXAMPLES[0]))
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

pub(super) fn is_label(text: &str) -> bool {
    let tame = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    (1..=63).contains(&text.len())
        && text.bytes().all(tame)
        && !text.starts_with('-')
        && !text.ends_with('-')
}

pub(super) fn is_name(text: &str) -> bool {
    text.len() <= 253 && text.split('.').all(is_label)
}

fn is_label_name(text: &str) -> bool {
    text.len() <= 128
        && text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

fn is_code(text: &str) -> bool {
    text.len() <= 64 && text.split('.').count() == 2 && text.split('.').all(is_label)
}

/// A folder name that every file system and shell takes as it is.
fn is_folder(text: &str) -> bool {
    let tame = |b: u8| b.is_ascii_alphanumeric() || b"-_.".contains(&b);
    (1..=63).contains(&text.len()) && text.bytes().all(tame) && !text.starts_with(['.', '-'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::check;

    #[test]
    fn names() {
        let long = "a".repeat(64);
        check::<Label>(
            &[(" a ", "a"), ("0", "0")],
            &["", "A", "a.b", "-a", "a-", "a b", "é", &long],
        );
        check::<Name>(&[("a.b", "a.b")], &["", ".a", "a..b", "A", "a_b"]);
        check::<LabelName>(&[("_x1", "_x1")], &["", "1x", "a-b", "a b"]);
        check::<Code>(&[], &["", "prom", "a.b.c", "Prom.nfs"]);
    }

    #[test]
    fn paths() {
        check::<Path>(
            &[("./apps/", "apps"), ("a/b_c/D.1", "a/b_c/D.1")],
            &["", "/", "/a", "a//b", "../a", "a/../b", "a/.b", "a b", "a\\b", "-a"],
        );
    }
}
