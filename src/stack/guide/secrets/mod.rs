//! The step of the guide that brings the Secrets into the cluster, for each way of doing so.

mod external;

use super::Guide;
use crate::plan::{Fields, Plan};
use crate::stack::secrets::{self, ENCRYPTED_KEYS, Encrypted, Key, Secret, file_name};
use crate::value::SecretMode;

const WAITS: &str = "
## 4. Secrets

`monitoring-base` makes the namespace and then waits: everything else starts once these Secrets exist, and
nothing fails before.";

const BY_HAND: &str =
    "Values are read from the terminal, so that none stays in your shell's history.
";

const ENCRYPTED_HERE: &str =
    "They are in `%base%` already, encrypted for the recipients of the rule below.";

const CHECK: &str = "
Each must decrypt with a key of yours; values that you read there are those that you typed:

```sh";

const WITH_SOPS: &str = "Each Secret is a file of its own, encrypted before it is committed.
";

const RULE: &str = "
For `sops edit` and files to come, once for the repository, unless its `.sops.yaml` has such a rule already:

```yaml
# .sops.yaml in the root of the repository
creation_rules:";

const SEALED_HERE: &str = "They are in `%base%` already, as SealedSecrets: the sealed-secrets controller makes the Secrets.
";

const WITH_SEALED: &str =
    "Each Secret is committed as a SealedSecret, which only the sealed-secrets controller can open.
";

const END: &str = "
`git diff --cached` must show `ENC[…]` for every value before you commit and push.";

pub(super) fn write(guide: &mut Guide, encrypted: &Encrypted) {
    let mode = guide.plan.secret_mode.clone();
    guide.add(WAITS);
    match *mode {
        SecretMode::Placeholder => by_hand(guide, mode.from),
        SecretMode::Sops => with_sops(guide, encrypted, mode.from),
        SecretMode::Sealed => with_sealed(guide, encrypted, mode.from),
        SecretMode::External => external::write(guide, mode.from),
    }
}

fn by_hand(guide: &mut Guide, mode: Fields) {
    guide.add_for(mode, BY_HAND);
    for (secret, from) in secrets::needed(guide.plan) {
        secret_step(guide, secret, from, &kubectl_commands(guide.plan, secret), from.and(mode));
    }
}

fn with_sops(guide: &mut Guide, encrypted: &Encrypted, mode: Fields) {
    let plan = guide.plan;
    let is_done = |secret: &Secret| encrypted.get(plan, secret).is_some();
    let (done, missing): (Vec<_>, Vec<_>) =
        secrets::needed(plan).into_iter().partition(|(secret, _)| is_done(secret));
    if !done.is_empty() {
        check_encrypted(guide, &done);
    }
    guide.add_for(mode, if missing.is_empty() { "" } else { WITH_SOPS });
    sops_rule(guide, mode);
    sops_key(guide);
    for (secret, from) in &missing {
        let commands = sops_commands(&file_name(plan, secret), secret);
        secret_step(guide, secret, *from, &commands, from.and(mode).and(&plan.sops_suffix));
    }
    if !missing.is_empty() {
        guide.add_for(mode, END);
    }
}

fn with_sealed(guide: &mut Guide, encrypted: &Encrypted, mode: Fields) {
    let plan = guide.plan;
    let missing: Vec<_> = secrets::needed(plan)
        .into_iter()
        .filter(|(secret, _)| encrypted.get(plan, secret).is_none())
        .collect();
    if missing.is_empty() {
        return guide.add_for(mode.and(&plan.sealed_certificate), SEALED_HERE);
    }
    guide.add_for(mode, WITH_SEALED);
    let from = mode.and(&plan.sealed_controller).and(&plan.sealed_namespace);
    guide.add_for(from, fetch_certificate(plan));
    for (secret, from) in &missing {
        let commands = sealed_commands(plan, secret);
        secret_step(guide, secret, *from, &commands, from.and(mode).and(&plan.sealed_scope));
    }
}

fn fetch_certificate(plan: &Plan) -> String {
    format!(
        "```sh\nkubeseal --controller-name {} --controller-namespace {} --fetch-cert > sealed-secrets.pem\n```\n",
        *plan.sealed_controller, *plan.sealed_namespace
    )
}

