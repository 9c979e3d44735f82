//! Checks what refers to something else: claims, the reference, folds, targets.

use super::Scenario;
use super::entrants::{Typed, place_of};
use super::scenarios::Grid;
use crate::claim::{Condition, Operand, Relation};
use crate::diagnostic::Diagnostic;
use crate::problems::{Problems, suggestion};
use crate::source::Span;
use crate::study_file::{ConditionPlaces, StudyFile, TypedClaim};
use parsim_stats::component::{Component, Value};
use parsim_stats::measures;

/// Names of what the study has.
#[derive(Debug)]
pub(super) struct Known<'a> {
    pub(super) file: &'a StudyFile,
    pub(super) methods: Vec<&'a str>,
    /// Columns of the scenarios; `None` where there are no scenarios to ask.
    pub(super) columns: Option<Vec<&'a str>>,
    pub(super) measures: Vec<&'static str>,
}

impl Known<'_> {
    /// Reports a method that does not exist.
    pub(super) fn method(&self, name: &str, place: &Span, problems: &mut Problems) {
        if !self.methods.contains(&name) && !self.file.may_be_unread(name) {
            let hint = suggestion(name, &self.methods);
            problems.error(place, format!("no method is called \"{name}\""), hint);
        }
    }

    /// Reports a measure that nothing computes.
    pub(super) fn measure(&self, name: &str, place: &Span, problems: &mut Problems) {
        if !self.measures.contains(&name) {
            problems.unknown(place, "measure", name, &self.measures);
        }
    }

    /// Reports a column that the scenarios do not have.
    pub(super) fn column(&self, name: &str, place: &Span, problems: &mut Problems) {
        if let Some(columns) = self.columns.as_ref().filter(|columns| !columns.contains(&name)) {
            problems.unknown(place, "parameter", name, columns);
        }
    }

    /// Reports columns of a condition that do not exist, and comparisons that cannot hold;
    /// `place` knows where a word of the condition stands.
    pub(super) fn condition(
        &self,
        condition: &Condition,
        place: &dyn Fn(&str) -> Span,
        problems: &mut Problems,
    ) {
        let Some(columns) = &self.columns else { return };
        for (column, orders, operand) in condition.comparisons() {
            self.column(column, &place(column), problems);
            let Operand::Word(word) = operand else { continue };
            if orders && !columns.contains(&word.as_str()) {
                let message = format!("{column} is ordered against \"{word}\", which is no number");
                problems.error(&place(word), message, suggestion(word, columns));
            }
        }
    }
}

/// Checks the claims.
pub(super) fn claims(known: &Known<'_>, grid: Option<&Grid>, problems: &mut Problems) {
    for typed in &known.file.claims {
        for (located, measure, method) in &typed.terms {
            known.measure(&located.term.measure, measure, problems);
            known.method(&located.term.method, method, problems);
        }
        exactness(typed, problems);
        if let (Some(condition), Some(places)) = (&typed.claim.condition, &typed.condition) {
            known.condition(condition, &|word| places.of(word), problems);
        }
        if let Some(grid) = grid {
            untested(known, typed, grid, problems);
        }
    }
}

/// Warns of a claim that no scenario will test.
fn untested(known: &Known<'_>, typed: &TypedClaim, grid: &Grid, problems: &mut Problems) {
    let condition = typed.claim.condition.as_ref();
    let mut claimed = grid
        .scenarios
        .iter()
        .filter(|scenario| {
            condition.is_none_or(|each| each.matches(&scenario.label, &scenario.columns))
        })
        .peekable();
    let hint = "the claim will not be tested";
    if let (None, Some(ConditionPlaces { whole, .. })) = (claimed.peek(), &typed.condition) {
        let warning = Diagnostic::warning("no scenario satisfies this condition");
        let label = grid.scenarios.first().map_or("", |scenario| &scenario.label);
        let hint = if condition.is_some_and(Condition::is_pattern) {
            format!("{hint}; it is read as a pattern for labels, such as \"{label}\"")
        } else {
            hint.to_owned()
        };
        problems.push(warning.at(whole.clone()).hint(hint));
        return;
    }
    let position = |name: &str| known.methods.iter().position(|known| *known == name);
    let methods: Vec<(usize, &Span)> = typed
        .terms
        .iter()
        .filter_map(|(located, _, place)| Some((position(&located.term.method)?, place)))
        .collect();
    let applies = |scenario: &Scenario| methods.iter().all(|(each, _)| scenario.applies(*each));
    if let (false, Some((_, place))) = (claimed.any(applies), methods.first()) {
        let warning = Diagnostic::warning("in no scenario of this claim do its methods apply");
        problems.push(warning.at((*place).clone()).hint(hint));
    }
}

