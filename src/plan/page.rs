//! The pages of the stack that a browser can open.

use super::{Field, Given, Plan};
use crate::value::PageHost;

/// A page of the stack.
#[derive(Clone, Copy)]
pub struct Page<'plan> {
    /// Its name, as users know it.
    pub name: &'static str,
    /// Its word in names of objects and files.
    pub id: &'static str,
    /// Whether it has a login of its own.
    pub login: bool,
    /// Whether a route leads to it.
    pub expose: &'plan Given<bool>,
    /// The question behind `expose`.
    pub expose_field: Field,
    /// The question that names its host.
    pub host_field: Field,
    label: &'plan Given<PageHost>,
    plan: &'plan Plan,
}

impl Page<'_> {
    /// Its whole host name.
    pub fn host(&self) -> Given<String> {
        self.label.with(&self.plan.domain, PageHost::under)
    }

    /// Its address in a browser, if it is exposed.
    pub fn url(&self) -> Option<Given<String>> {
        let url = self.host().map(|host| format!("https://{host}"));
        self.expose.then(|| url.because(self.expose_field))
    }
}

impl Plan {
    /// Grafana's page.
    pub fn grafana(&self) -> Page<'_> {
        Page {
            name: "Grafana",
            id: "grafana",
            login: true,
            expose: &self.grafana_expose,
            expose_field: Field::grafana_expose,
            host_field: Field::grafana_host,
            label: &self.grafana_host,
            plan: self,
        }
    }

    /// The page of Prometheus.
    pub fn prometheus(&self) -> Page<'_> {
        Page {
            name: "Prometheus",
            id: "prometheus",
            login: false,
            expose: &self.prometheus_expose,
            expose_field: Field::prometheus_expose,
            host_field: Field::prometheus_host,
            label: &self.prometheus_host,
            plan: self,
        }
    }

    /// The page of Alertmanager.
    pub fn alertmanager(&self) -> Page<'_> {
        Page {
            name: "Alertmanager",
            id: "alertmanager",
            login: false,
            expose: &self.alertmanager_expose,
            expose_field: Field::alertmanager_expose,
            host_field: Field::alertmanager_host,
            label: &self.alertmanager_host,
            plan: self,
        }
    }

    /// Alloy's page.
    pub fn alloy(&self) -> Page<'_> {
        Page {
            name: "Alloy",
            id: "alloy",
            login: false,
            expose: &self.alloy_expose,
            expose_field: Field::alloy_expose,
            host_field: Field::alloy_host,
            label: &self.alloy_host,
            plan: self,
        }
    }

    /// Every page.
    pub fn pages(&self) -> [Page<'_>; 4] {
        [self.grafana(), self.prometheus(), self.alertmanager(), self.alloy()]
    }

    /// The pages that a route leads to.
    pub fn exposed(&self) -> impl Iterator<Item = Page<'_>> {
        self.pages().into_iter().filter(|page| **page.expose)
    }

    /// The value of the label `cluster` on every metric, log line and alert.
    pub fn cluster(&self) -> Given<String> {
        self.cluster_label.with(&self.cluster_name, |label, name| {
            label.as_ref().map_or(name.to_string(), ToString::to_string)
        })
    }
}
