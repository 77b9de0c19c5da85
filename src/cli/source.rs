//! Which plan a command is about.

use std::path::{Path, PathBuf};

use clap::Args;

use super::{Usage, disk};
use crate::plan::{Draft, Opened, Preset};
use crate::value::private_key;
use crate::{link, plan_file};

/// Where the plan comes from. Without any of these it is the preset homelab.
#[derive(Debug, Args)]
pub(super) struct PlanArgs {
    /// Start from a preset
    #[arg(long, value_name = "NAME", group = "start")]
    preset: Option<String>,
    /// Start from a plan.yaml
    #[arg(long, value_name = "FILE", group = "start")]
    plan: Option<PathBuf>,
    /// Start from a share link, or what stands behind its `#`
    #[arg(long, value_name = "URL", group = "start")]
    link: Option<String>,
    /// Answer one question; may be repeated, the last answer counts
    #[arg(long, value_name = "KEY=ANSWER")]
    set: Vec<String>,
}

impl PlanArgs {
    /// The answers. What a link or a file holds beyond them is named on standard error.
    pub(super) fn open(&self) -> Result<Draft, Usage> {
        let mut opened = self.start()?;
        for set in &self.set {
            let (key, text) = set.split_once('=').ok_or_else(|| not_an_answer(set))?;
            if private_key(text) {
                return Err(format!(
                    "the answer to {key:?} holds a private key; give the public one"
                ));
            }
            opened.draft.set_key(key, text).map_err(|unknown| unknown.to_string())?;
        }
        // After all that can fail: a failure is one line.
        print_notes(&opened.notes);
        Ok(opened.draft)
    }

    fn start(&self) -> Result<Opened, Usage> {
        if let Some(file) = &self.plan {
            return read(file);
        }
        if let Some(link) = &self.link {
            return Ok(link::decode(link));
        }
        let name = self.preset.as_deref().unwrap_or(Preset::default().name());
        let preset = Preset::find(name).ok_or_else(|| {
            let names: Vec<&str> = Preset::ALL.iter().map(|preset| preset.name()).collect();
            format!("{name:?} is not a preset; there is {}", names.join(", "))
        })?;
        Ok(Opened::new(Draft::new(preset), Vec::new()))
    }
}

fn not_an_answer(set: &str) -> Usage {
    let named = if private_key(set) { "a private key".to_owned() } else { format!("{set:?}") };
    format!("{named} is not KEY=ANSWER such as domain=example.org")
}

/// Reads a plan file.
fn read(file: &Path) -> Result<Opened, Usage> {
    let text = disk::read_text(file)?;
    plan_file::read(&text).map_err(|message| format!("{}: {message}", file.display()))
}

/// Names on standard error what could not be used.
pub(super) fn print_notes(notes: &[String]) {
    for note in notes {
        eprintln!("note: {note}");
    }
}
