//! The Secrets that the plan needs. Their values are no answers and are not asked here.

use leptos::prelude::*;

use super::state::State;
use crate::stack::secrets::{Secret, needed};

#[component]
pub(super) fn Secrets() -> impl IntoView {
    let state = expect_context::<State>();
    let secrets = move || {
        state.rendered.with(|rendered| {
            needed(&rendered.plan)
                .into_iter()
                .map(|(secret, _)| view! { <Item secret/> })
                .collect_view()
        })
    };
    view! {
        <section class="secrets" aria-labelledby="secrets-title">
            <h3 id="secrets-title">"What this plan needs"</h3>
            <p>
                "The zip holds an example of each Secret, and the guide the commands that make the real ones. "
                "Until they exist, everything that needs them waits."
            </p>
            {secrets}
        </section>
    }
}

#[component]
fn Item(secret: &'static Secret) -> impl IntoView {
    let keys = secret.keys.iter().map(|key| {
        view! {
            <dt><code>{key.name}</code></dt>
            <dd>{key.label}": "{key.hint}</dd>
        }
    });
    view! {
        <article class="secret">
            <h4><code>{secret.name}</code></h4>
            <p>{secret.purpose}</p>
            <dl>{keys.collect_view()}</dl>
        </article>
    }
}
