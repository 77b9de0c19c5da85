//! What can be wrong with a configuration of Alloy that parses.

mod reader;

use std::collections::BTreeSet;

use serde_json::Value;

use super::objects::Release;
use super::{path, text};
use reader::{Block, read};

/// What a component offers to others. One that is not listed offers nothing: it only takes in.
const EXPORTS: &[(&str, &[&str])] = &[
    ("discovery.kubernetes", &["targets"]),
    ("discovery.relabel", &["output", "rules"]),
    ("local.file_match", &["targets"]),
    ("loki.process", &["receiver"]),
    ("loki.relabel", &["receiver", "rules"]),
    ("loki.write", &["receiver"]),
    ("otelcol.exporter.otlphttp", &["input"]),
    ("otelcol.processor.batch", &["input"]),
];

/// Blocks of the configuration that are no components, with their arguments.
const SETTINGS: &[(&str, &[&str])] = &[("logging", &["format", "level", "write_to"])];

/// The configuration that a release of Alloy holds.
pub(crate) fn of_release(release: &Release) -> Option<&str> {
    release.values["alloy"]["configMap"]["content"].as_str()
}

/// The arguments and blocks that the components have.
pub(crate) fn components() -> Value {
    let file = text(&path("tests/alloy-components.json"));
    let mut file: Value = serde_json::from_str(&file).expect("the components are JSON");
    file["components"].take()
}

/// What is wrong with a configuration, one sentence each.
pub(crate) fn faults(text: &str, components: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    if text.contains("{{") {
        faults.push("{{ would be taken for a template by Helm".to_owned());
    }
    match read(text) {
        Ok(blocks) => {
            for block in &blocks {
                known(block, components, &mut faults);
            }
            wiring(&blocks, &mut faults);
        }
        Err(error) => faults.push(error),
    }
    faults
}

fn known(block: &Block, components: &Value, faults: &mut Vec<String>) {
    if let Some((_, names)) = SETTINGS.iter().find(|(name, _)| *name == block.name) {
        let unknown = block.attributes.iter().filter(|own| !names.contains(&own.name.as_str()));
        faults.extend(unknown.map(|own| format!("{} has no argument {}", block.name, own.name)));
        return;
    }
    match components.get(&block.name) {
        Some(schema) => inside(block, schema, &block.name, faults),
        None => faults.push(format!("there is no component {}", block.name)),
    }
}

/// Checks the arguments and blocks inside a block, and that the required ones are there.
fn inside(block: &Block, schema: &Value, at: &str, faults: &mut Vec<String>) {
    for attribute in &block.attributes {
        if schema["arguments"].get(&attribute.name).is_none() {
            faults.push(format!("{at} has no argument {}", attribute.name));
        }
    }
    for inner in &block.blocks {
        match schema["blocks"].get(&inner.name) {
            Some(schema) => inside(inner, schema, &format!("{at} > {}", inner.name), faults),
            None => faults.push(format!("{at} has no block {}", inner.name)),
        }
    }
    let arguments = block.attributes.iter().map(|attribute| attribute.name.as_str());
    faults.extend(missing(&schema["arguments"], arguments, at));
    faults.extend(missing(&schema["blocks"], block.blocks.iter().map(|own| own.name.as_str()), at));
}

fn missing<'own>(schema: &Value, there: impl Iterator<Item = &'own str>, at: &str) -> Vec<String> {
    let there: BTreeSet<&str> = there.collect();
    let all = schema.as_object().into_iter().flatten();
    let required = all.filter(|(_, schema)| schema["required"] == true);
    let missing = required.filter(|(name, _)| !there.contains(name.as_str()));
    missing.map(|(name, _)| format!("{at} lacks {name}")).collect()
}

/// Checks that references lead to something, that nothing stands unused, and that logs arrive.
fn wiring(blocks: &[Block], faults: &mut Vec<String>) {
    let components: Vec<&Block> = blocks
        .iter()
        .filter(|block| SETTINGS.iter().all(|(name, _)| *name != block.name))
        .collect();
    let ids: Vec<String> = components.iter().map(|block| block.id()).collect();
    let again = ids.iter().enumerate().filter(|(at, id)| ids[..*at].contains(id));
    faults.extend(again.map(|(_, id)| format!("{id} is declared twice")));

    let references: Vec<&str> = blocks.iter().flat_map(Block::references).collect();
    let dangling = references.iter().filter(|reference| target(reference, &components).is_none());
    faults.extend(dangling.map(|reference| format!("{reference} leads nowhere")));

    for block in &components {
        let used =
            references.iter().any(|own| target(own, &components).is_some_and(|t| t.is(block)));
        if !exports(&block.name).is_empty() && !used {
            faults.push(format!("{} is used by nothing", block.id()));
        }
    }
    let sources: Vec<_> =
        components.iter().filter(|block| block.name.starts_with("loki.source.")).collect();
    let lost = sources.iter().filter(|block| !arrives(block, &components, 0));
    faults.extend(lost.map(|block| format!("what {} reads never reaches loki.write", block.id())));
    if sources.is_empty() {
        faults.push("it has no source of logs".to_owned());
    }
}

/// Whether what a component passes on reaches Loki. A chain longer than the number of components
/// would be a circle.
fn arrives(block: &Block, components: &[&Block], depth: usize) -> bool {
    if block.name == "loki.write" {
        return true;
    }
    let forward = block.attributes.iter().filter(|attribute| attribute.name == "forward_to");
    let mut next = forward.flat_map(|attribute| &attribute.references);
    depth <= components.len()
        && next.any(|own| {
            target(own, components).is_some_and(|next| arrives(next, components, depth + 1))
        })
}

/// The component that a reference names, if it offers what the reference asks for.
fn target<'block>(reference: &str, components: &[&'block Block]) -> Option<&'block Block> {
    components.iter().copied().find(|block| {
        let rest = reference.strip_prefix(&block.id()).and_then(|rest| rest.strip_prefix('.'));
        rest.is_some_and(|export| exports(&block.name).contains(&export))
    })
}

fn exports(name: &str) -> &'static [&'static str] {
    EXPORTS.iter().find(|(own, _)| *own == name).map_or(&[], |(_, exports)| exports)
}

impl Block {
    /// `loki.write.default`
    fn id(&self) -> String {
        format!("{}.{}", self.name, self.label)
    }

    fn is(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }

    fn references(&self) -> Vec<&str> {
        let own = self.attributes.iter().flat_map(|attribute| &attribute.references);
        let inner = self.blocks.iter().flat_map(Self::references);
        own.map(String::as_str).chain(inner).collect()
    }
}
