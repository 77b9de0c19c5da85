//! Choices about the parts of the stack: how many, where, and what stands around them.

use std::fmt;

use super::choice;
use crate::value::{Choice, Kind, Value};

choice! {
    /// How many Prometheus replicas scrape everything.
    PrometheusReplicas {
        /// One.
        One = "1", "1";
        /// Two, each with all the data.
        Two = "2", "2: each scrapes everything";
    }
}

choice! {
    /// How many Alertmanager replicas there are.
    AlertmanagerReplicas {
        /// One.
        One = "1", "1";
        /// Three, which tell each other what was sent.
        Three = "3", "3: they tell each other what was sent";
    }
}

choice! {
    /// Whether replicas of one part share a node.
    AntiAffinity {
        /// They may.
        None = "none", "None: replicas may share a node";
        /// They should not.
        Soft = "soft", "Soft: on different nodes where possible";
        /// They never do.
        Hard = "hard", "Hard: never on the same node";
    }
}

choice! {
    /// How Loki is split into processes.
    LokiMode {
        /// One process.
        Monolithic = "monolithic", "Monolithic: one process";
        /// Three copies of that process.
        MonolithicHa = "monolithic_ha", "Monolithic, three replicas";
        /// Every component for itself.
        Distributed = "distributed", "Distributed: each component for itself";
        ! "loki-distributed": "is a chart of Loki 2.9 that is no longer kept; the chart loki does the same as distributed";
        ! "SimpleScalable": "is removed in Loki 4; monolithic_ha takes its place, distributed for large volumes";
        ! "simple_scalable": "is removed in Loki 4; monolithic_ha takes its place, distributed for large volumes";
    }
}

choice! {
    /// Where Loki keeps chunks and index.
    LokiStore {
        /// On its volume.
        Filesystem = "filesystem", "A volume";
        /// Amazon S3.
        S3 = "s3", "Amazon S3";
        /// Cloudflare R2.
        R2 = "r2", "Cloudflare R2";
        /// Anything else that speaks S3.
        Compatible = "compatible", "Another store that speaks S3 (MinIO, Ceph, Garage)";
    }
}

choice! {
    /// Where Cloudflare guarantees to keep an R2 bucket.
    Jurisdiction {
        /// Nowhere in particular.
        Default = "default", "None";
        /// The European Union.
        Eu = "eu", "European Union";
        /// FedRAMP.
        Fedramp = "fedramp", "FedRAMP";
    }
}

choice! {
    /// What leads from host names to the pages.
    Access {
        /// Gateway API.
        HttpRoute = "httproute", "HTTPRoute (Gateway API)";
        /// Traefik's own resource.
        IngressRoute = "ingressroute", "IngressRoute (Traefik)";
        /// Ingress.
        Ingress = "ingress", "Ingress";
        /// Nothing: port-forward only.
        None = "none", "Nothing: pages open with a port-forward";
    }
}

impl Access {
    /// What the routes are called, as more than one.
    pub const fn kinds(self) -> &'static str {
        match self {
            Self::HttpRoute => "HTTPRoutes",
            Self::IngressRoute => "IngressRoutes",
            Self::Ingress => "Ingresses",
            Self::None => "no routes",
        }
    }
}

choice! {
    /// Where the certificate of the pages comes from.
    Tls {
        /// The controller's own default.
        Default = "default", "The default certificate of the controller";
        /// A Secret that is there.
        Secret = "secret", "A Secret that exists already";
        /// cert-manager, by a Certificate in this tree.
        Certificate = "certificate", "cert-manager, requested here";
        /// Traefik itself.
        Resolver = "resolver", "A certificate resolver of Traefik";
    }
}

choice! {
    /// The kind of a cert-manager issuer.
    IssuerKind {
        /// For the whole cluster.
        Cluster = "ClusterIssuer", "ClusterIssuer";
        /// For one namespace.
        Namespaced = "Issuer", "Issuer";
    }
}

choice! {
    /// Whether a login stands before pages that have none.
    Auth {
        /// No.
        None = "none", "None";
        /// A Middleware in this tree.
        Local = "local", "A forwardAuth Middleware, written here";
        /// A Middleware that exists.
        Reference = "reference", "A Middleware that exists already";
    }
}

choice! {
    /// Which Grafana shows the data.
    GrafanaMode {
        /// The chart's.
        Bundled = "bundled", "One of its own, with this stack";
        /// One that the Grafana Operator runs.
        Operator = "operator", "An existing one, through the Grafana Operator";
    }
}

choice! {
    /// Where curated dashboards come from.
    Dashboards {
        /// None.
        None = "none", "None";
        /// grafana.com, at pinned revisions.
        GrafanaCom = "grafana_com", "grafana.com, at pinned revisions";
        /// ConfigMaps in this tree.
        ConfigMap = "configmap", "ConfigMaps in the repository, without internet";
    }
}

choice! {
    /// Whether NetworkPolicies restrict the traffic.
    Policies {
        /// No.
        None = "none", "None";
        /// Kubernetes' own.
        Kubernetes = "kubernetes", "NetworkPolicy";
        /// The same, and Cilium's where Kubernetes' cannot say it.
        Cilium = "cilium", "NetworkPolicy, and CiliumNetworkPolicy for the API server";
    }
}

choice! {
    /// The folders below the root folder.
    LayoutKind {
        /// One folder for each component, side by side.
        Components = "components", "monitoring, loki, alloy … side by side";
        /// Everything below `monitoring`, Grafana beside it.
        Apps = "apps", "monitoring/loki, monitoring/alloy … and grafana";
    }
}

choice! {
    /// Where the chart sources live.
    SourcesNamespace {
        /// Beside the release.
        Release = "release", "In the namespace of the release";
        /// In Flux' namespace.
        Flux = "flux", "In the namespace of Flux";
    }
}

choice! {
    /// The kind of store that External Secrets reads.
    StoreKind {
        /// For the whole cluster.
        Cluster = "ClusterSecretStore", "ClusterSecretStore";
        /// For one namespace.
        Namespaced = "SecretStore", "SecretStore";
    }
}

choice! {
    /// How Prometheus logs in where it writes to.
    RemoteAuth {
        /// Not at all.
        None = "none", "None";
        /// User name and password.
        Basic = "basic", "User name and password";
        /// A token.
        Bearer = "bearer", "Bearer token";
        /// A client certificate.
        Mtls = "mtls", "Client certificate";
    }
}

choice! {
    /// Where Alertmanager's configuration comes from.
    AlertmanagerConfig {
        /// The release.
        Values = "values", "From this plan; only the keys are secret";
        /// The external store, whole.
        External = "external", "From the external store, as a whole";
    }
}
