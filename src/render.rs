//! From answers to everything that follows from them, in one call: what the page shows and what the
//! command line writes.

use std::sync::Arc;

use crate::inspect::{self, Finding};
use crate::plan::{Draft, Field, Fields, Plan, Problem, Severity, layout::Layout, layout::Part};
use crate::stack::secrets::Encrypted;
use crate::tree::Tree;
use crate::{digest, plan_file, stack, text::Text};

/// What follows from the answers.
#[derive(Clone, Debug)]
pub struct Rendered {
    /// What the answers mean. It is shared: a copy of two hundred answers would weigh 15 KB of code.
    pub plan: Arc<Plan>,
    /// What is wrong with them, the gravest first.
    pub problems: Vec<Problem>,
    /// The files. With an error among the problems they are a preview only.
    pub tree: Tree,
}

impl Rendered {
    /// Works everything out. The same answers always give the same files.
    pub fn of(draft: &Draft) -> Self {
        Self::with(draft, &Encrypted::default())
    }

    /// The same with Secrets that were encrypted before.
    pub fn with(draft: &Draft, encrypted: &Encrypted) -> Self {
        let (plan, mut problems) = draft.plan();
        let mut tree = stack::tree(draft, &plan, encrypted);
        own_files(draft, &plan, &mut tree);
        problems.extend(tree.collisions().iter().map(|path| collision(path)));
        problems.extend(tree.replaced().iter().map(|(field, path)| replaced(*field, path)));
        // The tree of answers that are refused is a preview: what is wrong with it was said.
        if !problems.iter().any(|own| own.is_error_despite(&plan.accept)) {
            let findings = inspect::check(&tree, &inspect::Answers::of(draft));
            problems.extend(findings.into_iter().map(|own| found(&tree, own)));
        }
        draft.settle(&plan, &mut problems);
        Self { plan: Arc::new(plan), problems, tree }
    }

    /// Whether the tree must not be written.
    pub fn has_errors(&self) -> bool {
        self.problems.iter().any(Problem::is_error)
    }

    /// Where the tree shows a problem: the line that was found, or each file with its first line that a
    /// question concerned made.
    pub fn places<'own>(&'own self, problem: &'own Problem) -> Vec<(&'own str, usize)> {
        if let Some((file, line)) = &problem.place {
            return vec![(file, *line)];
        }
        let concerned = problem.set();
        let first = |(path, lines): (_, &[crate::yaml::Line])| {
            let line = lines.iter().position(|line| line.from.meets(concerned))?;
            Some((path, line + 1))
        };
        self.tree.files().filter_map(first).collect()
    }
}

/// What Monitree itself reads again: the answers, and the digests that show edits by hand.
fn own_files(draft: &Draft, plan: &Plan, tree: &mut Tree) {
    let folder = format!("{}/{}", Layout::of(plan).folder(Part::Base), digest::OWN_FOLDER);
    let mut manifest = Text::new();
    manifest.add(digest::manifest(tree));
    tree.put(format!("{folder}{}", digest::PLAN), plan_file::lines(draft));
    tree.put(format!("{folder}{}", digest::MANIFEST), manifest.lines());
}

/// What is wrong in the finished tree, at the questions that made the line.
fn found(tree: &Tree, finding: Finding) -> Problem {
    let Finding { severity, code, file, line, message, why } = finding;
    let from = tree.file(&file).and_then(|lines| lines.get(line - 1)).map(|own| own.from);
    let fields: Vec<Field> = from.into_iter().flat_map(Fields::iter).collect();
    let problem = match severity {
        Severity::Error => Problem::error(code, &fields, message, why),
        _ => Problem::warning(code, &fields, message, why),
    };
    Problem { place: Some((file, line)), ..problem }
}

/// A value of the user's in the place of ours: good to know, since nothing of ours is left of it.
fn replaced(field: Field, path: &str) -> Problem {
    let message = format!("{path} is yours now, in the place of a value of this plan");
    let why = "What the plan says elsewhere no longer counts for it.";
    Problem::info("values.replaced", &[field], message, why)
}

fn collision(path: &str) -> Problem {
    let message = format!("two parts of the plan want to write {path}");
    let why = "Only one of them could be in the repository.";
    let fields = [Field::root_path, Field::clusters_path, Field::cluster_name];
    Problem::error("paths.collide", &fields, message, why)
        .fix(Field::root_path, Field::root_path.default)
        .fix(Field::clusters_path, Field::clusters_path.default)
}
