//! What several tests share: the plans that are rendered, and the checks of what comes out.
#![allow(dead_code, reason = "every test takes a part of it")]

pub(crate) mod alloy;
pub(crate) mod broken;
pub(crate) mod command;
pub(crate) mod loki_config;
pub(crate) mod objects;
pub(crate) mod sealed;
pub(crate) mod sops;
pub(crate) mod strict;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use monitree::plan::{Draft, Field, Preset};
use monitree::plan_file;
use monitree::render::Rendered;

/// A plan and what it renders to.
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) rendered: Rendered,
}

/// Plans that cover the answers which change the shape of a tree. Each line is a name and the
/// answers that differ from the default plan.
const VARIED: &[(&str, &[(&str, &str)])] = &[
    ("k3s", &[("distribution", "k3s")]),
    ("talos", &[("distribution", "talos"), ("control_plane_metrics", "true")]),
    ("talos-closed", &[("distribution", "talos"), ("logs_journal", "false")]),
    ("kubeadm", &[("distribution", "kubeadm"), ("control_plane_metrics", "true")]),
    (
        "kubeadm-cilium",
        &[
            ("distribution", "kubeadm"),
            ("control_plane_metrics", "true"),
            ("kube_proxy_replaced", "true"),
        ],
    ),
    ("eks", &[("distribution", "eks")]),
    ("gke", &[("distribution", "gke")]),
    ("aks", &[("distribution", "aks")]),
    ("logs-by-api", &[("logs_source", "api"), ("logs_journal", "false")]),
    ("logs-by-api-and-journal", &[("logs_source", "api"), ("logs_journal", "true")]),
    ("logs-by-file-only", &[("logs_source", "file"), ("logs_journal", "false")]),
    ("logs-excluded", &[("logs_excluded_namespaces", "kube-system,noisy")]),
    ("events", &[("events_collector", "true"), ("cluster_label", "lab")]),
    ("no-grafana-volume", &[("grafana_persistence", "false")]),
    (
        "classes",
        &[
            ("storage_class", "longhorn"),
            ("grafana_storage_class", "local-path"),
            ("prometheus_storage_class", "fast"),
            ("prometheus_volume", "1Gi"),
        ],
    ),
    ("sealed", &[("secret_mode", "sealed")]),
    ("no-pushover", &[("pushover", "false")]),
    ("no-pushover-no-flux", &[("pushover", "false"), ("flux_notifications", "false")]),
    (
        "emergencies",
        &[
            ("pushover_critical_priority", "2"),
            ("pushover_warning_priority", "-1"),
            ("pushover_flux_priority", "1"),
            ("pushover_expire", "3h"),
        ],
    ),
    ("no-flux-events", &[("flux_notifications", "false"), ("rules_flux", "false")]),
    ("disabled-alerts", &[("disabled_alerts", "KubeProxyDown,CPUThrottlingHigh")]),
    ("no-cert-manager", &[("cert_manager", "false")]),
    ("no-rules", &[("rules_flux", "false"), ("rules_cert_manager", "false")]),
    ("cluster-domain", &[("cluster_domain", "k8s.example.net"), ("namespace", "observability")]),
    (
        "every-page",
        &[
            ("prometheus_expose", "true"),
            ("alertmanager_expose", "true"),
            ("alloy_expose", "true"),
            ("gateway_section", ""),
            ("wait_for", "gateway,dns"),
        ],
    ),
    ("no-page", &[("grafana_expose", "false")]),
    (
        "soft-monolithic-ha",
        &[
            ("prometheus_replicas", "2"),
            ("alertmanager_replicas", "3"),
            ("zone_spread", "true"),
            ("loki_mode", "monolithic_ha"),
            ("loki_store", "compatible"),
            ("loki_ca_secret", "store-ca"),
            ("loki_namespace", "logs"),
            ("network_policies", "kubernetes"),
            ("api_server", "10.0.0.1/32"),
        ],
    ),
    (
        "no-affinity-distributed",
        &[
            ("alertmanager_replicas", "3"),
            ("anti_affinity", "none"),
            ("disruption_budgets", "false"),
            ("loki_mode", "distributed"),
            ("loki_store", "r2"),
            ("r2_jurisdiction", "eu"),
            ("loki_namespace", "logs"),
            ("loki_namespace_exists", "true"),
            ("network_policies", "cilium"),
        ],
    ),
    (
        "mirrors",
        &[
            ("mirror_charts", "registry.example.net/charts"),
            ("mirror_images", "registry.example.net"),
            ("pull_secret", "registry"),
            ("flux_proxy_secret", "proxy"),
            ("alertmanager_proxy", "http://proxy.example.net:3128"),
            ("network_policies", "kubernetes"),
        ],
    ),
    (
        "others-are-there",
        &[
            ("operator_exists", "true"),
            ("metrics_excluded_namespaces", "prometheus,older"),
            ("node_exporter_exists", "true"),
            ("network_policies", "kubernetes"),
        ],
    ),
    (
        "beyond-one-prometheus",
        &[
            ("active_series", "2000000"),
            ("remote_write", "https://mimir.example.net/api/v1/push"),
            ("remote_write_auth", "basic"),
            ("thanos_sidecar", "true"),
            ("otlp", "true"),
            ("velero", "true"),
            ("network_policies", "kubernetes"),
        ],
    ),
    (
        "remote-write-by-token",
        &[
            ("remote_write", "http://receive.thanos.svc:19291/api/v1/receive"),
            ("remote_write_auth", "bearer"),
            ("monitoring_crds_exist", "true"),
        ],
    ),
    (
        "remote-write-by-certificate",
        &[
            ("remote_write", "https://mimir.example.net/api/v1/push"),
            ("remote_write_auth", "mtls"),
            ("secret_mode", "external"),
        ],
    ),
    (
        "own-values",
        &[
            (
                "extra_values_kube_prometheus_stack",
                "commonLabels:\n  team: platform\nprometheus:\n  prometheusSpec:\n    scrapeInterval: 60s\n    retention: 3d",
            ),
            ("extra_values_loki", "loki:\n  limits_config:\n    retention_period: 48h"),
            ("extra_values_alloy", "controller:\n  nodeSelector: {disk: ssd}"),
        ],
    ),
    ("bucket-at-the-default-place", &[("loki_store", "s3"), ("loki_region", "eu-central-1")]),
    (
        "external-with-store",
        &[
            ("secret_mode", "external"),
            ("store_create", "true"),
            ("loki_store", "s3"),
            ("secrets_wait_for", "external-secrets"),
            ("grafana", "operator"),
            ("chart_dashboards", "true"),
            ("grafana_dashboards", "configmap"),
            ("grafana_wait_for", "grafana-operator"),
        ],
    ),
    (
        "external-config",
        &[("secret_mode", "external"), ("alertmanager_config", "external"), ("access", "none")],
    ),
    (
        "ingress-with-certificates",
        &[
            ("access", "ingress"),
            ("ingress_class", "nginx"),
            ("tls", "certificate"),
            ("prometheus_expose", "true"),
        ],
    ),
    (
        "ingressroute-with-certificate",
        &[
            ("access", "ingressroute"),
            ("tls", "certificate"),
            ("auth", "reference"),
            ("auth_namespace", "traefik"),
            ("prometheus_expose", "true"),
            ("alloy_expose", "true"),
            ("grafana", "operator"),
            ("grafana_dashboards", "none"),
        ],
    ),
    (
        "traefik-resolver-in-lockdown",
        &[
            ("access", "ingressroute"),
            ("tls", "resolver"),
            ("lockdown", "true"),
            ("flux_service_account", "monitoring"),
            ("loki_namespace", "logs"),
            ("layout", "apps"),
        ],
    ),
    ("nothing-of-its-own", &[("sources_namespace", "flux"), ("namespace_exists", "true")]),
    ("sources-in-flux", &[("sources_namespace", "flux"), ("tls", "secret"), ("access", "ingress")]),
    (
        "sops-nested",
        &[
            ("secret_mode", "sops"),
            ("flux_entry", "nested"),
            ("source_kind", "OCIRepository"),
            ("root_path", "fluxcd/apps"),
            ("path_prefix", "fluxcd"),
            ("namespace_exists", "true"),
        ],
    ),
];

