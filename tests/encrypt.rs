//! Guards that encrypted Secrets hold what was put in, for exactly those whom they were made for.
#![cfg(not(target_arch = "wasm32"))]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use age::x25519::Identity;
use common::draft_of;
use common::sops::{VALUES, decrypt};
use monitree::encrypt::{self, Values, sops};
use monitree::plan::{Draft, Field};
use monitree::render::Rendered;
use monitree::stack::secrets::{self, Encrypted, file_name, needed};
use monitree::value::{Recipient, Value};
use monitree::{digest, yaml};
use proptest::prelude::*;

const MOMENT: &str = "2026-02-23T10:00:00Z";

fn recipient(identity: &Identity) -> Recipient {
    Recipient::parse(&identity.to_public().to_string()).expect("a recipient")
}

/// Texts that break writers of secrets: nothing, line breaks, words of YAML, other scripts, much.
fn any_value() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "", "yes", "null", "007", "1e3", "a: b", "\n", "x\n", "ENC[]", "'\"\\",
    ]);
    let large = "[a-z]".prop_map(|text| text.repeat(65536));
    prop_oneof![
        20 => words.prop_map(str::to_owned),
        20 => "(?s).{0,60}",
        20 => "[ -~]{0,40}",
        1 => large,
    ]
}

fn any_secret() -> impl Strategy<Value = BTreeMap<String, String>> {
    prop::collection::btree_map("[a-zA-Z0-9_.-]{1,20}", any_value(), 1..5)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn what_was_encrypted_comes_back(secret in any_secret(), count in 1..=5_usize, picked in any::<prop::sample::Index>()) {
        let identities: Vec<Identity> = std::iter::repeat_with(Identity::generate).take(count).collect();
        let recipients: Vec<Recipient> = identities.iter().map(recipient).collect();
        let text = encrypted(&secret, &recipients);
        let found = decrypt(&text, &identities[picked.index(count)]).map_err(TestCaseError::fail)?;
        prop_assert_eq!(found, secret);
        prop_assert!(decrypt(&text, &Identity::generate()).is_err());
    }
}

/// The file of a Secret with these values.
fn encrypted(values: &BTreeMap<String, String>, recipients: &[Recipient]) -> String {
    let head = secrets::manifest(&Draft::default().plan().0, &secrets::GRAFANA_ADMIN);
    let values: Vec<(&str, &str)> =
        values.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
    let node = sops::secret(head, &values, recipients, MOMENT).expect("it encrypts");
    yaml::text(&node.lines())
}

/// Every value that SOPS protects, readable or not.
#[test]
fn a_changed_file_is_refused() {
    let identity = Identity::generate();
    let text =
        encrypted(&BTreeMap::from([("a".to_owned(), "b".repeat(40))]), &[recipient(&identity)]);
    assert!(decrypt(&text, &identity).is_ok());
    for mark in ["data:", "iv:", "tag:", "name: ", "namespace: ", "kind: ", "type: "] {
        for (at, _) in text.match_indices(mark) {
            let at = at + mark.len();
            let other = if text[at..].starts_with('A') { "B" } else { "A" };
            let changed = format!("{}{other}{}", &text[..at], &text[at + 1..]);
            assert!(decrypt(&changed, &identity).is_err(), "a change behind {:?}", &text[..at]);
        }
    }
}

/// A plan that encrypts, and its values.
fn plan_for(identity: &Identity) -> (Draft, Values) {
    let draft = draft_of([
        (Field::secret_mode, "sops".to_owned()),
        (Field::sops_recipients, recipient(identity).to_string()),
    ]);
    let mut values = Values::default();
    values.read(&draft.plan().0, VALUES).expect("the values are read");
    (draft, values)
}

fn encrypt(draft: &Draft, values: &Values) -> Encrypted {
    encrypt::encrypt_now(&draft.plan().0, values, &Encrypted::default(), MOMENT)
        .expect("it encrypts")
}

#[test]
fn the_tree_holds_the_ciphertext_and_lists_it() {
    let identity = Identity::generate();
    let (draft, values) = plan_for(&identity);
    let Rendered { plan, tree, .. } = Rendered::with(&draft, &encrypt(&draft, &values));
    for (secret, _) in needed(&plan) {
        let name = file_name(&plan, secret);
        let (path, text) =
            tree.files().find(|(path, _)| path.ends_with(&name)).expect("the file is there");
        assert!(tree.is_encrypted(path));
        let found = decrypt(&yaml::text(text), &identity).expect("it decrypts");
        let typed = secret
            .keys
            .iter()
            .map(|key| (key.name.to_owned(), values.get(secret, key).expect("a value").to_owned()));
        assert_eq!(found, typed.collect());
        let list = tree.text(&path.replace(&name, "kustomization.yaml")).expect("the list");
        assert!(list.contains(&format!("  - {name}\n")), "{list}");
    }
    assert!(tree.files().all(|(path, _)| !path.ends_with(".example")));
    let values: Vec<&str> = VALUES
        .lines()
        .filter_map(|line| Some(line.split_once('=')?.1))
        .filter(|value| *value != "admin")
        .collect();
    for (path, lines) in tree.files() {
        let text = yaml::text(lines);
        assert!(values.iter().all(|value| !text.contains(value)), "{path} holds a value");
    }
}

