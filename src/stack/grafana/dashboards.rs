//! Curated dashboards: published ones at a pinned revision, and small ones of our own for clusters
//! without internet.

/// A published dashboard: file, folder, id and revision at grafana.com, its input and the data source
/// that takes its place.
type Published = (&'static str, &'static str, u32, u32, &'static str, &'static str);

/// A revision that changes nothing by itself.
pub(super) const PUBLISHED: &[Published] = &[
    ("node-exporter", "Kubernetes", 1860, 45, "DS_PROMETHEUS", "Prometheus"),
    ("loki-logs", "Loki", 13639, 2, "DS_LOKI", "Loki"),
];

/// A dashboard of our own.
pub(super) struct Dashboard {
    /// Its name, and that of its file.
    pub name: &'static str,
    /// Its folder in Grafana.
    pub folder: &'static str,
    title: &'static str,
    source: &'static str,
    panels: &'static [Panel],
}

/// What it shows, its query, how it is drawn, and Grafana's word for its unit.
struct Panel(&'static str, &'static str, &'static str, &'static str);

/// The first needs no other source than this stack.
pub(super) const OWN: &[Dashboard] = &[
    Dashboard {
        name: "flux",
        folder: "Flux",
        title: "Flux",
        source: "prometheus",
        panels: &[
            Panel(
                "Objects that are not ready",
                "gotk_resource_info{ready=\"False\", suspended!=\"true\"}",
                "table",
                "none",
            ),
            Panel(
                "Objects by kind",
                "count by (customresource_kind) (gotk_resource_info)",
                "bargauge",
                "none",
            ),
            Panel("Suspended", "gotk_resource_info{suspended=\"true\"}", "table", "none"),
            Panel(
                "Slowest reconciliations (99 %)",
                "topk(10, histogram_quantile(0.99, sum by (le, kind, name) (rate(gotk_reconcile_duration_seconds_bucket[5m]))))",
                "timeseries",
                "s",
            ),
        ],
    },
    Dashboard {
        name: "nodes",
        folder: "Kubernetes",
        title: "Nodes",
        source: "prometheus",
        panels: &[
            Panel(
                "CPU in use",
                "1 - avg by (instance) (rate(node_cpu_seconds_total{mode=\"idle\"}[5m]))",
                "timeseries",
                "percentunit",
            ),
            Panel(
                "Memory in use",
                "1 - node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes",
                "timeseries",
                "percentunit",
            ),
            Panel(
                "File systems",
                "1 - node_filesystem_avail_bytes{fstype!~\"tmpfs|ramfs|overlay\"} / node_filesystem_size_bytes",
                "timeseries",
                "percentunit",
            ),
            Panel(
                "Network",
                "sum by (instance) (rate(node_network_receive_bytes_total{device!=\"lo\"}[5m]))",
                "timeseries",
                "Bps",
            ),
        ],
    },
    Dashboard {
        name: "logs",
        folder: "Loki",
        title: "Logs",
        source: "loki",
        panels: &[
            Panel(
                "Lines by namespace",
                "sum by (namespace) (count_over_time({namespace=~\".+\"}[5m]))",
                "timeseries",
                "none",
            ),
            Panel(
                "Errors by namespace",
                "sum by (namespace) (count_over_time({namespace=~\".+\"} |~ \"(?i)error\" [5m]))",
                "timeseries",
                "none",
            ),
            Panel("Errors", "{namespace=~\".+\"} |~ \"(?i)error\"", "logs", "none"),
        ],
    },
];

impl Dashboard {
    /// It as Grafana imports it, one panel a line. Data sources are named by the uid that this tree
    /// gives them; a variable with braces would be replaced by Flux.
    pub(super) fn json(&self) -> String {
        let panels: Vec<String> =
            self.panels.iter().enumerate().map(|(at, panel)| self.panel(at, panel)).collect();
        let Self { name, title, .. } = self;
        format!(
            "{{\n  \"uid\": \"monitree-{name}\",\n  \"title\": \"{title}\",\n  \"schemaVersion\": 39,\n  \
             \"refresh\": \"1m\",\n  \"time\": {{\"from\": \"now-6h\", \"to\": \"now\"}},\n  \"panels\": [\n{}\n  ]\n}}",
            panels.join(",\n")
        )
    }

    fn panel(&self, at: usize, Panel(title, query, kind, unit): &Panel) -> String {
        let (x, y) = (at % 2 * 12, at / 2 * 9);
        let query = query.replace('"', "\\\"");
        let source = format!("{{\"type\": \"{0}\", \"uid\": \"{0}\"}}", self.source);
        let instant = matches!(*kind, "table" | "bargauge");
        format!(
            "    {{\"id\": {}, \"title\": \"{title}\", \"type\": \"{kind}\", \"datasource\": {source}, \
             \"gridPos\": {{\"x\": {x}, \"y\": {y}, \"w\": 12, \"h\": 9}}, \
             \"fieldConfig\": {{\"defaults\": {{\"unit\": \"{unit}\"}}, \"overrides\": []}}, \
             \"targets\": [{{\"refId\": \"A\", \"datasource\": {source}, \"expr\": \"{query}\", \"instant\": {instant}}}]}}",
            at + 1
        )
    }
}
