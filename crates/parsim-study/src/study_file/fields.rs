//! Reads single values of a table.

use crate::draft::number;
use crate::problems::Problems;
use crate::source::Spanned;
use crate::tree::{Entry, Node, Tree};
use std::ops::RangeInclusive;

/// The entry of a key.
pub(super) fn find<'a>(entries: &'a [Entry], key: &str) -> Option<&'a Entry> {
    entries.iter().find(|entry| entry.key == key)
}

/// Reports keys that are none of the known ones.
pub(super) fn known(entries: &[Entry], section: &str, known: &[&str], problems: &mut Problems) {
    for entry in entries.iter().filter(|entry| !known.contains(&entry.key.as_str())) {
        let what = format!("key of {section}:");
        super::report_unknown_key(entry, &what, known, problems);
    }
}

/// A string.
pub(super) fn text(entry: &Entry, problems: &mut Problems) -> Option<Spanned<String>> {
    let Tree::Text(text) = &entry.node.value else {
        wrong_type(&entry.key, "a string", &entry.node, problems);
        return None;
    };
    Some(Spanned { value: text.clone(), span: entry.node.span.clone() })
}

/// Whether a text says something; reports one that does not.
pub(super) fn not_blank(name: &str, text: &Spanned<String>, problems: &mut Problems) -> bool {
    let blank = text.value.trim().is_empty();
    if blank {
        problems.error(&text.span, format!("{name} is empty"), "it stands at the head of results");
    }
    !blank
}

/// One of some words.
pub(super) fn word(
    entry: &Entry,
    words: &[&'static str],
    problems: &mut Problems,
) -> Option<&'static str> {
    let typed = text(entry, problems)?;
    let found = words.iter().find(|word| **word == typed.value).copied();
    if found.is_none() {
        problems.unknown(&typed.span, &entry.key, &typed.value, words);
    }
    found
}

/// A truth value.
pub(super) fn flag(entry: &Entry, problems: &mut Problems) -> Option<bool> {
    let Tree::Flag(flag) = entry.node.value else {
        wrong_type(&entry.key, "true or false", &entry.node, problems);
        return None;
    };
    Some(flag)
}

/// A whole number in a range.
pub(super) fn whole(
    name: &str,
    node: &Node,
    range: RangeInclusive<i64>,
    problems: &mut Problems,
) -> Option<Spanned<u64>> {
    let (low, high) = (*range.start(), *range.end());
    let wanted = match high {
        i64::MAX => format!("a whole number of at least {low}"),
        _ => format!("a whole number from {low} to {high}"),
    };
    match node.value {
        Tree::Integer(whole) if range.contains(&whole) => {
            Some(Spanned { value: whole.unsigned_abs(), span: node.span.clone() })
        }
        _ => {
            wrong_type(name, &wanted, node, problems);
            None
        }
    }
}

/// What a real number must be.
pub(super) struct Wanted {
    /// In words.
    pub(super) words: &'static str,
    /// In deed; finite it must be in any case.
    pub(super) fits: fn(f64) -> bool,
}

/// A real number.
pub(super) fn real(
    name: &str,
    node: &Node,
    wanted: &Wanted,
    problems: &mut Problems,
) -> Option<f64> {
    let found = number(&node.value).filter(|number| number.is_finite() && (wanted.fits)(*number));
    if found.is_none() {
        wrong_type(name, wanted.words, node, problems);
    }
    found
}

/// A list of strings.
pub(super) fn texts(
    name: &str,
    node: &Node,
    problems: &mut Problems,
) -> Option<Vec<Spanned<String>>> {
    let Tree::List(items) = &node.value else {
        wrong_type(name, "a list of strings", node, problems);
        return None;
    };
    let text = |item: &Node| match &item.value {
        Tree::Text(text) => Some(Spanned { value: text.clone(), span: item.span.clone() }),
        _ => None,
    };
    if let Some(wrong) = items.iter().find(|item| text(item).is_none()) {
        wrong_type(name, "a list of strings", wrong, problems);
    }
    items.iter().map(text).collect()
}

/// Reports a value that is not what its key takes.
pub(super) fn wrong_type(name: &str, wanted: &str, node: &Node, problems: &mut Problems) {
    let found = node.value.show();
    problems.error(&node.span, format!("{name} takes {wanted}, not {found}"), "");
}
