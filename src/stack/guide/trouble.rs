//! What each red state means, and how to take everything out again.

use super::Guide;
use crate::plan::layout::Part;
use crate::stack::names::{self, ALLOY_POSITIONS};
use crate::stack::{receivers, secrets};
use crate::value::{Access, FluxEntry, Policies, SecretMode};

const HEAD: &str = "
## 9. When something is red

`kubectl -n %flux_namespace% get kustomization.kustomize.toolkit.fluxcd.io` and
`kubectl get helmrelease -A` name what is not ready, and why.

| what you see | what it means | what to do |
|---|---|---|";

const RELEASES: &str = "| `DependencyNotReady`, `dependency '…' is not ready` | A part waits for the one before it. | Wait up to 30 seconds a level, then look at that one. |
| `dependency '…' not found` | A Kustomization to wait for does not exist. | Take its name out of the answer `wait_for`. |
| HelmRelease `SourceNotReady`, HelmChart or OCIRepository not ready | The chart cannot be fetched. | Check the way out to the chart's address; `kubectl get ocirepository,helmrepository,helmchart -A` has the error. |
| HelmRelease `InstallFailed`: `context deadline exceeded` | A pod did not start in time, mostly for want of a volume or memory. Flux tries again by itself. | `kubectl get pods,pvc -A`; a claim that is Pending needs a storage class that exists. |
| node-exporter has 0 pods: `violates PodSecurity` | The namespace does not allow folders of the node. | Label `%namespace%` with `pod-security.kubernetes.io/enforce=privileged`. |
| `monitoring-kube-prometheus-stack`: `Alertmanager … status: 'Failed'` | The operator refused Alertmanager's configuration and keeps the old one. | `kubectl -n %namespace% describe alertmanager kube-prometheus-stack-alertmanager` has the line. |
| Prometheus is `OOMKilled` again and again | It reads its log after a restart and needs more than the limit. | Raise `prometheus_memory_limit`. |
| a claim cannot be changed: `spec: Forbidden` | Size and class of a StatefulSet's volume are fixed. | Resize the claim itself, then delete the StatefulSet with `--cascade=orphan`. |
| logs stop: Loki answers 500, `no space left` | Its volume is full; Loki does not delete by size. | Enlarge the volume or shorten `logs_retention`. |";

/// Flux reads a new commit with the health checks of the commit before it, until the Kustomization that
/// holds them is applied. Only Secrets that Flux itself takes away can be missed by them.
const CHANGED: &str = "| after a change, `monitoring-base` `HealthCheckFailed`: `NotFound` for a Secret that the plan no longer has | Flux began with the new commit before it had the new checks, and waits for the old ones. | Nothing: after 5 minutes it goes on by itself. |";

const BY_HAND: &str = "| `monitoring-base` `HealthCheckFailed`: Secret `NotFound` | A Secret of step 4 is missing. | Make it; Flux looks again within two minutes. |";

const WITH_SOPS: &str = "| `monitoring-base` `HealthCheckFailed`: Secret `NotFound` | A Secret of step 4 is missing. | Encrypt and commit it, and list it in `%base%/kustomization.yaml`. |
| `monitoring-base` `BuildFailed`: `cannot get sops data key` | Flux has no key for these recipients. | Make the key's Secret of step 4, or encrypt for the key that Flux has. |";

const WITH_SEALED: &str = "| `monitoring-base` `HealthCheckFailed`: Secret `NotFound` | The controller did not make a Secret. | `kubectl get sealedsecret -A` says why: `no key could decrypt secret` means another certificate, or another name or namespace than it was sealed for. |
| `monitoring-base`: `no matches for kind \"SealedSecret\"` | The sealed-secrets controller is not installed. | Install it before this stack. |";

const ROUTES: &str = "| `monitoring-config`: `no matches for kind \"HTTPRoute\"` | The Gateway API is not installed. | Install it, and name the Kustomization that does so in `wait_for`. |
| a page answers 404; the HTTPRoute says `NotAllowedByListeners` | The listener does not let routes from `%namespace%` in. | Set `allowedRoutes` as in step 1. |
| the HTTPRoute says `NoMatchingParent` | The Gateway has no listener of that name. | Correct `gateway_section`. |";

const EXTERNAL: &str = "| `monitoring-base` `HealthCheckFailed`: ExternalSecret `SecretSyncedError` | The store has no such path or property, or refuses the login. | `kubectl describe externalsecret -A` has its answer. |
| `monitoring-base`: `no matches for kind \"ExternalSecret\"` | External Secrets is not installed, or older than 0.16. | Install it, and name the Kustomization that does so in `secrets_wait_for`. |";

const INGRESS_ROUTES: &str = "| `monitoring-config`: `no matches for kind \"IngressRoute\"` | Traefik's CRDs are not installed. | Install them, and name the Kustomization that does so in `wait_for`. |
| a page answers 404, Traefik's log says `middleware … not found` or `secret … not found` | Traefik reads both in `%namespace%` only. | Make them there; for a Middleware elsewhere Traefik needs `allowCrossNamespace`. |";

