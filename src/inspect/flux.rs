//! Whether Flux can apply a tree: what waits for what, what is applied twice, and what is not there yet.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::Finding;
use super::files::{Files, Object};
use crate::plan::Severity;

const KUSTOMIZATION: &str = "kustomize.toolkit.fluxcd.io/";
const RELEASE: &str = "helm.toolkit.fluxcd.io/";

fn name(object: &Object) -> &str {
    object.text("/metadata/name")
}

/// The names that a Kustomization or release waits for.
fn waits_for(object: &Object) -> impl Iterator<Item = &str> {
    let needed = object.value["spec"]["dependsOn"].as_array().into_iter().flatten();
    needed.filter_map(|own| own["name"].as_str())
}

/// Kustomizations that wait for each other for ever.
pub(super) fn circles(files: &Files) -> Vec<Finding> {
    let all: BTreeMap<&str, &Object> =
        files.of_kind(KUSTOMIZATION, "Kustomization").map(|own| (name(own), own)).collect();
    let reaches_itself = |start: &&str| {
        let (mut seen, mut next) = (BTreeSet::new(), vec![*start]);
        while let Some(own) = next.pop() {
            for needed in all.get(own).into_iter().flat_map(|own| waits_for(own)) {
                if needed == *start {
                    return true;
                }
                if seen.insert(needed) {
                    next.push(needed);
                }
            }
        }
        false
    };
    let stuck: Vec<&str> = all.keys().copied().filter(|own| reaches_itself(own)).collect();
    let Some(first) = stuck.first().and_then(|name| all.get(name)) else { return Vec::new() };
    let message = format!("{} wait for each other", stuck.join(", "));
    let why = "None of them is ever applied.";
    vec![files.error("flux.wait-circle", first, "dependsOn:", message, why)]
}

/// Kustomizations that wait for one which neither the tree nor its plan knows.
pub(super) fn unknown_dependencies(files: &Files) -> Vec<Finding> {
    let own: BTreeSet<&str> = files.of_kind(KUSTOMIZATION, "Kustomization").map(name).collect();
    let declared = files.declared_foreign();
    let mut findings = Vec::new();
    for object in files.of_kind(KUSTOMIZATION, "Kustomization") {
        for needed in waits_for(object) {
            if !own.contains(needed) && !declared.iter().any(|name| name == needed) {
                let message = format!("{} waits for {needed}, which is not here", name(object));
                let why = "If it does not exist in the cluster either, this waits for ever.";
                let finding = files.error(
                    "flux.unknown-dependency",
                    object,
                    &format!("- name: {needed}"),
                    message,
                    why,
                );
                findings.push(Finding { severity: Severity::Warning, ..finding });
            }
        }
    }
    findings
}

/// Releases whose chart source is not in the tree.
pub(super) fn unknown_sources(files: &Files) -> Vec<Finding> {
    let kinds = ["OCIRepository", "HelmRepository", "GitRepository", "Bucket", "HelmChart"];
    let sources: BTreeSet<(&str, &str, &str)> = kinds
        .iter()
        .flat_map(|kind| {
            files.of_kind("source.toolkit.fluxcd.io/", kind).map(move |own| (*kind, own))
        })
        .map(|(kind, own)| (kind, own.text("/metadata/namespace"), name(own)))
        .collect();
    let missing = |object: &Object| {
        let spec = &object.value["spec"];
        let source = spec.get("chartRef").or_else(|| spec.pointer("/chart/spec/sourceRef"))?;
        let (kind, own) = (source["kind"].as_str()?, source["name"].as_str()?);
        let namespace = source["namespace"].as_str();
        let namespace = namespace.unwrap_or(object.text("/metadata/namespace"));
        let message = format!(
            "{} takes its chart from {kind} {namespace}/{own}, which is not here",
            name(object)
        );
        let why = "If it does not exist in the cluster either, the release is never installed.";
        let there = sources.contains(&(kind, namespace, own));
        (!there).then(|| {
            let finding =
                files.error("flux.unknown-source", object, &format!("name: {own}"), message, why);
            Finding { severity: Severity::Warning, ..finding }
        })
    };
    files.of_kind(RELEASE, "HelmRelease").filter_map(missing).collect()
}