#[test]
fn another_encryption_changes_no_digest() {
    let (draft, values) = plan_for(&Identity::generate());
    let trees = [(); 2].map(|()| Rendered::with(&draft, &encrypt(&draft, &values)).tree);
    assert_eq!(digest::tree(&trees[0]), digest::tree(&trees[1]));
    let texts = trees.map(|tree| {
        let files = tree.files().filter(|(path, _)| tree.is_encrypted(path));
        files.map(|(_, lines)| yaml::text(lines)).collect::<Vec<_>>()
    });
    assert_eq!(texts[0].len(), 2);
    assert!(
        texts[0].iter().zip(&texts[1]).all(|(one, other)| one != other),
        "a nonce was used twice"
    );
}

#[test]
fn ciphertext_lasts_until_its_readers_change() {
    let (mut draft, values) = plan_for(&Identity::generate());
    let encrypted = encrypt(&draft, &values);
    let files = |draft: &Draft| {
        let tree = Rendered::with(draft, &encrypted).tree;
        tree.files().filter(|(path, _)| tree.is_encrypted(path)).count()
    };
    draft.set(Field::domain, "lab.example.net");
    assert_eq!(files(&draft), 2);
    for (field, answer) in [
        (Field::sops_recipients, recipient(&Identity::generate()).to_string()),
        (Field::namespace, "observability".to_owned()),
        (Field::secret_mode, "placeholder".to_owned()),
    ] {
        let before = draft.get(field).to_owned();
        draft.set(field, answer);
        assert_eq!(files(&draft), 0, "{}", field.key);
        let plan = draft.plan().0;
        assert!(needed(&plan).iter().all(|(secret, _)| encrypted.is_outdated(&plan, secret)));
        draft.set(field, before);
        assert_eq!(files(&draft), 2, "{}", field.key);
    }
}

#[test]
fn what_cannot_be_encrypted_says_why() {
    let (mut draft, values) = plan_for(&Identity::generate());
    let refusal = |draft: &Draft| {
        encrypt::encrypt_now(&draft.plan().0, &values, &Encrypted::default(), MOMENT)
            .expect_err("a refusal")
            .0
    };
    draft.set(Field::sops_recipients, "");
    assert!(refusal(&draft).contains("sops_recipients"));
    draft.set(Field::secret_mode, "placeholder");
    assert!(refusal(&draft).contains("secret_mode"));
    // A point of low order: everyone knows what is agreed on with it.
    let point =
        bech32::encode::<bech32::Bech32>(bech32::Hrp::parse("age").expect("a prefix"), &[0; 32]);
    draft.set(Field::secret_mode, "sops");
    draft.set(Field::sops_recipients, point.expect("a text"));
    assert!(refusal(&draft).contains("no usable key"));
}

#[test]
fn a_line_that_is_no_value_is_named_and_not_repeated() {
    let (draft, _) = plan_for(&Identity::generate());
    let plan = draft.plan().0;
    let lines = [
        ("hunter2", "line 1 is not name/key=value"),
        (
            "# a comment\n\ngrafana-admin/password=hunter2",
            "line 3 names \"grafana-admin/password\"",
        ),
        ("key=hunter2", "which is none of alertmanager-pushover/user-key, "),
        ("admin-user=AGE-SECRET-KEY-hunter2", "line 1 holds a private key"),
    ];
    for (text, fragment) in lines {
        let message = Values::default().read(&plan, text).expect_err(text).0;
        assert!(message.contains(fragment), "{message}");
        assert!(!message.contains("hunter2"), "{message}");
    }
    let mut values = Values::default();
    values.read(&plan, "user-key=short\r\nadmin-user= a = b \n").expect("they are read");
    assert!(!format!("{values:?}").contains("short"));
    let fault = values.check(&plan).expect_err("a fault").0;
    assert_eq!(fault, "the value of alertmanager-pushover/user-key must be 30 letters and digits");
    values.read(&plan, "user-key=\n").expect("it is taken back");
    let fault = values.check(&plan).expect_err("a fault").0;
    assert_eq!(fault, "the value of grafana-admin/admin-password is missing");
    assert_eq!(
        values.get(&secrets::GRAFANA_ADMIN, &secrets::GRAFANA_ADMIN.keys[0]),
        Some(" a = b ")
    );
}

#[test]
fn generated_passwords_differ_and_fit() {
    let passwords: BTreeSet<String> =
        (0..100).map(|_| encrypt::generate().expect("a password").to_string()).collect();
    assert_eq!(passwords.len(), 100);
    assert!(
        passwords
            .iter()
            .all(|one| one.len() == 24 && one.bytes().all(|byte| byte.is_ascii_alphanumeric()))
    );
}
