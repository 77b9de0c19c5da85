//! The kinds of answer: text in, checked value out.
//!
//! Every kind says how it is asked, gives examples of what it accepts, and explains a refusal in
//! one sentence that repeats the text and shows an accepted form.

mod address;
mod certificate;
mod choices;
mod extra;
mod list;
mod name;
mod network;
mod quantity;
mod recipient;
mod store;
mod time;

use std::fmt;

pub use address::{Cidr, Endpoint, Header, Registry, Url};
pub use certificate::Certificate;
pub use choices::{
    Access, AlertmanagerConfig, AlertmanagerReplicas, AntiAffinity, Auth, Dashboards, Distribution,
    FluxEntry, GrafanaMode, IssuerKind, Jurisdiction, LayoutKind, LogSource, LokiMode, LokiStore,
    Policies, Priority, PrometheusReplicas, RemoteAuth, SealedScope, SecretMode, SourceKind,
    SourcesNamespace, StorageKind, StoreKind, Tls,
};
pub use extra::ExtraValues;
pub use list::{List, Maybe};
pub use name::{AlertName, Code, Label, LabelName, Name, Path};
pub use network::{Hostname, Ip, PageHost};
pub use quantity::{Count, Cpu, Port, Series, Size};
pub use recipient::{Recipient, Suffix, private_key};
pub use store::{AccountId, Bucket, LabelPair, Property, Region, Role, SecretPath};
pub use time::{Duration, LogRetention, Retention};

/// A checked answer. `Display` gives its canonical text, which parses to the same value.
pub trait Value: Sized + fmt::Display {
    /// How a form asks for it.
    const KIND: Kind;
    /// Accepted texts, the most typical first. For a choice they are its words.
    const EXAMPLES: &'static [&'static str];

    /// Reads a text, or says what is wrong with it.
    fn parse(text: &str) -> Result<Self, String>;
}

/// How a form asks for a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One line of text.
    Text,
    /// Several lines of text, such as YAML.
    Block,
    /// One of a few words.
    Choice(&'static [Choice]),
    /// Yes or no, written `true` and `false`.
    Toggle,
    /// Several texts in order, separated by commas or line breaks.
    Lines,
}

/// One word of a [`Kind::Choice`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The answer as it stands in links and plans.
    pub word: &'static str,
    /// The words shown to the user.
    pub label: &'static str,
}

impl Kind {
    /// The word for this kind in `monitree fields --json`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Text | Self::Block => "text",
            Self::Choice(_) => "choice",
            Self::Toggle => "toggle",
            Self::Lines => "lines",
        }
    }
}

impl Value for bool {
    const KIND: Kind = Kind::Toggle;
    const EXAMPLES: &'static [&'static str] = &["true", "false"];

    fn parse(text: &str) -> Result<Self, String> {
        match text.trim() {
            "true" => Ok(true),
            "false" => Ok(false),
            _ => Err(format!("{text:?} is neither true nor false")),
        }
    }
}

/// Checks a kind of answer against a table: accepted texts with their canonical form, and refused
/// ones. A refusal must repeat the text.
#[cfg(test)]
#[track_caller]
fn check<T: Value>(accepted: &[(&str, &str)], refused: &[&str]) {
    let examples = T::EXAMPLES.iter().map(|text| (*text, None));
    for (text, canonical) in accepted.iter().map(|(a, b)| (*a, Some(*b))).chain(examples) {
        let value = T::parse(text).unwrap_or_else(|message| panic!("{text:?} refused: {message}"));
        let printed = value.to_string();
        if let Some(canonical) = canonical {
            assert_eq!(printed, canonical, "canonical form of {text:?}");
        }
        let again = T::parse(&printed).expect("canonical text parses").to_string();
        assert_eq!(again, printed, "canonical form of {text:?} is stable");
    }
    for text in refused {
        let message = match T::parse(text) {
            Ok(value) => panic!("{text:?} accepted as {value}"),
            Err(message) => message,
        };
        let named = text.is_empty() || text.len() > 80 || message.contains(&format!("{text:?}"));
        assert!(named, "{message:?} does not name {text:?}");
        assert!(
            message.contains("such as") || message.contains("one of"),
            "{message:?} shows no accepted form"
        );
    }
}
