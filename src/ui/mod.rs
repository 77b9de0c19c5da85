//! The page. It shows what the floors below work out and decides nothing itself.
//!
//! ```text
//! state.rs      the answers as signals, and what follows from them, once per animation frame
//! reach.rs      how much each question makes
//! address.rs    the plan in the address bar
//! shell.rs      header, steps, panes, status line
//! button.rs     the button, in one place
//! form.rs       the questions of a step         question.rs  one question, whatever it asks
//! start.rs, secrets.rs, review.rs               what a step shows besides its questions
//! problems.rs   the list of problems
//! files.rs      the list of files               code.rs      the open file
//! browser.rs    the only file that knows the browser
//! ```

// The components' macro makes their parameters public.
#![allow(unreachable_pub)]

mod address;
mod browser;
mod button;
mod code;
mod files;
mod form;
mod problems;
mod question;
mod reach;
mod review;
mod secrets;
mod shell;
mod start;
mod state;

/// Puts the page into the document.
pub fn mount() {
    console_error_panic_hook::set_once();
    browser::clear_shell();
    leptos::mount::mount_to_body(shell::App);
}
