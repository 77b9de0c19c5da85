//! Whether the list of a chart's values says what the chart itself has.

use std::collections::BTreeMap;
use std::path::Path;

use monitree::stack::charts::Chart;
use serde_json::Value;

use super::report::unless;

/// Compares both ways: every path of the chart's values is listed or lies in what takes anything, and a
/// path that is listed is one of the values or is at least named by a template.
pub(crate) fn are_right(charts: &Path, chart: &Chart) -> Result<String, String> {
    let folder = charts.join(chart.name);
    let about = read(&folder.join("Chart.yaml"))?;
    if about["version"] != chart.version {
        return Err(format!("{} is version {}", folder.display(), about["version"]));
    }
    let (there, templates) = (values(&folder, &about)?, text_below(&folder));
    let listed = listed(chart.paths);
    let mut wrong = Vec::new();
    for path in listed.keys().filter(|path| !there.contains_key(*path)) {
        let key = path.last().map_or("", String::as_str);
        let named = [format!(".{key}"), format!("\"{key}\"")];
        if !named.iter().any(|name| templates.contains(name)) {
            wrong.push(format!("{} does not exist", path.join(".")));
        }
    }
    let holds =
        |path: &[String]| listed.keys().any(|own| own.len() > path.len() && own.starts_with(path));
    for (path, value) in &there {
        let above = |end: usize| listed.get(&path[..end]).is_some_and(|mark| mark == "*");
        let own = listed.get(path).map(String::as_str);
        let known = match own {
            Some("[]") => value.is_array(),
            Some("*") => true,
            Some(_) => value.is_object() == holds(path) && !value.is_array() && !value.is_null(),
            None => (1..path.len()).any(above),
        };
        if !known {
            wrong.push(format!("{} is {value} there and {own:?} in the list", path.join(".")));
        }
    }
    unless(&wrong, || format!("{} paths", listed.len()))
}

/// The lines of a list by their paths, each with its mark.
fn listed(paths: &str) -> BTreeMap<Vec<String>, String> {
    let (mut all, mut at) = (BTreeMap::new(), Vec::new());
    for line in paths.lines().filter(|line| !line.starts_with('#')) {
        let own = line.trim_start();
        let key = own.trim_end_matches(['*', '[', ']']);
        at.truncate(line.len() - own.len());
        at.push(key.to_owned());
        all.insert(at.clone(), own[key.len()..].to_owned());
    }
    all
}

/// The values of a chart and of those in it, by their paths.
fn values(folder: &Path, about: &Value) -> Result<BTreeMap<Vec<String>, Value>, String> {
    let mut all = BTreeMap::new();
    for dependency in about["dependencies"].as_array().into_iter().flatten() {
        let name = dependency["name"].as_str().unwrap_or_default();
        // A chart that is always switched off may be an empty one of the same name.
        let values = read(&folder.join("charts").join(name).join("values.yaml"));
        let above = dependency["alias"].as_str().unwrap_or(name).to_owned();
        paths_of(&values.unwrap_or_default(), &[above], &mut all);
    }
    paths_of(&read(&folder.join("values.yaml"))?, &[], &mut all);
    Ok(all)
}

fn paths_of(value: &Value, at: &[String], paths: &mut BTreeMap<Vec<String>, Value>) {
    for (key, value) in value.as_object().into_iter().flatten() {
        let path: Vec<String> = at.iter().chain([key]).cloned().collect();
        paths_of(value, &path, paths);
        paths.insert(path, value.clone());
    }
}

fn read(file: &Path) -> Result<Value, String> {
    let text =
        std::fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()));
    serde_yaml::from_str(&text?).map_err(|error| format!("{}: {error}", file.display()))
}

/// The text of every template of a chart and of those in it.
fn text_below(folder: &Path) -> String {
    let mut all = String::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            all.push_str(&text_below(&path));
        } else if path.components().any(|part| part.as_os_str() == "templates") {
            all.push_str(&std::fs::read_to_string(&path).unwrap_or_default());
        }
    }
    all
}
