//! Network policies and disruption budgets against the pods that are really there: a policy goes by the
//! labels and ports of pods, not of Services, and a budget that no replica may leave blocks every drain.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::common::objects::Object;
use super::named::World;
use super::report::unless;

/// The pods of one workload.
struct Pods {
    namespace: String,
    labels: BTreeMap<String, String>,
    ports: BTreeSet<u64>,
    replicas: u64,
}

pub(crate) fn checked(world: &World) -> Result<String, String> {
    let pods = pods(world);
    let (mut faults, mut seen) = (Vec::new(), 0);
    for policy in world.of_kind("NetworkPolicy") {
        seen += 1;
        faults.extend(policy_faults(policy, &pods));
    }
    for budget in world.of_kind("PodDisruptionBudget") {
        seen += 1;
        faults.extend(budget_fault(budget, &pods));
    }
    unless(&faults, || format!("{seen} objects"))
}

fn pods(world: &World) -> Vec<Pods> {
    let workloads = ["Deployment", "StatefulSet", "DaemonSet"];
    let own = workloads.into_iter().flat_map(|kind| world.of_kind(kind)).map(of_workload);
    let operated = [
        ("Prometheus", "prometheus", "operator.prometheus.io/name", [9090, 8080].as_slice()),
        ("Alertmanager", "alertmanager", "alertmanager", &[9093, 9094, 8080]),
    ];
    let operated = operated.into_iter().flat_map(|(kind, name, by, ports)| {
        world.of_kind(kind).map(move |own| Pods {
            namespace: own.namespace().to_owned(),
            labels: [("app.kubernetes.io/name", name), (by, own.name())]
                .map(|(key, value)| (key.to_owned(), value.to_owned()))
                .into(),
            ports: ports.iter().chain(thanos(own)).copied().collect(),
            replicas: own.at(&["spec", "replicas"]).as_u64().unwrap_or(1),
        })
    });
    own.chain(operated).collect()
}

/// The ports of Thanos' sidecar, which the operator adds.
fn thanos(own: &Object) -> &'static [u64] {
    if own.at(&["spec", "thanos"]).is_object() { &[10901, 10902] } else { &[] }
}

fn of_workload(own: &Object) -> Pods {
    let template = own.at(&["spec", "template"]);
    let labels = template["metadata"]["labels"].as_object().into_iter().flatten();
    let containers = template["spec"]["containers"].as_array().into_iter().flatten();
    let ports = containers.filter_map(|container| container["ports"].as_array()).flatten();
    Pods {
        namespace: own.namespace().to_owned(),
        labels: labels
            .map(|(key, value)| (key.clone(), value.as_str().unwrap_or_default().to_owned()))
            .collect(),
        ports: ports.filter_map(|port| port["containerPort"].as_u64()).collect(),
        replicas: own.at(&["spec", "replicas"]).as_u64().unwrap_or(1),
    }
}

/// The pods that a selector means. An empty selector means all.
fn selected<'pods>(pods: &'pods [Pods], namespace: &str, selector: &Value) -> Vec<&'pods Pods> {
    let wanted = selector["matchLabels"].as_object();
    let fits = |own: &&Pods| {
        own.namespace == namespace
            && wanted
                .into_iter()
                .flatten()
                .all(|(key, value)| own.labels.get(key).map(String::as_str) == value.as_str())
    };
    pods.iter().filter(fits).collect()
}

fn policy_faults(policy: &Object, pods: &[Pods]) -> Vec<String> {
    let name = policy.name();
    let here = selected(pods, policy.namespace(), policy.at(&["spec", "podSelector"]));
    let mut faults = Vec::new();
    if here.is_empty() {
        faults.push(format!("policy {name} selects no pod"));
    }
    for rule in policy.items(&["spec", "ingress"]) {
        faults.extend(port_faults(name, rule, &here));
    }
    for rule in policy.items(&["spec", "egress"]) {
        for peer in rule["to"].as_array().into_iter().flatten() {
            let namespace =
                &peer["namespaceSelector"]["matchLabels"]["kubernetes.io/metadata.name"];
            let namespace = namespace.as_str().unwrap_or(policy.namespace());
            if !peer["podSelector"].is_object() || peer["ipBlock"].is_object() {
                continue;
            }
            let there = selected(pods, namespace, &peer["podSelector"]);
            if there.is_empty() {
                faults.push(format!("policy {name} lets traffic out to no pod: {peer}"));
            }
            faults.extend(port_faults(name, rule, &there));
        }
    }
    faults
}

/// A port that none of the pods has. Prometheus asks each for what it may export, so any of them counts.
fn port_faults(name: &str, rule: &Value, pods: &[&Pods]) -> Vec<String> {
    let ports = rule["ports"].as_array().into_iter().flatten();
    let ports = ports.filter_map(|port| port["port"].as_u64());
    let unknown = ports.filter(|port| !pods.iter().any(|own| own.ports.contains(port)));
    unknown.map(|port| format!("policy {name}: no pod has port {port}")).collect()
}

/// A budget must let at least one pod go, and leave at least one.
fn budget_fault(budget: &Object, pods: &[Pods]) -> Option<String> {
    let here = selected(pods, budget.namespace(), budget.at(&["spec", "selector"]));
    let replicas: u64 = here.iter().map(|own| own.replicas).sum();
    let least = budget.at(&["spec", "minAvailable"]).as_u64();
    let most = budget.at(&["spec", "maxUnavailable"]).as_u64();
    let goes = match (least, most) {
        (Some(least), None) => least < replicas && least > 0,
        (None, Some(most)) => most >= 1 && most < replicas,
        _ => false,
    };
    (!goes).then(|| {
        format!("budget {} of {replicas} pods: {least:?} at least, {most:?} away", budget.name())
    })
}
