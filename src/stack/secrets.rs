//! The Secrets that the stack needs: names, keys and ciphertext, never values.

use std::collections::BTreeMap;

use super::{external, receivers, remote_write};
use crate::map;
use crate::plan::{Fields, Given, Plan};
use crate::text::Text;
use crate::tree::{Folder, manifest_as_it_is};
use crate::value::{Label, SecretMode, SecretPath};
use crate::yaml::{Line, Node};

/// A Secret of the stack.
#[derive(Debug)]
pub struct Secret {
    /// Its name.
    pub name: &'static str,
    /// What it is for, as half a sentence after its name.
    pub purpose: &'static str,
    /// Its keys.
    pub keys: &'static [Key],
    /// Its namespace.
    pub home: fn(&Plan) -> Given<Label>,
    /// Its path in an external store.
    pub path: fn(&Plan) -> &Given<SecretPath>,
}

/// One key of a Secret.
#[derive(Debug)]
pub struct Key {
    /// Its name.
    pub name: &'static str,
    /// What belongs there.
    pub label: &'static str,
    /// Where to get it, or what it may be.
    pub hint: &'static str,
    /// Refuses a value of the wrong shape, and says which one is right.
    pub check: fn(&str) -> Result<(), &'static str>,
    /// Whether the user makes it up, so that it can be generated.
    pub own_choice: bool,
    /// Whether it is a file of several lines, which no terminal reads in one go.
    pub is_file: bool,
    /// Its property at the Secret's path in an external store.
    pub property: fn(&Plan) -> Given<String>,
}

/// The keys whose values SOPS encrypts, as a regular expression. Kubernetes and kustomize read the others.
pub const ENCRYPTED_KEYS: &str = "^(data|stringData)$";

/// Grafana's first user.
pub const GRAFANA_ADMIN: Secret = Secret {
    name: "grafana-admin",
    purpose: "Grafana's administrator",
    keys: &[
        Key {
            name: "admin-user",
            label: "User name",
            hint: "usually admin",
            check: one_line,
            own_choice: false,
            is_file: false,
            property: |plan| plan.grafana_user_property.map(ToString::to_string),
        },
        Key {
            name: "admin-password",
            label: "Password",
            hint: "of your choice; Grafana reads it on its first start only",
            check: one_line,
            own_choice: true,
            is_file: false,
            property: |plan| plan.grafana_password_property.map(ToString::to_string),
        },
    ],
    home: |plan| plan.namespace.clone(),
    path: |plan| &plan.grafana_path,
};

/// What Loki signs its requests to the buckets with. The names are those that every client of S3
/// looks for in its environment.
pub const LOKI_STORE: Secret = Secret {
    name: "loki-s3",
    purpose: "the credentials of Loki's buckets",
    keys: &[
        Key {
            name: "AWS_ACCESS_KEY_ID",
            label: "Access key id",
            hint: "of a key that may read, write, list and delete in both buckets",
            check: one_line,
            own_choice: false,
            is_file: false,
            property: |plan| plan.loki_id_property.map(ToString::to_string),
        },
        Key {
            name: "AWS_SECRET_ACCESS_KEY",
            label: "Secret access key",
            hint: "shown once, when the key is made",
            check: one_line,
            own_choice: false,
            is_file: false,
            property: |plan| plan.loki_key_property.map(ToString::to_string),
        },
    ],
    home: Plan::loki_home,
    path: |plan| &plan.loki_path,
};

/// Alertmanager's whole configuration, where an external store has it. Without this very key the
/// operator runs an empty configuration, and says nothing.
pub const ALERTMANAGER_CONFIG: Secret = Secret {
    name: "alertmanager-config",
    purpose: "Alertmanager's whole configuration",
    keys: &[Key {
        name: "alertmanager.yaml",
        label: "Configuration",
        hint: "the file that the guide prints, with your keys in it",
        check: |_| Ok(()),
        own_choice: false,
        is_file: true,
        property: |plan| plan.alertmanager_property.map(ToString::to_string),
    }],
    home: |plan| plan.namespace.clone(),
    path: |plan| &plan.alertmanager_path,
};

/// A value that programs read as one line: a line break would become part of it.
pub(super) fn one_line(value: &str) -> Result<(), &'static str> {
    if value.contains(['\n', '\r']) {
        Err("must be one line, without a line break")
    } else {
        Ok(())
    }
}

/// The Secrets that a plan needs, each with the questions that ask for it.
pub fn needed(plan: &Plan) -> Vec<(&'static Secret, Fields)> {
    let mut needed: Vec<(&'static Secret, Fields)> = if plan.configures_alertmanager() {
        vec![(&ALERTMANAGER_CONFIG, plan.alertmanager_config.from)]
    } else {
        receivers::active(plan).map(|(receiver, from)| (receiver.secret, from)).collect()
    };
    if plan.has_grafana() {
        needed.push((&GRAFANA_ADMIN, plan.grafana.from));
    }
    if plan.has_bucket() {
        needed.push((&LOKI_STORE, plan.loki_store.from));
    }
    needed.extend(remote_write::secrets(plan));
    needed
}

