//! Which scenarios stand in which panel of which figure.
//!
//! A study may vary more parameters than a page has directions. One may run along an axis inside
//! the panels, two make rows and columns, and for what is left there is either one figure for each
//! combination, or the middle one alone; what is shown is said in words.

use super::words::{cell, setting, symbol};
use crate::spec::Facets;
use parsim_study::{Cell, Plan};

/// The most rows and columns of panels that stay legible.
const MOST_ROWS: usize = 6;
const MOST_COLUMNS: usize = 5;
/// The most figures that one entry of a study file becomes.
const MOST_PAGES: usize = 6;

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

impl Request<'_> {
    /// Lays the scenarios out.
    pub(super) fn arrange(&self) -> Arrangement {
        let all = varied(self.plan, self.scenarios);
        let mut shown: Vec<String> = self.inner.iter().map(ToString::to_string).collect();
        let facets = self.facets(&all, &mut shown);
        let surplus: Vec<Varied> = all
            .into_iter()
            .filter(|each| !shown.contains(&each.name) && !self.determined(&shown, &each.name))
            .collect();
        let (rows, columns) = match <[Varied; 2]>::try_from(facets) {
            Ok([rows, columns]) => (Some(rows), Some(columns)),
            Err(mut single) => (None, single.pop()),
        };
        let (rows, left_rows) = thin(rows, MOST_ROWS);
        let most = if rows.is_some() { MOST_COLUMNS } else { MOST_ROWS * MOST_COLUMNS };
        let (columns, left_columns) = thin(columns, most);
        let remarks = [left_rows, left_columns].concat();
        let pages = self.pages(&surplus, rows.as_ref(), columns.as_ref(), &remarks);
        Arrangement { rows, columns, pages }
    }

    /// The parameters of rows and columns; `shown` grows by them.
    fn facets(&self, all: &[Varied], shown: &mut Vec<String>) -> Vec<Varied> {
        if let Some(asked) = self.facets {
            let asked = asked.iter().filter(|name| Some(name.as_str()) != self.inner);
            let asked: Vec<_> = asked.take(self.directions).collect();
            shown.extend(asked.iter().map(ToString::to_string));
            return asked.iter().map(|name| levels(self.plan, self.scenarios, name)).collect();
        }
        let mut facets: Vec<Varied> = Vec::new();
        for each in all {
            let free = !shown.contains(&each.name) && !self.determined(shown, &each.name);
            if facets.len() < self.directions && free {
                shown.push(each.name.clone());
                facets.push(each.clone());
            }
        }
        // The page is wider than a panel is high: the longer list makes the columns.
        facets.sort_by_key(|each| each.levels.len());
        facets
    }

    /// Whether the parameters shown fix another one, as where lists go together.
    fn determined(&self, shown: &[String], name: &str) -> bool {
        let mut seen: Vec<(Vec<Cell>, Cell)> = Vec::new();
        for &scenario in self.scenarios {
            let key: Vec<Cell> =
                shown.iter().map(|each| cell_of(self.plan, scenario, each)).collect();
            let value = cell_of(self.plan, scenario, name);
            match seen.iter().find(|(known, _)| *known == key) {
                Some((_, known)) if *known != value => return false,
                Some(_) => {}
                None => seen.push((key, value)),
            }
        }
        true
    }

    fn pages(
        &self,
        surplus: &[Varied],
        rows: Option<&Varied>,
        columns: Option<&Varied>,
        remarks: &[String],
    ) -> Vec<Page> {
        let key = |scenario: usize| -> Vec<Cell> {
            surplus.iter().map(|each| cell_of(self.plan, scenario, &each.name)).collect()
        };
        let mut keys: Vec<Vec<Cell>> = Vec::new();
        for &scenario in self.scenarios {
            let key = key(scenario);
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
        let whole = self.surplus == Surplus::Split && keys.len() <= MOST_PAGES;
        if !whole {
            keys = middle(&keys, surplus).into_iter().collect();
        }
        keys.iter()
            .map(|wanted| {
                let here = self.scenarios.iter().copied().filter(|&each| key(each) == *wanted);
                let here: Vec<usize> = here.collect();
                let mut words: Vec<String> = surplus
                    .iter()
                    .zip(wanted)
                    .map(|(each, level)| describe(each, level, whole))
                    .collect();
                words.extend_from_slice(remarks);
                Page { subtitle: words.join("; "), panels: self.panels(&here, rows, columns) }
            })
            .collect()
    }

    fn panels(
        &self,
        scenarios: &[usize],
        rows: Option<&Varied>,
        columns: Option<&Varied>,
    ) -> Vec<Vec<usize>> {
        let within = |axis: Option<&Varied>, at: usize, scenario: usize| {
            axis.is_none_or(|each| {
                each.levels.get(at) == Some(&cell_of(self.plan, scenario, &each.name))
            })
        };
        let mut panels = Vec::new();
        for row in 0..count(rows) {
            for column in 0..count(columns) {
                let here = scenarios.iter().copied();
                panels.push(
                    here.filter(|&each| within(rows, row, each) && within(columns, column, each))
                        .collect(),
                );
            }
        }
        panels
    }
}

fn count(axis: Option<&Varied>) -> usize {
    axis.map_or(1, |each| each.levels.len())
}

/// The combination of middle levels, or where there is none the middle combination.
fn middle(keys: &[Vec<Cell>], surplus: &[Varied]) -> Option<Vec<Cell>> {
    let wanted: Vec<Cell> =
        surplus.iter().filter_map(|each| each.levels.get(each.levels.len() / 2).cloned()).collect();
    keys.iter().find(|key| **key == wanted).or_else(|| keys.get(keys.len() / 2)).cloned()
}

/// A surplus parameter's level, with the levels that are not shown anywhere.
fn describe(each: &Varied, level: &Cell, whole: bool) -> String {
    let words = setting(&each.name, level);
    if whole {
        return words;
    }
    format!("{words} (one of {})", listing(&each.levels))
}

fn listing(levels: &[Cell]) -> String {
    if levels.len() > 6 {
        return format!("{} levels", levels.len());
    }
    levels.iter().map(cell).collect::<Vec<_>>().join(", ")
}

/// At most so many levels, evenly chosen from first to last, and what to say about it.
fn thin(axis: Option<Varied>, most: usize) -> (Option<Varied>, Vec<String>) {
    let Some(axis) = axis else { return (None, Vec::new()) };
    let count = axis.levels.len();
    if count <= most {
        return (Some(axis), Vec::new());
    }
    let chosen = |i: usize| axis.levels[i * (count - 1) / (most - 1)].clone();
    let levels: Vec<Cell> = (0..most).map(chosen).collect();
    let remark = format!("{} of {count} levels of {} are shown", most, symbol(&axis.name));
    (Some(Varied { name: axis.name, levels }), vec![remark])
}

impl Varied {
    /// The labels of its panels: `ρ = 0.5`.
    pub(super) fn labels(&self) -> Vec<String> {
        self.levels.iter().map(|level| setting(&self.name, level)).collect()
    }
}

impl Arrangement {
    /// The panels' facets: a grid, or for a single long list lines of panels.
    pub(super) fn facets(&self) -> Facets {
        match (&self.rows, &self.columns) {
            (None, None) => Facets::None,
            (None, Some(columns)) if columns.levels.len() > MOST_COLUMNS => {
                let lines = columns.levels.len().div_ceil(MOST_COLUMNS);
                let width = columns.levels.len().div_ceil(lines);
                Facets::Wrap { columns: width, labels: columns.labels() }
            }
            (rows, columns) => Facets::Grid {
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
