//! The list of problems.

use leptos::prelude::*;

use super::browser;
use super::button::Button;
use super::state::State;
use crate::plan::{Field, Fix, Problem, Severity};

/// Every problem, with the questions concerned and answers that mend it.
#[component]
pub(super) fn Problems() -> impl IntoView {
    let state = expect_context::<State>();
    let problems = Memo::new(move |_| state.rendered.with(|rendered| rendered.problems.clone()));
    let title = move || match problems.with(Vec::len) {
        0 => "No problems".to_owned(),
        count => super::shell::plural(count, "finding"),
    };
    let items =
        move || problems.get().into_iter().map(|problem| view! { <Item problem/> }).collect_view();
    view! {
        <section class="problems" data-testid="problems" aria-labelledby="problems">
            <h2 id="problems" tabindex="-1">{title}</h2>
            <ul>{items}</ul>
        </section>
    }
}

#[component]
fn Item(problem: Problem) -> impl IntoView {
    let (class, word) = (format!("problem is-{}", problem.severity.word()), problem.title());
    let fields =
        problem.fields.iter().map(|field| view! { <li><Visit field=*field/></li> }).collect_view();
    let fixes = fixes(&problem);
    let place = problem.place.map(|(file, line)| view! { <li><Place file line/></li> });
    view! {
        <li class=class>
            <p><strong>{word}": "</strong>{problem.message.clone()}". "{problem.why}</p>
            <ul class="problem-fields" aria-label="Questions and lines">{fields}{place}</ul>
            <div class="problem-fixes">{fixes}</div>
        </li>
    }
}

#[component]
fn Visit(field: Field) -> impl IntoView {
    let state = expect_context::<State>();
    Button::new(field.label).class("link").on(move || state.visit(field))
}

/// Goes to the line of the tree where it was found.
#[component]
fn Place(file: String, line: usize) -> impl IntoView {
    let state = expect_context::<State>();
    let label = format!("{file}, line {line}");
    Button::new(label).class("link").on(move || {
        state.open(&file);
        state.cursor.set(Some(line - 1));
    })
}

/// Buttons for the answers that mend it, and for accepting it where that is allowed.
fn fixes(problem: &Problem) -> impl IntoView + use<> {
    let code = problem.code;
    let open = !matches!(problem.severity, Severity::Info);
    let mut fixes: Vec<Fix> = if open { problem.fixes.clone() } else { Vec::new() };
    let has_accept = fixes.iter().any(|fix| fix.field == Field::accept);
    if open && problem.acceptable && !has_accept {
        let state = expect_context::<State>();
        let accepted =
            state.draft.with_untracked(|draft| draft.get(Field::accept).trim().to_owned());
        let answer =
            if accepted.is_empty() { code.to_owned() } else { format!("{accepted},{code}") };
        fixes.push(Fix { field: Field::accept, answer });
    }
    let buttons = fixes.into_iter().enumerate();
    buttons.map(|(index, fix)| view! { <Mend code fix index/> }).collect_view()
}

#[component]
fn Mend(code: &'static str, fix: Fix, index: usize) -> impl IntoView {
    let state = expect_context::<State>();
    let test_id =
        if index == 0 { format!("fix-{code}") } else { format!("fix-{code}-{}", index + 1) };
    let label = fix.label();
    let mend = move || {
        state.rest();
        state.edit(fix.field, fix.answer.clone());
        state.rest();
        browser::focus("problems");
    };
    Button::new(label).test_id(test_id).on(mend)
}
