//! Guards that every rule for trees finds what it is for, and nothing in a tree of ours.
#![cfg(not(target_arch = "wasm32"))]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::Case;
use monitree::inspect;

/// The files of a plan's tree, by their paths.
fn texts(case: &Case) -> BTreeMap<String, String> {
    let tree = &case.rendered.tree;
    tree.files().map(|(path, lines)| (path.to_owned(), monitree::yaml::text(lines))).collect()
}

#[test]
fn no_tree_of_ours_has_a_finding() {
    for case in common::cases() {
        let findings = inspect::check_files(texts(&case));
        assert_eq!(findings, [], "{} on disk", case.name);
        let found: Vec<_> =
            case.rendered.problems.iter().filter(|own| own.place.is_some()).collect();
        assert!(found.is_empty(), "{} in memory: {found:?}", case.name);
    }
}

/// A plan, the end of a file's path, the text to replace and what takes its place, the code that must
/// be found, and the line to which it must point.
type Row = [&'static str; 6];

const POD_MONITOR: &str = "apiVersion: monitoring.coreos.com/v1\nkind: PodMonitor\nmetadata:\n  name: flux-system\n  namespace: monitoring\nspec:\n  selector: {}\n  podMetricsEndpoints: []\n---\napiVersion: source";

/// None of our plans lets a chart make a ServiceMonitor, so that the row brings a release of its own.
const SERVICE_MONITOR: &str = "apiVersion: monitoring.coreos.com/v1\nkind: ServiceMonitor\nmetadata:\n  name: own\n  namespace: monitoring\n---\napiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata:\n  name: other\n  namespace: monitoring\nspec:\n  values:\n    prometheus:\n      additionalServiceMonitors:\n        - name: own\n---\napiVersion: source";

const ROWS: &[Row] = &[
    [
        "homelab",
        "homelab/monitoring.yaml",
        "  name: monitoring-base\n  namespace: flux-system\nspec:\n",
        "  name: monitoring-base\n  namespace: flux-system\nspec:\n  dependsOn:\n    - name: monitoring-loki\n",
        "flux.wait-circle",
        "dependsOn:",
    ],
    [
        "homelab",
        "homelab/monitoring.yaml",
        "    - name: monitoring-base\n",
        "    - name: monitoring-bass\n",
        "flux.unknown-dependency",
        "- name: monitoring-bass",
    ],
    [
        "homelab",
        "loki/helmrelease.yaml",
        "    kind: OCIRepository\n    name: loki\n",
        "    kind: OCIRepository\n    name: lokki\n",
        "flux.unknown-source",
        "name: lokki",
    ],
    [
        "homelab",
        "ocirepository-loki.yaml",
        "apiVersion: source",
        "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: monitoring\n---\napiVersion: source",
        "kustomize.duplicate-resource",
        "name: monitoring",
    ],
    [
        "homelab",
        "kube-prometheus-stack/helmrelease.yaml",
        "apiVersion: helm",
        "apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata:\n  name: own\n  namespace: monitoring\n---\napiVersion: helm",
        "flux.crd-order",
        "kind: PrometheusRule",
    ],
    [
        "homelab",
        "ocirepository-loki.yaml",
        "apiVersion: source",
        POD_MONITOR,
        "flux.two-owners",
        "name: flux-system",
    ],
    [
        "homelab",
        "ocirepository-loki.yaml",
        "apiVersion: source",
        SERVICE_MONITOR,
        "flux.two-owners",
        "name: own",
    ],
    [
        "homelab",
        "ocirepository-loki.yaml",
        "interval: 1h",
        "interval: ${INTERVAL}",
        "flux.envsubst",
        "interval: ${INTERVAL}",
    ],
    [
        "ha-seed",
        "external-secret-alertmanager-config.yaml",
        "secretKey: alertmanager.yaml",
        "secretKey: alertmanager.yml",
        "am.config-secret-path",
        "configSecret: alertmanager-config",
    ],
    [
        "homelab",
        "kube-prometheus-stack/helmrelease.yaml",
        "          - name: pushover-critical\n",
        "          - name: pushover-criticall\n",
        "am.undefined-receiver",
        "- receiver: pushover-critical",
    ],
    [
        "homelab",
        "kube-prometheus-stack/helmrelease.yaml",
        "existingSecret: grafana-admin",
        "existingSecret: grafana-adminn",
        "secret.unknown",
        "existingSecret: grafana-adminn",
    ],
    [
        "homelab",
        "alloy/helmrelease.yaml",
        "    - name: loki\n",
        "    - name: lokki\n",
        "flux.unknown-dependency",
        "- name: lokki",
    ],
    [
        "homelab",
        "kube-prometheus-stack/helmrelease.yaml",
        "/alertmanager-pushover/user-key",
        "/alertmanager-pushover/userkey",
        "secret.unknown-key",
        "- alertmanager-pushover",
    ],
    [
        "homelab",
        "kube-prometheus-stack/helmrelease.yaml",
        "passwordKey: admin-password",
        "passwordKey: adminpassword",
        "secret.unknown-key",
        "existingSecret: grafana-admin",
    ],
    [
        "homelab",
        "provider.yaml",
        "svc:9093",
        "svc:9094",
        "service.unknown",
        "address: http://kube-prometheus-stack-alertmanager.monitoring.svc:9094/api/v2/alerts",
    ],
    [
        "homelab",
        "httproute-grafana.yaml",
        "port: 80\n",
        "port: 3000\n",
        "service.unknown",
        "- name: kube-prometheus-stack-grafana",
    ],
    [
        "ha",
        "alloy/helmrelease.yaml",
        "loki-gateway.monitoring.svc:80",
        "loki.monitoring.svc:3100",
        "service.unknown",
        "url                 = \"http://loki.monitoring.svc:3100/loki/api/v1/push\"",
    ],
    [
        "ha-seed",
        "networkpolicy-loki.yaml",
        "port: 8080",
        "port: 80",
        "policy.closed-port",
        "port: 80",
    ],
    [
        "ha-seed",
        "kube-prometheus-stack/helm-install.yaml",
        "storageClassName: longhorn",
        "storageClassName: longhron",
        "name.unknown",
        "storageClassName: longhron",
    ],
    [
        "homelab",
        "httproute-grafana.yaml",
        "parentRefs:\n    - name: ",
        "parentRefs:\n    - name: un",
        "name.unknown",
        "- name: untraefik-gateway",
    ],
    [
        "ha",
        "kube-prometheus-stack/helmrelease.yaml",
        "minAvailable: 1",
        "minAvailable: 2",
        "pdb.single-replica",
        "minAvailable: 2",
    ],
    [
        "ha",
        "kube-prometheus-stack/helmrelease.yaml",
        "        podAntiAffinity: ",
        "        podAntiAfinity: ",
        "values.ignored-key",
        "podAntiAfinity: hard",
    ],
    [
        "ha",
        "kube-prometheus-stack/helmrelease.yaml",
        "        retention: ",
        "        retention:\n          time: ",
        "values.wrong-kind",
        "retention:",
    ],
    [
        "homelab",
        "kube-prometheus-stack/helmrelease.yaml",
        "  values:\n",
        "  values:\n    fullnameOverride: own\n",
        "flux.health-check",
        "fullnameOverride: own",
    ],
    [
        "homelab",
        "kube-prometheus-stack/helmrelease.yaml",
        "  values:\n",
        "  values:\n    cleanPrometheusOperatorObjectNames: true\n",
        "flux.health-check",
        "cleanPrometheusOperatorObjectNames: true",
    ],
    [
        "homelab",
        "kube-prometheus-stack/helmrelease.yaml",
        "      alertmanagerSpec:\n",
        "      enabled: false\n      alertmanagerSpec:\n",
        "flux.health-check",
        "enabled: false",
    ],
    [
        "homelab",
        "kube-prometheus-stack/helmrelease.yaml",
        "          - alertmanager-pushover\n",
        "          - another\n",
        "am.files",
        "secrets:",
    ],
    [
        "homelab",
        "kube-prometheus-stack/helmrelease.yaml",
        "    grafana:\n",
        "    grafana:\n      fullnameOverride: own\n",
        "service.unknown",
        "- name: kube-prometheus-stack-grafana",
    ],
    [
        "homelab",
        "loki/helmrelease.yaml",
        "deploymentMode: Monolithic",
        "deploymentMode: SimpleScalable",
        "loki.mode-mismatch",
        "deploymentMode: SimpleScalable",
    ],
    [
        "homelab",
        "loki/helmrelease.yaml",
        "singleBinary:\n      replicas: 1",
        "singleBinary:\n      replicas: 3",
        "loki.mode-mismatch",
        "replicas: 3",
    ],
    [
        "homelab",
        "loki/helmrelease.yaml",
        "replication_factor: 1",
        "replication_factor: 3",
        "loki.replication-factor",
        "replication_factor: 3",
    ],
    [
        "ha",
        "loki/helmrelease.yaml",
        "maxUnavailable: 1",
        "maxUnavailable: 0",
        "pdb.single-replica",
        "maxUnavailable: 0",
    ],
    [
        "ha-seed",
        "networkpolicy-alloy.yaml",
        "port: 12345",
        "port: 12346",
        "policy.closed-port",
        "port: 12346",
    ],
];

#[test]
fn every_rule_finds_what_it_is_for() {
    let cases = common::golden();
    for [plan, file, old, new, code, line] in ROWS {
        let case = cases.iter().find(|case| case.name == *plan).expect("the plan is there");
        let mut texts = texts(case);
        let mut found =
            texts.iter_mut().filter(|(path, text)| path.ends_with(file) && text.contains(old));
        let (_, text) = found.next().unwrap_or_else(|| panic!("{plan} has {old:?} in {file}"));
        *text = text.replacen(old, new, 1);
        let findings = inspect::check_files(texts.clone());
        let finding = findings.iter().find(|own| own.code == *code);
        let Some(finding) = finding else { panic!("{code}: {findings:#?}") };
        let found = texts[&finding.file].lines().nth(finding.line - 1);
        assert_eq!(found.map(str::trim), Some(*line), "{finding:#?}");
        assert!(!finding.message.is_empty() && finding.why.ends_with('.'));
    }
}

/// `null` takes a default away: it is no name, and no chart misses a key.
#[test]
fn nothing_at_all_is_no_finding() {
    let cases = common::golden();
    let case = cases.iter().find(|case| case.name == "homelab").expect("the plan is there");
    let mut texts = texts(case);
    let file = "infrastructure/homelab/kube-prometheus-stack/helmrelease.yaml";
    let text = texts.get_mut(file).expect("the release is there");
    for (old, new) in [
        ("  values:\n", "  values:\n    nameOverride: null\n    fullnameOverride: ~\n    own:\n"),
        ("accessModes:\n", "storageClassName: null\n              accessModes:\n"),
    ] {
        assert!(text.contains(old));
        *text = text.replacen(old, new, 1);
    }
    assert_eq!(inspect::check_files(texts), []);
}

/// Those that files on disk bring with them, `tests/inspect.rs` has.
#[test]
fn the_table_holds_every_code_of_the_source() {
    let mut written = common::codes_of(&["inspect"]);
    written.retain(|code| !["sops.no-decryption", "tree.unreadable"].contains(&code.as_str()));
    let tested: BTreeSet<String> = ROWS.iter().map(|row| row[4].to_owned()).collect();
    assert_eq!(tested, written);
}
