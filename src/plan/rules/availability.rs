//! Checks on replicas: whether they find nodes, and whether what they share can be shared.

use crate::plan::{Field, Plan, Problem};
use crate::value::{AntiAffinity, LokiMode, LokiStore};

/// Replicas that may not share a node, on fewer nodes than there are of them.
pub(super) fn nodes(plan: &Plan, problems: &mut Vec<Problem>) {
    if *plan.anti_affinity != AntiAffinity::Hard {
        return;
    }
    let parts = [
        (
            "ha.anti-affinity",
            "Prometheus",
            plan.prometheus_count(),
            Field::prometheus_replicas,
            "1",
        ),
        (
            "ha.anti-affinity",
            "Alertmanager",
            plan.alertmanager_count(),
            Field::alertmanager_replicas,
            "1",
        ),
        ("loki.anti-affinity", "Loki", plan.loki_count(), Field::loki_mode, "monolithic"),
    ];
    for (code, name, count, field, fewer) in parts {
        if count <= plan.nodes.0 {
            continue;
        }
        let message = format!(
            "{name} has {count} replicas that never share a node, and the cluster has {}",
            *plan.nodes
        );
        let why = "One of them stays Pending, and the release with it never becomes ready.";
        let fields = [Field::anti_affinity, Field::nodes, field];
        let problem = Problem::error(code, &fields, message, why);
        problems.push(problem.fix(Field::anti_affinity, "soft").fix(field, fewer));
    }
}

/// Several processes of Loki that could not see each other's data.
pub(super) fn store(plan: &Plan, problems: &mut Vec<Problem>) {
    if *plan.loki_mode == LokiMode::Monolithic || *plan.loki_store != LokiStore::Filesystem {
        return;
    }
    let message = format!("Loki in mode {} needs object storage", *plan.loki_mode);
    let why = "Each process would keep its own volume, so a query would miss what the others hold.";
    let fields = [Field::loki_store, Field::loki_mode];
    let problem = Problem::error("loki.mode-mismatch", &fields, message, why);
    problems.push(problem.fix(Field::loki_store, "s3").fix(Field::loki_mode, "monolithic"));
}

/// Answers about a store that were never given.
pub(super) fn placeholders(plan: &Plan, problems: &mut Vec<Problem>) {
    if *plan.loki_store == LokiStore::R2 && plan.r2_account.as_str().bytes().all(|b| b == b'0') {
        let message =
            "the Cloudflare account is a placeholder; write the id of your own".to_owned();
        let why = "Loki would look for its buckets at an address that does not exist.";
        problems.push(Problem::warning("plan.placeholder", &[Field::r2_account], message, why));
    }
}

/// A Grafana that no label names.
pub(super) fn grafana(plan: &Plan, problems: &mut Vec<Problem>) {
    if !plan.has_grafana() && plan.grafana_labels.is_empty() {
        let message = "no label names your Grafana".to_owned();
        let why = "The Grafana Operator refuses an object that selects no instance by its labels.";
        let fields = [Field::grafana_labels];
        let problem = Problem::error("grafana-operator.selector-required", &fields, message, why);
        problems.push(problem.fix(Field::grafana_labels, Field::grafana_labels.default));
    }
}
