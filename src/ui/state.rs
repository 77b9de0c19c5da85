//! The answers as signals, and what follows from them.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::{spawn_local, tick};

use super::browser;
use super::reach::{Reach, files_of_answers, reach};
use crate::encrypt::Values;
use crate::plan::layout::{Layout, Part};
use crate::plan::{Draft, Field, Opened, Preset, Problem, Step};
use crate::render::Rendered;
use crate::stack::secrets::Encrypted;
use crate::value::private_key;
use crate::yaml::Line;

/// Which part of the page a phone shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pane {
    Form,
    Files,
}

/// The values of Secrets as typed, until they are encrypted, and what became of them.
#[derive(Default)]
pub(super) struct Vault {
    pub(super) values: Values,
    /// The ciphertext that the tree holds.
    pub(super) encrypted: Encrypted,
    /// Whether it was downloaded.
    pub(super) kept: bool,
}

/// Everything that the page knows. Copying it is free; components take it from the context.
#[derive(Clone, Copy)]
pub(super) struct State {
    answers: StoredValue<Vec<RwSignal<String>>>,
    preset: RwSignal<Preset>,
    /// The answers as one value.
    pub(super) draft: Memo<Draft>,
    /// What follows from them.
    pub(super) rendered: RwSignal<Arc<Rendered>>,
    /// Values and ciphertext of Secrets. No signal, so that nothing copies a value.
    pub(super) vault: StoredValue<Vault>,
    /// The question into which a private key was typed, which was removed.
    pub(super) refused: RwSignal<Option<Field>>,
    pub(super) step: RwSignal<Step>,
    /// The path of the open file.
    pub(super) file: RwSignal<String>,
    /// The question whose lines are marked.
    pub(super) focused: RwSignal<Option<Field>>,
    /// The line of the open file that the keyboard stands on, counted from 0.
    pub(super) cursor: RwSignal<Option<usize>>,
    pub(super) pane: RwSignal<Pane>,
    /// What could not be used of a link or a file.
    pub(super) notes: RwSignal<Vec<String>>,
    /// Whether the user has changed anything: an opened link is not rewritten before.
    pub(super) edited: RwSignal<bool>,
    /// What the status line says.
    pub(super) status: RwSignal<String>,
    /// How much each question makes, by its index.
    pub(super) reach: Memo<Vec<Reach>>,
    history: RwSignal<History>,
    frame: StoredValue<Frame>,
}

/// Older and newer answers, for undo and redo. Typing in one question is one step.
#[derive(Clone, Default)]
struct History {
    past: Vec<Draft>,
    future: Vec<Draft>,
    typing: Option<Field>,
}

/// Whether a preview was made in this animation frame, and whether another one is wanted after it.
#[derive(Clone, Copy, Default)]
struct Frame {
    taken: bool,
    wanted: bool,
    revision: u32,
}

impl State {
    /// The state for what a link or a file holds.
    pub(super) fn new(opened: Opened) -> Self {
        let draft = &opened.draft;
        let answers: Vec<RwSignal<String>> =
            Field::ALL.iter().map(|field| RwSignal::new(draft.get(*field).to_owned())).collect();
        let rendered = RwSignal::new(Arc::new(Rendered::of(draft)));
        let preset = RwSignal::new(draft.preset());
        let answers = StoredValue::new(answers);
        let state = Self {
            answers,
            preset,
            draft: Memo::new(move |_| collect(preset.get(), answers)),
            rendered,
            vault: StoredValue::new(Vault::default()),
            refused: RwSignal::new(None),
            step: RwSignal::new(Step::Start),
            file: RwSignal::new(main_file(&rendered.get_untracked())),
            focused: RwSignal::new(None),
            cursor: RwSignal::new(None),
            pane: RwSignal::new(Pane::Form),
            notes: RwSignal::new(opened.notes),
            edited: RwSignal::new(false),
            status: RwSignal::new(String::new()),
            reach: Memo::new(move |_| reach(&rendered.get())),
            history: RwSignal::new(History::default()),
            frame: StoredValue::new(Frame::default()),
        };
        Effect::new(move |_| {
            state.draft.track();
            state.preview();
        });
        state
    }

    /// The answer to a question.
    pub(super) fn answer(self, field: Field) -> RwSignal<String> {
        self.answers.with_value(|answers| answers[field.index()])
    }

    /// Answers a question. A private key is no answer to any: it goes at once.
    pub(super) fn edit(self, field: Field, mut text: String) {
        let refused = private_key(&text);
        if refused {
            text.clear();
            browser::set_value(field.key, "");
        }
        self.refused.set(refused.then_some(field));
        let before = self.draft.get_untracked();
        self.history.update(|history| {
            if history.typing != Some(field) {
                history.past.push(before);
                history.typing = Some(field);
            }
            history.future.clear();
        });
        self.edited.set(true);
        self.answer(field).set(text);
    }

