//! Encrypted files need a Flux Kustomization that decrypts.

use super::Finding;
use super::files::Files;
use crate::tree::Object;

/// A Kustomization applies an encrypted file but does not decrypt. For `data` Flux fails; `stringData`
/// it applies as it is, and reports success.
pub(super) fn no_decryption(files: &Files) -> Vec<Finding> {
    let kustomizations = files.of_kind("kustomize.toolkit.fluxcd.io/", "Kustomization");
    let plain =
        kustomizations.filter(|own| own.text(&["spec", "decryption", "provider"]) != "sops");
    plain.filter_map(|own| finding(files, own)).collect()
}

fn finding(files: &Files, kustomization: &Object) -> Option<Finding> {
    let is_encrypted = |own: &&Object| own.manifest.at(&["sops"]).entries().next().is_some();
    let mut encrypted = files.applied_by(kustomization);
    encrypted.retain(is_encrypted);
    let (name, first) = (kustomization.name(), &encrypted.first()?.path);
    let more = match encrypted.len() {
        1 => String::new(),
        count => format!(" and {} more", count - 1),
    };
    let message = format!(
        "{name} applies {first}{more}, which is encrypted, and has no spec.decryption with provider sops"
    );
    let why =
        "Flux fails on it, or puts the ciphertext itself into the cluster and reports success.";
    Some(files.error("sops.no-decryption", kustomization, &format!("name: {name}"), message, why))
}
