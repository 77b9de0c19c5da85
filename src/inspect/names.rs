//! Names of what others bring: storage classes, issuers, gateways. Each exists in the tree or is an answer.

use super::Finding;
use super::files::Files;

/// The key that names something, the key of its name if that is a mapping, and the word for it.
const NAMED: &[(&str, &str, &str)] = &[
    ("storageClassName", "", "StorageClass"),
    ("ingressClassName", "", "IngressClass"),
    ("secretStoreRef", "name", "SecretStore"),
    ("issuerRef", "name", "Issuer"),
    ("cert-manager.io/cluster-issuer", "", "ClusterIssuer"),
    ("parentRefs", "name", "Gateway"),
    ("middlewares", "name", "Middleware"),
    ("certResolver", "", "certificate resolver"),
    ("serviceAccountName", "", "ServiceAccount"),
    ("providerRef", "name", "Provider"),
];

/// Names that neither an object of the tree has nor an answer says.
pub(super) fn unknown(files: &Files) -> Vec<Finding> {
    let mut findings = Vec::new();
    for object in files.objects() {
        object.manifest.walk("", &mut |key, node| {
            let Some((_, below, what)) = NAMED.iter().find(|(own, ..)| *own == key) else { return };
            let name = if below.is_empty() { node.text() } else { node.at(&[below]).text() };
            let here = files.objects().iter().any(|own| own.name() == name);
            if name.is_empty() || here || files.is_answer(name) {
                return;
            }
            let line = format!("{}: {name}", if below.is_empty() { key } else { below });
            let message = format!(
                "{} {} names the {what} {name}, which is not here",
                object.kind(),
                object.name()
            );
            let why = "If it does not exist in the cluster either, this never becomes ready.";
            findings.push(files.warning("name.unknown", object, &line, message, why));
        });
    }
    findings
}
