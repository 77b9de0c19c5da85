//! Public keys that Secrets are encrypted for.

use std::fmt;

use bech32::Bech32;
use bech32::primitives::decode::CheckedHrpstring;

use super::{Kind, Value, name::text};

/// The public key of an [age](https://age-encryption.org) identity, as `age-keygen -y` prints it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recipient {
    text: String,
    point: [u8; 32],
}

text! {
    /// The end of the names of encrypted files.
    Suffix, is_suffix, "the end of a file name", ".enc.yaml", ".sops.yaml", ".secret.yml"
}

impl Recipient {
    /// The point on Curve25519 that the key is.
    pub const fn point(&self) -> &[u8; 32] {
        &self.point
    }

    /// Its text: `age1…`.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl Value for Recipient {
    const KIND: Kind = Kind::Text;
    const EXAMPLES: &'static [&'static str] =
        &["age1u6kcevy8agez8f5prcays7a68drfq3k5pw2cfnrtj3mp4x0urgjqfqyuk8"];

    fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let refuse =
            |why: &str| Err(format!("{text:?} {why}; a recipient is a public key such as age1…"));
        if private_key(text) {
            return Err("this is a private key, which must stay with its owner; a recipient is a public key such as age1…".to_owned());
        }
        if !text.starts_with("age1") {
            return refuse("is not an age recipient");
        }
        let Ok(checked) = CheckedHrpstring::new::<Bech32>(text) else {
            return refuse("has a typing error: its checksum does not fit");
        };
        if checked.hrp().as_str() != "age" {
            return refuse("belongs to a plugin of age, for which Monitree cannot encrypt");
        }
        match checked.byte_iter().collect::<Vec<u8>>().try_into() {
            Ok(point) => Ok(Self { text: text.to_owned(), point }),
            Err(_) => refuse("has the wrong length"),
        }
    }
}

impl fmt::Display for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Whether a text holds a private key: of age, or in the PEM form of a certificate's. Such a text is
/// no answer to any question, and is not repeated in any message.
pub fn private_key(text: &str) -> bool {
    let text = text.to_ascii_uppercase();
    text.contains("AGE-SECRET-KEY-") || text.contains("PRIVATE KEY-----")
}

/// Flux reads only `.yaml` and `.yml`, and the rule in `.sops.yaml` must tell these files from others.
fn is_suffix(text: &str) -> bool {
    let stem = text.strip_suffix(".yaml").or_else(|| text.strip_suffix(".yml"));
    let tame = |part: &str| {
        !part.is_empty()
            && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    };
    let word = stem.and_then(|stem| stem.strip_prefix('.'));
    text.len() <= 40 && word.is_some_and(|word| word.split('.').all(tame))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::check;

    #[test]
    fn recipients() {
        let plugin = bech32::encode::<Bech32>(
            bech32::Hrp::parse("age1yubikey").expect("a prefix"),
            &[1; 33],
        );
        let short =
            bech32::encode::<Bech32>(bech32::Hrp::parse("age").expect("a prefix"), &[1; 31]);
        check::<Recipient>(
            &[],
            &[
                "age1u6kcevy8agez8f5prcays7a68drfq3k5pw2cfnrtj3mp4x0urgjqfqyuk9",
                "age1u6kcevy8agez8f5prcays7a68drfq3k5pw2cfnrtj3mp4x0urgjqfqyuk",
                "AGE1U6KCEVY8AGEZ8F5PRCAYS7A68DRFQ3K5PW2CFNRTJ3MP4X0URGJQFQYUK8",
                "ssh-ed25519 AAAA",
                "age1",
                &plugin.expect("a text"),
                &short.expect("a text"),
                "",
            ],
        );
    }

    #[test]
    fn a_private_key_is_known_and_not_repeated() {
        for text in
            ["AGE-SECRET-KEY-1ABC", "age-secret-key-1abc", "-----BEGIN RSA PRIVATE KEY-----\nx"]
        {
            assert!(private_key(text));
            let message = Recipient::parse(text).expect_err("it is refused");
            assert!(!message.contains(text) && message.contains("private key"), "{message}");
        }
        assert!(!private_key("-----BEGIN CERTIFICATE-----"));
    }

    #[test]
    fn suffixes() {
        check::<Suffix>(
            &[(" .enc.yaml ", ".enc.yaml")],
            &["", ".yaml", "enc.yaml", ".enc.json", "..yaml", "./a.yaml", ".A.yaml"],
        );
    }
}
