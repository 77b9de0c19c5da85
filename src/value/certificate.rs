//! The certificate of the sealed-secrets controller.

use std::fmt;

use der::asn1::AnyRef;
use der::{Decode, Reader, SliceReader, Tag};

use super::{Kind, Value};

/// A certificate in PEM, of which only the RSA key counts: the controller's are self-signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    pem: String,
    key: Vec<u8>,
}

impl Certificate {
    /// Its public key as a SubjectPublicKeyInfo in DER.
    pub fn key(&self) -> &[u8] {
        &self.key
    }
}

impl Value for Certificate {
    const KIND: Kind = Kind::Lines;
    const EXAMPLES: &'static [&'static str] = &[include_str!("certificate.pem")];

    fn parse(text: &str) -> Result<Self, String> {
        let refuse = |why: &str| {
            let start: String = text.trim().chars().take(40).collect();
            Err(format!(
                "{start:?} {why}; it must be a certificate in PEM such as kubeseal --fetch-cert prints"
            ))
        };
        let pem = text.trim().replace("\r\n", "\n") + "\n";
        let Ok((label, bytes)) = pem_rfc7468::decode_vec(pem.as_bytes()) else {
            return refuse("is no PEM, or was cut off");
        };
        if label != "CERTIFICATE" {
            return refuse("is PEM of another kind");
        }
        match rsa_key(&bytes) {
            Some(key) => Ok(Self { pem, key }),
            None => refuse("holds no RSA key"),
        }
    }
}

impl fmt::Display for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.pem)
    }
}

/// The SubjectPublicKeyInfo of a certificate (RFC 5280, 4.1), if its key is one of RSA.
fn rsa_key(certificate: &[u8]) -> Option<Vec<u8>> {
    /// rsaEncryption, 1.2.840.113549.1.1.1
    const RSA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];
    let signed = AnyRef::from_der(certificate).ok()?;
    let body = AnyRef::decode(&mut SliceReader::new(signed.value()).ok()?).ok()?;
    let mut fields = SliceReader::new(body.value()).ok()?;
    if Tag::peek(&fields).ok()?.is_context_specific() {
        fields.tlv_bytes().ok()?; // the version
    }
    // Serial number, signature algorithm, issuer, validity, subject.
    for _ in 0..5 {
        fields.tlv_bytes().ok()?;
    }
    let key = fields.tlv_bytes().ok()?;
    let info = AnyRef::from_der(key).ok()?;
    let algorithm = AnyRef::decode(&mut SliceReader::new(info.value()).ok()?).ok()?;
    let name = AnyRef::decode(&mut SliceReader::new(algorithm.value()).ok()?).ok()?;
    (name.value() == RSA).then(|| key.to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::{Maybe, check};

    const EXAMPLE: &str = Certificate::EXAMPLES[0];

    #[test]
    fn certificates() {
        let windows = EXAMPLE.replace('\n', "\r\n");
        let cut = &EXAMPLE[..EXAMPLE.len() / 2];
        let other = EXAMPLE.replace("CERTIFICATE", "CERTIFICATE REQUEST");
        check::<Maybe<Certificate>>(&[("", ""), (&windows, EXAMPLE)], &["a certificate"]);
        for text in [cut, &other, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"]
        {
            assert!(Certificate::parse(text).expect_err(text).contains("kubeseal --fetch-cert"));
        }
    }
}
