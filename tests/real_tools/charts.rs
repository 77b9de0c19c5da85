//! helm renders every release with the charts that `MONITREE_CHARTS` names, and what comes out is
//! checked like the tree itself: strictly, and against every name that our files say.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use k8s_openapi::api::core::v1::Secret;
use monitree::stack::charts::CHARTS;
use monitree::stack::names;
use serde_json::Value;

use super::common::Case;
use super::common::objects::{self, Object, Release};
use super::common::strict::Strict;
use super::named::World;
use super::report::{Report, unless};
use super::tools::{Folder, Tool, Tools};
use super::{Run, alertmanager, paths, rules};

/// The workload that each release is there for.
const WORKLOADS: &[(&str, &str, &str)] = &[
    ("kube-prometheus-stack", "Prometheus", names::PROMETHEUS_OBJECT),
    ("kube-prometheus-stack", "Alertmanager", names::ALERTMANAGER_OBJECT),
    ("alloy", "DaemonSet", "alloy"),
    ("alloy-events", "Deployment", "alloy-events"),
];

pub(crate) fn run(run: &mut Run) {
    let Run { tools, folder, golden, drafts, report } = run;
    let (Some(helm), Some(charts)) = (tools.get("helm"), tools.charts()) else { return };
    for chart in CHARTS {
        let known = paths::are_right(charts, chart);
        report.check(&format!("the list of values is right about {}", chart.name), known);
    }
    let strict = Strict::new();
    for case in golden.iter().chain(drafts.iter()) {
        let mut world = World::of(case);
        for release in case.releases() {
            let objects = rendered(helm, folder, charts, case, &release);
            let checked = objects.and_then(|objects| {
                let checked = checked(&strict, &release, &objects);
                world.add(&release.namespace, objects);
                checked
            });
            report.check(&format!("helm renders {} of {}", release.name, case.name), checked);
        }
        for (what, result) in world.checks() {
            report.check(&format!("{what} of {}", case.name), result);
        }
        by_tools(tools, folder, case, &world, report);
    }
}

/// What other tools say of what the charts made.
fn by_tools(tools: &Tools, folder: &Folder, case: &Case, world: &World, report: &mut Report) {
    if let Some(promtool) = tools.get("promtool") {
        // Some rules of the charts come twice, with other limits.
        let checked = rules::checked(promtool, "none", &rule_files(folder, case, world));
        report.check(&format!("promtool checks all rules of {}", case.name), checked);
    }
    // Where the whole configuration comes from a store, the chart renders none.
    let own = !case.rendered.plan.configures_alertmanager();
    if let Some(amtool) = tools.get("amtool").filter(|_| own) {
        let config = merged_config(folder, case, world);
        let checked = config.and_then(|file| alertmanager::checked(amtool, &file));
        report.check(&format!("amtool checks the Secret of {}", case.name), checked);
    }
}

/// Renders a release as Flux does.
fn rendered(
    helm: &Tool,
    folder: &Folder,
    charts: &Path,
    case: &Case,
    release: &Release,
) -> Result<Vec<Object>, String> {
    let name = &release.name;
    let values =
        folder.write(&format!("{}-values/{name}.yaml", case.name), &release.values.to_string());
    let chart = charts.join(release.chart.name);
    let text = helm.run([
        "template".as_ref(),
        name.as_ref(),
        chart.as_os_str(),
        "--namespace".as_ref(),
        release.namespace.as_ref(),
        "--values".as_ref(),
        values.as_os_str(),
    ])?;
    let objects = objects::of_text(name, &text)?;
    helm.saw(1, objects.len());
    Ok(objects)
}

fn checked(strict: &Strict, release: &Release, objects: &[Object]) -> Result<String, String> {
    let mut faults: Vec<String> = objects.iter().flat_map(|own| strict.faults(own)).collect();
    let distributed = release.values["deploymentMode"] == "Distributed";
    let loki = if distributed { "loki-ingester" } else { "loki" };
    let loki = [("loki", "StatefulSet", loki)];
    let workloads = WORKLOADS.iter().chain(&loki).filter(|(own, ..)| *own == release.name);
    let missing = workloads.clone().filter(|(_, kind, name)| {
        !objects.iter().any(|own| own.kind() == *kind && own.name() == *name)
    });
    faults.extend(unlisted_images(release, objects));
    faults.extend(missing.map(|(_, kind, name)| format!("{kind} {name} is not rendered")));
    if workloads.count() == 0 {
        faults.push("nothing is known of its workload".to_owned());
    }
    unless(&faults, || format!("{} objects", objects.len()))
}

/// Images that the guide would not list for a mirror, or that a mirror does not take the place of.
fn unlisted_images(release: &Release, objects: &[Object]) -> Vec<String> {
    let mut images = BTreeSet::new();
    for own in objects {
        images_in(&own.value, &mut images);
    }
    let global = &release.values["global"];
    let mirror = global["imageRegistry"].as_str().or(global["image"]["registry"].as_str());
    let listed: BTreeSet<String> = release
        .chart
        .images
        .iter()
        .map(|image| match (mirror, image.split_once('/')) {
            (Some(mirror), Some((_, rest))) => format!("{mirror}/{rest}"),
            _ => (*image).to_owned(),
        })
        .collect();
    // A test of the chart, which Flux does not run.
    let unlisted = images.into_iter().filter(|image| !image.contains("/bats/"));
    let unlisted = unlisted.filter(|image| !listed.contains(image));
    unlisted.map(|image| format!("{image} is not among the images of {}", release.name)).collect()
}

fn images_in(value: &Value, images: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => {
            let image = map.get("image").and_then(Value::as_str);
            images.extend(image.map(|image| image.split('@').next().unwrap_or(image).to_owned()));
            map.values().for_each(|value| images_in(value, images));
        }
        Value::Array(items) => items.iter().for_each(|item| images_in(item, images)),
        _ => {}
    }
}

/// Writes the rules of every PrometheusRule into a file of its own, as the operator does.
fn rule_files(folder: &Folder, case: &Case, world: &World) -> Vec<PathBuf> {
    let rules = world.of_kind("PrometheusRule");
    let write = |rule: &Object| {
        let name = format!("{}-all-rules/{}.yaml", case.name, rule.name());
        folder.write(&name, &rule.at(&["spec"]).to_string())
    };
    rules.map(write).collect()
}

/// Writes what the chart makes of its own defaults and our values, with templates beside it.
fn merged_config(folder: &Folder, case: &Case, world: &World) -> Result<PathBuf, String> {
    let name = format!("alertmanager-{}", names::ALERTMANAGER_OBJECT);
    let mut secrets = world.of_kind("Secret");
    let secret = secrets.find(|own| own.name() == name).ok_or("the chart renders no Secret")?;
    let secret: Secret =
        serde_json::from_value(secret.value.clone()).map_err(|error| error.to_string())?;
    let mut config = Err("the Secret has no alertmanager.yaml".to_owned());
    let mounted = "/etc/alertmanager/config";
    let here = folder.join(&format!("{}-merged", case.name));
    for (key, value) in secret.data.into_iter().flatten() {
        let text = String::from_utf8_lossy(&value.0).replace(mounted, &here.to_string_lossy());
        let file = folder.write(&format!("{}-merged/{key}", case.name), &text);
        if key == "alertmanager.yaml" {
            config = Ok(file);
        }
    }
    config
}
