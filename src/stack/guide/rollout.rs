//! From the zip to a running stack: files, commits, Secrets, host names.

use super::{Guide, secrets};
use crate::plan::layout::{Layout, Part};
use crate::plan::{Fields, Plan};
use crate::stack::secrets::Encrypted;
use crate::value::{Access, FluxEntry, Policies};

const UNPACK: &str = "
## 2. Unpack

Unpack the zip in the root of the repository. The first command names files that are there already, from an
earlier plan or by chance; `-n` leaves them as they are. After a change of this plan, `-o` instead of `-n` takes
the new ones:

```sh
unzip -Z1 monitree.zip | while read -r file; do [ -f \"$file\" ] && echo \"exists: $file\"; done # by the name that your browser gave it
unzip -n monitree.zip
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

pub(super) fn write(guide: &mut Guide, encrypted: &Encrypted) {
    guide.add(UNPACK);
    commits(guide);
    secrets::write(guide, encrypted);
    hosts(guide);
}

fn commits(guide: &mut Guide) {
    let plan = guide.plan;
    guide.add("\n```sh");
    for part in Part::ALL.iter().filter(|part| part.is_in(plan)) {
        let folder = guide.layout.folder(*part);
        let from = part.questions(plan).and(Layout::questions());
        let message = format!("feat(monitoring): add {}", step(plan, *part));
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
    let kind = guide.plan.source_kind.to_string().to_ascii_lowercase();
    format!("{kind}.source.toolkit.fluxcd.io")
}

/// The words of a commit message for a part.
fn step(plan: &Plan, part: Part) -> &'static str {
    match part {
        Part::Sources => "chart sources",
        Part::Base if plan.sources_are_in_flux() => "namespace and Secrets",
        Part::Base => "namespace and chart sources",
        Part::KubePrometheusStack => "kube-prometheus-stack with alerting",
        Part::Loki if !plan.has_grafana() => "Loki",
        Part::Loki => "Loki with Grafana's data source",
        Part::Alloy => "Alloy for log collection",
        Part::Config if *plan.network_policies != Policies::None => {
            "routes to the pages and network policies"
        }
        Part::Config => "routes to the pages",
        Part::Grafana => "data sources for Grafana",
        Part::Dashboards => "dashboards for Grafana",
        Part::Notifications => "Flux notifications to Alertmanager",
    }
}

fn nested(guide: &mut Guide) {
    let plan = guide.plan;
    let (root, folder) = (guide.layout.root().to_owned(), guide.layout.entry());
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
    guide.add_for(from, format!("(cd {root} && {{ grep -qE '^ *- (\\./)?{folder}/?$' kustomization.yaml || kustomize edit add resource {folder}; }})"));
    guide.add_for(from, format!("git add {root}/kustomization.yaml {root}/{folder}"));
    guide.add(
        "git commit -m \"feat(monitoring): let Flux apply the monitoring stack\"\ngit push\n```",
    );
    guide.add_for(from, format!("\nWithout kustomize on this machine, add the line `  - {folder}` under `resources:` by hand, unless it is there. A parent with `wait: true` waits\nfor the whole stack: its timeout must be an hour or more."));
}

fn hosts(guide: &mut Guide) {
    let plan = guide.plan;
    guide.add("\n## 5. Reach the pages\n");
    let exposed: Vec<_> = plan.exposed().map(|page| (page.host(), page.expose.from)).collect();
    if !exposed.is_empty() {
        guide.add("Where DNS does not know the hosts, these lines go into `/etc/hosts` on your machine:\n");
        if plan.lb_ip.is_none() {
            guide.add_for(&plan.lb_ip, "```sh\n# the address that stands for ADDRESS below");
            guide.add_for(&plan.access, format!("{}\n```\n", address_command(*plan.access)));
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

/// The command that prints the address behind which the routes are.
const fn address_command(access: Access) -> &'static str {
    match access {
        Access::HttpRoute => {
            "kubectl -n %gateway_namespace% get gateway %gateway% -o jsonpath='{.status.addresses[*].value}{\"\\n\"}'"
        }
        Access::Ingress => {
            "kubectl -n %namespace% get ingress -o jsonpath='{.items[0].status.loadBalancer.ingress[*].ip}{\"\\n\"}'"
        }
        Access::IngressRoute | Access::None => {
            "kubectl get service -A -l app.kubernetes.io/name=traefik -o jsonpath='{.items[*].status.loadBalancer.ingress[*].ip}{\"\\n\"}'"
        }
    }
}

/// The pages without a route, each with the command that opens it from this machine.
fn closed_pages(guide: &mut Guide) {
    let closed = guide.plan.pages().into_iter().filter(|page| !*page.expose);
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
