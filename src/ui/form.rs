//! The questions of a step.

use leptos::prelude::*;

use super::button::Button;
use super::question::Question;
use super::review::Review;
use super::secrets::Secrets;
use super::start::Start;
use super::state::State;
use crate::plan::{Field, Step};

/// The step that is open.
#[component]
pub(super) fn StepForm() -> impl IntoView {
    let state = expect_context::<State>();
    move || {
        let step = state.step.get();
        let number = Step::ALL.iter().position(|own| *own == step).unwrap_or_default() + 1;
        view! {
            <form class="step" on:submit=|event| event.prevent_default() aria-labelledby="step-title">
                <h2 id="step-title" tabindex="-1">{step.label()}</h2>
                <p class="step-count">{format!("Step {number} of {}", Step::ALL.len())}</p>
                {(step == Step::Start).then(|| view! { <Start/> })}
                {groups(step)}
                {(step == Step::Secrets).then(|| view! { <Secrets/> })}
                {(step == Step::Review).then(|| view! { <Review/> })}
                <NextStep step/>
            </form>
        }
    }
}

/// The groups of a step, each with its questions. A group of which none is asked is not shown.
fn groups(step: Step) -> impl IntoView {
    let fields: Vec<Field> =
        Field::ALL.iter().copied().filter(|field| field.step == step).collect();
    let groups = fields.chunk_by(|one, other| one.group == other.group);
    groups.map(|fields| view! { <Group fields=fields.to_vec()/> }).collect_view()
}

#[component]
fn Group(fields: Vec<Field>) -> impl IntoView {
    let state = expect_context::<State>();
    let name = fields.first().map_or("", |field| field.group);
    let asked = fields.clone();
    let hidden = move || state.draft.with(|draft| !asked.iter().any(|field| draft.shows(*field)));
    view! {
        <fieldset hidden=hidden>
            <legend>{name}</legend>
            {fields.into_iter().map(|field| view! { <Question field/> }).collect_view()}
        </fieldset>
    }
}

#[component]
fn NextStep(step: Step) -> impl IntoView {
    let state = expect_context::<State>();
    let next = Step::ALL.iter().copied().skip_while(move |own| *own != step).nth(1);
    next.map(|next| {
        view! {
            <p class="next">
                {Button::new(format!("Next: {}", next.label())).on(move || {
                    state.step.set(next);
                    super::browser::focus("step-title");
                })}
            </p>
        }
    })
}
