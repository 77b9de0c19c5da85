//! Guards that every finding is found, and that its fixes mend it.
#![cfg(not(target_arch = "wasm32"))]

mod common;

use std::collections::BTreeSet;

use common::draft_of;
use monitree::plan::Field as F;
use monitree::plan::{Draft, Field, Fix, Problem, Severity};
use monitree::render::Rendered;

/// Each finding: its code, answers that provoke it, and the question to change first.
type Row = (&'static str, Vec<(Field, String)>, Field);

#[allow(clippy::too_many_lines, reason = "a table")]
fn findings() -> Vec<Row> {
    let long_domain = ["a".repeat(62), "b".repeat(62), "c".repeat(62), "d".repeat(62)].join(".");
    let row = |code, answers: &[(Field, &str)], first| {
        (code, answers.iter().map(|(field, text)| (*field, (*text).to_owned())).collect(), first)
    };
    vec![
        row("answer.unreadable", &[(F::nodes, "many")], F::nodes),
        row("accept.idle", &[(F::accept, "prom.nfs")], F::accept),
        row("plan.placeholder", &[(F::domain, "example.org")], F::domain),
        row("access.host-length", &[(F::domain, &long_domain)], F::grafana_host),
        row(
            "access.host-clash",
            &[(F::alloy_expose, "true"), (F::alloy_host, "grafana")],
            F::alloy_host,
        ),
        row(
            "access.host-clash",
            &[(F::prometheus_expose, "true"), (F::grafana_host, "prometheus")],
            F::prometheus_host,
        ),
        row("access.no-login", &[(F::prometheus_expose, "true")], F::prometheus_expose),
        row("access.no-section", &[(F::gateway_section, "")], F::gateway_section),
        row("am.repeat-interval", &[(F::alert_repeat_interval, "1m")], F::alert_repeat_interval),
        row("am.no-receiver", &[(F::pushover, "false")], F::pushover),
        row(
            "pushover.emergency-default",
            &[(F::pushover_critical_priority, "2"), (F::pushover_retry, "29s")],
            F::pushover_retry,
        ),
        row(
            "pushover.emergency-default",
            &[(F::pushover_flux_priority, "2"), (F::pushover_expire, "3h1s")],
            F::pushover_expire,
        ),
        row("flux.path-prefix", &[(F::path_prefix, "infra")], F::path_prefix),
        row(
            "flux.path-prefix",
            &[(F::path_prefix, "infra"), (F::root_path, "infra/a")],
            F::path_prefix,
        ),
        row("flux.wait-circle", &[(F::wait_for, "gateway,monitoring-loki")], F::wait_for),
        row(
            "flux.wait-circle",
            &[(F::flux_entry, "nested"), (F::parent_kustomization, "apps"), (F::wait_for, "apps")],
            F::wait_for,
        ),
        row("flux.double-owner", &[(F::root_path, "clusters/homelab/infra")], F::root_path),
        row("flux.double-owner", &[(F::clusters_path, "infrastructure")], F::root_path),
        row(
            "flux.double-owner",
            &[(F::sources_namespace, "flux"), (F::sources_path, "clusters/homelab/sources")],
            F::sources_path,
        ),
        row(
            "paths.collide",
            &[
                (F::sources_namespace, "flux"),
                (F::flux_entry, "nested"),
                (F::sources_path, "infrastructure/homelab"),
            ],
            F::sources_path,
        ),
        row(
            "namespace.taken",
            &[(F::velero, "true"), (F::loki_namespace, "velero")],
            F::loki_namespace,
        ),
        row("namespace.taken", &[(F::namespace, "cert-manager")], F::namespace),
        row("namespace.taken", &[(F::namespace, "traefik")], F::namespace),
        row(
            "namespace.taken",
            &[(F::grafana, "operator"), (F::namespace, "grafana")],
            F::namespace,
        ),
        row(
            "eso.engine",
            &[
                (F::secret_mode, "external"),
                (F::store_create, "true"),
                (F::grafana_path, "secret/data/team/grafana"),
            ],
            F::grafana_path,
        ),
        row(
            "paths.collide",
            &[(F::root_path, "clusters"), (F::cluster_name, "loki")],
            F::clusters_path,
        ),
        row(
            "paths.collide",
            &[(F::root_path, "apps"), (F::clusters_path, "apps/loki")],
            F::clusters_path,
        ),
        row("namespace.taken", &[(F::namespace, "kube-system")], F::namespace),
        row(
            "namespace.taken",
            &[(F::namespace, "flux"), (F::flux_namespace, "flux")],
            F::namespace,
        ),
        row("prom.nfs", &[(F::storage_kind, "nfs")], F::prometheus_storage_class),
        row("prom.nfs", &[(F::prometheus_storage_class, "my-nfs")], F::prometheus_storage_class),
        row("loki.nfs", &[(F::storage_class, "efs-sc")], F::loki_storage_class),
        row(
            "alertmanager.nfs",
            &[(F::alertmanager_storage_class, "smb")],
            F::alertmanager_storage_class,
        ),
        row("grafana.sqlite-nfs", &[(F::storage_class, "azurefile")], F::grafana_storage_class),
        row("resources.limit", &[(F::alloy_memory_request, "1Gi")], F::alloy_memory_limit),
        row(
            "resources.limit",
            &[(F::events_collector, "true"), (F::events_memory_request, "1Gi")],
            F::events_memory_limit,
        ),
        row(
            "prom.memory-limit",
            &[(F::prometheus_memory_limit, "511Mi")],
            F::prometheus_memory_limit,
        ),
        row("loki.memory-limit", &[(F::loki_memory_limit, "1G")], F::loki_memory_limit),
        row("plan.placeholder", &[(F::domain, "a.b"), (F::loki_store, "r2")], F::r2_account),
        row(
            "plan.placeholder",
            &[
                (F::domain, "a.b"),
                (F::access, "ingressroute"),
                (F::auth, "local"),
                (F::prometheus_expose, "true"),
            ],
            F::auth_address,
        ),
        row(
            "ha.anti-affinity",
            &[(F::prometheus_replicas, "2"), (F::anti_affinity, "hard"), (F::nodes, "1")],
            F::anti_affinity,
        ),
        row(
            "ha.anti-affinity",
            &[(F::alertmanager_replicas, "3"), (F::anti_affinity, "hard"), (F::nodes, "2")],
            F::anti_affinity,
        ),
        row(
            "loki.anti-affinity",
            &[
                (F::loki_mode, "distributed"),
                (F::loki_store, "s3"),
                (F::anti_affinity, "hard"),
                (F::nodes, "2"),
            ],
            F::anti_affinity,
        ),
        row("prom.series", &[(F::active_series, "2000000")], F::active_series),
        row("prom.series", &[(F::active_series, "6000000")], F::active_series),
        row(
            "values.replaced",
            &[(F::extra_values_alloy, "serviceMonitor:\n  enabled: false")],
            F::extra_values_alloy,
        ),
        row(
            "flux.store-circle",
            &[
                (F::secret_mode, "external"),
                (F::store_kind, "SecretStore"),
                (F::secrets_wait_for, "stores"),
            ],
            F::secrets_wait_for,
        ),
        row("flux.proxy", &[(F::flux_proxy_secret, "proxy")], F::flux_proxy_secret),
        row("loki.mode-mismatch", &[(F::loki_mode, "monolithic_ha")], F::loki_store),
        row(
            "grafana-operator.selector-required",
            &[(F::grafana, "operator"), (F::grafana_labels, "")],
            F::grafana_labels,
        ),
        row("access.tls-resolver", &[(F::access, "ingress"), (F::tls, "resolver")], F::tls),
        row(
            "access.no-cert-manager",
            &[(F::access, "ingress"), (F::tls, "certificate"), (F::cert_manager, "false")],
            F::tls,
        ),
        row(
            "traefik.cross-namespace",
            &[
                (F::access, "ingressroute"),
                (F::auth, "reference"),
                (F::auth_namespace, "traefik"),
                (F::prometheus_expose, "true"),
            ],
            F::auth_namespace,
        ),
        row(
            "prom.own-namespace",
            &[(F::operator_exists, "true"), (F::metrics_excluded_namespaces, "old,monitoring")],
            F::metrics_excluded_namespaces,
        ),
        row("namespace.taken", &[(F::loki_namespace, "kube-system")], F::loki_namespace),
        row(
            "flux.wait-circle",
            &[(F::grafana, "operator"), (F::grafana_wait_for, "monitoring-grafana")],
            F::grafana_wait_for,
        ),
        row(
            "flux.path-prefix",
            &[
                (F::sources_namespace, "flux"),
                (F::sources_path, "sources"),
                (F::path_prefix, "infra"),
                (F::root_path, "infra/a"),
                (F::clusters_path, "infra/clusters"),
            ],
            F::path_prefix,
        ),
        row("alloy.journal", &[(F::distribution, "talos")], F::logs_journal),
    ]
}

fn of_code<'a>(rendered: &'a Rendered, code: &str) -> Vec<&'a Problem> {
    rendered.problems.iter().filter(|problem| problem.code == code).collect()
}

