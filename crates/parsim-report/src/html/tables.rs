//! The key tables: measures by scenario and method, with the best method marked.

use super::MOST_ROWS;
use super::number::{WithError, count, with_error};
use super::scenarios::{Columns, columns};
use crate::figures::{Rows, interval};
use parsim_engine::results::{ContrastRow, Results, SummaryRow};
use parsim_stats::measures::{self, Measure};
use parsim_study::{Plan, Role};
use serde::Serialize;
use std::collections::BTreeMap;

/// What counts as better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Better {
    Smaller,
    Larger,
    /// Neither: a description, or a share of errors of one sort, in which a method that selects
    /// everything or nothing is best.
    Neither,
}

/// The measures that the page shows, with what counts as better.
const SHOWN: [(&str, Better); 14] = [
    ("relative_risk", Better::Smaller),
    ("squared_bias", Better::Smaller),
    ("variance", Better::Smaller),
    ("mse", Better::Smaller),
    ("screening", Better::Neither),
    ("exact_support", Better::Larger),
    ("tpr", Better::Neither),
    ("fdp", Better::Neither),
    ("nonzeros", Better::Neither),
    ("coverage", Better::Neither),
    ("coverage_signals", Better::Neither),
    ("interval_width", Better::Neither),
    ("rejection_signals", Better::Neither),
    ("rejection_noise", Better::Neither),
];

/// A measure by scenario and method.
#[derive(Debug, Serialize)]
pub(super) struct TableView {
    measure: &'static str,
    title: &'static str,
    formula: &'static str,
    reading: &'static str,
    /// Whether a best method is marked.
    ranked: bool,
    parameters: Vec<String>,
    methods: Vec<MethodView>,
    rows: Vec<RowView>,
    open: bool,
}

#[derive(Clone, Debug, Serialize)]
struct MethodView {
    name: String,
    oracle: bool,
}

#[derive(Debug, Serialize)]
struct RowView {
    settings: Vec<String>,
    cells: Vec<CellView>,
}

/// A value with its error, or why there is none.
#[derive(Debug, Default, Serialize)]
struct CellView {
    value: String,
    error: String,
    /// `best`, `tied` or empty.
    rank: &'static str,
    /// More about it, shown on demand.
    hint: String,
    /// Whether replicates are missing.
    partial: bool,
}

/// The tables of the measures that have a value somewhere.
pub(super) fn views(plan: &Plan, results: &Results, rows: &Rows<'_>) -> Vec<TableView> {
    let columns = columns(plan);
    let contrasts = results.contrasts.iter();
    let contrasts: BTreeMap<_, _> = contrasts.map(|row| (key(row), row)).collect();
    let source = Source { plan, rows, contrasts };
    let mut tables: Vec<TableView> = SHOWN
        .iter()
        .filter_map(|(name, better)| Some((measures::find(name)?, *better)))
        .filter_map(|(measure, better)| source.table(measure, better, &columns))
        .collect();
    if let Some(first) = tables.first_mut() {
        first.open = true;
    }
    tables
}

type ContrastKey<'a> = (usize, usize, usize, &'a str);

fn key(row: &ContrastRow) -> ContrastKey<'_> {
    (row.scenario, row.method, row.reference, row.measure)
}

struct Source<'a> {
    plan: &'a Plan,
    rows: &'a Rows<'a>,
    contrasts: BTreeMap<ContrastKey<'a>, &'a ContrastRow>,
}

