//! Names that our files say of what others make: Services and ports, Secrets and keys, StatefulSets,
//! claims. A name that nothing has is found by no other check.

use std::collections::{BTreeMap, BTreeSet};

use monitree::yaml;
use serde_json::Value;

use super::common::Case;
use super::common::objects::{self, Object};
use super::report::unless;

/// Secrets that come into being when the release is installed: a job of the chart makes this one.
const MADE_LATER: &[&str] = &["kube-prometheus-stack-admission"];

/// Everything that is in the cluster once a tree is applied.
pub(crate) struct World<'case> {
    case: &'case Case,
    objects: Vec<Object>,
    text: String,
}

type Checks = Vec<(&'static str, Result<String, String>)>;

impl<'case> World<'case> {
    /// The objects of the tree itself.
    pub(crate) fn of(case: &'case Case) -> Self {
        let text = case.rendered.tree.files().map(|(_, lines)| yaml::text(lines)).collect();
        let mut objects = case.objects();
        objects.retain(|own| !own.is("kustomize.config.k8s.io/", "Kustomization"));
        Self { case, objects, text }
    }

    /// Adds what a release renders. Objects without a namespace land in that of the release.
    pub(crate) fn add(&mut self, namespace: &str, objects: Vec<Object>) {
        for mut object in objects {
            if object.namespace().is_empty() {
                object.value["metadata"]["namespace"] = namespace.into();
            }
            self.objects.push(object);
        }
    }

    pub(crate) fn of_kind(&self, kind: &str) -> impl Iterator<Item = &Object> {
        self.objects.iter().filter(move |object| object.kind() == kind)
    }

    /// Every check of names.
    pub(crate) fn checks(&self) -> Checks {
        vec![
            ("every object has one owner", self.owners()),
            ("services that are named", self.services()),
            ("workloads that are named", self.workloads()),
            ("secrets that are named", self.secrets()),
            ("health checks", self.health_checks()),
            ("policies and budgets", super::pods::checked(self)),
        ]
    }

    fn owners(&self) -> Result<String, String> {
        unless(&objects::twice(&self.objects), || format!("{} objects", self.objects.len()))
    }

    fn has_service(&self, namespace: &str, name: &str, port: &str) -> bool {
        let mut services = self.of_kind("Service");
        services.any(|own| {
            let mut ports = own.items(&["spec", "ports"]).iter();
            own.name() == name
                && own.namespace() == namespace
                && ports.any(|own| own["port"].as_u64() == port.parse().ok())
        })
    }

    /// Services in addresses, in routes, and in the guide's commands.
    fn services(&self) -> Result<String, String> {
        let mut named = self.addresses();
        let routed = self.backends();
        if routed.is_empty() && self.case.rendered.plan.exposed().next().is_some() {
            return Err("no route names a Service".to_owned());
        }
        named.extend(routed);
        named.extend(self.proxied());
        named.extend(self.forwarded());
        let wrong =
            named.iter().filter(|[namespace, name, port]| !self.has_service(namespace, name, port));
        let wrong: Vec<String> =
            wrong.map(|own| format!("no Service has {}", own.join(" "))).collect();
        unless(&wrong, || format!("{} Services with ports", named.len()))
    }

    /// `http://loki.monitoring.svc:3100`, in any file.
    fn addresses(&self) -> BTreeSet<[String; 3]> {
        let plan = &self.case.rendered.plan;
        let found = after(&self.text, "://").filter_map(|rest| {
            // An answer names these, so they are the user's.
            let whole = rest.split(['"', ' ', '\n']).next()?;
            let answers = [&plan.vault_address, &plan.auth_address];
            if answers.iter().any(|own| own.as_str().ends_with(whole)) {
                return None;
            }
            let (host, rest) = rest.split_once(".svc:")?;
            let (name, namespace) = host.split_once('.')?;
            is_label(name).then_some(())?;
            is_label(namespace).then(|| [namespace, name, digits(rest)].map(ToOwned::to_owned))
        });
        found.collect()
    }

    /// The backends of the routes.
    fn backends(&self) -> BTreeSet<[String; 3]> {
        let mut named = BTreeSet::new();
        for route in self.of_kind("IngressRoute") {
            for service in route
                .items(&["spec", "routes"])
                .iter()
                .filter_map(|own| own["services"].as_array())
                .flatten()
            {
                let name = service["name"].as_str().unwrap_or_default().to_owned();
                named.insert([route.namespace().to_owned(), name, service["port"].to_string()]);
            }
        }
        for ingress in self.of_kind("Ingress") {
            for rule in ingress.items(&["spec", "rules"]) {
                for path in rule["http"]["paths"].as_array().into_iter().flatten() {
                    let service = &path["backend"]["service"];
                    let name = service["name"].as_str().unwrap_or_default().to_owned();
                    let port = service["port"]["number"].to_string();
                    named.insert([ingress.namespace().to_owned(), name, port]);
                }
            }
        }
        for route in self.of_kind("HTTPRoute") {
            for rule in route.items(&["spec", "rules"]) {
                for backend in rule["backendRefs"].as_array().into_iter().flatten() {
                    let name = backend["name"].as_str().unwrap_or_default().to_owned();
                    named.insert([route.namespace().to_owned(), name, backend["port"].to_string()]);
                }
            }
        }
        named
    }

    /// `/api/v1/namespaces/monitoring/services/loki:3100/proxy`, in the guide.
    fn proxied(&self) -> BTreeSet<[String; 3]> {
        let found = after(&self.text, "/api/v1/namespaces/").filter_map(|rest| {
            let (namespace, rest) = rest.split_once("/services/")?;
            let (name, rest) = rest.split_once(':')?;
            Some([namespace, name, digits(rest)].map(ToOwned::to_owned))
        });
        found.collect()
    }

    /// `port-forward svc/loki 3100:3100`, in the guide.
    fn forwarded(&self) -> BTreeSet<[String; 3]> {
        let found = after(&self.text, "kubectl -n ").filter_map(|rest| {
            let (namespace, rest) = rest.split_once(" port-forward svc/")?;
            let (name, rest) = rest.split_once(' ')?;
            let (_, port) = rest.split_once(':')?;
            is_label(namespace).then(|| [namespace, name, digits(port)].map(ToOwned::to_owned))
        });
        found.collect()
    }

    /// StatefulSets, claims and ConfigMaps in the guide's commands.
    fn workloads(&self) -> Result<String, String> {
        let (sets, claims) = (self.stateful_sets(), self.claims());
        let maps: BTreeSet<String> =
            self.of_kind("ConfigMap").map(|own| own.name().to_owned()).collect();
        let kinds = [(" sts/", sets), (" delete pvc ", claims), ("configmap/", maps)];
        let (mut wrong, mut seen) = (Vec::new(), 0);
        for (before, there) in kinds {
            for name in after(&self.text, before).map(name).filter(|name| !name.is_empty()) {
                seen += 1;
                if !there.contains(name) {
                    wrong.push(format!("{}{name} does not exist", before.trim_start()));
                }
            }
        }
        if seen == 0 {
            wrong.push("the guide names nothing".to_owned());
        }
        unless(&wrong, || format!("{seen} names"))
    }

    /// The operator's objects and the prefix of the StatefulSets that it makes for them.
    fn operated(&self) -> impl Iterator<Item = (&'static str, &Object)> {
        let kinds = [("Prometheus", "prometheus"), ("Alertmanager", "alertmanager")];
        kinds
            .into_iter()
            .flat_map(|(kind, prefix)| self.of_kind(kind).map(move |object| (prefix, object)))
    }

    fn stateful_sets(&self) -> BTreeSet<String> {
        let made = self.operated().map(|(prefix, own)| format!("{prefix}-{}", own.name()));
        self.of_kind("StatefulSet").map(|own| own.name().to_owned()).chain(made).collect()
    }

    /// Claims are named after the template and the pod.
    fn claims(&self) -> BTreeSet<String> {
        let count = |own: &Object| own.at(&["spec", "replicas"]).as_u64().unwrap_or(1);
        let made = self.operated().flat_map(|(prefix, own)| {
            let set = format!("{prefix}-{}", own.name());
            (0..count(own)).map(move |pod| format!("{set}-db-{set}-{pod}"))
        });
        let own = self.of_kind("StatefulSet").flat_map(|set| {
            let templates = set.items(&["spec", "volumeClaimTemplates"]).iter();
            templates.flat_map(move |own| {
                let name = own["metadata"]["name"].as_str().unwrap_or_default();
                (0..count(set)).map(move |pod| format!("{name}-{}-{pod}", set.name()))
            })
        });
        own.chain(made).collect()
    }

    /// Secrets with their keys: what charts make, and what the user makes by the examples. Of one
    /// that only the guide's command makes, the name counts.
    fn keys(&self) -> BTreeMap<&str, BTreeSet<&str>> {
        let mut all = BTreeMap::new();
        for secret in self.of_kind("Secret") {
            let blocks = ["data", "stringData"].map(|block| secret.at(&[block]).as_object());
            let keys = blocks.into_iter().flatten().flatten().map(|(key, _)| key.as_str());
            all.insert(secret.name(), keys.collect());
        }
        for external in self.of_kind("ExternalSecret") {
            let target = external.at(&["spec", "target", "name"]).as_str().unwrap_or_default();
            let keys = external.items(&["spec", "data"]).iter();
            all.insert(target, keys.filter_map(|own| own["secretKey"].as_str()).collect());
        }
        // One that the user has already, as an answer says.
        let plan = &self.case.rendered.plan;
        let own = [&plan.loki_ca_secret, &plan.pull_secret];
        let own = own.into_iter().filter_map(|name| name.as_ref());
        all.extend(own.map(|name| (name.as_str(), BTreeSet::new())));
        for named in after(&self.text, " create secret generic ").map(name) {
            all.entry(named).or_insert_with(BTreeSet::new);
        }
        all
    }

    /// Secrets that pods mount or read, and the files that Alertmanager's configuration names.
    fn secrets(&self) -> Result<String, String> {
        let mut wanted = BTreeSet::new();
        for object in &self.objects {
            wanted_in(&object.value, &mut wanted);
        }
        for alertmanager in self.of_kind("Alertmanager") {
            let mounted = alertmanager.items(&["spec", "secrets"]).iter().filter_map(Value::as_str);
            wanted.extend(mounted.map(|name| (name.to_owned(), String::new())));
            // Without this very key the operator runs an empty configuration, and says nothing.
            let config = alertmanager.at(&["spec", "configSecret"]).as_str();
            wanted.extend(config.map(|name| (name.to_owned(), "alertmanager.yaml".to_owned())));
        }
        wanted.extend(self.mounted_files());
        let keys = self.keys();
        let there = |(name, key): &&(String, String)| {
            MADE_LATER.contains(&name.as_str())
                || keys
                    .get(name.as_str())
                    .is_some_and(|own| key.is_empty() || own.contains(key.as_str()))
        };
        let wrong = wanted.iter().filter(|own| !there(own));
        let wrong: Vec<String> =
            wrong.map(|(name, key)| format!("no Secret {name} has {key:?}")).collect();
        unless(&wrong, || format!("{} Secrets or keys", wanted.len()))
    }

    /// `/etc/alertmanager/secrets/alertmanager-pushover/user-key`
    fn mounted_files(&self) -> BTreeSet<(String, String)> {
        let found = after(&self.text, "_file: /etc/alertmanager/secrets/");
        let found = found.filter_map(|rest| rest.split_once('/'));
        found.map(|(secret, rest)| (secret.to_owned(), name(rest).to_owned())).collect()
    }

    /// What Flux waits for must come into being.
    fn health_checks(&self) -> Result<String, String> {
        let sets = self.stateful_sets();
        let checks =
            self.of_kind("Kustomization").flat_map(|own| own.items(&["spec", "healthChecks"]));
        let checks: Vec<&Value> = checks.collect();
        let wrong = checks.iter().filter(|check| {
            let text = |key: &str| check[key].as_str().unwrap_or_default();
            let fetched = text("kind") == "Secret"
                && self.of_kind("ExternalSecret").any(|own| {
                    own.at(&["spec", "target", "name"]) == text("name")
                        && own.namespace() == text("namespace")
                });
            let made = fetched || text("kind") == "StatefulSet" && sets.contains(text("name"));
            let there = self.of_kind(text("kind")).any(|own| {
                own.name() == text("name")
                    && own.namespace() == text("namespace")
                    && own.api_version() == text("apiVersion")
            });
            !made && !there
        });
        let wrong: Vec<String> = wrong.map(|check| format!("{check} never comes")).collect();
        if checks.is_empty() {
            return Err("there is no health check".to_owned());
        }
        unless(&wrong, || format!("{} objects", checks.len()))
    }
}

/// The Secrets, with a key or an empty one, that something needs to start.
fn wanted_in(value: &Value, wanted: &mut BTreeSet<(String, String)>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                let name = match key.as_str() {
                    _ if value["optional"] == true => None,
                    "secretKeyRef" | "secretRef" => value["name"].as_str(),
                    "secret" => value["secretName"].as_str(),
                    _ => None,
                };
                let key = value["key"].as_str().unwrap_or_default();
                wanted.extend(name.map(|name| (name.to_owned(), key.to_owned())));
                wanted_in(value, wanted);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| wanted_in(item, wanted)),
        _ => {}
    }
}

/// What follows each occurrence of a text.
fn after<'text>(text: &'text str, before: &'static str) -> impl Iterator<Item = &'text str> {
    text.match_indices(before).map(move |(at, _)| &text[at + before.len()..])
}

fn is_label(text: &str) -> bool {
    !text.is_empty() && name(text) == text
}

/// The name that a text starts with.
fn name(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_ascii_lowercase() && !c.is_ascii_digit() && c != '-');
    &text[..end.unwrap_or(text.len())]
}

/// The number that a text starts with.
fn digits(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_ascii_digit());
    &text[..end.unwrap_or(text.len())]
}