    /// Ends the step of undo that typing in a question began.
    pub(super) fn rest(self) {
        self.history.update_untracked(|history| history.typing = None);
    }

    /// Replaces all answers by those of a preset, a link or a file. Undo brings the old ones back.
    pub(super) fn replace(self, draft: &Draft) {
        let before = self.draft.get_untracked();
        self.history.update(|history| {
            *history = History {
                past: [std::mem::take(&mut history.past), vec![before]].concat(),
                ..History::default()
            };
        });
        self.edited.set(true);
        self.load(draft);
    }

    /// Sets every answer.
    pub(super) fn load(self, draft: &Draft) {
        batch(|| {
            self.preset.set(draft.preset());
            for field in Field::ALL {
                let answer = self.answer(*field);
                if answer.with_untracked(|text| text != draft.get(*field)) {
                    answer.set(draft.get(*field).to_owned());
                }
            }
        });
    }

    pub(super) fn can_undo(self) -> bool {
        self.history.with(|history| !history.past.is_empty())
    }

    pub(super) fn can_redo(self) -> bool {
        self.history.with(|history| !history.future.is_empty())
    }

    pub(super) fn undo(self) {
        self.travel(|history| &mut history.past, |history| &mut history.future);
    }

    pub(super) fn redo(self) {
        self.travel(|history| &mut history.future, |history| &mut history.past);
    }

    fn travel(
        self,
        from: fn(&mut History) -> &mut Vec<Draft>,
        to: fn(&mut History) -> &mut Vec<Draft>,
    ) {
        let now = self.draft.get_untracked();
        let mut found = None;
        self.history.update(|history| {
            found = from(history).pop();
            if found.is_some() {
                to(history).push(now);
            }
            history.typing = None;
        });
        if let Some(draft) = found {
            self.edited.set(true);
            self.load(&draft);
        }
    }

    /// The problems that concern a question.
    pub(super) fn problems_of(self, field: Field) -> Vec<Problem> {
        self.rendered.with(|rendered| {
            let concerned =
                rendered.problems.iter().filter(|problem| problem.fields.contains(&field));
            concerned.cloned().collect()
        })
    }

    /// Opens a file, on a phone in its pane.
    pub(super) fn open(self, path: &str) {
        self.file.set(path.to_owned());
        self.cursor.set(None);
        self.pane.set(Pane::Files);
    }

    /// Goes to a question: its step, its input.
    pub(super) fn visit(self, field: Field) {
        self.step.set(field.step);
        self.pane.set(Pane::Form);
        self.focused.set(Some(field));
        browser::focus(field.key);
    }

    /// Opens the first file that a question makes a line of, with that line in sight.
    pub(super) fn show_lines(self, field: Field) {
        let open = self.file.get_untracked();
        let found = self.rendered.with_untracked(|rendered| {
            let makes = |lines: &[Line]| lines.iter().any(|line| line.from.contains(field));
            let here = rendered.tree.file(&open).is_some_and(makes);
            let other = || {
                files_of_answers(rendered)
                    .find(|(_, lines)| makes(lines))
                    .map(|(path, _)| path.to_owned())
            };
            if here { Some(open.clone()) } else { other() }
        });
        self.focused.set(Some(field));
        if let Some(path) = found {
            self.open(&path);
            browser::show(".line.is-mine");
        }
    }

    /// Makes a preview at once, unless this animation frame had one already; then after it.
    pub(super) fn preview(self) {
        let mut frame = self.frame.get_value();
        if frame.taken {
            frame.wanted = true;
            return self.frame.set_value(frame);
        }
        frame.taken = true;
        frame.revision += 1;
        self.frame.set_value(frame);
        if frame.revision > 1 {
            let draft = self.draft.get_untracked();
            let rendered = self.vault.with_value(|vault| Rendered::with(&draft, &vault.encrypted));
            // An answer that moves or drops the open file must leave no empty pane.
            if rendered.tree.file(&self.file.get_untracked()).is_none() {
                self.file.set(main_file(&rendered));
            }
            self.rendered.set(Arc::new(rendered));
        }
        spawn_local(async move {
            tick().await;
            browser::set_ready(frame.revision);
        });
        request_animation_frame(move || self.end_frame());
    }

    fn end_frame(self) {
        let frame = self.frame.get_value();
        self.frame.set_value(Frame { taken: false, wanted: false, ..frame });
        if frame.wanted {
            self.preview();
        }
    }
}

fn collect(preset: Preset, answers: StoredValue<Vec<RwSignal<String>>>) -> Draft {
    let mut draft = Draft::new(preset);
    answers.with_value(|answers| {
        for (field, answer) in Field::ALL.iter().zip(answers) {
            draft.set(*field, answer.get());
        }
    });
    draft
}

/// The file that is open first: the largest release.
fn main_file(rendered: &Rendered) -> String {
    let layout = Layout::of(&rendered.plan);
    format!("{}/{}.yaml", layout.folder(Part::KubePrometheusStack), layout.release_file())
}
