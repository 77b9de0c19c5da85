//! Secrets that are named: whether they come, and with the keys that are read.

use std::collections::BTreeSet;

use super::Finding;
use super::files::Files;
use crate::plan::Severity;
use crate::stack::names::ALERTMANAGER_SECRETS;
use crate::tree::Object;
use crate::yaml::Node;

/// A Secret that comes into the cluster, however: as it is, encrypted, sealed, fetched, or waited for.
struct Secret<'tree> {
    namespace: &'tree str,
    name: &'tree str,
    /// Its keys; none where the tree does not say which.
    keys: Option<Vec<&'tree str>>,
}

/// A Secret that something reads.
struct Wanted<'tree> {
    object: &'tree Object,
    name: &'tree str,
    /// The keys that it must have.
    keys: Vec<&'tree str>,
}

/// Objects whose Secrets are made by hand before a tree is applied, as Flux' own documentation asks:
/// the key that decrypts, the login for the repository.
const BY_HAND: &[&str] = &["Kustomization", "GitRepository", "ClusterSecretStore", "SecretStore"];

/// Secrets that neither come nor stand in an answer, and keys that one of the tree does not have.
pub(super) fn unknown(files: &Files) -> Vec<Finding> {
    let secrets = coming(files);
    let objects = files.objects().iter().filter(|own| !BY_HAND.contains(&own.kind()));
    let wanted = objects.flat_map(wanted);
    wanted.filter_map(|own| finding(files, &secrets, &own)).collect()
}

/// Secrets that Alertmanager's configuration reads files of, and that are not mounted into its pods.
pub(super) fn unmounted(files: &Files) -> Vec<Finding> {
    let mut findings = Vec::new();
    for release in files.releases() {
        let values = release.manifest.at(&["spec", "values", "alertmanager"]);
        let mounted = values.at(&["alertmanagerSpec", "secrets"]).items();
        let mut missing = BTreeSet::new();
        values
            .at(&["config"])
            .walk("", &mut |_, node| missing.extend(file(node).map(|(name, _)| name)));
        missing.retain(|name| mounted.iter().all(|own| own.text() != *name));
        for name in missing {
            let message =
                format!("the Secret {name} is not mounted, and Alertmanager reads files of it");
            let why = "Every message with one of its keys fails, and nothing says so but Alertmanager's log.";
            let keys = ["alertmanager", "alertmanagerSpec", "secrets"];
            findings.push(files.at_value(
                Severity::Error,
                "am.files",
                release,
                &keys,
                message,
                why,
            ));
        }
    }
    findings
}

fn finding(files: &Files, secrets: &[Secret], wanted: &Wanted) -> Option<Finding> {
    let Wanted { object, name, keys } = wanted;
    let namespace = object.namespace();
    let found = secrets.iter().find(|own| own.namespace == namespace && own.name == *name);
    let Some(secret) = found else {
        let message = format!("the Secret {namespace}/{name} is neither here nor waited for");
        let why = "Until it exists the pods do not start, and the release fails after its timeout.";
        let known = files.is_answer(name);
        return (!known).then(|| files.warning("secret.unknown", object, name, message, why));
    };
    let has = |key: &&&str| secret.keys.as_ref().is_none_or(|own| own.contains(*key));
    let missing = keys.iter().find(|key| !has(key))?;
    let message = format!("the Secret {name} has no key {missing}");
    if *missing == "alertmanager.yaml" {
        let why = "The operator runs an empty configuration and reports success: no alert reaches anyone.";
        return Some(files.error("am.config-secret-path", object, name, message, why));
    }
    let why = "What reads it finds nothing there: a pod does not start, or a message is not sent.";
    Some(files.error("secret.unknown-key", object, name, message, why))
}

