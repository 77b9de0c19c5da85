//! The key pair of a controller of SealedSecrets.

use std::sync::LazyLock;

use base64ct::{Base64, Encoding};
use rsa::PrivateKey;
use rsa::pkcs8::EncodePublicKey;

/// The controller's pair.
pub(crate) static KEY: LazyLock<PrivateKey> = LazyLock::new(|| {
    let mut random = rsa::rand_core::UnwrapErr(getrandom::SysRng);
    PrivateKey::new(&mut random, 2048).expect("a key")
});

/// A value of DER: tag, length, content.
fn der(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len()).expect("a short value").to_be_bytes();
    let length = match length {
        [0, short @ ..128] => vec![short],
        [0, long] => vec![0x81, long],
        [high, low] => vec![0x82, high, low],
    };
    [&[tag], &length[..], content].concat()
}

/// A certificate with its public key, as far as a reader looks who checks no signature.
pub(crate) fn certificate() -> String {
    let key = KEY.to_public_key().to_public_key_der().expect("it is encoded").into_vec();
    let (number, empty) = (der(0x02, &[1]), der(0x30, &[]));
    let fields = [&number[..], &empty, &empty, &empty, &empty, &key].concat();
    let whole = der(0x30, &[der(0x30, &fields), empty, der(0x03, &[0])].concat());
    let text = Base64::encode_string(&whole);
    let lines: Vec<&str> =
        text.as_bytes().chunks(64).map(|line| str::from_utf8(line).expect("text")).collect();
    format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n", lines.join("\n"))
}
