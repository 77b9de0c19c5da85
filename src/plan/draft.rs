//! The answers as typed, and how they become a plan.

use std::fmt;

use super::{Field, Given, Plan, Preset, Problem, rules};
use crate::value::Value;

/// The answers as typed, right or wrong, on top of a preset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    preset: Preset,
    answers: Vec<String>,
}

/// A key that no question has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownKey(pub String);

impl fmt::Display for UnknownKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} is not a question; `monitree fields` lists them, such as domain", self.0)
    }
}

impl Default for Draft {
    fn default() -> Self {
        Self::new(Preset::default())
    }
}

impl Draft {
    /// The answers of a preset.
    pub fn new(preset: Preset) -> Self {
        let answers = Field::ALL.iter().map(|field| preset.answer(*field).to_owned()).collect();
        Self { preset, answers }
    }

    /// The same answers on top of another preset: those that were changed stay.
    #[must_use]
    pub fn on(&self, preset: Preset) -> Self {
        let mut draft = Self::new(preset);
        for field in self.changed() {
            draft.set(field, self.get(field));
        }
        draft
    }

    /// The preset that it started from.
    pub const fn preset(&self) -> Preset {
        self.preset
    }

    /// The answer to a question.
    pub fn get(&self, field: Field) -> &str {
        &self.answers[field.index()]
    }

    /// Answers a question.
    pub fn set(&mut self, field: Field, text: impl Into<String>) {
        self.answers[field.index()] = text.into();
    }

    /// Answers a question that is known by its key.
    pub fn set_key(&mut self, key: &str, text: &str) -> Result<(), UnknownKey> {
        let field = Field::find(key).ok_or_else(|| UnknownKey(key.to_owned()))?;
        self.set(field, text);
        Ok(())
    }

    /// The questions whose answer differs from the preset's.
    pub fn changed(&self) -> impl Iterator<Item = Field> {
        Field::ALL.iter().copied().filter(|field| self.get(*field) != self.preset.answer(*field))
    }

    /// Whether a question has this answer. One that cannot be read counts as its default, as in the
    /// plan, so that a typing error hides no question.
    pub fn is(&self, field: Field, text: &str) -> bool {
        let read = (field.canonical)(self.get(field));
        read.as_deref().unwrap_or_else(|_| self.preset.answer(field)) == text
    }

    /// Whether a question is asked.
    pub fn shows(&self, field: Field) -> bool {
        (field.shown)(self)
    }

    /// Whether any message has Pushover's priority 2, which needs two more answers.
    pub(super) fn sends_emergencies(&self) -> bool {
        let priorities = [
            Field::pushover_critical_priority,
            Field::pushover_warning_priority,
            Field::pushover_flux_priority,
        ];
        priorities.into_iter().any(|field| self.shows(field) && self.is(field, "2"))
    }

    /// Whether any part has replicas.
    pub(super) fn has_replicas(&self) -> bool {
        !self.is(Field::prometheus_replicas, "1")
            || !self.is(Field::alertmanager_replicas, "1")
            || !self.is(Field::loki_mode, "monolithic")
    }

    /// Whether Loki keeps its data in a bucket.
    pub(super) fn has_bucket(&self) -> bool {
        !self.is(Field::loki_store, "filesystem")
    }

    /// Whether Secrets come from a store outside of the repository.
    pub(super) fn is_external(&self) -> bool {
        self.is(Field::secret_mode, "external")
    }

    /// Whether the routes say themselves where their certificate is. A Gateway has it in its listener.
    pub(super) fn routes_name_tls(&self) -> bool {
        self.is(Field::access, "ingressroute") || self.is(Field::access, "ingress")
    }

    /// What the answers mean, and what is wrong with them. Never fails: a bad answer counts as its
    /// default.
    pub fn plan(&self) -> (Plan, Vec<Problem>) {
        let mut problems = Vec::new();
        let plan = Plan::read(self, &mut problems);
        rules::check(&plan, &mut problems);
        (plan, problems)
    }

    /// Puts all findings about a plan and its tree in order: what the user accepts, the gravest first,
    /// and no fix that stands there already.
    pub fn settle(&self, plan: &Plan, problems: &mut Vec<Problem>) {
        Problem::accept(&plan.accept, problems);
        for problem in problems {
            problem.fixes.retain(|fix| self.get(fix.field).trim() != fix.answer);
        }
    }

    /// The value of an answer. A question that is not asked counts as its default.
    pub(super) fn read<T: Value>(&self, field: Field, problems: &mut Vec<Problem>) -> Given<T> {
        let text = self.readable(field, problems);
        Given::new(T::parse(text).expect("a preset's answers read"), field)
    }

    /// The text that counts: the answer's, or the preset's where it is not asked or cannot be read. Apart
    /// from [`Draft::read`], so that the page holds it once and not for every kind of value.
    fn readable(&self, field: Field, problems: &mut Vec<Problem>) -> &str {
        let (own, preset) = (self.get(field), self.preset.answer(field));
        if !self.shows(field) {
            return preset;
        }
        match (field.canonical)(own) {
            Ok(_) => own,
            Err(message) => {
                problems.push(Problem::unreadable(field, message, preset));
                preset
            }
        }
    }
}
