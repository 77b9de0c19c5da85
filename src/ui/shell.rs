//! The frame of the page.

use gloo::timers::callback::Timeout;
use leptos::ev;
use leptos::prelude::*;

use super::button::Button;
use super::code::Code;
use super::files::Files;
use super::form::StepForm;
use super::problems::Problems;
use super::reach::files_of_answers;
use super::review::{ShareDialog, download};
use super::state::{Pane, State};
use super::{address, browser};
use crate::plan::{Severity, Step};
use crate::stack::charts::CHARTS;

/// How long nothing must change before the status line speaks, in milliseconds.
const IDLE: u32 = 600;

/// The page.
#[component]
pub(super) fn App() -> impl IntoView {
    let opened = address::open();
    let state = State::new(opened.clone());
    provide_context(state);
    address::follow(state, &opened);
    announce(state);
    super::secrets::guard(state);
    window_event_listener(ev::keydown, move |event| shortcut(state, &event));
    let pane = move || if state.pane.get() == Pane::Form { "form" } else { "files" };
    view! {
        <SkipLinks/>
        <Header/>
        <LoadBanner/>
        <main class="panes" data-pane=pane>
            <Steps/>
            <div class="pane pane-form" id="form" tabindex="-1">
                <StepForm/>
                <Problems/>
            </div>
            <section class="pane pane-files" id="files" tabindex="-1" aria-label="Files">
                <Files/>
                <Code/>
            </section>
        </main>
        <PhoneBar/>
        <StatusBar/>
        <ShareDialog/>
    }
}

/// Undo and redo outside of text fields, which have their own, and the download from everywhere.
fn shortcut(state: State, event: &ev::KeyboardEvent) {
    if !(event.ctrl_key() || event.meta_key()) {
        return;
    }
    let typing = browser::is_text_input(event.target());
    match event.key().as_str() {
        "Enter" => download(state),
        "z" | "Z" if typing => return,
        "z" if !event.shift_key() => state.undo(),
        "z" | "Z" => state.redo(),
        _ => return,
    }
    event.prevent_default();
}

#[component]
fn SkipLinks() -> impl IntoView {
    view! {
        <nav class="skip" aria-label="Skip">
            {Button::new("To the questions").on(|| browser::focus("form"))}
            {Button::new("To the files").on(|| browser::focus("files"))}
            {Button::new("To the problems").on(|| browser::focus("problems"))}
        </nav>
    }
}

#[component]
fn Header() -> impl IntoView {
    let state = expect_context::<State>();
    let undo = move |_| state.undo();
    let redo = move |_| state.redo();
    view! {
        <header class="header">
            <h1 class="brand"><span class="brand-mark" aria-hidden="true"></span>"Monitree"</h1>
            <Verdict/>
            <div class="actions">
                <button type="button" data-testid="undo" class="quiet" on:click=undo
                    disabled=move || !state.can_undo() title="Ctrl+Z">"Undo"</button>
                <button type="button" data-testid="redo" class="quiet" on:click=redo
                    disabled=move || !state.can_redo() title="Ctrl+Shift+Z">"Redo"</button>
                {Button::new("Share").test_id("share").on(|| browser::toggle_dialog("share", true))}
                <button type="button" data-testid="download" class="primary"
                    class:is-held=move || state.rendered.with(|rendered| rendered.has_errors())
                    on:click=move |_| download(state) title="Ctrl+Enter">
                    "Download zip"
                </button>
            </div>
        </header>
    }
}

/// Whether the plan is fit to be downloaded, in a few words.
#[component]
fn Verdict() -> impl IntoView {
    let state = expect_context::<State>();
    let counts = move || {
        state.rendered.with(|rendered| {
            let count =
                |severity| rendered.problems.iter().filter(|p| p.severity == severity).count();
            (count(Severity::Error), count(Severity::Warning), rendered.tree.files().count())
        })
    };
    let class = move || match counts() {
        (0, 0, _) => "verdict is-ok",
        (0, ..) => "verdict is-warning",
        _ => "verdict is-error",
    };
    let text = move || {
        let (errors, warnings, files) = counts();
        match (errors, warnings) {
            (0, 0) => format!("Ready: {files} files"),
            (0, _) => format!("Ready: {files} files, {}", plural(warnings, "warning")),
            _ => plural(errors, "error"),
        }
    };
    view! { <p class=class>{text}</p> }
}

/// `1 warning`, `2 warnings`.
pub(super) fn plural(count: usize, what: &str) -> String {
    let s = if count == 1 { "" } else { "s" };
    format!("{count} {what}{s}")
}

