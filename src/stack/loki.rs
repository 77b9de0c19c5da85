//! Loki in one process, with its chunks on a volume.

use super::charts::LOKI;
use super::grafana;
use super::release::{Release, resources, storage_class};
use crate::plan::{Plan, layout::Layout, layout::Part};
use crate::tree::Tree;
use crate::value::LogRetention;
use crate::yaml::Node;
use crate::{list, map};

pub(super) fn write(plan: &Plan, tree: &mut Tree) {
    let release = Release {
        name: "loki",
        chart: &LOKI,
        timeout: "15m",
        after: &["kube-prometheus-stack"],
        has_rules: true,
        values: values(plan),
    };
    tree.folder(Layout::of(plan).folder(Part::Loki), |folder| {
        folder.put("helmrelease", &release.manifest(plan));
        folder.put("grafana-datasource", &grafana::loki_data_source(plan));
    });
}

/// The chart's other ways of deploying Loki, whose replicas are not zero by default.
const OTHER_MODES: &[&str] = &["read", "write", "backend"];

/// Helpers that one process does not need. The caches alone would ask for 11 GiB of memory.
const NOT_NEEDED: &[&str] =
    &["chunksCache", "resultsCache", "memcached", "gateway", "lokiCanary", "test"];

fn values(plan: &Plan) -> Node {
    let mut values = map! {
        "global" => cluster_domain(plan),
        /// A name that the chart does not know renders no Loki at all, without an error.
        "deploymentMode" => "Monolithic",
        "loki" => loki(plan),
        "singleBinary" => single_binary(plan),
    };
    for key in OTHER_MODES {
        values.put("", *key, map! { "replicas" => 0 });
    }
    for key in NOT_NEEDED {
        values.put("", *key, map! { "enabled" => false });
    }
    // It would read every Secret of the cluster, and put rules where Loki does not look.
    values.put("", "sidecar", map! { "rules" => map! { "enabled" => false } });
    values.put("", "monitoring", monitoring());
    values
}

fn cluster_domain(plan: &Plan) -> Option<Node> {
    let usual = plan.cluster_domain.as_str() == "cluster.local";
    (!usual).then(|| map! { "clusterDomain" => &plan.cluster_domain })
}

fn loki(plan: &Plan) -> Node {
    let retention = plan.logs_retention.map(|retention: &LogRetention| retention.loki());
    map! {
        "auth_enabled" => false,
        /// One process holds one copy. With the chart's 3 every write fails.
        "commonConfig" => map! { "replication_factor" => 1 },
        "storage" => map! { "type" => "filesystem" },
        "schemaConfig" => map! { "configs" => list![map! {
            /// Never change a period that has begun: its data would no longer be found.
            "from" => "2024-04-01",
            "store" => "tsdb",
            "object_store" => "filesystem",
            "schema" => "v13",
            "index" => map! { "prefix" => "loki_index_", "period" => "24h" },
        }] },
        "limits_config" => map! {
            "retention_period" => &retention,
            "max_query_lookback" => &retention,
        },
        /// Without these two, nothing is ever deleted.
        "compactor" => map! { "retention_enabled" => true, "delete_request_store" => "filesystem" },
        "analytics" => map! { "reporting_enabled" => false },
        "structuredConfig" => caches(),
    }
}

/// The caches inside the process, at most 100 MB each by default.
fn caches() -> Node {
    let cache =
        |size: u32| map! { "embedded_cache" => map! { "enabled" => true, "max_size_mb" => size } };
    map! {
        "chunk_store_config" => map! { "chunk_cache_config" => cache(64) },
        "query_range" => map! { "cache_results" => true, "results_cache" => map! { "cache" => cache(32) } },
    }
}

fn single_binary(plan: &Plan) -> Node {
    map! {
        "replicas" => 1,
        "resources" => resources(
            &plan.loki_cpu_request,
            &plan.loki_memory_request,
            &plan.loki_memory_limit,
        ),
        "persistence" => map! {
            "enabled" => true,
            "storageClass" => storage_class(plan, &plan.loki_storage_class),
            "size" => &plan.loki_volume,
            /// The logs stay when the release goes.
            "enableStatefulSetAutoDeletePVC" => false,
            "whenDeleted" => "Retain",
            "whenScaled" => "Retain",
        },
    }
}

fn monitoring() -> Node {
    let on = || map! { "enabled" => true };
    map! {
        "serviceMonitor" => on(),
        "rules" => on(),
        "alerts" => on(),
        "dashboards" => on(),
    }
}
