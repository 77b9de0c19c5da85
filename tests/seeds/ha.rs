//! The high-availability seed, line by line. Where it was wrong, the words say what stands there instead.

use super::Row;
use super::Where::{File, Key, Text};

const KPS: &str = "fluxcd/apps/main/monitoring/kube-prometheus-stack/helm-install.yaml";
const LOKI: &str = "fluxcd/apps/main/monitoring/loki/helm-install.yaml";
const ALLOY: &str = "fluxcd/apps/main/monitoring/alloy/helm-install.yaml";
const KS: &str = "fluxcd/apps/main/monitoring/ks.yaml";
const GUIDE: &str = "fluxcd/apps/main/monitoring/secrets/README.md";
const PROMETHEUS_ROUTE: &str = "fluxcd/apps/main/monitoring/config/ingressroute-prometheus.yaml";
const ALERTS_ROUTE: &str = "fluxcd/apps/main/monitoring/config/ingressroute-alertmanager.yaml";
const LOKI_SECRET: &str = "fluxcd/apps/main/monitoring/secrets/external-secret-loki-s3.yaml";
const CONFIG_SECRET: &str =
    "fluxcd/apps/main/monitoring/secrets/external-secret-alertmanager-config.yaml";

#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    ("goals", "Prometheus and Alertmanager", Key(KPS, "kind", "HelmRelease")),
    ("goals", "Loki", Key(LOKI, "kind", "HelmRelease")),
    ("goals", "Alloy", Key(ALLOY, "kind", "HelmRelease")),
    ("goals", "Grafana as the UI", File("fluxcd/apps/main/grafana/datasources/loki-ds.yaml")),
    ("goals", "GitOps-first via FluxCD", Key(KS, "metadata.name=monitoring-loki kind", "Kustomization")),
    ("goals", "Vault-backed secrets", Key(LOKI_SECRET, "apiVersion", "external-secrets.io/v1")),
    ("goals", "TLS via Traefik", Key(PROMETHEUS_ROUTE, "spec tls secretName", "wildcard-fzymgc-house-tls")),
    ("architecture", "kube-prometheus-stack", Key(KPS, "spec chartRef name", "kube-prometheus-stack")),
    ("architecture", "loki-distributed is no longer kept: the chart loki, Distributed", Key(LOKI, "spec values deploymentMode", "Distributed")),
    ("architecture", "Grafana Alloy as the node agent", Key(ALLOY, "spec values controller type", "daemonset")),
    ("architecture", "GrafanaDatasource", Key("fluxcd/apps/main/grafana/datasources/prometheus-ds.yaml", "kind", "GrafanaDatasource")),
    ("architecture", "GrafanaDashboard", Key("fluxcd/apps/main/grafana/dashboards/node-exporter.yaml", "kind", "GrafanaDashboard")),
    ("layout", "Helm repository of Grafana, in a folder of its own", Key("fluxcd/infrastructure/controllers/helm-repositories/monitoring/helmrepository-grafana.yaml", "metadata namespace", "flux-system")),
    ("layout", "namespace.yaml, beside the Secrets", Key("fluxcd/apps/main/monitoring/secrets/namespace.yaml", "metadata name", "monitoring")),
    ("layout", "kube-prometheus-stack/helm-install.yaml", File(KPS)),
    ("layout", "kube-prometheus-stack/kustomization.yaml", File("fluxcd/apps/main/monitoring/kube-prometheus-stack/kustomization.yaml")),
    ("layout", "loki/helm-install.yaml", File(LOKI)),
    ("layout", "loki/external-secret-s3.yaml, with the other Secrets, which come first", File(LOKI_SECRET)),
    ("layout", "loki/kustomization.yaml", File("fluxcd/apps/main/monitoring/loki/kustomization.yaml")),
    ("layout", "alloy/helm-install.yaml", File(ALLOY)),
    ("layout", "alloy/kustomization.yaml", File("fluxcd/apps/main/monitoring/alloy/kustomization.yaml")),
    ("layout", "grafana/datasources/prometheus-ds.yaml", File("fluxcd/apps/main/grafana/datasources/prometheus-ds.yaml")),
    ("layout", "grafana/datasources/loki-ds.yaml", File("fluxcd/apps/main/grafana/datasources/loki-ds.yaml")),
    ("layout", "grafana/dashboards/*.yaml", File("fluxcd/apps/main/grafana/dashboards/loki-logs.yaml")),
    ("decisions", "prometheus.k8s.fzymgc.house", Text(PROMETHEUS_ROUTE, "Host(`prometheus.k8s.fzymgc.house`)")),
    ("decisions", "alerts.k8s.fzymgc.house", Text(ALERTS_ROUTE, "Host(`alerts.k8s.fzymgc.house`)")),
    ("decisions", "modern-auth", Key(ALERTS_ROUTE, "spec routes 0 middlewares 0 name", "modern-auth")),
    ("decisions", "metrics 15d", Key(KPS, "spec values prometheus prometheusSpec retention", "15d")),
    ("decisions", "logs 14d", Key(LOKI, "spec values loki limits_config retention_period", "336h")),
    ("decisions", "Prometheus PVC 50Gi", Key(KPS, "spec values prometheus prometheusSpec storageSpec volumeClaimTemplate spec resources requests storage", "50Gi")),
    ("decisions", "on longhorn", Key(KPS, "spec values prometheus prometheusSpec storageSpec volumeClaimTemplate spec storageClassName", "longhorn")),
    ("decisions", "Loki object store in R2", Text(LOKI, ".r2.cloudflarestorage.com\"")),
    ("decisions", "kv/data/observability/loki, as the store is asked for it", Key(LOKI_SECRET, "spec data 0 remoteRef key", "observability/loki")),
    ("decisions", "kv/data/observability/alertmanager", Key(CONFIG_SECRET, "spec data 0 remoteRef key", "observability/alertmanager")),
    ("checklist", "disable bundled Grafana", Key(KPS, "spec values grafana enabled", "false")),
    ("checklist", "Prometheus 2 replicas", Key(KPS, "spec values prometheus prometheusSpec replicas", "2")),
    ("checklist", "Prometheus anti-affinity", Key(KPS, "spec values prometheus prometheusSpec podAntiAffinity", "hard")),
    ("checklist", "Prometheus PDB", Key(KPS, "spec values prometheus podDisruptionBudget minAvailable", "1")),
    ("checklist", "Alertmanager 3 replicas", Key(KPS, "spec values alertmanager alertmanagerSpec replicas", "3")),
    ("checklist", "Alertmanager anti-affinity", Key(KPS, "spec values alertmanager alertmanagerSpec podAntiAffinity", "hard")),
    ("checklist", "Alertmanager PDB", Key(KPS, "spec values alertmanager podDisruptionBudget minAvailable", "2")),
    ("checklist", "ServiceMonitor discovery", Key(KPS, "spec values prometheus prometheusSpec serviceMonitorSelectorNilUsesHelmValues", "false")),
    ("checklist", "PodMonitor discovery", Key(KPS, "spec values prometheus prometheusSpec podMonitorSelectorNilUsesHelmValues", "false")),
    ("checklist", "IngressRoutes with TLS and modern-auth", Key(PROMETHEUS_ROUTE, "spec routes 0 middlewares 0 name", "modern-auth")),
    ("checklist", "the Middleware itself, in the namespace of the routes", File("fluxcd/apps/main/monitoring/config/middleware-modern-auth.yaml")),
    ("checklist", "ExternalSecret for alertmanager-config, with the key that the operator reads", Key(CONFIG_SECRET, "spec data 0 secretKey", "alertmanager.yaml")),
    ("checklist", "the release takes it", Key(KPS, "spec values alertmanager alertmanagerSpec configSecret", "alertmanager-config")),
    ("checklist", "R2 by ExternalSecret", Key(LOKI, "spec values defaults extraEnvFrom 0 secretRef name", "loki-s3")),
    ("checklist", "3x for critical components", Key(LOKI, "spec values ingester replicas", "3")),
    ("checklist", "Loki anti-affinity: the chart's own is hard, and a rollout still finds nodes", Key(LOKI, "spec values gateway deploymentStrategy rollingUpdate maxSurge", "0")),
    ("checklist", "Loki PDBs", Key(LOKI, "spec values distributor podDisruptionBudget maxUnavailable", "1")),
    ("checklist", "retention 14d, which deletes", Key(LOKI, "spec values loki compactor retention_enabled", "true")),
    ("checklist", "PVCs", Key(LOKI, "spec values ingester persistence claims 0 storageClass", "longhorn")),
    ("checklist", "NetworkPolicy restricts ingress of Loki", Key("fluxcd/apps/main/monitoring/config/networkpolicy-loki.yaml", "spec podSelector matchLabels app.kubernetes.io/name", "loki")),
    ("checklist", "autodiscovery and container logs", Text(ALLOY, "loki.source.file \"pod_logs\" {")),
    ("checklist", "ship logs to the Service of Loki", Text(ALLOY, "http://loki-gateway.monitoring.svc:80/loki/api/v1/push")),
    ("checklist", "tolerations for the control plane", Key(ALLOY, "spec values controller tolerations 0 operator", "Exists")),
    ("checklist", "resource limits of Alloy", Key(ALLOY, "spec values alloy resources limits memory", "512Mi")),
    ("checklist", "egress of Alloy restricted to Loki, names and the API server", Key("fluxcd/apps/main/monitoring/config/networkpolicy-alloy.yaml", "spec egress 0 to 0 podSelector matchLabels app.kubernetes.io/name", "loki")),
    ("checklist", "GrafanaDatasource for Prometheus", Key("fluxcd/apps/main/grafana/datasources/prometheus-ds.yaml", "spec datasource isDefault", "true")),
    ("checklist", "GrafanaDatasource for Loki", Key("fluxcd/apps/main/grafana/datasources/loki-ds.yaml", "spec uid", "loki")),
    ("checklist", "curated GrafanaDashboards, at a pinned revision", Key("fluxcd/apps/main/grafana/dashboards/node-exporter.yaml", "spec grafanaCom revision", "45")),
    ("checklist", "apps/main includes ./monitoring", Text(GUIDE, "kustomize edit add resource monitoring; })")),
    ("checklist", "order: secrets, then releases", Key(KS, "metadata.name=monitoring-kube-prometheus-stack spec dependsOn 1 name", "monitoring-base")),
    ("validation", "Grafana datasources green", Text(GUIDE, "prometheus True\nloki True\nalertmanager True")),
    ("validation", "Prometheus targets up (kube)", Text(GUIDE, "**Prometheus reaches everything that it scrapes.**")),
    ("validation", "Prometheus targets up (velero)", Key(KPS, "spec values prometheus additionalPodMonitors name=velero podMetricsEndpoints 0 portNumber", "8085")),
    ("validation", "Loki queries return logs", Text(GUIDE, "**Logs arrive in Loki.**")),
    ("validation", "test alert delivered, by Pushover", Text(GUIDE, "amtool alert add MonitreeTest severity=warning")),
    ("rollout", "1 repositories and namespaces", Text(GUIDE, "git add fluxcd/infrastructure/controllers/helm-repositories/monitoring")),
    ("rollout", "2 ExternalSecrets for Loki and Alertmanager", Text(GUIDE, "git commit -m \"feat(monitoring): add namespace and Secrets\"")),
    ("rollout", "3 kube-prometheus-stack", Key(KS, "metadata.name=monitoring-loki spec dependsOn 0 name", "monitoring-kube-prometheus-stack")),
    ("rollout", "4 Loki, then Alloy", Key(KS, "metadata.name=monitoring-alloy spec dependsOn 0 name", "monitoring-loki")),
    ("rollout", "5 Grafana datasources and dashboards", Key(KS, "metadata.name=monitoring-grafana spec dependsOn 1 name", "monitoring-loki")),
    ("rollout", "6 expose Prometheus and Alertmanager", Key(KS, "metadata.name=monitoring-config spec dependsOn 0 name", "monitoring-kube-prometheus-stack")),
    ("notes", "longhorn for PVCs", Text(GUIDE, "- Prometheus: 2 × 50Gi, class `longhorn`")),
    ("notes", "reuse wildcard-fzymgc-house-tls, which must be in the namespace of the routes", Text(GUIDE, "the Secret `wildcard-fzymgc-house-tls` with the certificate in `monitoring`")),
    ("notes", "services stay internal", Text(GUIDE, "kubectl -n monitoring port-forward svc/alloy")),
    ("notes", "NetworkPolicies", File("fluxcd/apps/main/monitoring/config/networkpolicy-alertmanager.yaml")),
];
