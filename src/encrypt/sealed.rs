//! A SealedSecret of [sealed-secrets](https://github.com/bitnami-labs/sealed-secrets): each value is
//! encrypted under a key of its own, which only the controller in the cluster can unwrap.

use aes_gcm::aead::{Aead, KeyInit};
use aes_gcm::{Aes256Gcm, Nonce};
use base64ct::{Base64, Encoding};
use zeroize::Zeroizing;

use super::{Failure, random, rsa};
use crate::map;
use crate::plan::Plan;
use crate::stack::secrets::Secret;
use crate::tree::manifest_as_it_is;
use crate::value::{Certificate, SealedScope};
use crate::yaml::Node;

/// Encrypts the values of a Secret for the controller that has this certificate.
///
/// # Errors
/// When the certificate's key does not encrypt, or the system gives no random numbers.
pub async fn secret(
    plan: &Plan,
    secret: &Secret,
    values: &[(&str, &str)],
    certificate: &Certificate,
) -> Result<Node, Failure> {
    let label = label(plan, secret);
    let mut encrypted = Node::map();
    for (key, value) in values {
        encrypted = encrypted.with(*key, encrypt(certificate, &label, value).await?);
    }
    let home = (secret.home)(plan);
    let mut head =
        manifest_as_it_is("bitnami.com/v1alpha1", "SealedSecret", secret.name, &home, None);
    if let Some(annotation) = annotation(*plan.sealed_scope) {
        head.annotate(annotation, "true");
    }
    let template = map! {
        "metadata" => map! { "name" => secret.name, "namespace" => home },
        "type" => "Opaque",
    };
    Ok(head.with("spec", map! { "encryptedData" => encrypted, "template" => template }))
}

/// What the ciphertext is bound to: a SealedSecret of another name or namespace cannot use it.
fn label(plan: &Plan, secret: &Secret) -> String {
    let home = (secret.home)(plan);
    match *plan.sealed_scope {
        SealedScope::Strict => format!("{}/{}", *home, secret.name),
        SealedScope::NamespaceWide => home.to_string(),
        SealedScope::ClusterWide => String::new(),
    }
}

const fn annotation(scope: SealedScope) -> Option<&'static str> {
    match scope {
        SealedScope::Strict => None,
        SealedScope::NamespaceWide => Some("sealedsecrets.bitnami.com/namespace-wide"),
        SealedScope::ClusterWide => Some("sealedsecrets.bitnami.com/cluster-wide"),
    }
}

/// The length of the wrapped key in two bytes, the wrapped key, and the value under that key. The key
/// is used once, so its nonce may be zero.
async fn encrypt(certificate: &Certificate, label: &str, value: &str) -> Result<String, Failure> {
    let key = Zeroizing::new(random::<32>()?);
    let wrapped = rsa::wrap(certificate, label, &*key).await?;
    let length = u16::try_from(wrapped.len())
        .map_err(|_| Failure("the certificate's key is too long".to_owned()))?;
    let cipher = Aes256Gcm::new((&*key).into());
    let sealed =
        cipher.encrypt(&Nonce::default(), value.as_bytes()).expect("a value fits into AES-GCM");
    Ok(Base64::encode_string(&[&length.to_be_bytes()[..], &wrapped, &sealed].concat()))
}
