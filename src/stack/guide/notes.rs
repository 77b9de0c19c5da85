//! What a colleague should know, and the text of the pull request.

use super::Guide;
use crate::plan::layout::Part;
use crate::plan::{Fields, Page};
use crate::stack::names::{ALERTMANAGER_SECRETS, ALLOY_POSITIONS};
use crate::stack::receivers;
use crate::value::LogSource;

const HEAD: &str = "
## 7. Notes
";

const ONE_NAMESPACE: &str = "- **Namespace.** Prometheus, Alertmanager, Grafana, Loki and Alloy share `%namespace%`; no part has one of
  its own.";

const TWO_NAMESPACES: &str =
    "- **Namespaces.** Loki lives in `%loki_namespace%`, everything else in `%namespace%`.";

const BUNDLED: &str = "- **Data sources.** Grafana's sidecar takes every ConfigMap in `%namespace%` with the label
  `grafana_datasource: \"1\"`; Loki registers that way. Dashboards come from every namespace, by the label
  `grafana_dashboard: \"1\"`.";

const EXISTING: &str = "- **Grafana.** The Grafana `%grafana_name%` in `%grafana_namespace%` is yours; its operator reads the objects
  of this tree there. Data sources have the uids prometheus, loki and alertmanager.";

const REPLICAS: &str = "- **Replicas.** Both replicas of Prometheus scrape everything, so they differ by moments; a reader stays
  with one of them. Alerts are sent by both and leave Alertmanager once. Each replica of a part has a volume
  of its own, which a storage class with copies of its own multiplies once more.";

const BUCKETS: &str = "- **Loki.** Chunks and index lie in the buckets; the volumes hold what is not yet written there. Logs are
  deleted after %logs_retention% by Loki's compactor. No lifecycle rule may delete in the buckets: Loki would
  no longer find what its index names.";

const LOKI: &str = "- **Loki.** One process, with its data on its volume. No object storage is needed at this size, and no
  bundled MinIO; it does not monitor itself by a second agent. Logs are deleted after %logs_retention%.
  Loki does not delete by size: `KubePersistentVolumeFillingUp` warns before the volume is full.";

const PROMETHEUS: &str = "- **Prometheus.** Samples are kept for %metrics_retention%, or less when four fifths of the volume are used.
  Every ServiceMonitor, PodMonitor, Probe, ScrapeConfig and PrometheusRule of the cluster counts, whatever
  its labels.";

const LEFT_OUT: &str = "  Those in namespaces that are left out do not.";

const FLUX: &str = "- **Flux.** The Provider and the Alert in `%flux_namespace%` send failures of every Flux object of this plan
  to Alertmanager at once, with the error's text. It is a second path beside the metrics, which tell what
  stays broken.";

pub(super) fn write(guide: &mut Guide) {
    let plan = guide.plan;
    guide.add(HEAD);
    let apart = plan.loki_lives_apart();
    guide.add_for(&plan.loki_namespace, if apart { TWO_NAMESPACES } else { ONE_NAMESPACE });
    guide.add_for(&plan.grafana, if plan.has_grafana() { BUNDLED } else { EXISTING });
    if plan.prometheus_count() > 1 {
        guide.add_for(&plan.prometheus_replicas, REPLICAS);
    }
    for (receiver, from) in receivers::active(plan).filter(|_| !plan.configures_alertmanager()) {
        let name = receiver.secret.name;
        guide.add_for(
            from,
            format!(
                "- **Credentials of Alertmanager.** The Secret `{name}` is mounted under\n  \
                 `{ALERTMANAGER_SECRETS}/{name}/` and read from there at each message; the configuration\n  \
                 holds no key."
            ),
        );
    }
    alloy(guide);
    if *plan.flux_notifications {
        guide.add_for(&plan.flux_notifications, FLUX);
    }
    guide.add_for(&plan.loki_store, if plan.has_bucket() { BUCKETS } else { LOKI });
    guide.add(PROMETHEUS);
    if !plan.metrics_excluded_namespaces.is_empty() {
        guide.add_for(&plan.metrics_excluded_namespaces, LEFT_OUT);
    }
    logins(guide);
    pull_request(guide);
}

fn alloy(guide: &mut Guide) {
    let plan = guide.plan;
    let source = match *plan.logs_source {
        LogSource::File => "`loki.source.file` reads the log files of its node",
        LogSource::Api => "`loki.source.kubernetes` reads logs through the Kubernetes API",
    };
    guide.add_for(
        &plan.logs_source,
        format!(
            "- **Alloy.** Its configuration stands in its HelmRelease, under `alloy.configMap.content`.\n  \
             {source} and sets the labels\n  \
             namespace, pod, container, app, job, node_name and cluster. Positions survive a restart in\n  \
             `{ALLOY_POSITIONS}` on each node."
        ),
    );
}

fn logins(guide: &mut Guide) {
    let open: Vec<Page> = guide.plan.exposed().filter(|page| !page.login).collect();
    let from = guide.plan.pages().iter().fold(Fields::NONE, |from, page| from.and(&page.expose));
    let names: Vec<&str> = open.iter().map(|page| page.name).collect();
    let line = if open.is_empty() {
        "- **Logins.** Only Grafana has one, and no other page has a route.".to_owned()
    } else if guide.plan.asks_for_login() {
        format!(
            "- **Logins.** The Middleware `{}` asks for a login before {}.",
            *guide.plan.auth_middleware,
            names.join(", ")
        )
    } else {
        format!(
            "- **Logins.** Grafana has one. {} can be reached without any: put an authenticating proxy\n  \
             in front of them first.",
            names.join(", ")
        )
    };
    guide.add_for(from, line);
}

fn pull_request(guide: &mut Guide) {
    let plan = guide.plan;
    guide.add("\n## 8. Pull request\n\n```markdown");
    guide.add("feat: add observability stack (Prometheus, Loki, Alloy, alerting)\n");
    guide.add("\n- kube-prometheus-stack, Loki and Alloy, applied by Flux in order");
    let pages: Vec<&str> = plan.exposed().map(|page| page.name).collect();
    if !pages.is_empty() {
        let from = Part::Config.questions(plan);
        guide.add_for(
            from,
            format!("- {} under %domain% for {}", plan.access.kinds(), pages.join(", ")),
        );
    }
    for (receiver, from) in receivers::active(plan) {
        guide.add_for(from, format!("- alerts to {}, routed by severity", receiver.title));
    }
    if *plan.flux_notifications {
        guide.add_for(&plan.flux_notifications, "- failures of Flux reported through Alertmanager");
    }
    packs(guide);
    let class = plan
        .storage_class
        .as_ref()
        .map_or("the default storage class".to_owned(), |class| format!("storage class {class}"));
    guide.add_for(
        &plan.storage_class,
        format!(
            "- metrics kept for %metrics_retention%, logs for %logs_retention%, on {class}\n```"
        ),
    );
}

fn packs(guide: &mut Guide) {
    let plan = guide.plan;
    let cert_manager = *plan.cert_manager && *plan.rules_cert_manager;
    let packs = [plan.rules_flux.then_some("Flux"), cert_manager.then_some("cert-manager")];
    let packs: Vec<&str> = packs.into_iter().flatten().collect();
    if !packs.is_empty() {
        let from = plan.rules_flux.from.and(&plan.rules_cert_manager).and(&plan.cert_manager);
        guide.add_for(from, format!("- alert rules for {}", packs.join(" and ")));
    }
}
