//! Ciphertext that is there already, made here or by SOPS itself.

use std::collections::BTreeSet;

use crate::plan::Plan;
use crate::stack::secrets::{Key, Secret};
use crate::value::{Recipient, SecretMode};
use crate::yaml::read::{self, Value};

/// Whether a file is a Secret as this plan wants it: its name and namespace, every key encrypted, and
/// with SOPS for exactly the plan's recipients if it names any. For whom a SealedSecret was made does
/// not show; the controller keeps its older keys.
pub fn fits(plan: &Plan, secret: &Secret, text: &str) -> bool {
    let Ok(file) = read::read(text) else { return false };
    let head = |path: &[&str]| at(&file, path).and_then(Value::as_text).unwrap_or_default();
    let named = head(&["metadata", "name"]) == secret.name
        && head(&["metadata", "namespace"]) == (secret.home)(plan).as_str();
    let value = |path: &[&str]| at(&file, path).and_then(Value::as_text);
    if *plan.secret_mode == SecretMode::Sealed {
        let sealed = |key: &Key| value(&["spec", "encryptedData", key.name]).is_some();
        return named && head(&["kind"]) == "SealedSecret" && secret.keys.iter().all(sealed);
    }
    let encrypted = |key: &Key| {
        let text = value(&["stringData", key.name]).or_else(|| value(&["data", key.name]));
        text.is_some_and(|text| text.starts_with("ENC["))
    };
    let wanted: BTreeSet<&str> = plan.sops_recipients.iter().map(Recipient::as_str).collect();
    let readers = wanted.is_empty() || wanted == recipients(&file);
    named && head(&["kind"]) == "Secret" && secret.keys.iter().all(encrypted) && readers
}

fn at<'a>(file: &'a Value, path: &[&str]) -> Option<&'a Value> {
    path.iter().try_fold(file, |value, key| value.get(key))
}

fn recipients(file: &Value) -> BTreeSet<&str> {
    let Some(Value::List(entries)) = at(file, &["sops", "age"]) else { return BTreeSet::new() };
    entries.iter().filter_map(|entry| entry.get("recipient")?.as_text()).collect()
}
