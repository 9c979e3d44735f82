//! Reads the claims.

use super::fields::{self, Wanted};
use crate::claim::{Claim, Condition, DEFAULT_LEVEL, Located, SyntaxError, located};
use crate::problems::Problems;
use crate::source::{Source, Span, Spanned};
use crate::tree::{Entry, Tree};
use std::ops::Range;

/// A claim with the places of what it refers to.
#[derive(Clone, Debug)]
pub(crate) struct TypedClaim {
    /// The claim.
    pub(crate) claim: Claim,
    /// Its terms with the places of the measure and of the method.
    pub(crate) terms: Vec<(Located, Span, Span)>,
    /// The place of its condition.
    pub(crate) condition: Option<Span>,
}

pub(super) fn read(source: &Source, entries: &[Entry], problems: &mut Problems) -> Vec<TypedClaim> {
    let tables = super::tables(entries, "claim", problems);
    let mut claims = Vec::with_capacity(tables.len());
    for node in tables {
        match &node.value {
            Tree::Table(inner) => claims.extend(claim(source, &node.span, inner, problems)),
            other => {
                let message = format!("a claim is a table, not {}", other.describe());
                problems.error(&node.span, message, "write [[claim]]");
            }
        }
    }
    claims
}

fn claim(
    source: &Source,
    section: &Span,
    entries: &[Entry],
    problems: &mut Problems,
) -> Option<TypedClaim> {
    fields::known(entries, "a claim", &["text", "holds", "where", "level"], problems);
    let mut required = |key: &str, hint: &str| {
        let entry = fields::find(entries, key);
        if entry.is_none() {
            problems.error(section, format!("the claim has no {key}"), hint);
        }
        entry.and_then(|entry| fields::text(entry, problems))
    };
    let text = required("text", "one sentence that says what is claimed");
    let holds = required("holds", "e.g. holds = \"variance(lasso) < variance(ols)\"");
    let level = fields::find(entries, "level").map_or(Some(DEFAULT_LEVEL), |entry| {
        let open = Wanted { words: "a number in (0, 1)", fits: |level| level > 0.0 && level < 1.0 };
        fields::real("level", &entry.node, &open, problems)
    });
    let condition = match fields::find(entries, "where") {
        Some(entry) => Some(condition(source, &fields::text(entry, problems)?, problems)?),
        None => None,
    };
    let holds = holds?;
    let (comparison, terms) = match located(&holds.value) {
        Ok(found) => found,
        Err(error) => {
            report(source, &holds, error, problems);
            return None;
        }
    };
    let place = |range: &Range<usize>| within(source, &holds, range);
    let terms = terms.into_iter().map(|term| {
        let (measure, method) = (place(&term.measure), place(&term.method));
        (term, measure, method)
    });
    let (condition, condition_span) = condition.unzip();
    Some(TypedClaim {
        terms: terms.collect(),
        claim: Claim { text: text?.value, holds: comparison, condition, level: level? },
        condition: condition_span,
    })
}

fn condition(
    source: &Source,
    typed: &Spanned<String>,
    problems: &mut Problems,
) -> Option<(Condition, Span)> {
    match Condition::parse(&typed.value) {
        Ok(condition) => Some((condition, typed.span.clone())),
        Err(error) => {
            report(source, typed, error, problems);
            None
        }
    }
}

fn report(source: &Source, typed: &Spanned<String>, error: SyntaxError, problems: &mut Problems) {
    let place = within(source, typed, &error.at);
    problems.error(&place, error.message, error.hint);
}

/// The place of a part of a string. A string with escapes is shown as a whole.
fn within(source: &Source, typed: &Spanned<String>, part: &Range<usize>) -> Span {
    let Some(raw) = source.text.get(typed.span.clone()) else { return typed.span.clone() };
    let plain = |quotes: usize| raw.get(quotes..raw.len() - quotes) == Some(typed.value.as_str());
    let quotes = if raw.len() >= 6 && plain(3) {
        3
    } else if raw.len() >= 2 && plain(1) {
        1
    } else {
        return typed.span.clone();
    };
    let start = typed.span.start + quotes;
    start + part.start..start + part.end
}
