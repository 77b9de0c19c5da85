//! The guide, README.md in the base folder: what to do with the tree, from the first commit to the
//! last check, with commands that carry this plan's names.

mod checks;
mod needs;
mod notes;
mod others;
mod rollout;
mod secrets;
mod trouble;
mod words;

use words::Guide;

use super::charts::CHARTS;
use super::secrets::Encrypted;
use crate::link;
use crate::plan::layout::{Layout, Part};
use crate::plan::{Draft, Fields, Plan};
use crate::tree::Tree;
use crate::value::Policies;

/// Writes the guide. It comes last, because it names files of the tree.
pub(super) fn write(draft: &Draft, plan: &Plan, encrypted: &Encrypted, tree: &mut Tree) {
    let mut guide = Guide::new(plan);
    intro(&mut guide);
    needs::write(&mut guide);
    rollout::write(&mut guide, encrypted);
    checks::write(&mut guide);
    notes::write(&mut guide);
    trouble::write(&mut guide);
    about(&mut guide, draft);
    let path = format!("{}/README.md", guide.layout.folder(Part::Base));
    tree.put(path, guide.lines());
}

fn intro(guide: &mut Guide) {
    guide.add("# Monitoring for %cluster%\n");
    guide.add(
        "Prometheus, Alertmanager, Grafana, Loki and Alloy, applied by Flux in this order. Each part has a\n\
         folder and a Flux Kustomization of its own, and waits for the one that it needs.\n",
    );
    guide.add("\n| Flux Kustomization | folder | holds |\n|---|---|---|");
    for part in Part::ALL.iter().filter(|part| part.is_in(guide.plan)) {
        let row = format!(
            "| `{}` | `{}` | {} |",
            part.kustomization(),
            guide.layout.folder(*part),
            holds(guide.plan, *part)
        );
        let from = part.questions(guide.plan).and(Layout::questions());
        guide.add_for(from, row);
    }
}

/// What a part holds, in a few words.
fn holds(plan: &Plan, part: Part) -> &'static str {
    match part {
        Part::Sources => "chart sources",
        Part::Base if plan.sources_are_in_flux() => "namespace, Secrets, this guide",
        Part::Base => "namespace, chart sources, Secrets, this guide",
        Part::KubePrometheusStack if plan.has_grafana() => {
            "Prometheus, Alertmanager, Grafana, exporters, alert rules"
        }
        Part::KubePrometheusStack => "Prometheus, Alertmanager, exporters, alert rules",
        Part::Loki if plan.has_grafana() => "Loki and Grafana's data source for it",
        Part::Loki => "Loki",
        Part::Alloy => "Alloy, which collects logs",
        Part::Config if *plan.network_policies == Policies::None => "routes to the pages",
        Part::Config => "routes to the pages, network policies",
        Part::Grafana => "data sources for your Grafana",
        Part::Dashboards => "dashboards for your Grafana",
        Part::Notifications => "Flux' Provider and Alert, which tell Alertmanager what fails",
    }
}

/// What the tree was made from.
fn about(guide: &mut Guide, draft: &Draft) {
    guide.add("\n## About this plan\n");
    for chart in CHARTS {
        guide.add(format!("- chart {} {} ({})", chart.name, chart.version, chart.app));
    }
    let accepted = &guide.plan.accept;
    if !accepted.is_empty() {
        guide.add_for(accepted, format!("- findings that were read and accepted: {}", **accepted));
    }
    let changed: Fields = draft.changed().collect();
    guide.add("\nThe same plan opens in Monitree with this behind the page's address:\n\n```text");
    guide.add_for(changed, format!("#{}", link::encode(draft)));
    guide.add("```");
    guide.add(
        "\n`.monitree/plan.yaml` holds the same answers. From the root of the repository,\n\
         `sha256sum -c %base%/.monitree/MANIFEST.sha256` names files that were edited by hand.",
    );
}
