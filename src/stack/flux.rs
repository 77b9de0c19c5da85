//! The Flux Kustomizations: what is applied from where, in which order, and when it counts as done.

use super::access::asks_for_certificate;
use super::{names, secrets};
use crate::plan::layout::{Layout, Part};
use crate::plan::{Given, Plan};
use crate::tree::{Tree, manifest};
use crate::value::{FluxEntry, List, Name, SecretMode};
use crate::yaml::Node;
use crate::{list, map};

const API: &str = "kustomize.toolkit.fluxcd.io/v1";

pub(super) fn write(plan: &Plan, tree: &mut Tree) {
    let layout = Layout::of(plan);
    let parts = Part::ALL.iter().filter(|part| part.is_in(plan));
    let kustomizations: Vec<Node> = parts.map(|part| kustomization(plan, &layout, *part)).collect();
    if *plan.flux_entry == FluxEntry::ClusterFile {
        return tree.put_objects(&layout.entry_file(), kustomizations);
    }
    tree.folder(layout.entry_folder(), |folder| folder.put_objects("ks", kustomizations));
}

fn kustomization(plan: &Plan, layout: &Layout, part: Part) -> Node {
    let head = manifest(API, "Kustomization", part.kustomization(), &plan.flux_namespace);
    let spec = map! {
        "dependsOn" => depends_on(plan, part),
        "interval" => "1h",
        "retryInterval" => "2m",
        "serviceAccountName" => service_account(plan),
        "timeout" => timeout(plan, part),
        "prune" => true,
        "wait" => waits(part).then_some(true),
        "sourceRef" => map! { "kind" => &plan.source_kind, "name" => &plan.source_name },
        "path" => layout.flux_path(part),
        "decryption" => (part == Part::Base).then(|| decryption(plan)).flatten(),
        "healthChecks" => health_checks(plan, part),
        "healthCheckExprs" => (part == Part::KubePrometheusStack).then(conditions),
    };
    head.with("spec", spec).because(part.questions(plan).and(&plan.flux_entry))
}

/// Where Flux is locked down it acts as an account without rights, unless another one is named.
pub(super) fn service_account(plan: &Plan) -> Option<Node> {
    let name = plan.flux_service_account.as_ref()?;
    Some(Node::from(name.as_str()).because(&plan.flux_service_account))
}

fn depends_on(plan: &Plan, part: Part) -> Option<Node> {
    let own = needs(part)
        .iter()
        .filter(|needed| needed.is_in(plan))
        .map(|needed| map! { "name" => needed.kustomization() }.because(needed.questions(plan)));
    let foreign = foreign(plan, part).into_iter().flat_map(|names| {
        names.iter().map(move |name| map! { "name" => name.as_str() }.because(names))
    });
    let all: Vec<Node> = own.chain(foreign).collect();
    (!all.is_empty()).then(|| Node::list(all))
}

/// The parts that must be ready before another one, where the plan has them.
const fn needs(part: Part) -> &'static [Part] {
    match part {
        Part::Sources | Part::Base => &[],
        Part::KubePrometheusStack => &[Part::Sources, Part::Base],
        Part::Loki | Part::Config | Part::Notifications => &[Part::KubePrometheusStack],
        Part::Alloy => &[Part::Loki],
        Part::Grafana => &[Part::KubePrometheusStack, Part::Loki],
        Part::Dashboards => &[Part::Grafana],
    }
}

/// The Kustomizations of the user that must be ready before a part. Dashboards of the charts are
/// objects of the Grafana Operator, so the releases wait for it as well.
fn foreign(plan: &Plan, part: Part) -> Vec<&Given<List<Name>>> {
    let charts = *plan.chart_dashboards && !plan.has_grafana();
    match part {
        Part::Config => vec![&plan.wait_for],
        Part::Base => vec![&plan.secrets_wait_for],
        Part::Grafana => vec![&plan.grafana_wait_for],
        Part::KubePrometheusStack | Part::Loki if charts => vec![&plan.grafana_wait_for],
        _ => Vec::new(),
    }
}

/// Five minutes more than the HelmRelease inside has, so that its own error is the one reported.
fn timeout(plan: &Plan, part: Part) -> &'static str {
    match part {
        Part::KubePrometheusStack | Part::Loki => "20m",
        Part::Alloy => "15m",
        Part::Config if asks_for_certificate(plan) => "15m",
        Part::Sources | Part::Base | Part::Config | Part::Grafana | Part::Dashboards => "5m",
        Part::Notifications => "2m",
    }
}

/// Flux ignores `healthChecks` where `wait` is true, so a part has one or the other.
const fn waits(part: Part) -> bool {
    matches!(
        part,
        Part::Sources | Part::Loki | Part::Alloy | Part::Config | Part::Grafana | Part::Dashboards
    )
}

fn decryption(plan: &Plan) -> Option<Node> {
    let name = plan.sops_secret.as_ref().map(|_| map! { "name" => &plan.sops_secret });
    let decryption = map! { "provider" => "sops", "secretRef" => name };
    (*plan.secret_mode == SecretMode::Sops).then(|| decryption.because(&plan.secret_mode))
}

fn health_checks(plan: &Plan, part: Part) -> Option<Node> {
    match part {
        // Releases that need a Secret wait until it is there, however it comes.
        Part::Base => {
            let needed = !secrets::needed(plan).is_empty();
            needed.then(|| secrets::health_checks(plan))
        }
        // The HelmRelease is ready before the operator has made the pods.
        Part::KubePrometheusStack => Some(list![
            check(plan, "helm.toolkit.fluxcd.io/v2", "HelmRelease", "kube-prometheus-stack"),
            check(plan, "apps/v1", "StatefulSet", names::PROMETHEUS_STATEFUL_SET),
            check(plan, "apps/v1", "StatefulSet", names::ALERTMANAGER_STATEFUL_SET),
            check(plan, "monitoring.coreos.com/v1", "Prometheus", names::PROMETHEUS_OBJECT),
            check(plan, "monitoring.coreos.com/v1", "Alertmanager", names::ALERTMANAGER_OBJECT),
        ]),
        _ => None,
    }
}

fn check(plan: &Plan, api_version: &str, kind: &str, name: &str) -> Node {
    map! {
        "apiVersion" => api_version,
        "kind" => kind,
        "name" => name,
        "namespace" => &plan.namespace,
    }
}

/// The operator keeps an old configuration running when it refuses a new one, and says so in these
/// conditions only.
fn conditions() -> Node {
    const AVAILABLE: &str =
        r#"status.conditions.exists(c, c.type == "Available" && c.status == "True")"#;
    const RECONCILED: &str =
        r#"status.conditions.exists(c, c.type == "Reconciled" && c.status == "True")"#;
    const REFUSED: &str =
        r#"status.conditions.exists(c, c.type == "Reconciled" && c.status == "False")"#;
    list![
        map! {
            "apiVersion" => "monitoring.coreos.com/v1",
            "kind" => "Prometheus",
            "current" => AVAILABLE,
        },
        map! {
            "apiVersion" => "monitoring.coreos.com/v1",
            "kind" => "Alertmanager",
            "current" => format!("{AVAILABLE} && {RECONCILED}"),
            "failed" => REFUSED,
        },
    ]
}
