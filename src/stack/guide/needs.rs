//! What the cluster must have before the first commit.

use super::Guide;
use crate::plan::{Given, Plan};
use crate::stack::availability::loki_factor;
use crate::stack::charts::CHARTS;
use crate::stack::{access, external, loki};
use crate::value::{
    Access, AntiAffinity, Auth, Cpu, Distribution, LokiMode, Policies, SecretMode, Size, Tls,
};

const FLUX: &str = "
## 1. Before you begin

- Flux 2.7 or newer, with its four controllers in the namespace `%flux_namespace%`
- `kubectl` on this machine, connected to the cluster
- the %source_kind% `%source_name%` in `%flux_namespace%`, from which Flux reads this repository";

const NAMESPACE_EXISTS: &str = "- the namespace `%namespace%`, which is there already, with the label
  `pod-security.kubernetes.io/enforce: privileged`: node-exporter and Alloy mount folders of the node";

const GATEWAY: &str = "- the Gateway API and the Gateway `%gateway%` in `%gateway_namespace%`, whose listener lets routes from
  `%namespace%` in. Without `allowedRoutes` only routes of the Gateway's own namespace count:

```yaml
# spec.listeners of the Gateway %gateway%";

const LISTENER: &str = "    protocol: HTTPS
    port: 443 # the port that the Gateway's own program listens on; Traefik's chart uses 8443
    tls:
      certificateRefs:
        - name: your-certificate
    allowedRoutes:
      namespaces:
        from: Selector
        selector:
          matchLabels:
            kubernetes.io/metadata.name: %namespace%
```";

const TALOS: &str =
    "- the control plane's metrics on the nodes' addresses. In Talos' machine configuration:

```yaml
cluster:
  controllerManager:
    extraArgs:
      bind-address: 0.0.0.0
  scheduler:
    extraArgs:
      bind-address: 0.0.0.0
  etcd:
    extraArgs:
      listen-metrics-urls: http://0.0.0.0:2381";

const TALOS_PROXY: &str = "  proxy:
    extraArgs:
      metrics-bind-address: 0.0.0.0:10249";

const KUBEADM: &str = "- the control plane's metrics on the nodes' addresses. In kubeadm's ClusterConfiguration, or in the
  manifests under `/etc/kubernetes/manifests` of a running cluster:

```yaml
controllerManager:
  extraArgs:
    - {name: bind-address, value: 0.0.0.0}
scheduler:
  extraArgs:
    - {name: bind-address, value: 0.0.0.0}
