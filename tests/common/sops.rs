//! Reads files of SOPS, by the crate `age` and the rules of the format. Written apart from the writer.

use std::collections::BTreeMap;
use std::io::Read;
use std::iter;

use aes_gcm::aead::consts::U32;
use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::aes::Aes256;
use age::armor::ArmoredReader;
use age::x25519::Identity;
use base64ct::{Base64, Encoding};
use serde_json::Value;
use sha2::{Digest, Sha512};

type Cipher = aes_gcm::AesGcm<Aes256, U32>;

/// A value for every Secret of the default plan, as a file for `--secrets` holds them.
pub(crate) const VALUES: &str = "\
alertmanager-pushover/user-key=uQiRzpo4DXghDmr9QzzfQu27cmVRsG
alertmanager-pushover/api-token=azGDORePK8gMaC0QOYAMyEEuzJnyUi
grafana-admin/admin-user=admin
grafana-admin/admin-password=canary pässword: 'x' = \"y\" #z
";

/// Values for the credentials of Loki's buckets.
pub(crate) const STORE_VALUES: &str = "\
loki-s3/AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE
loki-s3/AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
";

/// Decrypts a file, checks its MAC, and gives the values by their keys.
pub(crate) fn decrypt(text: &str, identity: &Identity) -> Result<BTreeMap<String, String>, String> {
    let mut file: Value = serde_yaml::from_str(text).map_err(|error| error.to_string())?;
    let metadata = file["sops"].take();
    let cipher =
        Cipher::new_from_slice(&data_key(&metadata, identity)?).map_err(|e| e.to_string())?;
    let mut hash = Sha512::new();
    let mut values = BTreeMap::new();
    for (key, value) in file.as_object().ok_or("no mapping")? {
        if key == "sops" {
            continue;
        }
        let decrypted = key == "stringData" || key == "data";
        walk(value, &format!("{key}:"), &mut |path, text| {
            let plain = if decrypted { open(&cipher, text, path)? } else { text.to_owned() };
            if decrypted {
                let name = path.split(':').nth(1).expect("a key below stringData");
                values.insert(name.to_owned(), plain.clone());
            }
            hash.update(plain);
            Ok(())
        })?;
    }
    let mac = open(&cipher, text_at(&metadata, "mac")?, text_at(&metadata, "lastmodified")?)?;
    let own = hash.finalize().iter().fold(String::new(), |own, byte| own + &format!("{byte:02X}"));
    if mac == own { Ok(values) } else { Err("the MAC does not fit".to_owned()) }
}

fn text_at<'a>(value: &'a Value, key: &str) -> Result<&'a str, String> {
    value[key].as_str().ok_or_else(|| format!("{key} is no text"))
}

/// The first entry that this identity opens.
fn data_key(metadata: &Value, identity: &Identity) -> Result<Vec<u8>, String> {
    let entries = metadata["age"].as_array().ok_or("no age")?;
    let own = identity.to_public().to_string();
    let entry = entries
        .iter()
        .find(|entry| entry["recipient"] == own.as_str())
        .ok_or("not for this key")?;
    let armored = ArmoredReader::new(text_at(entry, "enc")?.as_bytes());
    let decryptor = age::Decryptor::new(armored).map_err(|error| error.to_string())?;
    let mut reader =
        decryptor.decrypt(iter::once(identity as &dyn age::Identity)).map_err(|e| e.to_string())?;
    let mut key = Vec::new();
    reader.read_to_end(&mut key).map_err(|error| error.to_string())?;
    Ok(key)
}

/// Visits every text with its path, as SOPS writes it.
fn walk(
    value: &Value,
    path: &str,
    visit: &mut impl FnMut(&str, &str) -> Result<(), String>,
) -> Result<(), String> {
    match value {
        Value::Object(map) => {
            map.iter().try_for_each(|(key, value)| walk(value, &format!("{path}{key}:"), visit))
        }
        Value::String(text) => visit(path, text),
        other => Err(format!("{path} holds {other}")),
    }
}

fn open(cipher: &Cipher, text: &str, aad: &str) -> Result<String, String> {
    if text.is_empty() {
        return Ok(String::new());
    }
    let inner = text.strip_prefix("ENC[AES256_GCM,").and_then(|text| text.strip_suffix(']'));
    let parts: Vec<&str> = inner.ok_or("no ciphertext")?.split(',').collect();
    let part = |name: &str| {
        let found =
            parts.iter().find_map(|part| part.strip_prefix(name)).ok_or(format!("no {name}"))?;
        Base64::decode_vec(found).map_err(|error| error.to_string())
    };
    let (data, iv, tag) = (part("data:")?, part("iv:")?, part("tag:")?);
    let iv: [u8; 32] = iv.try_into().map_err(|_| "the nonce has no 32 bytes")?;
    let sealed = [data, tag].concat();
    let payload = Payload { msg: &sealed, aad: aad.as_bytes() };
    let plain =
        cipher.decrypt(&iv.into(), payload).map_err(|_| format!("{aad} does not decrypt"))?;
    String::from_utf8(plain).map_err(|error| error.to_string())
}
