//! Answers that are one of a few words.

use std::fmt;

use super::{Choice, Kind, Value};

/// Declares an enum whose variants are the words of a choice.
macro_rules! choice {
    ($(#[$doc:meta])* $name:ident {
        $( $(#[$variant_doc:meta])* $variant:ident = $word:literal, $label:literal; )+
        $(! $refused:literal: $reason:literal;)*
    }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name { $( $(#[$variant_doc])* $variant ),+ }

        impl Value for $name {
            const KIND: Kind = Kind::Choice(&[$(Choice { word: $word, label: $label }),+]);
            const EXAMPLES: &'static [&'static str] = &[$($word),+];

            fn parse(text: &str) -> Result<Self, String> {
                match text.trim() {
                    $($word => Ok(Self::$variant),)+
                    // Words that people bring from elsewhere, with the reason why they are none here.
                    $($refused => Err(format!(concat!("{:?} ", $reason, "; take one of {}"), text, Self::EXAMPLES.join(", "))),)*
                    _ => Err(format!("{text:?} is not one of {}", Self::EXAMPLES.join(", "))),
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self { $(Self::$variant => $word),+ })
            }
        }
    };
}

choice! {
    /// How the cluster was set up, which decides whose metrics can be scraped.
    Distribution {
        /// k3s: every control plane component in one process.
        K3s = "k3s", "k3s";
        /// Talos Linux.
        Talos = "talos", "Talos Linux";
        /// kubeadm and what is built on it.
        Kubeadm = "kubeadm", "kubeadm";
        /// Amazon EKS.
        Eks = "eks", "Amazon EKS";
        /// Google GKE.
        Gke = "gke", "Google GKE";
        /// Azure AKS.
        Aks = "aks", "Azure AKS";
        /// Anything else: nothing of the control plane is scraped but the API server.
        Other = "other", "Another one";
    }
}

choice! {
    /// How Flux finds the stack.
    FluxEntry {
        /// A file in the folder that `flux bootstrap` watches.
        ClusterFile = "cluster_file", "A file in the cluster's folder";
        /// A folder that an existing kustomization.yaml includes by one line.
        Nested = "nested", "One line in a parent kustomization.yaml";
    }
}

choice! {
    /// The kind of source that holds the repository, as Flux names it.
    SourceKind {
        /// A Git repository.
        GitRepository = "GitRepository", "GitRepository";
        /// An OCI artifact.
        OciRepository = "OCIRepository", "OCIRepository";
        /// A bucket.
        Bucket = "Bucket", "Bucket";
    }
}

choice! {
    /// What lies behind a storage class.
    StorageKind {
        /// Guess it from the name of the class.
        Guess = "guess", "Guess from the class name";
        /// Block storage over the network, such as Longhorn, Ceph RBD or a cloud disk.
        Block = "block", "Block storage (Longhorn, Ceph RBD, cloud disks)";
        /// A folder or disk of the node.
        Local = "local", "Disk of the node (local-path, OpenEBS)";
        /// NFS, SMB, EFS and other shared file systems.
        Nfs = "nfs", "NFS or another shared file system";
    }
}

choice! {
    /// Where Alloy reads the logs of pods.
    LogSource {
        /// From the files that the kubelet writes on each node.
        File = "file", "Log files of the node";
        /// Through the Kubernetes API.
        Api = "api", "Kubernetes API";
    }
}

choice! {
    /// How the Secrets of the stack come into the cluster.
    SecretMode {
        /// The user makes them by hand; Flux waits for them.
        Placeholder = "placeholder", "By hand, with kubectl";
        /// The user encrypts them with SOPS and commits them.
        Sops = "sops", "In the repository, encrypted with SOPS";
        /// The user commits SealedSecrets, which a controller in the cluster opens.
        Sealed = "sealed", "In the repository, as SealedSecrets";
        /// The External Secrets Operator fetches them from Vault or another store.
        External = "external", "From Vault or another store, by External Secrets";
    }
}

impl SecretMode {
    /// Whether values are encrypted here, for files in the repository.
    pub const fn encrypts(self) -> bool {
        matches!(self, Self::Sops | Self::Sealed)
    }
}

choice! {
    /// What a SealedSecret is bound to.
    SealedScope {
        /// Its name and namespace.
        Strict = "strict", "Strict: name and namespace are fixed";
        /// Its namespace.
        NamespaceWide = "namespace-wide", "Namespace-wide: any name in the namespace";
        /// Nothing.
        ClusterWide = "cluster-wide", "Cluster-wide: any name anywhere";
    }
}

choice! {
    /// Priority of a Pushover message.
    Priority {
        /// No notification at all.
        Lowest = "-2", "-2: no notification";
        /// No sound or vibration.
        Low = "-1", "-1: quiet";
        /// The user's own settings.
        Normal = "0", "0: normal";
        /// Bypasses quiet hours.
        High = "1", "1: bypasses quiet hours";
        /// Repeats until it is acknowledged.
        Emergency = "2", "2: repeats until acknowledged";
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::check;

    #[test]
    fn words() {
        check::<Distribution>(&[(" k3s ", "k3s")], &["", "K3S", "k8s"]);
        check::<Priority>(&[("-2", "-2"), ("2", "2")], &["3", "+1", "high"]);
        check::<SourceKind>(&[], &["gitrepository"]);
        check::<LokiMode>(&[], &["loki-distributed", "SimpleScalable", "single"]);
        check::<bool>(&[("true", "true")], &[]);
        assert!(bool::parse("yes").unwrap_err().contains("\"yes\""));
    }
}
