//! Pushover.

use super::{Kind, Receiver};
use crate::map;
use crate::plan::{Given, Plan};
use crate::stack::alertmanager::template;
use crate::stack::names::ALERTMANAGER_SECRETS;
use crate::stack::secrets::{Key, Secret};
use crate::value::Priority;
use crate::yaml::Node;

/// A newline after a key would become part of it: Alertmanager does not trim these files.
const SECRET: Secret = Secret {
    name: "alertmanager-pushover",
    purpose: "the keys that Alertmanager sends to Pushover with",
    keys: &[
        Key {
            name: "user-key",
            label: "User key",
            hint: "30 letters and digits, on Pushover's front page once you are logged in",
            check: token,
            own_choice: false,
            is_file: false,
            property: |plan| plan.pushover_user_property.map(ToString::to_string),
        },
        Key {
            name: "api-token",
            label: "API token",
            hint: "30 letters and digits, of an application that you make in Pushover",
            check: token,
            own_choice: false,
            is_file: false,
            property: |plan| plan.pushover_token_property.map(ToString::to_string),
        },
    ],
    home: |plan| plan.namespace.clone(),
    path: |plan| &plan.pushover_path,
};

/// Pushover's documentation: 30 characters, letters and digits.
fn token(value: &str) -> Result<(), &'static str> {
    let fits = value.len() == 30 && value.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if fits { Ok(()) } else { Err("must be 30 letters and digits") }
}

pub(super) const PUSHOVER: Receiver = Receiver {
    service: "pushover",
    title: "Pushover",
    on: |plan| &plan.pushover,
    configs: "pushover_configs",
    config,
    secret: &SECRET,
};

fn config(plan: &Plan, kind: Kind) -> Node {
    let priority = match kind {
        Kind::Critical => &plan.pushover_critical_priority,
        Kind::Warning => &plan.pushover_warning_priority,
        Kind::Flux => &plan.pushover_flux_priority,
    };
    let emergency = **priority == Priority::Emergency;
    let title = if kind == Kind::Flux { "monitree.flux" } else { "monitree.title" };
    let url = plan.alertmanager().url();
    let mounted = !plan.configures_alertmanager();
    let file = |key: &str| mounted.then(|| format!("{ALERTMANAGER_SECRETS}/{}/{key}", SECRET.name));
    map! {
        "user_key_file" => file(SECRET.keys[0].name),
        "token_file" => file(SECRET.keys[1].name),
        "user_key" => (!mounted).then_some("YOUR_USER_KEY"),
        "token" => (!mounted).then_some("YOUR_API_TOKEN"),
        "send_resolved" => kind != Kind::Flux,
        "priority" => priority_text(priority),
        "retry" => emergency.then(|| plan.pushover_retry.clone().because(priority)),
        "expire" => emergency.then(|| plan.pushover_expire.clone().because(priority)),
        "title" => template(plan, title),
        "message" => template(plan, "monitree.message"),
        "url_title" => url.as_ref().map(|_| "Alertmanager").map(|text| Node::from(text).because(&plan.alertmanager_expose)),
        "url" => url,
    }
}

/// A high priority is for what fires: that it is over shall wake nobody. Alertmanager's own default
/// is 2, so the priority is always written.
fn priority_text(priority: &Given<Priority>) -> Given<String> {
    priority.map(|priority: &Priority| match priority {
        Priority::High | Priority::Emergency => {
            format!("{{{{ if eq .Status \"firing\" }}}}{priority}{{{{ else }}}}0{{{{ end }}}}")
        }
        _ => priority.to_string(),
    })
}
