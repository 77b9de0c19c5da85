//! SOPS decrypts what the command line encrypted, knows it for encrypted, and refuses a changed byte.

use std::fs;

use age::secrecy::ExposeSecret;
use age::x25519::Identity;
use serde_json::Value;

use super::Run;
use super::common::command::Folder;
use super::common::sops::VALUES;
use super::report::unless;
use super::tools::Tool;

/// The newest SOPS, and the oldest that these files are made for.
const VERSIONS: &[&str] = &["sops", "sops-3.9.0"];

pub(crate) fn run(run: &mut Run) {
    let identity = Identity::generate();
    let folder = render(&identity);
    for name in VERSIONS {
        if let Some(tool) = run.tools.get(name) {
            let checked = decrypts(tool, &folder, &identity);
            run.report.check(&format!("{name} decrypts what was encrypted"), checked);
        }
    }
}

/// A tree with every Secret encrypted, for this identity and another one.
fn render(identity: &Identity) -> Folder {
    let folder = Folder::new();
    folder.write("values", VALUES);
    let recipients = [Identity::generate().to_public(), identity.to_public()];
    let recipients = recipients.map(|recipient| recipient.to_string()).join(",");
    let recipients = format!("sops_recipients={recipients}");
    folder.done(&[
        "render",
        "--set",
        "secret_mode=sops",
        "--set",
        &recipients,
        "--secrets",
        "values",
        "--out",
        "tree",
    ]);
    folder
}

fn decrypts(tool: &Tool, folder: &Folder, identity: &Identity) -> Result<String, String> {
    let key = ("SOPS_AGE_KEY", identity.to_string().expose_secret().to_owned());
    let files: Vec<String> =
        folder.files("tree").into_keys().filter(|path| path.ends_with(".enc.yaml")).collect();
    let mut faults = Vec::new();
    for name in &files {
        let path = folder.0.join("tree").join(name);
        let path = path.to_str().expect("a plain path");
        let plain = tool.run_with(&key, ["decrypt", "--output-type", "json", path])?;
        let status = tool.run_with(&key, ["filestatus", path])?;
        if status.trim() != r#"{"encrypted":true}"# {
            faults.push(format!("{name} has the status {status}"));
        }
        faults.extend(different(&plain).map(|what| format!("{name}: {what}")));
        let text = fs::read_to_string(path).expect("the file is read");
        let changed = folder.0.join("changed.enc.yaml");
        fs::write(&changed, flipped(&text)).expect("the file is written");
        let changed = changed.to_str().expect("a plain path");
        if tool.run_with(&key, ["decrypt", changed]).is_ok() {
            faults.push(format!("{name} decrypts although a byte was changed"));
        }
    }
    tool.saw(files.len(), files.len());
    if files.len() != 2 {
        faults.push(format!("{} encrypted files", files.len()));
    }
    unless(&faults, || format!("{} files, and neither with a changed byte", files.len()))
}

/// A value of the decrypted Secret that is not the one that was given.
fn different(plain: &str) -> Option<String> {
    let secret: Value = serde_json::from_str(plain).expect("JSON");
    let name = secret["metadata"]["name"].as_str().expect("a name");
    let mut lines = VALUES
        .lines()
        .filter_map(|line| line.strip_prefix(name)?.strip_prefix('/')?.split_once('='));
    let wrong = lines.find(|(key, value)| secret["stringData"][*key] != *value)?;
    Some(format!("{} is {}", wrong.0, secret["stringData"][wrong.0]))
}

/// The text with another letter at the start of its first ciphertext.
fn flipped(text: &str) -> String {
    let at = text.find("data:").expect("a ciphertext") + "data:".len();
    let other = if text[at..].starts_with('A') { "B" } else { "A" };
    format!("{}{other}{}", &text[..at], &text[at + 1..])
}