/// The plans that must always come out whole: every preset, and every plan in `tests/plans`.
pub(crate) fn golden() -> Vec<Case> {
    let presets =
        Preset::ALL.iter().map(|preset| Case::new(preset.name().to_owned(), &Draft::new(*preset)));
    let plans = files("tests/plans", "yaml").into_iter().map(|path| {
        let opened = plan_file::read(&text(&path)).expect("a plan of the tests is read");
        assert_eq!(opened.notes, [""; 0], "{}", path.display());
        Case::new(file_stem(&path), &opened.draft)
    });
    presets.chain(plans).collect()
}

/// The plans that change one part each.
pub(crate) fn varied() -> Vec<Case> {
    VARIED.iter().map(|(name, answers)| varied_by(name, answers)).collect()
}

/// All of them.
pub(crate) fn cases() -> Vec<Case> {
    golden().into_iter().chain(varied()).collect()
}

fn varied_by(name: &str, answers: &[(&str, &str)]) -> Case {
    let mut draft = Draft::default();
    for (key, answer) in answers {
        draft.set_key(key, answer).expect("the key of an answer is known");
    }
    Case::new(name.to_owned(), &draft)
}

impl Case {
    /// A plan with an error would silently fall back to defaults, so none is taken.
    fn new(name: String, draft: &Draft) -> Self {
        let rendered = Rendered::of(draft);
        assert!(!rendered.has_errors(), "{name}: {:?}", rendered.problems);
        Self { name, rendered }
    }

