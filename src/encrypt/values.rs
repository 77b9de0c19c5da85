//! The values of Secrets, in memory and nowhere else.

use std::collections::BTreeMap;
use std::fmt;

use zeroize::Zeroizing;

use super::{Failure, random};
use crate::plan::Plan;
use crate::stack::secrets::{Key, Secret, needed};
use crate::value::private_key;

/// Values by the names of their Secret and key. They are wiped from memory when they go.
#[derive(Default)]
pub struct Values(BTreeMap<(&'static str, &'static str), Zeroizing<String>>);

/// The names only.
impl fmt::Debug for Values {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

impl Values {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// One value.
    pub fn get(&self, secret: &Secret, key: &Key) -> Option<&str> {
        self.0.get(&(secret.name, key.name)).map(|value| value.as_str())
    }

    /// Takes a value. An empty text takes it back.
    pub fn put(&mut self, secret: &'static Secret, key: &'static Key, value: Zeroizing<String>) {
        if value.is_empty() {
            self.0.remove(&(secret.name, key.name));
        } else {
            self.0.insert((secret.name, key.name), value);
        }
    }

    /// The values of a Secret in the order of its keys, if all are there.
    pub fn of(&self, secret: &Secret) -> Option<Vec<(&'static str, &str)>> {
        secret.keys.iter().map(|key| Some((key.name, self.get(secret, key)?))).collect()
    }

    /// Forgets the values of a Secret.
    pub fn forget(&mut self, secret: &Secret) {
        self.0.retain(|(name, _), _| *name != secret.name);
    }

    /// Checks that every value has the right shape, and that no Secret has only some of its values: it
    /// would be a Secret that does not work.
    ///
    /// # Errors
    /// The first value that is wrong or missing, by its name.
    pub fn check(&self, plan: &Plan) -> Result<(), Failure> {
        for (secret, key) in keys(plan) {
            let wrong = |what: &str| {
                Err(Failure(format!("the value of {}/{} {what}", secret.name, key.name)))
            };
            match self.get(secret, key) {
                Some(value) => (key.check)(value).or_else(wrong)?,
                None if self.0.keys().any(|(name, _)| *name == secret.name) => wrong("is missing")?,
                None => {}
            }
        }
        Ok(())
    }

    /// Takes the lines of a text, each `name/key=value`, or `key=value` where only one Secret of the
    /// plan has such a key. Everything behind the first `=` is the value, without the line break.
    /// Empty lines and lines that begin with `#` have no meaning.
    ///
    /// # Errors
    /// What is wrong with a line, by its number and its name, never with its value. Lines before it
    /// were taken.
    pub fn read(&mut self, plan: &Plan, text: &str) -> Result<(), Failure> {
        for (index, line) in text.lines().enumerate() {
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            let number = index + 1;
            let wrong = |what: String| Failure(format!("line {number} {what}"));
            let (name, value) = line.split_once('=').ok_or_else(|| {
                wrong("is not name/key=value such as grafana-admin/admin-user=admin".to_owned())
            })?;
            let (secret, key) = find(plan, name.trim()).map_err(wrong)?;
            if private_key(value) {
                return Err(wrong(
                    "holds a private key, which is no value of this stack".to_owned(),
                ));
            }
            self.put(secret, key, Zeroizing::new(value.to_owned()));
        }
        Ok(())
    }
}

/// Finds the key of a Secret by `name/key`, or by `key` alone.
fn find(plan: &Plan, name: &str) -> Result<(&'static Secret, &'static Key), String> {
    let all: Vec<(&'static Secret, &'static Key)> = keys(plan).collect();
    let named = |(secret, key): &&(&'static Secret, &'static Key)| {
        name == key.name || name.split_once('/') == Some((secret.name, key.name))
    };
    let mut found = all.iter().filter(named);
    if let (Some(one), None) = (found.next(), found.next()) {
        return Ok(*one);
    }
    let known: Vec<String> =
        all.iter().map(|(secret, key)| format!("{}/{}", secret.name, key.name)).collect();
    Err(format!("names {name:?}, which is none of {}", known.join(", ")))
}

/// Every value that a plan needs.
pub fn keys(plan: &Plan) -> impl Iterator<Item = (&'static Secret, &'static Key)> {
    let secrets = needed(plan).into_iter().map(|(secret, _)| secret);
    secrets.flat_map(|secret| secret.keys.iter().map(move |key| (secret, key)))
}

/// A password of 24 letters and digits, more than 140 bits.
///
/// # Errors
/// When the system gives no random numbers.
pub fn generate() -> Result<Zeroizing<String>, Failure> {
    const LETTERS: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    let mut password = Zeroizing::new(String::with_capacity(24));
    while password.len() < 24 {
        // Bytes above the last multiple of 62 would make some letters likelier than others.
        let bytes = Zeroizing::new(random::<32>()?);
        let fair = bytes.iter().filter(|byte| **byte < 248).take(24 - password.len());
        password.extend(fair.map(|byte| char::from(LETTERS[usize::from(byte % 62)])));
    }
    Ok(password)
}
