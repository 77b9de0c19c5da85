//! Guards that a strict API server takes every object of a tree: no unknown field, no unknown kind,
//! no field that Flux 2.7 lacks, and no object with two owners.
#![cfg(not(target_arch = "wasm32"))]

mod common;

use common::objects::{self, Object};
use common::strict::{NEWER_THAN_FLUX_2_7, Strict};
use common::{files, text};
use serde_json::{Value, json};

#[test]
fn every_object_is_strictly_right() {
    let strict = Strict::new();
    for case in common::cases() {
        let objects = case.objects();
        assert!(objects.len() >= 15, "{} has only {} objects", case.name, objects.len());
        let faults: Vec<String> = objects.iter().flat_map(|own| strict.faults(own)).collect();
        assert!(faults.is_empty(), "{}: {faults:#?}", case.name);
        let own =
            objects.iter().filter(|own| own.api_version() != "kustomize.config.k8s.io/v1beta1");
        assert_eq!(objects::twice(own), [""; 0], "{}", case.name);
    }
}

/// Parts of the chart's values become parts of objects as they are. Checked as such objects, a wrong
/// size, duration or field is seen without the chart.
#[test]
fn values_that_become_objects_are_strictly_right() {
    let strict = Strict::new();
    for case in common::cases() {
        for release in case.releases() {
            let made = match release.chart.name {
                "kube-prometheus-stack" => of_kube_prometheus_stack(&release.values),
                "loki" => of_loki(&release.values),
                _ => vec![container_of(&release.values["alloy"])],
            };
            let faults: Vec<String> = made.iter().flat_map(|own| strict.faults(own)).collect();
            assert!(faults.is_empty(), "{}, {}: {faults:#?}", case.name, release.name);
        }
    }
}

/// The blocks of the components with replicas, and every claim in them.
fn of_loki(values: &Value) -> Vec<Object> {
    let mut made = Vec::new();
    let blocks = values.as_object().expect("the values are a mapping").values();
    for block in blocks.filter(|block| block["replicas"].as_u64().is_some_and(|count| count > 0)) {
        made.push(container_of(block));
        let claim = &block["persistence"];
        let claims = claim["claims"].as_array().into_iter().flatten();
        made.extend(claims.chain(claim.get("size").map(|_| claim)).map(claim_of));
    }
    assert!(made.len() > 1, "Loki has neither pods nor claims");
    made
}

fn of_kube_prometheus_stack(values: &Value) -> Vec<Object> {
    let (prometheus, alertmanager) = (&values["prometheus"], &values["alertmanager"]);
    let mut made = vec![
        operated("Prometheus", &prometheus["prometheusSpec"]),
        operated("Alertmanager", &alertmanager["alertmanagerSpec"]),
        container_of(&values["kube-state-metrics"]),
    ];
    let monitors = prometheus["additionalPodMonitors"].as_array().expect("there are pod monitors");
    made.extend(monitors.iter().map(pod_monitor));
    let packs = values["additionalPrometheusRulesMap"].as_object().into_iter().flatten();
    made.extend(packs.map(|(name, pack)| operator_object("PrometheusRule", name, pack)));
    let there = |own: &&Value| own.is_object() && own["enabled"] != false;
    let maybe = [&values["prometheusOperator"], &values["prometheus-node-exporter"]];
    made.extend(maybe.into_iter().filter(there).map(container_of));
    if values["grafana"]["enabled"] == true {
        made.push(container_of(&values["grafana"]));
    }
    if values["grafana"]["persistence"]["enabled"] == true {
        made.push(claim_of(&values["grafana"]["persistence"]));
    }
    made
}

/// An object of the operator, with the chart's own switches taken out and its names turned into the
/// operator's.
fn operated(kind: &str, values: &Value) -> Object {
    let mut spec = values.clone();
    let fields = spec.as_object_mut().expect("the block is a mapping");
    let own = ["podAntiAffinity", "useExistingSecret"];
    fields.retain(|name, _| {
        !name.ends_with("SelectorNilUsesHelmValues") && !own.contains(&name.as_str())
    });
    if let Some(storage) = fields.remove("storageSpec") {
        fields.insert("storage".to_owned(), storage);
    }
    // The chart's word for a reference to a Secret.
    if let Some(store) = fields.get_mut("thanos").and_then(|own| own.get_mut("objectStorageConfig"))
    {
        *store = store["existingSecret"].take();
    }
    if kind == "Alertmanager" {
        assert!(fields.contains_key("storage"), "Alertmanager keeps its silences on a volume");
    }
    operator_object(kind, "made", &spec)
}

/// The chart takes name and specification of a monitor side by side.
fn pod_monitor(values: &Value) -> Object {
    let mut spec = values.clone();
    let name = spec.as_object_mut().and_then(|fields| fields.remove("name"));
    let name = name.expect("a pod monitor has a name");
    operator_object("PodMonitor", name.as_str().expect("a name is text"), &spec)
}

/// The schema of Prometheus has the pattern of sizes, which the types of Kubernetes lack.
fn claim_of(persistence: &Value) -> Object {
    let spec = json!({ "storage": { "volumeClaimTemplate": { "spec": {
        "accessModes": ["ReadWriteOnce"],
        "resources": { "requests": { "storage": persistence["size"] } },
    } } } });
    operator_object("Prometheus", "claim", &spec)
}

fn container_of(values: &Value) -> Object {
    operator_object("Prometheus", "container", &json!({ "resources": values["resources"] }))
}

fn operator_object(kind: &str, name: &str, spec: &Value) -> Object {
    let value = json!({
        "apiVersion": "monitoring.coreos.com/v1",
        "kind": kind,
        "metadata": { "name": name },
        "spec": spec,
    });
    Object { file: "values".to_owned(), value }
}

#[test]
fn sizes_durations_and_words_are_checked() {
    let strict = Strict::new();
    let faulty = [
        operator_object("Prometheus", "made", &json!({ "retentionSize": "8Gi" })),
        operator_object("Prometheus", "made", &json!({ "retention": "1 week" })),
        claim_of(&json!({ "size": "ten" })),
        container_of(&json!({ "resources": { "limits": { "memory": "1 GB" } } })),
        container_of(&json!({ "resources": { "requets": {} } })),
    ];
    for object in faulty {
        assert_eq!(strict.faults(&object).len(), 1, "{}", object.value);
    }
}

/// A field that no schema knows is refused anyway, so an entry for it would be a typing mistake.
#[test]
fn fields_newer_than_flux_2_7_are_in_the_schemas() {
    let schemas = files("tests/schemas", "json").into_iter();
    let schemas: Vec<(String, Value)> = schemas
        .map(|path| (common::file_stem(&path), serde_json::from_str(&text(&path)).expect("JSON")))
        .collect();
    for (kind, keys) in NEWER_THAN_FLUX_2_7 {
        let start = format!("{}.", kind.to_lowercase());
        let (_, schema) = schemas.iter().find(|(name, _)| name.starts_with(&start)).expect(kind);
        let found = keys.iter().fold(schema, |schema, key| {
            let schema = if schema["type"] == "array" { &schema["items"] } else { schema };
            &schema["properties"][key]
        });
        assert!(found.is_object(), "{kind} has no {}", keys.join("."));
    }
}
