//! What is printed: a line for each check, the tools, and the sum at the end.

use std::env;
use std::process::ExitCode;

use super::tools::Tools;

/// Tools without which a run on a build server proves too little.
const REQUIRED: &[&str] =
    &["kustomize", "promtool", "amtool", "alloy-parser", "sops", "sops-3.9.0"];

/// The checks so far.
#[derive(Default)]
pub(crate) struct Report {
    passed: usize,
    failed: usize,
}

impl Report {
    /// Counts a check and prints it: what was seen, or what is wrong.
    pub(crate) fn check(&mut self, what: &str, result: Result<String, String>) {
        match result {
            Ok(seen) => {
                self.passed += 1;
                println!("ok      {what}: {seen}");
            }
            Err(fault) => {
                self.failed += 1;
                println!("FAILED  {what}:\n{}", fault.trim_end());
            }
        }
    }

    /// Prints the tools and the sum.
    pub(crate) fn end(mut self, tools: &Tools) -> ExitCode {
        println!();
        for tool in tools.found() {
            println!("{tool}");
        }
        for name in tools.missing() {
            println!("not run: {name}");
            if REQUIRED.contains(&name) && env::var("CI").is_ok_and(|ci| ci == "true") {
                self.check(name, Err("it is required where CI=true".to_owned()));
            }
        }
        if tools.charts().is_none() {
            println!("not run: MONITREE_CHARTS");
        }
        println!("{} passed, {} failed", self.passed, self.failed);
        if self.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}

/// What was seen, unless there are faults.
pub(crate) fn unless(faults: &[String], seen: impl FnOnce() -> String) -> Result<String, String> {
    if faults.is_empty() { Ok(seen()) } else { Err(faults.join("\n")) }
}
