//! A small reader of Alloy's language: blocks, arguments, and the references in them.

/// `name "label" { … }`
#[derive(Debug, Default)]
pub(super) struct Block {
    pub(super) name: String,
    pub(super) label: String,
    pub(super) attributes: Vec<Attribute>,
    pub(super) blocks: Vec<Block>,
}

/// `name = …`, of whose value only the references count, such as `loki.write.default.receiver`.
#[derive(Debug)]
pub(super) struct Attribute {
    pub(super) name: String,
    pub(super) references: Vec<String>,
}

/// Names that are part of the language.
const BUILT_IN: &[&str] = &["constants", "false", "null", "sys", "true"];

/// Reads a configuration.
pub(super) fn read(text: &str) -> Result<Vec<Block>, String> {
    let tokens = tokens(text)?;
    let mut reader = Reader { tokens: &tokens };
    let body = reader.body()?;
    match reader.tokens {
        [] if body.attributes.is_empty() => Ok(body.blocks),
        [] => Err("an argument stands outside of every block".to_owned()),
        [token, ..] => Err(format!("{token:?} is not expected")),
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Word(String),
    Text(String),
    Number,
    Sign(char),
}

fn tokens(text: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let mut rest = line.trim_start();
        while !rest.is_empty() && !rest.starts_with("//") {
            let (token, after) = token(rest)
                .ok_or_else(|| format!("line {} is not understood: {rest}", number + 1))?;
            tokens.push(token);
            rest = after.trim_start();
        }
    }
    Ok(tokens)
}

/// The first token of a line. Our configurations have no text over several lines.
fn token(line: &str) -> Option<(Token, &str)> {
    let first = line.chars().next()?;
    let up_to = |stop: fn(char) -> bool| line.find(stop).unwrap_or(line.len());
    if first == '"' {
        let end = end_of_text(line)?;
        return Some((Token::Text(line[1..end].to_owned()), &line[end + 1..]));
    }
    if first.is_ascii_digit() {
        let end = up_to(|c| !c.is_ascii_digit() && c != '.');
        return Some((Token::Number, &line[end..]));
    }
    if first.is_ascii_alphabetic() || first == '_' {
        let end = up_to(|c| !c.is_ascii_alphanumeric() && c != '_' && c != '.');
        return Some((Token::Word(line[..end].to_owned()), &line[end..]));
    }
    let known = "{}[]()=,+-*/<>!|&".contains(first);
    known.then(|| (Token::Sign(first), &line[first.len_utf8()..]))
}

/// Where the quote stands that ends a text.
fn end_of_text(line: &str) -> Option<usize> {
    let mut escaped = false;
    line.char_indices().skip(1).find_map(|(at, c)| {
        let ends = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        ends.then_some(at)
    })
}

struct Reader<'text> {
    tokens: &'text [Token],
}

impl Reader<'_> {
    /// Reads attributes and blocks up to a closing brace, which stays.
    fn body(&mut self) -> Result<Block, String> {
        let mut body = Block::default();
        while let [Token::Word(name), rest @ ..] = self.tokens {
            self.tokens = rest;
            if self.takes('=') {
                let mut references = Vec::new();
                self.expression(&mut references)?;
                body.attributes.push(Attribute { name: name.clone(), references });
            } else {
                let label = self.label();
                self.expects('{')?;
                let block = self.body()?;
                self.expects('}')?;
                body.blocks.push(Block { name: name.clone(), label, ..block });
            }
        }
        Ok(body)
    }

    fn label(&mut self) -> String {
        let [Token::Text(label), rest @ ..] = self.tokens else { return String::new() };
        self.tokens = rest;
        label.clone()
    }

    /// Reads operands with operators between them.
    fn expression(&mut self, references: &mut Vec<String>) -> Result<(), String> {
        loop {
            self.operand(references)?;
            let before = self.tokens.len();
            while "+-*/<>=!|&".chars().any(|sign| self.takes(sign)) {}
            if self.tokens.len() == before {
                return Ok(());
            }
        }
    }

    fn operand(&mut self, references: &mut Vec<String>) -> Result<(), String> {
        let [token, rest @ ..] = self.tokens else { return Err("a value is missing".to_owned()) };
        self.tokens = rest;
        match token {
            Token::Text(_) | Token::Number => Ok(()),
            Token::Word(_) if self.takes('(') => self.items(')', references),
            Token::Word(word) => {
                let root = word.split('.').next().unwrap_or_default();
                references.extend((!BUILT_IN.contains(&root)).then(|| word.clone()));
                Ok(())
            }
            Token::Sign('[') => self.items(']', references),
            Token::Sign('(') => self.items(')', references),
            Token::Sign('{') => self.object(references),
            Token::Sign('-' | '!') => self.operand(references),
            Token::Sign(sign) => Err(format!("{sign} is no value")),
        }
    }

    /// Reads values up to a closing sign, with commas between them and perhaps after the last.
    fn items(&mut self, end: char, references: &mut Vec<String>) -> Result<(), String> {
        while !self.takes(end) {
            self.expression(references)?;
            if !self.takes(',') {
                return self.expects(end);
            }
        }
        Ok(())
    }

    /// Reads `key = value` pairs up to the closing brace.
    fn object(&mut self, references: &mut Vec<String>) -> Result<(), String> {
        while let [Token::Word(_) | Token::Text(_), rest @ ..] = self.tokens {
            self.tokens = rest;
            self.expects('=')?;
            self.expression(references)?;
            if !self.takes(',') {
                break;
            }
        }
        self.expects('}')
    }

    fn takes(&mut self, sign: char) -> bool {
        let [Token::Sign(first), rest @ ..] = self.tokens else { return false };
        let takes = *first == sign;
        if takes {
            self.tokens = rest;
        }
        takes
    }

    fn expects(&mut self, sign: char) -> Result<(), String> {
        if self.takes(sign) {
            Ok(())
        } else {
            Err(format!("{sign} is missing before {:?}", self.tokens.first()))
        }
    }
}
