//! Task 3, as far as it is about Prometheus, Grafana and the exporters.

use crate::README;
use crate::Reason::Validation;
use crate::Row;
use crate::Where::{File, Key, Out, Text};

const KPS: &str = "kube-prometheus-stack/helmrelease.yaml";
const KS: &str = "monitoring-flux/ks.yaml";

#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    ("task 3", "file helmrelease.yaml; in a folder of its own, applied once namespace and Secrets are there", File(KPS)),
    ("task 3, step 1", "release: apiVersion", Key(KPS, "apiVersion", "helm.toolkit.fluxcd.io/v2")),
    ("task 3, step 1", "release: kind", Key(KPS, "kind", "HelmRelease")),
    ("task 3, step 1", "release: name", Key(KPS, "metadata name", "kube-prometheus-stack")),
    ("task 3, step 1", "release: namespace", Key(KPS, "metadata namespace", "monitoring")),
    ("task 3, step 1", "release: interval 30m; 1h, since Flux also acts on every change", Key(KPS, "spec interval", "1h")),
    ("task 3, step 1", "release: timeout 10m; 15m, since first images and volumes take longer", Key(KPS, "spec timeout", "15m")),
    ("task 3, step 1", "release: chart and its source; chartRef, since the source is an OCIRepository", Key(KPS, "spec chartRef", "{kind: OCIRepository, name: kube-prometheus-stack}")),
    ("task 3, step 1", "release: install.crds", Key(KPS, "spec install crds", "CreateReplace")),
    ("task 3, step 1", "release: install retries 3; RetryOnFailure, since remediation uninstalls the stack between tries", Key(KPS, "spec install strategy name", "RetryOnFailure")),
    ("task 3, step 1", "release: upgrade.crds", Key(KPS, "spec upgrade crds", "CreateReplace")),
    ("task 3, step 1", "release: upgrade.cleanupOnFail", Key(KPS, "spec upgrade cleanupOnFail", "true")),
    ("task 3, step 1", "release: upgrade retries 3; RetryOnFailure", Key(KPS, "spec upgrade strategy name", "RetryOnFailure")),
    ("task 3, step 1", "Prometheus: retention", Key(KPS, "spec values prometheus prometheusSpec retention", "7d")),
    ("task 3, step 1", "Prometheus: requests", Key(KPS, "spec values prometheus prometheusSpec resources requests", "{cpu: 100m, memory: 256Mi}")),
    ("task 3, step 1", "Prometheus: limits", Key(KPS, "spec values prometheus prometheusSpec resources limits", "{memory: 512Mi}")),
    ("task 3, step 1", "Prometheus: storage class", Key(KPS, "spec values prometheus prometheusSpec storageSpec volumeClaimTemplate spec storageClassName", "nfs")),
    ("task 3, step 1", "Prometheus: access mode", Key(KPS, "spec values prometheus prometheusSpec storageSpec volumeClaimTemplate spec accessModes", "[ReadWriteOnce]")),
    ("task 3, step 1", "Prometheus: volume", Key(KPS, "spec values prometheus prometheusSpec storageSpec volumeClaimTemplate spec resources requests storage", "10Gi")),
    ("task 3, step 1", "rules for Flux; at the top of the values, since below prometheusSpec they are ignored silently", Key(KPS, "spec values additionalPrometheusRulesMap flux-rules groups 0 name", "flux.rules")),
    ("task 3, step 1", "Flux rule: its name", Key(KPS, "spec values additionalPrometheusRulesMap flux-rules groups name=flux.rules rules 0 alert", "FluxReconciliationFailure")),
    ("task 3, step 1", "Flux rule: gotk_reconcile_condition is gone since Flux 2.5; gotk_resource_info instead", Key(KPS, "spec values additionalPrometheusRulesMap flux-rules groups 0 rules alert=FluxReconciliationFailure expr", "'max by (customresource_kind, exported_namespace, name) (gotk_resource_info{ready=\"False\", suspended!=\"true\"}) == 1'")),
    ("task 3, step 1", "Flux rule: that metric comes from kube-state-metrics, which the seed left out", Key(KPS, "spec values kube-state-metrics customResourceState enabled", "true")),
    ("task 3, step 1", "Flux rule: for 5m; 10m, since a dependency may take a while", Key(KPS, "spec values additionalPrometheusRulesMap flux-rules groups 0 rules alert=FluxReconciliationFailure for", "10m")),
    ("task 3, step 1", "Flux rule: severity", Key(KPS, "spec values additionalPrometheusRulesMap flux-rules groups 0 rules alert=FluxReconciliationFailure labels", "{severity: warning}")),
    ("task 3, step 1", "Flux rule: summary; the metric has customresource_kind instead of kind", Key(KPS, "spec values additionalPrometheusRulesMap flux-rules groups 0 rules alert=FluxReconciliationFailure annotations summary", "'Flux {{ $labels.customresource_kind }}/{{ $labels.name }} is not ready'")),
    ("task 3, step 1", "Flux rule: description", Key(KPS, "spec values additionalPrometheusRulesMap flux-rules groups 0 rules alert=FluxReconciliationFailure annotations description", "'{{ $labels.customresource_kind }}/{{ $labels.name }} in namespace {{ $labels.exported_namespace }} has been failing for more than 10 minutes.'")),
    ("task 3, step 1", "rules for cert-manager; at the top of the values, too", Key(KPS, "spec values additionalPrometheusRulesMap cert-manager-rules groups 0 name", "cert-manager.rules")),
    ("task 3, step 1", "cert-manager rule: its name", Key(KPS, "spec values additionalPrometheusRulesMap cert-manager-rules groups name=cert-manager.rules rules 0 alert", "CertManagerCertExpirySoon")),
    ("task 3, step 1", "cert-manager rule: a certificate that was never issued exports 0, so > 0 is added", Key(KPS, "spec values additionalPrometheusRulesMap cert-manager-rules groups 0 rules alert=CertManagerCertExpirySoon expr", "(certmanager_certificate_expiration_timestamp_seconds > 0) - time() < 604800")),
    ("task 3, step 1", "cert-manager rule: nothing scrapes cert-manager in the seed; a PodMonitor does", Key(KPS, "spec values prometheus additionalPodMonitors name=cert-manager podMetricsEndpoints 0 honorLabels", "true")),
    ("task 3, step 1", "cert-manager rule: for 1h", Key(KPS, "spec values additionalPrometheusRulesMap cert-manager-rules groups 0 rules alert=CertManagerCertExpirySoon for", "1h")),
    ("task 3, step 1", "cert-manager rule: severity", Key(KPS, "spec values additionalPrometheusRulesMap cert-manager-rules groups 0 rules alert=CertManagerCertExpirySoon labels", "{severity: warning}")),
    ("task 3, step 1", "cert-manager rule: summary", Key(KPS, "spec values additionalPrometheusRulesMap cert-manager-rules groups 0 rules alert=CertManagerCertExpirySoon annotations summary", "'Certificate {{ $labels.name }} expires in less than 7 days'")),
    ("task 3, step 1", "cert-manager rule: description", Key(KPS, "spec values additionalPrometheusRulesMap cert-manager-rules groups 0 rules alert=CertManagerCertExpirySoon annotations description", "'Certificate {{ $labels.name }} in namespace {{ $labels.namespace }} expires in {{ $value | humanizeDuration }}.'")),
    ("task 3, step 1", "Grafana: existing Secret; its own, beside Alertmanager's", Key(KPS, "spec values grafana admin existingSecret", "grafana-admin")),
    ("task 3, step 1", "Grafana: key of the user's name", Key(KPS, "spec values grafana admin userKey", "admin-user")),
    ("task 3, step 1", "Grafana: key of the password", Key(KPS, "spec values grafana admin passwordKey", "admin-password")),
    ("task 3, step 1", "Grafana: persistence is on", Key(KPS, "spec values grafana persistence enabled", "true")),
    ("task 3, step 1", "Grafana: storage class", Key(KPS, "spec values grafana persistence storageClassName", "nfs")),
    ("task 3, step 1", "Grafana: volume", Key(KPS, "spec values grafana persistence size", "1Gi")),
    ("task 3, step 1", "Grafana: the sidecar reads data sources", Key(KPS, "spec values grafana sidecar datasources enabled", "true")),
    ("task 3, step 1", "Grafana: requests", Key(KPS, "spec values grafana resources requests", "{cpu: 50m, memory: 128Mi}")),
    ("task 3, step 1", "Grafana: limits", Key(KPS, "spec values grafana resources limits", "{memory: 256Mi}")),
    ("task 3, step 1", "Thanos: service off; under the one key prometheus, which stood there twice", Key(KPS, "spec values prometheus thanosService enabled", "false")),
    ("task 3, step 1", "Thanos: monitor off", Key(KPS, "spec values prometheus thanosServiceMonitor enabled", "false")),
    ("task 3, step 1", "node-exporter: requests; nodeExporter takes no resources, the subchart's key does", Key(KPS, "spec values prometheus-node-exporter resources requests", "{cpu: 10m, memory: 32Mi}")),
    ("task 3, step 1", "node-exporter: limits", Key(KPS, "spec values prometheus-node-exporter resources limits", "{memory: 64Mi}")),
    ("task 3, step 1", "kube-state-metrics: requests", Key(KPS, "spec values kube-state-metrics resources requests", "{cpu: 10m, memory: 32Mi}")),
    ("task 3, step 1", "kube-state-metrics: limits", Key(KPS, "spec values kube-state-metrics resources limits", "{memory: 64Mi}")),
    ("task 3, step 1", "important: pin the exact version", Text(README, "- chart kube-prometheus-stack 88.5.3")),
    ("task 3, step 1", "note on Grafana's admin: the Secret must hold the user's name, too", Text("monitoring/secret-grafana-admin.yaml.example", "admin-user: \"<User name: usually admin>\"")),
    ("task 3, step 2", "add the release to the kustomization", Key("kube-prometheus-stack/kustomization.yaml", "resources", "[helmrelease.yaml]")),
    ("task 3, step 2", "the folder waits for the base folder", Key(KS, "metadata.name=monitoring-kube-prometheus-stack spec dependsOn", "[{name: monitoring-base}]")),
    ("task 3, step 3", "run validation", Out(Validation)),
    ("task 3, step 4", "commit the release", Text(README, "git commit -m \"feat(monitoring): add kube-prometheus-stack with alerting\"")),
];
