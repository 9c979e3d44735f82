//! The values of one coefficient, by measure.

use super::{Coefficient, CoefficientMeasure};
use crate::measures::Themes;
use crate::summaries::Summary;

/// The summaries of one coefficient for every measure of some themes, as the table's cells.
#[derive(Clone)]
pub struct Values {
    themes: Themes,
    /// Estimate, error and, of measures that have one, the interval's ends; NaN is null.
    cells: Box<[f64]>,
}

impl std::fmt::Debug for Values {
    /// Estimate and error by measure, null as `None`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut map = f.debug_map();
        let mut start = 0;
        for measure in self.themes.coefficient_measures() {
            let cells: Vec<Option<f64>> =
                (start..start + measure.width()).map(|at| self.cell(at)).collect();
            map.entry(&measure.name, &cells);
            start += measure.width();
        }
        map.finish()
    }
}

impl PartialEq for Values {
    /// Equal bits; null equals null.
    fn eq(&self, other: &Self) -> bool {
        let bits = |values: &Self| values.cells.iter().map(|c| c.to_bits()).collect::<Vec<_>>();
        self.themes == other.themes && bits(self) == bits(other)
    }
}

impl Values {
    /// Summarises a coefficient.
    pub fn of(themes: Themes, coefficient: &Coefficient<'_>) -> Self {
        Self::new(themes, |measure| (measure.summarise)(coefficient))
    }

    /// Summaries by measure; what is not finite is undefined.
    pub fn new(
        themes: Themes,
        summarise: impl Fn(&'static CoefficientMeasure) -> Option<Summary>,
    ) -> Self {
        let mut cells = Vec::new();
        for measure in themes.coefficient_measures() {
            let summary = summarise(measure).filter(|summary| summary.estimate.is_finite());
            let finite = |value: Option<f64>| value.filter(|v| v.is_finite()).unwrap_or(f64::NAN);
            cells.push(finite(summary.map(|s| s.estimate)));
            cells.push(finite(summary.and_then(|s| s.mcse)));
            if measure.has_interval {
                let interval = summary.and_then(|s| s.interval);
                cells.push(finite(interval.map(|i| i.0)));
                cells.push(finite(interval.map(|i| i.1)));
            }
        }
        Self { themes, cells: cells.into() }
    }

    /// The summary of a measure; `None` where it is undefined or not among the themes.
    pub fn summary(&self, name: &str) -> Option<Summary> {
        let mut start = 0;
        for measure in self.themes.coefficient_measures() {
            if measure.name == name {
                let cell = |at: usize| self.cell(start + at);
                let interval = if measure.has_interval { cell(2).zip(cell(3)) } else { None };
                return Some(Summary { estimate: cell(0)?, mcse: cell(1), interval });
            }
            start += measure.width();
        }
        None
    }

    /// A cell of the table by position, in the order of the measures.
    pub fn cell(&self, at: usize) -> Option<f64> {
        self.cells.get(at).copied().filter(|value| !value.is_nan())
    }
}