const POLICIES: &str = "| a page answers 502 or 504, or a target is down: `context deadline exceeded` | A NetworkPolicy lets nobody through whom this plan does not know. | Name the namespace of the proxy in `proxy_namespace`; `kubectl get networkpolicy -A` lists them. |";

const BUCKETS: &str = "| Loki says `AccessDenied`, `NoSuchBucket` or `SignatureDoesNotMatch` | The credentials do not fit, or the buckets do not exist. | Make both buckets, and renew the Secret `loki-s3`; Loki's pods read it when they start. |";

const SILENT: &str = "| no message arrives, Alertmanager's log says `token is invalid` | A value of the Secret ends with a line break. | Make the Secret anew as in step 4. |";

const UNINSTALL: &str = "
## 10. Uninstall

In reverse order, so that nothing loses what it needs. Flux removes what a Kustomization applied when the
Kustomization itself goes.";

const STAYS: &str = "
What stays behind, because it may be dear to you, and how to remove it. Grafana's volume, if it has one,
goes with its release.

```sh
# metrics, silences, logs";

pub(super) fn write(guide: &mut Guide) {
    guide.add(HEAD);
    let mode = guide.plan.secret_mode.clone();
    let missing = match *mode {
        SecretMode::Placeholder => BY_HAND,
        SecretMode::Sops => WITH_SOPS,
        SecretMode::Sealed => WITH_SEALED,
        SecretMode::External => EXTERNAL,
    };
    guide.add_for(&mode, missing);
    if *mode != SecretMode::Placeholder {
        guide.add_for(&mode, CHANGED);
    }
    guide.add(RELEASES);
    if guide.plan.exposed().next().is_some() {
        let routes = match *guide.plan.access {
            Access::HttpRoute => ROUTES,
            Access::IngressRoute => INGRESS_ROUTES,
            Access::Ingress | Access::None => "",
        };
        if !routes.is_empty() {
            guide.add_for(Part::Config.questions(guide.plan), routes);
        }
    }
    if *guide.plan.network_policies != Policies::None {
        guide.add_for(&guide.plan.network_policies.clone(), POLICIES);
    }
    if guide.plan.has_bucket() {
        guide.add_for(&guide.plan.loki_store.clone(), BUCKETS);
    }
    for (_, from) in receivers::active(guide.plan) {
        guide.add_for(from, SILENT);
    }
    uninstall(guide);
    leftovers(guide);
}

fn uninstall(guide: &mut Guide) {
    let plan = guide.plan;
    guide.add(UNINSTALL);
    let parts: Vec<Part> =
        Part::ALL.iter().copied().filter(|part| part.is_in(plan)).rev().collect();
    guide.add(
        "\n1. Delete these Kustomizations from `%entry%`, one commit and push each, and go on when",
    );
    guide.add("   `kubectl -n %flux_namespace% get kustomization.kustomize.toolkit.fluxcd.io` no longer lists it:");
    for part in parts {
        guide.add_for(part.questions(plan), format!("   - `{}`", part.kustomization()));
    }
    let line = match *plan.flux_entry {
        FluxEntry::ClusterFile => {
            "2. Delete `%entry%`, which is empty now, and the folders of the parts."
        }
        FluxEntry::Nested => {
            "2. Take the line out of the parent, and delete the folders of the parts."
        }
    };
    guide.add_for(&plan.flux_entry, line);
}

fn leftovers(guide: &mut Guide) {
    let plan = guide.plan;
    guide.add(STAYS);
    for (namespace, claim) in names::claims(plan) {
        guide.add_for(&namespace, format!("kubectl -n {} delete pvc {claim}", *namespace));
    }
    if *plan.secret_mode == SecretMode::Placeholder {
        for (secret, from) in secrets::needed(plan) {
            guide.add_for(
                from.and(&plan.secret_mode),
                format!("kubectl -n {} delete secret {}", *(secret.home)(plan), secret.name),
            );
        }
    }
    if !*plan.namespace_exists {
        guide.add_for(&plan.namespace_exists, "kubectl delete namespace %namespace%");
    }
    if plan.loki_lives_apart() && !*plan.loki_namespace_exists {
        guide.add_for(&plan.loki_namespace_exists, "kubectl delete namespace %loki_namespace%");
    }
    let own = !*plan.operator_exists;
    if own {
        guide.add("kubectl -n kube-system delete service kube-prometheus-stack-kubelet # made by the operator");
    }
    // CRDs that others keep up are theirs, and everybody's monitors go with them.
    if own && !*plan.monitoring_crds_exist {
        guide.add("kubectl get crd -o name | grep '\\.monitoring\\.coreos\\.com$' | xargs kubectl delete # and every monitor of others");
    }
    guide.add(format!("# on each node: rm -r {ALLOY_POSITIONS}\n```"));
}
