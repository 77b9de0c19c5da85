//! Alloy: one on every node for logs, and on request one more for Kubernetes events.

use super::alloy_config;
use super::charts::ALLOY;
use super::names::ALLOY_POSITIONS;
use super::release::{Release, resources};
use crate::plan::{Fields, Plan, layout::Layout, layout::Part};
use crate::tree::{Tree, one};
use crate::value::LogSource;
use crate::yaml::Node;
use crate::{list, map};

/// The ports of OpenTelemetry's protocol.
pub(super) const OTLP_GRPC: u32 = 4317;
/// The same over HTTP.
pub(super) const OTLP_HTTP: u32 = 4318;

/// Where a pod of Alloy keeps its reading positions. The chart's `/tmp/alloy` is lost with the pod.
const STORAGE: &str = "/var/lib/alloy";

pub(super) fn write(plan: &Plan, tree: &mut Tree) {
    let layout = Layout::of(plan);
    tree.folder(layout.folder(Part::Alloy), |folder| {
        let file = layout.release_file();
        release(plan, "alloy", logs(plan)).put(plan, folder, file, Fields::NONE);
        if *plan.events_collector {
            let from = plan.events_collector.from;
            let events = release(plan, "alloy-events", events(plan));
            events.put(plan, folder, &format!("{file}-events"), from);
        }
    });
}

fn release(plan: &Plan, name: &'static str, values: Node) -> Release {
    Release {
        name,
        chart: &ALLOY,
        timeout: "10m",
        namespace: plan.namespace.clone(),
        after: Some(("loki", plan.loki_home())),
        has_rules: false,
        values,
    }
}

fn logs(plan: &Plan) -> Node {
    let host_logs = *plan.logs_source == LogSource::File || *plan.logs_journal;
    let from = plan.logs_source.from.and(&plan.logs_journal);
    map! {
        /// Its one CRD, PodLogs, is not used.
        "crds" => map! { "create" => false },
        "alloy" => map! {
            "enableReporting" => false,
            "storagePath" => STORAGE,
            "extraPorts" => plan.otlp.then(|| otlp_ports().because(&plan.otlp)),
            "mounts" => map! {
                "varlog" => Node::from(host_logs).because(from),
                "extra" => list![map! { "name" => "alloy-data", "mountPath" => STORAGE }],
            },
            "resources" => resources(
                &plan.alloy_cpu_request,
                &plan.alloy_memory_request,
                &plan.alloy_memory_limit,
            ),
            /// The log files and the folder of the positions belong to root.
            "securityContext" => map! {
                "runAsUser" => 0,
                "allowPrivilegeEscalation" => false,
                "capabilities" => map! { "drop" => one("ALL") },
            },
            "configMap" => map! { "content" => Node::block(alloy_config::logs(plan)) },
        },
        "controller" => map! {
            "type" => "daemonset",
            /// Control plane nodes have logs, too.
            "tolerations" => list![map! { "effect" => "NoSchedule", "operator" => "Exists" }],
            "volumes" => map! { "extra" => list![map! {
                "name" => "alloy-data",
                "hostPath" => map! { "path" => ALLOY_POSITIONS, "type" => "DirectoryOrCreate" },
            }] },
        },
        "rbac" => rbac(pod_resources(plan)),
        "serviceMonitor" => map! { "enabled" => true },
    }
}

fn otlp_ports() -> Node {
    let port = |name: &str, port: u32| {
        map! { "name" => name, "port" => port, "targetPort" => port, "protocol" => "TCP" }
    };
    list![port("otlp-grpc", OTLP_GRPC), port("otlp-http", OTLP_HTTP)]
}

/// What Alloy may read of pods. Reading logs through the API needs a right of its own.
fn pod_resources(plan: &Plan) -> Node {
    let log = (*plan.logs_source == LogSource::Api).then_some("pods/log");
    let log = Node::from(log).because(&plan.logs_source);
    list!["pods", log, "namespaces"]
}

/// The chart's own rules would let Alloy read every Secret.
fn rbac(resources: Node) -> Node {
    let rule = |resources: Node| {
        map! {
            "apiGroups" => one(""),
            "resources" => resources,
            "verbs" => list!["get", "list", "watch"],
        }
    };
    map! {
        "rules" => list![rule(resources)],
        "clusterRules" => list![rule(one("nodes"))],
    }
}

fn events(plan: &Plan) -> Node {
    map! {
        "crds" => map! { "create" => false },
        "alloy" => map! {
            "enableReporting" => false,
            "resources" => resources(
                &plan.events_cpu_request,
                &plan.events_memory_request,
                &plan.events_memory_limit,
            ),
            "configMap" => map! { "content" => Node::block(alloy_config::events(plan)) },
        },
        "controller" => map! {
            "type" => "deployment",
            "replicas" => 1,
            /// Two at once would write every event twice.
            "updateStrategy" => map! { "type" => "Recreate" },
        },
        "rbac" => rbac(list!["events", "namespaces"]),
        "serviceMonitor" => map! { "enabled" => true },
    }
}
