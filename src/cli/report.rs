//! What the commands print about a plan.

use serde_json::{Value, json};

use super::{Usage, disk};
use crate::inspect::Finding;
use crate::plan::{Draft, Field, Problem};
use crate::render::Rendered;
use crate::value::Kind;

/// Prints the problems on standard output.
pub(super) fn problems(rendered: &Rendered, as_json: bool) -> Result<(), Usage> {
    if as_json {
        let problems: Vec<Value> =
            rendered.problems.iter().map(|problem| problem_json(rendered, problem)).collect();
        return print_json(&Value::Array(problems));
    }
    if rendered.problems.is_empty() {
        return disk::print("no problems\n");
    }
    let texts = rendered.problems.iter().map(|problem| problem_text(problem) + "\n");
    disk::print(&texts.collect::<String>())
}

/// Prints what is wrong in a tree on standard output.
pub(super) fn findings(findings: &[Finding], as_json: bool) -> Result<(), Usage> {
    if as_json {
        return print_json(&Value::Array(findings.iter().map(finding_json).collect()));
    }
    if findings.is_empty() {
        return disk::print("no problems\n");
    }
    let text = |own: &Finding| {
        let head = format!("{} {}: {}", own.severity.word(), own.code, own.message);
        format!("{head}\n  {} ({}:{})\n", own.why, own.file, own.line)
    };
    disk::print(&findings.iter().map(text).collect::<String>())
}

/// The shape of a plan's problem, in which a tree's has no question to change.
fn finding_json(finding: &Finding) -> Value {
    json!({
        "severity": finding.severity.word(),
        "code": finding.code,
        "accepted": false,
        "fields": [],
        "at": [{ "file": finding.file, "line": finding.line }],
        "message": finding.message,
        "why": finding.why,
        "fix": [],
    })
}

/// Says on standard error why nothing was written.
pub(super) fn complain(rendered: &Rendered) {
    for problem in rendered.problems.iter().filter(|problem| problem.is_error()) {
        eprintln!("{}", problem_text(problem));
    }
    eprintln!("nothing was written: the plan has errors");
}

fn problem_text(problem: &Problem) -> String {
    let accepted = if problem.accepted { ", accepted" } else { "" };
    let head =
        format!("{} {}{accepted}: {}", problem.severity.word(), problem.code, problem.message);
    let fix = |fix: &crate::plan::Fix| format!("\n  --set {}={}", fix.field.key, fix.answer);
    let keys = problem.fields.iter().map(|field| field.key.to_owned());
    let place = problem.place.iter().map(|(file, line)| format!("{file}:{line}"));
    let at: Vec<String> = keys.chain(place).collect();
    let fixes: String = problem.fixes.iter().map(fix).collect();
    format!("{head}\n  {} ({}){fixes}", problem.why, at.join(", "))
}

fn problem_json(rendered: &Rendered, problem: &Problem) -> Value {
    let places = rendered.places(problem).into_iter();
    json!({
        "severity": problem.severity.word(),
        "code": problem.code,
        "accepted": problem.accepted,
        "fields": problem.fields.iter().map(|field| field.key).collect::<Vec<_>>(),
        "at": places.map(|(file, line)| json!({ "file": file, "line": line })).collect::<Vec<_>>(),
        "message": problem.message,
        "why": problem.why,
        "fix": problem.fixes.iter().map(|fix| json!({ "field": fix.field.key, "answer": fix.answer })).collect::<Vec<_>>(),
    })
}

/// Prints every question on standard output.
pub(super) fn fields(draft: &Draft, as_json: bool) -> Result<(), Usage> {
    if as_json {
        let fields = Field::ALL.iter().map(|field| field_json(draft, *field));
        return print_json(&Value::Array(fields.collect()));
    }
    let shown = Field::ALL.iter().filter(|field| draft.shows(**field));
    let texts = shown.map(|field| field_text(draft, *field) + "\n");
    disk::print(&texts.collect::<String>())
}

fn field_text(draft: &Draft, field: Field) -> String {
    let accepted = match field.kind {
        Kind::Choice(choices) => {
            choices.iter().map(|choice| choice.word).collect::<Vec<_>>().join(" | ")
        }
        Kind::Toggle => "true | false".to_owned(),
        Kind::Text | Kind::Block | Kind::Lines => format!("such as {}", field.examples.join(", ")),
    };
    let answer = draft.get(field);
    format!("{}={answer}\n  {}: {}\n  {accepted}", field.key, field.label, field.help())
}

fn field_json(draft: &Draft, field: Field) -> Value {
    let choices = match field.kind {
        Kind::Choice(choices) => choices,
        _ => &[],
    };
    let choices =
        choices.iter().map(|choice| json!({ "answer": choice.word, "label": choice.label }));
    json!({
        "key": field.key,
        "step": field.step.id(),
        "group": field.group,
        "label": field.label,
        "help": field.help(),
        "kind": field.kind.word(),
        "default": draft.preset().answer(field),
        "answer": draft.get(field),
        "choices": choices.collect::<Vec<_>>(),
        "examples": field.examples,
        "shown": draft.shows(field),
    })
}

/// Prints JSON, indented.
pub(super) fn print_json(value: &Value) -> Result<(), Usage> {
    disk::print(&format!("{value:#}\n"))
}
