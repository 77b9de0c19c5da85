//! One question, whatever it asks.

use leptos::prelude::*;

use super::button::Button;
use super::shell::plural;
use super::state::State;
use crate::plan::{Field, Severity};
use crate::value::{Choice, Kind};

/// What is said wherever a private key was typed.
pub(super) const PRIVATE_KEY: &str = "This was a private key, and it was removed. It must stay with its owner; Monitree needs public keys only.";

/// A question: its caption, its input, its help, what is wrong, and how much it makes.
#[component]
pub(super) fn Question(field: Field) -> impl IntoView {
    let state = expect_context::<State>();
    let shown = Memo::new(move |_| state.draft.with(|draft| draft.shows(field)));
    view! {
        <Show when=move || shown.get()>
            <div class="question" class:is-toggle=matches!(field.kind, Kind::Toggle)>
                <label for=field.key>{field.label}</label>
                <Control field/>
                <p class="question-help" id=help_id(field)>{field.help()}</p>
                <Wrong field/>
                <Foot field/>
            </div>
        </Show>
    }
}

fn help_id(field: Field) -> String {
    format!("{}-help", field.key)
}

fn error_id(field: Field) -> String {
    format!("{}-error", field.key)
}

/// The input. Help and message are tied to it, so that a screen reader reads all three.
#[component]
fn Control(field: Field) -> impl IntoView {
    let state = expect_context::<State>();
    let answer = state.answer(field);
    let invalid = Memo::new(move |_| {
        state.problems_of(field).iter().any(|problem| problem.severity == Severity::Error)
    });
    let invalid = move || invalid.get().to_string();
    let described = format!("{} {}", help_id(field), error_id(field));
    let test_id = format!("field-{}", field.key);
    let focus = move |_| state.focused.set(Some(field));
    let rest = move |_| state.rest();
    match field.kind {
        Kind::Text => view! {
            <input id=field.key type="text" data-testid=test_id autocomplete="off" spellcheck="false" autocapitalize="off"
                placeholder=placeholder(field) aria-describedby=described aria-invalid=invalid
                prop:value=move || answer.get() on:focus=focus on:blur=rest
                on:input:target=move |event| state.edit(field, event.target().value())/>
        }.into_any(),
        Kind::Lines | Kind::Block => view! {
            <textarea id=field.key rows="3" data-testid=test_id spellcheck="false" autocapitalize="off"
                placeholder=if field.kind == Kind::Block { String::new() } else { field.examples.join("\n") } aria-describedby=described aria-invalid=invalid
                prop:value=move || answer.get() on:focus=focus on:blur=rest
                on:input:target=move |event| state.edit(field, event.target().value())></textarea>
        }.into_any(),
        Kind::Toggle => view! {
            <input id=field.key type="checkbox" data-testid=test_id aria-describedby=described aria-invalid=invalid
                prop:checked=move || answer.get().trim() == "true" on:focus=focus on:blur=rest
                on:change:target=move |event| state.edit(field, event.target().checked().to_string())/>
        }.into_any(),
        Kind::Choice(choices) => view! {
            <select id=field.key data-testid=test_id aria-describedby=described aria-invalid=invalid
                prop:value=move || answer.get() on:focus=focus on:blur=rest
                on:change:target=move |event| state.edit(field, event.target().value())>
                {options(answer, choices)}
            </select>
        }.into_any(),
    }
}

/// The words of a choice, and the answer itself if it is none of them.
fn options(answer: RwSignal<String>, choices: &'static [Choice]) -> impl IntoView {
    let known = move |text: &str| choices.iter().any(|choice| choice.word == text.trim());
    let odd = move || answer.get().trim().to_owned();
    let odd =
        move || (!known(&odd())).then(|| view! { <option value=odd() selected>{odd()}</option> });
    let words = choices.iter().map(move |choice| view! {
        <option value=choice.word selected=move || answer.get().trim() == choice.word>{choice.label}</option>
    });
    (odd, words.collect_view())
}

/// An example, unless the question may be left empty and says so in its help.
fn placeholder(field: Field) -> String {
    field.examples.first().map_or(String::new(), |example| format!("such as {example}"))
}

/// What is wrong with the answer, or with it and another one.
#[component]
fn Wrong(field: Field) -> impl IntoView {
    let state = expect_context::<State>();
    let problems = Memo::new(move |_| state.problems_of(field));
    let items = move || {
        problems.get().into_iter().map(|problem| {
        let (class, word) = (format!("is-{}", problem.severity.word()), problem.title());
        view! { <p class=class><strong>{word}": "</strong>{problem.message}". "{problem.why}</p> }
    }).collect_view()
    };
    let refused = Memo::new(move |_| state.refused.get() == Some(field));
    let test_id = move || {
        let wrong = refused.get() || problems.with(|problems| !problems.is_empty());
        wrong.then(|| format!("error-{}", field.key))
    };
    let removed = move || refused.get().then(|| view! { <p class="is-error">{PRIVATE_KEY}</p> });
    view! { <div class="question-wrong" id=error_id(field) data-testid=test_id>{removed}{items}</div> }
}

/// How much the question makes, and the way back to the preset's answer.
#[component]
fn Foot(field: Field) -> impl IntoView {
    let state = expect_context::<State>();
    let reach = Memo::new(move |_| state.reach.with(|reach| reach[field.index()]));
    let text = move || {
        let reach = reach.get();
        match reach.lines {
            0 => "no lines".to_owned(),
            lines => format!(
                "{}, {}",
                plural(reach.files as usize, "file"),
                plural(lines as usize, "line")
            ),
        }
    };
    let original = move || state.draft.with(|draft| draft.preset().answer(field));
    let changed = Memo::new(move |_| state.draft.with(|draft| draft.get(field) != original()));
    let reset = move || {
        state.rest();
        state.edit(field, original().to_owned());
        state.rest();
        super::browser::focus(field.key);
    };
    view! {
        <p class="question-foot">
            <button type="button" class="link" data-testid=format!("lines-{}", field.key)
                disabled=move || reach.get().lines == 0 on:click=move |_| state.show_lines(field)>
                {text}<span class="hidden">{format!(" from {}, show them", field.label)}</span>
            </button>
            <Show when=move || changed.get()>
                {Button::new("reset").class("link").about(field.label).on(reset)}
            </Show>
        </p>
    }
}
