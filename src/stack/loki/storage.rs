//! Where Loki keeps chunks and index: on its volume, or in a bucket.

use crate::map;
use crate::plan::{Given, Plan};
use crate::stack::secrets::LOKI_STORE;
use crate::tree::one;
use crate::value::{Jurisdiction, LokiStore};
use crate::yaml::Node;

/// The name of the store in Loki's schema.
pub(super) fn schema(plan: &Plan) -> Given<&'static str> {
    plan.loki_store.map(|store| if *store == LokiStore::Filesystem { "filesystem" } else { "s3" })
}

/// The `loki.storage` block.
pub(super) fn values(plan: &Plan) -> Node {
    if !plan.has_bucket() {
        return map! { "type" => schema(plan) };
    }
    map! {
        "type" => schema(plan),
        "bucketNames" => map! { "chunks" => plan.chunks_bucket(), "ruler" => plan.ruler_bucket() },
        /// The older client writes checksums as trailers, which some stores refuse or store as data
        /// (grafana/loki#21926).
        "use_thanos_objstore" => true,
        "object_store" => map! { "type" => "s3", "s3" => bucket(plan).because(&plan.loki_store) },
    }
}

/// How the bucket is reached. The credentials are not here: Loki reads them from its environment.
fn bucket(plan: &Plan) -> Node {
    match *plan.loki_store {
        LokiStore::Filesystem | LokiStore::S3 => map! {
            "endpoint" => plan.loki_region.map(|region| format!("s3.{region}.amazonaws.com")),
            "region" => &plan.loki_region,
            "insecure" => false,
        },
        LokiStore::R2 => map! {
            "endpoint" => r2_endpoint(plan),
            "region" => "auto",
            "insecure" => false,
            "bucket_lookup_type" => "path",
        },
        LokiStore::Compatible => map! {
            "endpoint" => &plan.loki_endpoint,
            "region" => &plan.loki_region,
            "insecure" => Node::from(*plan.loki_endpoint_plain).because(&plan.loki_endpoint_plain),
            "bucket_lookup_type" => plan.loki_path_style.map(|path| if *path { "path" } else { "virtual-hosted" }),
        },
    }
}

fn r2_endpoint(plan: &Plan) -> Given<String> {
    plan.r2_account.with(&plan.r2_jurisdiction, |account, jurisdiction| match jurisdiction {
        Jurisdiction::Default => format!("{account}.r2.cloudflarestorage.com"),
        other => format!("{account}.{other}.r2.cloudflarestorage.com"),
    })
}

/// Where a private certificate authority is mounted.
const AUTHORITY: &str = "/etc/loki/store-ca";

/// What every process of Loki gets: the credentials of the buckets, and the certificate authority.
pub(super) fn environment(plan: &Plan) -> Option<Node> {
    let secret = Node::from(LOKI_STORE.name).because(&plan.loki_store);
    let credentials = crate::list![map! { "secretRef" => map! { "name" => secret } }];
    let authority = plan.loki_ca_secret.as_ref().map(|_| &plan.loki_ca_secret);
    let mount = |_| {
        crate::list![map! { "name" => "store-ca", "mountPath" => AUTHORITY, "readOnly" => true }]
            .because(&plan.loki_ca_secret)
    };
    let volume = |name| {
        crate::list![map! { "name" => "store-ca", "secret" => map! {
            "secretName" => name,
            "items" => crate::list![map! { "key" => "ca.crt", "path" => "ca.crt" }],
        } }]
    };
    let variable = |_| {
        crate::list![
            map! { "name" => "SSL_CERT_DIR", "value" => format!("/etc/ssl/certs:{AUTHORITY}") }
        ]
        .because(&plan.loki_ca_secret)
    };
    plan.has_bucket().then(|| {
        map! {
            "extraEnv" => authority.map(variable),
            "extraEnvFrom" => credentials,
            "extraVolumes" => authority.map(volume),
            "extraVolumeMounts" => authority.map(mount),
        }
    })
}

/// The claim of a component that takes a list of them.
pub(super) fn claims(plan: &Plan, size: impl Into<Node>) -> Node {
    let class = crate::stack::release::storage_class(plan, &plan.loki_storage_class);
    map! {
        "enabled" => true,
        "claims" => crate::list![map! {
            "name" => "data",
            "accessModes" => one("ReadWriteOnce"),
            "size" => size,
            "storageClass" => class,
        }],
    }
}

/// The claim of a component that takes one.
pub(super) fn claim(plan: &Plan, size: impl Into<Node>) -> Node {
    map! {
        "enabled" => true,
        "storageClass" => crate::stack::release::storage_class(plan, &plan.loki_storage_class),
        "size" => size,
    }
}
