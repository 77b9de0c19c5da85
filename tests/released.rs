//! Guards that the links and editions that were released mean the same for ever.
#![cfg(not(target_arch = "wasm32"))]

use std::collections::BTreeMap;
use std::fs;
use std::sync::{Mutex, PoisonError};

use monitree::plan::{Draft, Field, Opened, Preset};
use monitree::{link, plan_file};

const RECORD: &str = "to record what is new, run: UPDATE=1 cargo test --test released";

/// The lines of a file of released facts. They are only ever added to: with `UPDATE=1` the lines of
/// today whose head, up to the separator, is not there yet.
fn released(name: &str, separator: char, today: &[String]) -> Vec<String> {
    // Two tests may record the same file.
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _guard = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let file = format!("{}/tests/released/{name}", env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(&file).unwrap_or_default();
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    if std::env::var_os("UPDATE").is_some() {
        let head = |line: &str| line.split(separator).next().map(str::to_owned);
        let is_new = |line: &&String| lines.iter().all(|old| head(old) != head(line));
        let new: Vec<String> = today.iter().filter(is_new).cloned().collect();
        assert!(new.iter().all(|line| !line.contains('\n')), "a line holds one fact");
        lines.extend(new);
        let text: String = lines.iter().flat_map(|line| [line.as_str(), "\n"]).collect();
        fs::write(&file, text).expect("the released facts are written");
    }
    lines
}

#[test]
fn no_released_key_is_gone() {
    let keys: Vec<String> = Field::ALL.iter().map(|field| field.key.to_owned()).collect();
    let released = released("keys.txt", '\n', &keys);
    let gone = released.iter().find(|key| Field::find(key).is_none());
    assert_eq!(gone, None, "links and plans with this key would lose an answer");
    let unrecorded = keys.iter().find(|key| !released.contains(key));
    assert_eq!(unrecorded, None, "{RECORD}");
}

/// What the presets answered in the first edition, by `preset key`.
fn first_edition() -> BTreeMap<String, String> {
    let line = |preset: Preset, field: Field| {
        format!("{} {}={}", preset.name(), field.key, preset.answer_in(1, field))
    };
    let of =
        |preset: &Preset| Field::ALL.iter().map(|field| line(*preset, *field)).collect::<Vec<_>>();
    let today: Vec<String> = Preset::ALL.iter().flat_map(of).collect();
    let entry = |line: String| {
        let (head, answer) = line.split_once('=').expect("preset key=answer");
        (head.to_owned(), answer.to_owned())
    };
    released("edition-1.txt", '=', &today).into_iter().map(entry).collect()
}

#[test]
fn the_first_edition_answers_as_it_did() {
    let recorded = first_edition();
    for (entry, answer) in &recorded {
        let (preset, key) = entry.split_once(' ').expect("preset key");
        let preset = Preset::find(preset).unwrap_or_else(|| panic!("preset {preset} is gone"));
        let field = Field::find(key).unwrap_or_else(|| panic!("key {key} is gone"));
        assert_eq!(preset.answer_in(1, field), answer, "{entry}: links of edition 1 would change");
    }
    assert_eq!(recorded.len(), Preset::ALL.len() * Field::ALL.len(), "{RECORD}");
}

/// Links as users have them: written by Monitree, by hand, by other programs.
fn links_of_today() -> Vec<String> {
    let seed = format!("{}/tests/plans/homelab-seed.yaml", env!("CARGO_MANIFEST_DIR"));
    let seed = plan_file::read(&fs::read_to_string(seed).expect("the plan")).expect("a plan").draft;
    let mut odd = Draft::default();
    odd.set(Field::wait_for, "gateway\nstorage");
    odd.set(Field::plan_name, "ä&=#%+ \"'\\\t🙂");
    let written = [Draft::default(), seed, odd].map(|draft| link::encode(&draft));
    let by_hand = [
        "v=1&preset=homelab&domain=example.org",
        "preset=homelab&domain=home.example.org&v=1",
        "v=1&preset=homelab&domain=example.org&lb_ip=fd00::1",
        "v=1&preset=homelab&storage_class=longhorn&metrics_retention=30d&prometheus_volume=50Gi",
        "v=1&preset=homelab&pushover=false&flux_notifications=false",
        "v=1&preset=homelab&pushover_critical_priority=2&pushover_retry=1m&pushover_expire=2h",
        "v=1&preset=homelab&secret_mode=sops&sops_secret=",
        "v=1&preset=homelab&flux_entry=nested&parent_kustomization=apps&root_path=k8s/monitoring",
        "v=1&preset=homelab&plan_name=caf%c3%a9&cluster_name=café+1",
        "v=1&preset=homelab&accept=prom.nfs%2Caccess.no-login&storage_kind=nfs",
        "v=1&preset=homelab&disabled_alerts=CPUThrottlingHigh,KubeMemoryOvercommit",
        "https://example.org/monitree/#v=1&preset=homelab&nodes=1&step=alerts&file=a/b.yaml&lines=3-9",
    ];
    written.into_iter().chain(by_hand.map(str::to_owned)).collect()
}

/// A link, a tab, and its answers as far as they differ from the first edition's.
fn recorded_link(link: &String) -> String {
    let draft = link::decode(link).draft;
    let differs = |field: &&Field| draft.get(**field) != draft.preset().answer_in(1, **field);
    let answer = |field: &Field| format!("{}={}", field.key, link::escape(draft.get(*field)));
    let answers: Vec<String> = Field::ALL.iter().filter(differs).map(answer).collect();
    format!("{link}\t{}", answers.join("&"))
}

#[test]
fn released_links_mean_what_they_meant() {
    let today: Vec<String> = links_of_today().iter().map(recorded_link).collect();
    let lines = released("links.txt", '\t', &today);
    assert!(lines.len() >= today.len(), "{RECORD}");
    let first = first_edition();
    for (link, answers) in lines.iter().map(|line| line.split_once('\t').expect("a tab")) {
        let Opened { draft, notes, .. } = link::decode(link);
        assert_eq!(notes, [""; 0], "{link}");
        let recorded: BTreeMap<&str, &str> =
            answers.split('&').filter_map(|answer| answer.split_once('=')).collect();
        for field in Field::ALL {
            let usual = first.get(&format!("{} {}", draft.preset().name(), field.key));
            let usual = usual.map(|answer| link::escape(answer));
            let expected = recorded.get(field.key).copied().or(usual.as_deref());
            assert_eq!(
                Some(link::escape(draft.get(*field)).as_str()),
                expected,
                "{} in {link}",
                field.key
            );
        }
        let unknown = recorded.keys().find(|key| Field::find(key).is_none());
        assert_eq!(unknown, None, "{link}");
    }
}
