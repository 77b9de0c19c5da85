//! Names in stores of others: buckets, accounts, paths of secrets, and labels of objects.

use std::fmt;

use super::name::{is_name, text};
use super::{Kind, Value};

text! {
    /// The name of a bucket: 3 to 63 lower case letters, digits, dots and dashes.
    Bucket, |text| (3..=63).contains(&text.len()) && is_name(text), "the name of a bucket", "acme-loki-chunks", "logs.example.org"
}

text! {
    /// The id of a Cloudflare account.
    AccountId, |text| text.len() == 32 && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b)),
    "an account id of 32 hexadecimal digits", "0123456789abcdef0123456789abcdef"
}

text! {
    /// A region of an object store.
    Region, |text| (1..=40).contains(&text.len()) && super::name::is_label(text), "a region", "eu-central-1", "us-east-1"
}

text! {
    /// A property of a secret in an external store, or a key of a Secret.
    Property, |text| (1..=100).contains(&text.len()) && text.bytes().all(is_tame), "the name of a property", "access_key_id", "alertmanager.yaml"
}

text! {
    /// The role that a store gives to the External Secrets Operator.
    Role, |text| (1..=100).contains(&text.len()) && text.bytes().all(is_tame), "the name of a role", "external-secrets"
}

text! {
    /// The path of a secret in an external store. With Vault's own prefix `kv/data/` it means the same
    /// as without: the store knows its engine.
    SecretPath, |text| text.len() <= 200 && text.split('/').all(|part| !part.is_empty() && part.bytes().all(is_tame)),
    "the path of a secret", "kv/data/observability/loki", "observability/grafana"
}

text! {
    /// One label with its value, as in `dashboards=grafana`.
    LabelPair, is_pair, "a label with its value", "dashboards=grafana", "app.kubernetes.io/name=traefik"
}

impl SecretPath {
    /// The same as a text of its own.
    pub fn key_text(&self) -> String {
        self.key().to_owned()
    }

    /// The path as the store is asked for it: External Secrets adds the engine, and `data/` as well.
    pub fn key(&self) -> &str {
        self.parts().map_or(self.as_str(), |(_, key)| key)
    }

    /// The engine before `data/`, where the path is written as Vault's API has it.
    pub fn engine(&self) -> Option<&str> {
        self.parts().map(|(engine, _)| engine)
    }

    fn parts(&self) -> Option<(&str, &str)> {
        self.as_str().split_once("/data/").filter(|(engine, _)| !engine.contains('/'))
    }
}

impl LabelPair {
    /// The label and its value.
    pub fn parts(&self) -> (&str, &str) {
        self.as_str().split_once('=').unwrap_or((self.as_str(), ""))
    }
}

fn is_tame(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b"-_.".contains(&b)
}

fn is_pair(text: &str) -> bool {
    let word = |text: &str| {
        (1..=63).contains(&text.len())
            && text.bytes().all(is_tame)
            && text.starts_with(|c: char| c.is_ascii_alphanumeric())
            && text.ends_with(|c: char| c.is_ascii_alphanumeric())
    };
    let Some((label, value)) = text.split_once('=') else { return false };
    let (prefix, name) = label.rsplit_once('/').map_or((None, label), |(a, b)| (Some(a), b));
    word(value) && word(name) && prefix.is_none_or(is_name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::check;

    #[test]
    fn names() {
        check::<Bucket>(&[], &["", "ab", "A-b", "a_b", "-abc"]);
        check::<AccountId>(&[], &["", "0123", "0123456789ABCDEF0123456789ABCDEF"]);
        check::<Region>(&[("auto", "auto")], &["", "EU", "a b"]);
        check::<Property>(&[], &["", "a b", "a/b"]);
        check::<Role>(&[], &["", "a b"]);
        check::<SecretPath>(&[], &["", "/a", "a//b", "a b", "a/"]);
        check::<LabelPair>(&[], &["", "a", "a=", "=b", "a=b c", "/a=b", "a=-b"]);
    }

    #[test]
    fn the_prefix_of_vault_is_cut_off() {
        let key = |text: &str| SecretPath::parse(text).expect("a path").key().to_owned();
        assert_eq!(key("kv/data/observability/loki"), "observability/loki");
        assert_eq!(key("observability/loki"), "observability/loki");
        assert_eq!(key("team/app/data/x"), "team/app/data/x");
    }
}
