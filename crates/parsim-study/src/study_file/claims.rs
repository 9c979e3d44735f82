//! Reads the claims.

use super::fields::{self, Wanted};
use crate::claim::{
    Claim, Condition, DEFAULT_LEVEL, Located, Operand, SyntaxError, is_word_character, located,
};
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
    /// The places of its condition.
    pub(crate) condition: Option<ConditionPlaces>,
}

/// Where a condition stands, and the words in it.
#[derive(Clone, Debug)]
pub(crate) struct ConditionPlaces {
    /// The condition.
    pub(crate) whole: Span,
    /// Columns and words with their first places.
    words: Vec<(String, Span)>,
}

impl ConditionPlaces {
    /// The place of a word of the condition.
    pub(crate) fn of(&self, word: &str) -> Span {
        let found = self.words.iter().find(|(known, _)| known == word);
        found.map_or_else(|| self.whole.clone(), |(_, place)| place.clone())
    }
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
    let required = |key: &str, hint: &str, problems: &mut Problems| {
        let entry = fields::find(entries, key);
        if entry.is_none() {
            problems.error(section, format!("the claim has no {key}"), hint);
        }
        entry.and_then(|entry| fields::text(entry, problems))
    };
    let text = required("text", "one sentence that says what is claimed", problems);
    let text = text.filter(|text| fields::not_blank("text", text, problems));
    let holds = required("holds", "e.g. holds = \"variance(lasso) < variance(ols)\"", problems);
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
    let (condition, places) = condition.unzip();
    Some(TypedClaim {
        terms: terms.collect(),
        claim: Claim { text: text?.value, holds: comparison, condition, level: level? },
        condition: places,
    })
}

fn condition(
    source: &Source,
    typed: &Spanned<String>,
    problems: &mut Problems,
) -> Option<(Condition, ConditionPlaces)> {
    let condition = match Condition::parse(&typed.value) {
        Ok(condition) => condition,
        Err(error) => {
            report(source, typed, error, problems);
            return None;
        }
    };
    let names = condition.comparisons().into_iter().flat_map(|(column, _, operand)| {
        let word = match operand {
            Operand::Word(word) => Some(word.as_str()),
            Operand::Number(_) => None,
        };
        std::iter::once(column).chain(word)
    });
    let placed = names.filter_map(|name| {
        let part = find_word(&typed.value, name)?;
        Some((name.to_owned(), within(source, typed, &part)))
    });
    let words = placed.collect();
    Some((condition, ConditionPlaces { whole: typed.span.clone(), words }))
}

/// The first place where a word stands by itself.
fn find_word(text: &str, word: &str) -> Option<Range<usize>> {
    let mut found = text.match_indices(word).map(|(start, _)| start..start + word.len());
    found.find(|place| {
        let before = text[..place.start].chars().next_back();
        let after = text[place.end..].chars().next();
        !before.is_some_and(is_word_character) && !after.is_some_and(is_word_character)
    })
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
