//! The plan in the address bar, so that a reload, a bookmark and a shared link keep it.

use gloo::timers::callback::Timeout;
use leptos::prelude::*;

use super::browser;
use super::state::State;
use crate::link;
use crate::plan::{Opened, Step};
use crate::value::private_key;

/// Browsers limit how often a page may change its address, in milliseconds.
const PAUSE: u32 = 300;

/// What the address holds.
pub(super) fn open() -> Opened {
    link::decode(&browser::fragment())
}

/// Keeps address and state in step, from now on.
pub(super) fn follow(state: State, opened: &Opened) {
    apply_view(state, &opened.view);
    forget_private_key(state);
    let waiting = StoredValue::new_local(None::<Timeout>);
    Effect::new(move |_| {
        state.draft.track();
        state.file.track();
        if state.edited.get() {
            let write = move || browser::replace_fragment(&fragment(state));
            waiting.set_value(Some(Timeout::new(PAUSE, write)));
        }
    });
    let last = StoredValue::new(state.step.get_untracked());
    Effect::new(move |_| {
        let step = state.step.get();
        browser::set_title(&format!("{} - Monitree", step.label()));
        if last.get_value() != step {
            last.set_value(step);
            browser::push_fragment(&fragment(state));
        }
    });
    browser::on_address(move || {
        let opened = open();
        // A step back in the history is no new step forward.
        let step = view(&opened.view, "step").and_then(Step::find).unwrap_or(Step::Start);
        last.set_value(step);
        if opened.draft != state.draft.get_untracked() {
            state.load(&opened.draft);
            state.notes.set(opened.notes.clone());
        }
        state.step.set(step);
        apply_view(state, &opened.view);
    });
}

/// Takes a link with a private key out of the address and the history.
fn forget_private_key(state: State) {
    if private_key(&browser::fragment()) {
        browser::replace_fragment(&link::encode(&state.draft.get_untracked()));
    }
}

/// The plan and the view. Before the first edit the plan stands as it was opened.
fn fragment(state: State) -> String {
    let current = browser::fragment();
    let plan = if state.edited.get_untracked() || current.is_empty() {
        link::encode(&state.draft.get_untracked())
    } else {
        let own =
            |pair: &&str| !link::VIEW_KEYS.contains(&pair.split('=').next().unwrap_or_default());
        current.split('&').filter(own).collect::<Vec<_>>().join("&")
    };
    let step = state.step.get_untracked().id();
    let file = link::escape(&state.file.get_untracked());
    format!("{plan}&step={step}&file={file}")
}

fn apply_view(state: State, pairs: &[(String, String)]) {
    if let Some(step) = view(pairs, "step").and_then(Step::find) {
        state.step.set(step);
    }
    let known =
        |path: &&str| state.rendered.with_untracked(|rendered| rendered.tree.file(path).is_some());
    if let Some(path) = view(pairs, "file").filter(known) {
        state.file.set(path.to_owned());
    }
}

fn view<'a>(pairs: &'a [(String, String)], key: &str) -> Option<&'a str> {
    pairs.iter().find(|(own, _)| own == key).map(|(_, text)| text.as_str())
}
