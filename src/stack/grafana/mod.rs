//! Grafana: as part of the kube-prometheus-stack release, or one that is there already.

mod dashboards;
pub(super) mod existing;

use super::names;
use super::release::{resources, storage_class};
use super::secrets::GRAFANA_ADMIN;
use crate::map;
use crate::plan::Plan;
use crate::text::Text;
use crate::tree::{manifest_as_it_is, one};
use crate::yaml::Node;

/// The `grafana` block of the chart's values.
pub(super) fn values(plan: &Plan) -> Node {
    if !plan.has_grafana() {
        return existing::values(plan).because(&plan.grafana);
    }
    let kept = *plan.grafana_persistence;
    map! {
        "enabled" => true,
        "admin" => map! {
            "existingSecret" => GRAFANA_ADMIN.name,
            "userKey" => "admin-user",
            "passwordKey" => "admin-password",
        },
        "grafana.ini" => plan.grafana().url().map(|url| map! { "server" => map! { "root_url" => url } }),
        /// A volume can be attached to one pod only, so the old pod must go before the new one comes.
        "deploymentStrategy" => kept.then(|| map! { "type" => "Recreate" }.because(&plan.grafana_persistence)),
        /// It runs as root, which many volumes refuse; the chart's fsGroup is enough.
        "initChownData" => kept.then(|| map! { "enabled" => false }.because(&plan.grafana_persistence)),
        "persistence" => persistence(plan),
        "sidecar" => map! { "datasources" => map! { "enabled" => true } },
        "resources" => resources(
            &plan.grafana_cpu_request,
            &plan.grafana_memory_request,
            &plan.grafana_memory_limit,
        ),
    }
}

fn persistence(plan: &Plan) -> Node {
    let persistence = if *plan.grafana_persistence {
        map! {
            "enabled" => true,
            "storageClassName" => storage_class(plan, &plan.grafana_storage_class),
            "accessModes" => one("ReadWriteOnce"),
            "size" => &plan.grafana_volume,
        }
    } else {
        map! { "enabled" => false }
    };
    persistence.because(&plan.grafana_persistence)
}

/// The dashboards of Loki's chart: for the sidecar of the bundled Grafana, or for an existing one.
pub(super) fn loki_dashboards(plan: &Plan) -> Node {
    if plan.has_grafana() {
        return map! { "enabled" => true };
    }
    let operator = || {
        map! {
            "enabled" => true,
            "instanceSelector" => existing::selector(plan),
        }
    };
    let dashboards = map! {
        "enabled" => *plan.chart_dashboards,
        "grafanaOperator" => plan.chart_dashboards.then(operator),
    };
    dashboards.because(plan.grafana.from.and(&plan.chart_dashboards))
}

/// The data source for Loki. Grafana's sidecar finds it by its label, in its own namespace.
pub(super) fn loki_data_source(plan: &Plan) -> Node {
    let url = names::loki_url(plan);
    let mut file = Text::new();
    file.add("apiVersion: 1");
    file.add("datasources:");
    file.add("  - name: Loki");
    file.add("    uid: loki");
    file.add("    type: loki");
    file.add("    access: proxy");
    file.add_for(&url, format!("    url: {}", *url));
    file.add("    isDefault: false");
    let labels = map! { "grafana_datasource" => "1" };
    let head =
        manifest_as_it_is("v1", "ConfigMap", "loki-datasource", &plan.namespace, Some(labels));
    head.with("data", map! { "loki-datasource.yaml" => Node::block(file.lines()) })
}
