//! Values of Loki that its chart refuses, or with which Loki refuses what is written.

use super::Finding;
use super::files::Files;
use crate::plan::Severity;

const MODE: &[&str] = &["deploymentMode"];
const FACTOR: &[&str] = &["loki", "commonConfig", "replication_factor"];

/// Modes that are gone, processes that do not see each other's data, and more copies than writers.
pub(super) fn mixtures(files: &Files) -> Vec<Finding> {
    let mut findings = Vec::new();
    for release in files.releases().filter(|own| files.chart(own)[0] == "loki") {
        let values = release.manifest.at(&["spec", "values"]);
        let mut add = |code, keys: &[&str], message: String, why| {
            let error = Severity::Error;
            findings.push(files.at_value(error, code, release, keys, message, why));
        };
        let mode = values.at(MODE).text();
        if mode.contains("SimpleScalable") {
            let why =
                "Loki is about to drop this mode, and without its own processes no pod is made.";
            add(
                "loki.mode-mismatch",
                MODE,
                format!("Loki runs in mode {mode}; take Distributed"),
                why,
            );
        }
        let writers: &[&str] = if mode == "Distributed" {
            &["ingester", "replicas"]
        } else {
            &["singleBinary", "replicas"]
        };
        let Ok(count) = values.at(writers).text().parse::<u32>() else { continue };
        let on_disk = values.at(&["loki", "storage", "type"]).text() == "filesystem";
        if on_disk && count > 1 {
            let message = format!("{count} processes of Loki have no object storage in common");
            let why = "The chart refuses it: a query would miss what the others hold.";
            add("loki.mode-mismatch", writers, message, why);
        }
        let factor = values.at(FACTOR).text().parse::<u32>().unwrap_or(3);
        if count > 0 && factor > count {
            let message =
                format!("Loki writes {factor} copies, and {count} of its processes take them");
            let why = "Loki refuses every line: too few instances live in its ring.";
            add("loki.replication-factor", FACTOR, message, why);
        }
    }
    findings
}
