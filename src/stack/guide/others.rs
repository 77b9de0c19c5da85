//! What others of the cluster must have, each named with what relies on it, and what a mirror holds.

use super::Guide;
use crate::stack::charts::{CHARTS, THANOS_IMAGE};
use crate::stack::{access, external};
use crate::value::{Access, AntiAffinity, Auth, Policies, SecretMode, StoreKind, Tls};

pub(super) fn write(guide: &mut Guide) {
    let plan = guide.plan;
    if *plan.secret_mode == SecretMode::External {
        external_secrets(guide);
    }
    if !plan.has_grafana() {
        let labels = &plan.grafana_labels;
        guide.add_for(&plan.grafana, format!("- the Grafana Operator, and its Grafana `%grafana_name%` in `%grafana_namespace%` with the labels\n  `{}`", **labels));
    }
    loki(guide);
    if *plan.lockdown {
        let account =
            plan.flux_service_account.as_ref().map_or("default".to_owned(), ToString::to_string);
        let from = plan.lockdown.from.and(&plan.flux_service_account);
        guide.add_for(from, format!("- where Flux runs with `--default-service-account`: the service account `{account}` in `%flux_namespace%`,\n  `%namespace%` and `%loki_namespace%` with the rights to apply this stack, or everything is forbidden"));
    }
    operator(guide);
    node_exporter(guide);
    secrets(guide);
    mirrors(guide);
    routes(guide);
    network_and_nodes(guide);
}

/// External Secrets with its store, and what fills the store.
fn external_secrets(guide: &mut Guide) {
    let plan = guide.plan;
    let needed = if external::creates_store(plan) {
        ", whose service account may log in to Vault by the role of the store".to_owned()
    } else {
        let each = if *plan.store_kind == StoreKind::Namespaced {
            " in the namespace of every Secret"
        } else {
            ""
        };
        format!(", and its {} `{}`{each}", *plan.store_kind, *plan.store_name)
    };
    guide.add_for(
        plan.secret_mode.from.and(&plan.store_name).and(&plan.store_kind),
        format!("- External Secrets 0.16 or newer{needed}"),
    );
    let tools = if plan.configures_alertmanager() { "`vault` and `amtool`" } else { "`vault`" };
    guide.add_for(&plan.secret_mode, format!("- {tools} on this machine, if the store is Vault"));
}

/// The buckets that Loki writes to, and the namespace that it moves into.
fn loki(guide: &mut Guide) {
    let plan = guide.plan;
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
}

/// What enforces policies, and where replicas go.
fn network_and_nodes(guide: &mut Guide) {
    let plan = guide.plan;
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

/// The Prometheus Operator that is there, or its CRDs alone.
fn operator(guide: &mut Guide) {
    let plan = guide.plan;
    if *plan.operator_exists {
        guide.add_for(
            &plan.operator_exists,
            "- the Prometheus Operator that is there, with its CRDs: it must look at `%namespace%`, and its\n  \
             Service of the kubelets in `kube-system` must have the labels `app.kubernetes.io/name: kubelet` and\n  \
             `k8s-app: kubelet`, or their metrics are missing",
        );
        if !plan.metrics_excluded_namespaces.is_empty() {
            let names = plan.metrics_excluded_namespaces.to_string().replace(',', "`, `");
            guide.add_for(
                &plan.metrics_excluded_namespaces,
                format!("- the Prometheus that is there, for the monitors and rules of `{names}`"),
            );
        }
    } else if *plan.monitoring_crds_exist {
        guide.add_for(
            &plan.monitoring_crds_exist,
            "- the CRDs of the Prometheus Operator 0.93, kept up by what installed them",
        );
    }
}

/// The node-exporter that is there.
fn node_exporter(guide: &mut Guide) {
    let plan = guide.plan;
    if *plan.node_exporter_exists {
        guide.add_for(
            &plan.node_exporter_exists,
            "- the node-exporter that is there, on port 9100 of every node, with a ServiceMonitor that names its job\n  \
             `node-exporter`: the rules and dashboards about nodes go by that name",
        );
        if !plan.metrics_excluded_namespaces.is_empty() {
            guide.add_for(
                &plan.metrics_excluded_namespaces,
                "  (in a namespace left out, the label `app.kubernetes.io/name: prometheus-node-exporter` of its Service)",
            );
        }
    }
}

/// Secrets of the user's that are no secret of the stack.
fn secrets(guide: &mut Guide) {
    let plan = guide.plan;
    for (secret, purpose, from) in [
        (
            &plan.pull_secret,
            "to pull images with, in the namespace of every release, and of the chart sources if they have a mirror",
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
        let thanos = plan.thanos_sidecar.then_some(&THANOS_IMAGE);
        for image in CHARTS.iter().flat_map(|chart| chart.images).chain(thanos) {
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
    if plan.asks_for_login() && *plan.auth == Auth::Reference {
        let namespace =
            plan.auth_namespace.as_ref().map_or("%namespace%".to_owned(), ToString::to_string);
        guide.add_for(plan.auth.from.and(&plan.auth_namespace), format!("- the Middleware `%auth_middleware%` in `{namespace}`; in another namespace than `%namespace%` Traefik must\n  run with `providers.kubernetesCRD.allowCrossNamespace`"));
    }
}
