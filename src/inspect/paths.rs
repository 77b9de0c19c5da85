//! The values that a chart reads, against values that someone wrote. A chart ignores every other key
//! without a word, and so does `helm lint`.

use crate::yaml::Node;

/// A value that a chart does not read as it is written.
pub(super) struct Fault<'own> {
    /// The keys that lead to it.
    pub keys: Vec<&'own str>,
    /// What the chart has there instead, if it has something.
    pub instead: Option<&'static str>,
}

/// Everything that is wrong in values, by the list of a chart's paths: a line for each key, one space
/// further in than the mapping that holds it; after the key, `[]` for a list and `*` for what takes
/// anything, such as annotations. A `null` is well everywhere, since it takes a default away.
pub(super) fn faults<'own>(paths: &str, values: &'own Node) -> Vec<Fault<'own>> {
    let lines: Vec<&str> = paths.lines().filter(|line| !line.starts_with('#')).collect();
    let mut search = Search { at: Vec::new(), faults: Vec::new() };
    search.compare(&lines, values);
    search.faults
}

struct Search<'own> {
    at: Vec<&'own str>,
    faults: Vec<Fault<'own>>,
}

impl<'own> Search<'own> {
    fn compare(&mut self, lines: &[&str], values: &'own Node) {
        for (key, value) in values.entries().filter(|(_, value)| !value.is_null()) {
            self.at.push(key);
            match find(lines, self.at.len() - 1, key) {
                None => self.fault(None),
                Some(("*", _)) => {}
                Some(("[]", _)) if value.is_list() => {}
                Some(("[]", _)) => self.fault(Some("a list")),
                Some((_, [])) if value.is_map() || value.is_list() => {
                    self.fault(Some("a single value"));
                }
                Some((_, [])) => {}
                Some((_, inside)) if value.is_map() => self.compare(inside, value),
                Some(_) => self.fault(Some("a mapping")),
            }
            self.at.pop();
        }
    }

    fn fault(&mut self, instead: Option<&'static str>) {
        self.faults.push(Fault { keys: self.at.clone(), instead });
    }
}

/// The mark of a key at a depth, and the lines inside it.
fn find<'own>(
    lines: &'own [&'own str],
    depth: usize,
    key: &str,
) -> Option<(&'own str, &'own [&'own str])> {
    let own = |line: &&'own str| {
        let mark = line.get(depth..)?.strip_prefix(key)?;
        (matches!(mark, "" | "*" | "[]")).then_some(mark)
    };
    let at = lines.iter().position(|line| own(line).is_some())?;
    let rest = &lines[at + 1..];
    let outside = |line: &&str| line.trim_start().len() + depth >= line.len();
    let end = rest.iter().position(outside).unwrap_or(rest.len());
    Some((own(&lines[at])?, &rest[..end]))
}
