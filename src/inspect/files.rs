//! A tree as Flux sees it: its objects, and which files a Kustomization applies.

use std::collections::BTreeSet;

use super::{Answers, Finding};
use crate::plan::Severity;
use crate::tree::{Object, Tree};
use crate::yaml::Line;

/// What the rules look at.
pub(super) struct Files<'tree> {
    tree: &'tree Tree,
    answers: &'tree Answers,
}

impl<'tree> Files<'tree> {
    pub(super) const fn new(tree: &'tree Tree, answers: &'tree Answers) -> Self {
        Self { tree, answers }
    }

    /// Every object, those of examples as well.
    pub(super) fn objects(&self) -> &'tree [Object] {
        self.tree.objects()
    }

    /// The objects of a group and kind.
    pub(super) fn of_kind(
        &self,
        group: &str,
        kind: &str,
    ) -> impl Iterator<Item = &'tree Object> + use<'tree> {
        let (group, kind) = (group.to_owned(), kind.to_owned());
        let is = move |object: &&Object| {
            object.kind() == kind && object.api_version().starts_with(&group)
        };
        self.objects().iter().filter(is)
    }

    /// Every HelmRelease.
    pub(super) fn releases(&self) -> impl Iterator<Item = &'tree Object> + use<'tree> {
        self.of_kind("helm.toolkit.fluxcd.io/", "HelmRelease")
    }

    /// The name and version of a release's chart, by its source where that is known.
    pub(super) fn chart(&self, release: &'tree Object) -> [&'tree str; 2] {
        let own = |key| release.text(&["spec", "chart", "spec", key]);
        if !own("chart").is_empty() {
            return [own("chart"), own("version")];
        }
        let name = release.text(&["spec", "chartRef", "name"]);
        let mut sources = self.of_kind("source.toolkit.fluxcd.io/", "OCIRepository");
        let Some(source) = sources.find(|source| source.name() == name) else { return [name, ""] };
        let last = source.text(&["spec", "url"]).rsplit('/').next();
        [last.unwrap_or(name), source.text(&["spec", "ref", "tag"])]
    }

    /// Whether this is a word of an answer.
    pub(super) fn is_answer(&self, word: &str) -> bool {
        self.answers.name(word)
    }

    /// Whether an answer holds this, such as the host of an address.
    pub(super) fn is_in_answer(&self, part: &str) -> bool {
        self.answers.hold(part)
    }

    /// Every file that kustomize reads, with its lines.
    pub(super) fn read(&self) -> impl Iterator<Item = (&'tree str, Vec<&'tree str>)> {
        let read = self.tree.files().filter(|(path, _)| is_read(path));
        read.map(|(path, lines)| (path, lines.iter().map(|line| line.text.as_str()).collect()))
    }

    /// The objects that a Flux Kustomization applies.
    pub(super) fn applied_by(&self, kustomization: &Object) -> Vec<&'tree Object> {
        let files = self.applied(kustomization.text(&["spec", "path"]));
        let objects = self.objects().iter();
        objects.filter(|object| files.contains(object.path.as_str())).collect()
    }

    /// An error about an object, at the line of its file that holds this text.
    pub(super) fn error(
        &self,
        code: &'static str,
        object: &Object,
        line: &str,
        message: String,
        why: &'static str,
    ) -> Finding {
        let (severity, file) = (Severity::Error, object.path.clone());
        let line = self.line(object, line);
        Finding { severity, code, file, line, message, why }
    }

    /// The same, for what may be well if the cluster has more than the tree.
    pub(super) fn warning(
        &self,
        code: &'static str,
        object: &Object,
        line: &str,
        message: String,
        why: &'static str,
    ) -> Finding {
        let error = self.error(code, object, line, message, why);
        Finding { severity: Severity::Warning, ..error }
    }

    /// The objects of a file.
    pub(super) fn of_file(&self, path: &str) -> impl Iterator<Item = &'tree Object> {
        self.objects().iter().filter(move |object| object.path == path)
    }

    /// The lines of an object in its file, which may hold others, and how many stand before them.
    fn lines_of(&self, object: &Object) -> (usize, &'tree [Line]) {
        let lines = self.tree.file(&object.path).unwrap_or_default();
        let nth = self.of_file(&object.path).position(|own| std::ptr::eq(own, object));
        let mut after = 0;
        let parts = lines.split(|line| line.text == "---").map(|part| {
            let before = after;
            after += part.len() + 1;
            (before, part)
        });
        let says = |line: &Line| !line.text.is_empty() && !line.text.starts_with('#');
        let mut parts = parts.filter(|(_, part)| part.iter().any(says));
        nth.and_then(|nth| parts.nth(nth)).unwrap_or((0, lines))
    }

    /// The line of an object that holds this text, counted from 1 in its file, best as a whole; else
    /// its first.
    fn line(&self, object: &Object, text: &str) -> usize {
        let (before, lines) = self.lines_of(object);
        let whole = |line: &str| line.trim().trim_start_matches("- ") == text;
        let at = lines.iter().position(|line| whole(&line.text));
        let at = at.or_else(|| lines.iter().position(|line| line.text.contains(text)));
        before + at.map_or(1, |index| index + 1)
    }

    /// A finding at a value of a release.
    pub(super) fn at_value(
        &self,
        severity: Severity,
        code: &'static str,
        release: &Object,
        keys: &[&str],
        message: String,
        why: &'static str,
    ) -> Finding {
        let (file, line) = (release.path.clone(), self.line_of_value(release, keys));
        Finding { severity, code, file, line, message, why }
    }

    /// The line of a value of a release, or of the closest key above it that has one.
    fn line_of_value(&self, release: &Object, keys: &[&str]) -> usize {
        let (before, lines) = self.lines_of(release);
        let depth = |line: &Line| line.text.len() - line.text.trim_start().len();
        let (mut at, mut inside) = (0, 0);
        for key in ["spec", "values"].iter().chain(keys) {
            let rest = lines.iter().enumerate().skip(at);
            let mut block =
                rest.take_while(|(_, line)| line.text.is_empty() || depth(line) >= inside);
            let found = block.find(|(_, line)| {
                depth(line) == inside && line.text[inside..].starts_with(&format!("{key}:"))
            });
            let Some((index, _)) = found else { break };
            at = index + 1;
            inside = lines.get(at).map_or(inside, depth);
        }
        if at == 0 { self.line(release, &format!("name: {}", release.name())) } else { before + at }
    }

    /// The files that Flux applies from a folder: those that its kustomization.yaml lists, in folders
    /// below as well; without one, every file. A path that is not there may begin with folders above
    /// this tree, so these are left out one by one.
    fn applied(&self, path: &str) -> BTreeSet<&'tree str> {
        let path = path.trim_start_matches("./").trim_matches('/');
        let mut rest = path;
        loop {
            let mut found = BTreeSet::new();
            self.collect(rest, &mut found);
            match rest.split_once('/') {
                Some((_, below)) if found.is_empty() => rest = below,
                _ => return found,
            }
        }
    }

    fn collect(&self, folder: &str, found: &mut BTreeSet<&'tree str>) {
        let list = ["kustomization.yaml", "kustomization.yml", "Kustomization"];
        let mut lists = list.iter().map(|name| join(folder, name));
        let Some(list) = lists.find_map(|path| self.path(&path)) else {
            let inside = |path: &str| folder.is_empty() || path.starts_with(&format!("{folder}/"));
            let files = self.tree.files().map(|(path, _)| path);
            found.extend(files.filter(|path| is_read(path) && inside(path)));
            return;
        };
        // A list that leads back to itself ends here.
        if !found.insert(list) {
            return;
        }
        for name in self.of_file(list).flat_map(|own| own.manifest.at(&["resources"]).items()) {
            let path = join(folder, name.text());
            match self.path(&path) {
                Some(file) => drop(found.insert(file)),
                None => self.collect(&path, found),
            }
        }
    }

    /// The path of a file as the tree holds it.
    fn path(&self, path: &str) -> Option<&'tree str> {
        self.tree.files().map(|(own, _)| own).find(|own| *own == path)
    }
}

/// A path from a folder, with `.` and `..` worked out.
fn join(folder: &str, name: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in name.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// Whether Flux and kustomize would read a file; others, and Monitree's own, are passed over.
pub(super) fn is_read(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let hidden = path.split('/').any(|part| part.starts_with('.'));
    let ending = name.rsplit_once('.').map(|(_, ending)| ending);
    !hidden && (matches!(ending, Some("yaml" | "yml")) || name == "Kustomization")
}
