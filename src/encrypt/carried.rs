//! Ciphertext that is there already, made here or by SOPS itself.

use std::collections::BTreeSet;

use crate::plan::Plan;
use crate::stack::secrets::Secret;
use crate::value::Recipient;
use crate::yaml::read::{self, Value};

/// Whether a file is a Secret as this plan wants it: its name and namespace, every key encrypted, for
/// exactly the plan's recipients if it names any.
pub fn fits(plan: &Plan, secret: &Secret, text: &str) -> bool {
    let Ok(file) = read::read(text) else { return false };
    let head = |path: &[&str]| at(&file, path).and_then(Value::as_text).unwrap_or_default();
    let named = head(&["kind"]) == "Secret"
        && head(&["metadata", "name"]) == secret.name
        && head(&["metadata", "namespace"]) == plan.namespace.as_str();
    let encrypted = |key: &str| {
        let value = |data| at(&file, &[data, key]).and_then(Value::as_text);
        value("stringData").or_else(|| value("data")).is_some_and(|text| text.starts_with("ENC["))
    };
    let wanted: BTreeSet<&str> = plan.sops_recipients.iter().map(Recipient::as_str).collect();
    named
        && secret.keys.iter().all(|key| encrypted(key.name))
        && (wanted.is_empty() || wanted == recipients(&file))
}

fn at<'a>(file: &'a Value, path: &[&str]) -> Option<&'a Value> {
    path.iter().try_fold(file, |value, key| value.get(key))
}

fn recipients(file: &Value) -> BTreeSet<&str> {
    let Some(Value::List(entries)) = at(file, &["sops", "age"]) else { return BTreeSet::new() };
    entries.iter().filter_map(|entry| entry.get("recipient")?.as_text()).collect()
}
