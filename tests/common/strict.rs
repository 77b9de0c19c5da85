//! Strict checks of objects: an unknown field or kind is refused, as by a strict API server.

use std::collections::BTreeMap;

use jsonschema::Validator;
use k8s_openapi::Resource;
use k8s_openapi::api::admissionregistration::v1::{
    MutatingWebhookConfiguration, ValidatingWebhookConfiguration,
};
use k8s_openapi::api::apps::v1::{DaemonSet, Deployment, StatefulSet};
use k8s_openapi::api::batch::v1::Job;
use k8s_openapi::api::core::v1::{
    ConfigMap, Namespace, PersistentVolumeClaim, Pod, Secret, Service, ServiceAccount,
};
use k8s_openapi::api::networking::v1::{Ingress, NetworkPolicy};
use k8s_openapi::api::policy::v1::PodDisruptionBudget;
use k8s_openapi::api::rbac::v1::{ClusterRole, ClusterRoleBinding, Role, RoleBinding};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::objects::Object;
use super::{file_stem, files, text};

/// Fields that the schemas of Flux 2.9 know and Flux 2.7 does not, as (kind, keys). An older API
/// server drops or refuses them. The Kustomization's own `healthCheckExprs` is old.
pub(crate) const NEWER_THAN_FLUX_2_7: &[(&str, &[&str])] = &[
    ("HelmRelease", &["spec", "healthCheckExprs"]),
    ("HelmRelease", &["spec", "waitStrategy"]),
    ("HelmRelease", &["spec", "postRenderStrategy"]),
    ("HelmRelease", &["spec", "install", "serverSideApply"]),
    ("HelmRelease", &["spec", "upgrade", "serverSideApply"]),
    ("HelmRelease", &["spec", "rollback", "serverSideApply"]),
    ("HelmRelease", &["spec", "upgrade", "chartNameChangeStrategy"]),
    ("HelmRelease", &["spec", "valuesFrom", "literal"]),
    ("Kustomization", &["spec", "ignore"]),
    ("Kustomization", &["spec", "buildMetadata"]),
    ("Kustomization", &["spec", "postBuild", "substituteStrategy"]),
];

/// What a type of Kubernetes finds wrong with a value.
type Native = fn(&Value) -> Vec<String>;

/// The schemas and types that objects are checked by.
pub(crate) struct Strict {
    schemas: BTreeMap<String, Validator>,
    natives: BTreeMap<(&'static str, &'static str), Native>,
}

impl Strict {
    pub(crate) fn new() -> Self {
        let schemas = files("tests/schemas", "json").into_iter().map(|path| {
            let schema = serde_json::from_str(&text(&path)).expect("a schema is JSON");
            let validator = jsonschema::validator_for(&schema).expect("a schema is valid");
            (file_stem(&path), validator)
        });
        Self { schemas: schemas.collect(), natives: natives() }
    }

    /// What is wrong with an object, one sentence each.
    pub(crate) fn faults(&self, object: &Object) -> Vec<String> {
        let faults = self.faults_of(object);
        faults.into_iter().map(|fault| format!("{}: {fault}", object.title())).collect()
    }

    fn faults_of(&self, object: &Object) -> Vec<String> {
        let (version, kind) = (object.api_version(), object.kind());
        if version == "kustomize.config.k8s.io/v1beta1" && kind == "Kustomization" {
            return kustomization(&object.value);
        }
        if let Some(native) = self.natives.get(&(version, kind)) {
            return native(&object.value);
        }
        let (group, version) = version.split_once('/').unwrap_or(("", version));
        let key = format!("{}.{group}.{version}", kind.to_lowercase());
        let Some(schema) = self.schemas.get(&key) else {
            return vec![format!("a kind without a schema: {}", object.api_version())];
        };
        let faults = schema
            .iter_errors(&object.value)
            .map(|error| format!("{}: {error}", error.instance_path()));
        faults.chain(metadata(&object.value)).chain(too_new(object)).collect()
    }
}

/// The kinds of Kubernetes itself that we write or that the charts render.
fn natives() -> BTreeMap<(&'static str, &'static str), Native> {
    [
        native::<ClusterRole>(),
        native::<ClusterRoleBinding>(),
        native::<ConfigMap>(),
        native::<DaemonSet>(),
        native::<Deployment>(),
        native::<Ingress>(),
        native::<Job>(),
        native::<MutatingWebhookConfiguration>(),
        native::<Namespace>(),
        native::<NetworkPolicy>(),
        native::<PersistentVolumeClaim>(),
        native::<Pod>(),
        native::<PodDisruptionBudget>(),
        native::<Role>(),
        native::<RoleBinding>(),
        native::<Secret>(),
        native::<Service>(),
        native::<ServiceAccount>(),
        native::<StatefulSet>(),
        native::<ValidatingWebhookConfiguration>(),
    ]
    .into()
}

fn native<T: Resource + DeserializeOwned>() -> ((&'static str, &'static str), Native) {
    ((T::API_VERSION, T::KIND), unknown_fields::<T>)
}

/// The generated types skip what they do not know, so the skipped fields are collected.
fn unknown_fields<T: DeserializeOwned>(value: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    let note = |path: serde_ignored::Path| {
        // A question mark stands for every optional value on the way.
        let path = path.to_string().replace("?.", "");
        faults.push(format!("unknown field {path}"));
    };
    let read: Result<T, _> = serde_ignored::deserialize(value, note);
    faults.extend(read.err().map(|error| error.to_string()));
    faults
}

/// The schemas leave `metadata` open, because every kind has the same.
fn metadata(value: &Value) -> Vec<String> {
    let named = value["metadata"]["name"].as_str().is_some_and(|name| !name.is_empty());
    let mut faults = unknown_fields::<ObjectMeta>(&value["metadata"]);
    faults.extend((!named).then(|| "it has no name".to_owned()));
    faults
}

/// Ours list resources and do nothing else.
fn kustomization(value: &Value) -> Vec<String> {
    let schema = json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["apiVersion", "kind", "resources"],
        "properties": {
            "apiVersion": {},
            "kind": {},
            "resources": {
                "type": "array", "minItems": 1, "uniqueItems": true, "items": { "type": "string" },
            },
        },
    });
    let validator = jsonschema::validator_for(&schema).expect("the schema is valid");
    validator.iter_errors(value).map(|error| error.to_string()).collect()
}

fn too_new(object: &Object) -> Vec<String> {
    let of_kind = NEWER_THAN_FLUX_2_7.iter().filter(|(kind, _)| {
        *kind == object.kind() && object.api_version().contains(".toolkit.fluxcd.io/")
    });
    let there = of_kind.filter(|(_, keys)| holds(&object.value, keys));
    there.map(|(_, keys)| format!("{} is newer than Flux 2.7", keys.join("."))).collect()
}

/// Whether there is a value below these keys, in any item of the lists on the way.
fn holds(value: &Value, keys: &[&str]) -> bool {
    let [first, rest @ ..] = keys else { return true };
    match value {
        Value::Array(items) => items.iter().any(|item| holds(item, keys)),
        _ => value.get(first).is_some_and(|value| holds(value, rest)),
    }
}
