//! The first step: a preset, or a plan that is there already.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::button::Button;
use super::state::State;
use crate::plan::{Field, Preset};
use crate::{link, plan_file};

#[component]
pub(super) fn Start() -> impl IntoView {
    let presets = Preset::ALL.iter().map(|preset| view! { <Card preset=*preset/> });
    view! {
        <p class="lead">
            "Answer the questions and watch every file change. All of it happens in this tab: nothing is uploaded."
        </p>
        <fieldset>
            <legend>"Preset"</legend>
            {presets.collect_view()}
        </fieldset>
        <Domain/>
        <Import/>
    }
}

#[component]
fn Card(preset: Preset) -> impl IntoView {
    let state = expect_context::<State>();
    let id = format!("preset-{}", preset.name());
    let help = format!("{id}-help");
    view! {
        <div class="card">
            <input type="radio" name="preset" id=id.clone() data-testid=id.clone() aria-describedby=help.clone()
                prop:checked=move || state.draft.with(|draft| draft.preset() == preset)
                on:change=move |_| state.replace(&state.draft.with_untracked(|draft| draft.on(preset)))/>
            <label for=id>{preset.title()}</label>
            <p id=help>{preset.summary()}</p>
        </div>
    }
}

/// The one answer that every plan needs, so that a domain and one click make a zip.
#[component]
fn Domain() -> impl IntoView {
    view! {
        <fieldset>
            <legend>"Domain"</legend>
            <super::question::Question field=Field::domain/>
        </fieldset>
    }
}

/// Opens a plan from a text or a file. What cannot be read is named and changes nothing.
#[component]
fn Import() -> impl IntoView {
    let state = expect_context::<State>();
    let text = RwSignal::new(String::new());
    let wrong = RwSignal::new(String::new());
    let open = move |source: &str| match read(source) {
        Ok(opened) => {
            wrong.set(String::new());
            // What could not be used may be a private key.
            text.set(String::new());
            state.replace(&opened.draft);
            state.notes.set(opened.notes);
            state.status.set("Plan opened. Undo brings the old one back.".to_owned());
        }
        Err(message) => wrong.set(message),
    };
    let open_file = move |event: leptos::ev::Event| {
        let Some(file) = super::browser::chosen_file(&event) else { return };
        spawn_local(async move {
            match super::browser::read(&file).await {
                Some(text) => open(&text),
                None => wrong.set("this file cannot be read; choose a plan.yaml".to_owned()),
            }
        });
    };
    view! {
        <details class="import">
            <summary>"Open a link or a plan.yaml"</summary>
            <label for="import-text">"Link, or the text of a plan.yaml"</label>
            <textarea id="import-text" rows="3" data-testid="import-text" spellcheck="false"
                aria-describedby="import-wrong" prop:value=move || text.get()
                on:input:target=move |event| text.set(event.target().value())></textarea>
            {Button::new("Open").on(move || open(&text.get_untracked()))}
            <label for="import-file">"Or the file itself"</label>
            <input id="import-file" type="file" data-testid="import-file" accept=".yaml,.yml" on:change=open_file/>
            <p id="import-wrong" class="is-error">{move || wrong.get()}</p>
        </details>
    }
}

fn read(text: &str) -> Result<crate::plan::Opened, String> {
    let text = text.trim();
    let one_line = !text.is_empty() && !text.contains('\n');
    if one_line && (text.contains('#') || text.starts_with("v=")) {
        return Ok(link::decode(text));
    }
    plan_file::read(text)
}
