//! The questions and their answers: [`Draft`] is what was typed, [`Plan`] what it means.
//!
//! ```text
//! fields.rs     every question, declared once
//! layout.rs     the folders and names that follow from the answers
//! question.rs   the macro that turns a declaration into its parts
//! draft.rs      typed texts -> Plan + problems
//! opened.rs     a plan that came from a link or a file
//! page.rs       the pages that a browser can open
//! preset.rs     named starting points, and what they answered in older editions
//! rules/        checks across questions
//! ```

mod draft;
mod fields;
pub mod layout;
mod opened;
mod page;
mod preset;
mod problem;
mod question;
mod rules;

pub use draft::{Draft, UnknownKey};
pub use fields::{Plan, Step};
pub use opened::Opened;
pub use page::Page;
pub use preset::{Change, EDITION, Preset};
pub use problem::{Fix, Problem, Severity};
pub use question::{Field, Fields, Given, Spec};