fn mended(draft: &Draft, fix: &Fix) -> Rendered {
    let mut draft = draft.clone();
    draft.set(fix.field, fix.answer.as_str());
    Rendered::of(&draft)
}

#[test]
fn every_finding_is_found_and_its_fixes_mend_it() {
    for (code, answers, first) in findings() {
        let draft = draft_of(answers);
        let before = Rendered::of(&draft);
        let problems = of_code(&before, code);
        let [problem] = problems.as_slice() else { panic!("{code}: {:#?}", before.problems) };
        assert_eq!(problem.fields.first(), Some(&first), "{code}");
        assert!(!problem.message.is_empty() && problem.why.ends_with('.'), "{problem:#?}");
        for fix in &problem.fixes {
            let after = mended(&draft, fix);
            let left = of_code(&after, code);
            let accepted =
                |problem: &&Problem| problem.accepted && problem.severity == Severity::Info;
            let gone = if fix.field == Field::accept && code != "accept.idle" {
                left.iter().all(accepted) && !left.is_empty()
            } else {
                left.is_empty()
            };
            assert!(gone, "{code}: {fix:?} leaves {left:#?}");
            let unreadable = of_code(&after, "answer.unreadable");
            assert!(unreadable.is_empty(), "{code}: {fix:?} cannot be read");
        }
    }
}

