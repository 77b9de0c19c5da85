//! Task 6: Alloy and its route.

use crate::README;
use crate::Reason::Validation;
use crate::Row;
use crate::Where::{File, Key, Out, Text};

const ALLOY: &str = "alloy/helmrelease.yaml";
const ROUTE: &str = "monitoring-config/httproute-alloy.yaml";

#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    ("task 6", "file alloy/helmrelease.yaml", File(ALLOY)),
    ("task 6", "file alloy/httproute-alloy.yaml; beside the other routes, since they need the Gateway's CRDs", File(ROUTE)),
    ("task 6", "file alloy/kustomization.yaml", File("alloy/kustomization.yaml")),
    ("task 6, step 1", "release: apiVersion", Key(ALLOY, "apiVersion", "helm.toolkit.fluxcd.io/v2")),
    ("task 6, step 1", "release: kind", Key(ALLOY, "kind", "HelmRelease")),
    ("task 6, step 1", "release: name", Key(ALLOY, "metadata name", "alloy")),
    ("task 6, step 1", "release: namespace", Key(ALLOY, "metadata namespace", "monitoring")),
    ("task 6, step 1", "release: interval 30m; 1h", Key(ALLOY, "spec interval", "1h")),
    ("task 6, step 1", "release: timeout 5m; 10m", Key(ALLOY, "spec timeout", "10m")),
    ("task 6, step 1", "release: dependsOn", Key(ALLOY, "spec dependsOn", "[{name: loki}]")),
    ("task 6, step 1", "release: chart", Key(ALLOY, "spec chart spec chart", "alloy")),
    ("task 6, step 1", "release: interval of the chart 60m", Key(ALLOY, "spec chart spec interval", "1h")),
    ("task 6, step 1", "release: source of the chart", Key(ALLOY, "spec chart spec sourceRef", "{kind: HelmRepository, name: grafana}")),
    ("task 6, step 1", "release: install retries 3; RetryOnFailure", Key(ALLOY, "spec install strategy name", "RetryOnFailure")),
    ("task 6, step 1", "release: upgrade.cleanupOnFail", Key(ALLOY, "spec upgrade cleanupOnFail", "true")),
    ("task 6, step 1", "release: upgrade retries 3; RetryOnFailure", Key(ALLOY, "spec upgrade strategy name", "RetryOnFailure")),
    ("task 6, step 1", "configMap.create true and clustering off are the chart's defaults; one key alloy, which stood there twice, holds the rest", Text(ALLOY, "configMap:\ncontent: |")),
    ("task 6, step 1", "mounts.varlog; logs come through the Kubernetes API, which needs no folder of the node", Key(ALLOY, "spec values alloy mounts varlog", "false")),
    ("task 6, step 1", "the API needs a right of its own, which the seed left out", Key(ALLOY, "spec values rbac rules 0 resources", "[pods, pods/log, namespaces]")),
    ("task 6, step 1", "controller type", Key(ALLOY, "spec values controller type", "daemonset")),
    ("task 6, step 1", "requests; below alloy, since at the top of the values they are ignored", Key(ALLOY, "spec values alloy resources requests", "{cpu: 20m, memory: 128Mi}")),
    ("task 6, step 1", "limits", Key(ALLOY, "spec values alloy resources limits", "{memory: 256Mi}")),
    ("task 6, step 1", "configuration: pods of this node", Text(ALLOY, "discovery.kubernetes \"pods\" {\nrole = \"pod\"")),
    ("task 6, step 1", "configuration: selector", Text(ALLOY, "selectors {\nrole  = \"pod\"\nfield = \"spec.nodeName=\" + coalesce(sys.env(\"HOSTNAME\"), constants.hostname)")),
    ("task 6, step 1", "configuration: relabelled targets", Text(ALLOY, "discovery.relabel \"pod_logs\" {\ntargets = discovery.kubernetes.pods.targets")),
    ("task 6, step 1", "configuration: label namespace (replace is the default action)", Text(ALLOY, "source_labels = [\"__meta_kubernetes_namespace\"]\ntarget_label  = \"namespace\"")),
    ("task 6, step 1", "configuration: label pod", Text(ALLOY, "source_labels = [\"__meta_kubernetes_pod_name\"]\ntarget_label  = \"pod\"")),
    ("task 6, step 1", "configuration: label container", Text(ALLOY, "source_labels = [\"__meta_kubernetes_pod_container_name\"]\ntarget_label  = \"container\"")),
    ("task 6, step 1", "configuration: label app, with two labels more to fall back on", Text(ALLOY, "source_labels = [\"__meta_kubernetes_pod_label_app_kubernetes_io_name\", \"__meta_kubernetes_pod_label_app\", \"__meta_kubernetes_pod_container_name\"]")),
    ("task 6, step 1", "configuration: label job", Text(ALLOY, "source_labels = [\"__meta_kubernetes_namespace\", \"__meta_kubernetes_pod_container_name\"]\nseparator     = \"/\"\ntarget_label  = \"job\"")),
    ("task 6, step 1", "configuration: __path__ is read by loki.source.file only, so with the API there is none", Text(ALLOY, "loki.source.kubernetes \"pod_logs\" {")),
    ("task 6, step 1", "configuration: source of the logs", Text(ALLOY, "targets    = discovery.relabel.pod_logs.output\nforward_to = [loki.process.pod_logs.receiver]")),
    ("task 6, step 1", "configuration: processing", Text(ALLOY, "loki.process \"pod_logs\" {")),
    ("task 6, step 1", "configuration: label cluster; at the writer, so that every source has it", Text(ALLOY, "external_labels = {\ncluster = \"cloudlab\",")),
    ("task 6, step 1", "configuration: processed lines go to the writer", Text(ALLOY, "forward_to = [loki.write.default.receiver]")),
    ("task 6, step 1", "configuration: writer", Text(ALLOY, "loki.write \"default\" {\nendpoint {")),
    ("task 6, step 1", "configuration: Loki's address", Text(ALLOY, "\"http://loki.monitoring.svc:3100/loki/api/v1/push\"")),
    ("task 6, step 1", "important: pin the exact version", Text(README, "- chart alloy 1.11.1")),
    ("task 6, step 1", "note on the place of the configuration: alloy.configMap.content", Text(README, "under `alloy.configMap.content`")),
    ("task 6, step 2", "route: apiVersion", Key(ROUTE, "apiVersion", "gateway.networking.k8s.io/v1")),
    ("task 6, step 2", "route: kind", Key(ROUTE, "kind", "HTTPRoute")),
    ("task 6, step 2", "route: name and namespace", Key(ROUTE, "metadata", "{name: alloy, namespace: monitoring}")),
    ("task 6, step 2", "route: gateway, with its listener", Key(ROUTE, "spec parentRefs", "[{name: traefik-gateway, namespace: traefik, sectionName: websecure}]")),
    ("task 6, step 2", "route: host", Key(ROUTE, "spec hostnames", "[alloy.catinthehack.ca]")),
    ("task 6, step 2", "route: match", Key(ROUTE, "spec rules 0 matches", "[{path: {type: PathPrefix, value: /}}]")),
    ("task 6, step 2", "route: service and port", Key(ROUTE, "spec rules 0 backendRefs", "[{name: alloy, port: 12345}]")),
    ("task 6, step 2", "note: check the port after deployment", Text(README, "services/alloy:12345/proxy/-/healthy")),
    ("task 6, step 3", "kustomization: apiVersion", Key("alloy/kustomization.yaml", "apiVersion", "kustomize.config.k8s.io/v1beta1")),
    ("task 6, step 3", "kustomization: resources; the route stands with the others", Key("alloy/kustomization.yaml", "resources", "[helmrelease.yaml]")),
    ("task 6, step 4", "register alloy in the parent; the Flux Kustomizations bring it", Key("monitoring-flux/ks.yaml", "metadata.name=monitoring-alloy spec path", "./kubernetes/infrastructure/alloy")),
    ("task 6, step 5", "run validation", Out(Validation)),
    ("task 6, step 6", "commit Alloy", Text(README, "git commit -m \"feat(monitoring): add Alloy for log collection\"")),
];
