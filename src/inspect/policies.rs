//! Network policies name the ports of pods, which are not always those of their Services.

use super::Finding;
use super::files::Files;
use crate::tree::Object;
use crate::yaml::Node;

/// The ports on which pods with this `app.kubernetes.io/name` listen, as the charts and the operator
/// make them; apart from the table that policies are written from, so that one checks the other.
const PODS: &[(&str, &[&str])] = &[
    ("prometheus", &["9090", "8080", "10901", "10902"]),
    ("alertmanager", &["9093", "9094", "8080"]),
    ("kube-prometheus-stack-prometheus-operator", &["10250", "8080"]),
    ("grafana", &["3000", "9094"]),
    ("kube-state-metrics", &["8080", "8081"]),
    ("prometheus-node-exporter", &["9100"]),
    ("loki", &["3100", "9095", "9096", "7946", "8080", "4040", "11211", "9150"]),
    ("alloy", &["12345", "4317", "4318"]),
];

/// Ports that a policy opens although no pod listens there.
pub(super) fn closed_ports(files: &Files) -> Vec<Finding> {
    let mut findings = Vec::new();
    for policy in files.objects() {
        let selector = match policy.kind() {
            "NetworkPolicy" => "podSelector",
            "CiliumNetworkPolicy" => "endpointSelector",
            _ => continue,
        };
        let spec = policy.manifest.at(&["spec"]);
        for rule in spec.at(&["ingress"]).items() {
            judge(files, policy, spec.at(&[selector]), rule, &mut findings);
        }
        for rule in spec.at(&["egress"]).items() {
            for peer in rule.at(&["to"]).items() {
                judge(files, policy, peer.at(&["podSelector"]), rule, &mut findings);
            }
        }
    }
    findings
}

/// Compares the ports of a rule with those of the pods that it leads to.
fn judge(files: &Files, policy: &Object, pods: &Node, rule: &Node, findings: &mut Vec<Finding>) {
    let label = pods.at(&["matchLabels", "app.kubernetes.io/name"]).text();
    let Some((_, open)) = PODS.iter().find(|(own, _)| *own == label) else { return };
    let open = if label == "alloy" { alloy_ports(files, open) } else { open.to_vec() };
    rule.walk("", &mut |key, node| {
        let port = node.at(&["port"]).text();
        if key != "ports" || port.parse::<u16>().is_err() || open.contains(&port) {
            return;
        }
        let message =
            format!("the policy {} opens {port}, where no pod of {label} listens", policy.name());
        let why =
            "A policy counts for the ports of pods, not of Services: what is meant stays closed.";
        let line = format!("port: {port}");
        findings.push(files.warning("policy.closed-port", policy, &line, message, why));
    });
}

/// The ports of Alloy's pods: its own, which a value may move, and those that its values add.
fn alloy_ports<'tree>(files: &Files<'tree>, usual: &[&'tree str]) -> Vec<&'tree str> {
    let mut ports = usual.to_vec();
    for values in files.releases().map(|own| own.manifest.at(&["spec", "values", "alloy"])) {
        let moved = values.at(&["listenPort"]).text();
        if !moved.is_empty() {
            ports[0] = moved;
        }
        ports.extend(
            values.at(&["extraPorts"]).items().iter().map(|own| own.at(&["targetPort"]).text()),
        );
    }
    ports
}
