//! Guards every configuration of Alloy: components, arguments and references exist, and what a
//! source reads arrives in Loki. Alloy itself would refuse a mistake only when its pod starts.
#![cfg(not(target_arch = "wasm32"))]

mod common;

use common::alloy::{components, faults, of_release};

#[test]
fn every_configuration_is_sound() {
    let components = components();
    for case in common::cases() {
        let releases = case.releases();
        let alloys: Vec<_> = releases.iter().filter(|own| own.chart.name == "alloy").collect();
        assert!(!alloys.is_empty(), "{} has no Alloy", case.name);
        for release in alloys {
            let text = of_release(release).expect("a release of Alloy has a configuration");
            let faults = faults(text, &components);
            assert!(faults.is_empty(), "{}, {}: {faults:#?}\n{text}", case.name, release.name);
        }
    }
}

/// The smallest configuration without a fault, from which every broken one below is made.
const SOUND: &str = r#"
// A comment.
logging {
  level = "info"
}

discovery.kubernetes "pods" {
  role = "pod"

  selectors {
    role  = "pod"
    field = "spec.nodeName=" + coalesce(sys.env("HOSTNAME"), constants.hostname)
  }
}

loki.source.kubernetes "pods" {
  targets    = discovery.kubernetes.pods.targets
  forward_to = [loki.process.pods.receiver]
}

loki.process "pods" {
  stage.static_labels {
    values = { source = "a \"quoted\" word", "other" = "1" }
  }

  forward_to = [loki.write.default.receiver]
}

loki.write "default" {
  endpoint {
    url                 = "http://loki:3100"
    max_backoff_retries = 0
  }
}
"#;

/// What is replaced in the sound configuration, by what, and what is said about it.
const FAULTS: &[(&str, &str, &str)] = &[
    ("// A comment.", "// {{ .Values.x }}", "{{ would be taken for a template"),
    ("  level", "  colour", "logging has no argument colour"),
    ("discovery.kubernetes \"pods\"", "discovery.pods \"pods\"", "no component discovery.pods"),
    ("  role = \"pod\"\n\n", "", "discovery.kubernetes lacks role"),
    ("    role  = \"pod\"\n", "", "discovery.kubernetes > selectors lacks role"),
    ("  selectors {", "  selector {", "discovery.kubernetes has no block selector"),
    ("max_backoff_retries", "max_retries", "endpoint has no argument max_retries"),
    ("[loki.write.default.receiver]", "[loki.write.main.receiver]", "main.receiver leads nowhere"),
    ("pods.targets", "pods.output", "discovery.kubernetes.pods.output leads nowhere"),
    ("[loki.write.default.receiver]", "[]", "loki.write.default is used by nothing"),
    ("[loki.write.default.receiver]", "[]", "loki.source.kubernetes.pods reads never reaches"),
    ("[loki.write.default.receiver]", "[loki.process.pods.receiver]", "never reaches loki.write"),
    ("loki.source.kubernetes", "loki.relabel", "it has no source of logs"),
    ("loki.process \"pods\"", "logging {}\nloki.write \"default\"", "is declared twice"),
    ("url                 =", "url", "{ is missing before"),
    ("// A comment.", "}", "is not expected"),
    ("= 0", "= ]", "] is no value"),
    ("= 0", "= § ", "is not understood"),
    ("// A comment.", "level = 1", "outside of every block"),
];

#[test]
fn each_fault_is_seen() {
    let components = components();
    assert_eq!(faults(SOUND, &components), [""; 0]);
    for (good, bad, message) in FAULTS {
        assert!(SOUND.contains(good), "{good:?} is not there to be replaced");
        let faults = faults(&SOUND.replace(good, bad), &components);
        assert!(faults.iter().any(|fault| fault.contains(message)), "{bad}: {faults:#?}");
    }
}
