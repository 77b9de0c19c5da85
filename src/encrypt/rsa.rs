//! RSA-OAEP with SHA-256: the one cipher that the browser lends. In the page, the crate `rsa` would
//! weigh 35 KB in brotli; natively there is no browser.

use super::Failure;
use crate::value::Certificate;

/// Encrypts a key for the owner of a certificate. Whoever decrypts must know the label.
#[cfg(not(target_arch = "wasm32"))]
#[allow(clippy::unused_async, reason = "in the browser it waits")]
pub(super) async fn wrap(
    certificate: &Certificate,
    label: &str,
    key: &[u8],
) -> Result<Vec<u8>, Failure> {
    use rsa::pkcs8::DecodePublicKey;
    use rsa::{Oaep, PublicKey};
    use sha2::Sha256;

    let refuse = |error: &dyn std::fmt::Display| {
        Failure(format!("the certificate's key does not encrypt: {error}"))
    };
    let public =
        PublicKey::from_public_key_der(certificate.key()).map_err(|error| refuse(&error))?;
    let padding = Oaep::<Sha256>::new_with_label(label.as_bytes());
    public
        .encrypt(&mut rsa::rand_core::UnwrapErr(getrandom::SysRng), padding, key)
        .map_err(|error| refuse(&error))
}

/// Encrypts a key for the owner of a certificate. Whoever decrypts must know the label.
#[cfg(target_arch = "wasm32")]
pub(super) async fn wrap(
    certificate: &Certificate,
    label: &str,
    key: &[u8],
) -> Result<Vec<u8>, Failure> {
    let refuse = |_| {
        Failure("the browser does not encrypt for this certificate; it does so on https and localhost only".to_owned())
    };
    wrap_by_browser(certificate.key(), label, key).await.map_err(refuse)
}

#[cfg(target_arch = "wasm32")]
async fn wrap_by_browser(
    public: &[u8],
    label: &str,
    key: &[u8],
) -> Result<Vec<u8>, wasm_bindgen::JsValue> {
    use js_sys::{Array, Object, Reflect, Uint8Array};
    use wasm_bindgen::{JsCast, JsValue};
    use wasm_bindgen_futures::JsFuture;

    let with = |name: &str, value: &JsValue| {
        let object = Object::new();
        Reflect::set(&object, &"name".into(), &"RSA-OAEP".into())?;
        Reflect::set(&object, &name.into(), value)?;
        Ok::<Object, JsValue>(object)
    };
    let subtle = gloo::utils::window().crypto()?.subtle();
    let public: Object = Uint8Array::from(public).unchecked_into();
    let (algorithm, uses) = (with("hash", &"SHA-256".into())?, Array::of1(&"encrypt".into()));
    let imported = subtle.import_key_with_object("spki", &public, &algorithm, false, &uses)?;
    let imported = JsFuture::from(imported).await?.unchecked_into();
    let algorithm = with("label", &Uint8Array::from(label.as_bytes()))?;
    let wrapped = subtle.encrypt_with_object_and_u8_array(&algorithm, &imported, key)?;
    Ok(Uint8Array::new(&JsFuture::from(wrapped).await?).to_vec())
}
