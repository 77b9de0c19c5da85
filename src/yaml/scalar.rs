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
        && !is_word(text)
}

fn is_word(text: &str) -> bool {
    const WORDS: [&str; 9] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"];
    WORDS.contains(&text.to_ascii_lowercase().as_str())
}

/// Whether every YAML reader takes a plain scalar for a boolean or a number in decimals.
pub(super) fn is_bare(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let whole = |text: &str| number(text) && (text == "0" || !text.starts_with('0'));
    let decimal = digits.split_once('.').is_some_and(|(a, b)| whole(a) && number(b));
    matches!(text, "true" | "false") || whole(digits) || decimal
}

/// Whether YAML 1.1 and 1.2 read a plain scalar differently, or as a number of another form, so that
/// its writer may mean something else than its reader: `no`, `012`, `0x1F`, `1e3`, `1_000`.
pub fn is_ambiguous(text: &str) -> bool {
    (is_word(text) || is_number(text)) && !is_bare(text)
}

/// Whether some reader takes a plain scalar for a number. The tables of the standard library, which
/// would know its value, weigh 20 KB in the page.
fn is_number(text: &str) -> bool {
    let digits = text.trim_start_matches(['+', '-']).replace('_', "").to_ascii_lowercase();
    let all = |text: &str, is: fn(&u8) -> bool| !text.is_empty() && text.bytes().all(|b| is(&b));
    if let Some("0x" | "0o" | "0b") = digits.get(..2) {
        return all(&digits[2..], u8::is_ascii_hexdigit);
    }
    let (mantissa, exponent) = digits.split_once('e').unwrap_or((&digits, "0"));
    all(&mantissa.replacen('.', "", 1), u8::is_ascii_digit)
        && all(exponent.trim_start_matches(['+', '-']), u8::is_ascii_digit)
}

/// What may follow the digits of an amount. `1e3` is a number, so `e` and `E` never stand alone.
fn is_amount(unit: &str) -> bool {
    unit.chars().all(|c| c.is_ascii_alphabetic()) && !unit.eq_ignore_ascii_case("e")
}

/// Characters that YAML forbids raw, or that readers take for a line break.
fn is_odd(c: char) -> bool {
    matches!(c, '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}
