//! From the zip to a running stack: files, commits, Secrets, host names.

use super::Guide;
use crate::plan::Fields;
use crate::plan::layout::{Layout, Part};
use crate::stack::secrets::{self, Key, Secret};
use crate::value::{FluxEntry, SecretMode};

const UNPACK: &str = "
## 2. Unpack

Unpack the zip in the root of the repository. It holds files of Monitree only, so nothing of yours is
overwritten:

```sh
unzip monitree.zip # by the name that your browser gave it
git status --short
```

## 3. Commit

One commit for each step, in this order. Nothing is applied before the last one, which Flux sees:
";

const NESTED: &str = "
The parent's `resources` need one line; this adds it. The folder itself must not be listed, and neither
may the folders of the parts: Flux applies those through `%entry%`.
";

const AFTER_PUSH: &str = "
After the push, a part says `DependencyNotReady` until the one before it is ready. That is how it shall be:
each level is looked at every 30 seconds.
";

const BY_HAND: &str = "
## 4. Secrets

`monitoring-base` makes the namespace and then waits: everything else starts once these Secrets exist, and
nothing fails before. Values are read from the terminal, so that none stays in your shell's history.
";

const WITH_SOPS: &str = "
## 4. Secrets

`monitoring-base` makes the namespace and then waits: everything else starts once these Secrets exist, and
nothing fails before. Each Secret is a file of its own, encrypted before it is committed.
";

const SOPS_RULE: &str = "Once for the repository, unless its `.sops.yaml` has such a rule already:

```yaml
# .sops.yaml in the root of the repository
creation_rules:
  - path_regex: \\.enc\\.ya?ml$
    encrypted_regex: ^(data|stringData)$
    age: age1… # your public key: age-keygen -y your-key.txt
```
";

const SOPS_END: &str = "
`git diff --cached` must show `ENC[…]` for every value before you commit and push.";

pub(super) fn write(guide: &mut Guide) {
    guide.add(UNPACK);
    commits(guide);
    secret_commands(guide);
    hosts(guide);
}

fn commits(guide: &mut Guide) {
    let plan = guide.plan;
    guide.add("\n```sh");
    for part in Part::ALL.iter().filter(|part| part.is_in(plan)) {
        let folder = guide.layout.folder(*part);
        let from = part.questions(plan).and(Layout::questions());
        let message = format!("feat(monitoring): add {}", step(*part));
        guide.add_for(from, format!("git add {folder} && git commit -m \"{message}\""));
    }
    if *plan.flux_entry == FluxEntry::ClusterFile {
        guide.add("git add %entry% && git commit -m \"feat(monitoring): let Flux apply the monitoring stack\"");
        guide.add("git push\n```");
    } else {
        nested(guide);
    }
    guide.add(AFTER_PUSH);
    guide.add("To look at once instead of at the next interval:\n\n```sh");
    let resource = source_resource(guide);
    guide.add(format!(
        "kubectl -n %flux_namespace% annotate --overwrite {resource}/%source_name% reconcile.fluxcd.io/requestedAt=\"$(date +%s)\"\n```"
    ));
}

/// The source's kind as kubectl takes it, with its group, since other groups have such names, too.
fn source_resource(guide: &Guide) -> String {
    let kind = guide.plan.source_kind.to_string().to_lowercase();
    format!("{kind}.source.toolkit.fluxcd.io")
}

/// The words of a commit message for a part.
const fn step(part: Part) -> &'static str {
    match part {
        Part::Base => "namespace and chart sources",
        Part::KubePrometheusStack => "kube-prometheus-stack with alerting",
        Part::Loki => "Loki with Grafana's data source",
        Part::Alloy => "Alloy for log collection",
        Part::Config => "routes to the pages",
        Part::Notifications => "Flux notifications to Alertmanager",
    }
}

fn nested(guide: &mut Guide) {
    let plan = guide.plan;
    let (root, folder) = (guide.layout.root().to_owned(), Layout::ENTRY);
    let from = Layout::entry_questions();
    let parent = plan.parent_kustomization.as_ref();
    let named = parent
        .map_or(String::new(), |name| format!(", which the Flux Kustomization `{name}` applies"));
    guide.add("```");
    guide.add_for(from, NESTED);
    guide.add_for(
        from.and(&plan.parent_kustomization),
        format!("The parent is `{root}/kustomization.yaml`{named}.\n"),
    );
    guide.add("\n```sh");
    guide.add_for(from, format!("(cd {root} && kustomize edit add resource {folder})"));
    guide.add_for(from, format!("git add {root}/kustomization.yaml {root}/{folder}"));
    guide.add(
        "git commit -m \"feat(monitoring): let Flux apply the monitoring stack\"\ngit push\n```",
    );
    guide.add_for(from, format!("\nWithout kustomize on this machine, add the line `  - {folder}` under `resources:` by hand."));
}

