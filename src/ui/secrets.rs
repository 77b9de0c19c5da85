//! The Secrets that the plan needs: their values, which are no answers, and what becomes of them.

use leptos::ev;
use leptos::prelude::*;
use zeroize::Zeroizing;

use super::browser;
use super::button::Button;
use super::question::PRIVATE_KEY;
use super::shell::plural;
use super::state::State;
use crate::encrypt::{Values, encrypt, generate, keys};
use crate::stack::secrets::{Encrypted, Key, Secret, file_name, needed};
use crate::value::{SecretMode, private_key};

#[component]
pub(super) fn Secrets() -> impl IntoView {
    let state = expect_context::<State>();
    let names = Memo::new(move |_| {
        let name = |(secret, _): (&'static Secret, _)| secret.name;
        state
            .rendered
            .with(|rendered| needed(&rendered.plan).into_iter().map(name).collect::<Vec<_>>())
    });
    let encrypts = Memo::new(move |_| {
        state.rendered.with(|rendered| *rendered.plan.secret_mode != SecretMode::Placeholder)
    });
    let items = move || {
        names.track();
        let secrets = state.rendered.with_untracked(|rendered| needed(&rendered.plan));
        let here = encrypts.get();
        secrets.into_iter().map(|(secret, _)| view! { <Item secret here/> }).collect_view()
    };
    view! {
        <section class="secrets" aria-labelledby="secrets-title">
            <h3 id="secrets-title">"What this plan needs"</h3>
            <Show when=move || encrypts.get() fallback=ByHand>
                <p>
                    "Type the values and encrypt them here: the zip then holds ciphertext, ready to be committed. "
                    "Values stay in the memory of this tab, and are in no link, plan or file."
                </p>
            </Show>
            {items}
            <Show when=move || encrypts.get()>
                <Paste/>
                <EncryptNow/>
            </Show>
        </section>
    }
}

#[component]
fn ByHand() -> impl IntoView {
    view! {
        <p>
            "The zip holds an example of each Secret, and the guide the commands that make the real ones. "
            "Until they exist, everything that needs them waits."
        </p>
    }
}

/// A Secret with its keys, and in which form the zip holds it.
#[component]
fn Item(secret: &'static Secret, here: bool) -> impl IntoView {
    let keys = secret.keys.iter().map(|key| {
        if here {
            view! { <Value secret key/> }.into_any()
        } else {
            view! { <p><code>{key.name}</code>": "{key.hint}</p> }.into_any()
        }
    });
    let keys = keys.collect_view();
    view! {
        <article class="secret">
            <h4><code>{secret.name}</code></h4>
            <p>{secret.purpose}</p>
            {here.then(|| view! { <Form secret/> })}
            {keys}
        </article>
    }
}

#[component]
fn Form(secret: &'static Secret) -> impl IntoView {
    let state = expect_context::<State>();
    let text = Memo::new(move |_| {
        state.rendered.with(|rendered| {
            let plan = &rendered.plan;
            state.encrypted.with(|encrypted| {
                if encrypted.get(plan, secret).is_some() {
                    let readers = plural(plan.sops_recipients.len(), "recipient");
                    (
                        true,
                        format!(
                            "Encrypted for {readers}: the zip holds {}.",
                            file_name(plan, secret)
                        ),
                    )
                } else if encrypted.is_outdated(plan, secret) {
                    (
                        false,
                        "Encrypted for other answers than these: enter the values again."
                            .to_owned(),
                    )
                } else {
                    (false, "Not encrypted yet: the zip holds an example.".to_owned())
                }
            })
        })
    });
    let class = move || if text.get().0 { "is-ok" } else { "" };
    view! { <p class=class data-testid=format!("sealed-{}", secret.name)>{move || text.get().1}</p> }
}

fn input_id(secret: &Secret, key: &Key) -> String {
    format!("secret-{}-{}", secret.name, key.name)
}

/// The input of a value. The browser holds what is shown; the state what was typed.
#[component]
fn Value(secret: &'static Secret, key: &'static Key) -> impl IntoView {
    let state = expect_context::<State>();
    let id = input_id(secret, key);
    let (help, wrong_id) = (format!("{id}-help"), format!("{id}-wrong"));
    let shown = RwSignal::new(false);
    let wrong = RwSignal::new("");
    let kind = move || if shown.get() { "text" } else { "password" };
    let take = move |value: Zeroizing<String>| wrong.set(take(state, secret, key, value));
    let own = id.clone();
    let make = move || match generate() {
        Ok(password) => {
            browser::set_value(&own, &password);
            take(password);
        }
        Err(failure) => state.status.set(failure.to_string()),
    };
    let make = key.own_choice.then(|| Button::new("Generate").on(make));
    show_typed(state, secret, key);
    view! {
        <div class="question">
            <label for=id.clone()>{key.label}</label>
            <div class="secret-value">
                <input id=id.clone() type=kind data-testid=id autocomplete="off" spellcheck="false" autocapitalize="off"
                    aria-describedby=format!("{help} {wrong_id}") aria-invalid=move || (!wrong.get().is_empty()).to_string()
                    on:input:target=move |event| take(Zeroizing::new(event.target().value()))/>
                <button type="button" aria-pressed=move || shown.get().to_string() on:click=move |_| shown.update(|shown| *shown = !*shown)>
                    "Show"<span class="hidden">{format!(" {}", key.label)}</span>
                </button>
                {make}
            </div>
            <p class="question-help" id=help><code>{key.name}</code>": "{key.hint}</p>
            <p class="question-wrong is-error" id=wrong_id>{move || wrong.get()}</p>
        </div>
    }
}

/// Takes a typed value, and says what is wrong with it.
fn take(
    state: State,
    secret: &'static Secret,
    key: &'static Key,
    value: Zeroizing<String>,
) -> &'static str {
    if private_key(&value) {
        browser::set_value(&input_id(secret, key), "");
        state.values.update_value(|values| values.put(secret, key, Zeroizing::default()));
        return PRIVATE_KEY;
    }
    let wrong = if value.is_empty() { "" } else { (key.check)(&value).err().unwrap_or_default() };
    state.values.update_value(|values| values.put(secret, key, value));
    wrong
}

