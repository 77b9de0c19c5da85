//! The charts and their pinned versions: the one table that sources, releases and the guide read.

/// A Helm chart at the version that every values path was checked against.
#[derive(Debug)]
pub struct Chart {
    /// Its name in its repository.
    pub name: &'static str,
    /// Its exact version. A range would bring a breaking major without a commit.
    pub version: &'static str,
    /// The version of the program that it installs.
    pub app: &'static str,
    /// Where it is published.
    pub source: Source,
    /// The images that it may run, for mirrors.
    pub images: &'static [&'static str],
    /// The paths of the values that it reads, as [`crate::inspect`] takes them.
    pub paths: &'static str,
}

/// Where a chart is published.
#[derive(Debug)]
pub enum Source {
    /// An OCI artifact of its own.
    Oci {
        /// The address without a tag.
        url: &'static str,
    },
    /// A classic Helm repository with an index.
    Http {
        /// The name of the `HelmRepository` object.
        name: &'static str,
        /// Its address.
        url: &'static str,
    },
}

/// Prometheus, its operator, Alertmanager, Grafana and the exporters.
pub const KUBE_PROMETHEUS_STACK: Chart = Chart {
    name: "kube-prometheus-stack",
    version: "88.5.3",
    app: "Prometheus 3.14.0",
    source: Source::Oci { url: "oci://ghcr.io/prometheus-community/charts/kube-prometheus-stack" },
    images: &[
        "docker.io/grafana/grafana:13.2.0",
        "ghcr.io/jkroepke/kube-webhook-certgen:1.8.7",
        "quay.io/kiwigrid/k8s-sidecar:2.10.1",
        "quay.io/prometheus-operator/prometheus-config-reloader:v0.93.1",
        "quay.io/prometheus-operator/prometheus-operator:v0.93.1",
        "quay.io/prometheus/alertmanager:v0.34.0",
        "quay.io/prometheus/node-exporter:v1.12.1-distroless",
        "quay.io/prometheus/prometheus:v3.14.0-distroless",
        "registry.k8s.io/kube-state-metrics/kube-state-metrics:v2.20.0",
    ],
    paths: include_str!("charts/kube-prometheus-stack-88.5.3.txt"),
};

/// Loki. The chart of the same name in Grafana's own repository is Grafana Enterprise Logs since
/// 7.0, so the community's is taken.
pub const LOKI: Chart = Chart {
    name: "loki",
    version: "18.11.0",
    app: "Loki 3.7.6",
    source: Source::Oci { url: "oci://ghcr.io/grafana-community/helm-charts/loki" },
    images: &[
        "docker.io/grafana/loki:3.7.6",
        "docker.io/library/memcached:1.6.45-alpine",
        "docker.io/nginxinc/nginx-unprivileged:1.31-alpine",
        "docker.io/prom/memcached-exporter:v0.17.0",
        "ghcr.io/jkroepke/access-log-exporter:0.4.11",
    ],
    paths: include_str!("charts/loki-18.11.0.txt"),
};

/// The version of Alloy's configuration reloader.
pub const RELOADER: &str = "v0.91.0";

/// What the operator adds to Prometheus for Thanos.
pub const THANOS_IMAGE: &str = "quay.io/thanos/thanos:v0.42.4";

/// Alloy. It is not published as an OCI artifact (grafana/alloy#2753).
pub const ALLOY: Chart = Chart {
    name: "alloy",
    version: "1.11.1",
    app: "Alloy 1.18.1",
    source: Source::Http { name: "grafana", url: "https://grafana.github.io/helm-charts" },
    images: &[
        "docker.io/grafana/alloy:v1.18.1",
        "quay.io/prometheus-operator/prometheus-config-reloader:v0.91.0",
    ],
    paths: include_str!("charts/alloy-1.11.1.txt"),
};

/// Every chart, in rollout order.
pub const CHARTS: &[&Chart] = &[&KUBE_PROMETHEUS_STACK, &LOKI, &ALLOY];
