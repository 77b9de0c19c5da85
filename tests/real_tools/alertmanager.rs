//! amtool reads each configuration of Alertmanager, follows its routes and renders its messages.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::Run;
use super::common::Case;
use super::report::unless;
use super::tools::{Folder, Tool};

/// Where an alert with these labels must go.
#[derive(Clone, Copy)]
enum To {
    Nobody,
    Critical,
    Warning,
    Flux,
}

const ROUTES: &[(&[&str], To)] = &[
    (&["alertname=Watchdog", "severity=none"], To::Nobody),
    (&["alertname=InfoInhibitor", "severity=none"], To::Nobody),
    (&["alertname=CPUThrottlingHigh", "severity=info"], To::Nobody),
    (&["alertname=Other", "severity=none"], To::Nobody),
    (&["alertname=KubePodCrashLooping", "severity=critical"], To::Critical),
    (&["alertname=KubePodCrashLooping", "severity=warning"], To::Warning),
    // Without a severity, or with one that nobody knows, an alert must not vanish.
    (&["alertname=KubePodCrashLooping"], To::Warning),
    (&["alertname=KubePodCrashLooping", "severity=page"], To::Warning),
    // The rule about Flux has no such label as the events of Flux have.
    (&["alertname=FluxReconciliationFailure", "severity=warning"], To::Warning),
    (&FLUX_EVENT, To::Flux),
];

/// The labels that Flux' notification-controller gives to an event.
const FLUX_EVENT: [&str; 6] = [
    "alertname=FluxKustomizationBuildFailed",
    "severity=error",
    "reason=BuildFailed",
    "kind=Kustomization",
    "name=apps",
    "reportingcontroller=kustomize-controller",
];

/// A receiver, one of its fields, some alerts, and what the field shows for them.
type Text = (&'static str, &'static str, fn() -> Value, &'static str);

const TEXTS: &[Text] = &[
    ("pushover-warning", "title", described, "[FIRING:1] KubePodCrashLooping"),
    ("pushover-warning", "message", described, "It restarts again and again."),
    ("pushover-warning", "message", summarised, "It is slow."),
    ("pushover-critical", "title", different, "[FIRING:2] several alerts"),
    ("pushover-critical", "message", different, "It restarts again and again.\nIt is slow."),
    ("pushover-critical", "title", over, "[RESOLVED] KubePodCrashLooping"),
    ("pushover-flux", "title", flux_event, "Flux Kustomization/apps: BuildFailed"),
    ("pushover-flux", "message", flux_event, "kustomize build failed: no such file"),
];

pub(crate) fn run(run: &mut Run) {
    let Some(amtool) = run.tools.get("amtool") else { return };
    for case in run.golden.iter().chain(&run.drafts) {
        let alertmanager = Alertmanager::of(&run.folder, case, amtool);
        let name = &case.name;
        let checked = alertmanager.checked();
        run.report.check(&format!("amtool checks Alertmanager of {name}"), checked);
        run.report.check(&format!("amtool follows the routes of {name}"), alertmanager.routed());
        if *case.rendered.plan.pushover {
            let messages = alertmanager.messages(&run.folder);
            run.report.check(&format!("amtool renders the messages of {name}"), messages);
        }
    }
}

/// The configuration of a plan, as files beside each other.
struct Alertmanager<'run> {
    case: &'run Case,
    tool: &'run Tool,
    config: Value,
    file: PathBuf,
    templates: PathBuf,
}

/// The configuration that the guide prints for an external store.
fn printed(case: &Case) -> Value {
    let files = case.rendered.tree.files();
    let guide = files.filter(|(path, _)| path.ends_with("/README.md")).map(|(_, own)| own);
    let guide: String = guide.map(monitree::yaml::text).collect();
    let (_, rest) = guide.split_once("**Alertmanager's configuration**").expect("it is printed");
    let (_, rest) = rest.split_once("```yaml\n").expect("as YAML");
    let (config, _) = rest.split_once("\n```").expect("to its end");
    serde_yaml::from_str(config).expect("it is YAML")
}

impl<'run> Alertmanager<'run> {
    /// The chart's own defaults that stay beside ours need no check, but the path of the templates
    /// must lead to where they lie here.
    fn of(folder: &Folder, case: &'run Case, tool: &'run Tool) -> Self {
        let releases = case.releases();
        let mut values = releases.iter().map(|release| &release.values["alertmanager"]);
        let values =
            values.find(|values| values.is_object()).expect("one release has Alertmanager");
        for (name, text) in values["templateFiles"].as_object().into_iter().flatten() {
            let text = text.as_str().expect("a template is text");
            folder.write(&format!("{}-alertmanager/{name}", case.name), text);
        }
        let templates = folder.join(&format!("{}-alertmanager/*.tmpl", case.name));
        let mut config = match &values["config"] {
            Value::Null => printed(case),
            own => own.clone(),
        };
        if values["templateFiles"].is_null() {
            folder.write(&format!("{}-alertmanager/none.tmpl", case.name), "");
        }
        config["templates"] = json!([templates]);
        let name = format!("{}-alertmanager/alertmanager.yaml", case.name);
        let file = folder.write(&name, &config.to_string());
        Self { case, tool, config, file, templates }
    }

    fn checked(&self) -> Result<String, String> {
        checked(self.tool, &self.file)
    }

