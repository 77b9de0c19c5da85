//! What the cluster must have before the first commit.

use super::{Guide, others};
use crate::plan::{Given, Plan};
use crate::stack::loki;
use crate::value::{Access, Cpu, Distribution, LokiMode, SecretMode, Size};

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
    others::write(guide);
    if plan.exposed().next().is_some() && *plan.access == Access::HttpRoute {
        gateway(guide);
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
        let count = u64::from(plan.loki_count());
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
