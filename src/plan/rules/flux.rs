//! Checks on the Flux wiring and on where files go.

use crate::plan::layout::{Layout, Part};
use crate::plan::{Field, Plan, Problem};
use crate::value::{Access, Auth, FluxEntry, Label, List, Policies, SecretMode, StoreKind};

/// Paths that do not lie below the root of the source.
pub(super) fn prefix(plan: &Plan, problems: &mut Vec<Problem>) {
    let Some(prefix) = &**plan.path_prefix else {
        return;
    };
    let layout = Layout::of(plan);
    let root = Some(layout.root().to_owned());
    let folders = [
        ("root folder", Field::root_path, root),
        ("cluster's folder", Field::clusters_path, layout.cluster_folder()),
        ("folder of the chart sources", Field::sources_path, layout.sources_folder(plan)),
    ];
    let outside = folders.into_iter().find_map(|(name, field, folder)| {
        let folder = folder.filter(|folder| !is_below(folder, prefix.as_str()))?;
        Some((name, field, folder))
    });
    if let Some((name, field, folder)) = outside {
        let message = format!("the {name} {folder} does not lie below the prefix {prefix}");
        let why = "Flux would not see it: it is outside of what the source holds.";
        let fields = [Field::path_prefix, field];
        let problem = Problem::error("flux.path-prefix", &fields, message, why);
        problems.push(problem.fix(Field::path_prefix, ""));
    }
}

/// Kustomizations that would wait for each other, or for themselves.
pub(super) fn order(plan: &Plan, problems: &mut Vec<Problem>) {
    let lists = plan.foreign();
    for (list, field, name) in
        lists.iter().flat_map(|(list, field)| list.iter().map(move |name| (list, *field, name)))
    {
        let rest: Vec<String> =
            list.iter().filter(|other| *other != name).map(ToString::to_string).collect();
        let own = Part::ALL.iter().any(|part| part.kustomization() == name.as_str());
        let parent = *plan.flux_entry == FluxEntry::Nested
            && plan.parent_kustomization.as_ref() == Some(name);
        let message = if own {
            format!("{:?} is a Kustomization of this plan", name.as_str())
        } else if parent {
            format!("{:?} applies this plan, so it cannot be waited for", name.as_str())
        } else {
            continue;
        };
        let why = "Both would wait for each other for ever.";
        let problem = Problem::error("flux.wait-circle", &[field], message, why);
        problems.push(problem.fix(field, rest.join(",")));
    }
}

/// Component folders inside the cluster's folder, which Flux would apply a second time.
pub(super) fn owners(plan: &Plan, problems: &mut Vec<Problem>) {
    let layout = Layout::of(plan);
    let Some(cluster) = layout.cluster_folder() else {
        return;
    };
    let folders = [
        ("root folder", Field::root_path, Some(layout.root().to_owned())),
        ("folder of the chart sources", Field::sources_path, layout.sources_folder(plan)),
    ];
    for (name, field, folder) in folders {
        let Some(folder) = folder.filter(|folder| is_below(folder, &cluster)) else { continue };
        let message = format!("the {name} {folder} lies in the cluster's folder {cluster}");
        let why = "Flux applies everything below the cluster's folder, so every object would have two owners.";
        let problem =
            Problem::error("flux.double-owner", &[field, Field::clusters_path], message, why);
        let clusters = Field::clusters_path;
        problems.push(problem.fix(field, "").fix(clusters, clusters.default));
    }
    if layout.folders().any(|folder| is_below(&cluster, &folder)) {
        let message = format!("the cluster's folder {cluster} lies in a folder of the stack");
        let why = "The stack would apply its own Flux Kustomizations.";
        let fields = [Field::clusters_path, Field::root_path];
        problems.push(
            Problem::error("paths.collide", &fields, message, why)
                .fix(Field::clusters_path, Field::clusters_path.default)
                .fix(Field::root_path, ""),
        );
    }
}

/// A folder of chart sources with other folders of the stack in it.
pub(super) fn sources(plan: &Plan, problems: &mut Vec<Problem>) {
    let layout = Layout::of(plan);
    let Some(sources) = layout.sources_folder(plan) else { return };
    let mut others = layout.folders().filter(|folder| *folder != sources);
    if let Some(folder) = others.find(|folder| is_below(folder, &sources)) {
        let message =
            format!("the folder {folder} lies in the one of the chart sources, {sources}");
        let why =
            "Both would be applied by the Kustomization of the sources, and each object twice.";
        let problem = Problem::error("paths.collide", &[Field::sources_path], message, why);
        problems.push(problem.fix(Field::sources_path, ""));
    }
}

/// An engine of Vault that the store does not read from.
pub(super) fn engine(plan: &Plan, problems: &mut Vec<Problem>) {
    let asked = [
        (&plan.pushover_path, Field::pushover_path),
        (&plan.alertmanager_path, Field::alertmanager_path),
        (&plan.grafana_path, Field::grafana_path),
        (&plan.loki_path, Field::loki_path),
        (&plan.remote_write_path, Field::remote_write_path),
        (&plan.thanos_path, Field::thanos_path),
    ];
    let other = asked.into_iter().find_map(|(path, field)| {
        let engine = path.engine().filter(|engine| *engine != plan.vault_engine.as_str())?;
        Some((engine.to_owned(), field))
    });
    let Some((engine, field)) = other.filter(|_| *plan.store_create) else { return };
    let message =
        format!("this path is in the engine {engine}, and the store reads {}", *plan.vault_engine);
    let why = "External Secrets finds nothing there, and everything waits for the Secret.";
    let problem = Problem::error("eso.engine", &[field, Field::vault_engine], message, why);
    problems.push(problem.fix(Field::vault_engine, engine));
}

