//! Alloy's own configuration. The chart sends it through Helm's templates, so it must hold no `{{`.

use super::names;
use crate::plan::{Fields, Plan};
use crate::text::Text;
use crate::value::{Label, LogSource};
use crate::yaml::Line;

const LOGGING: &str = r#"logging {
  level  = "info"
  format = "logfmt"
}
"#;

/// Without the selector every Alloy would read every pod of the cluster.
const PODS: &str = r#"// Pods of this node.
discovery.kubernetes "pods" {
  role = "pod"

  selectors {
    role  = "pod"
    field = "spec.nodeName=" + coalesce(sys.env("HOSTNAME"), constants.hostname)
  }
}
"#;

const LABELS: &str = r#"  rule {
    source_labels = ["__meta_kubernetes_namespace"]
    target_label  = "namespace"
  }

  rule {
    source_labels = ["__meta_kubernetes_pod_name"]
    target_label  = "pod"
  }

  rule {
    source_labels = ["__meta_kubernetes_pod_container_name"]
    target_label  = "container"
  }

  rule {
    source_labels = ["__meta_kubernetes_pod_node_name"]
    target_label  = "node_name"
  }

  // The first of these that a pod has.
  rule {
    source_labels = ["__meta_kubernetes_pod_label_app_kubernetes_io_name", "__meta_kubernetes_pod_label_app", "__meta_kubernetes_pod_container_name"]
    regex         = "^;*([^;]+)(;.*)?$"
    target_label  = "app"
  }

  rule {
    source_labels = ["__meta_kubernetes_namespace", "__meta_kubernetes_pod_container_name"]
    separator     = "/"
    target_label  = "job"
  }
"#;

const PATHS: &str = r#"
  // The kubelet writes /var/log/pods/<namespace>_<pod>_<uid>/<container>/<n>.log
  rule {
    source_labels = ["__meta_kubernetes_pod_uid", "__meta_kubernetes_pod_container_name"]
    separator     = "/"
    replacement   = "/var/log/pods/*$1/*.log"
    target_label  = "__path__"
  }

  // The folders of static pods carry the hash of their manifest instead of the uid.
  rule {
    source_labels = ["__meta_kubernetes_pod_annotation_kubernetes_io_config_mirror", "__meta_kubernetes_pod_container_name"]
    separator     = "/"
    regex         = "(.+/.+)"
    replacement   = "/var/log/pods/*$1/*.log"
    target_label  = "__path__"
  }
"#;

const FROM_FILES: &str = r#"local.file_match "pod_logs" {
  path_targets = discovery.relabel.pod_logs.output
}

loki.source.file "pod_logs" {
  targets    = local.file_match.pod_logs.targets
  forward_to = [loki.process.pod_logs.receiver]
}
"#;

const FROM_API: &str = r#"loki.source.kubernetes "pod_logs" {
  targets    = discovery.relabel.pod_logs.output
  forward_to = [loki.process.pod_logs.receiver]
}
"#;

const PARSE_FILES: &str = r#"  stage.cri { }

  stage.labels {
    values = {
      stream = "",
    }
  }

  stage.label_drop {
    values = ["filename"]
  }
"#;

/// Loki refuses older lines (`reject_old_samples_max_age`), and would refuse them again and again.
const DROP_OLD: &str = r#"  stage.drop {
    older_than          = "168h"
    drop_counter_reason = "older_than_loki_accepts"
  }

  forward_to = [loki.write.default.receiver]
}
"#;

const JOURNAL: &str = r#"// The journal of this node.
loki.relabel "journal" {
  forward_to = []

  rule {
    source_labels = ["__journal__systemd_unit"]
    target_label  = "unit"
  }

  rule {
    source_labels = ["__journal_priority_keyword"]
    target_label  = "level"
  }
}

loki.source.journal "node" {
  path          = "/var/log/journal"
  max_age       = "12h"
  relabel_rules = loki.relabel.journal.rules
  labels        = {
    job       = "node/journal",
    node_name = sys.env("HOSTNAME"),
  }
  forward_to = [loki.write.default.receiver]
}
"#;

const OTLP: &str = r#"// What applications send by OpenTelemetry's protocol.
otelcol.receiver.otlp "default" {
  grpc {
    endpoint = "0.0.0.0:4317"
  }

  http {
    endpoint = "0.0.0.0:4318"
  }

  output {
    logs    = [otelcol.processor.batch.default.input]
    metrics = [otelcol.processor.batch.default.input]
  }
}

