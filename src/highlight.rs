//! Which part of a line is what, for colours. It reads a single line and never fails: what it does
//! not know is plain text.

/// What a piece of a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Token {
    /// Anything else.
    Plain,
    /// The key of a mapping, or an argument of Alloy.
    Key,
    /// Quoted text.
    Text,
    /// A number or an amount.
    Number,
    /// A boolean.
    Word,
    /// A comment.
    Comment,
}

impl Token {
    /// Its class in the style sheet.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Plain => "token-plain",
            Self::Key => "token-key",
            Self::Text => "token-text",
            Self::Number => "token-number",
            Self::Word => "token-word",
            Self::Comment => "token-comment",
        }
    }
}

/// Cuts a line of YAML, or of a configuration inside it, into pieces. Joined, they are the line.
pub fn pieces(line: &str) -> Vec<(Token, &str)> {
    let body = line.trim_start();
    let (indent, body) = line.split_at(line.len() - body.len());
    if body.starts_with('#') || body.starts_with("//") {
        return joined([(Token::Plain, indent), (Token::Comment, body)]);
    }
    let dash = body.bytes().take_while(|byte| *byte == b'-' || *byte == b' ').count();
    let (dash, body) = body.split_at(if body.starts_with("- ") { dash } else { 0 });
    let (key, rest) = body.split_at(key_length(body));
    let value = rest.trim_start_matches([':', '=', ' ']);
    let (mark, value) = rest.split_at(rest.len() - value.len());
    joined([
        (Token::Plain, indent),
        (Token::Plain, dash),
        (Token::Key, key),
        (Token::Plain, mark),
        (kind(value), value),
    ])
}

fn joined<const N: usize>(pieces: [(Token, &str); N]) -> Vec<(Token, &str)> {
    pieces.into_iter().filter(|(_, text)| !text.is_empty()).collect()
}

/// The length of a key before `:` or ` =`; 0 if there is none.
fn key_length(body: &str) -> usize {
    let name = |c: char| c.is_alphanumeric() || "_-./\"'".contains(c);
    let end = body.find(|c| !name(c)).unwrap_or(body.len());
    let after = &body[end..];
    let is_key = after == ":" || after.starts_with(": ") || after.trim_start().starts_with("= ");
    if is_key { end } else { 0 }
}

fn kind(value: &str) -> Token {
    let value = value.trim_end_matches(',');
    if value.starts_with(['"', '\'']) {
        return Token::Text;
    }
    if matches!(value, "true" | "false") {
        return Token::Word;
    }
    let amount = value.starts_with(|c: char| c.is_ascii_digit())
        && value.chars().all(|c| c.is_ascii_alphanumeric() || c == '.');
    if amount { Token::Number } else { Token::Plain }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, expected: &[(Token, &str)]) {
        let pieces = pieces(line);
        assert_eq!(pieces, expected);
        assert_eq!(pieces.iter().map(|(_, text)| *text).collect::<String>(), line);
    }

    #[test]
    fn lines_of_each_kind() {
        use Token::{Comment, Key, Number, Plain, Text, Word};
        check("", &[]);
        check("  # why", &[(Plain, "  "), (Comment, "# why")]);
        check("kind: HelmRelease", &[(Key, "kind"), (Plain, ": "), (Plain, "HelmRelease")]);
        check(
            "  retention: 7d",
            &[(Plain, "  "), (Key, "retention"), (Plain, ": "), (Number, "7d")],
        );
        check(
            "  - name: \"null\"",
            &[(Plain, "  "), (Plain, "- "), (Key, "name"), (Plain, ": "), (Text, "\"null\"")],
        );
        check("prune: true", &[(Key, "prune"), (Plain, ": "), (Word, "true")]);
        check("values:", &[(Key, "values"), (Plain, ":")]);
        check("level  = \"info\"", &[(Key, "level"), (Plain, "  = "), (Text, "\"info\"")]);
        check("url: http://loki:3100", &[(Key, "url"), (Plain, ": "), (Plain, "http://loki:3100")]);
        check("--- é", &[(Plain, "--- é")]);
    }
}
