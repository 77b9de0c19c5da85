//! Runs the command line in a folder of its own.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

/// Files by their path.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// An empty folder in which commands run. It goes with the value.
pub(crate) struct Folder(pub(crate) PathBuf);

/// How a command ended and what it printed.
pub(crate) struct Run {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Folder {
    pub(crate) fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let path =
            std::env::temp_dir().join(format!("monitree-cli-{}-{count}", std::process::id()));
        fs::create_dir(&path).expect("a fresh folder");
        Self(path)
    }

    pub(crate) fn run(&self, args: &[&str]) -> Run {
        self.run_with(&[], args)
    }

    /// Runs a command with variables of the environment.
    pub(crate) fn run_with(&self, variables: &[(&str, &str)], args: &[&str]) -> Run {
        let mut command = Command::new(env!("CARGO_BIN_EXE_monitree"));
        command.args(args).envs(variables.iter().copied()).current_dir(&self.0);
        let output = command.output().expect("the program starts");
        let text = |bytes| String::from_utf8(bytes).expect("it prints text");
        Run { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }

    /// Runs a command that must succeed, and gives what it printed on standard output.
    #[track_caller]
    pub(crate) fn done(&self, args: &[&str]) -> String {
        let run = self.run(args);
        assert_eq!(run.code, Some(0), "{args:?}: {}", run.err);
        run.out
    }

    pub(crate) fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let file = self.0.join(path);
        fs::create_dir_all(file.parent().expect("a file lies in a folder")).expect("a folder");
        fs::write(file, bytes).expect("a file");
    }

    /// Writes a file that nobody else may read.
    pub(crate) fn write_private(&self, path: &str, text: &str) {
        self.write(path, text);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::Permissions::from_mode(0o600);
            fs::set_permissions(self.0.join(path), mode).expect("the mode is set");
        }
    }

    pub(crate) fn files(&self, below: &str) -> Files {
        let mut files = Files::new();
        collect(&self.0.join(below), "", &mut files);
        files
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Every file below a folder, and every folder as a path with a closing slash.
fn collect(folder: &Path, prefix: &str, files: &mut Files) {
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_str().expect("plain").to_owned();
        if path.is_dir() {
            files.insert(format!("{prefix}{name}/"), Vec::new());
            collect(&path, &format!("{prefix}{name}/"), files);
        } else {
            files.insert(format!("{prefix}{name}"), fs::read(&path).expect("its bytes"));
        }
    }
}

pub(crate) fn without_folders(mut files: Files) -> Files {
    files.retain(|path, _| !path.ends_with('/'));
    files
}
