//! Guards that every rule for trees finds what it is for, and nothing in a tree of ours.
#![cfg(not(target_arch = "wasm32"))]

mod common;

use std::collections::BTreeMap;

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

/// A plan, the end of a file's path, the text to replace and what takes its place, and the code that
/// must be found.
type Row = (&'static str, &'static str, &'static str, &'static str, &'static str);

const POD_MONITOR: &str = "apiVersion: monitoring.coreos.com/v1\nkind: PodMonitor\nmetadata:\n  name: flux-system\n  namespace: monitoring\nspec:\n  selector: {}\n  podMetricsEndpoints: []\n---\napiVersion: source";

const ROWS: &[Row] = &[
    (
        "homelab",
        "homelab/monitoring.yaml",
        "  name: monitoring-base\n  namespace: flux-system\nspec:\n",
        "  name: monitoring-base\n  namespace: flux-system\nspec:\n  dependsOn:\n    - name: monitoring-loki\n",
        "flux.wait-circle",
    ),
    (
        "homelab",
        "homelab/monitoring.yaml",
        "    - name: monitoring-base\n",
        "    - name: monitoring-bass\n",
        "flux.unknown-dependency",
    ),
    (
        "homelab",
        "loki/helmrelease.yaml",
        "    kind: OCIRepository\n    name: loki\n",
        "    kind: OCIRepository\n    name: lokki\n",
        "flux.unknown-source",
    ),
    (
        "homelab",
        "ocirepository-loki.yaml",
        "apiVersion: source",
        "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: monitoring\n---\napiVersion: source",
        "kustomize.duplicate-resource",
    ),
    (
        "homelab",
        "kube-prometheus-stack/helmrelease.yaml",
        "apiVersion: helm",
        "apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata:\n  name: own\n  namespace: monitoring\n---\napiVersion: helm",
        "flux.crd-order",
    ),
    ("homelab", "ocirepository-loki.yaml", "apiVersion: source", POD_MONITOR, "flux.two-owners"),
    (
        "homelab",
        "ocirepository-loki.yaml",
        "interval: 1h",
        "interval: ${INTERVAL}",
        "flux.envsubst",
    ),
    (
        "ha-seed",
        "external-secret-alertmanager-config.yaml",
        "secretKey: alertmanager.yaml",
        "secretKey: alertmanager.yml",
        "am.config-secret-path",
    ),
    (
        "homelab",
        "kube-prometheus-stack/helmrelease.yaml",
        "          - name: pushover-critical\n",
        "          - name: pushover-criticall\n",
        "am.undefined-receiver",
    ),
    (
        "homelab",
        "kube-prometheus-stack/helmrelease.yaml",
        "existingSecret: grafana-admin",
        "existingSecret: grafana-adminn",
        "secret.unknown",
    ),
    (
        "homelab",
        "alloy/helmrelease.yaml",
        "    - name: loki\n",
        "    - name: lokki\n",
        "flux.unknown-dependency",
    ),
    (
        "homelab",
        "kube-prometheus-stack/helmrelease.yaml",
        "/alertmanager-pushover/user-key",
        "/alertmanager-pushover/userkey",
        "secret.unknown-key",
    ),
    (
        "homelab",
        "kube-prometheus-stack/helmrelease.yaml",
        "passwordKey: admin-password",
        "passwordKey: adminpassword",
        "secret.unknown-key",
    ),
    ("homelab", "provider.yaml", "svc:9093", "svc:9094", "service.unknown"),
    ("homelab", "httproute-grafana.yaml", "port: 80\n", "port: 3000\n", "service.unknown"),
    (
        "ha",
        "alloy/helmrelease.yaml",
        "loki-gateway.monitoring.svc:80",
        "loki.monitoring.svc:3100",
        "service.unknown",
    ),
    ("ha-seed", "networkpolicy-loki.yaml", "port: 8080", "port: 80", "policy.closed-port"),
    (
        "ha-seed",
        "kube-prometheus-stack/helm-install.yaml",
        "storageClassName: longhorn",
        "storageClassName: longhron",
        "name.unknown",
    ),
    (
        "homelab",
        "httproute-grafana.yaml",
        "parentRefs:\n    - name: ",
        "parentRefs:\n    - name: un",
        "name.unknown",
    ),
    (
        "ha",
        "kube-prometheus-stack/helmrelease.yaml",
        "minAvailable: 1",
        "minAvailable: 2",
        "pdb.single-replica",
    ),
    (
        "ha",
        "kube-prometheus-stack/helmrelease.yaml",
        "        podAntiAffinity: ",
        "        podAntiAfinity: ",
        "values.ignored-key",
    ),
    (
        "ha",
        "kube-prometheus-stack/helmrelease.yaml",
        "        retention: ",
        "        retention:\n          time: ",
        "values.wrong-kind",
    ),
    (
        "homelab",
        "kube-prometheus-stack/helmrelease.yaml",
        "  values:\n",
        "  values:\n    fullnameOverride: own\n",
        "flux.health-check",
    ),
    (
        "homelab",
        "kube-prometheus-stack/helmrelease.yaml",
        "  values:\n",
        "  values:\n    cleanPrometheusOperatorObjectNames: true\n",
        "flux.health-check",
    ),
    (
        "homelab",
        "kube-prometheus-stack/helmrelease.yaml",
        "      alertmanagerSpec:\n",
        "      enabled: false\n      alertmanagerSpec:\n",
        "flux.health-check",
    ),
    (
        "homelab",
        "kube-prometheus-stack/helmrelease.yaml",
        "          - alertmanager-pushover\n",
        "          - another\n",
        "am.files",
    ),
    (
        "homelab",
        "kube-prometheus-stack/helmrelease.yaml",
        "    grafana:\n",
        "    grafana:\n      fullnameOverride: own\n",
        "service.unknown",
    ),
    (
        "homelab",
        "loki/helmrelease.yaml",
        "deploymentMode: Monolithic",
        "deploymentMode: SimpleScalable",
        "loki.mode-mismatch",
    ),
    (
        "homelab",
        "loki/helmrelease.yaml",
        "singleBinary:\n      replicas: 1",
        "singleBinary:\n      replicas: 3",
        "loki.mode-mismatch",
    ),
    (
        "homelab",
        "loki/helmrelease.yaml",
        "replication_factor: 1",
        "replication_factor: 3",
        "loki.replication-factor",
    ),
    ("ha", "loki/helmrelease.yaml", "maxUnavailable: 1", "maxUnavailable: 0", "pdb.single-replica"),
    ("ha-seed", "networkpolicy-alloy.yaml", "port: 12345", "port: 12346", "policy.closed-port"),
];

#[test]
fn every_rule_finds_what_it_is_for() {
    let cases = common::golden();
    for (plan, file, old, new, code) in ROWS {
        let case = cases.iter().find(|case| case.name == *plan).expect("the plan is there");
        let mut texts = texts(case);
        let mut found =
            texts.iter_mut().filter(|(path, text)| path.ends_with(file) && text.contains(old));
        let (_, text) = found.next().unwrap_or_else(|| panic!("{plan} has {old:?} in {file}"));
        *text = text.replacen(old, new, 1);
        let findings = inspect::check_files(texts);
        let codes: Vec<&str> = findings.iter().map(|finding| finding.code).collect();
        assert!(codes.contains(code), "{code}: {findings:#?}");
        let finding = findings.iter().find(|own| own.code == *code).expect("it is found");
        assert!(finding.line >= 1 && !finding.message.is_empty() && finding.why.ends_with('.'));
    }
}