fn secret_commands(guide: &mut Guide) {
    let mode = guide.plan.secret_mode.clone();
    let sops = *mode == SecretMode::Sops;
    guide.add_for(&mode, if sops { WITH_SOPS } else { BY_HAND });
    if sops {
        guide.add_for(&mode, SOPS_RULE);
        sops_key(guide);
    }
    for (secret, from) in secrets::needed(guide.plan) {
        guide.add_for(from, format!("\n**`{}`**, {}:\n", secret.name, secret.purpose));
        for key in secret.keys {
            guide.add_for(from, format!("- `{}`: {}", key.name, key.hint));
        }
        guide.add("\n```sh");
        let commands = if sops { sops_commands(secret) } else { kubectl_commands(secret) };
        guide.add_for(from.and(&mode), commands);
        guide.add_for(from, "```");
    }
    if sops {
        guide.add_for(&mode, SOPS_END);
    }
}

/// Reads each value without showing it, and makes the Secret without a newline after any of them.
fn kubectl_commands(secret: &Secret) -> String {
    let variable = |key: &Key| key.name.replace('-', "_").to_uppercase();
    let reads = secret
        .keys
        .iter()
        .map(|key| format!("read -rsp '{}: ' {} && echo\n", key.label, variable(key)));
    let literals = secret
        .keys
        .iter()
        .map(|key| format!(" \\\n  --from-literal={}=\"${}\"", key.name, variable(key)));
    let (reads, literals): (String, String) = (reads.collect(), literals.collect());
    format!("{reads}kubectl -n %namespace% create secret generic {}{literals}", secret.name)
}

fn sops_commands(secret: &Secret) -> String {
    let name = secret.name;
    format!(
        "cd %base%\n\
         cp secret-{name}.yaml.example secret-{name}.enc.yaml\n\
         ${{EDITOR:-vi}} secret-{name}.enc.yaml # one line for each value, without a line break after it\n\
         sops encrypt -i secret-{name}.enc.yaml\n\
         kustomize edit add resource secret-{name}.enc.yaml\n\
         git add kustomization.yaml secret-{name}.enc.yaml && cd -"
    )
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

fn hosts(guide: &mut Guide) {
    let plan = guide.plan;
    guide.add("\n## 5. Reach the pages\n");
    let exposed: Vec<_> = plan.exposed().map(|page| (page.host(), page.expose.from)).collect();
    if !exposed.is_empty() {
        guide.add("Where DNS does not know the hosts, these lines go into `/etc/hosts` on your machine:\n");
        if plan.lb_ip.is_none() {
            guide.add_for(&plan.lb_ip, "```sh\n# the address that stands for ADDRESS below");
            guide.add("kubectl -n %gateway_namespace% get gateway %gateway% -o jsonpath='{.status.addresses[*].value}{\"\\n\"}'\n```\n");
        }
        guide.add("```text");
        let address = plan.lb_ip.as_ref().map_or("ADDRESS".to_owned(), ToString::to_string);
        for (host, from) in &exposed {
            guide.add_for(host.from.and(*from).and(&plan.lb_ip), format!("{address}  {}", **host));
        }
        guide.add("```");
    }
    closed_pages(guide);
}

/// The pages without a route, each with the command that opens it from this machine.
fn closed_pages(guide: &mut Guide) {
    let closed = guide.plan.pages().into_iter().filter(|page| !**page.expose);
    let commands: Vec<(String, Fields)> = closed
        .map(|page| {
            let service = crate::stack::names::service(page.id);
            let local = if service.port < 1024 { 3000 } else { service.port };
            let name = service.name;
            let command = format!(
                "kubectl -n %namespace% port-forward svc/{name} {local}:{} # {}: http://localhost:{local}",
                service.port, page.name
            );
            (command, page.expose.from)
        })
        .collect();
    if commands.is_empty() {
        return;
    }
    guide.add(
        "\nPages without a route open with a port-forward, which runs until you end it:\n\n```sh",
    );
    for (command, from) in commands {
        guide.add_for(from, command);
    }
    guide.add("```");
}
