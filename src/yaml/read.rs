//! Reading YAML as it was written: every scalar stays the text that stands there, so that `007` is
//! not 7 and `1.50` not 1.5.

use granit_parser::{Event, Parser, ScalarStyle, ScanError};

/// How deep a document may be nested. A plan has three levels; more than this is an attack.
const DEPTH: usize = 32;

/// A value as it stands in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Any scalar. A bare `~` or `null` is empty.
    Text(String),
    /// A scalar in quotes or a block, which is text whatever it looks like.
    Quoted(String),
    /// A sequence.
    List(Vec<Value>),
    /// A mapping, in the order written.
    Map(Vec<(String, Value)>),
}

impl Value {
    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Self> {
        let Self::Map(entries) = self else { return None };
        entries.iter().find(|(own, _)| own == key).map(|(_, value)| value)
    }

    /// The text of a scalar.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Quoted(text) => Some(text),
            Self::List(_) | Self::Map(_) => None,
        }
    }
}

/// Reads one document.
///
/// # Errors
/// When the text is no YAML, holds several documents or a key twice, or uses anchors or tags.
pub fn read(text: &str) -> Result<Value, String> {
    let mut reader = Reader { parser: Parser::new_from_str(text) };
    while matches!(reader.peek()?, Event::StreamStart | Event::DocumentStart(..)) {
        reader.next()?;
    }
    let value = reader.value(0)?;
    while matches!(reader.peek()?, Event::DocumentEnd) {
        reader.next()?;
    }
    match reader.next()? {
        Event::StreamEnd => Ok(value),
        _ => Err("it holds more than one document".to_owned()),
    }
}

/// The parser's own messages would weigh 12 KB in the page, for a file that hardly anyone writes by hand.
fn place(error: &ScanError) -> String {
    let mark = error.marker();
    format!("line {}, column {} is no YAML", mark.line(), mark.col() + 1)
}

struct Reader<'text> {
    parser: Parser<'text, granit_parser::StrInput<'text>>,
}

impl<'text> Reader<'text> {
    fn peek(&mut self) -> Result<&Event<'text>, String> {
        match self.parser.peek() {
            Some(Ok((event, _))) => Ok(event),
            Some(Err(error)) => Err(place(&error)),
            None => Err("it ends early".to_owned()),
        }
    }

    fn next(&mut self) -> Result<Event<'text>, String> {
        match self.parser.next_event() {
            Some(Ok((event, _))) => Ok(event),
            Some(Err(error)) => Err(place(&error)),
            None => Err("it ends early".to_owned()),
        }
    }

    fn value(&mut self, depth: usize) -> Result<Value, String> {
        if depth > DEPTH {
            return Err("it is nested too deeply".to_owned());
        }
        match self.next()? {
            Event::Scalar(text, style, _, None) => Ok(scalar(&text, style)),
            Event::SequenceStart(_, _, None) => self.list(depth),
            Event::MappingStart(_, _, None) => self.map(depth),
            Event::Scalar(..) | Event::SequenceStart(..) | Event::MappingStart(..) => {
                Err("it uses tags, which a plan does not need".to_owned())
            }
            Event::StreamEnd | Event::DocumentEnd => Err("it is empty".to_owned()),
            _ => Err("it uses anchors, which a plan does not need".to_owned()),
        }
    }

    fn list(&mut self, depth: usize) -> Result<Value, String> {
        let mut items = Vec::new();
        while !matches!(self.peek()?, Event::SequenceEnd) {
            items.push(self.value(depth + 1)?);
        }
        self.next()?;
        Ok(Value::List(items))
    }

    fn map(&mut self, depth: usize) -> Result<Value, String> {
        let mut entries: Vec<(String, Value)> = Vec::new();
        while !matches!(self.peek()?, Event::MappingEnd) {
            let key = match self.value(depth + 1)? {
                Value::Text(key) | Value::Quoted(key) => key,
                Value::List(_) | Value::Map(_) => return Err("a key is no text".to_owned()),
            };
            if entries.iter().any(|(own, _)| *own == key) {
                return Err(format!("the key {key:?} stands there twice"));
            }
            let value = self.value(depth + 1)?;
            entries.push((key, value));
        }
        self.next()?;
        Ok(Value::Map(entries))
    }
}

fn scalar(text: &str, style: ScalarStyle) -> Value {
    match style {
        ScalarStyle::Plain if matches!(text, "~" | "null") => Value::Text(String::new()),
        ScalarStyle::Plain => Value::Text(text.to_owned()),
        _ => Value::Quoted(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Value {
        Value::Text(text.to_owned())
    }

    #[test]
    fn scalars_stay_as_they_are_written() {
        let read =
            read("a: 007\nb: 1.50\nc: true\nd: ~\ne: \"~\"\nf:\n- x\n- 'y: z'\n").expect("YAML");
        let map = [
            ("a", text("007")),
            ("b", text("1.50")),
            ("c", text("true")),
            ("d", text("")),
            ("e", Value::Quoted("~".to_owned())),
            ("f", Value::List(vec![text("x"), Value::Quoted("y: z".to_owned())])),
        ];
        let map = map.map(|(key, value)| (key.to_owned(), value));
        assert_eq!(read, Value::Map(map.to_vec()));
    }

    #[test]
    fn what_is_no_plain_document_is_refused() {
        let deep = "[".repeat(DEPTH + 2);
        let refused = [
            "",
            "a: 1\na: 2",
            "a: &x 1\nb: *x",
            "a: !!str 5",
            "a: !b [c]",
            "!!map {a: 1}",
            "a: 1\n---\nb: 2",
            "a: [",
            "\t",
            "[a]: 1",
            &deep,
        ];
        for text in refused {
            assert!(read(text).is_err(), "{text:?} was read as {:?}", read(text));
        }
    }
}
