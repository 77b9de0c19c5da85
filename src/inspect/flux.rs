//! Whether Flux can apply a tree: what waits for what, what is applied twice, and what is not there yet.

use std::collections::BTreeSet;

use super::Finding;
use super::files::Files;
use super::release::target;
use crate::tree::Object;
use crate::yaml::Node;

const KUSTOMIZATION: &str = "kustomize.toolkit.fluxcd.io/";

/// The objects that may wait for others of their kind.
fn waiting<'tree>(files: &Files<'tree>) -> impl Iterator<Item = &'tree Object> + use<'tree> {
    files.of_kind(KUSTOMIZATION, "Kustomization").chain(files.releases())
}

/// What an object waits for: the names of others of its kind, with their namespaces.
fn waits_for(object: &Object) -> impl Iterator<Item = (&str, &str)> {
    let needed = object.manifest.at(&["spec", "dependsOn"]).items().iter();
    needed.map(|own| (home(own, object), own.at(&["name"]).text()))
}

/// The namespace that a reference names, or that of the object with the reference.
fn home<'own>(reference: &'own Node, object: &'own Object) -> &'own str {
    let named = reference.at(&["namespace"]).text();
    if named.is_empty() { object.namespace() } else { named }
}

fn is(object: &Object, kind: &str, id: (&str, &str)) -> bool {
    object.kind() == kind && (object.namespace(), object.name()) == id
}

/// Kustomizations or releases that wait for each other for ever.
pub(super) fn circles(files: &Files) -> Vec<Finding> {
    let all: Vec<&Object> = waiting(files).collect();
    let reaches_itself = |start: &&&Object| {
        let (mut seen, mut next) = (Vec::new(), vec![**start]);
        while let Some(own) = next.pop() {
            for needed in waits_for(own) {
                let mut known = all.iter().filter(|other| is(other, own.kind(), needed));
                let Some(found) = known.next().filter(|_| !seen.contains(&needed)) else {
                    continue;
                };
                if std::ptr::eq(*found, **start) {
                    return true;
                }
                seen.push(needed);
                next.push(found);
            }
        }
        false
    };
    let stuck: Vec<&&Object> = all.iter().filter(reaches_itself).collect();
    let Some(first) = stuck.first() else { return Vec::new() };
    let names: Vec<&str> = stuck.iter().map(|own| own.name()).collect();
    let message = format!("{} wait for each other", names.join(", "));
    let why = "None of them is ever applied.";
    vec![files.error("flux.wait-circle", first, "dependsOn:", message, why)]
}

/// Kustomizations or releases that wait for one which neither the tree nor an answer knows.
pub(super) fn unknown_dependencies(files: &Files) -> Vec<Finding> {
    let mut findings = Vec::new();
    for object in waiting(files) {
        for (namespace, needed) in waits_for(object) {
            let mut all = files.objects().iter();
            let known = all.any(|own| is(own, object.kind(), (namespace, needed)));
            if !known && !files.is_answer(needed) {
                let message = format!("{} waits for {needed}, which is not here", object.name());
                let why = "If it does not exist in the cluster either, this waits for ever.";
                let line = format!("name: {needed}");
                let code = "flux.unknown-dependency";
                findings.push(files.warning(code, object, &line, message, why));
            }
        }
    }
    findings
}

/// Releases whose chart source is not in the tree.
pub(super) fn unknown_sources(files: &Files) -> Vec<Finding> {
    let missing = |object: &Object| {
        let places: [&[&str]; 2] = [&["spec", "chartRef"], &["spec", "chart", "spec", "sourceRef"]];
        let places = places.map(|keys| object.manifest.at(keys));
        let source = places.into_iter().find(|own| own.entries().next().is_some())?;
        let (kind, own) = (source.at(&["kind"]).text(), source.at(&["name"]).text());
        let namespace = home(source, object);
        let message = format!(
            "{} takes its chart from {kind} {namespace}/{own}, which is not here",
            object.name()
        );
        let why = "If it does not exist in the cluster either, the release is never installed.";
        let there = files.objects().iter().any(|other| is(other, kind, (namespace, own)));
        let line = format!("name: {own}");
        (!there).then(|| files.warning("flux.unknown-source", object, &line, message, why))
    };
    files.releases().filter_map(missing).collect()
}

/// One object twice in what a Kustomization applies, which kustomize refuses.
pub(super) fn twice(files: &Files) -> Vec<Finding> {
    let mut findings = Vec::new();
    for kustomization in files.of_kind(KUSTOMIZATION, "Kustomization") {
        let mut seen = BTreeSet::new();
        for object in files.applied_by(kustomization) {
            let (kind, name) = (object.kind(), object.name());
            let id = [object.api_version(), kind, object.namespace(), name];
            if !name.is_empty() && !seen.insert(id) {
                let message = format!("{} applies {kind} {name} twice", kustomization.name());
                let why = "kustomize refuses the whole folder.";
                let (code, line) = ("kustomize.duplicate-resource", format!("name: {name}"));
                findings.push(files.error(code, object, &line, message, why));
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
        let objects = files.applied_by(kustomization);
        let brings = |own: &Object| {
            own.kind() == "HelmRelease"
                && files.chart(own)[0] == "kube-prometheus-stack"
                && own.text(&["spec", "values", "crds", "enabled"]) != "false"
        };
        if !objects.iter().copied().any(brings) {
            continue;
        }
        let theirs =
            objects.iter().find(|own| own.api_version().starts_with("monitoring.coreos.com/"));
        if let Some(object) = theirs {
            let kind = object.kind();
            let message = format!(
                "{kind} {} is applied together with the release that brings its kind",
                object.name()
            );
            let why = "\"no matches for kind\": nothing of the Kustomization is applied, the release neither.";
            let line = format!("kind: {kind}");
            findings.push(files.error("flux.crd-order", object, &line, message, why));
        }
    }
    findings
}

/// Text that Flux replaces where substitution is on, and since 2.9 refuses where it is not set.
pub(super) fn substitution(files: &Files) -> Vec<Finding> {
    let finding = |(file, lines): (&str, Vec<&str>)| {
        let at = lines.iter().position(|line| line.contains("${"))?;
        let keys = ["metadata", "annotations", "kustomize.toolkit.fluxcd.io/substitute"];
        let object = files.of_file(file).find(|own| own.text(&keys) != "disabled")?;
        let message = "this text holds ${, which Flux takes for a variable".to_owned();
        let why = "With postBuild.substitute it becomes empty, or fails the Kustomization.";
        let finding = files.warning("flux.envsubst", object, "${", message, why);
        Some(Finding { line: at + 1, ..finding })
    };
    files.read().filter_map(finding).collect()
}

/// An object that a release makes by its values, and that stands in the tree as well.
pub(super) fn two_owners(files: &Files) -> Vec<Finding> {
    let mut findings = Vec::new();
    for release in files.releases() {
        for (kind, key) in [
            ("PodMonitor", "additionalPodMonitors"),
            ("ServiceMonitor", "additionalServiceMonitors"),
        ] {
            for made in release.manifest.at(&["spec", "values", "prometheus", key]).items() {
                let made = made.at(&["name"]).text();
                let same = |own: &&Object| is(own, kind, (target(release), made));
                let Some(object) = files.objects().iter().find(same) else { continue };
                let message =
                    format!("{kind} {made} is made by the release {} as well", release.name());
                let why = "Both change it for ever, and removing the file takes the release's object away.";
                let line = format!("name: {made}");
                findings.push(files.error("flux.two-owners", object, &line, message, why));
            }
        }
    }
    findings
}
