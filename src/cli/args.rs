//! The commands and their options. The doc comments are the help texts.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, Subcommand};

use super::source::PlanArgs;

/// Plans a Kubernetes monitoring stack and writes its complete, Flux-ready tree.
///
/// The page and this command write the same bytes from the same plan. A plan is a preset, a
/// plan.yaml or a link, and single answers on top of it:
///
///   monitree render --preset homelab --set domain=example.org --out my-repository
///
/// Exit codes: 0 done, 1 the plan or the tree has errors, 2 wrong usage or unreadable input.
#[derive(Debug, Parser)]
#[command(
    name = "monitree",
    version,
    disable_help_subcommand = true,
    subcommand_required = true,
    arg_required_else_help = true
)]
pub(super) struct Args {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Write the tree of a plan into a folder or a zip
    ///
    /// Prints the digest of the plan and the digest of the tree. With errors in the plan nothing is
    /// written; `monitree check` explains them. The README.md in the base folder says what to do
    /// with the tree.
    Render(RenderArgs),
    /// List the problems of a plan, or of a tree on disk
    ///
    /// Each problem names its code, the questions concerned, what would happen, and answers that
    /// mend it. A warning, and an error that may be accepted, is silenced with
    /// `--set accept=CODE`. Of a tree, which may be one that others wrote, each names the file and
    /// line to change. Ends with 1 if there is an error.
    Check {
        #[command(flatten)]
        plan: PlanArgs,
        /// Check the tree in this folder, the root of a repository, instead of a plan
        #[arg(value_name = "DIR", conflicts_with_all = ["preset", "plan", "link", "set"])]
        tree: Option<PathBuf>,
        /// Print a JSON array instead of text
        #[arg(long)]
        json: bool,
    },
    /// List every question: its key, its answer and what it accepts
    Fields {
        #[command(flatten)]
        plan: PlanArgs,
        /// Print a JSON array instead of text
        #[arg(long)]
        json: bool,
    },
    /// Print the share link of a plan
    ///
    /// The link holds every answer that differs from the preset, behind the `#`, which browsers
    /// never send to a server. It holds no secret, because no answer does.
    Link {
        #[command(flatten)]
        plan: PlanArgs,
        /// The address of the page, such as https://example.org/monitree/
        #[arg(long, value_name = "URL", default_value = "", hide_default_value = true)]
        base: String,
    },
    /// Print the plan.yaml of a link, a plan, or a tree or zip that was written before
    ///
    /// What could not be read is named on standard error, and so are files of a tree that were
    /// edited by hand.
    Import {
        /// A link, or the path of a plan.yaml, a folder or a zip
        #[arg(value_name = "FILE|DIR|LINK")]
        from: String,
        /// Print the plan as a JSON object: preset, answers, notes, edited files
        #[arg(long)]
        json: bool,
    },
    /// Show how two plans, trees or zips differ
    ///
    /// First the answers that differ, then a unified diff of the files, which `git apply` takes. Of
    /// a tree on disk the files count as they are now, with edits by hand. Encrypted files are left
    /// out: they differ each time.
    Diff {
        /// A link, or the path of a plan.yaml, a folder or a zip
        #[arg(value_name = "A")]
        before: String,
        /// What it is compared with
        #[arg(value_name = "B")]
        after: String,
    },
}

#[derive(Debug, ClapArgs)]
pub(super) struct RenderArgs {
    #[command(flatten)]
    pub(super) plan: PlanArgs,
    /// Write the files below this folder
    #[arg(long, value_name = "DIR", conflicts_with = "zip", required_unless_present = "zip")]
    pub(super) out: Option<PathBuf>,
    /// Write a zip, the same bytes as the page's download
    #[arg(long, value_name = "FILE")]
    pub(super) zip: Option<PathBuf>,
    /// Encrypt the values in this file into the tree: lines of name/key=value
    ///
    /// `grafana-admin/admin-password=…`, one for each value that the plan needs. A variable such as
    /// MONITREE_SECRET_GRAFANA_ADMIN_ADMIN_PASSWORD counts before the file. Needs secret_mode=sops
    /// with sops_recipients, or secret_mode=sealed with sealed_certificate. Only ciphertext is
    /// written; without new values the ciphertext in DIR stays.
    #[arg(long, value_name = "FILE")]
    pub(super) secrets: Option<PathBuf>,
    /// Write although the folder holds files that are not Monitree's, or that were edited by hand
    ///
    /// Other files are left alone; edited files of ours are overwritten.
    #[arg(long)]
    pub(super) force: bool,
}