    fn routed(&self) -> Result<String, String> {
        let file = format!("--config.file={}", self.file.display());
        let mut faults = Vec::new();
        for (labels, to) in ROUTES {
            let head = ["config", "routes", "test", &file];
            let said = self.tool.run(head.iter().chain(*labels))?;
            let (is, shall) = (said.trim(), self.receiver(*to));
            if is != shall {
                faults.push(format!("{} goes to {is}, not to {shall}", labels.join(" ")));
            }
        }
        unless(&faults, || format!("{} alerts", ROUTES.len()))
    }

    fn receiver(&self, to: To) -> &'static str {
        let plan = &self.case.rendered.plan;
        match to {
            _ if !*plan.pushover => "null",
            To::Nobody => "null",
            To::Critical => "pushover-critical",
            To::Flux if *plan.flux_notifications => "pushover-flux",
            // Nobody sends such events then, and an alert with such labels must not vanish.
            To::Flux | To::Warning => "pushover-warning",
        }
    }

    /// Renders what each receiver would send.
    fn messages(&self, folder: &Folder) -> Result<String, String> {
        let mut expected: Vec<_> = TEXTS
            .iter()
            .map(|(receiver, field, data, text)| (*receiver, *field, data(), (*text).to_owned()))
            .collect();
        for (receiver, priority) in self.priorities() {
            let after = if priority.starts_with('-') { priority.clone() } else { "0".to_owned() };
            expected.push((receiver, "priority", described(), priority));
            expected.push((receiver, "priority", over(), after));
        }
        let flux = *self.case.rendered.plan.flux_notifications;
        expected.retain(|(receiver, ..)| flux || *receiver != "pushover-flux");
        let mut faults = Vec::new();
        for (receiver, field, data, text) in &expected {
            let said = self.rendered(folder, receiver, field, data)?;
            if said.trim() != text {
                faults.push(format!("{field} of {receiver} is {said:?}, not {text:?}"));
            }
        }
        unless(&faults, || format!("{} texts", expected.len()))
    }

    /// The priority that each receiver shall have while an alert fires. What is over has the normal
    /// one, unless the priority is low anyway.
    fn priorities(&self) -> [(&'static str, String); 3] {
        let plan = &self.case.rendered.plan;
        [
            ("pushover-critical", plan.pushover_critical_priority.to_string()),
            ("pushover-warning", plan.pushover_warning_priority.to_string()),
            ("pushover-flux", plan.pushover_flux_priority.to_string()),
        ]
    }

    /// A text of a receiver with the data of an alert filled in.
    fn rendered(
        &self,
        folder: &Folder,
        receiver: &str,
        field: &str,
        data: &Value,
    ) -> Result<String, String> {
        let receivers = self.config["receivers"].as_array().into_iter().flatten();
        let mut own = receivers.filter(|own| own["name"] == receiver);
        let own = own.next().ok_or_else(|| format!("there is no receiver {receiver}"))?;
        let template = own["pushover_configs"][0][field].as_str();
        let template = template.ok_or_else(|| format!("{receiver} has no {field}"))?;
        let data = folder.write("alert.json", &data.to_string());
        self.tool.run([
            "template".to_owned(),
            "render".to_owned(),
            format!("--template.glob={}", self.templates.display()),
            format!("--template.text={template}"),
            format!("--template.data={}", data.display()),
        ])
    }
}

/// Checks a configuration.
pub(crate) fn checked(tool: &Tool, file: &Path) -> Result<String, String> {
    let said = tool.run(["check-config".as_ref(), file.as_os_str()])?;
    tool.saw(1, 0);
    let found = said.lines().map(str::trim).filter(|line| line.starts_with("- "));
    Ok(found.map(|line| &line[2..]).collect::<Vec<_>>().join(", "))
}

/// What Alertmanager gives to a template, for alerts as (labels, annotations).
fn data(status: &str, alerts: &[(Value, Value)]) -> Value {
    let one = |(labels, annotations): &(Value, Value)| {
        json!({
            "status": status,
            "labels": labels,
            "annotations": annotations,
            "startsAt": "2024-04-01T00:00:00Z",
            "endsAt": "2024-04-01T01:00:00Z",
        })
    };
    let common = if let [(labels, _)] = alerts { labels.clone() } else { json!({}) };
    json!({
        "receiver": "any",
        "status": status,
        "alerts": alerts.iter().map(one).collect::<Vec<_>>(),
        "groupLabels": {},
        "commonLabels": common,
        "commonAnnotations": {},
        "externalURL": "https://alertmanager.example.com",
    })
}

fn described() -> Value {
    data("firing", &[restarts()])
}

fn over() -> Value {
    data("resolved", &[restarts()])
}

fn different() -> Value {
    data("firing", &[restarts(), slow()])
}

fn summarised() -> Value {
    data("firing", &[slow()])
}

fn restarts() -> (Value, Value) {
    let annotations = json!({ "summary": "A pod.", "description": "It restarts again and again." });
    (json!({ "alertname": "KubePodCrashLooping" }), annotations)
}

fn slow() -> (Value, Value) {
    (json!({ "alertname": "Slow" }), json!({ "summary": "It is slow." }))
}

fn flux_event() -> Value {
    let pairs = FLUX_EVENT.iter().filter_map(|label| label.split_once('='));
    let labels: Value = pairs.map(|(name, value)| (name.to_owned(), Value::from(value))).collect();
    data("firing", &[(labels, json!({ "message": "kustomize build failed: no such file" }))])
}