/// Reads each value without showing it. The Secret itself is never written anywhere.
fn sealed_commands(plan: &Plan, secret: &Secret) -> String {
    let file = file_name(plan, secret);
    format!(
        "{} --dry-run=client -o yaml \\\n  | kubeseal --cert sealed-secrets.pem --scope {} -o yaml > %base%/{file}\n\
         (cd %base% && kustomize edit add resource {file} && git add kustomization.yaml {file})",
        kubectl_commands(plan, secret),
        *plan.sealed_scope
    )
}

/// What is encrypted already, for whom, and how to see that it is right.
fn check_encrypted(guide: &mut Guide, done: &[(&'static Secret, Fields)]) {
    let plan = guide.plan;
    let from = plan.secret_mode.from.and(&plan.sops_recipients);
    guide.add_for(from, ENCRYPTED_HERE);
    guide.add_for(from, CHECK);
    for (secret, own) in done {
        let file = file_name(plan, secret);
        let command = format!("SOPS_AGE_KEY_FILE=your-key.txt sops decrypt %base%/{file}");
        guide.add_for(from.and(*own).and(&plan.sops_suffix), command);
    }
    guide.add_for(from, "```");
}

fn secret_step(guide: &mut Guide, secret: &Secret, from: Fields, commands: &str, by: Fields) {
    guide.add_for(from, format!("\n**`{}`**, {}:\n", secret.name, secret.purpose));
    for key in secret.keys {
        guide.add_for(from, format!("- `{}`: {}", key.name, key.hint));
    }
    guide.add_for(from, "\n```sh");
    guide.add_for(by, commands);
    guide.add_for(from, "```");
}

/// Reads each value without showing it, and makes the Secret without a newline after any of them.
fn kubectl_commands(plan: &Plan, secret: &Secret) -> String {
    let literals = secret.keys.iter().map(|key| {
        if key.is_file {
            format!(" \\\n  --from-file={0}=./{0}", key.name)
        } else {
            format!(" \\\n  --from-literal={}=\"${}\"", key.name, variable(key))
        }
    });
    let (reads, literals): (String, String) = (reads(secret), literals.collect());
    let namespace = (secret.home)(plan);
    format!("{reads}kubectl -n {} create secret generic {}{literals}", *namespace, secret.name)
}

/// The variable of the shell that a value is read into.
fn variable(key: &Key) -> String {
    key.name.replace(['-', '.'], "_").to_ascii_uppercase()
}

/// The commands that read each value without showing it.
fn reads(secret: &Secret) -> String {
    let read = |key: &Key| format!("read -rsp '{}: ' {} && echo\n", key.label, variable(key));
    secret.keys.iter().filter(|key| !key.is_file).map(read).collect()
}

fn sops_commands(file: &str, secret: &Secret) -> String {
    let name = secret.name;
    format!(
        "cd %base%\n\
         cp secret-{name}.yaml.example {file}\n\
         ${{EDITOR:-vi}} {file} # values of one line, without a line break after them; files after `|`\n\
         sops encrypt -i {file}\n\
         kustomize edit add resource {file}\n\
         git add kustomization.yaml {file} && cd -"
    )
}

/// The rule that `sops` finds keys and values by.
fn sops_rule(guide: &mut Guide, mode: Fields) {
    let plan = guide.plan;
    guide.add_for(mode, RULE);
    let pattern = plan.sops_suffix.as_str().replace('.', "\\.");
    guide.add_for(mode.and(&plan.sops_suffix), format!("  - path_regex: {pattern}$"));
    guide.add_for(mode, format!("    encrypted_regex: {ENCRYPTED_KEYS}"));
    let keys = match plan.sops_recipients.to_string() {
        none if none.is_empty() => "age1… # your public key: age-keygen -y your-key.txt".to_owned(),
        keys => keys,
    };
    guide.add_for(mode.and(&plan.sops_recipients), format!("    age: {keys}"));
    guide.add_for(mode, "```\n");
}

fn sops_key(guide: &mut Guide) {
    let Some(name) = guide.plan.sops_secret.as_ref() else { return };
    let from = guide.plan.secret_mode.from.and(&guide.plan.sops_secret);
    let command = format!(
        "Once for the cluster, unless the Secret is there already:\n\n```sh\n\
         kubectl -n %flux_namespace% create secret generic {name} --from-file=age.agekey=your-key.txt\n```"
    );
    guide.add_for(from, command);
}
