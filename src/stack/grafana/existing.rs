//! An existing Grafana that the Grafana Operator runs: data sources and dashboards as its objects.

use super::dashboards::{self, Dashboard};
use crate::map;
use crate::plan::{Given, Plan, layout::Layout, layout::Part};
use crate::stack::names;
use crate::text::Text;
use crate::tree::{Folder, Tree, manifest, manifest_as_it_is};
use crate::value::{Dashboards, LabelPair};
use crate::yaml::Node;

const API: &str = "grafana.integreatly.org/v1beta1";

/// The `grafana` block of kube-prometheus-stack without a Grafana of its own.
pub(super) fn values(plan: &Plan) -> Node {
    let charts = *plan.chart_dashboards;
    let operator = || {
        let operator = map! {
            "dashboardsConfigMapRefEnabled" => true,
            /// The chart's default, General, is Grafana's own root.
            "folder" => "Kubernetes",
            "matchLabels" => labels(plan),
        };
        operator.because(&plan.chart_dashboards)
    };
    map! {
        "enabled" => false,
        "forceDeployDashboards" => charts.then_some(true),
        "operator" => charts.then(operator),
    }
}

pub(in crate::stack) fn write(plan: &Plan, tree: &mut Tree) {
    if plan.has_grafana() {
        return;
    }
    tree.folder(Layout::of(plan).folder(Part::Grafana), |folder| {
        for (file, name, kind, url) in sources(plan) {
            let source = data_source(plan, name, kind, &url).because(&plan.grafana);
            folder.put(&format!("{file}-ds"), source);
        }
    });
    tree.folder(Layout::of(plan).folder(Part::Dashboards), |folder| put_dashboards(plan, folder));
}

fn sources(plan: &Plan) -> [(&'static str, &'static str, &'static str, Given<String>); 3] {
    [
        ("prometheus", "Prometheus", "prometheus", names::PROMETHEUS.url(plan)),
        ("loki", "Loki", "loki", names::loki_url(plan)),
        ("alertmanager", "Alertmanager", "alertmanager", names::ALERTMANAGER.url(plan)),
    ]
}

/// The `instanceSelector` of every object: Grafana itself is found by its labels.
pub(super) fn selector(plan: &Plan) -> Node {
    map! { "matchLabels" => labels(plan) }
}

fn labels(plan: &Plan) -> Node {
    let pairs = plan.grafana_labels.iter().map(LabelPair::parts);
    let labels = pairs.fold(Vec::new(), |mut labels: Vec<(&str, &str)>, (key, value)| {
        labels.retain(|(own, _)| *own != key);
        labels.push((key, value));
        labels
    });
    let labels = labels.into_iter().fold(Node::map(), |map, (key, value)| map.with(key, value));
    labels.because(&plan.grafana_labels)
}

/// A uid cannot be given to a data source later, and dashboards name it.
fn data_source(plan: &Plan, name: &str, kind: &str, url: &Given<String>) -> Node {
    let prometheus_like =
        (kind == "alertmanager").then(|| map! { "implementation" => "prometheus" });
    let spec = map! {
        "instanceSelector" => selector(plan),
        "resyncPeriod" => "10m",
        "uid" => kind,
        "datasource" => map! {
            "name" => name,
            "type" => kind,
            "access" => "proxy",
            "url" => url,
            "isDefault" => kind == "prometheus",
            "jsonData" => prometheus_like,
        },
    };
    manifest(API, "GrafanaDatasource", kind, &plan.grafana_namespace).with("spec", spec)
}

/// grafana.com has no dashboard for what kube-state-metrics exports of Flux here, so that one always
/// comes from the repository.
fn put_dashboards(plan: &Plan, folder: &mut Folder) {
    let from = plan.grafana.from.and(&plan.grafana_dashboards);
    let own = match *plan.grafana_dashboards {
        Dashboards::None => return,
        Dashboards::GrafanaCom => {
            for (file, title, id, revision, input, source) in dashboards::PUBLISHED {
                let published = map! { "id" => *id, "revision" => *revision };
                let inputs = map! { "inputName" => *input, "datasourceName" => *source };
                let spec = spec(plan, title)
                    .with("grafanaCom", published)
                    .with("datasources", Node::list([inputs]));
                let head = manifest(API, "GrafanaDashboard", file, &plan.grafana_namespace);
                folder.put(file, head.with("spec", spec).because(from));
            }
            &dashboards::OWN[..1]
        }
        Dashboards::ConfigMap => dashboards::OWN,
    };
    for dashboard in own {
        let objects = from_config_map(plan, dashboard).map(|object| object.because(from));
        folder.put_objects(dashboard.name, objects.into());
    }
}

fn spec(plan: &Plan, folder: &str) -> Node {
    map! { "instanceSelector" => selector(plan), "folder" => folder }
}

fn from_config_map(plan: &Plan, dashboard: &Dashboard) -> [Node; 2] {
    let (name, key) = (dashboard.name, format!("{}.json", dashboard.name));
    let object = format!("dashboard-{name}");
    let mut json = Text::new();
    json.add(dashboard.json());
    let head = manifest_as_it_is("v1", "ConfigMap", &object, &plan.grafana_namespace, None);
    let map = head.with("data", Node::map().with(key.as_str(), Node::block(json.lines())));
    let spec =
        spec(plan, dashboard.folder).with("configMapRef", map! { "name" => object, "key" => key });
    let head = manifest(API, "GrafanaDashboard", name, &plan.grafana_namespace);
    [map, head.with("spec", spec)]
}