otelcol.processor.batch "default" {
  output {
    logs    = [otelcol.exporter.otlphttp.loki.input]
"#;

const EVENTS: &str = r#"loki.source.kubernetes_events "cluster" {
  job_name   = "kubernetes-events"
  log_format = "logfmt"
  forward_to = [loki.process.events.receiver]
}

loki.process "events" {
  stage.logfmt {
    mapping = {
      kind   = "",
      reason = "",
      level  = "type",
    }
  }

  stage.labels {
    values = {
      level = "",
    }
  }

  stage.structured_metadata {
    values = {
      kind   = "",
      reason = "",
    }
  }

  forward_to = [loki.write.default.receiver]
}
"#;

/// The configuration of the DaemonSet that collects logs.
pub(super) fn logs(plan: &Plan) -> Vec<Line> {
    let files = *plan.logs_source == LogSource::File;
    let source = plan.logs_source.from;
    let mut out = Text::new();
    out.add(LOGGING);
    out.gap();
    out.add(PODS);
    out.gap();
    relabel(plan, &mut out);
    out.gap();
    out.add_for(source, if files { FROM_FILES } else { FROM_API });
    out.gap();
    out.add("loki.process \"pod_logs\" {");
    if files {
        out.add_for(source, PARSE_FILES);
        out.gap();
    }
    out.add(DROP_OLD);
    if *plan.logs_journal {
        out.add_for(&plan.logs_journal, format!("\n{JOURNAL}"));
    }
    write_to_loki(plan, &mut out);
    if *plan.otlp {
        otlp(plan, &mut out);
    }
    out.lines()
}

/// Takes logs and metrics by OpenTelemetry's protocol. Loki and Prometheus both speak it. Every replica
/// of Prometheus gets everything, as if it had scraped it.
fn otlp(plan: &Plan, out: &mut Text) {
    let from = plan.otlp.from.and(&plan.prometheus_replicas);
    let count = plan.prometheus_count();
    let name =
        |pod: u32| if count == 1 { "prometheus".to_owned() } else { format!("prometheus_{pod}") };
    let address = |pod: u32| match count {
        1 => names::PROMETHEUS.url(plan),
        _ => names::prometheus_pod(plan, pod),
    };
    let metrics = (0..count).map(|pod| format!("otelcol.exporter.otlphttp.{}.input", name(pod)));
    out.gap();
    out.add_for(&plan.otlp, OTLP);
    out.add_for(from, format!("    metrics = [{}]", metrics.collect::<Vec<_>>().join(", ")));
    out.add_for(&plan.otlp, "  }\n}");
    let loki = names::loki_url(plan).map(|url| format!("{url}/otlp"));
    let stores =
        (0..count).map(|pod| (name(pod), address(pod).map(|url| format!("{url}/api/v1/otlp"))));
    for (name, url) in [("loki".to_owned(), loki)].into_iter().chain(stores) {
        out.gap();
        out.add_for(from, format!("otelcol.exporter.otlphttp \"{name}\" {{\n  client {{"));
        out.add_for(from.and(&url), format!("    endpoint = \"{}\"", *url));
        out.add_for(from, "  }\n}");
    }
}

/// The configuration of the collector of Kubernetes events.
pub(super) fn events(plan: &Plan) -> Vec<Line> {
    let mut out = Text::new();
    out.add(LOGGING);
    out.gap();
    out.add(EVENTS);
    write_to_loki(plan, &mut out);
    out.lines()
}

fn relabel(plan: &Plan, out: &mut Text) {
    out.add("discovery.relabel \"pod_logs\" {");
    out.add("  targets = discovery.kubernetes.pods.targets\n");
    out.gap();
    if !plan.logs_excluded_namespaces.is_empty() {
        let names: Vec<&str> = plan.logs_excluded_namespaces.iter().map(Label::as_str).collect();
        let rule = format!(
            "  rule {{\n    source_labels = [\"__meta_kubernetes_namespace\"]\n    regex         = \"{}\"\n    action        = \"drop\"\n  }}\n\n",
            names.join("|")
        );
        out.add_for(&plan.logs_excluded_namespaces, rule);
    }
    out.add(LABELS);
    if *plan.logs_source == LogSource::File {
        out.add_for(&plan.logs_source, PATHS);
    }
    out.add("}");
}

/// Alloy tries for ever: by default it drops lines after ten attempts in 8.5 minutes.
fn write_to_loki(plan: &Plan, out: &mut Text) {
    let (url, cluster) = (names::loki_url(plan), plan.cluster());
    let line = |key: &str, value: &str| format!("{key} = \"{value}\"");
    out.gap();
    out.add("loki.write \"default\" {\n  endpoint {");
    out.add_for(&url, line("    url                ", &format!("{}/loki/api/v1/push", *url)));
    out.add("    max_backoff_period  = \"1m\"\n    max_backoff_retries = 0\n  }");
    out.add_for(Fields::NONE, "");
    out.add("  external_labels = {");
    out.add_for(&cluster, format!("{},", line("    cluster", &cluster)));
    out.add("  }\n}");
}
