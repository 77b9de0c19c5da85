//! The button, in one place: what it says, to whom, and what it does.

use leptos::prelude::*;

/// A button that does one thing.
#[derive(Default)]
pub(super) struct Button {
    /// What it says.
    pub(super) label: String,
    /// More words for those who do not see what it stands next to.
    pub(super) about: String,
    /// `primary`, `quiet`, `link`, or nothing.
    pub(super) class: &'static str,
    /// Its id for tests, if they need one.
    pub(super) test_id: Option<String>,
}

impl Button {
    /// A button that says this.
    pub(super) fn new(label: impl Into<String>) -> Self {
        Self { label: label.into(), ..Self::default() }
    }

    /// With a class.
    pub(super) fn class(self, class: &'static str) -> Self {
        Self { class, ..self }
    }

    /// With more words for screen readers.
    pub(super) fn about(self, about: impl Into<String>) -> Self {
        Self { about: about.into(), ..self }
    }

    /// With an id for tests.
    pub(super) fn test_id(self, id: impl Into<String>) -> Self {
        Self { test_id: Some(id.into()), ..self }
    }

    /// The button, and what it does.
    pub(super) fn on(self, press: impl Fn() + 'static) -> AnyView {
        self.view(Box::new(press))
    }

    fn view(self, press: Box<dyn Fn()>) -> AnyView {
        let about = (!self.about.is_empty())
            .then(|| view! { <span class="hidden">{format!(" {}", self.about)}</span> });
        view! {
            <button type="button" class=self.class data-testid=self.test_id on:click=move |_| press()>
                {self.label}{about}
            </button>
        }
        .into_any()
    }
}
