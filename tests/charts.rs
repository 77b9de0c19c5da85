//! Guards that every value which a release sets is one that its pinned chart reads: charts ignore
//! unknown keys without a word, so a typing mistake would be silently dead.
#![cfg(not(target_arch = "wasm32"))]

mod common;

use common::values::{ADDITIONS, LOKI_NAMES, Values};
use monitree::stack::charts::CHARTS;
use serde_json::{Value, json};

#[test]
fn every_value_is_read_by_its_chart() {
    let mut values = Values::default();
    for case in common::cases() {
        for release in case.releases() {
            let faults = values.faults(&release);
            assert!(faults.is_empty(), "{}, {}: {faults:#?}", case.name, release.name);
        }
    }
    let added = ADDITIONS.iter().map(|(_, path)| *path).chain(LOKI_NAMES.iter().copied());
    let unused: Vec<&str> = added.filter(|path| !values.used.contains(path)).collect();
    assert!(unused.is_empty(), "no plan writes these, so they shall not be allowed: {unused:?}");
}

/// Keys that were written somewhere in good faith, and that no chart reads.
const DEAD: &[(&str, &str)] = &[
    // The rules belong to the top level; here they make no PrometheusRule.
    ("kube-prometheus-stack", "prometheus/prometheusSpec/additionalPrometheusRulesMap/flux-rules"),
    (
        "kube-prometheus-stack",
        "prometheus/prometheusSpec/additionalPrometheusRulesMap/cert-manager-rules",
    ),
    // Mounted Secrets belong to alertmanagerSpec; here no file is there and no message is sent.
    ("kube-prometheus-stack", "alertmanager/secrets"),
    // The exporter's own key is prometheus-node-exporter; here it stays without limits.
    ("kube-prometheus-stack", "nodeExporter/resources/requests/memory"),
    ("kube-prometheus-stack", "nodeExporter/resources/limits/memory"),
    // The canary is a block of its own at the top level.
    ("loki", "monitoring/lokiCanary/enabled"),
    // Both left the chart between 6.53 and 18.
    ("loki", "monitoring/selfMonitoring/enabled"),
    ("loki", "singleBinary/persistence/enableStatefulSetRecreationForSizeChange"),
    // Loki's own configuration, with a name that Loki does not know.
    ("loki", "loki/limits_config/retention"),
    ("loki", "loki/compactor/retention_enable"),
    // The configuration is alloy.configMap.content, and resources belong to the block alloy.
    ("alloy", "alloy/config"),
    ("alloy", "resources/limits/memory"),
];

#[test]
fn dead_keys_are_refused() {
    for (chart, path) in DEAD {
        let chart = CHARTS.iter().find(|own| own.name == *chart).expect("the chart is pinned");
        let faults = Values::default().faults_in(chart, &nested(path, json!("text")));
        assert!(faults.iter().any(|fault| fault.starts_with(path)), "{path}: {faults:?}");
    }
}

/// Keys that exist, with a value of another shape.
const MISSHAPED: &[(&str, &str)] = &[
    ("prometheus/prometheusSpec", "is a mapping"),
    ("alertmanager/alertmanagerSpec/secrets", "is a list"),
];

#[test]
fn values_of_another_shape_are_refused() {
    let chart = CHARTS.iter().find(|own| own.name == "kube-prometheus-stack").expect("is pinned");
    for (path, message) in MISSHAPED {
        let faults = Values::default().faults_in(chart, &nested(path, json!("text")));
        assert!(faults[0].contains(message), "{faults:?}");
    }
    let faults = Values::default().faults_in(chart, &json!({ "crds": { "enabled": [true] } }));
    assert!(faults[0].contains("is a single value"), "{faults:?}");
}

fn nested(path: &str, value: Value) -> Value {
    path.rsplit('/').fold(value, |value, key| json!({ key: value }))
}

/// The page knows the blocks only; the list is short enough for it.
#[test]
fn the_blocks_of_a_chart_are_those_of_its_values() {
    for chart in CHARTS {
        let text = common::text(&common::path(&format!(
            "tests/charts/{}-{}.txt",
            chart.name, chart.version
        )));
        let blocks = text.lines().filter(|line| !line.starts_with('#'));
        let blocks: std::collections::BTreeSet<&str> =
            blocks.filter_map(|line| line.split(['/', ' ']).next()).collect();
        assert!(blocks.into_iter().eq(chart.blocks.iter().copied()), "{}", chart.name);
    }
}
