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
};

/// Loki. The chart of the same name in Grafana's own repository is Grafana Enterprise Logs since
/// 7.0, so the community's is taken.
pub const LOKI: Chart = Chart {
    name: "loki",
    version: "18.11.0",
    app: "Loki 3.7.6",
    source: Source::Oci { url: "oci://ghcr.io/grafana-community/helm-charts/loki" },
};

/// Alloy. It is not published as an OCI artifact (grafana/alloy#2753).
pub const ALLOY: Chart = Chart {
    name: "alloy",
    version: "1.11.1",
    app: "Alloy 1.18.1",
    source: Source::Http { name: "grafana", url: "https://grafana.github.io/helm-charts" },
};

/// Every chart, in rollout order.
pub const CHARTS: &[&Chart] = &[&KUBE_PROMETHEUS_STACK, &LOKI, &ALLOY];