fn coming<'tree>(files: &Files<'tree>) -> Vec<Secret<'tree>> {
    let mut all: Vec<Secret> = files.objects().iter().filter_map(secret).collect();
    let waited = files.of_kind("kustomize.toolkit.fluxcd.io/", "Kustomization");
    for check in waited.flat_map(|own| own.manifest.at(&["spec", "healthChecks"]).items()) {
        if check.at(&["kind"]).text() == "Secret" {
            let text = |key| check.at(&[key]).text();
            all.push(Secret { namespace: text("namespace"), name: text("name"), keys: None });
        }
    }
    all
}

/// The Secret that an object is or makes.
fn secret(object: &Object) -> Option<Secret<'_>> {
    let keys_of = |keys: &[&str]| object.manifest.at(keys).entries().map(|(key, _)| key);
    let (name, keys) = match object.kind() {
        "Secret" => (object.name(), keys_of(&["data"]).chain(keys_of(&["stringData"])).collect()),
        "SealedSecret" => (object.name(), keys_of(&["spec", "encryptedData"]).collect()),
        "ExternalSecret" => {
            let data = object.manifest.at(&["spec", "data"]).items().iter();
            let keys = data.map(|own| own.at(&["secretKey"]).text()).collect();
            (object.text(&["spec", "target", "name"]), keys)
        }
        "Certificate" => {
            (object.text(&["spec", "secretName"]), vec!["tls.crt", "tls.key", "ca.crt"])
        }
        _ => return None,
    };
    // An ExternalSecret may take all that it finds, without naming a key.
    let keys = (!keys.is_empty()).then_some(keys);
    Some(Secret { namespace: object.namespace(), name, keys })
}

/// The Secrets that an object names, in the forms of Kubernetes, Flux and the charts' values.
fn wanted(object: &Object) -> Vec<Wanted<'_>> {
    let mut all = Vec::new();
    if object.kind() == "Certificate" {
        return all;
    }
    object.manifest.walk("", &mut |key, node| {
        let (name, keys) = named(key, node);
        if !name.is_empty() && node.at(&["optional"]).text() != "true" {
            all.push(Wanted { object, name, keys });
        }
    });
    let made = made_by_cert_manager(object);
    all.retain(|own| !made.contains(&own.name));
    all
}

fn named<'own>(key: &'own str, node: &'own Node) -> (&'own str, Vec<&'own str>) {
    let text = |key: &str| node.at(&[key]).text();
    if let Some((name, key)) = file(node) {
        return (name, vec![key]);
    }
    match key {
        "configSecret" => (node.text(), vec!["alertmanager.yaml"]),
        "existingSecret" | "secretName" | "secrets" if !node.text().is_empty() => {
            (node.text(), Vec::new())
        }
        "secretRef" | "proxySecretRef" | "certSecretRef" | "imagePullSecrets" | "pullSecrets" => {
            (text("name"), Vec::new())
        }
        _ if key.starts_with("configMap") || key == "data" => ("", Vec::new()),
        // Grafana's first user.
        _ if !text("userKey").is_empty() => {
            (text("existingSecret"), vec![text("userKey"), text("passwordKey")])
        }
        _ if !text("name").is_empty() && !text("key").is_empty() => {
            (text("name"), vec![text("key")])
        }
        _ => ("", Vec::new()),
    }
}

/// The Secret and the key that a path in Alertmanager's pods leads to.
fn file(node: &Node) -> Option<(&str, &str)> {
    node.text().strip_prefix(ALERTMANAGER_SECRETS)?.strip_prefix('/')?.split_once('/')
}

/// The Secrets that cert-manager makes because an Ingress, or a chart's values for one, ask it to.
fn made_by_cert_manager(object: &Object) -> Vec<&str> {
    let (mut asks, mut made) = (false, Vec::new());
    object.manifest.walk("", &mut |key, node| {
        asks |= key.starts_with("cert-manager.io/");
        if key == "tls" {
            made.push(node.at(&["secretName"]).text());
        }
    });
    if asks { made } else { Vec::new() }
}
