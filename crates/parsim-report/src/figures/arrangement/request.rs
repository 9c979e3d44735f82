//! From a request to an arrangement: which parameters make facets, which are left over, and which
//! scenarios go where.

use super::{Arrangement, MOST_COLUMNS, Page, Request, Surplus, Varied, cell_of, levels, varied};
use crate::figures::Omission;
use crate::figures::words::{cell, setting, symbol};
use parsim_study::Cell;
use std::collections::{BTreeMap, BTreeSet};

/// The most rows of panels that stay legible.
const MOST_ROWS: usize = 6;
/// The most figures that one entry of a study file becomes.
const MOST_PAGES: usize = 6;

impl Request<'_> {
    /// Lays the scenarios out.
    ///
    /// # Errors
    /// The facets asked for are more than the figure has directions, are no parameters, or repeat
    /// themselves or the parameter inside the panels.
    pub(in crate::figures) fn arrange(&self) -> Result<Arrangement, Omission> {
        self.check()?;
        let all = varied(self.plan, self.scenarios);
        let mut shown: Vec<String> = self.inner.iter().map(ToString::to_string).collect();
        let facets = self.facets(&all, &mut shown);
        let (surplus, led): (Vec<Varied>, Vec<Varied>) = all
            .into_iter()
            .filter(|each| !shown.contains(&each.name))
            .partition(|each| !self.determined(&shown, &each.name));
        let (rows, columns) = match <[Varied; 2]>::try_from(facets) {
            Ok([rows, columns]) => (Some(rows), Some(columns)),
            Err(mut single) => (None, single.pop()),
        };
        let (rows, left_rows) = thin(rows, MOST_ROWS);
        let wraps = rows.is_none() && self.directions == 2;
        let most = if wraps { MOST_ROWS * MOST_COLUMNS } else { MOST_COLUMNS };
        let (columns, left_columns) = thin(columns, most);
        let led = self.companions(&shown, &led);
        let remarks = [self.constants(&shown), led, left_rows, left_columns].concat();
        let (cells, listed) = self.cells(rows.as_ref(), columns.as_ref());
        let pages = self.pages(&surplus, &remarks, |scenario| {
            let own = self.levels((rows.as_ref(), columns.as_ref()), scenario);
            cells.iter().position(|cell| *cell == own)
        });
        let pages = pages.into_iter().map(|(subtitle, placed)| {
            let mut panels = vec![Vec::new(); cells.len()];
            for (scenario, panel) in placed {
                panels[panel].push(scenario);
            }
            Page { subtitle, panels }
        });
        let pages = pages.collect();
        Ok(Arrangement { rows, columns, listed, pages })
    }

    fn check(&self) -> Result<(), Omission> {
        let asked = self.facets.unwrap_or_default();
        let columns = self.plan.columns();
        let named = asked.iter().map(String::as_str).chain(self.inner);
        if let Some(unknown) = named.into_iter().find(|name| !columns.contains(name)) {
            return Err(Omission(format!("{unknown} is no parameter of the scenarios")));
        }
        if asked.len() > self.directions {
            let (count, room) = (asked.len(), self.directions);
            return Err(Omission(format!(
                "facet names {count} parameters, and there is room for {room}"
            )));
        }
        let repeats =
            |(i, name): (usize, &String)| self.inner == Some(name) || asked[..i].contains(name);
        match asked.iter().enumerate().find(|each| repeats(*each)) {
            Some((_, name)) => Err(Omission(format!("{name} is asked for in two directions"))),
            None => Ok(()),
        }
    }

    /// The study's varied parameters that do not vary among the scenarios shown: `SNR = 1`.
    fn constants(&self, shown: &[String]) -> Vec<String> {
        let axes = self.plan.axes().into_iter().filter(|axis| !shown.contains(&axis.name));
        let constant = |name: &str| match levels(self.plan, self.scenarios, name).levels.as_slice()
        {
            [only] if *only != Cell::Null => Some(setting(name, only)),
            _ => None,
        };
        axes.filter_map(|axis| constant(&axis.name)).collect()
    }

    /// Parameters that go with one that is shown, as where lists go together: `p goes with n`.
    fn companions(&self, shown: &[String], led: &[Varied]) -> Vec<String> {
        let leader = |name: &str| {
            shown.iter().find(|each| self.determined(std::slice::from_ref(*each), name))
        };
        let words = |each: &Varied| {
            leader(&each.name)
                .map(|leader| format!("{} goes with {}", symbol(&each.name), symbol(leader)))
        };
        led.iter().filter_map(words).collect()
    }

    /// The parameters of rows and columns; `shown` grows by them.
    fn facets(&self, all: &[Varied], shown: &mut Vec<String>) -> Vec<Varied> {
        if let Some(asked) = self.facets {
            shown.extend(asked.iter().cloned());
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
        let mut seen: BTreeMap<Vec<String>, Cell> = BTreeMap::new();
        self.scenarios.iter().all(|&scenario| {
            let cells = shown.iter().map(|each| cell_of(self.plan, scenario, each));
            let key = cells.map(|cell| format!("{cell:?}")).collect();
            let value = cell_of(self.plan, scenario, name);
            *seen.entry(key).or_insert_with(|| value.clone()) == value
        })
    }

    /// The levels of rows and columns in a scenario; null where there are none.
    fn levels(&self, axes: (Option<&Varied>, Option<&Varied>), scenario: usize) -> (Cell, Cell) {
        let level = |axis: Option<&Varied>| {
            axis.map_or(Cell::Null, |each| cell_of(self.plan, scenario, &each.name))
        };
        (level(axes.0), level(axes.1))
    }

    /// The levels of each panel, row by row; where some of these have no scenario, as where one
    /// parameter exists only under some levels of the other, those that have, with their labels.
    fn cells(
        &self,
        rows: Option<&Varied>,
        columns: Option<&Varied>,
    ) -> (Vec<(Cell, Cell)>, Option<Vec<String>>) {
        let levels = |axis: Option<&Varied>| {
            axis.map_or_else(|| vec![Cell::Null], |each| each.levels.clone())
        };
        let mut cells: Vec<(Cell, Cell)> = Vec::new();
        for row in levels(rows) {
            cells.extend(levels(columns).into_iter().map(|column| (row.clone(), column)));
        }
        let has_scenario = |cell: &(Cell, Cell)| {
            self.scenarios.iter().any(|&scenario| self.levels((rows, columns), scenario) == *cell)
        };
        let (Some(rows), Some(columns)) = (rows, columns) else { return (cells, None) };
        if cells.iter().all(has_scenario) {
            return (cells, None);
        }
        cells.retain(has_scenario);
        let label = |(row, column): &(Cell, Cell)| {
            let both = [(rows, row), (columns, column)];
            let given = both.iter().filter(|(_, level)| **level != Cell::Null);
            given.map(|(axis, level)| setting(&axis.name, level)).collect::<Vec<_>>().join(", ")
        };
        let labels = cells.iter().map(label).collect();
        (cells, Some(labels))
    }

    /// The pages: what each says, and the panels of its scenarios.
    fn pages(
        &self,
        surplus: &[Varied],
        remarks: &[String],
        panel: impl Fn(usize) -> Option<usize>,
    ) -> Vec<(String, Vec<(usize, usize)>)> {
        let key = |scenario: usize| -> Vec<Cell> {
            surplus.iter().map(|each| cell_of(self.plan, scenario, &each.name)).collect()
        };
        let mut seen = BTreeSet::new();
        let mut keys: Vec<Vec<Cell>> = self.scenarios.iter().map(|&each| key(each)).collect();
        keys.retain(|key| seen.insert(format!("{key:?}")));
        let whole = self.surplus == Surplus::Split && keys.len() <= MOST_PAGES;
        if !whole {
            keys = middle(&keys, surplus).into_iter().collect();
        }
        let page = |wanted: &Vec<Cell>| {
            let here = self.scenarios.iter().copied().filter(|&each| key(each) == *wanted);
            let words = surplus.iter().zip(wanted).filter(|(_, level)| **level != Cell::Null);
            let mut words: Vec<String> =
                words.map(|(each, level)| describe(each, level, whole)).collect();
            words.extend_from_slice(remarks);
            (words.join("; "), here.filter_map(|each| Some((each, panel(each)?))).collect())
        };
        keys.iter().map(page).collect()
    }
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
    let given = levels.iter().filter(|level| **level != Cell::Null);
    given.map(cell).collect::<Vec<_>>().join(", ")
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
