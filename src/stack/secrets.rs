//! The Secrets that the stack needs: names and keys, never values.

use super::receivers;
use crate::map;
use crate::plan::{Fields, Plan};
use crate::text::Text;
use crate::tree::manifest_as_it_is;
use crate::yaml::{Line, Node};

/// A Secret in the namespace of the stack.
#[derive(Debug)]
pub struct Secret {
    /// Its name.
    pub name: &'static str,
    /// What it is for, as half a sentence after its name.
    pub purpose: &'static str,
    /// Its keys.
    pub keys: &'static [Key],
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
}

/// Grafana's first user.
pub const GRAFANA_ADMIN: Secret = Secret {
    name: "grafana-admin",
    purpose: "Grafana's administrator",
    keys: &[
        Key { name: "admin-user", label: "User name", hint: "usually admin" },
        Key {
            name: "admin-password",
            label: "Password",
            hint: "of your choice; Grafana reads it on its first start only",
        },
    ],
};

/// The Secrets that a plan needs, each with the questions that ask for it.
pub fn needed(plan: &Plan) -> Vec<(&'static Secret, Fields)> {
    let receivers = receivers::active(plan).map(|(receiver, from)| (receiver.secret, from));
    receivers.chain([(&GRAFANA_ADMIN, Fields::NONE)]).collect()
}

impl Secret {
    /// The lines of its example. Flux reads only files that end in `.yaml` or `.yml`.
    pub(super) fn example(&self, plan: &Plan) -> Vec<Line> {
        let mut out = Text::new();
        out.add("# An example: Flux does not read it, because its name does not end in .yaml.");
        out.add("# README.md in this folder says how the real Secret comes into the cluster.");
        let value = |key: &Key| format!("<{}: {}>", key.label, key.hint);
        let add = |map: Node, key: &Key| map.with(key.name, value(key));
        let head = manifest_as_it_is("v1", "Secret", self.name, &plan.namespace, None);
        let values = self.keys.iter().fold(Node::map(), add);
        let secret = head.with("type", "Opaque").with("stringData", values);
        out.lines().into_iter().chain(secret.lines()).collect()
    }
}

/// The reference that a health check of Flux takes.
pub(super) fn health_check(plan: &Plan, secret: &Secret) -> Node {
    map! {
        "apiVersion" => "v1",
        "kind" => "Secret",
        "name" => secret.name,
        "namespace" => &plan.namespace,
    }
}
