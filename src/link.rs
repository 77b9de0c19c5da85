//! A plan as the fragment of a link: `#v=1&preset=homelab&domain=example.org`.
//!
//! Keys are question keys, values are percent-encoded UTF-8, and only answers that differ from the
//! preset are written. `v` is the [edition](crate::plan::EDITION) whose defaults fill the rest, so a
//! link means the same for ever. The view of the page rides along in keys of its own, which are no
//! part of the plan.

use crate::plan::{Draft, EDITION, Field, Preset};

/// Keys of the page's view. They are never questions.
pub const VIEW_KEYS: &[&str] = &["step", "file", "lines", "base"];

/// What a link holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// The plan.
    pub draft: Draft,
    /// Entries with keys of the view, in the order written.
    pub view: Vec<(String, String)>,
    /// What could not be used, one sentence each.
    pub notes: Vec<String>,
}

/// Writes the fragment, without its `#`.
pub fn encode(draft: &Draft) -> String {
    let head = format!("v={EDITION}&preset={}", draft.preset().name());
    let answers =
        draft.changed().map(|field| format!("&{}={}", field.key, escape(draft.get(field))));
    answers.fold(head, |link, answer| link + &answer)
}

/// Reads a fragment, or a whole link. Everything readable is used, the rest is named.
pub fn decode(link: &str) -> Opened {
    let fragment = link.split_once('#').map_or(link, |(_, fragment)| fragment);
    let pairs: Vec<(&str, Result<String, String>)> =
        fragment.split('&').filter(|pair| !pair.is_empty()).map(pair).collect();
    let mut notes = Vec::new();
    let edition = edition(&pairs, &mut notes);
    let preset = preset(&pairs, &mut notes);
    let mut opened = Opened { draft: of_edition(preset, edition), view: Vec::new(), notes };
    let mut seen = Vec::new();
    for (key, text) in pairs {
        if seen.contains(&key) {
            opened.notes.push(format!("{key:?} stands twice in the link; the first one counts"));
            continue;
        }
        seen.push(key);
        take(&mut opened, key, text);
    }
    opened
}

/// The answers that an edition's preset gave.
fn of_edition(preset: Preset, edition: u32) -> Draft {
    let mut draft = Draft::new(preset);
    for field in Field::ALL {
        draft.set(*field, preset.answer_in(edition, *field));
    }
    draft
}

/// Takes one entry into the plan or the view, or names it.
fn take(opened: &mut Opened, key: &str, text: Result<String, String>) {
    if ["v", "preset"].contains(&key) {
        return;
    }
    match (text, Field::find(key)) {
        (Err(text), _) => opened.notes.push(format!("the value of {key:?} is damaged: {text:?}")),
        (Ok(text), Some(field)) => opened.draft.set(field, text),
        (Ok(text), None) if VIEW_KEYS.contains(&key) => opened.view.push((key.to_owned(), text)),
        (Ok(text), None) => {
            opened.notes.push(format!("{key:?} is not a question here; its answer was {text:?}"));
        }
    }
}

fn edition(pairs: &[(&str, Result<String, String>)], notes: &mut Vec<String>) -> u32 {
    let Some(text) = value(pairs, "v") else {
        return EDITION;
    };
    match text.parse() {
        Ok(edition) if (1..=EDITION).contains(&edition) => edition,
        _ => {
            notes.push(format!("the link is of edition {text:?}, this is edition {EDITION}; its defaults were taken"));
            EDITION
        }
    }
}

fn preset(pairs: &[(&str, Result<String, String>)], notes: &mut Vec<String>) -> Preset {
    let Some(name) = value(pairs, "preset") else {
        return Preset::default();
    };
    Preset::find(name).unwrap_or_else(|| {
        notes.push(format!("{name:?} is not a preset; {} was taken", Preset::default().name()));
        Preset::default()
    })
}

fn value<'a>(pairs: &'a [(&str, Result<String, String>)], key: &str) -> Option<&'a str> {
    let found = pairs.iter().find(|(own, _)| *own == key)?;
    Some(found.1.as_ref().map_or_else(String::as_str, String::as_str))
}

/// Splits `key=value`. A value that is no percent-encoded UTF-8 comes back as written.
fn pair(pair: &str) -> (&str, Result<String, String>) {
    let (key, text) = pair.split_once('=').unwrap_or((pair, ""));
    (key, unescape(text).ok_or_else(|| text.to_owned()))
}

/// Percent-encodes what has a meaning in a link or may be changed on its way. Chat programs end a
/// link at many marks, so only tame ones stay.
pub fn escape(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'/' | b':' | b',' => {
                out.push(char::from(byte));
            }
            _ => out.extend(['%', hex(byte >> 4), hex(byte & 15)]),
        }
    }
    out
}

fn hex(nibble: u8) -> char {
    char::from(b"0123456789ABCDEF"[usize::from(nibble)])
}

fn unescape(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let (mut out, mut at) = (Vec::new(), 0);
    while let Some(byte) = bytes.get(at) {
        if *byte == b'%' {
            let code = text
                .get(at + 1..at + 3)
                .filter(|code| code.bytes().all(|b| b.is_ascii_hexdigit()))?;
            out.push(u8::from_str_radix(code, 16).ok()?);
            at += 3;
        } else {
            out.push(*byte);
            at += 1;
        }
    }
    String::from_utf8(out).ok()
}