/// Fills the input with what was typed before the step was left.
fn show_typed(state: State, secret: &'static Secret, key: &'static Key) {
    request_animation_frame(move || {
        state.values.with_value(|values| {
            if let Some(value) = values.get(secret, key) {
                browser::set_value(&input_id(secret, key), value);
            }
        });
    });
}

/// Takes several values at once.
#[component]
fn Paste() -> impl IntoView {
    let state = expect_context::<State>();
    let said = RwSignal::new(String::new());
    let take = move || {
        let text = Zeroizing::new(browser::value("secrets-paste"));
        browser::set_value("secrets-paste", "");
        let plan = state.rendered.with_untracked(|rendered| rendered.plan.clone());
        let mut result = Ok(());
        state.values.update_value(|values| result = values.read(&plan, &text));
        fill(state);
        said.set(match result {
            Ok(()) => "Taken into the inputs above.".to_owned(),
            Err(failure) => format!("{failure}. The text was removed from here."),
        });
    };
    view! {
        <details class="import">
            <summary>"Paste several values"</summary>
            <label for="secrets-paste">"Lines of key=value"</label>
            <textarea id="secrets-paste" rows="4" data-testid="secrets-paste" spellcheck="false" autocapitalize="off"
                autocomplete="off" aria-describedby="secrets-paste-said"
                placeholder="grafana-admin/admin-user=admin\nuser-key=…"></textarea>
            {Button::new("Take the values").on(take)}
            <p id="secrets-paste-said" role="status">{move || said.get()}</p>
        </details>
    }
}

/// Shows in every input what the state holds.
fn fill(state: State) {
    let plan = state.rendered.with_untracked(|rendered| rendered.plan.clone());
    state.values.with_value(|values| {
        for (secret, key) in keys(&plan) {
            browser::set_value(&input_id(secret, key), values.get(secret, key).unwrap_or_default());
        }
    });
}

#[component]
fn EncryptNow() -> impl IntoView {
    let state = expect_context::<State>();
    let said = RwSignal::new((true, String::new()));
    let class = move || if said.get().0 { "is-ok" } else { "is-error" };
    view! {
        <p class="actions">
            {Button::new("Encrypt now").class("primary").test_id("encrypt").on(move || said.set(encrypt_now(state)))}
        </p>
        <p role="status" class=class data-testid="encrypt-said">{move || said.get().1}</p>
    }
}

/// Encrypts what was typed and forgets it. Says whether it went well, and how.
fn encrypt_now(state: State) -> (bool, String) {
    let plan = state.rendered.with_untracked(|rendered| rendered.plan.clone());
    if state.values.with_value(Values::is_empty) {
        return (false, "Nothing to encrypt: type the values first.".to_owned());
    }
    let before = state.encrypted.get_untracked();
    let result = state.values.with_value(|values| encrypt(&plan, values, &before, &browser::now()));
    match result {
        Err(failure) => (false, format!("Nothing was encrypted: {failure}.")),
        Ok(encrypted) => {
            state.values.set_value(Values::default());
            state.kept.set_value(false);
            state.encrypted.set(encrypted);
            fill(state);
            (
                true,
                "Encrypted. The inputs are empty again, and the values are forgotten.".to_owned(),
            )
        }
    }
}

/// Asks before a reload or a closed tab takes values or ciphertext with it.
pub(super) fn guard(state: State) {
    window_event_listener(ev::beforeunload, move |event| {
        let typed = !state.values.with_value(Values::is_empty);
        let sealed =
            !state.encrypted.with_untracked(Encrypted::is_empty) && !state.kept.get_value();
        if typed || sealed {
            event.prevent_default();
        }
    });
}
