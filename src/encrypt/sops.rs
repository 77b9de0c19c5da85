//! A Secret as [SOPS](https://getsops.io) writes it, for age recipients: the names stay readable,
//! each value is a ciphertext of its own, and a MAC holds them together.

use aes_gcm::aead::consts::U32;
use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::aes::Aes256;
use base64ct::{Base64, Encoding};
use sha2::{Digest, Sha512};
use zeroize::Zeroizing;

use super::{Failure, age, random};
use crate::digest::digits;
use crate::map;
use crate::stack::secrets::ENCRYPTED_KEYS;
use crate::value::Recipient;
use crate::yaml::Node;

/// SOPS takes a nonce of 32 bytes where others take 12.
type Cipher = aes_gcm::AesGcm<Aes256, U32>;

/// The oldest SOPS that is known to read these files.
const VERSION: &str = "3.9.0";
const TAG: usize = 16;

/// Encrypts `values` into the entry `stringData` of a manifest.
///
/// `modified` is the moment in RFC 3339, in whole seconds of UTC: `2026-02-23T10:00:00Z`.
///
/// # Errors
/// When a recipient is no usable key, or the system gives no random numbers.
pub fn secret(
    head: Node,
    values: &[(&str, &str)],
    recipients: &[Recipient],
    modified: &str,
) -> Result<Node, Failure> {
    let data_key = Zeroizing::new(random::<32>()?);
    let cipher = Cipher::new((&*data_key).into());
    let mut encrypted = Node::map();
    for (key, value) in values {
        let path = format!("stringData:{key}:");
        encrypted = encrypted.with(*key, encrypt(&cipher, value, &path)?);
    }
    let mac = encrypt(&cipher, &mac(&head, values), modified)?;
    let keys = recipients.iter().map(|recipient| key(&*data_key, recipient));
    let metadata = map! {
        "age" => Node::list(keys.collect::<Result<Vec<_>, _>>()?),
        "encrypted_regex" => ENCRYPTED_KEYS,
        "lastmodified" => modified,
        "mac" => mac,
        "version" => VERSION,
    };
    Ok(head.with("stringData", encrypted).with("sops", metadata))
}

fn key(data_key: &[u8], recipient: &Recipient) -> Result<Node, Failure> {
    Ok(map! { "recipient" => recipient.as_str(), "enc" => age::encrypt(data_key, recipient)? })
}

/// One value. An empty one stays as it is: SOPS cannot read an empty ciphertext.
fn encrypt(cipher: &Cipher, plain: &str, path: &str) -> Result<String, Failure> {
    if plain.is_empty() {
        return Ok(String::new());
    }
    let nonce = random::<32>()?;
    let payload = Payload { msg: plain.as_bytes(), aad: path.as_bytes() };
    let sealed = cipher.encrypt(&nonce.into(), payload).expect("a value fits into AES-GCM");
    let (data, tag) = sealed.split_at(sealed.len() - TAG);
    let [data, iv, tag] = [data, &nonce, tag].map(Base64::encode_string);
    Ok(format!("ENC[AES256_GCM,data:{data},iv:{iv},tag:{tag},type:str]"))
}

/// Covers every value of the document in its order, the readable ones too.
fn mac(head: &Node, values: &[(&str, &str)]) -> String {
    let mut hash = Sha512::new();
    head.walk("", &mut |_, node| hash.update(node.text()));
    for (_, value) in values {
        hash.update(value);
    }
    digits(&hash.finalize()).to_ascii_uppercase()
}
