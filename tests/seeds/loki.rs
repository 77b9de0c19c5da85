//! Task 5: Loki and Grafana's data source for it.

use crate::README;
use crate::Reason::Validation;
use crate::Row;
use crate::Where::{File, Key, Out, Text};

const LOKI: &str = "loki/helmrelease.yaml";
const SOURCE: &str = "monitoring/ocirepository-loki.yaml";
const GRAFANA: &str = "monitoring/helmrepository-grafana.yaml";
const DATA_SOURCE: &str = "loki/grafana-datasource.yaml";

#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    ("task 5", "file loki/namespace.yaml; the seed itself drops it, since all share one namespace", Key(LOKI, "metadata namespace", "monitoring")),
    ("task 5", "file loki/helmrepository.yaml; beside the other chart sources", File(SOURCE)),
    ("task 5", "file loki/helmrelease.yaml", File(LOKI)),
    ("task 5", "file loki/grafana-datasource.yaml", File(DATA_SOURCE)),
    ("task 5", "file loki/kustomization.yaml", File("loki/kustomization.yaml")),
    ("task 5, step 1", "HelmRepository grafana, which Alloy still comes from", Key(GRAFANA, "metadata", "{name: grafana, namespace: monitoring}")),
    ("task 5, step 1", "HelmRepository: apiVersion", Key(GRAFANA, "apiVersion", "source.toolkit.fluxcd.io/v1")),
    ("task 5, step 1", "HelmRepository: kind", Key(GRAFANA, "kind", "HelmRepository")),
    ("task 5, step 1", "HelmRepository: interval 60m", Key(GRAFANA, "spec interval", "1h")),
    ("task 5, step 1", "HelmRepository: url", Key(GRAFANA, "spec url", "https://grafana.github.io/helm-charts")),
    ("task 5, step 1", "Loki's chart there is the enterprise one since 7.0; the community's instead", Key(SOURCE, "spec url", "oci://ghcr.io/grafana-community/helm-charts/loki")),
    ("task 5, step 2", "release: apiVersion", Key(LOKI, "apiVersion", "helm.toolkit.fluxcd.io/v2")),
    ("task 5, step 2", "release: kind", Key(LOKI, "kind", "HelmRelease")),
    ("task 5, step 2", "release: name", Key(LOKI, "metadata name", "loki")),
    ("task 5, step 2", "release: interval 30m; 1h", Key(LOKI, "spec interval", "1h")),
    ("task 5, step 2", "release: timeout 10m; 15m", Key(LOKI, "spec timeout", "15m")),
    ("task 5, step 2", "release: dependsOn", Key(LOKI, "spec dependsOn", "[{name: kube-prometheus-stack}]")),
    ("task 5, step 2", "release: chart and its source", Key(LOKI, "spec chartRef", "{kind: OCIRepository, name: loki}")),
    ("task 5, step 2", "release: install retries 3; RetryOnFailure", Key(LOKI, "spec install strategy name", "RetryOnFailure")),
    ("task 5, step 2", "release: upgrade.cleanupOnFail", Key(LOKI, "spec upgrade cleanupOnFail", "true")),
    ("task 5, step 2", "release: upgrade retries 3; RetryOnFailure", Key(LOKI, "spec upgrade strategy name", "RetryOnFailure")),
    ("task 5, step 2", "deploymentMode SingleBinary; its name is Monolithic now", Key(LOKI, "spec values deploymentMode", "Monolithic")),
    ("task 5, step 2", "singleBinary: replicas", Key(LOKI, "spec values singleBinary replicas", "1")),
    ("task 5, step 2", "singleBinary: requests", Key(LOKI, "spec values singleBinary resources requests", "{cpu: 50m, memory: 256Mi}")),
    ("task 5, step 2", "singleBinary: limits", Key(LOKI, "spec values singleBinary resources limits", "{memory: 512Mi}")),
    ("task 5, step 2", "singleBinary: storage class", Key(LOKI, "spec values singleBinary persistence storageClass", "nfs")),
    ("task 5, step 2", "singleBinary: volume", Key(LOKI, "spec values singleBinary persistence size", "10Gi")),
    ("task 5, step 2", "singleBinary: the seed's chart deletes the volume with the release; it stays", Key(LOKI, "spec values singleBinary persistence enableStatefulSetAutoDeletePVC", "false")),
    ("task 5, step 2", "backend: none", Key(LOKI, "spec values backend replicas", "0")),
    ("task 5, step 2", "read: none", Key(LOKI, "spec values read replicas", "0")),
    ("task 5, step 2", "write: none", Key(LOKI, "spec values write replicas", "0")),
    ("task 5, step 2", "auth_enabled", Key(LOKI, "spec values loki auth_enabled", "false")),
    ("task 5, step 2", "replication_factor", Key(LOKI, "spec values loki commonConfig replication_factor", "1")),
    ("task 5, step 2", "retention_period", Key(LOKI, "spec values loki limits_config retention_period", "168h")),
    ("task 5, step 2", "retention deletes nothing without the compactor's two keys, which the seed left out", Key(LOKI, "spec values loki compactor", "{retention_enabled: true, delete_request_store: filesystem}")),
    ("task 5, step 2", "schema: from, as text", Key(LOKI, "spec values loki schemaConfig configs 0 from", "'2024-04-01'")),
    ("task 5, step 2", "schema: store", Key(LOKI, "spec values loki schemaConfig configs 0 store", "tsdb")),
    ("task 5, step 2", "schema: object_store", Key(LOKI, "spec values loki schemaConfig configs 0 object_store", "filesystem")),
    ("task 5, step 2", "schema: version", Key(LOKI, "spec values loki schemaConfig configs 0 schema", "v13")),
    ("task 5, step 2", "schema: index", Key(LOKI, "spec values loki schemaConfig configs 0 index", "{prefix: loki_index_, period: 24h}")),
    ("task 5, step 2", "storage type", Key(LOKI, "spec values loki storage type", "filesystem")),
    ("task 5, step 2", "gateway off", Key(LOKI, "spec values gateway enabled", "false")),
    ("task 5, step 2", "minio off; that is the chart's default, so the guide says it", Text(README, "bundled MinIO")),
    ("task 5, step 2", "selfMonitoring off; the chart dropped the key, so the guide says it", Text(README, "it does not monitor itself by a second agent")),
    ("task 5, step 2", "lokiCanary off; at the top of the values, since below monitoring it is ignored", Key(LOKI, "spec values lokiCanary enabled", "false")),
    ("task 5, step 2", "without the canary the chart refuses its test", Key(LOKI, "spec values test enabled", "false")),
    ("task 5, step 2", "the caches, on by default, would ask for 11 GiB of memory", Key(LOKI, "spec values chunksCache enabled", "false")),
    ("task 5, step 2", "important: pin the exact version", Text(README, "- chart loki 18.11.0")),
    ("task 5, step 3", "data source: apiVersion", Key(DATA_SOURCE, "apiVersion", "v1")),
    ("task 5, step 3", "data source: kind", Key(DATA_SOURCE, "kind", "ConfigMap")),
    ("task 5, step 3", "data source: name of the ConfigMap", Key(DATA_SOURCE, "metadata name", "loki-datasource")),
    ("task 5, step 3", "data source: namespace", Key(DATA_SOURCE, "metadata namespace", "monitoring")),
    ("task 5, step 3", "data source: label for the sidecar, as text", Key(DATA_SOURCE, "metadata labels grafana_datasource", "'1'")),
    ("task 5, step 3", "data source: its file, with a uid that links can name", Key(DATA_SOURCE, "data loki-datasource.yaml", "\"apiVersion: 1\\ndatasources:\\n  - name: Loki\\n    uid: loki\\n    type: loki\\n    access: proxy\\n    url: http://loki.monitoring.svc:3100\\n    isDefault: false\\n\"")),
    ("task 5, step 4", "kustomization: apiVersion", Key("loki/kustomization.yaml", "apiVersion", "kustomize.config.k8s.io/v1beta1")),
    ("task 5, step 4", "kustomization: resources; the chart source stands in the base folder", Key("loki/kustomization.yaml", "resources", "[helmrelease.yaml, grafana-datasource.yaml]")),
    ("task 5, step 5", "register loki in the parent; the Flux Kustomizations bring it", Key("monitoring-flux/ks.yaml", "metadata.name=monitoring-loki spec path", "./kubernetes/infrastructure/loki")),
    ("task 5, step 6", "run validation", Out(Validation)),
    ("task 5, step 7", "commit Loki", Text(README, "git commit -m \"feat(monitoring): add Loki with Grafana's data source\"")),
];
