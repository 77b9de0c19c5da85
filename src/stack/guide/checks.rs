//! Each thing that must work, as one command and the line that it prints.

use super::Guide;
use crate::plan::Fields;
use crate::plan::layout::Part;
use crate::stack::receivers::{self, Kind};

const HEAD: &str = "
## 6. Check

In order; each command prints the line below it, or names what is wrong.

**Flux has applied everything.** The first time this takes as long as the images need.
";

const RELEASES: &str = "```sh
kubectl -n %namespace% wait helmrelease --all --for=condition=Ready --timeout=20m
```

```text";

const TARGETS: &str = "
**Prometheus reaches everything that it scrapes.** The query asks for targets that are down.

```sh
kubectl get --raw '%services%/%prometheus%/proxy/api/v1/query?query=up%3D%3D0'
```

```text
{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[]}}
```

**Grafana runs and knows both data sources.** Sign in with `admin-user` and `admin-password` of the Secret
`grafana-admin`; Connections → Data sources lists Prometheus (the default), Alertmanager and Loki, and the
dashboards under Dashboards show data.

```sh
kubectl get --raw %services%/%grafana%/proxy/api/health
kubectl -n %namespace% get configmap -l grafana_datasource=1 -o name
```

```text
  \"database\": \"ok\",
configmap/kube-prometheus-stack-grafana-datasource
configmap/loki-datasource
```

**Logs arrive in Loki.** In Grafana: Explore, data source Loki, query `{namespace=\"%namespace%\"}`.

```sh
kubectl get --raw %services%/%loki%/proxy/loki/api/v1/label/namespace/values | grep -o '\"%namespace%\"'
```

```text
\"%namespace%\"
```

**Every part of Alloy's pipeline is healthy.** Its page draws the same as a graph.

```sh
kubectl get --raw %services%/%alloy%/proxy/-/healthy
```

```text
All Alloy components are healthy.
```
";

const ALERTMANAGER: &str = "
**Alertmanager has the receivers.** Its page shows them under Status → Config.

```sh
kubectl -n %namespace% exec sts/%alertmanager_set% -c alertmanager -- amtool config routes test severity=critical --alertmanager.url=http://localhost:9093
```

```text";

const TEST_ALERT: &str = "
**A test alert reaches your phone,** after the group wait.

```sh
kubectl -n %namespace% exec sts/%alertmanager_set% -c alertmanager -- amtool alert add MonitreeTest severity=warning --annotation=summary='Hello from %cluster%' --alertmanager.url=http://localhost:9093
```

A message with the text `Hello from %cluster%` arrives, and after an hour another one that it is over.";

const ROUTES: &str = "
**The gateway has accepted the routes, and the pages answer.**

```sh
kubectl -n %namespace% get httproute -o jsonpath='{range .items[*]}{.metadata.name} {.status.parents[*].conditions[?(@.type==\"Accepted\")].status}{\"\\n\"}{end}'";

const BROKEN: &str = "
**A failure of Flux is reported.** This Kustomization points to a folder that does not exist:

```sh
kubectl apply -f - <<'YAML'
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata:
  name: monitree-test
  namespace: %flux_namespace%
spec:
  interval: 1m
  prune: false
  path: ./no/such/folder
  sourceRef:
    kind: %source_kind%
    name: %source_name%
YAML
kubectl -n %namespace% exec sts/%alertmanager_set% -c alertmanager -- amtool alert query name=monitree-test --alertmanager.url=http://localhost:9093
```

```text
FluxKustomizationArtifactfailed
```

The line shows the alert's name, within a minute. Then clean up; the alert ends by itself after an hour:

```sh
kubectl -n %flux_namespace% delete kustomization.kustomize.toolkit.fluxcd.io monitree-test
```";

pub(super) fn write(guide: &mut Guide) {
    let plan = guide.plan;
    guide.add(HEAD);
    kustomizations(guide);
    guide.add(RELEASES);
    let releases = ["alloy", "kube-prometheus-stack", "loki"];
    for (name, from) in releases
        .map(|name| (name, None))
        .into_iter()
        .chain(plan.events_collector.then_some(("alloy-events", Some(&plan.events_collector))))
    {
        let line = format!("helmrelease.helm.toolkit.fluxcd.io/{name} condition met");
        guide.add_for(from.map_or(Fields::NONE, |from| from.from), line);
    }
    guide.add("```");
    guide.add(TARGETS);
    routes(guide);
    if let Some((receiver, from)) = receivers::active(plan).next() {
        guide.add_for(from, ALERTMANAGER);
        guide.add_for(from, format!("{}\n```", receiver.name(Kind::Critical)));
        guide.add_for(from, TEST_ALERT);
    }
    if *plan.flux_notifications {
        guide.add_for(&plan.flux_notifications, BROKEN);
    }
}

/// Each exposed page by a path of its own that answers 200 without a login.
fn routes(guide: &mut Guide) {
    let exposed: Vec<_> = guide.plan.exposed().map(|page| (page.id, page.url())).collect();
    if exposed.is_empty() {
        return;
    }
    let from = Part::Config.questions(guide.plan);
    guide.add_for(from, ROUTES);
    for (id, url) in &exposed {
        let Some(url) = url else { continue };
        let path = match *id {
            "grafana" => "login",
            "alloy" => "-/ready",
            _ => "-/healthy",
        };
        let command = format!("curl -sS -o /dev/null -w '%{{http_code}}\\n' {}/{path}", **url);
        guide.add_for(url, command);
    }
    guide.add_for(from, "```\n\n```text");
    for (id, _) in &exposed {
        guide.add_for(from, format!("{id} True"));
    }
    for _ in &exposed {
        guide.add_for(from, "200");
    }
    guide.add_for(from, "```");
}

fn kustomizations(guide: &mut Guide) {
    let parts = Part::ALL.iter().filter(|part| part.is_in(guide.plan));
    let names: Vec<_> =
        parts.map(|part| (part.kustomization(), part.questions(guide.plan))).collect();
    guide.add("```sh");
    let resources: Vec<&str> = names.iter().map(|(name, _)| *name).collect();
    let all = names.iter().fold(Fields::NONE, |all, (_, from)| all.and(*from));
    guide.add_for(
        all,
        format!(
            "kubectl -n %flux_namespace% wait kustomization.kustomize.toolkit.fluxcd.io {} --for=condition=Ready --timeout=20m",
            resources.join(" ")
        ),
    );
    guide.add("```\n\n```text");
    for (name, from) in names {
        guide.add_for(
            from,
            format!("kustomization.kustomize.toolkit.fluxcd.io/{name} condition met"),
        );
    }
    guide.add("```\n\n");
}
