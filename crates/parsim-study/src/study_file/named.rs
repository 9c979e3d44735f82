//! Reads the repeated sections of components: methods, oracles, figures.

use super::fields;
use crate::draft::{Draft, Reader};
use crate::problems::Problems;
use crate::source::{Span, Spanned};
use crate::tree::{Entry, Tree};
use parsim_stats::component::Family;

/// A component with the name that the study file gives it.
#[derive(Clone, Debug)]
pub(crate) struct Named {
    /// The component.
    pub(crate) draft: Draft,
    /// Its name, if given.
    pub(crate) name: Option<Spanned<String>>,
}

impl Named {
    /// Where its name stands: the name itself, or the section.
    pub(crate) fn place(&self) -> Span {
        self.name.as_ref().map_or_else(|| self.draft.span.clone(), |name| name.span.clone())
    }

    /// The name, by default the kind.
    pub(crate) fn base(&self) -> &str {
        self.name.as_ref().map_or(self.draft.specification.kind, |name| &name.value)
    }
}

/// The sections of a family, and the names of those that are beyond use.
pub(super) fn read(
    reader: &mut Reader<'_>,
    family: Family,
    entries: &[Entry],
) -> (Vec<Named>, Vec<String>) {
    let mut named = Vec::new();
    let mut unread = Vec::new();
    for node in super::tables(entries, family.name(), reader.problems) {
        let errors = reader.problems.errors();
        let name = match &node.value {
            Tree::Table(inner) => {
                fields::find(inner, "name").and_then(|entry| name(entry, reader.problems))
            }
            _ => None,
        };
        let draft = reader.component(family, node, &["name"]);
        if reader.problems.errors() > errors {
            unread.extend(name.map(|name| name.value).or_else(|| kind_of(&node.value)));
        } else {
            named.extend(draft.map(|draft| Named { draft, name }));
        }
    }
    (named, unread)
}

/// The kind as typed, known or not.
fn kind_of(tree: &Tree) -> Option<String> {
    let Tree::Table(entries) = tree else { return None };
    match &fields::find(entries, "kind")?.node.value {
        Tree::Text(kind) => Some(kind.clone()),
        _ => None,
    }
}

/// A name: it must be told apart from the syntax of claims and of derived names.
fn name(entry: &Entry, problems: &mut Problems) -> Option<Spanned<String>> {
    let name = fields::text(entry, problems)?;
    let text = &name.value;
    let forbidden = |c: char| "()[]{},=\"'".contains(c) || c.is_control();
    if text.trim() != text || text.is_empty() || text.contains(forbidden) {
        let hint = "a name has no brackets, commas, equals signs, quotes or blanks at its ends";
        problems.error(&name.span, format!("{text:?} cannot be a name"), hint);
        return None;
    }
    Some(name)
}
