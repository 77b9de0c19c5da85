//! The printer: a value to its lines.

use super::node::{Entry, Kind};
use super::scalar::{can_be_block, scalar};
use super::{Line, Node};
use crate::plan::Fields;

impl Node {
    /// The text, line by line.
    pub fn lines(&self) -> Vec<Line> {
        let mut out = Vec::new();
        match &self.kind {
            Kind::Map(entries) if !entries.is_empty() => write_map(&mut out, entries, 0, self.from),
            Kind::List(items) if !items.is_empty() => write_list(&mut out, items, 0, self.from),
            _ => write_value(&mut out, String::new(), self, 0, Fields::NONE),
        }
        out
    }

    /// Whether it takes lines of its own below its key.
    fn is_nested(&self) -> bool {
        match &self.kind {
            Kind::Map(entries) => !entries.is_empty(),
            Kind::List(items) => !items.is_empty(),
            _ => false,
        }
    }
}

/// The closer origin wins.
fn origin(node: &Node, inherited: Fields) -> Fields {
    if node.from.is_empty() { inherited } else { node.from }
}

fn write_map(out: &mut Vec<Line>, entries: &[Entry], depth: usize, from: Fields) {
    let pad = "  ".repeat(depth);
    for entry in entries {
        for comment in entry.comment.lines() {
            out.push(Line::new(format!("{pad}#{comment}"), origin(&entry.value, from)));
        }
        write_value(out, format!("{pad}{}:", scalar(&entry.key)), &entry.value, depth + 1, from);
    }
}

fn write_list(out: &mut Vec<Line>, items: &[Node], depth: usize, from: Fields) {
    let pad = "  ".repeat(depth);
    for item in items {
        if !item.is_nested() {
            write_value(out, format!("{pad}-"), item, depth + 1, from);
            continue;
        }
        // The first line of a nested item shares the line of its dash.
        let (start, from) = (out.len(), origin(item, from));
        match &item.kind {
            Kind::Map(entries) => write_map(out, entries, depth + 1, from),
            Kind::List(items) => write_list(out, items, depth + 1, from),
            _ => unreachable!("only collections nest"),
        }
        out[start].text.replace_range(pad.len()..=pad.len(), "-");
    }
}

/// Writes `head` and the value after it, on the same line where it fits.
fn write_value(out: &mut Vec<Line>, head: String, node: &Node, depth: usize, from: Fields) {
    let from = origin(node, from);
    let after = |text: &str| {
        if head.is_empty() { text.to_owned() } else { format!("{head} {text}") }
    };
    match &node.kind {
        Kind::Absent => {}
        Kind::Null => out.push(Line::new(after("null"), from)),
        Kind::Bare(bare) => out.push(Line::new(after(bare), from)),
        Kind::Text(text) if can_be_block(text) => {
            let lines: Vec<Line> = text.lines().map(|line| Line::new(line, from)).collect();
            let chomp = if text.ends_with('\n') { "|" } else { "|-" };
            write_block(out, after(chomp), &lines, depth, from);
        }
        Kind::Text(text) => out.push(Line::new(after(&scalar(text)), from)),
        Kind::Block(lines) if lines.is_empty() => out.push(Line::new(after("\"\""), from)),
        Kind::Block(lines) => write_block(out, after(block_mark(lines)), lines, depth, from),
        Kind::List(items) if items.is_empty() => out.push(Line::new(after("[]"), from)),
        Kind::Map(entries) if entries.is_empty() => out.push(Line::new(after("{}"), from)),
        Kind::List(items) => {
            out.push(Line::new(head, from));
            write_list(out, items, depth, from);
        }
        Kind::Map(entries) => {
            out.push(Line::new(head, from));
            write_map(out, entries, depth, from);
        }
    }
}

/// A block that begins with spaces names its indentation, which readers would take from there.
fn block_mark(lines: &[Line]) -> &'static str {
    let first = lines.iter().find(|line| !line.text.is_empty());
    if first.is_some_and(|line| line.text.starts_with(' ')) { "|2" } else { "|" }
}

fn write_block(out: &mut Vec<Line>, head: String, lines: &[Line], depth: usize, from: Fields) {
    out.push(Line::new(head, from));
    let pad = "  ".repeat(depth.max(1));
    for line in lines {
        let text = if line.text.is_empty() { String::new() } else { format!("{pad}{}", line.text) };
        let own = if line.from.is_empty() { from } else { line.from };
        out.push(Line::new(text, own));
    }
}