/// `==` is decided replicate by replicate, which only scores can be.
fn exactness(typed: &TypedClaim, problems: &mut Problems) {
    if typed.claim.holds.relation != Relation::Equal {
        return;
    }
    for (located, place, _) in &typed.terms {
        let measure = measures::find(&located.term.measure);
        if measure.is_some_and(|measure| !measure.is_scored()) {
            let message = format!("{} has no value in a single replicate", located.term.measure);
            let hint = "== must hold in every replicate; use < or > for this measure";
            problems.error(place, message, hint);
        }
    }
}

/// Reports coefficients of interest that do not exist.
pub(super) fn estimands(file: &StudyFile, grid: &Grid, problems: &mut Problems) {
    for position in file.estimands.iter().flatten() {
        let small = grid.scenarios.iter().find(|scenario| position.value > scenario.p as u64);
        if let Some(scenario) = small {
            let message = format!("coefficient {} does not exist", position.value);
            let hint = format!("p is {} in scenario {}", scenario.p, scenario.label);
            problems.error(&position.span, message, hint);
        }
    }
}

/// The position of the reference method.
pub(super) fn reference(known: &Known<'_>, problems: &mut Problems) -> Option<usize> {
    let reference = known.file.reference.as_ref()?;
    known.method(&reference.value, &reference.span, problems);
    known.methods.iter().position(|name| *name == reference.value)
}

/// Reports folds that exceed n, and warns of methods that apply nowhere.
pub(super) fn applicability(grid: &Grid, entrants: &[Typed], problems: &mut Problems) {
    for (position, typed) in entrants.iter().enumerate() {
        if folds(grid, typed, problems) {
            continue;
        }
        let mut scenarios = grid.scenarios.iter();
        let Some(first) = grid.scenarios.first() else { return };
        if scenarios.any(|scenario| scenario.applies(position)) {
            continue;
        }
        let reason = first.inapplicable.get(position).cloned().flatten().unwrap_or_default();
        let message = format!("{} applies in no scenario", typed.entrant.name);
        problems.push(Diagnostic::warning(message).at(typed.place.clone()).hint(reason));
    }
}

/// Reports folds that exceed n in some scenario; whether there are such.
fn folds(grid: &Grid, typed: &Typed, problems: &mut Problems) -> bool {
    let Some((path, folds)) = find_folds(&typed.entrant.component) else { return false };
    let few = grid.scenarios.iter().find(|scenario| (scenario.n as f64) < folds);
    let Some(scenario) = few else { return false };
    let place = place_of(&typed.places, &path).unwrap_or_else(|| typed.place.clone());
    let (name, n) = (&typed.entrant.name, scenario.n);
    let message = format!("{name} has {folds} folds where n is {n}: scenario {}", scenario.label);
    problems.error(&place, message, format!("at most {n} folds, or more rows"));
    true
}

/// The number of folds of a method, with its path.
fn find_folds(component: &Component) -> Option<(Vec<String>, f64)> {
    component.arguments.iter().find_map(|(name, value)| match value {
        Value::Number(folds) if *name == "folds" => Some((vec![(*name).to_owned()], *folds)),
        Value::Part(part) => find_folds(part).map(|(mut path, folds)| {
            path.insert(0, (*name).to_owned());
            (path, folds)
        }),
        _ => None,
    })
}
