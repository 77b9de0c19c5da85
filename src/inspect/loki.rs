//! Values of Loki that its chart refuses, or with which Loki refuses what is written.

use super::Finding;
use super::files::Files;
use crate::plan::Severity;
use crate::tree::Object;
use crate::yaml::Node;

const MODE: &[&str] = &["deploymentMode"];
const FACTOR: &[&str] = &["loki", "commonConfig", "replication_factor"];

/// Where something is wrong in the values: the code, the keys, what it is, and what would happen.
type Fault = (&'static str, &'static [&'static str], String, &'static str);

/// Modes that are gone, processes that do not see each other's data, and more copies than writers.
pub(super) fn mixtures(files: &Files) -> Vec<Finding> {
    let mut findings = Vec::new();
    for release in files.releases().filter(|own| files.chart(own)[0] == "loki") {
        findings.extend(faults(release).into_iter().flatten().map(|(code, keys, message, why)| {
            files.at_value(Severity::Error, code, release, keys, message, why)
        }));
    }
    findings
}

fn faults(release: &Object) -> [Option<Fault>; 3] {
    let values = release.manifest.at(&["spec", "values"]);
    let is_distributed = values.at(MODE).text() == "Distributed";
    let writers: &'static [&'static str] =
        if is_distributed { &["ingester", "replicas"] } else { &["singleBinary", "replicas"] };
    // Where no number stands, the chart's own default goes with the mode.
    let Ok(count) = values.at(writers).text().parse() else { return [dropped(values), None, None] };
    [dropped(values), apart(values, writers, count), too_few(values, count)]
}

fn dropped(values: &Node) -> Option<Fault> {
    let mode = values.at(MODE).text();
    let message = format!("Loki runs in mode {mode}; take Distributed");
    let why = "Loki is about to drop this mode, and without its own processes no pod is made.";
    mode.contains("SimpleScalable").then_some(("loki.mode-mismatch", MODE, message, why))
}

fn apart(values: &Node, writers: &'static [&'static str], count: u32) -> Option<Fault> {
    let on_disk = values.at(&["loki", "storage", "type"]).text() == "filesystem";
    let message = format!("{count} processes of Loki have no object storage in common");
    let why = "The chart refuses it: a query would miss what the others hold.";
    (on_disk && count > 1).then_some(("loki.mode-mismatch", writers, message, why))
}

fn too_few(values: &Node, count: u32) -> Option<Fault> {
    // Three is Loki's own default.
    let factor: u32 = values.at(FACTOR).text().parse().unwrap_or(3);
    let message = format!("Loki writes {factor} copies, and {count} of its processes take them");
    let why = "Loki refuses every line: too few instances live in its ring.";
    (count > 0 && factor > count).then_some(("loki.replication-factor", FACTOR, message, why))
}
