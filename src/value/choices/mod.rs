//! Answers that are one of a few words.

mod stack;

use std::fmt;

pub use stack::{
    Access, AlertmanagerConfig, AlertmanagerReplicas, AntiAffinity, Auth, Dashboards, GrafanaMode,
    IssuerKind, Jurisdiction, LayoutKind, LokiMode, LokiStore, Policies, PrometheusReplicas,
    RemoteAuth, SourcesNamespace, StoreKind, Tls,
};

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

use choice;

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
