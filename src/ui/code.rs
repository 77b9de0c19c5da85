//! The open file, line by line.

use std::collections::HashMap;

use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::browser;
use super::button::Button;
use super::state::State;
use crate::highlight::pieces;
use crate::plan::{Fields, Severity};
use crate::yaml::Line;

/// A line that keeps its place in the document while others come and go: the third `enabled: true`
/// of a file stays the third one.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Row {
    text: String,
    from: Fields,
    nth: u32,
}

/// The open file, with its lines of the focused question marked.
#[component]
pub(super) fn Code() -> impl IntoView {
    let state = expect_context::<State>();
    let rows = Memo::new(move |_| {
        let path = state.file.get();
        state.rendered.with(|rendered| rows(rendered.tree.file(&path).unwrap_or_default()))
    });
    let wrong = Memo::new(move |_| {
        state.rendered.with(|rendered| {
            let errors =
                rendered.problems.iter().filter(|problem| problem.severity == Severity::Error);
            errors.fold(Fields::NONE, |all, problem| all.and(problem.set()))
        })
    });
    let label = move || format!("{}, {} lines, read only", state.file.get(), rows.with(Vec::len));
    let jump = move |index: usize| {
        rows.with_untracked(|rows| rows.get(index).map(|row| visit(state, index, row.from)))
    };
    let click = move |event: ev::MouseEvent| {
        if let Some(index) = browser::line_of(event.target()) {
            jump(index);
        }
    };
    let key =
        move |event: ev::KeyboardEvent| walk(state, rows.with_untracked(Vec::len), &event, &jump);
    let cursor = move || state.cursor.get();
    view! {
        <Toolbar/>
        <div class="code" data-testid="code" role="region" tabindex="0" aria-label=label translate="no"
            on:click=click on:keydown=key>
            <For each=move || rows.get() key=Clone::clone let:row>
                <LineView row wrong/>
            </For>
        </div>
        <Cursor cursor=Signal::derive(cursor)/>
    }
}

fn rows(lines: &[Line]) -> Vec<Row> {
    let mut seen: HashMap<(&str, Fields), u32> = HashMap::new();
    let row = |line: &Line| (line.text.clone(), line.from);
    let mut out = Vec::with_capacity(lines.len());
    for line in lines {
        let nth = seen.entry((line.text.as_str(), line.from)).or_default();
        *nth += 1;
        let (text, from) = row(line);
        out.push(Row { text, from, nth: *nth });
    }
    out
}

#[component]
fn LineView(row: Row, wrong: Memo<Fields>) -> impl IntoView {
    let state = expect_context::<State>();
    let from = row.from;
    let mine = move || state.focused.get().is_some_and(|field| from.contains(field));
    let parts = pieces(&row.text).into_iter().map(|(token, text)| {
        view! {
            <span class=token.class()>{text.to_owned()}</span>
        }
    });
    view! {
        <div class="line" class:is-mine=mine class:is-wrong=move || wrong.get().meets(from) class:is-fixed=from.is_empty()
            data-from=from.keys()>{parts.collect_view()}"\n"</div>
    }
}

/// Goes to the question that made a line. A line of several questions goes to the one after the
/// question that is focused, so that clicking again walks through them.
fn visit(state: State, index: usize, from: Fields) {
    let shown: Vec<_> = state
        .draft
        .with_untracked(|draft| from.iter().filter(|field| draft.shows(*field)).collect());
    let focused = state.focused.get_untracked();
    let after = shown.iter().position(|field| Some(*field) == focused).map_or(0, |at| at + 1);
    match shown.get(after).or(shown.first()) {
        Some(field) => state.visit(*field),
        None => state.status.set(format!("Line {} is fixed by Monitree.", index + 1)),
    }
}

/// Moves the cursor by the arrow keys; Enter goes to the question behind its line.
fn walk(
    state: State,
    lines: usize,
    event: &ev::KeyboardEvent,
    jump: &impl Fn(usize) -> Option<()>,
) {
    let now = state.cursor.get_untracked();
    let next = match event.key().as_str() {
        "ArrowDown" => now.map_or(0, |line| line + 1).min(lines.saturating_sub(1)),
        "ArrowUp" => now.map_or(0, |line| line.saturating_sub(1)),
        "Home" => 0,
        "End" => lines.saturating_sub(1),
        "Enter" => {
            if let Some(line) = now {
                jump(line);
            }
            return;
        }
        _ => return,
    };
    event.prevent_default();
    state.cursor.set(Some(next));
}

/// Marks the line of the cursor, keeps it in sight and says what made it.
#[component]
fn Cursor(cursor: Signal<Option<usize>>) -> impl IntoView {
    let state = expect_context::<State>();
    Effect::new(move |_| {
        browser::mark_cursor(cursor.get());
        let Some(line) = cursor.get() else { return };
        let path = state.file.get_untracked();
        let said = state.rendered.with_untracked(|rendered| {
            let line = rendered.tree.file(&path)?.get(line)?.clone();
            let labels: Vec<&str> = line.from.iter().map(|field| field.label).collect();
            let by = if labels.is_empty() {
                "fixed by Monitree".to_owned()
            } else {
                format!("made by {}", labels.join(", "))
            };
            Some(format!("{}: {by}", line.text.trim()))
        });
        if let Some(said) = said {
            state.status.set(format!("Line {}, {said}", line + 1));
        }
    });
}

#[component]
fn Toolbar() -> impl IntoView {
    let state = expect_context::<State>();
    let text = move || {
        let path = state.file.get_untracked();
        state.rendered.with_untracked(|rendered| rendered.tree.text(&path).unwrap_or_default())
    };
    let copy = move || {
        let text = text();
        spawn_local(async move {
            let done = browser::copy(&text).await;
            state.status.set(
                if done { "File copied." } else { "The browser refused the clipboard. Use Save." }
                    .to_owned(),
            );
        });
    };
    let save = move || {
        let path = state.file.get_untracked();
        let name = path.rsplit('/').next().unwrap_or_default();
        browser::save(name, "text/plain;charset=utf-8", text().as_bytes());
    };
    view! {
        <div class="toolbar">
            <p class="path" translate="no">{move || state.file.get()}</p>
            {Button::new("Copy").class("quiet").test_id("copy").on(copy)}
            {Button::new("Save").class("quiet").test_id("save-file").on(save)}
        </div>
    }
}
