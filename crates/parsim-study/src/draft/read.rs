//! Reads drafts from the tree, held to the manuals of their kinds.

use super::{Draft, argument};
use crate::data::DataFiles;
use crate::kinds::Kinds;
use crate::problems::{Problems, suggestion};
use crate::source::Span;
use crate::tree::{Entry, Node, Tree};
use parsim_stats::component::{DataTable, Default, Family, Shape, Specification};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What reading needs: the kinds, the data files, and a place for what is wrong.
pub(crate) struct Reader<'a> {
    pub(crate) kinds: &'a Kinds,
    pub(crate) problems: &'a mut Problems,
    data: &'a dyn DataFiles,
    loaded: BTreeMap<String, Option<Arc<DataTable>>>,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(
        kinds: &'a Kinds,
        data: &'a dyn DataFiles,
        problems: &'a mut Problems,
    ) -> Self {
        Self { kinds, problems, data, loaded: BTreeMap::new() }
    }

    /// Reads a component. `extra` names keys of the table that are not parameters and are read
    /// elsewhere. `None` if the kind is unknown; wrong arguments are reported and left out.
    pub(crate) fn component(
        &mut self,
        family: Family,
        node: &Node,
        extra: &[&str],
    ) -> Option<Draft> {
        let Tree::Table(entries) = &node.value else {
            self.report_no_table(family, node);
            return None;
        };
        let specification = self.kind(family, node, entries)?;
        let mut arguments = Vec::with_capacity(entries.len());
        for entry in entries.iter().filter(|entry| entry.key != "kind") {
            if extra.contains(&entry.key.as_str()) {
                continue;
            }
            if let Some(parameter) = specification.parameter(&entry.key) {
                arguments.extend(argument::read(self, parameter, entry));
            } else {
                self.report_unknown(specification, entry, extra);
            }
        }
        self.report_missing(specification, node, entries);
        Some(Draft { specification, span: node.span.clone(), arguments })
    }

    /// The table that a path names, loaded once.
    pub(crate) fn table(&mut self, path: &str, span: &Span) -> Option<Arc<DataTable>> {
        if let Some(loaded) = self.loaded.get(path) {
            return loaded.clone();
        }
        let loaded = match self.data.load(path) {
            Ok(table) => Some(table),
            Err(error) => {
                self.problems.error(span, error.message, error.hint);
                None
            }
        };
        self.loaded.insert(path.to_owned(), loaded.clone());
        loaded
    }

    fn kind(
        &mut self,
        family: Family,
        node: &Node,
        entries: &[Entry],
    ) -> Option<&'static Specification> {
        let names = self.kinds.names(family);
        let Some(entry) = entries.iter().find(|entry| entry.key == "kind") else {
            let message = format!("this {} has no kind", family.name());
            self.problems.error(&node.span, message, suggestion("", &names));
            return None;
        };
        let Tree::Text(kind) = &entry.node.value else {
            let found = entry.node.value.describe();
            let message = format!("kind takes one word, not {found}");
            self.problems.error(&entry.node.span, message, suggestion("", &names));
            return None;
        };
        let found = self.kinds.find(family, kind);
        if found.is_none() {
            let what = format!("{} kind", family.name());
            self.problems.unknown(&entry.node.span, &what, kind, &names);
        }
        found
    }

    fn report_no_table(&mut self, family: Family, node: &Node) {
        let found = node.value.describe();
        let message = format!("the {} is a table {{ kind = ... }}, not {found}", family.name());
        let names = self.kinds.names(family);
        let hint = match &node.value {
            Tree::Text(word) if names.contains(&word.as_str()) => {
                format!("write {{ kind = \"{word}\" }}")
            }
            _ => suggestion("", &names),
        };
        self.problems.error(&node.span, message, hint);
    }

    fn report_unknown(&mut self, specification: &Specification, entry: &Entry, extra: &[&str]) {
        let (family, kind) = (specification.family.name(), specification.kind);
        let what = format!("key of {family} \"{kind}\":");
        if let Some(part) = self.part_with(specification, &entry.key) {
            let message = format!("unknown {what} \"{}\"", entry.key);
            let hint = format!("write {part} = {{ kind = ..., {} = ... }}", entry.key);
            self.problems.error(&entry.key_span, message, hint);
            return;
        }
        let mut known: Vec<&str> = vec!["kind"];
        known.extend(extra);
        known.extend(specification.parameters.iter().map(|parameter| parameter.name));
        crate::study_file::report_unknown_key(entry, &what, &known, self.problems);
    }

    /// The part of a kind that takes a parameter of that name.
    fn part_with(&self, specification: &Specification, name: &str) -> Option<&'static str> {
        let takes = |shape: Shape| match shape {
            Shape::Part(family) => self.kinds.of(family).any(|kind| kind.parameter(name).is_some()),
            _ => false,
        };
        let mut parameters = specification.parameters.iter();
        parameters.find(|parameter| takes(parameter.shape)).map(|parameter| parameter.name)
    }

    fn report_missing(&mut self, specification: &Specification, node: &Node, entries: &[Entry]) {
        for parameter in specification.parameters {
            let given = entries.iter().any(|entry| entry.key == parameter.name);
            if given || parameter.default != Default::Required {
                continue;
            }
            let (family, kind) = (specification.family.name(), specification.kind);
            let message = format!("the {family} \"{kind}\" needs {}", parameter.name);
            let hint =
                format!("{}: {}, {}", parameter.name, parameter.shape.describe(), parameter.doc);
            self.problems.error(&node.span, message, hint);
        }
    }
}
