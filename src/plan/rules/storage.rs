//! Checks on volumes, memory and logs.

use crate::plan::{Field, Given, Plan, Problem};
use crate::value::{Code, Distribution, Maybe, Name, Size, StorageKind};

/// Whether the volume of a part lies on a shared file system, and the questions that say so.
fn on_nfs(plan: &Plan, own: &Given<Maybe<Name>>, own_field: Field) -> Option<(String, Vec<Field>)> {
    if let Some(class) = &***own {
        return sounds_like_nfs(class.as_str()).then(|| (class.to_string(), vec![own_field]));
    }
    let class = plan.storage_class.as_ref().map_or("the default class".to_owned(), Name::to_string);
    let nfs = match *plan.storage_kind {
        StorageKind::Guess => sounds_like_nfs(&class),
        kind => kind == StorageKind::Nfs,
    };
    nfs.then(|| (class, vec![own_field, Field::storage_class, Field::storage_kind]))
}

fn sounds_like_nfs(class: &str) -> bool {
    ["nfs", "efs", "smb", "cifs", "azurefile", "glusterfs"].iter().any(|word| class.contains(word))
}

/// Prometheus on NFS, which its documentation calls unsupported.
pub(super) fn prometheus(plan: &Plan, problems: &mut Vec<Problem>) {
    if let Some((class, fields)) =
        on_nfs(plan, &plan.prometheus_storage_class, Field::prometheus_storage_class)
    {
        let message = format!("Prometheus does not support NFS, and {class} lies on it");
        let why = "The database may be damaged beyond repair (Prometheus documentation, Storage).";
        let problem = Problem::error("prom.nfs", &fields, message, why).acceptable();
        problems.push(
            problem
                .fix(Field::prometheus_storage_class, "local-path")
                .fix(Field::accept, accepted(plan, "prom.nfs")),
        );
    }
}

/// The answer to `accept` with one more code.
fn accepted(plan: &Plan, code: &str) -> String {
    let others = plan.accept.iter().map(Code::as_str).filter(|other| *other != code);
    others.chain([code]).collect::<Vec<_>>().join(",")
}

/// The other parts on NFS: they work, with trouble.
pub(super) fn others(plan: &Plan, problems: &mut Vec<Problem>) {
    let parts = [
        (
            "loki.nfs",
            "Loki",
            &plan.loki_storage_class,
            Field::loki_storage_class,
            "A slow or hanging NFS server stops the logs of the whole cluster.",
        ),
        (
            "alertmanager.nfs",
            "Alertmanager",
            &plan.alertmanager_storage_class,
            Field::alertmanager_storage_class,
            "Silences may be lost when the NFS server hangs.",
        ),
        (
            "grafana.sqlite-nfs",
            "Grafana",
            &plan.grafana_storage_class,
            Field::grafana_storage_class,
            "SQLite locks its database on NFS now and then: \"database is locked\".",
        ),
    ];
    for (code, name, own, field, why) in parts {
        if code == "grafana.sqlite-nfs" && !(plan.has_grafana() && *plan.grafana_persistence) {
            continue;
        }
        if let Some((class, fields)) = on_nfs(plan, own, field) {
            let message = format!("{name} runs poorly on NFS, and {class} lies on it");
            problems.push(Problem::warning(code, &fields, message, why).fix(field, "local-path"));
        }
    }
}

/// Requests above limits, which the API server refuses.
pub(super) fn limits(plan: &Plan, problems: &mut Vec<Problem>) {
    let pairs = [
        (
            &plan.prometheus_memory_request,
            &plan.prometheus_memory_limit,
            Field::prometheus_memory_limit,
        ),
        (&plan.operator_memory_request, &plan.operator_memory_limit, Field::operator_memory_limit),
        (
            &plan.alertmanager_memory_request,
            &plan.alertmanager_memory_limit,
            Field::alertmanager_memory_limit,
        ),
        (&plan.grafana_memory_request, &plan.grafana_memory_limit, Field::grafana_memory_limit),
        (
            &plan.node_exporter_memory_request,
            &plan.node_exporter_memory_limit,
            Field::node_exporter_memory_limit,
        ),
        (
            &plan.kube_state_metrics_memory_request,
            &plan.kube_state_metrics_memory_limit,
            Field::kube_state_metrics_memory_limit,
        ),
        (&plan.loki_memory_request, &plan.loki_memory_limit, Field::loki_memory_limit),
        (&plan.alloy_memory_request, &plan.alloy_memory_limit, Field::alloy_memory_limit),
        (&plan.events_memory_request, &plan.events_memory_limit, Field::events_memory_limit),
    ];
    for (request, limit, field) in pairs {
        if request.bytes() > limit.bytes() {
            let message =
                format!("the memory request {} is above the limit {}", **request, **limit);
            let fields: Vec<Field> = [field].into_iter().chain(request.from.iter()).collect();
            let problem = Problem::error(
                "resources.limit",
                &fields,
                message,
                "The API server refuses such a pod.",
            );
            problems.push(problem.fix(field, request.to_string()));
        }
    }
}

/// Limits below which the programs are killed again and again.
pub(super) fn memory(plan: &Plan, problems: &mut Vec<Problem>) {
    let mebibytes = |size: &Size| size.bytes() >> 20;
    if mebibytes(&plan.prometheus_memory_limit) < 512 {
        let message = format!(
            "Prometheus needs a memory limit of at least 512Mi, not {}",
            *plan.prometheus_memory_limit
        );
        let why = "It is killed while it reads its log after a restart, again and again.";
        let problem =
            Problem::error("prom.memory-limit", &[Field::prometheus_memory_limit], message, why);
        problems.push(
            problem.fix(Field::prometheus_memory_limit, Field::prometheus_memory_limit.default),
        );
    }
    if mebibytes(&plan.loki_memory_limit) < 1024 {
        let message = format!(
            "Loki may be killed with a memory limit of {}; 1Gi is safe",
            *plan.loki_memory_limit
        );
        let why = "A single large query or a burst of logs goes beyond it.";
        let problem =
            Problem::warning("loki.memory-limit", &[Field::loki_memory_limit], message, why);
        problems.push(problem.fix(Field::loki_memory_limit, "1Gi"));
    }
}

/// A journal that does not exist.
pub(super) fn journal(plan: &Plan, problems: &mut Vec<Problem>) {
    if *plan.logs_journal && *plan.distribution == Distribution::Talos {
        let message = "Talos has no systemd journal".to_owned();
        let why = "Alloy would report an unhealthy component on every node.";
        let problem = Problem::warning("alloy.journal", &[Field::logs_journal], message, why);
        problems.push(problem.fix(Field::logs_journal, "false"));
    }
}

/// More series than one Prometheus holds well. Figures: the project's capacity formulas, which follow
/// the memory that a series takes.
pub(super) fn series(plan: &Plan, problems: &mut Vec<Problem>) {
    let Some(series) = plan.active_series.as_ref() else { return };
    let elsewhere = plan.remote_write.is_some() || *plan.thanos_sidecar;
    if elsewhere || series.0 <= 1_500_000 {
        return;
    }
    let fields = [Field::active_series, Field::remote_write, Field::thanos_sidecar];
    let message = format!("{series} series are more than one Prometheus should keep for long");
    let why = "A restart reads its log for many minutes, and a large query takes all its memory.";
    let problem = if series.0 > 5_000_000 {
        Problem::error("prom.series", &fields, message, why)
    } else {
        Problem::warning("prom.series", &fields, message, why)
    };
    problems.push(problem.fix(Field::thanos_sidecar, "true").fix(Field::active_series, ""));
}
