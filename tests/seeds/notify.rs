//! Alertmanager in task 3, and task 7: Flux tells Alertmanager what fails.

use crate::README;
use crate::Reason::Validation;
use crate::Row;
use crate::Where::{File, Key, Out, Text};

const KPS: &str = "kube-prometheus-stack/helmrelease.yaml";
const PROVIDER: &str = "monitoring-notifications/provider.yaml";
const ALERT: &str = "monitoring-notifications/alert.yaml";

#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    ("task 3, step 1", "Alertmanager: requests", Key(KPS, "spec values alertmanager alertmanagerSpec resources requests", "{cpu: 10m, memory: 32Mi}")),
    ("task 3, step 1", "Alertmanager: limits", Key(KPS, "spec values alertmanager alertmanagerSpec resources limits", "{memory: 64Mi}")),
    ("task 3, step 1", "Alertmanager: storage class", Key(KPS, "spec values alertmanager alertmanagerSpec storage volumeClaimTemplate spec storageClassName", "nfs")),
    ("task 3, step 1", "Alertmanager: access mode", Key(KPS, "spec values alertmanager alertmanagerSpec storage volumeClaimTemplate spec accessModes", "[ReadWriteOnce]")),
    ("task 3, step 1", "Alertmanager: volume", Key(KPS, "spec values alertmanager alertmanagerSpec storage volumeClaimTemplate spec resources requests storage", "1Gi")),
    ("task 3, step 1", "resolve_timeout 5m; 1h, since the same event of Flux comes again only after minutes", Key(KPS, "spec values alertmanager config global resolve_timeout", "1h")),
    ("task 3, step 1", "route: receiver of the rest", Key(KPS, "spec values alertmanager config route receiver", "pushover-warning")),
    ("task 3, step 1", "route: group_by", Key(KPS, "spec values alertmanager config route group_by", "[alertname, namespace]")),
    ("task 3, step 1", "route: group_wait", Key(KPS, "spec values alertmanager config route group_wait", "30s")),
    ("task 3, step 1", "route: group_interval", Key(KPS, "spec values alertmanager config route group_interval", "5m")),
    ("task 3, step 1", "route: repeat_interval", Key(KPS, "spec values alertmanager config route repeat_interval", "12h")),
    ("task 3, step 1", "route: Watchdog to null; InfoInhibitor, too, which would page otherwise", Key(KPS, "spec values alertmanager config route routes 0", "{receiver: 'null', matchers: ['alertname =~ \"Watchdog|InfoInhibitor\"']}")),
    ("task 3, step 1", "route: critical, which ends there (continue: false is the default)", Key(KPS, "spec values alertmanager config route routes receiver=pushover-critical", "{receiver: pushover-critical, matchers: ['severity = \"critical\"']}")),
    ("task 3, step 1", "route: warning, which ends there", Key(KPS, "spec values alertmanager config route routes receiver=pushover-warning", "{receiver: pushover-warning, matchers: ['severity = \"warning\"']}")),
    ("task 3, step 1", "receiver null", Key(KPS, "spec values alertmanager config receivers 0", "{name: 'null'}")),
    ("task 3, step 1", "critical: user_key_file; by the Secret of its own", Key(KPS, "spec values alertmanager config receivers name=pushover-critical pushover_configs 0 user_key_file", "/etc/alertmanager/secrets/alertmanager-pushover/user-key")),
    ("task 3, step 1", "critical: token_file", Key(KPS, "spec values alertmanager config receivers name=pushover-critical pushover_configs 0 token_file", "/etc/alertmanager/secrets/alertmanager-pushover/api-token")),
    ("task 3, step 1", "critical: priority 1 while it fires; that it is over shall wake nobody. retry and expire count at priority 2 only", Key(KPS, "spec values alertmanager config receivers name=pushover-critical pushover_configs 0 priority", "'{{ if eq .Status \"firing\" }}1{{ else }}0{{ end }}'")),
    ("task 3, step 1", "critical: title; the seed's escapes would show as text on the phone, so a template", Key(KPS, "spec values alertmanager config receivers name=pushover-critical pushover_configs 0 title", "'{{ template \"monitree.title\" . }}'")),
    ("task 3, step 1", "critical: message", Key(KPS, "spec values alertmanager config receivers name=pushover-critical pushover_configs 0 message", "'{{ template \"monitree.message\" . }}'")),
    ("task 3, step 1", "the title holds the alert's name", Text(KPS, "{{ define \"monitree.title\" }}[{{ .Status | toUpper }}")),
    ("task 3, step 1", "the message holds each alert's summary, where it has no description", Text(KPS, "{{ else if .Annotations.summary }}{{ .Annotations.summary }}")),
    ("task 3, step 1", "warning: user_key_file", Key(KPS, "spec values alertmanager config receivers name=pushover-warning pushover_configs 0 user_key_file", "/etc/alertmanager/secrets/alertmanager-pushover/user-key")),
    ("task 3, step 1", "warning: token_file", Key(KPS, "spec values alertmanager config receivers name=pushover-warning pushover_configs 0 token_file", "/etc/alertmanager/secrets/alertmanager-pushover/api-token")),
    ("task 3, step 1", "warning: priority", Key(KPS, "spec values alertmanager config receivers name=pushover-warning pushover_configs 0 priority", "'0'")),
    ("task 3, step 1", "warning: title", Key(KPS, "spec values alertmanager config receivers name=pushover-warning pushover_configs 0 title", "'{{ template \"monitree.title\" . }}'")),
    ("task 3, step 1", "warning: message", Key(KPS, "spec values alertmanager config receivers name=pushover-warning pushover_configs 0 message", "'{{ template \"monitree.message\" . }}'")),
    ("task 3, step 1", "secrets; below alertmanagerSpec, since beside it nothing is mounted", Key(KPS, "spec values alertmanager alertmanagerSpec secrets", "[alertmanager-pushover]")),
    ("task 3, step 1", "note on the credentials: mounted below /etc/alertmanager/secrets", Text(README, "`/etc/alertmanager/secrets/alertmanager-pushover/`")),

    ("task 7", "file provider-alertmanager.yaml; in a folder of its own, since Flux manages flux-system", File(PROVIDER)),
    ("task 7", "file alert-flux.yaml", File(ALERT)),
    ("task 7, step 1", "provider: apiVersion", Key(PROVIDER, "apiVersion", "notification.toolkit.fluxcd.io/v1beta3")),
    ("task 7, step 1", "provider: kind", Key(PROVIDER, "kind", "Provider")),
    ("task 7, step 1", "provider: name", Key(PROVIDER, "metadata name", "alertmanager")),
    ("task 7, step 1", "provider: namespace", Key(PROVIDER, "metadata namespace", "flux-system")),
    ("task 7, step 1", "provider: type", Key(PROVIDER, "spec type", "alertmanager")),
    ("task 7, step 1", "provider: address, by the service's name, without authentication", Key(PROVIDER, "spec", "{type: alertmanager, address: 'http://kube-prometheus-stack-alertmanager.monitoring.svc:9093/api/v2/alerts'}")),
    ("task 7, step 2", "alert: apiVersion", Key(ALERT, "apiVersion", "notification.toolkit.fluxcd.io/v1beta3")),
    ("task 7, step 2", "alert: kind", Key(ALERT, "kind", "Alert")),
    ("task 7, step 2", "alert: name", Key(ALERT, "metadata name", "flux-alerts")),
    ("task 7, step 2", "alert: namespace", Key(ALERT, "metadata namespace", "flux-system")),
    ("task 7, step 2", "alert: provider", Key(ALERT, "spec providerRef name", "alertmanager")),
    ("task 7, step 2", "alert: severity", Key(ALERT, "spec eventSeverity", "error")),
    ("task 7, step 2", "alert: every GitRepository", Key(ALERT, "spec eventSources kind=GitRepository", "{kind: GitRepository, name: '*', namespace: flux-system}")),
    ("task 7, step 2", "alert: every Kustomization", Key(ALERT, "spec eventSources kind=Kustomization", "{kind: Kustomization, name: '*', namespace: flux-system}")),
    ("task 7, step 2", "alert: every HelmRelease; with its namespace, since otherwise only flux-system counts", Key(ALERT, "spec eventSources kind=HelmRelease", "{kind: HelmRelease, name: '*', namespace: monitoring}")),
    ("task 7, step 2", "alert: every HelmRepository, with its namespace", Key(ALERT, "spec eventSources kind=HelmRepository", "{kind: HelmRepository, name: '*', namespace: monitoring}")),
    ("task 7, step 2", "alert: the charts' OCIRepositories, which took the place of a HelmRepository", Key(ALERT, "spec eventSources kind=OCIRepository", "{kind: OCIRepository, name: '*', namespace: monitoring}")),
    ("task 7, step 3", "add both to the kustomization", Key("monitoring-notifications/kustomization.yaml", "resources", "[provider.yaml, alert.yaml]")),
    ("task 7, step 4", "run validation", Out(Validation)),
    ("task 7, step 5", "commit Provider and Alert", Text(README, "git commit -m \"feat(monitoring): add Flux notifications to Alertmanager\"")),
];
