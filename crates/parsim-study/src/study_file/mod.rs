//! The study file as typed: every value with its place, held to types and ranges, not yet to
//! each other.

mod claims;
mod fields;
mod keys;
mod named;
mod replicates;
mod themes;

pub(crate) use claims::{ConditionPlaces, TypedClaim};
pub(crate) use keys::KEYS;
pub(crate) use named::Named;

use crate::draft::{Draft, Reader};
use crate::problems::Problems;
use crate::replicates::Replicates;
use crate::source::{Source, Spanned};
use crate::tree::{Entry, Node, Tree};
use parsim_stats::component::Family;
use parsim_stats::measures::Themes;

/// A group of lists that go together, as typed.
pub(crate) type TypedZip = Spanned<Vec<Spanned<String>>>;

/// A study as typed. What could not be read is `None` or left out, and reported.
#[derive(Debug)]
pub(crate) struct StudyFile {
    pub(crate) title: Option<String>,
    pub(crate) aim: String,
    pub(crate) seed: Option<u64>,
    pub(crate) replicates: Option<Replicates>,
    pub(crate) reference: Option<Spanned<String>>,
    pub(crate) all_pairs: bool,
    pub(crate) common_random_numbers: bool,
    pub(crate) keeps_all: bool,
    /// Themes of measures that the study asks for by name.
    pub(crate) themes: Themes,
    pub(crate) zip: Vec<TypedZip>,
    pub(crate) mechanism: Option<Draft>,
    /// Coefficients of interest, 0 the intercept; `None` for the default.
    pub(crate) estimands: Option<Vec<Spanned<u64>>>,
    pub(crate) methods: Vec<Named>,
    pub(crate) oracles: Vec<Named>,
    pub(crate) claims: Vec<TypedClaim>,
    pub(crate) figures: Vec<Named>,
    /// Names of methods and oracles that could not be read.
    unread: Vec<String>,
}

impl StudyFile {
    /// The estimands that the study names, ascending.
    pub(crate) fn named_estimands(&self) -> Option<Vec<u32>> {
        let typed = self.estimands.as_ref()?;
        let mut positions: Vec<u32> = typed.iter().map(|each| each.value as u32).collect();
        positions.sort_unstable();
        positions.dedup();
        Some(positions)
    }

    /// Whether a name is that of a method that could not be read: using it is no second error.
    pub(crate) fn may_be_unread(&self, name: &str) -> bool {
        let base = name.split('[').next().unwrap_or(name);
        self.unread.iter().any(|unread| unread == base)
    }
}

/// Reads a study file.
pub(crate) fn read(source: &Source, entries: &[Entry], reader: &mut Reader<'_>) -> StudyFile {
    fields::known(entries, "the study", &keys::names(), reader.problems);
    report_missing(entries, reader.problems);
    let (methods, methods_unread) = named::read(reader, Family::Method, entries);
    let (oracles, oracles_unread) = named::read(reader, Family::Oracle, entries);
    let (figures, _) = named::read(reader, Family::Figure, entries);
    let mechanism = fields::find(entries, "mechanism").and_then(|entry| {
        let errors = reader.problems.errors();
        let draft = reader.component(Family::Mechanism, &entry.node, &[]);
        draft.filter(|_| reader.problems.errors() == errors)
    });
    let problems = &mut *reader.problems;
    let text = |key: &str, problems: &mut Problems| {
        fields::find(entries, key).and_then(|entry| fields::text(entry, problems))
    };
    StudyFile {
        title: text("title", problems)
            .filter(|title| fields::not_blank("title", title, problems))
            .map(|title| title.value),
        aim: text("aim", problems).map(|aim| aim.value).unwrap_or_default(),
        seed: fields::find(entries, "seed")
            .and_then(|entry| fields::whole("seed", &entry.node, 0..=i64::MAX, problems))
            .map(|seed| seed.value),
        replicates: fields::find(entries, "replicates")
            .and_then(|entry| replicates::read(&entry.node, problems)),
        reference: text("reference", problems),
        all_pairs: fields::find(entries, "contrasts")
            .and_then(|entry| fields::word(entry, &["reference", "all-pairs"], problems))
            .is_some_and(|word| word == "all-pairs"),
        common_random_numbers: fields::find(entries, "common_random_numbers")
            .and_then(|entry| fields::flag(entry, problems))
            .unwrap_or(false),
        keeps_all: fields::find(entries, "keep")
            .and_then(|entry| fields::word(entry, &["estimands", "all"], problems))
            .is_some_and(|word| word == "all"),
        themes: fields::find(entries, "measures")
            .map_or(Themes::CORE, |entry| themes::read(entry, problems)),
        zip: fields::find(entries, "zip").map_or_else(Vec::new, |entry| zips(entry, problems)),
        mechanism,
        estimands: fields::find(entries, "estimands")
            .and_then(|entry| estimands(&entry.node, problems)),
        methods,
        oracles,
        claims: claims::read(source, entries, problems),
        figures,
        unread: [methods_unread, oracles_unread].concat(),
    }
}

