//! Whether the values of a release are values that its chart reads. Charts ignore every other key
//! without a word, and `helm lint` accepts it.

use std::collections::{BTreeMap, BTreeSet};

use monitree::stack::charts::Chart;
use serde_json::Value;

use super::objects::Release;
use super::{path, text};

/// What a chart's values.yaml has at a path.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Scalar,
    /// A mapping whose keys are listed too.
    Map,
    /// An open mapping or null: anything may stand there.
    Open,
    List,
}

/// Paths that a chart's templates read although its values.yaml names them in a comment only, each
/// seen to take effect by rendering. `/*` stands for everything below, `?/` for any block.
pub(crate) const ADDITIONS: &[(&str, &str)] = &[
    // grafana/templates/configmap.yaml turns every section and key into a line of grafana.ini.
    ("kube-prometheus-stack", "grafana/grafana.ini/*"),
    // grafana/templates/pvc.yaml; commented out because a value would hide the default class.
    ("kube-prometheus-stack", "grafana/persistence/storageClassName"),
    // templates/exporters/kube-etcd/service.yaml; commented out because the chart has its own.
    ("kube-prometheus-stack", "kubeEtcd/service/selector/*"),
    // Alertmanager's own configuration is copied as it is; amtool reads it.
    ("kube-prometheus-stack", "alertmanager/config/global/http_config/*"),
    // templates/alertmanager/alertmanager.yaml; named in a comment of the values.
    ("kube-prometheus-stack", "alertmanager/alertmanagerSpec/configSecret"),
    // The limits are Loki's own and are copied into its configuration as they are.
    ("loki", "loki/limits_config/*"),
    ("loki", "loki/rulerConfig/*"),
    ("loki", "loki/storage/bucketNames/*"),
    ("loki", "loki/storage/object_store/s3/*"),
    // templates/_pod.tpl writes the strategy as it is.
    ("loki", "gateway/deploymentStrategy/rollingUpdate/*"),
    // templates/_pod.tpl writes the affinity of every component as it is.
    ("loki", "?/affinity/podAntiAffinity/preferredDuringSchedulingIgnoredDuringExecution"),
];

/// Blocks of Loki's values that go into Loki's own configuration as they are. Loki refuses a name
/// that it does not know, so the names inside are checked, too.
const LOKI_BLOCKS: &[&str] = &[
    "loki/analytics/",
    "loki/compactor/",
    "loki/limits_config/",
    "loki/rulerConfig/",
    "loki/storage/object_store/s3/",
    "loki/schemaConfig/",
    "loki/structuredConfig/",
];

/// Names inside these blocks that Loki 3.7 knows.
pub(crate) const LOKI_NAMES: &[&str] = &[
    "loki/analytics/reporting_enabled",
    "loki/compactor/delete_request_store",
    "loki/compactor/retention_enabled",
    "loki/rulerConfig/alertmanager_url",
    "loki/rulerConfig/enable_alertmanager_discovery",
    "loki/rulerConfig/ring/kvstore/store",
    "loki/storage/object_store/s3/bucket_lookup_type",
    "loki/storage/object_store/s3/endpoint",
    "loki/storage/object_store/s3/insecure",
    "loki/storage/object_store/s3/region",
    "loki/limits_config/max_global_streams_per_user",
    "loki/limits_config/max_query_lookback",
    "loki/limits_config/retention_period",
    "loki/schemaConfig/configs/from",
    "loki/schemaConfig/configs/index/period",
    "loki/schemaConfig/configs/index/prefix",
    "loki/schemaConfig/configs/object_store",
    "loki/schemaConfig/configs/schema",
    "loki/schemaConfig/configs/store",
    "loki/structuredConfig/chunk_store_config/chunk_cache_config/embedded_cache/enabled",
    "loki/structuredConfig/chunk_store_config/chunk_cache_config/embedded_cache/max_size_mb",
    "loki/structuredConfig/query_range/cache_results",
    "loki/structuredConfig/query_range/results_cache/cache/embedded_cache/enabled",
    "loki/structuredConfig/query_range/results_cache/cache/embedded_cache/max_size_mb",
];

/// The legal values paths of the charts, and which entries of the tables above were needed.
#[derive(Default)]
pub(crate) struct Values {
    charts: BTreeMap<&'static str, BTreeMap<String, Kind>>,
    pub(crate) used: BTreeSet<&'static str>,
}

impl Values {
    /// What is wrong with the values of a release, one sentence each.
    pub(crate) fn faults(&mut self, release: &Release) -> Vec<String> {
        self.faults_in(release.chart, &release.values)
    }

