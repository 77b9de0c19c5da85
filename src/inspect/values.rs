//! What the values of a release say about each other.

use super::Finding;
use super::files::Files;
use crate::yaml::Node;

/// Routes of Alertmanager that lead to no receiver.
pub(super) fn receivers(files: &Files) -> Vec<Finding> {
    let mut findings = Vec::new();
    for release in files.releases() {
        let config = release.manifest.at(&["spec", "values", "alertmanager", "config"]);
        let known = config.at(&["receivers"]).items();
        if known.is_empty() {
            continue;
        }
        config.at(&["route"]).walk("", &mut |key, node| {
            let name = node.text();
            let found = known.iter().any(|own| own.at(&["name"]).text() == name);
            if key != "receiver" || found {
                return;
            }
            let message = format!("a route leads to the receiver {name}, which does not exist");
            let why = "The operator refuses the configuration and keeps the old one.";
            let line = format!("receiver: {name}");
            findings.push(files.error("am.undefined-receiver", release, &line, message, why));
        });
    }
    findings
}

/// Budgets that no replica may leave, so that no node can be drained.
pub(super) fn budgets(files: &Files) -> Vec<Finding> {
    let mut findings = Vec::new();
    for release in files.releases() {
        for (block, spec) in
            [("prometheus", "prometheusSpec"), ("alertmanager", "alertmanagerSpec")]
        {
            let values = release.manifest.at(&["spec", "values", block]);
            let budget = values.at(&["podDisruptionBudget"]);
            let replicas = number(values.at(&[spec, "replicas"]));
            let least = number(budget.at(&["minAvailable"]));
            if budget.at(&["enabled"]).text() == "true" && least >= replicas {
                let message = format!("the budget of {block} keeps {least} of {replicas} replicas");
                let why = "No node with one of them can be drained.";
                let line = format!("minAvailable: {least}");
                findings.push(files.error("pdb.single-replica", release, &line, message, why));
            }
        }
    }
    findings
}

/// A number of replicas, which is 1 where nothing is said.
fn number(node: &Node) -> u32 {
    node.text().parse().unwrap_or(1)
}
