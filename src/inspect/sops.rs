//! Encrypted files need a Flux Kustomization that decrypts.

use serde_json::Value;

use super::Finding;
use super::files::{Files, Object};
use crate::plan::Severity;

/// A Kustomization applies an encrypted file but does not decrypt. For `data` Flux fails; `stringData`
/// it applies as it is, and reports success.
pub(super) fn no_decryption(files: &Files) -> Vec<Finding> {
    let kustomizations = files.of_kind("kustomize.toolkit.fluxcd.io/", "Kustomization");
    let plain =
        kustomizations.filter(|object| object.value["spec"]["decryption"]["provider"] != "sops");
    plain.filter_map(|object| finding(files, object)).collect()
}

fn finding(files: &Files, kustomization: &Object) -> Option<Finding> {
    let text = |pointer: &str| kustomization.value.pointer(pointer).and_then(Value::as_str);
    let (name, path) = (text("/metadata/name")?, text("/spec/path")?);
    let is_encrypted = |file: &&str| files.of_file(file).any(|own| own.value["sops"].is_object());
    let applied = files.applied(path);
    let encrypted: Vec<&str> = applied.into_iter().filter(is_encrypted).collect();
    let first = encrypted.first()?;
    let more = match encrypted.len() {
        1 => String::new(),
        count => format!(" and {} more", count - 1),
    };
    Some(Finding {
        severity: Severity::Error,
        code: "sops.no-decryption",
        file: kustomization.file.clone(),
        line: files.line(&kustomization.file, &format!("name: {name}")),
        message: format!(
            "{name} applies {first}{more}, which is encrypted, and has no spec.decryption with provider sops"
        ),
        why: "Flux fails on it, or puts the ciphertext itself into the cluster and reports success.",
    })
}
