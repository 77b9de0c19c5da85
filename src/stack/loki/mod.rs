//! Loki: in one process, in three copies of it, or every component for itself.

mod components;
mod storage;

pub(super) use components::{fixed_demand, volumes};

use super::charts::LOKI;
use super::grafana;
use super::release::Release;
use crate::map;
use crate::plan::{Fields, Plan, layout::Layout, layout::Part};
use crate::tree::Tree;
use crate::value::{LogRetention, LokiMode};
use crate::yaml::Node;

pub(super) fn write(plan: &Plan, tree: &mut Tree) {
    let release = Release {
        name: "loki",
        chart: &LOKI,
        timeout: "15m",
        namespace: plan.loki_home(),
        after: Some(("kube-prometheus-stack", plan.namespace.clone())),
        has_rules: true,
        values: values(plan),
    };
    let layout = Layout::of(plan);
    tree.folder(layout.folder(Part::Loki), |folder| {
        release.put(plan, folder, layout.release_file(), Fields::NONE);
        if plan.has_grafana() {
            folder.put("grafana-datasource", grafana::loki_data_source(plan));
        }
    });
}

fn values(plan: &Plan) -> Node {
    let mut values = map! {
        "global" => cluster_domain(plan),
        /// A name that the chart does not know renders no Loki at all, without an error.
        "deploymentMode" => plan.loki_mode.map(|mode| match mode {
            LokiMode::Monolithic | LokiMode::MonolithicHa => "Monolithic",
            LokiMode::Distributed => "Distributed",
        }),
        "loki" => loki(plan),
        "defaults" => storage::environment(plan),
    };
    components::put(plan, &mut values);
    // It would read every Secret of the cluster, and put rules where Loki does not look.
    values.put("", "sidecar", map! { "rules" => map! { "enabled" => false } });
    values.put("", "monitoring", monitoring(plan));
    values
}

fn cluster_domain(plan: &Plan) -> Option<Node> {
    let usual = plan.cluster_domain.as_str() == "cluster.local";
    (!usual).then(|| map! { "clusterDomain" => &plan.cluster_domain })
}

fn loki(plan: &Plan) -> Node {
    let retention = plan.logs_retention.map(|retention: &LogRetention| retention.loki());
    let store = storage::schema(plan);
    let factor = Node::from(plan.loki_count()).because(&plan.loki_mode);
    map! {
        "auth_enabled" => false,
        /// Never more copies than there are writers: with the chart's 3, one process refuses every write.
        "commonConfig" => map! { "replication_factor" => factor },
        "storage" => storage::values(plan),
        "schemaConfig" => map! { "configs" => crate::list![map! {
            /// Never change a period that has begun: its data would no longer be found.
            "from" => "2024-04-01",
            "store" => "tsdb",
            "object_store" => &store,
            "schema" => "v13",
            "index" => map! { "prefix" => "loki_index_", "period" => "24h" },
        }] },
        "limits_config" => map! {
            "retention_period" => &retention,
            "max_query_lookback" => &retention,
        },
        /// Without these two, nothing is ever deleted.
        "compactor" => map! { "retention_enabled" => true, "delete_request_store" => &store },
        "rulerConfig" => (*plan.loki_mode == LokiMode::Distributed).then(|| ruler(plan)),
        "analytics" => map! { "reporting_enabled" => false },
        "structuredConfig" => caches(plan),
    }
}

/// Rules on logs reach every Alertmanager: the SRV record of its headless Service lists them all.
fn ruler(plan: &Plan) -> Node {
    let url = plan.namespace.with(&plan.cluster_domain, |namespace, domain| {
        format!("http://_http-web._tcp.alertmanager-operated.{namespace}.svc.{domain}")
    });
    let ruler = map! {
        "alertmanager_url" => url,
        "enable_alertmanager_discovery" => true,
        "ring" => map! { "kvstore" => map! { "store" => "memberlist" } },
    };
    ruler.because(&plan.loki_mode)
}

/// The caches inside the process, at most 100 MB each by default. Distributed has memcached instead.
fn caches(plan: &Plan) -> Option<Node> {
    let cache =
        |size: u32| map! { "embedded_cache" => map! { "enabled" => true, "max_size_mb" => size } };
    let caches = || {
        map! {
            "chunk_store_config" => map! { "chunk_cache_config" => cache(64) },
            "query_range" => map! { "cache_results" => true, "results_cache" => map! { "cache" => cache(32) } },
        }
    };
    (*plan.loki_mode != LokiMode::Distributed).then(caches)
}

fn monitoring(plan: &Plan) -> Node {
    let on = || map! { "enabled" => true };
    map! {
        "serviceMonitor" => on(),
        "rules" => on(),
        "alerts" => on(),
        "dashboards" => grafana::loki_dashboards(plan),
    }
}
