//! The processes of Loki in each mode: which run, how many, and what they ask for.

use super::storage;
use crate::map;
use crate::plan::Plan;
use crate::stack::availability::{in_place, loki_component};
use crate::stack::release::{resources, storage_class};
use crate::value::{Cpu, LokiMode, Size, Value};
use crate::yaml::Node;

/// A component of the mode Distributed: its block in the values, its label, how many there are, and
/// CPU and memory that it asks for, and the memory that it may use.
struct Component {
    key: &'static str,
    label: &'static str,
    count: u32,
    cpu: &'static str,
    memory: &'static str,
    limit: &'static str,
}

const fn component(
    key: &'static str,
    label: &'static str,
    count: u32,
    [cpu, memory, limit]: [&'static str; 3],
) -> Component {
    Component { key, label, count, cpu, memory, limit }
}

const COMPONENTS: &[Component] = &[
    component("distributor", "distributor", 3, ["100m", "256Mi", "512Mi"]),
    component("ingester", "ingester", 3, ["200m", "1Gi", "2Gi"]),
    component("querier", "querier", 3, ["200m", "512Mi", "1Gi"]),
    component("queryFrontend", "query-frontend", 3, ["100m", "256Mi", "512Mi"]),
    component("queryScheduler", "query-scheduler", 2, ["50m", "128Mi", "256Mi"]),
    component("indexGateway", "index-gateway", 3, ["100m", "256Mi", "512Mi"]),
    component("compactor", "compactor", 1, ["100m", "256Mi", "1Gi"]),
    component("ruler", "ruler", 2, ["50m", "128Mi", "256Mi"]),
    component("gateway", "gateway", 3, ["20m", "32Mi", "128Mi"]),
];

/// The chart's other ways of deploying Loki, whose replicas are not zero by default.
const OTHER_MODES: &[&str] = &["read", "write", "backend"];

/// Helpers that one process does not need. The caches alone would ask for 11 GiB of memory.
const NOT_NEEDED: &[&str] = &["chunksCache", "resultsCache", "memcached"];

/// Helpers that no mode needs: probes of Loki by Loki.
const PROBES: &[&str] = &["lokiCanary", "test"];

/// CPU in millicores and memory in bytes of the components whose figures are not asked for.
pub(in crate::stack) fn fixed_demand(plan: &Plan) -> (u64, u64) {
    const MIB: u64 = 1 << 20;
    match *plan.loki_mode {
        LokiMode::Monolithic => (0, 0),
        LokiMode::MonolithicHa => (2 * 20, 2 * 32 * MIB),
        LokiMode::Distributed => {
            // The caches ask for a fifth more than they hold, and half a core each.
            let caches = (2 * 500, (1024 + 256) * 6 / 5 * MIB);
            COMPONENTS.iter().fold(caches, |(cpu, memory), component| {
                let count = u64::from(component.count);
                let own_cpu = Cpu::parse(component.cpu).map_or(0, |cpu| cpu.millicores().into());
                let own_memory = Size::parse(component.memory).map_or(0, |size| size.bytes());
                (cpu + own_cpu * count, memory + own_memory * count)
            })
        }
    }
}

/// How many volumes of the size that is asked for Loki has.
pub(in crate::stack) fn volumes(plan: &Plan) -> u32 {
    match *plan.loki_mode {
        LokiMode::Monolithic => 1,
        LokiMode::MonolithicHa => 3,
        // Ingesters, index gateways and the compactor.
        LokiMode::Distributed => 7,
    }
}

/// Puts the blocks of all components into the values.
pub(super) fn put(plan: &Plan, values: &mut Node) {
    let off = || map! { "enabled" => false };
    let mode = *plan.loki_mode;
    if mode == LokiMode::Distributed {
        for component in COMPONENTS {
            values.put("", component.key, distributed(plan, component).because(&plan.loki_mode));
        }
        values.put("", "chunksCache", cache(1024, "100MB").because(&plan.loki_mode));
        values.put("", "resultsCache", cache(256, "50MB").because(&plan.loki_mode));
        values.put("", "singleBinary", map! { "replicas" => 0 });
    } else {
        values.put("", "singleBinary", single_binary(plan));
    }
    for key in OTHER_MODES {
        values.put("", *key, map! { "replicas" => 0 });
    }
    if mode != LokiMode::Distributed {
        for key in NOT_NEEDED {
            values.put("", *key, off());
        }
        values.put("", "gateway", gateway(plan));
    }
    for key in PROBES {
        values.put("", *key, off());
    }
}

fn distributed(plan: &Plan, component: &Component) -> Node {
    let mut values = map! {
        "replicas" => component.count,
        "resources" => map! {
            "requests" => map! { "cpu" => component.cpu, "memory" => component.memory },
            "limits" => map! { "memory" => component.limit },
        },
    };
    loki_component(plan, component.label, component.count, &mut values);
    match component.key {
        "ingester" => {
            // Three StatefulSets would all roll at once without a rollout operator.
            values.put("", "zoneAwareReplication", map! { "enabled" => false });
            values.put("", "persistence", storage::claims(plan, &plan.loki_volume));
        }
        // It keeps marks of what is to be deleted.
        "compactor" => values.put("", "persistence", storage::claims(plan, &plan.loki_volume)),
        "indexGateway" => values.put("", "persistence", storage::claim(plan, &plan.loki_volume)),
        "ruler" => values.put("", "persistence", storage::claim(plan, "1Gi")),
        "gateway" => values.put("", "deploymentStrategy", in_place()),
        _ => {}
    }
    values
}

/// Sizes in MB. The chart's own would ask for 11 GiB.
fn cache(size: u32, writeback: &str) -> Node {
    map! { "allocatedMemory" => size, "writebackSizeLimit" => writeback }
}

/// One address for three processes.
fn gateway(plan: &Plan) -> Node {
    if *plan.loki_mode == LokiMode::Monolithic {
        return map! { "enabled" => false };
    }
    let mut values = map! {
        "replicas" => 2,
        "resources" => map! {
            "requests" => map! { "cpu" => "20m", "memory" => "32Mi" },
            "limits" => map! { "memory" => "128Mi" },
        },
    };
    loki_component(plan, "gateway", 2, &mut values);
    values.put("", "deploymentStrategy", in_place());
    values.because(&plan.loki_mode)
}

fn single_binary(plan: &Plan) -> Node {
    let count = plan.loki_count();
    let mut values = map! {
        "replicas" => Node::from(count).because(&plan.loki_mode),
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
    };
    loki_component(plan, "single-binary", count, &mut values);
    values
}
