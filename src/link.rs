//! A plan as the fragment of a link: `#v=1&preset=homelab&domain=example.org`.
//!
//! Keys are question keys, values are percent-encoded UTF-8, and only answers that differ from the
//! preset are written. `v` is the [edition](crate::plan::EDITION) whose defaults fill the rest, so a
//! link means the same for ever. The view of the page rides along in keys of its own, which are no
//! part of the plan.

use crate::plan::{Draft, EDITION, Opened, Preset};

/// Keys of the page's view. They are never questions.
pub const VIEW_KEYS: &[&str] = &["step", "file", "lines", "base"];

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
    let edition = Draft::edition(value(&pairs, "v"), &mut notes);
    let preset = Preset::read(value(&pairs, "preset"), &mut notes);
    let mut opened = Opened::new(Draft::of_edition(preset, edition), notes);
    let mut seen = vec![];
    for (key, text) in pairs {
        if seen.contains(&key) {
            let note = format!("{key:?} stands twice in the link; the first one counts");
            opened.notes.push(note);
            continue;
        }
        seen.push(key);
        take(&mut opened, key, text);
    }
    opened
}

/// Takes one entry into the plan or the view, or names it.
fn take(opened: &mut Opened, key: &str, text: Result<String, String>) {
    match text {
        _ if ["v", "preset"].contains(&key) => {}
        Err(text) => opened.notes.push(format!("the value of {key:?} is damaged: {text:?}")),
        Ok(text) if VIEW_KEYS.contains(&key) => opened.view.push((key.to_owned(), text)),
        Ok(text) => opened.answer(key, text),
    }
}

fn value<'a>(pairs: &'a [(&str, Result<String, String>)], key: &str) -> Option<&'a str> {
    let found = pairs.iter().find(|(own, _)| *own == key)?;
    Some(found.1.as_ref().map_or_else(String::as_str, String::as_str))
}

/// Splits `key=value`. A value that is no percent-encoded UTF-8 comes back as written.
fn pair(pair: &str) -> (&str, Result<String, String>) {
    // Without `=` the entry was cut off, perhaps by a chat program.
    let Some((key, text)) = pair.split_once('=') else { return (pair, Err(String::new())) };
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
