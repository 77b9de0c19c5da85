//! Turns the values of Secrets into files that may be committed.
//!
//! ```text
//! values (never answers) ──┐
//! recipients (answers) ────┴──▶ Encrypted ──▶ stack, which puts the files into the tree
//! ```
//!
//! Values live in [`Values`] only, which wipes its memory, prints nothing and is never written
//! anywhere. What leaves this module is ciphertext.

mod age;
mod carried;
mod rsa;
pub mod sealed;
pub mod sops;
mod values;

use std::fmt;

use crate::plan::Plan;
use crate::stack::secrets::{Encrypted, Secret, manifest, needed};
use crate::value::SecretMode;
use crate::yaml;

pub use carried::fits;
pub use values::{Values, generate, keys};

/// Why nothing could be encrypted. It never holds a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure(pub String);

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Encrypts every Secret of the plan whose values are all there, on top of what was encrypted
/// before. `modified` is the moment in RFC 3339, in whole seconds of UTC.
///
/// # Errors
/// When the plan does not encrypt, has nobody to encrypt for, a value is wrong, or the system gives no
/// random numbers.
pub async fn encrypt(
    plan: &Plan,
    values: &Values,
    before: &Encrypted,
    modified: &str,
) -> Result<Encrypted, Failure> {
    can_encrypt(plan)?;
    values.check(plan)?;
    let mut encrypted = before.clone();
    for (secret, _) in needed(plan) {
        if let Some(values) = values.of(secret) {
            let text = encrypt_one(plan, secret, &values, modified).await?;
            encrypted.put(plan, secret, text);
        }
    }
    Ok(encrypted)
}

/// The same outside of a browser, where nothing waits.
///
/// # Errors
/// As [`encrypt`].
#[cfg(not(target_arch = "wasm32"))]
pub fn encrypt_now(
    plan: &Plan,
    values: &Values,
    before: &Encrypted,
    modified: &str,
) -> Result<Encrypted, Failure> {
    use std::task::{Context, Poll, Waker};
    let mut future = std::pin::pin!(encrypt(plan, values, before, modified));
    match future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(result) => result,
        Poll::Pending => unreachable!("only a browser's cipher waits"),
    }
}

/// Whether the answers allow to encrypt at all.
///
/// # Errors
/// The question to answer first.
fn can_encrypt(plan: &Plan) -> Result<(), Failure> {
    match *plan.secret_mode {
        mode if !mode.encrypts() => {
            Err(Failure(format!("nothing is encrypted while secret_mode is {mode}")))
        }
        SecretMode::Sops if plan.sops_recipients.is_empty() => Err(Failure(
            "nobody to encrypt for: sops_recipients needs a public key such as age1…".to_owned(),
        )),
        SecretMode::Sealed if plan.sealed_certificate.is_none() => Err(Failure(
            "nobody to encrypt for: sealed_certificate needs what kubeseal --fetch-cert prints"
                .to_owned(),
        )),
        _ => Ok(()),
    }
}

async fn encrypt_one(
    plan: &Plan,
    secret: &Secret,
    values: &[(&str, &str)],
    modified: &str,
) -> Result<String, Failure> {
    let node = match plan.sealed_certificate.as_ref() {
        Some(certificate) if *plan.secret_mode == SecretMode::Sealed => {
            sealed::secret(plan, secret, values, certificate).await?
        }
        _ => sops::secret(manifest(plan, secret), values, &plan.sops_recipients, modified)?,
    };
    Ok(yaml::text(&node.lines()))
}

/// Bytes from the system's source of random numbers.
fn random<const N: usize>() -> Result<[u8; N], Failure> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)
        .map_err(|error| Failure(format!("the system gives no random numbers: {error}")))?;
    Ok(bytes)
}
