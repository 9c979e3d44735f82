//! The figures of a study, checked against what it has.

use super::check::Known;
use super::entrants::{place_of, variants};
use crate::claim::Condition;
use crate::grid::{Path, Variant};
use crate::kinds::Kinds;
use crate::problems::{Problems, suggestion};
use crate::source::Span;
use crate::study_file::Named;
use parsim_stats::component::{Component, Shape, Value};

/// What a figure's parameter refers to, by its name: figures share these conventions.
const MEASURES: [&str; 2] = ["measure", "measures"];
const AXES: [&str; 5] = ["x", "facet", "rows", "columns", "group"];
const METHODS: [&str; 2] = ["method", "methods"];
const CONDITIONS: [&str; 1] = ["where"];

/// Axes that are no parameter of a scenario.
const OWN_AXES: [&str; 3] = ["method", "coefficient", "rescaled_n"];

/// A figure of the study.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct PlannedFigure {
    /// The stem of its files, unique in the study: the name given, or kind and measure.
    pub name: String,
    /// The component with every default.
    pub component: Component,
}

impl PlannedFigure {
    /// The measures that the figure names.
    pub(super) fn measures(&self) -> impl Iterator<Item = &str> {
        let named = self.component.arguments.iter().filter(|(name, _)| MEASURES.contains(name));
        named.flat_map(|(_, value)| words(value))
    }
}

/// The figures of a study file; lists in a figure make several figures.
pub(super) fn build(
    known: &Known<'_>,
    kinds: &Kinds,
    problems: &mut Problems,
) -> Vec<PlannedFigure> {
    let mut figures: Vec<PlannedFigure> = Vec::new();
    for named in &known.file.figures {
        let expanded = variants(named, kinds, problems);
        let several = expanded.len() > 1;
        for (name, variant) in expanded {
            check(known, named, &variant, problems);
            let mut stem = match &named.name {
                None => stem_of(&variant.component),
                Some(_) if several => stem(&name),
                Some(given) => stem(&given.value),
            };
            let taken = |stem: &str| figures.iter().any(|figure| figure.name == stem);
            if let Some(given) = named.name.as_ref().filter(|_| taken(&stem)) {
                let message = format!("a second figure is called \"{stem}\"");
                problems.error(&given.span, message, "give it another name");
            }
            let mut number = 2;
            while taken(&stem) {
                stem = format!("{}-{number}", stem.trim_end_matches(&format!("-{}", number - 1)));
                number += 1;
            }
            figures.push(PlannedFigure { name: stem, component: variant.component });
        }
    }
    figures
}

/// The default stem: the kind, with the measure where there is one.
fn stem_of(component: &Component) -> String {
    let measure = MEASURES.iter().find_map(|name| component.text(name));
    match measure {
        Some(measure) => stem(&format!("{}-{measure}", component.kind())),
        None => component.kind().to_owned(),
    }
}

/// A name as a file's stem.
fn stem(name: &str) -> String {
    let plain = |c: char| if c.is_alphanumeric() || "-_.".contains(c) { c } else { '-' };
    name.chars().map(plain).collect::<String>().trim_matches('-').to_owned()
}

fn check(known: &Known<'_>, named: &Named, variant: &Variant, problems: &mut Problems) {
    for (name, value) in &variant.component.arguments {
        let place = place(&variant.places, name, named);
        for word in words(value) {
            if MEASURES.contains(name) {
                known.measure(word, &place, problems);
            } else if AXES.contains(name) && !OWN_AXES.contains(&word) {
                axis(known, word, &place, problems);
            } else if METHODS.contains(name) || is_method(variant, name) {
                known.method(word, &place, problems);
            } else if CONDITIONS.contains(name) {
                match Condition::parse(word) {
                    Ok(condition) => known.condition(&condition, &|_| place.clone(), problems),
                    Err(error) => problems.error(&place, error.to_string(), error.hint),
                }
            }
        }
    }
}

fn axis(known: &Known<'_>, word: &str, place: &Span, problems: &mut Problems) {
    let Some(columns) = &known.columns else { return };
    if !columns.contains(&word) {
        let mut axes = columns.clone();
        axes.extend(OWN_AXES);
        problems.error(place, format!("unknown axis \"{word}\""), suggestion(word, &axes));
    }
}

fn is_method(variant: &Variant, name: &str) -> bool {
    let parameter = variant.component.specification.parameter(name);
    parameter.is_some_and(|parameter| parameter.shape == Shape::MethodName)
}

fn place(places: &[(Path, Span)], name: &str, named: &Named) -> Span {
    place_of(places, &[name.to_owned()]).unwrap_or_else(|| named.draft.span.clone())
}

fn words(value: &Value) -> Vec<&str> {
    match value {
        Value::Text(word) => vec![word],
        Value::Texts(words) => words.iter().map(String::as_str).collect(),
        _ => Vec::new(),
    }
}
