//! The last step, the download, and the link.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::browser;
use super::button::Button;
use super::state::{Pane, State};
use crate::plan::layout::{Layout, Part};
use crate::{bundle, digest, link};

/// What to do next, and the two digests.
#[component]
pub(super) fn Review() -> impl IntoView {
    let state = expect_context::<State>();
    let tree = move || state.rendered.with(|rendered| digest::tree(&rendered.tree));
    let plan = move || state.draft.with(digest::plan);
    let guide = move || {
        state
            .rendered
            .with(|rendered| format!("{}/README.md", Layout::of(&rendered.plan).folder(Part::Base)))
    };
    view! {
        <section class="review">
            <h3>"What comes next"</h3>
            <ol>
                <li>"Download the zip and unpack it in the root of your Flux repository. It overwrites nothing of yours."</li>
                <li>
                    "Follow the guide: commits, Secrets, checks. "
                    {Button::new("Read the guide").class("link").on(move || state.open(&guide()))}
                </li>
            </ol>
            <dl class="digests">
                <dt>"Plan"</dt><dd><code data-testid="plan-digest">{plan}</code></dd>
                <dt>"Tree"</dt><dd><code data-testid="tree-digest">{tree}</code></dd>
            </dl>
            <p class="question-help">"The same plan gives the same digests, here and with the command line."</p>
        </section>
    }
}

/// Gives the zip to the user; with errors, shows them instead.
pub(super) fn download(state: State) {
    let (draft, rendered) = (state.draft.get_untracked(), state.rendered.get_untracked());
    if rendered.has_errors() {
        state.pane.set(Pane::Form);
        state.status.set("No zip yet: the plan has errors.".to_owned());
        return browser::focus("problems");
    }
    match bundle::zip(&rendered.tree) {
        Ok(bytes) => {
            let name = bundle::file_name(&draft, &rendered.plan, &rendered.tree);
            browser::save(&name, "application/zip", &bytes);
            state.vault.update_value(|vault| vault.kept = true);
            state.status.set(format!("Downloaded {name}."));
        }
        Err(error) => state.status.set(format!("No zip could be made: {error}.")),
    }
}

/// The share link, and what it holds.
#[component]
pub(super) fn ShareDialog() -> impl IntoView {
    let state = expect_context::<State>();
    let address = move || {
        state.draft.with(|draft| format!("{}#{}", browser::page_address(), link::encode(draft)))
    };
    let copied = RwSignal::new(String::new());
    let copy = move || {
        let text = address();
        spawn_local(async move {
            let done = browser::copy(&text).await;
            copied.set(if done {
                "Copied.".to_owned()
            } else {
                "The browser refused. The link is selected: press Ctrl+C.".to_owned()
            });
            if !done {
                browser::select("share-link");
            }
        });
    };
    view! {
        <dialog id="share" aria-labelledby="share-title" on:close=move |_| copied.set(String::new())>
            <h2 id="share-title">"Share this plan"</h2>
            <label for="share-link">"Link"</label>
            <input id="share-link" type="text" readonly data-testid="share-link" prop:value=address/>
            <p class="question-help">
                {move || format!("{} characters. ", address().chars().count())}
                "It holds every answer that differs from the preset, and no secret. What stands behind the # is never sent to a server."
            </p>
            <p role="status">{move || copied.get()}</p>
            <div class="actions">
                {Button::new("Copy link").class("primary").on(copy)}
                {Button::new("Close").on(|| browser::toggle_dialog("share", false))}
            </div>
        </dialog>
    }
}
