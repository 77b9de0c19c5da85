//! The Secrets that the plan needs: their values, which are no answers, and what becomes of them.

use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use zeroize::Zeroizing;

use super::browser;
use super::button::Button;
use super::question::PRIVATE_KEY;
use super::shell::plural;
use super::state::State;
use crate::encrypt::{Failure, Values, encrypt, generate, keys};
use crate::stack::secrets::{Encrypted, Key, Secret, file_name, needed};
use crate::value::{SecretMode, private_key};

#[component]
pub(super) fn Secrets() -> impl IntoView {
    let state = expect_context::<State>();
    let names = Memo::new(move |_| {
        let named = |all, (secret, _): (&Secret, _)| all + " " + secret.name;
        state
            .rendered
            .with(|rendered| needed(&rendered.plan).into_iter().fold(String::new(), named))
    });
    let encrypts =
        Memo::new(move |_| state.rendered.with(|rendered| rendered.plan.secret_mode.encrypts()));
    let items = move || {
        names.track();
        let secrets = state.rendered.with_untracked(|rendered| needed(&rendered.plan));
        let here = encrypts.get();
        secrets.into_iter().map(|(secret, _)| view! { <Item secret here/> }).collect_view()
    };
    view! {
        <section class="secrets" aria-labelledby="secrets-title">
            <h3 id="secrets-title">"What this plan needs"</h3>
            <Show when=move || encrypts.get() fallback=Elsewhere>
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

/// Where the values come from, if not from here.
#[component]
fn Elsewhere() -> impl IntoView {
    let state = expect_context::<State>();
    let text = move || match state.rendered.with(|rendered| *rendered.plan.secret_mode) {
        SecretMode::External => {
            "External Secrets fetches the values from your store. The zip says which path and property, and the \
             guide has the commands that put them there."
        }
        _ => {
            "The zip holds an example of each Secret, and the guide the commands that make the real ones. \
             Until they exist, everything that needs them waits."
        }
    };
    view! { <p>{text}</p> }
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

/// In which form the zip holds a Secret.
#[component]
fn Form(secret: &'static Secret) -> impl IntoView {
    let state = expect_context::<State>();
    let sealed = Memo::new(move |_| {
        state.rendered.with(|rendered| {
            state.vault.with_value(|vault| vault.encrypted.get(&rendered.plan, secret).is_some())
        })
    });
    let text = move || {
        state.rendered.with(|rendered| {
            let plan = &rendered.plan;
            let outdated =
                || state.vault.with_value(|vault| vault.encrypted.is_outdated(plan, secret));
            if sealed.get() {
                let readers = match *plan.secret_mode {
                    SecretMode::Sealed => "the controller of the cluster".to_owned(),
                    _ => plural(plan.sops_recipients.len(), "recipient"),
                };
                format!("Encrypted for {readers}: the zip holds {}.", file_name(plan, secret))
            } else if outdated() {
                "Encrypted for other answers than these: enter the values again.".to_owned()
            } else {
                "Not encrypted yet: the zip holds an example.".to_owned()
            }
        })
    };
    let test_id = format!("sealed-{}", secret.name);
    view! { <p class:is-ok=move || sealed.get() data-testid=test_id>{text}</p> }
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
    let wrong = RwSignal::new(String::new());
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
) -> String {
    if private_key(&value) {
        browser::set_value(&input_id(secret, key), "");
        state.vault.update_value(|vault| vault.values.put(secret, key, Zeroizing::default()));
        return PRIVATE_KEY.to_owned();
    }
    let wrong = if value.is_empty() { "" } else { (key.check)(&value).err().unwrap_or_default() };
    state.vault.update_value(|vault| vault.values.put(secret, key, value));
    wrong.to_owned()
}

/// Fills the input with what was typed before the step was left.
fn show_typed(state: State, secret: &'static Secret, key: &'static Key) {
    request_animation_frame(move || {
        state.vault.with_value(|vault| {
            if let Some(value) = vault.values.get(secret, key) {
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
        state.vault.update_value(|vault| result = vault.values.read(&plan, &text));
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
    state.vault.with_value(|vault| {
        for (secret, key) in keys(&plan) {
            let value = vault.values.get(secret, key).unwrap_or_default();
            browser::set_value(&input_id(secret, key), value);
        }
    });
}

#[component]
fn EncryptNow() -> impl IntoView {
    let state = expect_context::<State>();
    let (said, failed) = (RwSignal::new(String::new()), RwSignal::new(false));
    let press = move || {
        spawn_local(async move {
            let result = encrypt_now(state).await;
            failed.set(result.is_err());
            said.set(result.unwrap_or_else(|failure| format!("Nothing was encrypted: {failure}.")));
        });
    };
    view! {
        <p class="actions">
            {Button::new("Encrypt now").class("primary").test_id("encrypt").on(press)}
        </p>
        <p role="status" class:is-error=move || failed.get() data-testid="encrypt-said">{move || said.get()}</p>
    }
}

/// Encrypts what was typed and forgets it. Says so, or why not.
async fn encrypt_now(state: State) -> Result<String, Failure> {
    let plan = state.rendered.with_untracked(|rendered| rendered.plan.clone());
    // Taken out, so that what is typed meanwhile is not forgotten with it.
    let mut taken = (Values::default(), Encrypted::default());
    state.vault.update_value(|vault| {
        taken = (std::mem::take(&mut vault.values), vault.encrypted.clone());
    });
    let (values, before) = taken;
    if values.is_empty() {
        return Err(Failure("type the values first".to_owned()));
    }
    let encrypted = match encrypt(&plan, &values, &before, &browser::now()).await {
        Ok(encrypted) => encrypted,
        Err(failure) => {
            state.vault.update_value(|vault| vault.values = values);
            return Err(failure);
        }
    };
    state.vault.update_value(|vault| {
        vault.encrypted = encrypted;
        vault.kept = false;
    });
    state.preview();
    fill(state);
    Ok("Encrypted. The inputs are empty again, and the values are forgotten.".to_owned())
}

/// Asks before a reload or a closed tab takes values or ciphertext with it.
pub(super) fn guard(state: State) {
    window_event_listener(ev::beforeunload, move |event| {
        let lost = state.vault.with_value(|vault| {
            !vault.values.is_empty() || !vault.encrypted.is_empty() && !vault.kept
        });
        if lost {
            event.prevent_default();
        }
    });
}