/// What could not be used of a link or a file.
#[component]
fn LoadBanner() -> impl IntoView {
    let state = expect_context::<State>();
    let notes =
        move || state.notes.get().into_iter().map(|note| view! { <li>{note}</li> }).collect_view();
    view! {
        <Show when=move || state.notes.with(|notes| !notes.is_empty())>
            <section class="banner" data-testid="load-banner" aria-label="What could not be used">
                <p>"Opened. These entries could not be used:"</p>
                <ul>{notes}</ul>
                {Button::new("Close").on(move || state.notes.set(Vec::new()))}
            </section>
        </Show>
    }
}

#[component]
fn Steps() -> impl IntoView {
    let steps =
        Step::ALL.iter().enumerate().map(|(index, step)| view! { <StepLink index step=*step/> });
    view! {
        <nav class="steps" aria-label="Steps"><ol>{steps.collect_view()}</ol></nav>
    }
}

#[component]
fn StepLink(index: usize, step: Step) -> impl IntoView {
    let state = expect_context::<State>();
    let current = move || (state.step.get() == step).then_some("step");
    let of_step = move |severity: Severity| {
        state.rendered.with(|rendered| {
            let concerns = |problem: &&crate::plan::Problem| {
                problem.severity == severity
                    && problem.fields.first().is_some_and(|field| field.step == step)
            };
            rendered.problems.iter().filter(concerns).count()
        })
    };
    let errors = Memo::new(move |_| of_step(Severity::Error));
    let warnings = Memo::new(move |_| of_step(Severity::Warning));
    let mark = move || match (errors.get(), warnings.get()) {
        (0, 0) => None,
        (0, count) => {
            Some(view! { <span class="mark is-warning">{plural(count, "warning")}</span> })
        }
        (count, _) => Some(view! { <span class="mark is-error">{plural(count, "error")}</span> }),
    };
    let go = move |_| {
        state.step.set(step);
        state.pane.set(Pane::Form);
        browser::focus("step-title");
    };
    view! {
        <li>
            <button type="button" data-testid=format!("step-{}", step.id()) aria-current=current on:click=go>
                <span class="step-number">{index + 1}</span>
                <span class="step-label">{step.label()}</span>
                {mark}
            </button>
        </li>
    }
}

/// Switches between form and files where only one fits.
#[component]
fn PhoneBar() -> impl IntoView {
    let state = expect_context::<State>();
    let button = move |pane: Pane, label: &'static str| {
        view! {
            <button type="button" aria-pressed=move || (state.pane.get() == pane).to_string()
                on:click=move |_| state.pane.set(pane)>{label}</button>
        }
    };
    view! {
        <nav class="phone-bar" aria-label="Show">
            {button(Pane::Form, "Questions")}
            {button(Pane::Files, "Files")}
        </nav>
    }
}

#[component]
fn StatusBar() -> impl IntoView {
    let state = expect_context::<State>();
    let charts = CHARTS.iter().map(|chart| view! { <li>{chart.name}" "{chart.version}</li> });
    view! {
        <footer class="status">
            <p role="status" data-testid="status-live">{move || state.status.get()}</p>
            <ul class="charts" aria-label="Charts">{charts.collect_view()}</ul>
        </footer>
    }
}

/// Says how much an edit changed, once nothing changes for a while.
fn announce(state: State) {
    let before = StoredValue::new(state.rendered.get_untracked());
    let waiting = StoredValue::new_local(None::<Timeout>);
    Effect::new(move |_| {
        state.rendered.track();
        let speak = move || {
            let now = state.rendered.get_untracked();
            let changed = changed(&before.get_value(), &now);
            before.set_value(now);
            if let Some(text) = changed {
                state.status.set(text);
            }
        };
        waiting.set_value(Some(Timeout::new(IDLE, speak)));
    });
}

/// How many files and lines two trees differ in; nothing if they are equal.
fn changed(old: &crate::render::Rendered, new: &crate::render::Rendered) -> Option<String> {
    let (mut files, mut lines) = (0, 0);
    for (path, now) in files_of_answers(new) {
        let mut before: Vec<&str> =
            old.tree.file(path).unwrap_or_default().iter().map(|line| line.text.as_str()).collect();
        let same =
            before.len() == now.len() && before.iter().zip(now).all(|(old, new)| *old == new.text);
        if same {
            continue;
        }
        before.sort_unstable();
        files += 1;
        lines += now
            .iter()
            .filter(|line| before.binary_search(&line.text.as_str()).is_err())
            .count()
            .max(1);
    }
    let gone = files_of_answers(old).filter(|(path, _)| new.tree.file(path).is_none()).count();
    let mut parts = Vec::new();
    if files > 0 {
        parts.push(format!("{} changed, {}", plural(files, "file"), plural(lines, "line")));
    }
    if gone > 0 {
        parts.push(format!("{} removed", plural(gone, "file")));
    }
    (!parts.is_empty()).then(|| parts.join(", "))
}