impl Secret {
    /// Puts its example into a folder.
    fn put_example(&self, plan: &Plan, from: Fields, folder: &mut Folder) {
        let mut out = Text::new();
        out.add("# An example: Flux does not read it, because its name does not end in .yaml.");
        out.add("# README.md in this folder says how the real Secret comes into the cluster.");
        let value = |key: &Key| format!("<{}: {}>", key.label, key.hint);
        let add = |map: Node, key: &Key| map.with(key.name, value(key));
        let values = self.keys.iter().fold(Node::map(), add);
        let secret = manifest(plan, self).with("stringData", values);
        let lines = out.lines().into_iter().chain(secret.lines());
        let lines = lines.map(|line| line.because(from)).collect();
        folder.put_example(&format!("secret-{}", self.name), lines, secret);
    }
}

/// The manifest of a Secret before its values.
pub fn manifest(plan: &Plan, secret: &Secret) -> Node {
    manifest_as_it_is("v1", "Secret", secret.name, (secret.home)(plan), None).with("type", "Opaque")
}

/// The name of the file that holds a Secret as it is committed.
pub fn file_name(plan: &Plan, secret: &Secret) -> String {
    match *plan.secret_mode {
        SecretMode::Sealed => format!("sealedsecret-{}.yaml", secret.name),
        _ => format!("secret-{}{}", secret.name, *plan.sops_suffix),
    }
}

/// Ciphertext by the names of the Secrets. It stays as it is through all edits that leave valid what
/// it was made for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Encrypted(BTreeMap<&'static str, Ciphertext>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Ciphertext {
    made_for: String,
    text: String,
}

impl Encrypted {
    /// Keeps the file of a Secret, which was made for this plan.
    pub fn put(&mut self, plan: &Plan, secret: &Secret, text: String) {
        self.0.insert(secret.name, Ciphertext { made_for: purpose(plan, secret), text });
    }

    /// The file of a Secret, if there is one and it was made for this plan's answers.
    pub fn get(&self, plan: &Plan, secret: &Secret) -> Option<&str> {
        let own = self.0.get(secret.name).filter(|own| own.made_for == purpose(plan, secret))?;
        Some(&own.text)
    }

    /// Whether there is a file of this Secret that was made for other answers.
    pub fn is_outdated(&self, plan: &Plan, secret: &Secret) -> bool {
        self.0.contains_key(secret.name) && self.get(plan, secret).is_none()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// The answers that a ciphertext depends on: who can read it, and the names that it stands under.
fn purpose(plan: &Plan, secret: &Secret) -> String {
    let (mode, namespace) = (&*plan.secret_mode, (secret.home)(plan));
    let namespace = &*namespace;
    match mode {
        SecretMode::Sealed => {
            format!("{mode} {namespace} {} {}", *plan.sealed_scope, *plan.sealed_certificate)
        }
        _ => format!("{mode} {namespace} {}", *plan.sops_recipients),
    }
}

/// The questions that [`purpose`] reads.
fn questions(plan: &Plan, secret: &Secret) -> Fields {
    let own = match *plan.secret_mode {
        SecretMode::Sealed => plan.sealed_scope.from.and(&plan.sealed_certificate),
        _ => plan.sops_recipients.from,
    };
    plan.secret_mode.from.and(own).and((secret.home)(plan).from)
}

/// Puts a Secret into the base folder: its ciphertext, or an example that Flux does not read.
pub(super) fn write(plan: &Plan, encrypted: &Encrypted, folder: &mut Folder) {
    if *plan.secret_mode == SecretMode::External {
        return external::write(plan, folder);
    }
    for (secret, from) in needed(plan) {
        let because = |text: &str, from| text.lines().map(|line| Line::new(line, from)).collect();
        if let Some(text) = encrypted.get(plan, secret) {
            let from = from.and(questions(plan, secret));
            let name = file_name(plan, secret);
            folder.put_encrypted(&name, because(text, from), from.and(&plan.sops_suffix));
        } else {
            secret.put_example(plan, from, folder);
        }
    }
}

/// What Flux waits for: the Secret, however it comes, and where an operator fetches it, that this went
/// well.
pub(super) fn health_checks(plan: &Plan) -> Node {
    let external = *plan.secret_mode == SecretMode::External;
    let checks = needed(plan).into_iter().flat_map(|(secret, from)| {
        let fetched = external.then(|| external::health_check(plan, secret));
        let there = health_check(plan, secret);
        fetched.into_iter().chain([there]).map(move |check| check.because(from))
    });
    Node::list(checks)
}

fn health_check(plan: &Plan, secret: &Secret) -> Node {
    map! {
        "apiVersion" => "v1",
        "kind" => "Secret",
        "name" => secret.name,
        "namespace" => (secret.home)(plan),
    }
}
