//! Plans a Kubernetes monitoring stack and writes its complete, Flux-ready tree.
//!
//! ```text
//! link, plan.yaml ──▶ Draft ──plan──▶ Plan + Problems ──stack──▶ Tree ──▶ preview, zip, folder
//!                       │ typed text    checked values     ▲      files of lines
//!                       ▼               each remembers     │      each line remembers
//!                     link, plan.yaml   its question       │      its questions
//!                                                          │
//!                     values of Secrets ──encrypt──▶ ciphertext
//! ```
//!
//! # Floors
//!
//! A floor uses only those above it in this list.
//!
//! - [`value`]: the kinds of answer, text in and checked value out
//! - [`plan`]: the questions, each declared once in `plan/fields.rs`; presets; rules across questions
//! - [`yaml`], [`text`], [`tree`]: lines that remember their questions, and the files made of them
//! - [`stack`]: one module for each part of the stack, and the guide
//! - [`link`], [`plan_file`], [`digest`], [`bundle`]: what goes in and out
//! - [`encrypt`]: the values of Secrets into ciphertext, which the stack puts into the tree
//! - [`inspect`]: what is wrong in a finished tree, ours or one on disk, whoever wrote it
//! - [`render`]: from answers to everything that follows, in one call
//! - `cli` natively, `ui` in the browser; [`highlight`] serves the latter
//!
//! # Invariants
//!
//! - **The same plan gives the same bytes**, here and in every browser: no clock, no random number but
//!   in ciphertext, which is made once and then carried along.
//! - **Nothing fails on an answer.** A bad one counts as its default, is named as a [`plan::Problem`],
//!   and holds back the zip; the preview stays.
//! - **No question holds a secret**, so no link or plan does. Values live in [`encrypt::Values`] only.
//! - **Names and addresses are computed** in [`stack::names`], chart versions in [`stack::charts`].
//! - **What was released stays**: question keys, editions of presets, links. `tests/released` guards it.
//!
//! # How to add …
//!
//! | to add | touch |
//! |---|---|
//! | a question | one entry in `plan/fields.rs`; a kind in [`value`] if it is a new one |
//! | a rule across questions | one function in `plan/rules/`, one word in its list |
//! | a rule for finished trees | one function in `inspect/`, one word in its list, one row in `tests/inspect_rules.rs` |
//! | a manifest | one `folder.put(…)` in the part that owns it |
//! | a part of the stack | one module in `stack/`, one word in its list, one variant of [`plan::layout::Part`] |
//! | traffic that a network policy lets through | one edge in `stack/edges.rs` |
//! | a Secret, or a key of one | one constant, named by [`stack::secrets::needed`] |
//! | a receiver of alerts | one module in `stack/receivers/`, one word in its list, its questions |
//! | a chart version | one row in [`stack::charts`], and the list of its values, which `tests/real_tools` compares with the chart |
//! | a preset | one variant of [`plan::Preset`], one golden tree |
//!
//! The golden trees in `tests/trees` show what changed: `UPDATE=1 cargo test --test trees`.

pub mod bundle;
#[cfg(not(target_arch = "wasm32"))]
pub mod cli;
pub mod digest;
pub mod encrypt;
pub mod highlight;
pub mod inspect;
pub mod link;
pub mod plan;
pub mod plan_file;
pub mod render;
pub mod stack;
pub mod text;
pub mod tree;
#[cfg(target_arch = "wasm32")]
pub mod ui;
pub mod value;
pub mod yaml;
