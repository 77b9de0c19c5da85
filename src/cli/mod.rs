//! The command line. It answers with 0 when all is done, 1 when the plan or tree has errors, and 2 with one
//! line on standard error when it was used wrongly or could not read or write something.

mod args;
mod diff;
mod disk;
mod import;
mod report;
mod secrets;
mod source;
mod target;

use std::path::Path;
use std::process::ExitCode;

use clap::Parser;
use clap::error::ErrorKind;

use args::{Args, Command, RenderArgs};
use source::PlanArgs;

use crate::plan::Severity;
use crate::render::Rendered;
use crate::{bundle, digest, inspect, link};

/// Why a command ended early: one line that says what to do.
pub(crate) type Usage = String;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Done,
    HasErrors,
}

/// Runs the command line.
pub fn main() -> ExitCode {
    match Args::try_parse() {
        Ok(args) => end(run(args.command)),
        Err(error) if !error.use_stderr() => {
            let _ = error.print();
            ExitCode::SUCCESS
        }
        Err(error) => end(Err(one_line(&error))),
    }
}

fn end(result: Result<Outcome, Usage>) -> ExitCode {
    match result {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::HasErrors) => ExitCode::from(1),
        Err(message) => {
            eprintln!("monitree: {message}");
            ExitCode::from(2)
        }
    }
}

/// Clap explains a mistake over several lines; the first paragraph says it.
fn one_line(error: &clap::Error) -> String {
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        return "give a command: render, check, fields, link, import or diff; monitree --help explains them"
            .to_owned();
    }
    let text = error.to_string();
    let first = text.split("\n\n").next().unwrap_or_default();
    let words: Vec<&str> = first.split_whitespace().collect();
    let said = words.join(" ");
    format!("{}; --help shows how", said.strip_prefix("error: ").unwrap_or(&said))
}

fn run(command: Command) -> Result<Outcome, Usage> {
    match command {
        Command::Render(args) => render(&args),
        Command::Check { tree: Some(folder), json, .. } => check_tree(&folder, json),
        Command::Check { plan, json, .. } => {
            let rendered = Rendered::of(&plan.open()?);
            report::problems(&rendered, json)?;
            Ok(outcome(&rendered))
        }
        Command::Fields { plan, json } => {
            report::fields(&plan.open()?, json)?;
            Ok(Outcome::Done)
        }
        Command::Link { plan, base } => share(&plan, &base),
        Command::Import { from, json } => {
            import::run(&from, json)?;
            Ok(Outcome::Done)
        }
        Command::Diff { before, after } => {
            diff::run(&before, &after)?;
            Ok(Outcome::Done)
        }
    }
}

fn outcome(rendered: &Rendered) -> Outcome {
    if rendered.has_errors() { Outcome::HasErrors } else { Outcome::Done }
}

fn check_tree(folder: &Path, json: bool) -> Result<Outcome, Usage> {
    let mut texts = Vec::new();
    for path in disk::paths(folder)? {
        // A file that is no text is no manifest.
        if let Ok(text) = String::from_utf8(disk::read(&folder.join(&path))?) {
            texts.push((path, text));
        }
    }
    let findings = inspect::check_files(texts);
    report::findings(&findings, json)?;
    let grave = findings.iter().any(|finding| finding.severity == Severity::Error);
    Ok(if grave { Outcome::HasErrors } else { Outcome::Done })
}

fn share(plan: &PlanArgs, base: &str) -> Result<Outcome, Usage> {
    disk::print(&format!("{base}#{}\n", link::encode(&plan.open()?)))?;
    Ok(Outcome::Done)
}

fn render(args: &RenderArgs) -> Result<Outcome, Usage> {
    let draft = args.plan.open()?;
    let preview = Rendered::of(&draft);
    if preview.has_errors() {
        report::complain(&preview);
        return Ok(Outcome::HasErrors);
    }
    let before = args.out.as_deref().map(|folder| secrets::carried(folder, &preview.plan));
    let before = before.transpose()?.unwrap_or_default();
    let encrypted = secrets::encrypt(args.secrets.as_deref(), &preview.plan, &before)?;
    let rendered = Rendered::with(&draft, &encrypted);
    match (&args.out, &args.zip) {
        (Some(folder), _) => target::write(folder, &rendered, args.force)?,
        (None, Some(file)) => {
            let bytes = bundle::zip(&rendered.tree).map_err(|error| format!("no zip: {error}"))?;
            disk::write(file, &bytes)?;
        }
        (None, None) => return Err("say where to: --out DIR or --zip FILE".to_owned()),
    }
    let (plan, tree) = (digest::plan(&draft), digest::tree(&rendered.tree));
    disk::print(&format!("plan {plan}\ntree {tree}\n"))?;
    Ok(Outcome::Done)
}