/// One object twice in what a Kustomization applies, which kustomize refuses.
pub(super) fn twice(files: &Files) -> Vec<Finding> {
    let mut findings = Vec::new();
    for kustomization in files.of_kind(KUSTOMIZATION, "Kustomization") {
        let mut seen = BTreeSet::new();
        for object in files.objects_of(kustomization) {
            let id = [
                object.text("/apiVersion"),
                object.text("/kind"),
                object.text("/metadata/namespace"),
                name(object),
            ];
            if !id[3].is_empty() && !seen.insert(id) {
                let message = format!("{} applies {} {} twice", name(kustomization), id[1], id[3]);
                let why = "kustomize refuses the whole folder.";
                let line = format!("name: {}", id[3]);
                findings.push(files.error(
                    "kustomize.duplicate-resource",
                    object,
                    &line,
                    message,
                    why,
                ));
            }
        }
    }
    findings
}

/// Objects of the operator beside the release that brings their kinds: the API server does not know
/// them yet, and refuses all of the Kustomization.
pub(super) fn crd_order(files: &Files) -> Vec<Finding> {
    let mut findings = Vec::new();
    for kustomization in files.of_kind(KUSTOMIZATION, "Kustomization") {
        let objects = files.objects_of(kustomization);
        let brings = |own: &&Object| {
            let spec = &own.value["spec"];
            let chart =
                spec.pointer("/chart/spec/chart").or_else(|| spec.pointer("/chartRef/name"));
            own.text("/kind") == "HelmRelease"
                && chart.is_some_and(|chart| chart == "kube-prometheus-stack")
                && spec["values"]["crds"]["enabled"] != false
        };
        if !objects.iter().any(brings) {
            continue;
        }
        let theirs = objects
            .iter()
            .find(|own| own.text("/apiVersion").starts_with("monitoring.coreos.com/"));
        if let Some(object) = theirs {
            let message = format!(
                "{} {} is applied together with the release that brings its kind",
                object.text("/kind"),
                name(object)
            );
            let why = "\"no matches for kind\": nothing of the Kustomization is applied, the release neither.";
            let line = format!("kind: {}", object.text("/kind"));
            findings.push(files.error("flux.crd-order", object, &line, message, why));
        }
    }
    findings
}

/// Text that Flux replaces where substitution is on, and since 2.9 refuses where it is not set.
pub(super) fn substitution(files: &Files) -> Vec<Finding> {
    let with_variables = files.texts().filter(|(_, text)| text.contains("${"));
    let finding = |(file, text): (&str, &str)| {
        let safe = files.of_file(file).all(|own| {
            own.value["metadata"]["annotations"]["kustomize.toolkit.fluxcd.io/substitute"]
                == "disabled"
        });
        let line = text.lines().position(|line| line.contains("${")).map_or(1, |at| at + 1);
        (!safe).then(|| Finding {
            severity: Severity::Warning,
            code: "flux.envsubst",
            file: file.to_owned(),
            line,
            message: "this text holds ${, which Flux takes for a variable".to_owned(),
            why: "With postBuild.substitute it becomes empty, or fails the Kustomization.",
        })
    };
    with_variables.filter_map(finding).collect()
}

/// An object that a release makes by its values, and that stands in the tree as well.
pub(super) fn two_owners(files: &Files) -> Vec<Finding> {
    let mut findings = Vec::new();
    for release in files.of_kind(RELEASE, "HelmRelease") {
        let monitors = release.value.pointer("/spec/values/prometheus/additionalPodMonitors");
        for made in monitors.and_then(Value::as_array).into_iter().flatten() {
            let made = made["name"].as_str().unwrap_or_default();
            let same = |own: &&Object| {
                name(own) == made
                    && own.text("/metadata/namespace") == release.text("/metadata/namespace")
            };
            if let Some(object) = files.of_kind("monitoring.coreos.com/", "PodMonitor").find(same) {
                let message =
                    format!("PodMonitor {made} is made by the release {} as well", name(release));
                let why = "Both change it for ever, and removing the file takes the release's object away.";
                findings.push(files.error(
                    "flux.two-owners",
                    object,
                    &format!("name: {made}"),
                    message,
                    why,
                ));
            }
        }
    }
    findings
}
