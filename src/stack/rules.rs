//! Our own alert rules. They go through the chart's values: as files of their own they would need
//! the operator's CRDs before the release that brings them.

use crate::map;
use crate::plan::Plan;
use crate::yaml::Node;

/// An alert rule.
struct Rule {
    alert: &'static str,
    expr: &'static str,
    /// How long the expression must hold, in Prometheus' form.
    hold: &'static str,
    summary: &'static str,
    description: &'static str,
}

const FLUX: &[Rule] = &[
    Rule {
        alert: "FluxReconciliationFailure",
        expr: "max by (customresource_kind, exported_namespace, name) (gotk_resource_info{ready=\"False\", suspended!=\"true\"}) == 1",
        hold: "10m",
        summary: "Flux {{ $labels.customresource_kind }}/{{ $labels.name }} is not ready",
        description: "{{ $labels.customresource_kind }}/{{ $labels.name }} in namespace {{ $labels.exported_namespace }} has been failing for more than 10 minutes.",
    },
    Rule {
        alert: "FluxResourceMetricsAbsent",
        expr: "absent(gotk_resource_info{customresource_kind=\"Kustomization\"})",
        hold: "15m",
        summary: "Flux resource metrics are missing",
        description: "kube-state-metrics exports no gotk_resource_info series, so failures of Flux would go unnoticed.",
    },
];

/// A certificate that was never issued exports 0, which `> 0` leaves out.
const CERT_MANAGER: &[Rule] = &[
    Rule {
        alert: "CertManagerCertExpirySoon",
        expr: "(certmanager_certificate_expiration_timestamp_seconds > 0) - time() < 604800",
        hold: "1h",
        summary: "Certificate {{ $labels.name }} expires in less than 7 days",
        description: "Certificate {{ $labels.name }} in namespace {{ $labels.namespace }} expires in {{ $value | humanizeDuration }}.",
    },
    Rule {
        alert: "CertManagerCertNotReady",
        expr: "max by (namespace, name) (certmanager_certificate_ready_status{condition!=\"True\"} == 1)",
        hold: "15m",
        summary: "Certificate {{ $labels.name }} is not ready",
        description: "Certificate {{ $labels.name }} in namespace {{ $labels.namespace }} has not been ready for 15 minutes.",
    },
];

/// The chart's `additionalPrometheusRulesMap`: one `PrometheusRule` object for each pack.
pub(super) fn packs(plan: &Plan) -> Option<Node> {
    let mut packs = Node::map();
    if *plan.rules_flux {
        packs.put("", "flux-rules", pack("flux.rules", FLUX).because(&plan.rules_flux));
    }
    let cert_manager = *plan.cert_manager && *plan.rules_cert_manager;
    if cert_manager {
        let from = plan.cert_manager.from.and(&plan.rules_cert_manager);
        packs.put("", "cert-manager-rules", pack("cert-manager.rules", CERT_MANAGER).because(from));
    }
    (*plan.rules_flux || cert_manager).then_some(packs)
}

fn pack(group: &str, rules: &[Rule]) -> Node {
    let rules = Node::list(rules.iter().map(rule));
    map! { "groups" => Node::list([map! { "name" => group, "rules" => rules }]) }
}

fn rule(rule: &Rule) -> Node {
    map! {
        "alert" => rule.alert,
        "expr" => rule.expr,
        "for" => rule.hold,
        "labels" => map! { "severity" => "warning" },
        "annotations" => map! { "summary" => rule.summary, "description" => rule.description },
    }
}
