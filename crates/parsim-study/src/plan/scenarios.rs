//! Expands and builds the scenarios.

use super::entrants::{place_of, report_failure};
use super::{Scenario, block_size, identity};
use crate::cell::Cell;
use crate::draft::Draft;
use crate::grid::factors::{Factors, label};
use crate::grid::{Path, Variant, expand, resolve_zips};
use crate::kinds::Kinds;
use crate::problems::Problems;
use crate::source::Span;
use crate::study_file::TypedZip;
use parsim_stats::catalogue;
use parsim_stats::component::ArgumentError;
use parsim_stats::identity::ScenarioId;
use std::collections::BTreeMap;

/// The most scenarios that a study may have.
pub(super) const MOST: usize = 100_000;

/// The most entries of a dataset: 8 GiB for every thread.
const MOST_ENTRIES: usize = 1 << 30;

/// What a scenario is called where nothing varies.
const SINGLE: &str = "single";

/// Scenarios with the places of their values.
#[derive(Debug)]
pub(super) struct Grid {
    pub(super) scenarios: Vec<Scenario>,
    pub(super) places: Vec<Vec<(Path, Span)>>,
    /// Names of the varied columns, in file order.
    pub(super) varied: Vec<String>,
}

/// The scenarios of a mechanism's draft; `None` after reporting what is wrong.
pub(super) fn build(
    draft: &Draft,
    zip: &[TypedZip],
    kinds: &Kinds,
    problems: &mut Problems,
) -> Option<Grid> {
    let errors = problems.errors();
    let zips = resolve_zips(zip, draft, problems);
    if problems.errors() > errors {
        return None;
    }
    let variants = match expand(draft, &zips, kinds, MOST) {
        Ok(variants) => variants,
        Err(failure) => {
            report_failure(&failure, draft, MOST, problems);
            return None;
        }
    };
    let factors = Factors::new(draft, &variants);
    let mut refusals = Refusals::default();
    let mut scenarios = Vec::with_capacity(variants.len());
    for (row, variant) in variants.iter().enumerate() {
        match scenario(variant, &factors, row) {
            Ok(scenario) => scenarios.push(scenario),
            Err(error) => refusals.add(variant, &name(&factors, row), draft, error),
        }
    }
    refusals.report(problems);
    if problems.errors() > errors {
        return None;
    }
    report_duplicates(&scenarios, &variants, draft, problems);
    let places = variants.into_iter().map(|variant| variant.places).collect();
    let varied = factors.varied.iter().map(|&column| factors.names[column].clone()).collect();
    Some(Grid { scenarios, places, varied })
}

fn name(factors: &Factors, row: usize) -> String {
    let varied = factors.varied(row);
    if varied.is_empty() { SINGLE.to_owned() } else { label(&varied) }
}

fn scenario(variant: &Variant, factors: &Factors, row: usize) -> Result<Scenario, ArgumentError> {
    let mechanism = catalogue::build_mechanism(&variant.component)?;
    let (n, p) = (mechanism.n(), mechanism.p());
    if n.saturating_mul(p) > MOST_ENTRIES {
        let message = format!("a dataset of {n} rows and {p} covariates is too large");
        return Err(ArgumentError::at("n", message, format!("n p is at most {MOST_ENTRIES}")));
    }
    Ok(Scenario {
        id: identity::scenario_id(&variant.component),
        label: name(factors, row),
        columns: columns(factors, row, n, p),
        varied: factors.varied(row),
        component: variant.component.clone(),
        n,
        p,
        signals: Vec::new(),
        estimands: Vec::new(),
        block_size: block_size(n, p, mechanism.fixed_design()),
        mechanism,
        inapplicable: Vec::new(),
    })
}

/// The cells of a row. A mechanism knows its n and p where the study file leaves them to a data
/// file.
fn columns(factors: &Factors, row: usize, n: usize, p: usize) -> Vec<(String, Cell)> {
    let derived = [("n", n), ("p", p)];
    let mut columns: Vec<(String, Cell)> = derived
        .iter()
        .map(|(name, value)| ((*name).to_owned(), Cell::Number(*value as f64)))
        .collect();
    let given = factors.names.iter().zip(&factors.rows[row]);
    let given = given.filter(|(name, _)| !derived.iter().any(|(known, _)| known == name));
    columns.extend(given.map(|(name, cell)| (name.clone(), cell.clone())));
    columns
}

/// What mechanisms refuse, each place once however many scenarios have it.
#[derive(Debug, Default)]
struct Refusals(Vec<Refusal>);

#[derive(Debug)]
struct Refusal {
    place: Span,
    error: ArgumentError,
    first: String,
    count: usize,
}

impl Refusals {
    fn add(&mut self, variant: &Variant, label: &str, draft: &Draft, error: ArgumentError) {
        let place = place_of(&variant.places, &error.path).unwrap_or_else(|| draft.span.clone());
        let same = |known: &&mut Refusal| known.place == place && known.error.path == error.path;
        if let Some(known) = self.0.iter_mut().find(same) {
            known.count += 1;
        } else {
            self.0.push(Refusal { place, error, first: label.to_owned(), count: 1 });
        }
    }

    fn report(self, problems: &mut Problems) {
        for Refusal { place, error, first, count } in self.0 {
            let label = match count {
                1 if first == SINGLE => String::new(),
                1 => format!("in scenario {first}"),
                _ => format!("in scenario {first} and {} more", count - 1),
            };
            let diagnostic = crate::diagnostic::Diagnostic::error(error.to_string());
            problems.push(diagnostic.at(place).label(label).hint(error.hint));
        }
    }
}

/// Reports scenarios that are the same but for how they were typed.
fn report_duplicates(
    scenarios: &[Scenario],
    variants: &[Variant],
    draft: &Draft,
    problems: &mut Problems,
) {
    let mut seen: BTreeMap<ScenarioId, usize> = BTreeMap::new();
    for (row, scenario) in scenarios.iter().enumerate() {
        let Some(&earlier) = seen.get(&scenario.id) else {
            seen.insert(scenario.id, row);
            continue;
        };
        let known = &variants[earlier].places;
        let differs = variants[row].places.iter().find(|place| !known.contains(place));
        let place = differs.map_or_else(|| draft.span.clone(), |(_, span)| span.clone());
        let message = match &scenarios[earlier].label {
            label if *label == scenario.label => format!("scenario {label} stands here twice"),
            label => format!("scenarios {label} and {} are the same", scenario.label),
        };
        problems.error(&place, message, "remove one of the two values");
    }
}
