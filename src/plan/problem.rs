//! What is wrong with a plan, or worth knowing about it.

use super::{Field, Fields, Given};
use crate::value::{Code, List};

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The tree would not work: it is not written.
    Error,
    /// The tree works, but something about it is likely to hurt.
    Warning,
    /// Good to know.
    Info,
}

impl Severity {
    /// Its word in `check --json`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
        }
    }
}

/// One finding about a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// How much it weighs, after accepting.
    pub severity: Severity,
    /// A name that never changes, so that it can be accepted and looked up.
    pub code: &'static str,
    /// Whether the user accepted it.
    pub accepted: bool,
    /// Whether the user may accept it.
    pub acceptable: bool,
    /// The questions concerned, the one to change first.
    pub fields: Vec<Field>,
    /// The file and line of the tree where it was found, if it was found there.
    pub place: Option<(String, usize)>,
    /// What is wrong, in one sentence.
    pub message: String,
    /// What would happen.
    pub why: &'static str,
    /// Answers that mend it, the best first.
    pub fixes: Vec<Fix>,
}

/// An answer that mends a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// The question to answer.
    pub field: Field,
    /// The answer.
    pub answer: String,
}

impl Fix {
    /// What its button says.
    pub fn label(&self) -> String {
        match (self.field, self.answer.as_str()) {
            (Field::accept, "") => "Clear the accepted findings".to_owned(),
            (Field::accept, _) => "Accept it".to_owned(),
            (field, "") => format!("Clear {}", field.label),
            (field, "true") => format!("Switch on: {}", field.label),
            (field, "false") => format!("Switch off: {}", field.label),
            (field, answer) => format!("Set {} to {answer}", field.label),
        }
    }
}

impl Problem {
    /// A finding without which no tree would work.
    pub fn error(code: &'static str, fields: &[Field], message: String, why: &'static str) -> Self {
        Self {
            severity: Severity::Error,
            code,
            accepted: false,
            acceptable: false,
            fields: fields.to_vec(),
            place: None,
            message,
            why,
            fixes: Vec::new(),
        }
    }

    /// A finding that does not hold back the tree.
    pub fn warning(
        code: &'static str,
        fields: &[Field],
        message: String,
        why: &'static str,
    ) -> Self {
        let error = Self::error(code, fields, message, why);
        Self { severity: Severity::Warning, acceptable: true, ..error }
    }

    /// A finding that is good to know.
    pub fn info(code: &'static str, fields: &[Field], message: String, why: &'static str) -> Self {
        let error = Self::error(code, fields, message, why);
        Self { severity: Severity::Info, ..error }
    }

    /// An answer that cannot be read.
    pub(super) fn unreadable(field: Field, message: String, instead: &str) -> Self {
        let why = "The question counts as its default until the answer can be read.";
        Self::error("answer.unreadable", &[field], message, why).fix(field, instead)
    }

    /// The same finding, with an answer that mends it.
    #[must_use]
    pub fn fix(mut self, field: Field, answer: impl Into<String>) -> Self {
        self.fixes.push(Fix { field, answer: answer.into() });
        self
    }

    /// The same finding, which the user may accept although it is an error.
    #[must_use]
    pub const fn acceptable(mut self) -> Self {
        self.acceptable = true;
        self
    }

    /// The word that a list puts before its message.
    pub const fn title(&self) -> &'static str {
        match (self.severity, self.accepted) {
            (Severity::Error, _) => "Error",
            (Severity::Warning, _) => "Warning",
            (Severity::Info, true) => "Accepted",
            (Severity::Info, false) => "Note",
        }
    }

    /// Whether it holds back the tree.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// Whether it holds back the tree once these codes are accepted.
    pub fn is_error_despite(&self, accepted: &List<Code>) -> bool {
        let covers = |code: &Code| self.is_accepted_by(code);
        self.is_error() && !accepted.iter().any(covers)
    }

    fn is_accepted_by(&self, code: &Code) -> bool {
        self.acceptable && self.code == code.as_str()
    }

    /// The questions concerned, as a set.
    pub fn set(&self) -> Fields {
        self.fields.iter().copied().collect()
    }

    /// Marks what the user accepts, names codes that match nothing, and sorts by weight.
    pub(super) fn accept(accepted: &Given<List<Code>>, problems: &mut Vec<Self>) {
        let mut idle = Vec::new();
        for code in accepted.iter() {
            let found = problems.iter_mut().filter(|problem| problem.is_accepted_by(code));
            let count = found.map(Self::be_accepted).count();
            if count == 0 {
                idle.push(Self::idle_code(code, accepted));
            }
        }
        problems.append(&mut idle);
        problems.sort_by_key(|problem| problem.severity);
    }

    fn be_accepted(&mut self) {
        self.accepted = true;
        self.severity = Severity::Info;
    }

    fn idle_code(code: &Code, accepted: &List<Code>) -> Self {
        let rest: Vec<&str> =
            accepted.iter().map(Code::as_str).filter(|c| *c != code.as_str()).collect();
        let message = format!(
            "{:?} is accepted, but the plan has no such finding that can be accepted",
            code.as_str()
        );
        let why = "An old acceptance would hide the finding when it comes back.";
        Self::warning("accept.idle", &[Field::accept], message, why)
            .fix(Field::accept, rest.join(","))
    }
}