#[test]
fn only_what_may_be_accepted_can_be_accepted() {
    for (code, answers, _) in findings().into_iter().filter(|row| row.0 != "accept.idle") {
        let mut draft = draft_of(answers);
        let before = Rendered::of(&draft);
        let acceptable = of_code(&before, code)[0].acceptable;
        draft.set(Field::accept, code);
        let after = Rendered::of(&draft);
        let now = of_code(&after, code)[0];
        assert_eq!(now.accepted, acceptable, "{code}");
        let note = of_code(&before, code)[0].severity == Severity::Info;
        assert_eq!(now.severity == Severity::Info, acceptable || note, "{code}");
        assert_eq!(of_code(&after, "accept.idle").is_empty(), acceptable, "{code}");
    }
}

/// The tree of what is accepted is written, so it is read as any other.
#[test]
fn an_accepted_error_leaves_the_tree_checked() {
    let mut draft =
        draft_of([(Field::storage_kind, "nfs"), (Field::extra_values_alloy, "nonsense: 1")]);
    assert!(of_code(&Rendered::of(&draft), "values.ignored-key").is_empty());
    draft.set(Field::accept, "prom.nfs");
    assert_eq!(of_code(&Rendered::of(&draft), "values.ignored-key").len(), 1);
}

#[test]
fn the_table_holds_every_code_of_the_source() {
    let written = common::codes_of(&["plan/rules", "render.rs", "plan/problem.rs"]);
    let tested: BTreeSet<String> = findings().into_iter().map(|row| row.0.to_owned()).collect();
    assert_eq!(tested, written);
}
