//! Which scenarios stand in which panel of which figure.
//!
//! A study may vary more parameters than a page has directions. One may run along an axis inside
//! the panels, two make rows and columns, and for what is left there is either one figure for each
//! combination, or the middle one alone; what is shown is said in words.

mod request;

use super::FigureInput;
use super::words::setting;
use crate::spec::Facets;
use parsim_study::{Cell, Plan};

/// The most columns of panels that stay legible.
const MOST_COLUMNS: usize = 5;
/// The most panels side by side whose labels name two parameters.
const MOST_LISTED: usize = 3;

/// What to do with parameters that neither an axis nor a facet shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Surplus {
    /// A figure for each of their combinations, where these are few; else the middle one.
    Split,
    /// The middle combination alone.
    Middle,
}

/// How a figure wants its scenarios laid out.
#[derive(Debug)]
pub(super) struct Request<'a> {
    pub(super) plan: &'a Plan,
    /// The scenarios to show.
    pub(super) scenarios: &'a [usize],
    /// The parameter that varies inside a panel.
    pub(super) inner: Option<&'a str>,
    /// The parameters of rows and columns, if asked for.
    pub(super) facets: Option<&'a [String]>,
    /// How many parameters may make facets: 1 (columns) or 2 (rows, then columns).
    pub(super) directions: usize,
    pub(super) surplus: Surplus,
}

impl<'a> Request<'a> {
    /// The scenarios in rows and columns by the figure's own facets, a figure for each combination of
    /// what is left.
    pub(super) fn new(input: &'a FigureInput<'a>, scenarios: &'a [usize]) -> Self {
        Self {
            plan: input.plan,
            scenarios,
            inner: None,
            facets: input.texts("facet"),
            directions: 2,
            surplus: Surplus::Split,
        }
    }
}

/// A parameter with its levels among the scenarios shown.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Varied {
    pub(super) name: String,
    pub(super) levels: Vec<Cell>,
}

/// Panels of one figure.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Page {
    /// What holds for all its panels, and which levels are left out; may be empty.
    pub(super) subtitle: String,
    /// The scenarios of each panel, row by row.
    pub(super) panels: Vec<Vec<usize>>,
}

/// The panels of all figures.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Arrangement {
    pub(super) rows: Option<Varied>,
    pub(super) columns: Option<Varied>,
    /// Labels of panels that stand in a list, since not every row meets every column.
    listed: Option<Vec<String>>,
    pub(super) pages: Vec<Page>,
}

/// The parameters that differ among scenarios, in the plan's order.
pub(super) fn varied(plan: &Plan, scenarios: &[usize]) -> Vec<Varied> {
    let axes = plan.axes().into_iter().map(|axis| axis.name);
    axes.map(|name| levels(plan, scenarios, &name)).filter(|each| each.levels.len() > 1).collect()
}

fn levels(plan: &Plan, scenarios: &[usize], name: &str) -> Varied {
    let mut levels: Vec<Cell> = Vec::new();
    for &scenario in scenarios {
        let cell = cell_of(plan, scenario, name);
        if !levels.contains(&cell) {
            levels.push(cell);
        }
    }
    Varied { name: name.to_owned(), levels }
}

/// The cell of a scenario in a column, null where it has none.
pub(super) fn cell_of(plan: &Plan, scenario: usize, name: &str) -> Cell {
    plan.scenarios[scenario].cell(name).cloned().unwrap_or(Cell::Null)
}

impl Varied {
    /// The labels of its panels: `ρ = 0.5`.
    pub(super) fn labels(&self) -> Vec<String> {
        self.levels.iter().map(|level| setting(&self.name, level)).collect()
    }
}

impl Arrangement {
    /// The panels' facets: a grid, or for a long list lines of panels.
    pub(super) fn facets(&self) -> Facets {
        match (&self.listed, &self.rows, &self.columns) {
            (Some(labels), _, _) => wrapped(labels.clone(), MOST_LISTED),
            (None, None, None) => Facets::None,
            (None, None, Some(columns)) if columns.levels.len() > MOST_COLUMNS => {
                wrapped(columns.labels(), MOST_COLUMNS)
            }
            (None, rows, columns) => Facets::Grid {
                rows: rows.as_ref().map(Varied::labels).unwrap_or_default(),
                columns: columns.as_ref().map(Varied::labels).unwrap_or_default(),
            },
        }
    }

    /// The scenarios that are shown, ascending.
    pub(super) fn scenarios(&self) -> Vec<usize> {
        let mut all: Vec<usize> =
            self.pages.iter().flat_map(|page| page.panels.iter().flatten().copied()).collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}

/// Panels in lines of equal length, as few as the width allows.
fn wrapped(labels: Vec<String>, width: usize) -> Facets {
    let lines = labels.len().div_ceil(width).max(1);
    Facets::Wrap { columns: labels.len().div_ceil(lines), labels }
}
