//! Words of the guide that the plan decides. A line of prose names them as `%namespace%`, and so
//! remembers the questions behind them without saying so.

use crate::plan::layout::{Layout, Part};
use crate::plan::{Fields, Given, Plan};
use crate::stack::names;
use crate::text::Text;
use crate::yaml::Line;

/// The words of a plan, and the text that they are filled into.
pub(super) struct Guide<'plan> {
    pub(super) plan: &'plan Plan,
    pub(super) layout: Layout,
    words: Vec<(&'static str, Given<String>)>,
    text: Text,
}

impl<'plan> Guide<'plan> {
    pub(super) fn new(plan: &'plan Plan) -> Self {
        let layout = Layout::of(plan);
        let words = words(plan, &layout);
        Self { plan, layout, words, text: Text::new() }
    }

    /// Adds prose, with every `%word%` filled in.
    pub(super) fn add(&mut self, prose: impl AsRef<str>) {
        self.add_for(Fields::NONE, prose);
    }

    /// Adds prose that is there because of these questions.
    pub(super) fn add_for(&mut self, from: impl Into<Fields>, prose: impl AsRef<str>) {
        self.push(from.into(), prose.as_ref());
    }

    fn push(&mut self, from: Fields, prose: &str) {
        for line in prose.split('\n') {
            let (text, own) = self.fill(line);
            self.text.add_for(from.and(own), text);
        }
    }

    /// The lines, with one empty line wherever pieces of prose brought several.
    pub(super) fn lines(self) -> Vec<Line> {
        let mut lines = self.text.lines();
        lines.dedup_by(|next, line| next.text.is_empty() && line.text.is_empty());
        lines
    }

    /// A line with its words filled in, and the questions behind them. What stands between two
    /// percent signs and is no word, as in `date +%s`, stays.
    fn fill(&self, line: &str) -> (String, Fields) {
        let (mut out, mut from, mut rest) = (String::new(), Fields::NONE, line);
        while let Some((before, after)) = rest.split_once('%') {
            out.push_str(before);
            let word =
                after.split_once('%').and_then(|(name, after)| Some((self.word(name)?, after)));
            if let Some((value, after)) = word {
                out.push_str(value);
                from = from.and(value);
                rest = after;
            } else {
                out.push('%');
                rest = after;
            }
        }
        out.push_str(rest);
        (out, from)
    }

    /// Namespace, name and port of a Service, by the word for its name and port.
    pub(super) fn address(&self, service: &str) -> (String, String, String) {
        let loki = service == "loki";
        let home = if loki { self.plan.loki_home() } else { self.plan.namespace.clone() };
        let own = self.word(service).map_or(String::new(), |word| (**word).clone());
        let (name, port) = own.split_once(':').unwrap_or((&own, "80"));
        (home.to_string(), name.to_owned(), port.to_owned())
    }

    fn word(&self, name: &str) -> Option<&Given<String>> {
        self.words.iter().find(|(own, _)| *own == name).map(|(_, value)| value)
    }
}

fn words(plan: &Plan, layout: &Layout) -> Vec<(&'static str, Given<String>)> {
    let fixed = |text: &str| Given::new(text.to_owned(), Fields::NONE);
    let folder = |part: Part| Given::new(layout.folder(part), Layout::questions());
    let service = |service: names::Service| fixed(&format!("{}:{}", service.name, service.port));
    vec![
        ("namespace", plan.namespace.map(ToString::to_string)),
        ("flux_namespace", plan.flux_namespace.map(ToString::to_string)),
        ("cluster", plan.cluster()),
        ("domain", plan.domain.map(ToString::to_string)),
        ("source_kind", plan.source_kind.map(ToString::to_string)),
        ("source_name", plan.source_name.map(ToString::to_string)),
        ("gateway", plan.gateway_name.map(ToString::to_string)),
        ("gateway_namespace", plan.gateway_namespace.map(ToString::to_string)),
        ("base", folder(Part::Base)),
        ("entry", Given::new(layout.entry_file(), Layout::entry_questions())),
        ("alertmanager_set", fixed(names::ALERTMANAGER_STATEFUL_SET)),
        ("prometheus", service(names::PROMETHEUS)),
        ("grafana", service(names::GRAFANA)),
        ("loki", names::loki(plan).map(|service| format!("{}:{}", service.name, service.port))),
        ("loki_namespace", plan.loki_home().map(ToString::to_string)),
        (
            "loki_services",
            plan.loki_home().map(|namespace| format!("/api/v1/namespaces/{namespace}/services")),
        ),
        ("grafana_namespace", plan.grafana_namespace.map(ToString::to_string)),
        ("grafana_name", plan.grafana_name.map(ToString::to_string)),
        ("auth_middleware", plan.auth_middleware.map(ToString::to_string)),
        ("alloy", service(names::ALLOY)),
        (
            "services",
            plan.namespace.map(|namespace| format!("/api/v1/namespaces/{namespace}/services")),
        ),
        ("metrics_retention", plan.metrics_retention.map(ToString::to_string)),
        ("logs_retention", plan.logs_retention.map(ToString::to_string)),
    ]
}