impl Source<'_> {
    fn table(
        &self,
        measure: &'static Measure,
        better: Better,
        columns: &Columns,
    ) -> Option<TableView> {
        let methods = 0..self.plan.methods.len();
        let known = |s: usize, m: usize| self.rows.estimate(s, m, measure.name).is_some();
        let mut scenarios = 0..self.plan.scenarios.len();
        if !scenarios.any(|s| methods.clone().any(|m| known(s, m))) {
            return None;
        }
        let rows = (0..self.plan.scenarios.len().min(MOST_ROWS)).map(|scenario| {
            let mut cells: Vec<CellView> =
                methods.clone().map(|method| self.cell(scenario, method, measure)).collect();
            self.rank(scenario, measure, better, &mut cells);
            RowView { settings: columns.settings.get(scenario).cloned().unwrap_or_default(), cells }
        });
        let method = |entrant: &parsim_study::Entrant| MethodView {
            name: entrant.name.clone(),
            oracle: entrant.role() == Role::Oracle,
        };
        Some(TableView {
            measure: measure.name,
            title: measure.title,
            formula: measure.formula,
            reading: measure.reading,
            ranked: better != Better::Neither && self.plan.methods.len() > 1,
            parameters: columns.names.clone(),
            methods: self.plan.methods.iter().map(method).collect(),
            rows: rows.collect(),
            open: false,
        })
    }

    fn cell(&self, scenario: usize, method: usize, measure: &'static Measure) -> CellView {
        if let Some(Some(reason)) = self.plan.scenarios[scenario].inapplicable.get(method) {
            return CellView { hint: format!("not applicable: {reason}"), ..CellView::default() };
        }
        let Some(row) = self.rows.summary(scenario, method, measure.name) else {
            return CellView { hint: "no value".to_owned(), ..CellView::default() };
        };
        let Some((value, _)) = self.rows.estimate(scenario, method, measure.name) else {
            let hint = format!("undefined; failed on {} replicates", count(row.failures));
            return CellView { hint, ..CellView::default() };
        };
        let WithError { value, error } = with_error(value, row.value.mcse);
        let partial = row.failures > 0;
        CellView { value, error, rank: "", hint: hint(row), partial }
    }

    /// Marks the best method, or all those that cannot be told from it. Oracles do not compete.
    fn rank(&self, scenario: usize, measure: &Measure, better: Better, cells: &mut [CellView]) {
        let sign = match better {
            Better::Smaller => 1.0,
            Better::Larger => -1.0,
            Better::Neither => return,
        };
        let competing: Vec<(usize, f64)> = (0..cells.len())
            .filter(|&method| self.plan.methods[method].role() == Role::Method)
            .filter_map(|method| {
                let (value, _) = self.rows.estimate(scenario, method, measure.name)?;
                Some((method, sign * value))
            })
            .collect();
        let Some(&(best, _)) = competing.iter().min_by(|a, b| a.1.total_cmp(&b.1)) else { return };
        let tied: Vec<usize> = competing
            .iter()
            .map(|(method, _)| *method)
            .filter(|&method| method != best && !self.differ(scenario, best, method, measure))
            .collect();
        if competing.len() < 2 {
            return;
        }
        cells[best].rank = if tied.is_empty() { "best" } else { "tied" };
        for method in tied {
            cells[method].rank = "tied";
        }
    }

    /// Whether two methods differ at 95 %: by their contrast on the same data where the tables have
    /// it, else as if their replicates were independent, which errs towards not telling them apart
    /// where common data make them move together.
    fn differ(&self, scenario: usize, a: usize, b: usize, measure: &Measure) -> bool {
        let contrast = [(a, b), (b, a)]
            .into_iter()
            .find_map(|(m, r)| self.contrasts.get(&(scenario, m, r, measure.name)));
        if let Some((lower, upper)) = contrast.and_then(|row| row.difference_interval) {
            return lower > 0.0 || upper < 0.0;
        }
        let row = |method| self.rows.estimate(scenario, method, measure.name);
        let (Some((x, x_row)), Some((y, y_row))) = (row(a), row(b)) else { return false };
        let (Some(x_error), Some(y_error)) = (x_row.value.mcse, y_row.value.mcse) else {
            return false;
        };
        (x - y).abs() > 1.96 * libm::hypot(x_error, y_error)
    }
}

/// The interval, the replicates, and what is missing among them.
fn hint(row: &SummaryRow) -> String {
    let mut words = Vec::new();
    if let Some((lower, upper)) = interval(row) {
        let end = |value: f64| with_error(value, row.value.mcse).value;
        words.push(format!("95 % {} to {}", end(lower), end(upper)));
    }
    words.push(format!("{} replicates", count(row.replicates)));
    if row.failures > 0 {
        words.push(format!("{} failed", count(row.failures)));
    }
    if row.undefined > 0 {
        words.push(format!("{} without a value", count(row.undefined)));
    }
    if let Some(value) = row.listwise.estimate.filter(|value| Some(*value) != row.value.estimate) {
        let WithError { value, error } = with_error(value, row.listwise.mcse);
        words.push(format!("over the replicates of all methods {value} ({error})"));
    }
    if let Some(theory) = row.theory {
        let law = row.law.map_or_else(String::new, |law| format!(" ({law})"));
        words.push(format!("theory {}{law}", with_error(theory, row.value.mcse).value));
    }
    words.join("; ")
}