etcd:
  local:
    extraArgs:
      - {name: listen-metrics-urls, value: \"http://0.0.0.0:2381\"}";

const KUBEADM_PROXY: &str = "```

  and `metricsBindAddress: 0.0.0.0:10249` in the ConfigMap `kube-proxy` of `kube-system`, after which its
  pods are restarted:

```sh
kubectl -n kube-system rollout restart daemonset kube-proxy";

pub(super) fn write(guide: &mut Guide) {
    let plan = guide.plan;
    guide.add(FLUX);
    if *plan.namespace_exists {
        guide.add_for(&plan.namespace_exists, NAMESPACE_EXISTS);
    }
    if *plan.secret_mode == SecretMode::Sealed {
        let text = format!(
            "- the sealed-secrets controller, `{}` in `{}`",
            *plan.sealed_controller, *plan.sealed_namespace
        );
        let from = plan.secret_mode.from.and(&plan.sealed_controller).and(&plan.sealed_namespace);
        guide.add_for(from, text);
    }
    storage(guide);
    demand(guide);
    control_plane(guide);
    others(guide);
    if plan.exposed().next().is_some() && *plan.access == Access::HttpRoute {
        gateway(guide);
    }
}

/// What others of the cluster must have, each named with what relies on it.
fn others(guide: &mut Guide) {
    let plan = guide.plan;
    if *plan.secret_mode == SecretMode::External {
        let store = format!(
            "- External Secrets 0.16 or newer{}",
            if external::creates_store(plan) {
                ", whose service account may log in to Vault by the role of the store".to_owned()
            } else {
                format!(", and its {} `{}`", *plan.store_kind, *plan.store_name)
            }
        );
        guide.add_for(plan.secret_mode.from.and(&plan.store_name).and(&plan.store_kind), store);
    }
    if !plan.has_grafana() {
        let labels = &plan.grafana_labels;
        guide.add_for(&plan.grafana, format!("- the Grafana Operator, and its Grafana `%grafana_name%` in `%grafana_namespace%` with the labels\n  `{}`", **labels));
    }
    if plan.has_bucket() {
        let (chunks, ruler) = (plan.chunks_bucket(), plan.ruler_bucket());
        let from = chunks.from.and(&ruler).and(&plan.loki_store);
        guide.add_for(from, format!("- the buckets `{}` and `{}`, and a key that may read, write, list and delete in both", *chunks, *ruler));
    }
    if plan.loki_lives_apart() && *plan.loki_namespace_exists {
        guide.add_for(
            &plan.loki_namespace_exists,
            "- the namespace `%loki_namespace%`, which is there already",
        );
    }
    there_already(guide);
    routes(guide);
    if *plan.network_policies != Policies::None {
        guide.add_for(&plan.network_policies, "- a network plugin that enforces NetworkPolicies; where none does, they are stored and change nothing");
    }
    if *plan.anti_affinity == AntiAffinity::Hard && plan.alertmanager_count() > 1 {
        guide.add_for(
            &plan.anti_affinity,
            "- three nodes that take pods, since no two replicas of a part share one",
        );
    }
}

/// What runs in the cluster already, and what of it this stack relies on.
fn there_already(guide: &mut Guide) {
    let plan = guide.plan;
    if *plan.operator_exists {
        guide.add_for(
            &plan.operator_exists,
            "- the Prometheus Operator that is there, with its CRDs: it must look at `%namespace%`, and keep the Service of\n  \
             the kubelets (`--kubelet-service=kube-system/kube-prometheus-stack-kubelet`), or their metrics are missing",
        );
    } else if *plan.monitoring_crds_exist {
        guide.add_for(
            &plan.monitoring_crds_exist,
            "- the CRDs of the Prometheus Operator 0.93, kept up by what installed them",
        );
    }
    if *plan.node_exporter_exists {
        guide.add_for(
            &plan.node_exporter_exists,
            "- the node-exporter that is there, on port 9100 of every node, with a ServiceMonitor that names its job\n  \
             `node-exporter`: the rules and dashboards about nodes go by that name",
        );
    }
    for (secret, purpose, from) in [
        (
            &plan.pull_secret,
            "to pull images with, in the namespace of every release",
            plan.pull_secret.from,
        ),
        (
            &plan.flux_proxy_secret,
            "with the proxy's address, beside the chart sources",
            plan.flux_proxy_secret.from,
        ),
        (
            &plan.loki_ca_secret,
            "whose key ca.crt holds the store's certificate authority, in `%loki_namespace%`",
            plan.loki_ca_secret.from,
        ),
    ] {
        if let Some(name) = secret.as_ref() {
            guide.add_for(from, format!("- the Secret `{name}` {purpose}"));
        }
    }
    mirrors(guide);
}

/// Everything that a mirror must hold.
fn mirrors(guide: &mut Guide) {
    let plan = guide.plan;
    if let Some(mirror) = plan.mirror_charts.as_ref() {
        guide.add_for(&plan.mirror_charts, format!("- these charts in the registry `{mirror}`:"));
        for chart in CHARTS {
            guide.add_for(
                &plan.mirror_charts,
                format!("  - `{mirror}/{}:{}`", chart.name, chart.version),
            );
        }
    }
    if let Some(mirror) = plan.mirror_images.as_ref() {
        guide.add_for(
            &plan.mirror_images,
            format!("- these images in the registry `{mirror}`, under the same names:"),
        );
        for image in CHARTS.iter().flat_map(|chart| chart.images) {
            let rest = image.split_once('/').map_or(*image, |(_, rest)| rest);
            guide.add_for(&plan.mirror_images, format!("  - `{image}` as `{mirror}/{rest}`"));
        }
    }
}

/// What Traefik or an ingress controller must have for the routes.
fn routes(guide: &mut Guide) {
    let plan = guide.plan;
    if plan.exposed().next().is_none() {
        return;
    }
    match *plan.access {
        Access::IngressRoute => guide.add_for(&plan.access, "- Traefik with its CRDs"),
        Access::Ingress => guide.add_for(&plan.access, "- an ingress controller"),
        Access::HttpRoute | Access::None => return,
    }
    let from = plan.tls.from.and(&plan.tls_secret);
    if *plan.tls == Tls::Secret {
        guide.add_for(from, format!("- the Secret `{}` with the certificate in `%namespace%`: routes read none in another namespace", *plan.tls_secret));
    }
    if access::asks_for_certificate(plan) {
        guide.add_for(
            from.and(&plan.issuer),
            format!("- cert-manager with the {} `{}`", *plan.issuer_kind, *plan.issuer),
        );
    }
    if access::asks_for_login(plan) && *plan.auth == Auth::Reference {
        let namespace =
            plan.auth_namespace.as_ref().map_or("%namespace%".to_owned(), ToString::to_string);
        guide.add_for(plan.auth.from.and(&plan.auth_namespace), format!("- the Middleware `%auth_middleware%` in `{namespace}`; in another namespace than `%namespace%` Traefik must\n  run with `providers.kubernetesCRD.allowCrossNamespace`"));
    }
}

fn gateway(guide: &mut Guide) {
    let section = &guide.plan.gateway_section;
    guide.add(GATEWAY);
    let name = section.as_ref().map_or("https".to_owned(), ToString::to_string);
    guide.add_for(section, format!("  - name: {name}"));
    guide.add(LISTENER);
}

fn storage(guide: &mut Guide) {
    let plan = guide.plan;
    let loki = loki::volumes(plan);
    let mut volumes = vec![
        (
            "Prometheus",
            &plan.prometheus_volume,
            &plan.prometheus_storage_class,
            plan.prometheus_count(),
        ),
        (
            "Alertmanager",
            &plan.alertmanager_volume,
            &plan.alertmanager_storage_class,
            plan.alertmanager_count(),
        ),
        ("Loki", &plan.loki_volume, &plan.loki_storage_class, loki),
    ];
    if plan.has_grafana() && *plan.grafana_persistence {
        volumes.push(("Grafana", &plan.grafana_volume, &plan.grafana_storage_class, 1));
    }
    guide.add("- room for these volumes (`kubectl get storageclass` lists the classes):");
    for (name, size, own, count) in volumes {
        let class = crate::stack::release::storage_class(plan, own);
        let from = size.from.and(own).and(&plan.storage_class);
        let class =
            class.map_or("the default class".to_owned(), |class| format!("class `{}`", *class));
        let times = if count > 1 { format!("{count} × ") } else { String::new() };
        guide.add_for(from, format!("  - {name}: {times}{}, {class}", **size));
    }
    if *plan.loki_mode == LokiMode::Distributed {
        guide.add_for(&plan.loki_mode, "  - Loki's ruler: 2 × 1Gi, the same class");
    }
}

/// What each kind of pod asks for, and how many there are of it.
fn requests(plan: &Plan) -> Vec<(&Given<Cpu>, &Given<Size>, u64)> {
    let nodes = u64::from(plan.nodes.0);
    let (prometheus, alertmanager) = (plan.prometheus_count(), plan.alertmanager_count());
    let mut requests = vec![
        (&plan.prometheus_cpu_request, &plan.prometheus_memory_request, prometheus.into()),
        (&plan.operator_cpu_request, &plan.operator_memory_request, 1),
        (&plan.alertmanager_cpu_request, &plan.alertmanager_memory_request, alertmanager.into()),
        (&plan.kube_state_metrics_cpu_request, &plan.kube_state_metrics_memory_request, 1),
        (&plan.node_exporter_cpu_request, &plan.node_exporter_memory_request, nodes),
        (&plan.alloy_cpu_request, &plan.alloy_memory_request, nodes),
    ];
    if plan.has_grafana() {
        requests.push((&plan.grafana_cpu_request, &plan.grafana_memory_request, 1));
    }
    if *plan.loki_mode != LokiMode::Distributed {
        let count = u64::from(loki_factor(*plan.loki_mode));
        requests.push((&plan.loki_cpu_request, &plan.loki_memory_request, count));
    }
    if *plan.events_collector {
        requests.push((&plan.events_cpu_request, &plan.events_memory_request, 1));
    }
    requests
}

fn demand(guide: &mut Guide) {
    let plan = guide.plan;
    let (mut cpu, mut memory) = loki::fixed_demand(plan);
    let mut from = plan.nodes.from.and(&plan.events_collector).and(&plan.loki_mode);
    for (own_cpu, own_memory, count) in requests(plan) {
        cpu += u64::from(own_cpu.millicores()) * count;
        memory = memory.saturating_add(own_memory.bytes().saturating_mul(count));
        from = from.and(own_cpu).and(own_memory);
    }
    let (cpu, memory) = (Cpu::of_millicores(cpu), memory >> 20);
    let nodes =
        if plan.nodes.0 == 1 { "1 node".to_owned() } else { format!("{} nodes", *plan.nodes) };
    guide.add_for(
        from,
        format!("- {cpu} of CPU and {memory} MiB of memory to spare, over {nodes} together"),
    );
}

fn control_plane(guide: &mut Guide) {
    let plan = guide.plan;
    let from = plan.distribution.from.and(&plan.control_plane_metrics);
    let proxied = !*plan.kube_proxy_replaced;
    let (text, proxy) = match *plan.distribution {
        Distribution::Talos => (TALOS, TALOS_PROXY),
        Distribution::Kubeadm => (KUBEADM, KUBEADM_PROXY),
        _ => return,
    };
    if !*plan.control_plane_metrics {
        return;
    }
    guide.add_for(from, text);
    if proxied {
        guide.add_for(from.and(&plan.kube_proxy_replaced), proxy);
    }
    guide.add_for(from, "```");
}
