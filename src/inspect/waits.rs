//! What a Kustomization waits for, against what the operator makes of the release in it.

use super::Finding;
use super::files::Files;
use super::release::{KPS, full_name, target};
use crate::plan::Severity;
use crate::tree::Object;

/// The values of kube-prometheus-stack that take its objects away or name them otherwise.
const RENAMING: &[&[&str]] = &[
    &["fullnameOverride"],
    &["nameOverride"],
    &["namespaceOverride"],
    &["cleanPrometheusOperatorObjectNames"],
    &["prometheus", "enabled"],
    &["alertmanager", "enabled"],
];

/// Objects of Prometheus and Alertmanager that are waited for and never come.
pub(super) fn missing(files: &Files) -> Vec<Finding> {
    let mut findings = Vec::new();
    for kustomization in files.of_kind("kustomize.toolkit.fluxcd.io/", "Kustomization") {
        let mut applied = files.applied_by(kustomization).into_iter();
        let is_ours = |own: &&Object| own.kind() == "HelmRelease" && files.chart(own)[0] == KPS;
        let Some(release) = applied.find(is_ours) else { continue };
        let Some((kind, name)) = asked_in_vain(kustomization, release) else { continue };
        let values = release.manifest.at(&["spec", "values"]);
        let cause = RENAMING.iter().find(|keys| !values.at(keys).text().is_empty());
        let (severity, code, keys) =
            (Severity::Error, "flux.health-check", cause.copied().unwrap_or_default());
        let message = format!(
            "{} waits for the {kind} {name}, which these values do not make",
            kustomization.name()
        );
        let why = "It never becomes ready, and nothing that waits for it is applied.";
        findings.push(files.at_value(severity, code, release, keys, message, why));
    }
    findings
}

/// Kind and name of the first health check for something that a release does not lead to.
fn asked_in_vain<'own>(
    kustomization: &'own Object,
    release: &Object,
) -> Option<(&'own str, &'own str)> {
    let made = made(release);
    let checks = kustomization.manifest.at(&["spec", "healthChecks"]).items().iter();
    let mut asked =
        checks.map(|own| ["kind", "namespace", "name"].map(|key| own.at(&[key]).text()));
    let is_made = |asked: [&str; 3]| {
        made.iter().any(|(kind, namespace, name)| [*kind, namespace, name] == asked)
    };
    let vain = asked.find(|own| is_judged(own[0], own[2]) && !is_made(*own));
    vain.map(|[kind, _, name]| (kind, name))
}

fn is_judged(kind: &str, name: &str) -> bool {
    let of_operator = name.starts_with("prometheus-") || name.starts_with("alertmanager-");
    matches!(kind, "Prometheus" | "Alertmanager") || kind == "StatefulSet" && of_operator
}

/// Kind, namespace and name of what a release of kube-prometheus-stack leads to.
fn made(release: &Object) -> Vec<(&'static str, String, String)> {
    let values = release.manifest.at(&["spec", "values"]);
    let full = full_name(KPS, release);
    let is_clean = values.at(&["cleanPrometheusOperatorObjectNames"]).text() == "true";
    let mut all = Vec::new();
    for (kind, block) in [("Prometheus", "prometheus"), ("Alertmanager", "alertmanager")] {
        if values.at(&[block, "enabled"]).text() != "false" {
            let name = if is_clean { full.clone() } else { format!("{full}-{block}") };
            all.push(("StatefulSet", target(release).to_owned(), format!("{block}-{name}")));
            all.push((kind, target(release).to_owned(), name));
        }
    }
    all
}
