//! Guards the written trees by the real tools: kustomize, promtool, amtool, Alloy's parser, SOPS, and with
//! `MONITREE_CHARTS=DIR` helm on the charts in that folder. `tests/tools.sh` installs the tools; one
//! that is missing is named as not run, and with `CI=true` that is a failure.
#![cfg(not(target_arch = "wasm32"))]

#[path = "../common/mod.rs"]
mod common;

mod alertmanager;
mod broken;
mod charts;
mod named;
mod paths;
mod pods;
mod report;
mod rules;
mod secrets;
mod tools;
mod trees;

use std::process::ExitCode;

use common::Case;
use report::Report;
use tools::{Folder, Tools};

/// Plans beside the golden ones, chosen for the files and blocks that only they have.
const DRAFTS: &[&str] = &[
    "emergencies",
    "events",
    "every-page",
    "external-config",
    "external-with-store",
    "ingress-with-certificates",
    "ingressroute-with-certificate",
    "beyond-one-prometheus",
    "logs-by-api-and-journal",
    "mirrors",
    "others-are-there",
    "own-values",
    "remote-write-by-certificate",
    "logs-excluded",
    "no-affinity-distributed",
    "no-flux-events",
    "no-page",
    "no-pushover",
    "soft-monolithic-ha",
    "sops-nested",
    "talos",
    "traefik-resolver-in-lockdown",
];

/// What every part of the run works with.
struct Run {
    tools: Tools,
    folder: Folder,
    golden: Vec<Case>,
    drafts: Vec<Case>,
    report: Report,
}

fn main() -> ExitCode {
    let drafts: Vec<Case> =
        common::varied().into_iter().filter(|case| DRAFTS.contains(&case.name.as_str())).collect();
    assert_eq!(drafts.len(), DRAFTS.len(), "every draft that is named exists");
    let mut run = Run {
        tools: Tools::find(),
        folder: Folder::new(),
        golden: common::golden(),
        drafts,
        report: Report::default(),
    };
    let parts = [trees::run, rules::run, alertmanager::run, broken::run, secrets::run, charts::run];
    for part in parts {
        part(&mut run);
    }
    run.report.end(&run.tools)
}
