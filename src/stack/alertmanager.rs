//! Alertmanager, as part of the kube-prometheus-stack release: routes, receivers, message texts.

use super::availability;
use super::receivers::{self, Kind, Receiver};
use super::release::{claim, resources};
use super::secrets::ALERTMANAGER_CONFIG;
use crate::plan::{Fields, Plan};
use crate::tree::one;
use crate::yaml::Node;
use crate::{list, map};

/// Templates of messages, by their names. Flux' events carry their text as `message`, other alerts as
/// `description` or `summary`.
const TEMPLATES: &[(&str, &str)] = &[
    (
        "monitree.title",
        r#"[{{ .Status | toUpper }}{{ if eq .Status "firing" }}:{{ .Alerts.Firing | len }}{{ end }}] {{ with .CommonLabels.alertname }}{{ . }}{{ else }}several alerts{{ end }}"#,
    ),
    (
        "monitree.flux",
        "Flux {{ .CommonLabels.kind }}/{{ .CommonLabels.name }}: {{ .CommonLabels.reason }}",
    ),
    (
        "monitree.message",
        "{{ range .Alerts }}{{ if .Annotations.description }}{{ .Annotations.description }}{{ else if .Annotations.summary }}{{ .Annotations.summary }}{{ else }}{{ .Annotations.message }}{{ end }}\n{{ end }}",
    ),
];

/// The text of a message: by its template, or where the configuration is a file of its own without any
/// other beside it, the template's body.
pub(super) fn template(plan: &Plan, name: &str) -> String {
    let body = TEMPLATES.iter().find(|(own, _)| *own == name).map_or("", |(_, body)| body);
    if plan.configures_alertmanager() {
        body.to_owned()
    } else {
        format!("{{{{ template \"{name}\" . }}}}")
    }
}

fn templates() -> String {
    let define =
        |(name, body): &(&str, &str)| format!("{{{{ define \"{name}\" }}}}{body}{{{{ end }}}}\n");
    TEMPLATES.iter().map(define).collect()
}

/// The `alertmanager` block of the chart's values.
pub(super) fn values(plan: &Plan) -> Node {
    let sends = receivers::active(plan).next().is_some();
    let own = !plan.configures_alertmanager();
    map! {
        "config" => own.then(|| config(plan)),
        "templateFiles" => (own && sends).then(|| map! { "monitree.tmpl" => templates() }),
        "podDisruptionBudget" => availability::alertmanager_budget(plan),
        "alertmanagerSpec" => map! {
            "replicas" => availability::alertmanager_replicas(plan),
            "podAntiAffinity" => availability::alertmanager_affinity(plan),
            "topologySpreadConstraints" => availability::alertmanager_spread(plan),
            /// The whole configuration comes from the external store.
            "useExistingSecret" => (!own).then_some(true),
            "configSecret" => (!own).then(|| Node::from(ALERTMANAGER_CONFIG.name).because(&plan.alertmanager_config)),
            "externalUrl" => plan.alertmanager().url(),
            "secrets" => (own && sends).then(|| secrets(plan)),
            "resources" => resources(
                &plan.alertmanager_cpu_request,
                &plan.alertmanager_memory_request,
                &plan.alertmanager_memory_limit,
            ),
            "storage" => claim(plan, &plan.alertmanager_storage_class, &plan.alertmanager_volume),
        },
    }
}

