//! Each thing that must work, as one command and the line that it prints.

use super::Guide;
use crate::plan::Fields;
use crate::plan::layout::Part;
use crate::stack::receivers::{self, Kind};
use crate::value::{Access, Policies};

const HEAD: &str = "
## 6. Check

In order; each command prints the line below it, or names what is wrong.

**Flux has applied everything.** The first time this takes as long as the images need.
";

const RELEASES: &str = "```sh
kubectl -n %namespace% wait helmrelease --all --for=condition=Ready --timeout=20m";

const TARGETS: &str = "
**Prometheus reaches everything that it scrapes.** The query asks for targets that are down.

```sh";

const NO_TARGET: &str = "```

```text
{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[]}}
```";

const BUNDLED: &str = "
**Grafana runs and knows both data sources.** Sign in with `admin-user` and `admin-password` of the Secret
`grafana-admin`; Connections → Data sources lists Prometheus (the default), Alertmanager and Loki, and the
dashboards under Dashboards show data.

```sh";

const SOURCES: &str = "kubectl -n %namespace% get configmap -l grafana_datasource=1 -o name
```

```text
  \"database\": \"ok\",
configmap/kube-prometheus-stack-grafana-datasource
configmap/loki-datasource
```";

const EXISTING: &str = "
**Your Grafana has taken the data sources and dashboards.** In Grafana, each data source under Connections →
Data sources says that it works.

```sh
kubectl -n %grafana_namespace% get grafanadatasource prometheus loki alertmanager -o jsonpath='{range .items[*]}{.metadata.name} {.status.conditions[?(@.type==\"DatasourceSynchronized\")].status}{\"\\n\"}{end}'
```

```text
prometheus True
loki True
alertmanager True
```";

const LOGS: &str = "
**Logs arrive in Loki.** In Grafana: Explore, data source Loki, query `{namespace=\"%namespace%\"}`.

```sh";

const LOG_LINE: &str = "```

```text
\"%namespace%\"
```";

const ALLOY: &str = "
**Every part of Alloy's pipeline is healthy.** Its page draws the same as a graph.

```sh";

const HEALTHY: &str = "```

```text
All Alloy components are healthy.
```
";

const CLUSTER: &str = "
**The Alertmanagers know each other,** so that a message is sent once.

```sh
kubectl -n %namespace% exec sts/%alertmanager_set% -c alertmanager -- amtool cluster show --alertmanager.url=http://localhost:9093 | grep -c 9094
```

```text
3
```";

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

const PAGES: &str = "
**The pages answer.**

```sh";

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
sleep 60";

const BROKEN_SEEN: &str = "```

```text
FluxKustomizationArtifactfailed
```

The line shows the alert's name. Then clean up; the alert ends by itself after an hour:

```sh
kubectl -n %flux_namespace% delete kustomization.kustomize.toolkit.fluxcd.io monitree-test
```";

pub(super) fn write(guide: &mut Guide) {
    let plan = guide.plan;
    guide.add(HEAD);
    kustomizations(guide);
    guide.add(RELEASES);
    if plan.loki_lives_apart() {
        guide.add("kubectl -n %loki_namespace% wait helmrelease --all --for=condition=Ready --timeout=20m");
    }
    guide.add("```\n\n```text");
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
    collected(guide);
    replicas(guide);
    routes(guide);
    if let Some((receiver, from)) = receivers::active(plan).next() {
        guide.add_for(from, ALERTMANAGER);
        guide.add_for(from, format!("{}\n```", receiver.name(Kind::Critical)));
        guide.add_for(from, TEST_ALERT);
    }
    if *plan.flux_notifications {
        guide.add_for(&plan.flux_notifications, BROKEN);
        // Flux tells one of them, and alerts are not shared among them.
        for pod in 0..plan.alertmanager_count() {
            let from = plan.flux_notifications.from.and(&plan.alertmanager_replicas);
            guide.add_for(from, format!("kubectl -n %namespace% exec %alertmanager_set%-{pod} -c alertmanager -- amtool alert query name=monitree-test --alertmanager.url=http://localhost:9093"));
        }
        guide.add_for(&plan.flux_notifications, BROKEN_SEEN);
    }
}

/// What is scraped, shown and stored.
fn collected(guide: &mut Guide) {
    let plan = guide.plan;
    guide.add(TARGETS);
    ask(guide, "prometheus", "api/v1/query?query=up%3D%3D0", "");
    guide.add(NO_TARGET);
    if plan.has_grafana() {
        guide.add_for(&plan.grafana, BUNDLED);
        ask(guide, "grafana", "api/health", "");
        guide.add_for(&plan.grafana, SOURCES);
    } else {
        guide.add_for(&plan.grafana, EXISTING);
    }
    guide.add(LOGS);
    ask(guide, "loki", "loki/api/v1/label/namespace/values", " | grep -o '\"%namespace%\"'");
    guide.add(LOG_LINE);
    guide.add(ALLOY);
    ask(guide, "alloy", "-/healthy", "");
    guide.add(HEALTHY);
}

/// A request to a Service: through the API server, or where policies keep that out, through a
/// port-forward, which begins at the pod itself.
fn ask(guide: &mut Guide, service: &str, path: &str, filter: &str) {
    let policies = &guide.plan.network_policies;
    let home = if service == "loki" { "loki_" } else { "" };
    let command = if **policies == Policies::None {
        let quote = if path.contains('?') { "'" } else { "" };
        format!("kubectl get --raw {quote}%{home}services%/%{service}%/proxy/{path}{quote}{filter}")
    } else {
        let (namespace, name, port) = guide.address(service);
        format!(
            "kubectl -n {namespace} port-forward svc/{name} 18080:{port} > /dev/null & sleep 3\n\
             curl -s 'http://localhost:18080/{path}'{filter}; kill %1"
        )
    };
    guide.add_for(policies, command);
}

/// Replicas that know each other.
fn replicas(guide: &mut Guide) {
    if guide.plan.alertmanager_count() > 1 {
        guide.add_for(&guide.plan.alertmanager_replicas.clone(), CLUSTER);
    }
}

/// Each exposed page by a path of its own that answers 200 without a login.
fn routes(guide: &mut Guide) {
    let exposed: Vec<_> = guide.plan.exposed().map(|page| (page.id, page.url())).collect();
    if exposed.is_empty() {
        return;
    }
    let from = Part::Config.questions(guide.plan);
    let gateway = *guide.plan.access == Access::HttpRoute;
    guide.add_for(from, if gateway { ROUTES } else { PAGES });
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
    for (id, _) in exposed.iter().filter(|_| gateway) {
        guide.add_for(from, format!("{id} True"));
    }
    let login = guide.plan.asks_for_login();
    for (id, _) in &exposed {
        // The login answers with a redirect, or refuses.
        guide.add_for(from, if login && *id != "grafana" { "302 or 401" } else { "200" });
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
