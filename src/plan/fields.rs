//! Every question, declared once. The doc comment is the help that users read.

use super::question::questions;
use super::{Draft, Field, Given, Problem, question::Spec};
use crate::value::{
    Access, AccountId, AlertName, AlertmanagerConfig, AlertmanagerReplicas, AntiAffinity, Auth,
    Bucket, Certificate, Cidr, Code, Count, Cpu, Dashboards, Distribution, Duration, Endpoint,
    ExtraValues, FluxEntry, GrafanaMode, Header, Hostname, Ip, IssuerKind, Jurisdiction, Label,
    LabelName, LabelPair, LayoutKind, List, LogRetention, LogSource, LokiMode, LokiStore, Maybe,
    Name, PageHost, Path, Policies, Port, Priority, PrometheusReplicas, Property, Recipient,
    Region, Registry, RemoteAuth, Retention, Role, SealedScope, SecretMode, SecretPath, Series,
    Size, SourceKind, SourcesNamespace, StorageKind, StoreKind, Suffix, Tls, Url, Value,
};

questions! {
    Start "Start" {
        "Plan" {
            /// A name for this plan, for the file name of the zip. Empty takes the preset's.
            plan_name: Maybe<Label> = "", "Plan name";
        }
    }

    Cluster "Cluster" {
        "Cluster" {
            /// The cluster's name in your repository. The cluster's folder and, unless you choose
            /// one, the root folder carry it, so that the plans of two clusters fit in one
            /// repository.
            cluster_name: Label = "homelab", "Cluster name";
            /// The value of the label `cluster` on every metric, log line and alert. Empty takes
            /// the cluster name.
            cluster_label: Maybe<Label> = "", "Cluster label";
            /// The DNS domain of Services inside the cluster. Leave it unless the cluster was set
            /// up with another one.
            cluster_domain: Hostname = "cluster.local", "Cluster domain";
            /// How the cluster was set up. It decides which parts of the control plane can be
            /// scraped: an alert about a part that nobody can reach would fire for ever.
            distribution: Distribution = "other", "Distribution";
            /// Whether the scheduler, the controller manager and etcd listen on the node's address
            /// instead of 127.0.0.1. The guide shows the settings.
            control_plane_metrics: bool = "false", "Control plane metrics are reachable",
                if |d| d.is(Field::distribution, "talos") || d.is(Field::distribution, "kubeadm");
            /// Whether Cilium or another network plugin does kube-proxy's work.
            kube_proxy_replaced: bool = "false", "kube-proxy is replaced",
                if |d| d.shows(Field::control_plane_metrics) && d.is(Field::control_plane_metrics, "true");
            /// How many nodes the cluster has. The guide computes with it what the stack asks for.
            nodes: Count = "3", "Nodes";
        }
        "Availability" {
            /// How many Prometheus replicas scrape everything. With two, one may fail and nothing is
            /// missed; both keep all the data on a volume of their own.
            prometheus_replicas: PrometheusReplicas = "1", "Prometheus replicas";
            /// How many Alertmanager replicas there are. Three agree among themselves, so that a
            /// message is sent once, even when one of them fails.
            alertmanager_replicas: AlertmanagerReplicas = "1", "Alertmanager replicas";
            /// Whether replicas of one part may share a node. Hard needs as many nodes as replicas.
            anti_affinity: AntiAffinity = "soft", "Anti-affinity",
                if Draft::has_replicas;
            /// Whether replicas are spread over the zones of the cluster, where it has some.
            zone_spread: bool = "false", "Spread over zones",
                if Draft::has_replicas;
            /// Whether PodDisruptionBudgets keep a drain from taking too many replicas at once. They
            /// are written only where a part has replicas, so that no drain is blocked.
            disruption_budgets: bool = "true", "PodDisruptionBudgets",
                if Draft::has_replicas;
        }
        "Namespace" {
            /// The namespace of the whole stack.
            namespace: Label = "monitoring", "Namespace";
            /// Whether the namespace is there already and managed elsewhere. It then needs the Pod
            /// Security level privileged, because node-exporter and Alloy read files of the node.
            namespace_exists: bool = "false", "The namespace exists already";
            /// The namespace of Loki, if it is another one.
            loki_namespace: Maybe<Label> = "", "Loki namespace";
            /// Whether Loki's namespace is there already and managed elsewhere.
            loki_namespace_exists: bool = "false", "Loki's namespace exists already",
                if |d| !d.is(Field::loki_namespace, "");
        }
        "What is there already" {
            /// Whether a Prometheus Operator runs in this cluster and looks at every namespace. Ours is
            /// then left out, with its CRDs.
            operator_exists: bool = "false", "A Prometheus Operator is there";
            /// Namespaces whose monitors and rules Prometheus leaves alone, such as the one of another
            /// kube-prometheus-stack: taken twice, each of its alerts would come twice.
            metrics_excluded_namespaces: List<Label> = "", "Namespaces left out",
                if |d| d.is(Field::operator_exists, "true");
            /// Whether the CRDs of the operator are installed and kept up by something else.
            monitoring_crds_exist: bool = "false", "Its CRDs are managed elsewhere",
                if |d| d.is(Field::operator_exists, "false");
            /// Whether node-exporter runs on every node already. Two cannot share port 9100.
            node_exporter_exists: bool = "false", "node-exporter is there";
        }
        "Mirrors" {
            /// The registry and folder that hold copies of the charts, each under its own name. Empty
            /// takes the public ones.
            mirror_charts: Maybe<Registry> = "", "Mirror of the charts";
            /// The registry that all images are pulled from instead of their own.
            mirror_images: Maybe<Registry> = "", "Mirror of the images";
            /// A Secret of yours in the namespace of every release, to pull images with.
            pull_secret: Maybe<Name> = "", "Pull Secret";
            /// A Secret of yours beside the chart sources with the address of an HTTP proxy, which Flux
            /// fetches the charts through.
            flux_proxy_secret: Maybe<Name> = "", "Proxy for charts";
            /// The HTTP proxy that Alertmanager sends messages through.
            alertmanager_proxy: Maybe<Url> = "", "Proxy for messages";
        }
        "cert-manager" {
            /// Whether cert-manager runs in this cluster.
            cert_manager: bool = "true", "cert-manager is installed";
            /// The namespace that cert-manager runs in.
            cert_manager_namespace: Label = "cert-manager", "cert-manager namespace",
                if |d| d.is(Field::cert_manager, "true");
            /// Whether to scrape cert-manager. Say no if its own chart has a monitor switched on
            /// already, or every series would come twice.
            cert_manager_monitor: bool = "true", "Scrape cert-manager",
                if |d| d.is(Field::cert_manager, "true");
        }
        "Flux" {
            /// The namespace of Flux, where its Kustomizations live.
            flux_namespace: Label = "flux-system", "Flux namespace";
            /// How Flux finds the stack: by a file in the folder that `flux bootstrap` watches, or
            /// by one line that you add to a kustomization.yaml of yours.
            flux_entry: FluxEntry = "cluster_file", "Entry";
            /// The folder that holds one folder for each cluster. The Flux Kustomizations go into
            /// the one with the cluster's name.
            clusters_path: Path = "clusters", "Clusters folder",
                if |d| d.is(Field::flux_entry, "cluster_file");
            /// The Flux Kustomization that applies the parent kustomization.yaml. The guide's
            /// commands name it.
            parent_kustomization: Maybe<Name> = "", "Parent Kustomization",
                if |d| d.is(Field::flux_entry, "nested");
            /// The folders below the root folder: every component side by side, or all of them below
            /// monitoring with Grafana's objects beside it.
            layout: LayoutKind = "components", "Layout";
            /// The folder of the repository that the component folders go into. Empty takes
            /// infrastructure/<cluster name>, or apps/<cluster name> for the layout below monitoring.
            root_path: Maybe<Path> = "", "Root folder";
            /// Whether Flux runs with --no-cross-namespace-refs, as on clusters that tenants share.
            /// Sources then live beside their release, and every namespace has an Alert of its own.
            lockdown: bool = "false", "Multi-tenant lockdown";
            /// The service account that Flux acts as, in its own namespace and in those of the releases,
            /// where it must exist with the rights to apply the stack. Empty takes Flux' default.
            flux_service_account: Maybe<Name> = "", "Service account",
                if |d| d.is(Field::lockdown, "true");
            /// The namespace of the chart sources.
            sources_namespace: SourcesNamespace = "release", "Chart sources",
                if |d| d.is(Field::lockdown, "false");
            /// The folder of the chart sources. Empty takes monitoring-sources in the root folder.
            sources_path: Maybe<Path> = "", "Folder of the chart sources",
                if |d| d.shows(Field::sources_namespace) && d.is(Field::sources_namespace, "flux");
            /// The kind of source that Flux reads this repository from.
            source_kind: SourceKind = "GitRepository", "Source kind";
            /// The name of that source.
            source_name: Name = "flux-system", "Source name";
            /// The folder of the repository that is the root of the source's artifact, if it is not
            /// the repository itself. It is cut off from the paths that Flux sees.
            path_prefix: Maybe<Path> = "", "Path prefix to strip";
            /// Flux Kustomizations of yours that must be ready before the routes are applied, such
            /// as the one that installs the Gateway API. A name that does not exist blocks for
            /// ever.
            wait_for: List<Name> = "", "Wait for Kustomizations";
            /// Flux Kustomizations of yours that must be ready before the Secrets are applied, such as
            /// the one that installs External Secrets and its store.
            secrets_wait_for: List<Name> = "", "Secrets wait for",
                if |d| d.is(Field::secret_mode, "external") || d.is(Field::secret_mode, "sealed");
        }
    }

    Access "Access" {
        "Hosts" {
            /// The domain that the pages' host names hang from.
            domain: Hostname = "example.com", "Domain";
            /// The address of the load balancer, for the hosts lines in the guide. Empty prints
            /// the command that finds it.
            lb_ip: Maybe<Ip> = "", "Load balancer address";
        }
        "Way in" {
            /// What leads from host names to the pages.
            access: Access = "httproute", "Routes";
        }
        "Gateway" {
            /// The Gateway that the routes attach to.
            gateway_name: Name = "traefik-gateway", "Gateway name",
                if |d| d.is(Field::access, "httproute");
            /// The namespace of the Gateway.
            gateway_namespace: Label = "traefik", "Gateway namespace",
                if |d| d.is(Field::access, "httproute");
            /// The listener of the Gateway that speaks HTTPS. Empty attaches to every listener,
            /// plain HTTP included.
            gateway_section: Maybe<Name> = "websecure", "Listener",
                if |d| d.is(Field::access, "httproute");
        }
        "Traefik and Ingress" {
            /// The entry points of Traefik that the routes listen on.
            entry_points: List<Name> = "websecure", "Entry points",
                if |d| d.is(Field::access, "ingressroute");
            /// The class of the ingress controller. Empty takes the cluster's default class.
            ingress_class: Maybe<Name> = "", "Ingress class",
                if |d| d.is(Field::access, "ingress");
            /// Where the certificate of the pages comes from.
            tls: Tls = "default", "Certificate",
                if Draft::routes_name_tls;
            /// The Secret with the certificate, in the namespace of the stack: Traefik and Ingress
            /// read none in another one.
            tls_secret: Name = "monitoring-tls", "Certificate Secret",
                if |d| d.shows(Field::tls) && (d.is(Field::tls, "secret") || d.is(Field::tls, "certificate"));
            /// The cert-manager issuer.
            issuer: Name = "letsencrypt", "Issuer",
                if |d| d.shows(Field::tls) && d.is(Field::tls, "certificate");
            /// The kind of that issuer.
            issuer_kind: IssuerKind = "ClusterIssuer", "Kind of the issuer",
                if |d| d.shows(Field::issuer);
            /// The certificate resolver of Traefik.
            tls_resolver: Name = "letsencrypt", "Certificate resolver",
                if |d| d.shows(Field::tls) && d.is(Field::tls, "resolver");
            /// Whether a login stands before the pages that have none of their own.
            auth: Auth = "none", "Login before pages",
                if |d| d.is(Field::access, "ingressroute");
            /// The Middleware that asks for the login.
            auth_middleware: Name = "modern-auth", "Middleware",
                if |d| d.shows(Field::auth) && !d.is(Field::auth, "none");
            /// The namespace of that Middleware, if it is another one. Traefik must then run with
            /// providers.kubernetesCRD.allowCrossNamespace.
            auth_namespace: Maybe<Label> = "", "Middleware namespace",
                if |d| d.shows(Field::auth) && d.is(Field::auth, "reference");
            /// The address that says whether a request is logged in.
            auth_address: Url = "http://auth.auth.svc/verify", "Login address",
                if |d| d.shows(Field::auth) && d.is(Field::auth, "local");
            /// Headers of its answer that the pages get to see.
            auth_headers: List<Header> = "", "Headers of the login",
                if |d| d.shows(Field::auth) && d.is(Field::auth, "local");
        }
        "Pages" {
            /// Whether Grafana is reachable at a host name. It has a login.
            grafana_expose: bool = "true", "Expose Grafana",
                if |d| !d.is(Field::access, "none") && d.is(Field::grafana, "bundled");
            /// Grafana's host name. Without a dot it is a label under the domain.
            grafana_host: PageHost = "grafana", "Grafana host",
                if |d| d.shows(Field::grafana_expose) && d.is(Field::grafana_expose, "true");
            /// Whether Prometheus is reachable at a host name. It has no login.
            prometheus_expose: bool = "false", "Expose Prometheus",
                if |d| !d.is(Field::access, "none");
            /// The host name of Prometheus. Without a dot it is a label under the domain.
            prometheus_host: PageHost = "prometheus", "Prometheus host",
                if |d| d.shows(Field::prometheus_expose) && d.is(Field::prometheus_expose, "true");
            /// Whether Alertmanager is reachable at a host name. It has no login.
            alertmanager_expose: bool = "false", "Expose Alertmanager",
                if |d| !d.is(Field::access, "none");
            /// The host name of Alertmanager. Without a dot it is a label under the domain.
            alertmanager_host: PageHost = "alertmanager", "Alertmanager host",
                if |d| d.shows(Field::alertmanager_expose) && d.is(Field::alertmanager_expose, "true");
            /// Whether Alloy's page is reachable at a host name. It has no login.
            alloy_expose: bool = "false", "Expose Alloy",
                if |d| !d.is(Field::access, "none");
            /// The host name of Alloy. Without a dot it is a label under the domain.
            alloy_host: PageHost = "alloy", "Alloy host",
                if |d| d.shows(Field::alloy_expose) && d.is(Field::alloy_expose, "true");
        }
        "Network" {
            /// Whether NetworkPolicies let only that traffic through which the stack needs. The
            /// cluster's network plugin must enforce them; flannel does not.
            network_policies: Policies = "none", "NetworkPolicies";
            /// The namespace of the pods that carry traffic from outside to the pages.
            proxy_namespace: Label = "traefik", "Namespace of the proxy",
                if |d| !d.is(Field::network_policies, "none") && !d.is(Field::access, "none");
            /// The addresses of the API server. Empty lets pods reach its ports anywhere, since no
            /// policy can name it otherwise.
            api_server: Maybe<Cidr> = "", "API server addresses",
                if |d| d.is(Field::network_policies, "kubernetes");
        }
    }

    Storage "Storage and retention" {
        "Storage" {
            /// The storage class of every volume. Empty takes the cluster's default class.
            storage_class: Maybe<Name> = "", "Storage class";
            /// What lies behind the class. Prometheus does not support NFS.
            storage_kind: StorageKind = "guess", "Storage kind";
        }
        "Metrics" {
            /// How long Prometheus keeps samples. It drops the oldest ones earlier when four fifths
            /// of the volume are used.
            metrics_retention: Retention = "7d", "Metrics retention";
            /// How many series Prometheus holds at a time, if you know it: count(up) tells the targets,
            /// prometheus_tsdb_head_series the series.
            active_series: Maybe<Series> = "", "Active series";
            /// Where Prometheus sends every sample as well, such as Mimir or Thanos Receive.
            remote_write: Maybe<Url> = "", "Remote write to";
            /// How Prometheus logs in there.
            remote_write_auth: RemoteAuth = "none", "Remote write login",
                if |d| !d.is(Field::remote_write, "");
            /// Whether Thanos' sidecar uploads blocks to object storage, as a Secret describes it.
            thanos_sidecar: bool = "false", "Thanos sidecar";
            /// Whether to scrape Velero, as its chart installs it.
            velero: bool = "false", "Scrape Velero";
            /// The namespace of Velero.
            velero_namespace: Label = "velero", "Velero namespace",
                if |d| d.is(Field::velero, "true");
            /// The port of Velero's metrics.
            velero_port: Port = "8085", "Velero port",
                if |d| d.is(Field::velero, "true");
            /// The size of the volume of Prometheus.
            prometheus_volume: Size = "10Gi", "Prometheus volume";
            /// The storage class of that volume, if it is another one.
            prometheus_storage_class: Maybe<Name> = "", "Prometheus storage class";
            /// The size of the volume of Alertmanager, which holds silences.
            alertmanager_volume: Size = "1Gi", "Alertmanager volume";
            /// The storage class of that volume, if it is another one.
            alertmanager_storage_class: Maybe<Name> = "", "Alertmanager storage class";
        }
        "Grafana" {
            /// Which Grafana shows the data: one of this stack, or one of yours that the Grafana
            /// Operator runs.
            grafana: GrafanaMode = "bundled", "Grafana";
            /// The namespace of your Grafana.
            grafana_namespace: Label = "grafana", "Namespace of your Grafana",
                if |d| d.is(Field::grafana, "operator");
            /// The name of its Grafana object.
            grafana_name: Name = "grafana", "Name of your Grafana",
                if |d| d.is(Field::grafana, "operator");
            /// Labels of its Grafana object, by which data sources and dashboards find it.
            grafana_labels: List<LabelPair> = "dashboards=grafana", "Labels of your Grafana",
                if |d| d.is(Field::grafana, "operator");
            /// Where curated dashboards come from: logs, nodes and Flux.
            grafana_dashboards: Dashboards = "grafana_com", "Curated dashboards",
                if |d| d.is(Field::grafana, "operator");
            /// Whether the dashboards of the charts come as objects of the operator, too. Its CRDs
            /// must then be there before the releases.
            chart_dashboards: bool = "false", "Dashboards of the charts",
                if |d| d.is(Field::grafana, "operator");
            /// Flux Kustomizations of yours that install the Grafana Operator.
            grafana_wait_for: List<Name> = "", "Grafana objects wait for",
                if |d| d.is(Field::grafana, "operator");
            /// Whether Grafana keeps what you make in it by hand. Data sources and dashboards of the
            /// stack come from the repository either way.
            grafana_persistence: bool = "true", "Grafana keeps a volume",
                if |d| d.is(Field::grafana, "bundled");
            /// The size of Grafana's volume.
            grafana_volume: Size = "1Gi", "Grafana volume",
                if |d| d.shows(Field::grafana_persistence) && d.is(Field::grafana_persistence, "true");
            /// The storage class of that volume, if it is another one.
            grafana_storage_class: Maybe<Name> = "", "Grafana storage class",
                if |d| d.shows(Field::grafana_persistence) && d.is(Field::grafana_persistence, "true");
        }
        "Logs" {
            /// How Loki is split into processes. Three replicas and Distributed need object storage.
            loki_mode: LokiMode = "monolithic", "Loki mode";
            /// Where Loki keeps its data.
            loki_store: LokiStore = "filesystem", "Loki store";
            /// The bucket of the chunks, which must exist. Empty takes <cluster name>-loki-chunks.
            loki_bucket: Maybe<Bucket> = "", "Bucket of the chunks",
                if Draft::has_bucket;
            /// The bucket of the ruler. Empty takes <cluster name>-loki-ruler.
            loki_ruler_bucket: Maybe<Bucket> = "", "Bucket of the ruler",
                if Draft::has_bucket;
            /// The region of the buckets.
            loki_region: Region = "us-east-1", "Region",
                if |d| d.is(Field::loki_store, "s3") || d.is(Field::loki_store, "compatible");
            /// The id of the Cloudflare account, which is part of the store's address.
            r2_account: AccountId = "00000000000000000000000000000000", "Cloudflare account",
                if |d| d.is(Field::loki_store, "r2");
            /// The jurisdiction that the buckets were made in. It is part of the address, too.
            r2_jurisdiction: Jurisdiction = "default", "Jurisdiction",
                if |d| d.is(Field::loki_store, "r2");
            /// The host of the store.
            loki_endpoint: Endpoint = "minio.storage.svc:9000", "Store address",
                if |d| d.is(Field::loki_store, "compatible");
            /// Whether the store speaks plain HTTP.
            loki_endpoint_plain: bool = "false", "Plain HTTP",
                if |d| d.is(Field::loki_store, "compatible");
            /// Whether the bucket stands in the path of an address instead of before the host.
            loki_path_style: bool = "true", "Path style",
                if |d| d.is(Field::loki_store, "compatible");
            /// A Secret of yours in Loki's namespace whose key ca.crt holds the certificate authority
            /// of the store, if it is a private one.
            loki_ca_secret: Maybe<Name> = "", "Private certificate authority",
                if |d| d.is(Field::loki_store, "compatible") && d.is(Field::loki_endpoint_plain, "false");
            /// How long Loki keeps logs, in whole days.
            logs_retention: LogRetention = "7d", "Logs retention";
            /// The size of Loki's volume. Loki does not delete by size: when it is full, writes
            /// stop.
            loki_volume: Size = "10Gi", "Loki volume";
            /// The storage class of that volume, if it is another one.
            loki_storage_class: Maybe<Name> = "", "Loki storage class";
            /// Where Alloy reads the logs of pods: from the files on the node, or through the
            /// Kubernetes API, which needs no access to the node but loads the API server.
            logs_source: LogSource = "file", "Log source";
            /// Whether to collect the systemd journal of the nodes. Talos has none.
            logs_journal: bool = "true", "Node journal";
            /// Namespaces whose logs are not collected.
            logs_excluded_namespaces: List<Label> = "", "Excluded namespaces";
            /// Whether to collect Kubernetes events, by a second Alloy of its own.
            events_collector: bool = "false", "Kubernetes events";
            /// Whether Alloy takes logs and metrics by OpenTelemetry's protocol, on ports 4317 and 4318 of
            /// its Service.
            otlp: bool = "false", "OTLP receiver";
        }
        "Requests and limits of Prometheus" {
            /// The CPU that Prometheus asks for.
            prometheus_cpu_request: Cpu = "100m", "Prometheus CPU request";
            /// The memory that Prometheus asks for.
            prometheus_memory_request: Size = "512Mi", "Prometheus memory request";
            /// The memory that Prometheus may use. Below 512Mi it does not survive a restart.
            prometheus_memory_limit: Size = "2Gi", "Prometheus memory limit";
            /// The CPU that the operator asks for.
            operator_cpu_request: Cpu = "20m", "Operator CPU request",
                if |d| d.is(Field::operator_exists, "false");
            /// The memory that the operator asks for.
            operator_memory_request: Size = "64Mi", "Operator memory request",
                if |d| d.is(Field::operator_exists, "false");
            /// The memory that the operator may use.
            operator_memory_limit: Size = "256Mi", "Operator memory limit",
                if |d| d.is(Field::operator_exists, "false");
        }
        "Requests and limits of Alertmanager and Grafana" {
            /// The CPU that Alertmanager asks for.
            alertmanager_cpu_request: Cpu = "10m", "Alertmanager CPU request";
            /// The memory that Alertmanager asks for.
            alertmanager_memory_request: Size = "64Mi", "Alertmanager memory request";
            /// The memory that Alertmanager may use.
            alertmanager_memory_limit: Size = "128Mi", "Alertmanager memory limit";
            /// The CPU that Grafana asks for.
            grafana_cpu_request: Cpu = "50m", "Grafana CPU request",
                if |d| d.is(Field::grafana, "bundled");
            /// The memory that Grafana asks for.
            grafana_memory_request: Size = "192Mi", "Grafana memory request",
                if |d| d.is(Field::grafana, "bundled");
            /// The memory that Grafana may use.
            grafana_memory_limit: Size = "512Mi", "Grafana memory limit",
                if |d| d.is(Field::grafana, "bundled");
        }
        "Requests and limits of the exporters" {
            /// The CPU that node-exporter asks for on each node.
            node_exporter_cpu_request: Cpu = "10m", "node-exporter CPU request",
                if |d| d.is(Field::node_exporter_exists, "false");
            /// The memory that node-exporter asks for on each node.
            node_exporter_memory_request: Size = "32Mi", "node-exporter memory request",
                if |d| d.is(Field::node_exporter_exists, "false");
            /// The memory that node-exporter may use on each node.
            node_exporter_memory_limit: Size = "64Mi", "node-exporter memory limit",
                if |d| d.is(Field::node_exporter_exists, "false");
            /// The CPU that kube-state-metrics asks for.
            kube_state_metrics_cpu_request: Cpu = "10m", "kube-state-metrics CPU request";
            /// The memory that kube-state-metrics asks for.
            kube_state_metrics_memory_request: Size = "64Mi", "kube-state-metrics memory request";
            /// The memory that kube-state-metrics may use. It grows with the number of objects.
            kube_state_metrics_memory_limit: Size = "256Mi", "kube-state-metrics memory limit";
        }
        "Requests and limits of Loki and Alloy" {
            /// The CPU that Loki asks for.
            loki_cpu_request: Cpu = "100m", "Loki CPU request",
                if |d| !d.is(Field::loki_mode, "distributed");
            /// The memory that Loki asks for.
            loki_memory_request: Size = "512Mi", "Loki memory request",
                if |d| !d.is(Field::loki_mode, "distributed");
            /// The memory that Loki may use.
            loki_memory_limit: Size = "1Gi", "Loki memory limit",
                if |d| !d.is(Field::loki_mode, "distributed");
            /// The CPU that Alloy asks for on each node.
            alloy_cpu_request: Cpu = "50m", "Alloy CPU request";
            /// The memory that Alloy asks for on each node.
            alloy_memory_request: Size = "128Mi", "Alloy memory request";
            /// The memory that Alloy may use on each node.
            alloy_memory_limit: Size = "512Mi", "Alloy memory limit";
            /// The CPU that the events collector asks for.
            events_cpu_request: Cpu = "10m", "Events collector CPU request",
                if |d| d.is(Field::events_collector, "true");
            /// The memory that the events collector asks for.
            events_memory_request: Size = "96Mi", "Events collector memory request",
                if |d| d.is(Field::events_collector, "true");
            /// The memory that the events collector may use.
            events_memory_limit: Size = "256Mi", "Events collector memory limit",
                if |d| d.is(Field::events_collector, "true");
        }
        "Own values" {
            /// Values of your own for kube-prometheus-stack, as YAML. They are merged over everything else:
            /// mappings key by key, lists as a whole.
            extra_values_kube_prometheus_stack: ExtraValues = "", "Values for kube-prometheus-stack";
            /// Values of your own for Loki, as YAML.
            extra_values_loki: ExtraValues = "", "Values for Loki";
            /// Values of your own for Alloy, as YAML.
            extra_values_alloy: ExtraValues = "", "Values for Alloy";
        }
    }

    Alerts "Alerts" {
        "Grouping" {
            /// Labels whose equal values put alerts into one message.
            alert_group_by: List<LabelName> = "alertname,namespace", "Group by";
            /// How long a new group waits for more alerts before the first message.
            alert_group_wait: Duration = "30s", "Group wait";
            /// How long to wait before a message about new alerts of a known group.
            alert_group_interval: Duration = "5m", "Group interval";
            /// How long until a message is repeated while nothing changes.
            alert_repeat_interval: Duration = "12h", "Repeat interval";
        }
        "Pushover" {
            /// Whether alerts are sent to Pushover. Without it they show in Alertmanager only.
            pushover: bool = "true", "Send to Pushover";
            /// The priority of messages about critical alerts.
            pushover_critical_priority: Priority = "1", "Priority of critical alerts",
                if |d| d.is(Field::pushover, "true");
            /// The priority of messages about warnings.
            pushover_warning_priority: Priority = "0", "Priority of warnings",
                if |d| d.is(Field::pushover, "true");
            /// The priority of messages about failures that Flux reports.
            pushover_flux_priority: Priority = "0", "Priority of Flux events",
                if |d| d.is(Field::pushover, "true") && d.is(Field::flux_notifications, "true");
            /// How often Pushover repeats a message of priority 2, at least 30s.
            pushover_retry: Duration = "5m", "Repeat priority 2 every",
                if Draft::sends_emergencies;
            /// When Pushover gives up repeating a message of priority 2, at most 3h.
            pushover_expire: Duration = "1h", "Repeat priority 2 for",
                if Draft::sends_emergencies;
        }
        "Rules" {
            /// Whether to alert when an object of Flux fails for ten minutes.
            rules_flux: bool = "true", "Flux rules";
            /// Whether to alert when a certificate is not issued or expires within a week.
            rules_cert_manager: bool = "true", "cert-manager rules",
                if |d| d.is(Field::cert_manager, "true");
            /// Alerts of the chart that you do not want.
            disabled_alerts: List<AlertName> = "", "Disabled alerts";
        }
        "Flux events" {
            /// Whether Flux tells Alertmanager at once when something fails, with the error's text.
            flux_notifications: bool = "true", "Flux notifications";
        }
    }

    Secrets "Secrets" {
        "Their way into the cluster" {
            /// How the Secrets come into the cluster. Their values are never part of a plan.
            secret_mode: SecretMode = "placeholder", "Way";
            /// The age keys that can decrypt, each as its public key: the one that Flux has, and those
            /// of the people who edit. Needed only to encrypt here.
            sops_recipients: List<Recipient> = "", "Recipients",
                if |d| d.is(Field::secret_mode, "sops");
            /// How the names of encrypted files end. The rule in .sops.yaml goes by it.
            sops_suffix: Suffix = ".enc.yaml", "File suffix",
                if |d| d.is(Field::secret_mode, "sops");
            /// The Secret with the age key that Flux decrypts with, in the namespace of Flux. Empty
            /// if the controller has a key of its own.
            sops_secret: Maybe<Name> = "sops-age", "Key Secret",
                if |d| d.is(Field::secret_mode, "sops");
            /// The public certificate of the sealed-secrets controller, as
            /// `kubeseal --fetch-cert` prints it. Needed only to encrypt here.
            sealed_certificate: Maybe<Certificate> = "", "Certificate",
                if |d| d.is(Field::secret_mode, "sealed");
            /// What a SealedSecret is bound to, so that nobody can use it elsewhere.
            sealed_scope: SealedScope = "strict", "Scope",
                if |d| d.is(Field::secret_mode, "sealed");
            /// The Service of the sealed-secrets controller.
            sealed_controller: Name = "sealed-secrets-controller", "Controller",
                if |d| d.is(Field::secret_mode, "sealed");
            /// The namespace of the sealed-secrets controller.
            sealed_namespace: Label = "kube-system", "Controller's namespace",
                if |d| d.is(Field::secret_mode, "sealed");
        }
        "External store" {
            /// The kind of the store that External Secrets reads.
            store_kind: StoreKind = "ClusterSecretStore", "Store kind",
                if Draft::is_external;
            /// The name of the store.
            store_name: Name = "vault", "Store name",
                if Draft::is_external;
            /// How often the store is asked for changes.
            store_refresh: Duration = "1h", "Refresh interval",
                if Draft::is_external;
            /// Whether to write a ClusterSecretStore for Vault here. Otherwise it must be there.
            store_create: bool = "false", "Write the store",
                if |d| d.is_external() && d.is(Field::store_kind, "ClusterSecretStore");
            /// The address of Vault, as External Secrets reaches it.
            vault_address: Url = "https://vault.vault.svc:8200", "Vault address",
                if |d| d.shows(Field::store_create) && d.is(Field::store_create, "true");
            /// The path of Vault's key-value engine, version 2.
            vault_engine: Property = "kv", "Vault engine",
                if |d| d.shows(Field::vault_address);
            /// The role that Vault's Kubernetes login gives to External Secrets.
            vault_role: Role = "external-secrets", "Vault role",
                if |d| d.shows(Field::vault_address);
            /// The namespace of External Secrets, whose service account logs in.
            eso_namespace: Label = "external-secrets", "Namespace of External Secrets",
                if |d| d.shows(Field::vault_address);
            /// Where Alertmanager's configuration comes from. From the store it comes as a whole, with
            /// every route and receiver; the guide prints the file to put there.
            alertmanager_config: AlertmanagerConfig = "values", "Alertmanager's configuration",
                if Draft::is_external;
        }
        "Paths in the store" {
            /// The path of Pushover's keys.
            pushover_path: SecretPath = "monitoring/pushover", "Path of Pushover's keys",
                if |d| d.is_external() && d.is(Field::pushover, "true") && d.is(Field::alertmanager_config, "values");
            /// The property with the user key.
            pushover_user_property: Property = "user-key", "Property of the user key",
                if |d| d.shows(Field::pushover_path);
            /// The property with the API token.
            pushover_token_property: Property = "api-token", "Property of the API token",
                if |d| d.shows(Field::pushover_path);
            /// The path of Alertmanager's configuration.
            alertmanager_path: SecretPath = "monitoring/alertmanager", "Path of Alertmanager's configuration",
                if |d| d.shows(Field::alertmanager_config) && d.is(Field::alertmanager_config, "external");
            /// The property with the whole file.
            alertmanager_property: Property = "alertmanager.yaml", "Property of Alertmanager's configuration",
                if |d| d.shows(Field::alertmanager_path);
            /// The path of Grafana's administrator.
            grafana_path: SecretPath = "monitoring/grafana", "Path of Grafana's administrator",
                if |d| d.is_external() && d.is(Field::grafana, "bundled");
            /// The property with the user name.
            grafana_user_property: Property = "admin-user", "Property of the user name",
                if |d| d.shows(Field::grafana_path);
            /// The property with the password.
            grafana_password_property: Property = "admin-password", "Property of the password",
                if |d| d.shows(Field::grafana_path);
            /// The path of the credentials for Loki's buckets.
            loki_path: SecretPath = "monitoring/loki", "Path of Loki's credentials",
                if |d| d.is_external() && d.has_bucket();
            /// The property with the access key's id.
            loki_id_property: Property = "AWS_ACCESS_KEY_ID", "Property of the access key id",
                if |d| d.shows(Field::loki_path);
            /// The path of the login of remote write.
            remote_write_path: SecretPath = "monitoring/remote-write", "Path of the remote write login",
                if |d| d.is_external() && d.shows(Field::remote_write_auth) && !d.is(Field::remote_write_auth, "none");
            /// The path of Thanos' description of its store.
            thanos_path: SecretPath = "monitoring/thanos", "Path of Thanos' store",
                if |d| d.is_external() && d.is(Field::thanos_sidecar, "true");
            /// The property with the secret access key.
            loki_key_property: Property = "AWS_SECRET_ACCESS_KEY", "Property of the secret access key",
                if |d| d.shows(Field::loki_path);
        }
    }

    Review "Review and download" {
        "Findings" {
            /// Codes of findings that you have read and accept. They stay listed, but no longer hold
            /// back the zip.
            accept: List<Code> = "", "Accepted findings";
        }
    }
}
