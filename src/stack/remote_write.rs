//! Beyond one Prometheus: every sample to another store as well, by remote write or by Thanos.

use super::secrets::{Key, Secret, one_line};
use crate::plan::{Fields, Given, Plan};
use crate::value::RemoteAuth;
use crate::yaml::Node;
use crate::{list, map};

const NAME: &str = "prometheus-remote-write";

const fn key(name: &'static str, label: &'static str, hint: &'static str) -> Key {
    let property: fn(&Plan) -> Given<String> = match name.as_bytes() {
        b"username" => |_| own("username"),
        b"password" => |_| own("password"),
        b"token" => |_| own("token"),
        b"tls.crt" => |_| own("tls.crt"),
        b"tls.key" => |_| own("tls.key"),
        _ => |_| own("objstore.yml"),
    };
    Key { name, label, hint, check: one_line, own_choice: false, is_file: false, property }
}

/// A property with the name of the key.
fn own(name: &str) -> Given<String> {
    Given::new(name.to_owned(), Fields::NONE)
}

const fn secret(keys: &'static [Key]) -> Secret {
    Secret {
        name: NAME,
        purpose: "the login of remote write",
        keys,
        home: |plan| plan.namespace.clone(),
        path: |plan| &plan.remote_write_path,
    }
}

const BASIC: Secret = secret(&[
    key("username", "User name", "of the tenant or user that may write"),
    key("password", "Password", "of that user"),
]);
const BEARER: Secret = secret(&[key("token", "Token", "that may write")]);
const MTLS: Secret = secret(&[
    Key {
        check: |_| Ok(()),
        is_file: true,
        ..key("tls.crt", "Client certificate", "in PEM, with its chain")
    },
    Key {
        check: |_| Ok(()),
        is_file: true,
        ..key("tls.key", "Private key", "in PEM, of that certificate")
    },
]);

/// What Thanos' sidecar uploads to.
const THANOS: Secret = Secret {
    name: "thanos-objstore",
    purpose: "Thanos' description of its store",
    keys: &[Key {
        check: |_| Ok(()),
        is_file: true,
        ..key("objstore.yml", "Store", "the whole file, as Thanos' documentation describes it")
    }],
    home: |plan| plan.namespace.clone(),
    path: |plan| &plan.thanos_path,
};

/// The Secrets that this needs.
pub(super) fn secrets(plan: &Plan) -> Vec<(&'static Secret, Fields)> {
    let from = plan.remote_write.from.and(&plan.remote_write_auth);
    let login: Option<&'static Secret> = match (plan.remote_write.as_ref(), *plan.remote_write_auth)
    {
        (None, _) | (_, RemoteAuth::None) => None,
        (_, RemoteAuth::Basic) => Some(&BASIC),
        (_, RemoteAuth::Bearer) => Some(&BEARER),
        (_, RemoteAuth::Mtls) => Some(&MTLS),
    };
    let thanos: Option<&'static Secret> = plan.thanos_sidecar.then_some(&THANOS);
    let login = login.map(|secret| (secret, from));
    login.into_iter().chain(thanos.map(|secret| (secret, plan.thanos_sidecar.from))).collect()
}

/// The `remoteWrite` list of Prometheus.
pub(super) fn values(plan: &Plan) -> Option<Node> {
    plan.remote_write.as_ref()?;
    let of = |key: &str| map! { "name" => NAME, "key" => key };
    let mut write = map! { "url" => &plan.remote_write };
    match *plan.remote_write_auth {
        RemoteAuth::None => {}
        RemoteAuth::Basic => {
            let login = map! { "username" => of("username"), "password" => of("password") };
            write.put("", "basicAuth", login.because(&plan.remote_write_auth));
        }
        RemoteAuth::Bearer => {
            let login = map! { "credentials" => of("token") };
            write.put("", "authorization", login.because(&plan.remote_write_auth));
        }
        RemoteAuth::Mtls => {
            let login = map! {
                "cert" => map! { "secret" => of("tls.crt") },
                "keySecret" => of("tls.key"),
            };
            write.put("", "tlsConfig", login.because(&plan.remote_write_auth));
        }
    }
    Some(list![write].because(&plan.remote_write))
}

/// The `thanos` block of Prometheus. The operator switches compaction off by itself, since blocks are
/// uploaded as they are written.
pub(super) fn thanos() -> Node {
    let secret = map! { "name" => THANOS.name, "key" => "objstore.yml" };
    map! { "objectStorageConfig" => map! { "existingSecret" => secret } }
}
