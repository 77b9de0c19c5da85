//! promtool reads our own packs of alert rules and runs their unit tests.

use std::path::PathBuf;

use super::Run;
use super::common::{Case, file_stem, path, text};
use super::tools::{Folder, Tool};

pub(crate) fn run(run: &mut Run) {
    let Some(promtool) = run.tools.get("promtool") else { return };
    for case in run.golden.iter().chain(&run.drafts) {
        let packs = packs(&run.folder, case);
        if packs.is_empty() {
            continue;
        }
        let checked = checked(promtool, "duplicate-rules", &packs);
        run.report.check(&format!("promtool checks the rules of {}", case.name), checked);
        let tested = tested(promtool, &run.folder, &packs);
        run.report.check(&format!("promtool tests the rules of {}", case.name), tested);
    }
}

/// Writes each pack of a plan as a file of rules. JSON is YAML.
fn packs(folder: &Folder, case: &Case) -> Vec<PathBuf> {
    let releases = case.releases();
    let packs = releases
        .iter()
        .filter_map(|release| release.values["additionalPrometheusRulesMap"].as_object());
    let write = |(name, pack): (&String, &serde_json::Value)| {
        folder.write(&format!("{}-rules/{name}.yaml", case.name), &pack.to_string())
    };
    packs.flatten().map(write).collect()
}

/// Checks files of rules, with one of promtool's lints.
pub(crate) fn checked(tool: &Tool, lint: &str, files: &[PathBuf]) -> Result<String, String> {
    let lint = format!("--lint={lint}");
    let arguments = ["check", "rules", "--lint-fatal", &lint].map(PathBuf::from);
    let said = tool.run(arguments.iter().chain(files))?;
    let counts = said.lines().filter_map(|line| {
        line.trim().strip_prefix("SUCCESS: ")?.strip_suffix(" rules found")?.parse::<usize>().ok()
    });
    let rules: usize = counts.sum();
    tool.saw(files.len(), rules);
    if rules == 0 {
        return Err(format!("no rule was found:\n{said}"));
    }
    Ok(format!("{} files, {rules} rules", files.len()))
}

/// Runs the unit tests of each pack beside it. The tests of `flux-rules` are `flux.yaml`.
fn tested(tool: &Tool, folder: &Folder, packs: &[PathBuf]) -> Result<String, String> {
    let mut tests = Vec::new();
    for pack in packs {
        let name = file_stem(pack);
        let name = format!("tests/rules/{}.yaml", name.trim_end_matches("-rules"));
        let path = path(&name);
        if !path.exists() {
            return Err(format!("{name} does not exist, so a pack has no unit tests"));
        }
        let beside = pack.with_file_name(path.file_name().expect("it is a file"));
        tests.push(folder.write(&beside.to_string_lossy(), &text(&path)));
    }
    let arguments = ["test", "rules"].map(PathBuf::from);
    tool.run(arguments.iter().chain(&tests))?;
    tool.saw(tests.len(), 0);
    Ok(format!("{} files of tests", tests.len()))
}
