//! What a chart makes of a release's name and namespace.

use crate::tree::Object;
use crate::yaml::Node;

/// The chart with the operator, Prometheus and Alertmanager.
pub(super) const KPS: &str = "kube-prometheus-stack";

/// The namespace into which a release installs, unless its values name another one.
pub(super) fn target(release: &Object) -> &str {
    let places: [&[&str]; 2] =
        [&["spec", "values", "namespaceOverride"], &["spec", "targetNamespace"]];
    let own = places.into_iter().map(|keys| release.text(keys)).find(|text| !text.is_empty());
    own.unwrap_or(release.namespace())
}

/// The name of a release in Helm.
pub(super) fn name(release: &Object) -> String {
    said(release.manifest.at(&["spec", "releaseName"]), release.name())
}

/// The full name of a chart in a release, by the rule that most charts share. kube-prometheus-stack cuts
/// it to 26 characters.
pub(super) fn full_name(chart: &str, release: &Object) -> String {
    let values = release.manifest.at(&["spec", "values"]);
    let (short, chart_name) = (name(release), said(values.at(&["nameOverride"]), chart));
    let both = format!("{short}-{chart_name}");
    let full = said(
        values.at(&["fullnameOverride"]),
        if short.contains(&chart_name) { &short } else { &both },
    );
    let end = if chart == KPS { 26 } else { 63 };
    let cut: String = full.chars().take(end).collect();
    cut.trim_end_matches('-').to_owned()
}

/// A text, or another one where none is said.
pub(super) fn said(node: &Node, other: &str) -> String {
    if node.text().is_empty() { other } else { node.text() }.to_owned()
}
