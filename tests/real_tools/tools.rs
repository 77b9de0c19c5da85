//! The real tools: where they are, and how they are run.

use std::cell::Cell;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fmt, fs, process};

use super::common;

/// Each tool, with the arguments that print its version.
const TOOLS: &[(&str, &[&str])] = &[
    ("kustomize", &["version"]),
    ("promtool", &["--version"]),
    ("amtool", &["--version"]),
    ("alloy-parser", &[]),
    ("helm", &["version", "--short"]),
    ("sops", &["--version", "--check-for-updates=false"]),
    ("sops-3.9.0", &["--version", "--disable-version-check"]),
];

/// A tool that was found.
pub(crate) struct Tool {
    name: &'static str,
    version: String,
    program: PathBuf,
    files: Cell<usize>,
    objects: Cell<usize>,
}

/// Every tool, found or not, and the folder of charts.
pub(crate) struct Tools {
    tools: Vec<(&'static str, Option<Tool>)>,
    charts: Option<PathBuf>,
}

impl Tools {
    pub(crate) fn find() -> Self {
        let tools = TOOLS.iter().map(|(name, version)| (*name, Tool::find(name, version)));
        let charts = env::var_os("MONITREE_CHARTS").filter(|folder| !folder.is_empty());
        Self { tools: tools.collect(), charts: charts.map(PathBuf::from) }
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Tool> {
        self.found().find(|tool| tool.name == name)
    }

    pub(crate) fn found(&self) -> impl Iterator<Item = &Tool> {
        self.tools.iter().filter_map(|(_, tool)| tool.as_ref())
    }

    pub(crate) fn missing(&self) -> impl Iterator<Item = &'static str> {
        self.tools.iter().filter(|(_, tool)| tool.is_none()).map(|(name, _)| *name)
    }

    /// The folder that `MONITREE_CHARTS` names.
    pub(crate) fn charts(&self) -> Option<&Path> {
        self.charts.as_deref()
    }
}

impl Tool {
    /// Looks into the project's own folder first: what is there has the pinned version.
    fn find(name: &'static str, version: &[&str]) -> Option<Self> {
        let own = common::path(".tools/bin");
        let on_path = env::var_os("PATH").unwrap_or_default();
        let folders = [own.clone()].into_iter().chain(env::split_paths(&on_path));
        let program = folders.map(|folder| folder.join(name)).find(|path| path.is_file())?;
        let stamp = fs::read_to_string(own.join(format!(".{name}")));
        let stamp = stamp.ok().filter(|_| program.starts_with(&own));
        let (files, objects) = (Cell::new(0), Cell::new(0));
        let mut tool = Self { name, version: String::new(), program, files, objects };
        let said = stamp.or_else(|| tool.run(version).ok()).unwrap_or_default();
        said.lines().next().unwrap_or_default().clone_into(&mut tool.version);
        Some(tool)
    }

    /// Runs it. What it prints on standard output, or everything that it prints when it fails.
    pub(crate) fn run<A: AsRef<OsStr>>(
        &self,
        arguments: impl IntoIterator<Item = A>,
    ) -> Result<String, String> {
        self.output(Command::new(&self.program).args(arguments))
    }

    /// Runs it with a variable of the environment.
    pub(crate) fn run_with<A: AsRef<OsStr>>(
        &self,
        (name, value): &(&str, String),
        arguments: impl IntoIterator<Item = A>,
    ) -> Result<String, String> {
        self.output(Command::new(&self.program).args(arguments).env(name, value))
    }

    fn output(&self, command: &mut Command) -> Result<String, String> {
        let output = command.output();
        let output = output.map_err(|error| format!("{}: {error}", self.program.display()))?;
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        if output.status.success() {
            return Ok(text);
        }
        Err(format!("{text}{}", String::from_utf8_lossy(&output.stderr)))
    }

    /// Remembers how much it was given.
    pub(crate) fn saw(&self, files: usize, objects: usize) {
        self.files.set(self.files.get() + files);
        self.objects.set(self.objects.get() + objects);
    }
}

impl fmt::Display for Tool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, version, .. } = self;
        let (files, objects) = (self.files.get(), self.objects.get());
        write!(f, "{name} ({version}): {files} files, {objects} objects")
    }
}

/// A folder for this run, which goes with it.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        let folder = env::temp_dir().join(format!("monitree-real-tools-{}", process::id()));
        fs::create_dir_all(&folder).expect("a temporary folder is made");
        Self(folder)
    }

    /// Writes a file, with the folders above it.
    pub(crate) fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.join(name);
        let parent = path.parent().expect("a file lies in a folder");
        fs::create_dir_all(parent).expect("a folder is made");
        fs::write(&path, text).expect("a file is written");
        path
    }

    /// A path below it.
    pub(crate) fn join(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // A folder that cannot be removed is no reason to fail after all checks have passed.
        drop(fs::remove_dir_all(&self.0));
    }
}
