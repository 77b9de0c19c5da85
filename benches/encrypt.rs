//! Prints how long it takes to encrypt 20 values for 3 recipients: `cargo bench --bench encrypt`.
#![cfg(not(target_arch = "wasm32"))]

use std::time::Instant;

use monitree::encrypt::sops;
use monitree::plan::Draft;
use monitree::stack::secrets::{self, GRAFANA_ADMIN};
use monitree::value::{Recipient, Value};

fn main() {
    let plan = Draft::default().plan().0;
    let recipient = Recipient::parse(Recipient::EXAMPLES[0]).expect("an example is a recipient");
    let recipients = vec![recipient; 3];
    let keys: Vec<String> = (0..20).map(|number| format!("key-{number}")).collect();
    let values: Vec<(&str, &str)> =
        keys.iter().map(|key| (key.as_str(), "a password of some length")).collect();
    let run = || {
        let start = Instant::now();
        let head = secrets::manifest(&plan, &GRAFANA_ADMIN);
        sops::secret(head, &values, &recipients, "2026-02-23T10:00:00Z").expect("it encrypts");
        start.elapsed()
    };
    let mut times: Vec<_> = std::iter::repeat_with(run).take(100).collect();
    times.sort();
    println!("20 values to 3 recipients: median {:?}, slowest {:?}", times[50], times[99]);
}
