//! Guards that SealedSecrets open with the controller's private key, under their own label only.
#![cfg(not(target_arch = "wasm32"))]

mod common;

use aes_gcm::aead::{Aead, KeyInit};
use aes_gcm::{Aes256Gcm, Nonce};
use base64ct::{Base64, Encoding};
use common::draft_of;
use common::sealed::{KEY, certificate};
use common::sops::{STORE_VALUES, VALUES};
use monitree::encrypt::{self, Values};
use monitree::plan::{Draft, Field};
use monitree::render::Rendered;
use monitree::stack::secrets::{Encrypted, file_name, needed};
use monitree::yaml;
use rsa::Oaep;
use serde_json::Value;
use sha2::Sha256;

fn plan(scope: &str) -> Draft {
    draft_of([
        (Field::secret_mode, "sealed".to_owned()),
        (Field::sealed_certificate, certificate()),
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
        ("strict", "HOME/NAME", None),
        ("namespace-wide", "HOME", Some("namespace-wide")),
        ("cluster-wide", "", Some("cluster-wide")),
    ];
    for (scope, label, annotation) in scopes {
        let mut draft = plan(scope);
        draft.set(Field::loki_store, "s3");
        draft.set(Field::loki_namespace, "logs");
        let mut values = Values::default();
        values
            .read(&draft.plan().0, &format!("{VALUES}{STORE_VALUES}"))
            .expect("the values are read");
        let encrypted = encrypt::encrypt_now(&draft.plan().0, &values, &Encrypted::default(), "");
        let Rendered { plan, tree, .. } = Rendered::with(&draft, &encrypted.expect("it encrypts"));
        for (secret, _) in needed(&plan) {
            let name = file_name(&plan, secret);
            let (path, lines) =
                tree.files().find(|(path, _)| path.ends_with(&name)).expect("the file");
            assert!(tree.is_encrypted(path));
            let file: Value = serde_yaml::from_str(&yaml::text(lines)).expect("YAML");
            assert_eq!(file["kind"], "SealedSecret");
            let home = if secret.name == "loki-s3" { "logs" } else { "monitoring" };
            for head in [&file["metadata"], &file["spec"]["template"]["metadata"]] {
                assert_eq!(
                    (&head["name"], &head["namespace"]),
                    (&secret.name.into(), &home.into())
                );
            }
            for word in ["namespace-wide", "cluster-wide"] {
                let own =
                    &file["metadata"]["annotations"][format!("sealedsecrets.bitnami.com/{word}")];
                assert_eq!(own.as_str(), (annotation == Some(word)).then_some("true"), "{scope}");
            }
            let label = label.replace("NAME", secret.name).replace("HOME", home);
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
