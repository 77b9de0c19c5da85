//! Files on disk.

use std::fs;
use std::io::{self, Error, ErrorKind, Write};
use std::path::Path;

use super::Usage;

/// The one line about a file that cannot be used.
pub(super) fn cannot(what: &str, file: &Path, error: &Error) -> Usage {
    format!("cannot {what} {}: {error}", file.display())
}

/// The bytes of a file.
pub(super) fn read(file: &Path) -> Result<Vec<u8>, Usage> {
    fs::read(file).map_err(|error| cannot("read", file, &error))
}

/// The text of a file.
pub(super) fn read_text(file: &Path) -> Result<String, Usage> {
    String::from_utf8(read(file)?).map_err(|_| format!("{} is not text", file.display()))
}

/// Writes one file.
pub(super) fn write(file: &Path, bytes: &[u8]) -> Result<(), Usage> {
    fs::write(file, bytes).map_err(|error| cannot("write", file, &error))
}

/// Prints text on standard output. A reader that has gone, as `head` does, wants no more of it.
pub(super) fn print(text: &str) -> Result<(), Usage> {
    match io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(format!("cannot print: {error}"))
        }
        _ => Ok(()),
    }
}

/// Every file below a folder, sorted, with `/` between the parts on every system. The folder of git
/// itself is passed over.
pub(super) fn paths(top: &Path) -> Result<Vec<String>, Usage> {
    let (mut paths, mut folders) = (Vec::new(), vec![top.to_owned()]);
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder).map_err(|error| cannot("read", &folder, &error))?;
        for entry in entries.filter_map(Result::ok) {
            // A link to a folder counts as a file: following it could lead in a circle.
            let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
            let path = entry.path();
            if !is_folder {
                paths.push(relative(top, &path));
            } else if !path.ends_with(".git") {
                folders.push(path);
            }
        }
    }
    paths.sort();
    Ok(paths)
}

fn relative(top: &Path, path: &Path) -> String {
    let parts = path.strip_prefix(top).unwrap_or(path).components();
    parts.map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}