fn report_missing(entries: &[Entry], problems: &mut Problems) {
    let needed = [
        ("title", "one line that names the study, e.g. title = \"Ridge against lasso\""),
        ("seed", "any whole number, e.g. seed = 20191006; the same seed gives the same results"),
        ("replicates", "e.g. replicates = 1000"),
        ("mechanism", "a section [mechanism] says how the data arise"),
    ];
    let has = |key: &str| fields::find(entries, key).is_some();
    for (key, hint) in needed.into_iter().filter(|(key, _)| !has(key)) {
        let message = format!("the study has no {key}");
        problems.push(crate::diagnostic::Diagnostic::error(message).hint(hint));
    }
    if !has("method") && !has("oracle") {
        let hint = "give at least one section [[method]], e.g. with kind = \"ols\"";
        problems.push(crate::diagnostic::Diagnostic::error("the study has no method").hint(hint));
    }
}

/// Reports an unknown key; one of the top level that slipped into a section is recognised, since
/// in TOML a section ends only where the next begins.
pub(crate) fn report_unknown_key(
    entry: &Entry,
    what: &str,
    known: &[&str],
    problems: &mut Problems,
) {
    if keys::names().contains(&entry.key.as_str()) && !known.contains(&"mechanism") {
        let message = format!("unknown {what} \"{}\"", entry.key);
        let hint = format!("\"{}\" belongs above the first [section] of the file", entry.key);
        problems.error(&entry.key_span, message, hint);
    } else {
        problems.unknown(&entry.key_span, what, &entry.key, known);
    }
}

/// The tables of a repeated section.
fn tables<'a>(entries: &'a [Entry], key: &str, problems: &mut Problems) -> Vec<&'a Node> {
    let Some(entry) = fields::find(entries, key) else { return Vec::new() };
    if let Tree::List(items) = &entry.node.value {
        return items.iter().collect();
    }
    let message = format!("{key} is a repeated section, not {}", entry.node.value.describe());
    problems.error(&entry.node.span, message, format!("write [[{key}]]"));
    Vec::new()
}

fn zips(entry: &Entry, problems: &mut Problems) -> Vec<TypedZip> {
    let Tree::List(groups) = &entry.node.value else {
        fields::wrong_type("zip", "a list of lists of dotted paths", &entry.node, problems);
        return Vec::new();
    };
    let group = |node: &Node, problems: &mut Problems| {
        let paths = fields::texts("a group of zip", node, problems)?;
        Some(Spanned { value: paths, span: node.span.clone() })
    };
    groups.iter().filter_map(|node| group(node, problems)).collect()
}

fn estimands(node: &Node, problems: &mut Problems) -> Option<Vec<Spanned<u64>>> {
    let Tree::Table(entries) = &node.value else {
        fields::wrong_type("estimands", "a table", node, problems);
        return None;
    };
    fields::known(entries, "[estimands]", &["coefficients"], problems);
    let entry = fields::find(entries, "coefficients")?;
    match &entry.node.value {
        Tree::Text(word) if word == "default" => None,
        Tree::List(items) => {
            let position =
                |item| fields::whole("a coefficient of interest", item, 0..=10_000_000, problems);
            Some(items.iter().filter_map(position).collect())
        }
        _ => {
            let wanted = "\"default\" or a list of positions, 1 the first covariate";
            fields::wrong_type("coefficients", wanted, &entry.node, problems);
            None
        }
    }
}
