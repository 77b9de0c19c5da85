//! The envelope of [age](https://github.com/C2SP/C2SP/blob/main/age.md), version 1, for one X25519
//! recipient. Only its writing side: whoever reads has the private key, which never comes here.
//!
//! The crate `age` writes the same, and the tests read with it. In the browser it would weigh 118 KB
//! in brotli, four times as much as all of this module's ciphers together.

use base64ct::{Base64, Encoding};
use chacha20poly1305::ChaCha20Poly1305;
use chacha20poly1305::aead::{Aead, KeyInit};
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use x25519_dalek::{X25519_BASEPOINT_BYTES, x25519};
use zeroize::Zeroizing;

use super::{Failure, random};
use crate::value::Recipient;

const BEGIN: &str = "-----BEGIN AGE ENCRYPTED FILE-----\n";
const END: &str = "-----END AGE ENCRYPTED FILE-----\n";
/// Columns of the armor, as the format has it.
const COLUMNS: usize = 64;

/// Encrypts up to 64 KiB for one recipient, in ASCII armor.
pub(super) fn encrypt(plain: &[u8], recipient: &Recipient) -> Result<String, Failure> {
    let file_key = Zeroizing::new(random::<16>()?);
    let head = format!("age-encryption.org/v1\n{}---", stanza(&*file_key, recipient)?);
    let tag = mac(&derive(&[], &*file_key, b"header"), head.as_bytes());
    let header = format!("{head} {}\n", unpadded(&tag));
    let nonce = random::<16>()?;
    // The last chunk, which is the only one here, has a 1 at the end of its nonce.
    let chunk = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];
    let payload = seal(&derive(&nonce, &*file_key, b"payload"), chunk, plain);
    Ok(armor(&[header.as_bytes(), &nonce, &payload].concat()))
}

/// The file key, wrapped for the recipient by a key that only the two sides can work out.
fn stanza(file_key: &[u8], recipient: &Recipient) -> Result<String, Failure> {
    let ephemeral = Zeroizing::new(random::<32>()?);
    let share = x25519(*ephemeral, X25519_BASEPOINT_BYTES);
    let shared = Zeroizing::new(x25519(*ephemeral, *recipient.point()));
    if *shared == [0; 32] {
        return Err(Failure(format!(
            "{recipient} is no usable key: anyone could read what it encrypts"
        )));
    }
    let salt = [share, *recipient.point()].concat();
    let key = derive(&salt, &*shared, b"age-encryption.org/v1/X25519");
    let body = seal(&key, [0; 12], file_key);
    Ok(format!("-> X25519 {}\n{}\n", unpadded(&share), unpadded(&body)))
}

/// Base64 as the header has it.
fn unpadded(bytes: &[u8]) -> String {
    Base64::encode_string(bytes).trim_end_matches('=').to_owned()
}

fn derive(salt: &[u8], secret: &[u8], info: &[u8]) -> Zeroizing<[u8; 32]> {
    let mut key = Zeroizing::new([0; 32]);
    Hkdf::<Sha256>::new(Some(salt), secret)
        .expand(info, &mut *key)
        .expect("32 bytes fit into HKDF");
    key
}

fn mac(key: &[u8; 32], text: &[u8]) -> Vec<u8> {
    let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(key).expect("HMAC takes any key");
    mac.update(text);
    mac.finalize().into_bytes().to_vec()
}

fn seal(key: &[u8; 32], nonce: [u8; 12], plain: &[u8]) -> Vec<u8> {
    let cipher = ChaCha20Poly1305::new(key.into());
    cipher.encrypt(&nonce.into(), plain).expect("a short text fits into ChaCha20-Poly1305")
}

fn armor(bytes: &[u8]) -> String {
    let encoded = Base64::encode_string(bytes);
    let mut out = BEGIN.to_owned();
    for line in encoded.as_bytes().chunks(COLUMNS) {
        out.extend(line.iter().copied().map(char::from));
        out.push('\n');
    }
    out + END
}
