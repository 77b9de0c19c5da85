//! The seed's heading and tasks 1, 2 and 4: namespace, chart sources, Secrets, routes.

use crate::README;
use crate::Reason::{DesignDoc, Validation, Worktree};
use crate::Row;
use crate::Where::{File, Key, Out, Text};

const KS: &str = "monitoring-flux/ks.yaml";
const NAMESPACE: &str = "monitoring/namespace.yaml";
const KPS_SOURCE: &str = "monitoring/ocirepository-kube-prometheus-stack.yaml";
const BASE: &str = "monitoring/kustomization.yaml";
const PUSHOVER: &str = "monitoring/secret-alertmanager-pushover.yaml.example";
const GRAFANA: &str = "monitoring/secret-grafana-admin.yaml.example";
const GRAFANA_ROUTE: &str = "monitoring-config/httproute-grafana.yaml";
const PROMETHEUS_ROUTE: &str = "monitoring-config/httproute-prometheus.yaml";
const ALERTMANAGER_ROUTE: &str = "monitoring-config/httproute-alertmanager.yaml";
const ROUTES: &str = "monitoring-config/kustomization.yaml";
const KPS: &str = "kube-prometheus-stack/helmrelease.yaml";

#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    ("heading", "goal: metrics, logs and alerting in one stack", Text(README, "Prometheus, Alertmanager, Grafana, Loki and Alloy, applied by Flux")),
    ("heading", "goal: Pushover notifications", Key(KPS, "spec values alertmanager config route receiver", "pushover-warning")),
    ("heading", "goal: Grafana is the single interface", Key(KPS, "spec values grafana enabled", "true")),
    ("heading", "kube-prometheus-stack brings pre-built dashboards and rules", Key(KPS, "spec values defaultRules create", "true")),
    ("heading", "Loki in single-binary mode; the chart's name for it is Monolithic since 12.0", Key("loki/helmrelease.yaml", "spec values deploymentMode", "Monolithic")),
    ("heading", "Alloy ships container logs to Loki", Text("alloy/helmrelease.yaml", "url                 = \"http://loki.monitoring.svc:3100/loki/api/v1/push\"")),
    ("heading", "Flux' notification-controller pushes events to Alertmanager", Key("monitoring-notifications/provider.yaml", "spec type", "alertmanager")),
    ("heading", "all components share the namespace monitoring", Text(README, "share `monitoring`; no part has one of")),
    ("heading", "storage on NFS; the class is kept, and what Prometheus says about it was accepted", Text(README, "findings that were read and accepted: prom.nfs")),
    ("heading", "kube-prometheus-stack 82.x; now pinned to 88.5.3, the version that every path was checked against", Key(KPS_SOURCE, "spec ref tag", "'88.5.3'")),
    ("heading", "Loki chart 6.x; its repository froze for open source at 6.55, so 18.11.0 of the community's", Key("monitoring/ocirepository-loki.yaml", "spec ref tag", "18.11.0")),
    ("heading", "Alloy chart 1.x, pinned to 1.11.1", Key("alloy/helmrelease.yaml", "spec chart spec version", "'1.11.1'")),
    ("heading", "Kustomize", File(BASE)),
    ("heading", "Gateway API HTTPRoutes", Key(GRAFANA_ROUTE, "apiVersion", "gateway.networking.k8s.io/v1")),
    ("heading", "SOPS", Text(KS, "decryption:\nprovider: sops")),
    ("heading", "the design document", Out(DesignDoc)),
    ("heading", "the worktree and its branch", Out(Worktree)),
    ("heading", "validation command: mise run check", Out(Validation)),

    ("task 1", "file namespace.yaml", File(NAMESPACE)),
    ("task 1", "file helmrepository.yaml; the chart is published as an OCI artifact, so an OCIRepository", File(KPS_SOURCE)),
    ("task 1", "file kustomization.yaml", File(BASE)),
    ("task 1, step 1", "namespace: apiVersion", Key(NAMESPACE, "apiVersion", "v1")),
    ("task 1, step 1", "namespace: kind", Key(NAMESPACE, "kind", "Namespace")),
    ("task 1, step 1", "namespace: name", Key(NAMESPACE, "metadata name", "monitoring")),
    ("task 1, step 1", "namespace: node-exporter and Alloy need the level privileged, which the seed left out", Key(NAMESPACE, "metadata labels pod-security.kubernetes.io/enforce", "privileged")),
    ("task 1, step 2", "chart source: apiVersion", Key(KPS_SOURCE, "apiVersion", "source.toolkit.fluxcd.io/v1")),
    ("task 1, step 2", "chart source: kind HelmRepository; OCIRepository instead", Key(KPS_SOURCE, "kind", "OCIRepository")),
    ("task 1, step 2", "chart source: name prometheus-community; an OCIRepository holds one chart, so the chart's name", Key(KPS_SOURCE, "metadata name", "kube-prometheus-stack")),
    ("task 1, step 2", "chart source: namespace", Key(KPS_SOURCE, "metadata namespace", "monitoring")),
    ("task 1, step 2", "chart source: interval 60m", Key(KPS_SOURCE, "spec interval", "1h")),
    ("task 1, step 2", "chart source: url", Key(KPS_SOURCE, "spec url", "oci://ghcr.io/prometheus-community/charts/kube-prometheus-stack")),
    ("task 1, step 3", "kustomization: apiVersion", Key(BASE, "apiVersion", "kustomize.config.k8s.io/v1beta1")),
    ("task 1, step 3", "kustomization: kind", Key(BASE, "kind", "Kustomization")),
    ("task 1, step 3", "kustomization: namespace.yaml", Key(BASE, "resources 0", "namespace.yaml")),
    ("task 1, step 3", "kustomization: the chart source", Key(BASE, "resources 1", "ocirepository-kube-prometheus-stack.yaml")),
    ("task 1, step 4", "a line in the parent; it names the Flux Kustomizations, which bring the folder in order", Text(README, "kustomize edit add resource monitoring-flux; })")),
    ("task 1, step 4", "the folder is applied by a Flux Kustomization of its own", Key(KS, "metadata.name=monitoring-base spec path", "./kubernetes/infrastructure/monitoring")),
    ("task 1, step 5", "run validation", Out(Validation)),
    ("task 1, step 6", "commit namespace and chart source", Text(README, "git commit -m \"feat(monitoring): add namespace and chart sources\"")),

    ("task 2", "file secret.enc.yaml; one file for each Secret, so that Alertmanager cannot read Grafana's password", Text(README, "secret-alertmanager-pushover.enc.yaml")),
    ("task 2", "prerequisite: Pushover's user key", Text(README, "`user-key`: 30 letters and digits")),
    ("task 2", "prerequisite: Pushover's API token", Text(README, "`api-token`: 30 letters and digits")),
    ("task 2", "prerequisite: a password for Grafana", Text(README, "`admin-password`: of your choice")),
    ("task 2, step 1", "secret: apiVersion", Key(PUSHOVER, "apiVersion", "v1")),
    ("task 2, step 1", "secret: kind", Key(PUSHOVER, "kind", "Secret")),
    ("task 2, step 1", "secret: name monitoring-secrets; alertmanager-pushover for Alertmanager", Key(PUSHOVER, "metadata name", "alertmanager-pushover")),
    ("task 2, step 1", "secret: name monitoring-secrets; grafana-admin for Grafana", Key(GRAFANA, "metadata name", "grafana-admin")),
    ("task 2, step 1", "secret: namespace", Key(PUSHOVER, "metadata namespace", "monitoring")),
    ("task 2, step 1", "secret: type", Key(PUSHOVER, "type", "Opaque")),
    ("task 2, step 1", "secret: pushover-user-key, a placeholder", Text(PUSHOVER, "user-key: \"<User key:")),
    ("task 2, step 1", "secret: pushover-api-token, a placeholder", Text(PUSHOVER, "api-token: \"<API token:")),
    ("task 2, step 1", "secret: grafana-admin-password, a placeholder", Text(GRAFANA, "admin-password: \"<Password:")),
    ("task 2, step 2", "encrypt the Secret", Text(README, "sops encrypt -i secret-alertmanager-pushover.enc.yaml")),
    ("task 2, step 2", "encrypt Grafana's Secret", Text(README, "sops encrypt -i secret-grafana-admin.enc.yaml")),
    ("task 2, step 2", "expected: ENC markers", Text(README, "must show `ENC[…]` for every value")),
    ("task 2, step 2", "only data and stringData are encrypted, as the seed expects", Text(README, "encrypted_regex: ^(data|stringData)$")),
    ("task 2, step 3", "add the Secret to the kustomization", Text(README, "kustomize edit add resource secret-alertmanager-pushover.enc.yaml")),
    ("task 2, step 3", "Flux decrypts what is in the folder, which the seed left out", Text(KS, "secretRef:\nname: sops-age")),
    ("task 2, step 4", "run validation", Out(Validation)),
    ("task 2, step 5", "commit the encrypted Secret", Text(README, "git add kustomization.yaml secret-alertmanager-pushover.enc.yaml")),

    ("task 4", "file httproute-grafana.yaml; in a folder of its own, since routes need the Gateway's CRDs", File(GRAFANA_ROUTE)),
    ("task 4", "file httproute-prometheus.yaml", File(PROMETHEUS_ROUTE)),
    ("task 4", "file httproute-alertmanager.yaml", File(ALERTMANAGER_ROUTE)),
    ("task 4, step 1", "Grafana's route: apiVersion", Key(GRAFANA_ROUTE, "apiVersion", "gateway.networking.k8s.io/v1")),
    ("task 4, step 1", "Grafana's route: kind", Key(GRAFANA_ROUTE, "kind", "HTTPRoute")),
    ("task 4, step 1", "Grafana's route: name and namespace", Key(GRAFANA_ROUTE, "metadata", "{name: grafana, namespace: monitoring}")),
    ("task 4, step 1", "Grafana's route: gateway", Key(GRAFANA_ROUTE, "spec parentRefs 0 name", "traefik-gateway")),
    ("task 4, step 1", "Grafana's route: namespace of the gateway", Key(GRAFANA_ROUTE, "spec parentRefs 0 namespace", "traefik")),
    ("task 4, step 1", "Grafana's route: listener; without one the route attaches to plain HTTP as well", Key(GRAFANA_ROUTE, "spec parentRefs 0 sectionName", "websecure")),
    ("task 4, step 1", "Grafana's route: host", Key(GRAFANA_ROUTE, "spec hostnames", "[grafana.catinthehack.ca]")),
    ("task 4, step 1", "Grafana's route: match", Key(GRAFANA_ROUTE, "spec rules 0 matches", "[{path: {type: PathPrefix, value: /}}]")),
    ("task 4, step 1", "Grafana's route: service and port", Key(GRAFANA_ROUTE, "spec rules 0 backendRefs", "[{name: kube-prometheus-stack-grafana, port: 80}]")),
    ("task 4, step 1", "note: check the service's name after deployment; the route's own check does", Text(README, "services/kube-prometheus-stack-grafana:80/proxy/api/health")),
    ("task 4, step 2", "Prometheus' route: kind", Key(PROMETHEUS_ROUTE, "kind", "HTTPRoute")),
    ("task 4, step 2", "Prometheus' route: name and namespace", Key(PROMETHEUS_ROUTE, "metadata", "{name: prometheus, namespace: monitoring}")),
    ("task 4, step 2", "Prometheus' route: gateway", Key(PROMETHEUS_ROUTE, "spec parentRefs", "[{name: traefik-gateway, namespace: traefik, sectionName: websecure}]")),
    ("task 4, step 2", "Prometheus' route: host", Key(PROMETHEUS_ROUTE, "spec hostnames", "[prometheus.catinthehack.ca]")),
    ("task 4, step 2", "Prometheus' route: match", Key(PROMETHEUS_ROUTE, "spec rules 0 matches", "[{path: {type: PathPrefix, value: /}}]")),
    ("task 4, step 2", "Prometheus' route: service and port", Key(PROMETHEUS_ROUTE, "spec rules 0 backendRefs", "[{name: kube-prometheus-stack-prometheus, port: 9090}]")),
    ("task 4, step 3", "Alertmanager's route: kind", Key(ALERTMANAGER_ROUTE, "kind", "HTTPRoute")),
    ("task 4, step 3", "Alertmanager's route: name and namespace", Key(ALERTMANAGER_ROUTE, "metadata", "{name: alertmanager, namespace: monitoring}")),
    ("task 4, step 3", "Alertmanager's route: gateway", Key(ALERTMANAGER_ROUTE, "spec parentRefs", "[{name: traefik-gateway, namespace: traefik, sectionName: websecure}]")),
    ("task 4, step 3", "Alertmanager's route: host", Key(ALERTMANAGER_ROUTE, "spec hostnames", "[alertmanager.catinthehack.ca]")),
    ("task 4, step 3", "Alertmanager's route: match", Key(ALERTMANAGER_ROUTE, "spec rules 0 matches", "[{path: {type: PathPrefix, value: /}}]")),
    ("task 4, step 3", "Alertmanager's route: service and port", Key(ALERTMANAGER_ROUTE, "spec rules 0 backendRefs", "[{name: kube-prometheus-stack-alertmanager, port: 9093}]")),
    ("task 4, step 4", "add the routes to the kustomization", Key(ROUTES, "resources", "[httproute-grafana.yaml, httproute-prometheus.yaml, httproute-alertmanager.yaml, httproute-alloy.yaml]")),
    ("task 4, step 5", "run validation", Out(Validation)),
    ("task 4, step 6", "commit the routes", Text(README, "git commit -m \"feat(monitoring): add routes to the pages\"")),
];
