//! Secrets that the External Secrets Operator fetches from Vault or another store.

use super::secrets::{self, Key, Secret};
use crate::map;
use crate::plan::{Given, Plan};
use crate::tree::{Folder, manifest};
use crate::value::{SecretPath, StoreKind};
use crate::yaml::Node;

/// Older versions are no longer served since External Secrets 0.17.
const API: &str = "external-secrets.io/v1";

/// Puts one ExternalSecret for each Secret into the base folder, and the store if it is wanted here.
pub(super) fn write(plan: &Plan, folder: &mut Folder) {
    if creates_store(plan) {
        let from = plan.store_create.from.and(&plan.secret_mode);
        folder.put("cluster-secret-store", store(plan).because(from));
    }
    for (secret, from) in secrets::needed(plan) {
        let external = external_secret(plan, secret).because(from.and(&plan.secret_mode));
        folder.put(&format!("external-secret-{}", secret.name), external);
    }
}

/// Whether the store is written here.
pub(super) fn creates_store(plan: &Plan) -> bool {
    *plan.store_create && *plan.store_kind == StoreKind::Cluster
}

fn external_secret(plan: &Plan, secret: &Secret) -> Node {
    let path = (secret.path)(plan).map(SecretPath::key_text);
    let data = secret.keys.iter().map(|key| data(plan, key, &path));
    let spec = map! {
        "refreshInterval" => &plan.store_refresh,
        "secretStoreRef" => map! { "kind" => &plan.store_kind, "name" => &plan.store_name },
        "target" => map! { "name" => secret.name, "creationPolicy" => "Owner" },
        "data" => Node::list(data),
    };
    manifest(API, "ExternalSecret", secret.name, (secret.home)(plan)).with("spec", spec)
}

fn data(plan: &Plan, key: &Key, path: &Given<String>) -> Node {
    map! {
        "secretKey" => key.name,
        "remoteRef" => map! { "key" => path, "property" => (key.property)(plan) },
    }
}

/// The reference that a health check of Flux takes.
pub(super) fn health_check(plan: &Plan, secret: &Secret) -> Node {
    map! {
        "apiVersion" => API,
        "kind" => "ExternalSecret",
        "name" => secret.name,
        "namespace" => (secret.home)(plan),
    }
}

/// A store for Vault, to which External Secrets logs in with its own service account.
fn store(plan: &Plan) -> Node {
    let account = map! { "name" => "external-secrets", "namespace" => &plan.eso_namespace };
    let login = map! {
        "mountPath" => "kubernetes",
        "role" => &plan.vault_role,
        "serviceAccountRef" => account,
    };
    let vault = map! {
        "server" => &plan.vault_address,
        "path" => &plan.vault_engine,
        "version" => "v2",
        "auth" => map! { "kubernetes" => login },
    };
    map! {
        "apiVersion" => API,
        "kind" => "ClusterSecretStore",
        "metadata" => map! { "name" => &plan.store_name },
        "spec" => map! { "provider" => map! { "vault" => vault } },
    }
}
