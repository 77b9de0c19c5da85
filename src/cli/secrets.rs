//! Values of Secrets, from a file and from the environment.

use std::env;
use std::path::Path;

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use zeroize::Zeroizing;

use super::{Usage, disk};
use crate::encrypt::{self, Values};
use crate::plan::Plan;
use crate::plan::layout::{Layout, Part};
use crate::stack::secrets::{Encrypted, Key, Secret, file_name, needed};

/// What the names of variables with values begin with.
const PREFIX: &str = "MONITREE_SECRET_";

/// Encrypts the values that a file and the environment hold; a variable counts before the file. What
/// was encrypted before stays where there are none.
pub(super) fn encrypt(
    file: Option<&Path>,
    plan: &Plan,
    before: &Encrypted,
) -> Result<Encrypted, Usage> {
    let mut values = Values::default();
    if let Some(file) = file {
        warn_if_open(file);
        let text = Zeroizing::new(disk::read_text(file)?);
        values.read(plan, &text).map_err(|failure| format!("{}: {failure}", file.display()))?;
    }
    read_variables(plan, &mut values)?;
    if values.is_empty() {
        return Ok(before.clone());
    }
    let now = OffsetDateTime::now_utc().replace_nanosecond(0).unwrap_or(OffsetDateTime::UNIX_EPOCH);
    let now = now.format(&Rfc3339).map_err(|error| format!("cannot tell the time: {error}"))?;
    let encrypted = encrypt::encrypt_now(plan, &values, before, &now);
    encrypted.map_err(|failure| failure.to_string())
}

/// The ciphertext in a folder that fits the plan, so that a tree can be written again without the values.
pub(super) fn carried(folder: &Path, plan: &Plan) -> Result<Encrypted, Usage> {
    let mut carried = Encrypted::default();
    if !plan.secret_mode.encrypts() {
        return Ok(carried);
    }
    let base = folder.join(Layout::of(plan).folder(Part::Base));
    for (secret, _) in needed(plan) {
        let file = base.join(file_name(plan, secret));
        if !file.is_file() {
            continue;
        }
        let text = disk::read_text(&file)?;
        if encrypt::fits(plan, secret, &text) {
            carried.put(plan, secret, text);
        }
    }
    Ok(carried)
}

/// `MONITREE_SECRET_GRAFANA_ADMIN_ADMIN_PASSWORD`
fn variable(secret: &Secret, key: &Key) -> String {
    format!("{PREFIX}{}_{}", secret.name, key.name).to_uppercase().replace('-', "_")
}

fn read_variables(plan: &Plan, values: &mut Values) -> Result<(), Usage> {
    let mut known = Vec::new();
    for (secret, key) in encrypt::keys(plan) {
        let name = variable(secret, key);
        if let Some(value) = env::var_os(&name) {
            let value = value.into_string().map_err(|_| format!("{name} is not text"))?;
            values.put(secret, key, Zeroizing::new(value));
        }
        known.push(name);
    }
    let names = env::vars_os().filter_map(|(name, _)| name.into_string().ok());
    for name in names.filter(|name| name.starts_with(PREFIX) && !known.contains(name)) {
        eprintln!("note: {name} names no value that this plan needs");
    }
    Ok(())
}

/// Others who can read the file know the values.
#[cfg(unix)]
fn warn_if_open(file: &Path) {
    use std::os::unix::fs::PermissionsExt;
    let open = file.metadata().is_ok_and(|meta| meta.permissions().mode() & 0o077 != 0);
    if open {
        eprintln!("warning: others can read {0}; chmod 600 {0}", file.display());
    }
}

#[cfg(not(unix))]
const fn warn_if_open(_: &Path) {}
