//! Guards that every value which a release sets is one that its pinned chart reads: charts ignore
//! unknown keys without a word, so a typing mistake would be silently dead.
#![cfg(not(target_arch = "wasm32"))]

mod common;

use std::collections::BTreeSet;

use common::{draft_of, loki_config};
use monitree::plan::{Field, Problem};
use monitree::render::Rendered;

#[test]
fn every_value_is_read_by_its_chart() {
    let mut used = BTreeSet::new();
    for case in common::cases() {
        let dead: Vec<&Problem> = found(&case.rendered).collect();
        assert!(dead.is_empty(), "{}: {dead:#?}", case.name);
        for release in case.releases() {
            let (known, faults) = loki_config::names(&release);
            assert!(faults.is_empty(), "{}, {}: {faults:#?}", case.name, release.name);
            used.extend(known);
        }
    }
    let unused = loki_config::unused(&used);
    assert!(unused.is_empty(), "no plan writes these, so they shall not be allowed: {unused:?}");
}

fn found(rendered: &Rendered) -> impl Iterator<Item = &Problem> {
    rendered.problems.iter().filter(|own| own.place.is_some() && own.code.starts_with("values."))
}

use Field as F;

/// Values that someone may write in good faith, and what the page says of each at that question.
const OWN: &[(Field, &str, &str)] = &[
    // The rules belong to the top level; here they make no PrometheusRule.
    (
        F::extra_values_kube_prometheus_stack,
        "prometheus: {prometheusSpec: {additionalPrometheusRulesMap: {flux: {}}}}",
        "the chart kube-prometheus-stack 88.5.3 has no prometheus.prometheusSpec.additionalPrometheusRulesMap",
    ),
    // Mounted Secrets belong to alertmanagerSpec; here no file is there and no message is sent.
    (
        F::extra_values_kube_prometheus_stack,
        "alertmanager: {secrets: [pushover]}",
        "the chart kube-prometheus-stack 88.5.3 has no alertmanager.secrets",
    ),
    // The exporter's own key is prometheus-node-exporter; here it stays without limits.
    (
        F::extra_values_kube_prometheus_stack,
        "nodeExporter: {resources: {limits: {memory: 64Mi}}}",
        "the chart kube-prometheus-stack 88.5.3 has no nodeExporter.resources",
    ),
    // The canary is a block of its own at the top level.
    (
        F::extra_values_loki,
        "monitoring: {lokiCanary: {enabled: false}}",
        "the chart loki 18.11.0 has no monitoring.lokiCanary",
    ),
    // Both left the chart between 6.53 and 18.
    (
        F::extra_values_loki,
        "monitoring: {selfMonitoring: {enabled: false}}",
        "the chart loki 18.11.0 has no monitoring.selfMonitoring",
    ),
    (
        F::extra_values_loki,
        "singleBinary: {persistence: {enableStatefulSetRecreationForSizeChange: true}}",
        "the chart loki 18.11.0 has no singleBinary.persistence.enableStatefulSetRecreationForSizeChange",
    ),
    // The configuration is alloy.configMap.content, and resources belong to the block alloy.
    (F::extra_values_alloy, "alloy: {config: text}", "the chart alloy 1.11.1 has no alloy.config"),
    (F::extra_values_alloy, "resources: {}", "the chart alloy 1.11.1 has no resources"),
    // Keys that exist, with a value of another shape.
    (
        F::extra_values_kube_prometheus_stack,
        "grafana: {sidecar: true}",
        "grafana.sidecar is a mapping in the chart kube-prometheus-stack 88.5.3",
    ),
    (
        F::extra_values_kube_prometheus_stack,
        "alertmanager: {alertmanagerSpec: {volumes: text}}",
        "alertmanager.alertmanagerSpec.volumes is a list in the chart kube-prometheus-stack 88.5.3",
    ),
    (
        F::extra_values_kube_prometheus_stack,
        "crds: {enabled: [true]}",
        "crds.enabled is a single value in the chart kube-prometheus-stack 88.5.3",
    ),
];

#[test]
fn own_values_that_no_chart_reads_are_said_at_their_line() {
    for (field, text, message) in OWN {
        let draft = draft_of([(F::domain, "home.example.net"), (*field, *text)]);
        let rendered = Rendered::of(&draft);
        let found: Vec<&Problem> = found(&rendered).collect();
        let [problem] = found[..] else { panic!("{text}: {found:#?}") };
        assert_eq!(problem.message, *message);
        assert_eq!(problem.fields, [*field], "{text}");
        let (file, line) = problem.place.as_ref().expect("it has a place");
        let text = &rendered.tree.file(file).expect("the file is there")[*line - 1].text;
        let key = message
            .split(' ')
            .find(|word| word.contains('.') && !word.starts_with(char::is_numeric));
        let key = key.map_or("resources", |path| path.rsplit('.').next().unwrap_or(path));
        assert!(text.trim_start().starts_with(&format!("{key}:")), "{message}: {text}");
    }
}

/// Values that a chart's own list names in a comment only, that lie in what is copied as it is, or that
/// take a default away.
const WELL: &[(Field, &str)] = &[
    (F::extra_values_kube_prometheus_stack, "grafana: {persistence: {subPath: grafana}}"),
    (
        F::extra_values_kube_prometheus_stack,
        "grafana: {grafana.ini: {auth.github: {enabled: true}}}",
    ),
    (F::extra_values_kube_prometheus_stack, "prometheusOperator: {securityContext: {fsGroup: 1}}"),
    (F::extra_values_kube_prometheus_stack, "grafana: {sidecar: null}"),
    (F::extra_values_kube_prometheus_stack, "extraManifests: {own: {kind: ConfigMap}}"),
    (F::extra_values_loki, "loki: {limits_config: {ingestion_rate_mb: 8}}"),
    (F::extra_values_loki, "singleBinary: {topologySpreadConstraints: []}"),
    (F::extra_values_alloy, "configReloader: {resources: {limits: {memory: 64Mi}}}"),
    (F::extra_values_alloy, "alloy: {extraPorts: [{name: otlp, port: 4317, targetPort: 4317}]}"),
];

#[test]
fn own_values_that_a_chart_reads_are_well() {
    for (field, text) in WELL {
        let draft = draft_of([(F::domain, "home.example.net"), (*field, *text)]);
        let rendered = Rendered::of(&draft);
        let found: Vec<&Problem> = found(&rendered).collect();
        assert!(found.is_empty(), "{text}: {found:#?}");
    }
}
