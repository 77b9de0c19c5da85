//! What the values of a release say to its chart, and about each other.

use super::files::Files;
use super::{Finding, paths};
use crate::plan::Severity;
use crate::stack::charts::CHARTS;
use crate::yaml::Node;

const NO_DRAIN: &str = "No node with one of them can be drained.";

/// Values that the chart of a release does not read, where it is a chart and version of ours: of others
/// nothing is known.
pub(super) fn ignored(files: &Files) -> Vec<Finding> {
    let mut findings = Vec::new();
    for release in files.releases() {
        let [name, version] = files.chart(release);
        let ours = CHARTS.iter().find(|own| own.name == name && own.version == version);
        let values = release.manifest.at(&["spec", "values"]);
        for fault in ours.map_or(Vec::new(), |chart| paths::faults(chart.paths, values)) {
            let path = fault.keys.join(".");
            let (code, message, why) = match fault.instead {
                None => (
                    "values.ignored-key",
                    format!("the chart {name} {version} has no {path}"),
                    "Charts ignore a key that they do not know without a word.",
                ),
                Some(instead) => (
                    "values.wrong-kind",
                    format!("{path} is {instead} in the chart {name} {version}"),
                    "Helm leaves one of the two out, or a template of the chart fails on it.",
                ),
            };
            let (severity, keys) = (Severity::Warning, &fault.keys);
            findings.push(files.at_value(severity, code, release, keys, message, why));
        }
    }
    findings
}

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
        release.manifest.at(&["spec", "values"]).walk("", &mut |key, node| {
            let most = node.at(&["maxUnavailable"]).text();
            let is_off = node.at(&["enabled"]).text() == "false";
            if key == "podDisruptionBudget" && matches!(most, "0" | "0%") && !is_off {
                let message = format!("a budget lets {most} replicas leave");
                let line = format!("maxUnavailable: {most}");
                findings.push(files.error("pdb.single-replica", release, &line, message, NO_DRAIN));
            }
        });
        for (block, spec) in
            [("prometheus", "prometheusSpec"), ("alertmanager", "alertmanagerSpec")]
        {
            let values = release.manifest.at(&["spec", "values", block]);
            let budget = values.at(&["podDisruptionBudget"]);
            let replicas = number(values.at(&[spec, "replicas"]));
            let least = number(budget.at(&["minAvailable"]));
            if budget.at(&["enabled"]).text() == "true" && least >= replicas {
                let message = format!("the budget of {block} keeps {least} of {replicas} replicas");
                let line = format!("minAvailable: {least}");
                findings.push(files.error("pdb.single-replica", release, &line, message, NO_DRAIN));
            }
        }
    }
    findings
}

/// A number of replicas, which is 1 where nothing is said.
fn number(node: &Node) -> u32 {
    node.text().parse().unwrap_or(1)
}