    /// The objects in its files.
    pub(crate) fn objects(&self) -> Vec<objects::Object> {
        objects::of_tree(&self.rendered.tree).expect("the files of a tree are read")
    }

    /// Its HelmReleases.
    pub(crate) fn releases(&self) -> Vec<objects::Release> {
        let releases = self.objects().iter().filter_map(objects::Release::of).collect::<Vec<_>>();
        assert!(!releases.is_empty(), "{} has no HelmRelease", self.name);
        releases
    }
}

/// A path inside this project.
pub(crate) fn path(relative: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(relative)
}

/// The text of a file that a test needs.
pub(crate) fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The files of a folder of this project with this ending, sorted.
pub(crate) fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(path(folder)).unwrap_or_else(|error| panic!("{folder}: {error}"));
    let paths = entries.map(|entry| entry.expect("an entry of a folder is read").path());
    let mut paths: Vec<PathBuf> =
        paths.filter(|path| path.extension().is_some_and(|own| own == ending)).collect();
    paths.sort();
    paths
}

/// The name of a file without its ending.
pub(crate) fn file_stem(path: &Path) -> String {
    path.file_stem().expect("a file has a name").to_string_lossy().into_owned()
}

/// The default plan with these answers.
pub(crate) fn draft_of<T: Into<String>>(answers: impl IntoIterator<Item = (Field, T)>) -> Draft {
    let mut draft = Draft::default();
    for (field, text) in answers {
        draft.set(field, text);
    }
    draft
}

/// Answers that let a hidden question be asked.
pub(crate) const OPENERS: &[&[(Field, &str)]] = &[
    &[],
    &[(Field::distribution, "talos")],
    &[(Field::distribution, "talos"), (Field::control_plane_metrics, "true")],
    &[(Field::flux_entry, "nested")],
    &[(Field::prometheus_expose, "true")],
    &[(Field::alertmanager_expose, "true")],
    &[(Field::alloy_expose, "true")],
    &[(Field::events_collector, "true")],
    &[(Field::pushover_critical_priority, "2")],
    &[(Field::secret_mode, "sops")],
    &[(Field::secret_mode, "sealed")],
    &[(Field::prometheus_replicas, "2")],
    &[(Field::loki_namespace, "loki")],
    &[(Field::sources_namespace, "flux")],
    &[(Field::lockdown, "true")],
    &[(Field::access, "ingressroute"), (Field::auth, "local")],
    &[(Field::access, "ingressroute"), (Field::auth, "reference")],
    &[(Field::access, "ingressroute"), (Field::tls, "resolver")],
    &[(Field::access, "ingress"), (Field::tls, "certificate")],
    &[(Field::network_policies, "kubernetes")],
    &[(Field::grafana, "operator")],
    &[(Field::loki_store, "s3")],
    &[(Field::loki_store, "r2")],
    &[(Field::loki_store, "compatible")],
    &[(Field::secret_mode, "external"), (Field::loki_store, "s3")],
    &[(Field::secret_mode, "external"), (Field::alertmanager_config, "external")],
    &[(Field::secret_mode, "external"), (Field::store_create, "true")],
    &[
        (Field::secret_mode, "external"),
        (Field::remote_write, "https://a.b"),
        (Field::remote_write_auth, "basic"),
    ],
    &[(Field::secret_mode, "external"), (Field::thanos_sidecar, "true")],
    &[(Field::velero, "true")],
    &[(Field::operator_exists, "true")],
];

/// The codes of findings in files and folders below `src`: strings of two dashed words with a dot between
/// them. The domains that are placeholders and the names of files have that form, too.
pub(crate) fn codes_of(places: &[&str]) -> BTreeSet<String> {
    let mut files = Vec::new();
    for place in places {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(place);
        match fs::read_dir(&path) {
            Ok(entries) => files.extend(entries.map(|entry| entry.expect("a file").path())),
            Err(_) => files.push(path),
        }
    }
    let texts: Vec<String> =
        files.iter().map(|file| fs::read_to_string(file).expect("a source file")).collect();
    let is_code = |word: &&str| {
        let (group, name) = word.split_once('.').unwrap_or_default();
        let dashed = |part: &str| {
            !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')
        };
        let is_file = matches!(name, "yaml" | "yml" | "crt" | "key");
        dashed(group) && dashed(name) && group != "example" && !is_file
    };
    let words = texts.iter().flat_map(|text| text.split('"')).filter(is_code);
    words.map(str::to_owned).collect()
}
