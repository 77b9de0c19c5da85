//! Guards that SealedSecrets open with the controller's private key, under their own label only.
#![cfg(not(target_arch = "wasm32"))]

mod common;

use std::sync::LazyLock;

use aes_gcm::aead::{Aead, KeyInit};
use aes_gcm::{Aes256Gcm, Nonce};
use base64ct::{Base64, Encoding};
use common::draft_of;
use common::sops::VALUES;
use monitree::encrypt::{self, Values};
use monitree::plan::{Draft, Field};
use monitree::render::Rendered;
use monitree::stack::secrets::{Encrypted, file_name, needed};
use monitree::yaml;
use rsa::pkcs8::EncodePublicKey;
use rsa::{Oaep, PrivateKey, PublicKey};
use serde_json::Value;
use sha2::Sha256;

/// The controller's pair.
static KEY: LazyLock<PrivateKey> = LazyLock::new(|| {
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

/// A certificate with this key, as far as a reader looks who checks no signature.
fn certificate(key: &PublicKey) -> String {
    let key = key.to_public_key_der().expect("it is encoded").into_vec();
    let (number, empty) = (der(0x02, &[1]), der(0x30, &[]));
    let fields = [&number[..], &empty, &empty, &empty, &empty, &key].concat();
    let whole = der(0x30, &[der(0x30, &fields), empty, der(0x03, &[0])].concat());
    let text = Base64::encode_string(&whole);
    let lines: Vec<&str> =
        text.as_bytes().chunks(64).map(|line| str::from_utf8(line).expect("text")).collect();
    format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n", lines.join("\n"))
}

fn plan(scope: &str) -> Draft {
    draft_of([
        (Field::secret_mode, "sealed".to_owned()),
        (Field::sealed_certificate, certificate(&KEY.to_public_key())),
        (Field::sealed_scope, scope.to_owned()),
    ])
}

/// As the controller does it.
fn open(sealed: &str, label: &str) -> Option<String> {
    let bytes = Base64::decode_vec(sealed).ok()?;
    let (length, rest) = bytes.split_first_chunk::<2>()?;
    let (wrapped, sealed) = rest.split_at_checked(usize::from(u16::from_be_bytes(*length)))?;
    let key = KEY.decrypt(Oaep::<Sha256>::new_with_label(label.as_bytes()), wrapped).ok()?;
    let cipher = Aes256Gcm::new_from_slice(&key).ok()?;
    String::from_utf8(cipher.decrypt(&Nonce::default(), sealed).ok()?).ok()
}

#[test]
fn the_controller_opens_every_scope_under_its_label() {
    let scopes = [
        ("strict", "monitoring/NAME", None),
        ("namespace-wide", "monitoring", Some("namespace-wide")),
        ("cluster-wide", "", Some("cluster-wide")),
    ];
    for (scope, label, annotation) in scopes {
        let draft = plan(scope);
        let mut values = Values::default();
        values.read(&draft.plan().0, VALUES).expect("the values are read");
        let encrypted = encrypt::encrypt_now(&draft.plan().0, &values, &Encrypted::default(), "");
        let Rendered { plan, tree, .. } = Rendered::with(&draft, &encrypted.expect("it encrypts"));
        for (secret, _) in needed(&plan) {
            let name = file_name(&plan, secret);
            let (path, lines) =
                tree.files().find(|(path, _)| path.ends_with(&name)).expect("the file");
            assert!(tree.is_encrypted(path));
            let file: Value = serde_yaml::from_str(&yaml::text(lines)).expect("YAML");
            assert_eq!(
                (&file["kind"], &file["metadata"]["name"]),
                (&"SealedSecret".into(), &secret.name.into())
            );
            for word in ["namespace-wide", "cluster-wide"] {
                let own =
                    &file["metadata"]["annotations"][format!("sealedsecrets.bitnami.com/{word}")];
                assert_eq!(own.as_str(), (annotation == Some(word)).then_some("true"), "{scope}");
            }
            let label = label.replace("NAME", secret.name);
            for key in secret.keys {
                let sealed =
                    file["spec"]["encryptedData"][key.name].as_str().expect("a ciphertext");
                assert_eq!(open(sealed, &label).as_deref(), values.get(secret, key), "{scope}");
                assert_eq!(open(sealed, "monitoring/other"), None, "{scope}");
            }
        }
    }
}

#[test]
fn another_scope_or_certificate_asks_for_the_values_again() {
    let mut draft = plan("strict");
    let mut values = Values::default();
    values.read(&draft.plan().0, VALUES).expect("the values are read");
    let encrypted = encrypt::encrypt_now(&draft.plan().0, &values, &Encrypted::default(), "")
        .expect("it encrypts");
    let sealed = |draft: &Draft| {
        let tree = Rendered::with(draft, &encrypted).tree;
        tree.files().filter(|(path, _)| tree.is_encrypted(path)).count()
    };
    assert_eq!(sealed(&draft), 2);
    draft.set(Field::sealed_scope, "cluster-wide");
    assert_eq!(sealed(&draft), 0);
    draft.set(Field::sealed_certificate, "");
    let refused =
        encrypt::encrypt_now(&draft.plan().0, &values, &encrypted, "").expect_err("nobody");
    assert!(refused.0.contains("sealed_certificate"), "{refused}");
}