/// The whole file, for an external store: with the inhibit rules that the chart adds otherwise.
pub(super) fn whole_config(plan: &Plan) -> Node {
    let severities = |muting: &str, muted: &str, same: &[&str]| {
        map! {
            "source_matchers" => one(muting),
            "target_matchers" => one(muted),
            "equal" => Node::list(same.iter().map(|label| Node::from(*label))),
        }
    };
    let same = ["namespace", "alertname"];
    config(plan).with(
        "inhibit_rules",
        list![
            severities(r#"severity = "critical""#, r#"severity =~ "warning|info""#, &same),
            severities(r#"severity = "warning""#, r#"severity = "info""#, &same),
            severities(r#"alertname = "InfoInhibitor""#, r#"severity = "info""#, &["namespace"]),
            map! { "target_matchers" => one(r#"alertname = "InfoInhibitor""#) },
        ],
    )
}

/// Helm merges maps, so the chart's inhibit rules stay, and replaces lists, so every route and
/// receiver stands here.
fn config(plan: &Plan) -> Node {
    map! {
        "global" => map! {
            /// For senders that never say that an alert is over, as Flux. Prometheus always does.
            "resolve_timeout" => "1h",
            "http_config" => plan.alertmanager_proxy.as_ref().map(|_| map! { "proxy_url" => &plan.alertmanager_proxy }),
        },
        "route" => map! {
            "receiver" => default_receiver(plan),
            "group_by" => labels(plan).because(&plan.alert_group_by),
            "group_wait" => &plan.alert_group_wait,
            "group_interval" => &plan.alert_group_interval,
            "repeat_interval" => &plan.alert_repeat_interval,
            "routes" => routes(plan),
        },
        "receivers" => receivers(plan),
    }
}

fn labels(plan: &Plan) -> Node {
    Node::list(plan.alert_group_by.iter().map(|label| Node::from(label.as_str())))
}

/// Alerts without a severity, or with an odd one, must not vanish.
fn default_receiver(plan: &Plan) -> Node {
    match receivers::active(plan).next() {
        Some((receiver, from)) => Node::from(receiver.name(Kind::Warning)).because(from),
        None => "null".into(),
    }
}

fn routes(plan: &Plan) -> Node {
    let mut routes = vec![route("null", r#"alertname =~ "Watchdog|InfoInhibitor""#)];
    if Kind::Flux.is_in(plan) {
        let grouped =
            |route: Node| route.with("group_by", list!["alertname", "kind", "name", "namespace"]);
        routes.extend(to_all(plan, Kind::Flux, r#"reportingcontroller =~ ".+""#).map(grouped));
    }
    routes.push(route("null", r#"severity =~ "info|none""#));
    routes.extend(to_all(plan, Kind::Critical, r#"severity = "critical""#));
    routes.extend(to_all(plan, Kind::Warning, r#"severity = "warning""#));
    Node::list(routes)
}

/// A route to each service that is switched on; all but the last let the alert go on.
fn to_all(plan: &Plan, kind: Kind, matcher: &'static str) -> impl Iterator<Item = Node> {
    let last = receivers::active(plan).next_back().map(|(receiver, _)| receiver.service);
    receivers::active(plan).map(move |(receiver, from)| {
        let goes_on = (Some(receiver.service) != last).then_some(true);
        let mut route = route(&receiver.name(kind), matcher);
        route.put("", "continue", goes_on);
        route.because(origin(plan, kind, from))
    })
}

fn route(receiver: &str, matcher: &str) -> Node {
    map! { "receiver" => receiver, "matchers" => one(matcher) }
}

fn receivers(plan: &Plan) -> Node {
    let mut receivers = vec![map! { "name" => "null" }];
    for (receiver, from) in receivers::active(plan) {
        let kinds = Kind::ALL.iter().filter(|kind| kind.is_in(plan));
        receivers.extend(kinds.map(|kind| entry(plan, receiver, *kind, from)));
    }
    Node::list(receivers)
}

fn entry(plan: &Plan, receiver: &Receiver, kind: Kind, from: Fields) -> Node {
    let config = (receiver.config)(plan, kind);
    let entry = map! { "name" => receiver.name(kind) };
    entry.with(receiver.configs, Node::list([config])).because(origin(plan, kind, from))
}

/// The questions behind a receiver: the service's, and for Flux events theirs as well.
fn origin(plan: &Plan, kind: Kind, service: Fields) -> Fields {
    if kind == Kind::Flux { service.and(&plan.flux_notifications) } else { service }
}

/// The operator mounts each under `/etc/alertmanager/secrets`.
fn secrets(plan: &Plan) -> Node {
    let secret =
        |(receiver, from): (&Receiver, Fields)| Node::from(receiver.secret.name).because(from);
    Node::list(receivers::active(plan).map(secret))
}