    /// What is wrong with values for a chart.
    pub(crate) fn faults_in(&mut self, chart: &Chart, values: &Value) -> Vec<String> {
        let mut leaves = Vec::new();
        leaves_of(values, "", &mut leaves);
        let faults = leaves.iter().filter_map(|(leaf, value)| self.fault(chart, leaf, value));
        let mut faults: Vec<String> = faults.collect();
        if chart.name == "loki" {
            faults.extend(self.unknown_to_loki(values));
        }
        faults
    }

    fn fault(&mut self, chart: &Chart, leaf: &str, value: &Value) -> Option<String> {
        let paths = self.charts.entry(chart.name).or_insert_with(|| legal_paths(chart));
        let wrong = match paths.get(leaf) {
            Some(Kind::List) if !value.is_array() => "is a list",
            Some(Kind::Map) if !value.is_object() => "is a mapping",
            Some(Kind::Scalar) if value.is_array() || value.is_object() => "is a single value",
            None if !below_open(paths, leaf) => "does not exist",
            _ => return None,
        };
        let addition = addition(chart, leaf);
        self.used.extend(addition);
        let fault = || format!("{leaf} {wrong} in the values of {} {}", chart.name, chart.version);
        addition.is_none().then(fault)
    }

    fn unknown_to_loki(&mut self, values: &Value) -> Vec<String> {
        let mut names = BTreeSet::new();
        names_of(values, "", &mut names);
        names.retain(|name| LOKI_BLOCKS.iter().any(|block| name.starts_with(block)));
        let known = LOKI_NAMES.iter().filter(|known| names.remove(**known));
        self.used.extend(known.copied());
        names.into_iter().map(|name| format!("{name} is not known to Loki")).collect()
    }
}

/// The entry of the table of additions that allows a path.
fn addition(chart: &Chart, leaf: &str) -> Option<&'static str> {
    let allows = |addition: &str| {
        let below = addition.strip_suffix('*').is_some_and(|start| leaf.starts_with(start));
        let block = leaf.split_once('/').map(|(_, rest)| rest);
        addition == leaf
            || below
            || addition.strip_prefix("?/").is_some_and(|own| block == Some(own))
    };
    let own = ADDITIONS.iter().filter(|(name, _)| *name == chart.name);
    own.map(|(_, addition)| *addition).find(|addition| allows(addition))
}

/// The paths in `tests/charts`, for exactly the version that is pinned.
fn legal_paths(chart: &Chart) -> BTreeMap<String, Kind> {
    let file = format!("tests/charts/{}-{}.txt", chart.name, chart.version);
    let text = text(&path(&file));
    let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
    let parents: BTreeSet<&str> =
        lines.iter().filter_map(|line| Some(line.rsplit_once('/')?.0)).collect();
    lines.iter().map(|line| entry(line, &parents)).collect()
}

fn entry(line: &str, parents: &BTreeSet<&str>) -> (String, Kind) {
    match line.rsplit_once(' ') {
        Some((path, "*")) => (path.to_owned(), Kind::Open),
        Some((path, "[]")) => (path.to_owned(), Kind::List),
        Some(_) => panic!("{line:?} is no line of the paths of a chart"),
        None if parents.contains(line) => (line.to_owned(), Kind::Map),
        None => (line.to_owned(), Kind::Scalar),
    }
}

fn below_open(paths: &BTreeMap<String, Kind>, leaf: &str) -> bool {
    let ends = leaf.match_indices('/').map(|(end, _)| end);
    ends.map(|end| &leaf[..end]).any(|parent| paths.get(parent) == Some(&Kind::Open))
}

/// The paths of a value's scalars and lists. A chart reads what is in a list as a whole.
fn leaves_of<'value>(value: &'value Value, at: &str, leaves: &mut Vec<(String, &'value Value)>) {
    match value.as_object().filter(|map| !map.is_empty()) {
        Some(map) => map.iter().for_each(|(key, value)| leaves_of(value, &join(at, key), leaves)),
        None => leaves.push((at.to_owned(), value)),
    }
}

/// The paths of a value's scalars, those in lists by the list's own path.
fn names_of(value: &Value, at: &str, names: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => {
            map.iter().for_each(|(key, value)| names_of(value, &join(at, key), names));
        }
        Value::Array(items) => items.iter().for_each(|item| names_of(item, at, names)),
        _ => drop(names.insert(at.to_owned())),
    }
}

fn join(at: &str, key: &str) -> String {
    if at.is_empty() { key.to_owned() } else { format!("{at}/{key}") }
}
