//! Whether what the values of a release name is there.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::Finding;
use super::files::{Files, Object};

/// The releases of kube-prometheus-stack's and Loki's form, with their values.
fn releases(files: &Files) -> impl Iterator<Item = (&Object, &Value)> {
    let releases = files.of_kind("helm.toolkit.fluxcd.io/", "HelmRelease");
    releases.map(|own| (own, &own.value["spec"]["values"]))
}

/// The Secrets of a tree with their keys, however they come: as they are, encrypted, sealed or fetched.
fn secrets(files: &Files) -> BTreeMap<(&str, &str), BTreeSet<&str>> {
    let mut all: BTreeMap<(&str, &str), BTreeSet<&str>> = BTreeMap::new();
    for secret in files.of_kind("v1", "Secret") {
        let id = (secret.text("/metadata/namespace"), secret.text("/metadata/name"));
        for block in ["/data", "/stringData"] {
            let entries = secret.value.pointer(block).and_then(Value::as_object);
            all.entry(id)
                .or_default()
                .extend(entries.into_iter().flatten().map(|(key, _)| key.as_str()));
        }
    }
    for sealed in files.of_kind("bitnami.com/", "SealedSecret") {
        let id = (sealed.text("/metadata/namespace"), sealed.text("/metadata/name"));
        let entries = sealed.value.pointer("/spec/encryptedData").and_then(Value::as_object);
        all.entry(id)
            .or_default()
            .extend(entries.into_iter().flatten().map(|(key, _)| key.as_str()));
    }
    for external in files.of_kind("external-secrets.io/", "ExternalSecret") {
        let id = (external.text("/metadata/namespace"), external.text("/spec/target/name"));
        let data = external.value["spec"]["data"].as_array().into_iter().flatten();
        all.entry(id).or_default().extend(data.filter_map(|own| own["secretKey"].as_str()));
    }
    all
}

/// A whole configuration of Alertmanager whose Secret has no `alertmanager.yaml`: the operator runs an
/// empty one then, and everything says that it is well.
pub(super) fn config_secret(files: &Files) -> Vec<Finding> {
    let secrets = secrets(files);
    let wrong = |(release, values): (&Object, &Value)| {
        let secret =
            values.pointer("/alertmanager/alertmanagerSpec/configSecret")?.as_str()?.to_owned();
        let keys = secrets.get(&(release.text("/metadata/namespace"), secret.as_str()))?;
        let message = format!("the Secret {secret} has no key alertmanager.yaml");
        let why = "The operator runs an empty configuration and reports success: no alert reaches anyone.";
        let line = format!("configSecret: {secret}");
        (!keys.contains("alertmanager.yaml"))
            .then(|| files.error("am.config-secret-path", release, &line, message, why))
    };
    releases(files).filter_map(wrong).collect()
}

/// Routes of Alertmanager that lead to no receiver.
pub(super) fn receivers(files: &Files) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (release, values) in releases(files) {
        let config = &values["alertmanager"]["config"];
        let Some(receivers) = config["receivers"].as_array() else { continue };
        let known: BTreeSet<&str> =
            receivers.iter().filter_map(|own| own["name"].as_str()).collect();
        let mut named = Vec::new();
        routes(&config["route"], &mut named);
        for receiver in named.into_iter().filter(|name| !known.contains(name)) {
            let message = format!("a route leads to the receiver {receiver}, which does not exist");
            let why = "The operator refuses the configuration and keeps the old one.";
            let line = format!("receiver: {receiver}");
            findings.push(files.error("am.undefined-receiver", release, &line, message, why));
        }
    }
    findings
}

fn routes<'own>(route: &'own Value, named: &mut Vec<&'own str>) {
    named.extend(route["receiver"].as_str());
    for below in route["routes"].as_array().into_iter().flatten() {
        routes(below, named);
    }
}

/// Secrets that pods of a release need, and that the tree neither holds nor waits for.
pub(super) fn missing_secrets(files: &Files) -> Vec<Finding> {
    let secrets = secrets(files);
    let waited: BTreeSet<(&str, &str)> = files
        .of_kind("kustomize.toolkit.fluxcd.io/", "Kustomization")
        .flat_map(|own| own.value["spec"]["healthChecks"].as_array().into_iter().flatten())
        .filter(|check| check["kind"] == "Secret")
        .filter_map(|check| Some((check["namespace"].as_str()?, check["name"].as_str()?)))
        .collect();
    let mut findings = Vec::new();
    for (release, values) in releases(files) {
        let namespace = release.text("/metadata/namespace");
        for name in needed(values) {
            let id = (namespace, name);
            if secrets.contains_key(&id) || waited.contains(&id) {
                continue;
            }
            let message = format!("the Secret {namespace}/{name} is neither here nor waited for");
            let why =
                "Until it exists the pods do not start, and the release fails after its timeout.";
            let mut finding = files.error("secret.unknown", release, name, message, why);
            finding.severity = crate::plan::Severity::Warning;
            findings.push(finding);
        }
    }
    findings
}

/// The Secrets that values of the three charts name.
fn needed(values: &Value) -> Vec<&str> {
    let at = |pointer: &str| values.pointer(pointer).and_then(Value::as_str);
    let list =
        |pointer: &str| values.pointer(pointer).and_then(Value::as_array).into_iter().flatten();
    let mounted = list("/alertmanager/alertmanagerSpec/secrets").filter_map(Value::as_str);
    let environment =
        list("/defaults/extraEnvFrom").filter_map(|own| own["secretRef"]["name"].as_str());
    let one =
        [at("/grafana/admin/existingSecret"), at("/alertmanager/alertmanagerSpec/configSecret")];
    mounted.chain(environment).chain(one.into_iter().flatten()).collect()
}

/// Budgets that no replica may leave, so that no node can be drained.
pub(super) fn budgets(files: &Files) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (release, values) in releases(files) {
        for (block, spec) in
            [("prometheus", "prometheusSpec"), ("alertmanager", "alertmanagerSpec")]
        {
            let budget = &values[block]["podDisruptionBudget"];
            let replicas = values[block][spec]["replicas"].as_u64().unwrap_or(1);
            let least = budget["minAvailable"].as_u64().unwrap_or(1);
            if budget["enabled"] == true && least >= replicas {
                let message = format!("the budget of {block} keeps {least} of {replicas} replicas");
                let why = "No node with one of them can be drained.";
                findings.push(files.error(
                    "pdb.single-replica",
                    release,
                    "podDisruptionBudget:",
                    message,
                    why,
                ));
            }
        }
    }
    findings
}
