//! The files in `tests/broken`, each with one fault, and the check that must refuse it.

use std::fs;
use std::path::PathBuf;

use super::path;

/// What refuses a broken file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Check {
    /// The strict check of objects.
    Strict,
    /// No object twice.
    Owners,
    /// The values that a chart reads.
    Values,
    /// What can be wrong with a configuration of Alloy that parses.
    Alloy,
    /// `kustomize build`
    Kustomize,
    /// `promtool check rules`
    Promtool,
    /// `amtool check-config`
    Amtool,
    /// Alloy's own parser.
    AlloyParser,
}

/// Each file or folder, what refuses it, and a piece of the message.
pub(crate) const BROKEN: &[(&str, Check, &str)] = &[
    ("duplicate-key", Check::Kustomize, "mapping key \"prometheus\" already defined"),
    ("namespace-twice", Check::Kustomize, "already registered id"),
    ("namespace-twice", Check::Owners, "v1 Namespace  monitoring is in"),
    ("helmrelease-unknown-field.yaml", Check::Strict, "'retries' was unexpected"),
    (
        "helmrelease-health-check-exprs.yaml",
        Check::Strict,
        "healthCheckExprs is newer than Flux 2.7",
    ),
    ("helmrelease-bad-interval.yaml", Check::Strict, "\"1d\" does not match"),
    ("ocirepository-values-from.yaml", Check::Strict, "'valuesFrom' was unexpected"),
    ("kustomization-build-metadata.yaml", Check::Strict, "buildMetadata is newer than Flux 2.7"),
    ("service-unknown-field.yaml", Check::Strict, "unknown field spec.port"),
    ("namespace-unknown-metadata.yaml", Check::Strict, "unknown field metadata.label"),
    ("kind-without-schema.yaml", Check::Strict, "a kind without a schema"),
    ("kustomize-other-key.yaml", Check::Strict, "'commonLabels' was unexpected"),
    ("values-illegal-path.yaml", Check::Values, "has no alertmanager.secrets"),
    ("rule-bad-promql.yaml", Check::Promtool, "parse error"),
    ("alertmanager-undefined-receiver.yaml", Check::Amtool, "undefined receiver \"null\""),
    ("alertmanager-expire-1d.yaml", Check::Amtool, "unknown unit"),
    ("syntax-error.alloy", Check::AlloyParser, "string literal not terminated"),
    ("unknown-argument.alloy", Check::Alloy, "loki.write > endpoint has no argument address"),
    ("dangling-reference.alloy", Check::Alloy, "loki.write.lokki.receiver leads nowhere"),
];

/// Where a broken file lies.
pub(crate) fn place(name: &str) -> PathBuf {
    path("tests/broken").join(name)
}

/// Every file in `tests/broken`, as the path below it.
pub(crate) fn all() -> Vec<String> {
    let (mut files, mut folders) = (Vec::new(), vec![place("")]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("the folder is read") {
            let path = entry.expect("an entry of a folder is read").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let below = path.strip_prefix(place("")).expect("it lies below");
                files.push(below.to_string_lossy().into_owned());
            }
        }
    }
    files
}
