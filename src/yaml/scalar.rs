//! Quoting.

use std::fmt::Write;

/// Whether text of several lines can be written as a literal block.
pub(super) fn can_be_block(text: &str) -> bool {
    let body = text.strip_suffix('\n').unwrap_or(text);
    body.contains('\n')
        && !body.starts_with([' ', '\n'])
        && !body.ends_with('\n')
        && !text.contains(|c: char| c.is_control() && c != '\n' || is_odd(c))
}

/// Writes text on one line, quoted unless every YAML reader takes it for that very text.
///
/// Text with double quotes or backslashes stands in single quotes where it can, so that queries and
/// templates stay readable.
pub(super) fn scalar(text: &str) -> String {
    if is_plain(text) {
        return text.to_owned();
    }
    let raw = text.chars().all(|c| c != '\'' && !c.is_control() && !is_odd(c));
    if raw && text.contains(['"', '\\']) {
        return format!("'{text}'");
    }
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() || is_odd(c) => {
                let _ = write!(out, "\\U{:08x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Plain is safe for text that starts with a letter or `/` or `./`, holds no marks, and is no YAML
/// word, and for amounts such as `15d` and `10Gi`.
///
/// YAML 1.1 readers (Helm, kubectl) take `no`, `on` and `2024-04-01` for something else than text:
/// a bare date became a timestamp in Loki's schema (grafana/loki#14126).
fn is_plain(text: &str) -> bool {
    const WORDS: [&str; 9] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"];
    let tame = |c: char| c.is_ascii_alphanumeric() || " ./_-+=*()$@,;<>".contains(c);
    let amount = text.trim_start_matches(|c: char| c.is_ascii_digit());
    if !text.starts_with('0') && amount.len() < text.len() && !amount.is_empty() {
        return is_amount(amount);
    }
    let url = text.strip_prefix("http://").or_else(|| text.strip_prefix("https://"));
    let url = url.or_else(|| text.strip_prefix("oci://"));
    let safe = |rest: &str| rest.chars().all(|c| c.is_ascii_alphanumeric() || "./_-:".contains(c));
    if let Some(rest) = url {
        return safe(rest) && !rest.ends_with(':');
    }
    (text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') || text.starts_with("./"))
        && text.chars().all(tame)
        && !text.ends_with(' ')
        && !WORDS.contains(&text.to_ascii_lowercase().as_str())
}

/// What may follow the digits of an amount. `1e3` is a number, so `e` and `E` never stand alone.
fn is_amount(unit: &str) -> bool {
    unit.chars().all(|c| c.is_ascii_alphabetic()) && !unit.eq_ignore_ascii_case("e")
}

/// Characters that YAML forbids raw, or that readers take for a line break.
fn is_odd(c: char) -> bool {
    matches!(c, '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}