/// A store for each namespace that must be there before the namespace itself.
pub(super) fn stores(plan: &Plan, problems: &mut Vec<Problem>) {
    let namespaced = *plan.secret_mode == SecretMode::External
        && *plan.store_kind == StoreKind::Namespaced
        && !plan.secrets_wait_for.is_empty();
    let loki = plan.loki_lives_apart() && !*plan.loki_namespace_exists;
    if namespaced && (!*plan.namespace_exists || loki) {
        let message =
            "a SecretStore cannot be there before its namespace, which this plan makes".to_owned();
        let why = "The Secrets wait for the store, and the store waits for the namespace beside the Secrets.";
        let fields = [Field::secrets_wait_for, Field::store_kind, Field::namespace_exists];
        let problem = Problem::error("flux.store-circle", &fields, message, why);
        let kind = Field::store_kind;
        problems.push(problem.fix(Field::secrets_wait_for, "").fix(kind, "ClusterSecretStore"));
    }
}

/// A proxy that one of the charts would not be fetched through.
pub(super) fn proxy(plan: &Plan, problems: &mut Vec<Problem>) {
    if plan.flux_proxy_secret.is_some() && plan.mirror_charts.is_none() {
        let message = "Alloy's chart is not fetched through the proxy".to_owned();
        let why = "It lies in a classic Helm repository, for which Flux knows no proxy; a mirror holds it as an artifact.";
        let fields = [Field::flux_proxy_secret, Field::mirror_charts];
        let problem = Problem::warning("flux.proxy", &fields, message, why);
        problems.push(problem.fix(Field::flux_proxy_secret, ""));
    }
}

/// A namespace that belongs to somebody else.
pub(super) fn namespaces(plan: &Plan, problems: &mut Vec<Problem>) {
    let own = (plan.namespace.as_str(), *plan.namespace_exists);
    let loki = plan.loki_home();
    let loki = plan.loki_lives_apart().then(|| (loki.as_str(), *plan.loki_namespace_exists));
    let questions = [
        (Some(own), Field::namespace, Field::namespace_exists),
        (loki, Field::loki_namespace, Field::loki_namespace_exists),
    ];
    for (namespace, field, exists_field) in questions {
        let Some((name, exists)) = namespace else { continue };
        if !exists && taken(plan).contains(&name) {
            let message = format!("the namespace {name:?} is there already");
            let why = "The stack would take it over, with its labels.";
            let problem = Problem::error("namespace.taken", &[field, exists_field], message, why);
            problems.push(problem.fix(field, field.default).fix(exists_field, "true"));
        }
    }
}

/// Namespaces that are there: those of every cluster, and those of what the answers say runs in it.
fn taken(plan: &Plan) -> Vec<&str> {
    let answers = [
        (true, Some(&*plan.flux_namespace)),
        (*plan.cert_manager, Some(&*plan.cert_manager_namespace)),
        (*plan.access == Access::HttpRoute, Some(&*plan.gateway_namespace)),
        (*plan.network_policies != Policies::None, Some(&*plan.proxy_namespace)),
        (*plan.auth == Auth::Reference, plan.auth_namespace.as_ref()),
        (*plan.velero, Some(&*plan.velero_namespace)),
        (!plan.has_grafana(), Some(&*plan.grafana_namespace)),
        (*plan.store_create, Some(&*plan.eso_namespace)),
    ];
    let there = answers.into_iter().filter(|(is_there, _)| *is_there);
    let there = there.filter_map(|(_, name)| name.map(Label::as_str));
    there.chain(["default", "kube-system", "kube-public", "kube-node-lease"]).collect()
}

/// A namespace of the stack among those whose monitors Prometheus leaves alone.
pub(super) fn left_out(plan: &Plan, problems: &mut Vec<Problem>) {
    let excluded = &plan.metrics_excluded_namespaces;
    let is_own = |name: &Label| [&*plan.namespace, &*plan.loki_home()].contains(&name);
    if let Some(own) = excluded.iter().find(|name| is_own(name)) {
        let rest = excluded.iter().filter(|name| !is_own(name)).cloned().collect();
        let message = format!("the stack's own monitors are in the namespace {own}");
        let why = "Prometheus would leave them out, and every alert about them.";
        let fields = [Field::metrics_excluded_namespaces, Field::namespace, Field::loki_namespace];
        let problem = Problem::error("prom.own-namespace", &fields, message, why);
        problems.push(problem.fix(Field::metrics_excluded_namespaces, List(rest).to_string()));
    }
}

/// Whether a folder is another one or lies below it.
fn is_below(folder: &str, above: &str) -> bool {
    folder == above || folder.strip_prefix(above).is_some_and(|rest| rest.starts_with('/'))
}
