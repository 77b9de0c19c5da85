//! Secrets from an external store: what must lie where in it.

use super::{Guide, reads, variable};
use crate::plan::Fields;
use crate::stack::alertmanager;
use crate::stack::secrets::{self, Secret};
use crate::value::SecretPath;
use crate::yaml;

const FETCHED: &str = "The External Secrets Operator makes them from what lies in the store. These commands are for Vault, with
its key-value engine of version 2.
";

const WHOLE: &str = "
**Alertmanager's configuration** comes from the store as a whole, so that this tree holds no part of it. Save
this as `alertmanager.yaml`, put your keys in, and check it before it goes into the store. Durations take Go's
units only: `24h`, never `1d`. A file that does not read leaves the operator's empty configuration running.

```yaml";

pub(super) fn write(guide: &mut Guide, mode: Fields) {
    let plan = guide.plan;
    guide.add_for(mode, FETCHED);
    if plan.configures_alertmanager() {
        let from = mode.and(&plan.alertmanager_config);
        guide.add_for(from, WHOLE);
        for line in yaml::text(&alertmanager::whole_config(plan).lines()).lines() {
            guide.add_for(from, line);
        }
        guide.add_for(from, "```");
    }
    let mut paths = Vec::new();
    for (secret, from) in secrets::needed(plan) {
        let written = (secret.path)(plan);
        let engine = written.engine().unwrap_or(plan.vault_engine.as_str());
        let path = written.map(SecretPath::key_text);
        let first = !paths.contains(&*path);
        paths.push(path.to_string());
        let from = from.and(mode).and(&path).and(&plan.vault_engine);
        guide.add_for(
            from,
            format!("\n**`{}`**, {}, at `{}`:\n", secret.name, secret.purpose, *path),
        );
        guide.add_for(
            from,
            format!("```sh\n{}\n```", commands(guide, secret, engine, &path, first)),
        );
    }
    guide.add_for(
        mode,
        "\nWhat External Secrets makes of it:\n\n```sh\nkubectl get externalsecret -A\n```",
    );
}

/// A second Secret at the same path must not take the properties of the first away.
fn commands(guide: &Guide, secret: &Secret, engine: &str, path: &str, first: bool) -> String {
    let plan = guide.plan;
    let verb = if first { "put" } else { "patch" };
    let start = format!("vault kv {verb} -mount={engine} {path}");
    if secret.name == secrets::ALERTMANAGER_CONFIG.name {
        let property = &plan.alertmanager_property;
        return format!(
            "amtool check-config alertmanager.yaml\n{start} {}=@alertmanager.yaml",
            **property
        );
    }
    let values = secret.keys.iter().map(|key| {
        let property = (key.property)(plan);
        if key.is_file {
            format!(" \\\n  {}=@{}", *property, key.name)
        } else {
            format!(" \\\n  {}=\"${}\"", *property, variable(key))
        }
    });
    format!("{}{start}{}", reads(secret), values.collect::<String>())
}
