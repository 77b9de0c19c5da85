//! Whether what Loki's chart copies into Loki's own configuration has names that Loki knows: Loki
//! does not start with another one, and the chart takes any.

use std::collections::BTreeSet;

use serde_json::Value;

use super::objects::Release;

/// Blocks of Loki's values that go into Loki's own configuration as they are. Loki refuses a name
/// that it does not know, so the names inside are checked, too.
const BLOCKS: &[&str] = &[
    "loki/analytics/",
    "loki/compactor/",
    "loki/limits_config/",
    "loki/rulerConfig/",
    "loki/storage/object_store/s3/",
    "loki/schemaConfig/",
    "loki/structuredConfig/",
];

/// Names inside these blocks that Loki 3.7 knows.
const NAMES: &[&str] = &[
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

/// The names of a release that Loki knows, and a sentence for each that it does not.
pub(crate) fn names(release: &Release) -> (BTreeSet<&'static str>, Vec<String>) {
    let mut names = BTreeSet::new();
    if release.chart.name == "loki" {
        names_of(&release.values, "", &mut names);
        names.retain(|name| BLOCKS.iter().any(|block| name.starts_with(block)));
    }
    let known = NAMES.iter().copied().filter(|known| names.remove(*known)).collect();
    (known, names.into_iter().map(|name| format!("{name} is not known to Loki")).collect())
}

/// Names of the table that these do not hold.
pub(crate) fn unused(used: &BTreeSet<&'static str>) -> Vec<&'static str> {
    NAMES.iter().copied().filter(|name| !used.contains(name)).collect()
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
