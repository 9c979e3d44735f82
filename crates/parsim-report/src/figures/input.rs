//! What a figure is made of.

use parsim_engine::results::{CoefficientRow, EstimateSample, Results, SummaryRow};
use parsim_stats::component::{Component, Value};
use parsim_study::{Condition, Plan};
use std::collections::BTreeMap;

/// Why there is no figure, a sentence without its full stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Omission(pub String);

/// The rows of a study's tables by scenario and method.
#[derive(Debug, Default)]
pub struct Rows<'a> {
    summary: BTreeMap<(usize, usize, &'a str), &'a SummaryRow>,
    coefficients: BTreeMap<(usize, usize), Vec<&'a CoefficientRow>>,
    samples: BTreeMap<(usize, usize, u32), &'a EstimateSample>,
}

impl<'a> Rows<'a> {
    /// Sorts the rows of a study's tables.
    pub fn new(results: &'a Results) -> Self {
        let mut rows = Self::default();
        for row in &results.summary {
            rows.summary.insert((row.scenario, row.method, row.measure), row);
        }
        for row in &results.coefficients {
            rows.coefficients.entry((row.scenario, row.method)).or_default().push(row);
        }
        for sample in &results.samples {
            let place = (sample.scenario, sample.method, sample.coefficient);
            rows.samples.insert(place, sample);
        }
        rows
    }

    /// A measure of a method in a scenario.
    pub fn summary(
        &self,
        scenario: usize,
        method: usize,
        measure: &'a str,
    ) -> Option<&'a SummaryRow> {
        self.summary.get(&(scenario, method, measure)).copied()
    }

    /// A measure of a method in a scenario, where it has an estimate: that, and its row.
    pub fn estimate(
        &self,
        scenario: usize,
        method: usize,
        measure: &'a str,
    ) -> Option<(f64, &'a SummaryRow)> {
        let row = self.summary(scenario, method, measure)?;
        row.value.estimate.filter(|value| value.is_finite()).map(|value| (value, row))
    }

    /// The coefficients of a method in a scenario, in table order.
    pub fn coefficients(&self, scenario: usize, method: usize) -> &[&'a CoefficientRow] {
        self.coefficients.get(&(scenario, method)).map_or(&[], Vec::as_slice)
    }

    /// The kept estimates of a coefficient.
    pub fn sample(
        &self,
        scenario: usize,
        method: usize,
        coefficient: u32,
    ) -> Option<&'a EstimateSample> {
        self.samples.get(&(scenario, method, coefficient)).copied()
    }
}

/// The 95 % Monte Carlo interval of a row: its own, else estimate ± 1.96 MCSE.
pub(crate) fn interval(row: &SummaryRow) -> Option<(f64, f64)> {
    let ends = row.lower.zip(row.upper).or_else(|| {
        let (estimate, mcse) = row.value.estimate.zip(row.value.mcse)?;
        Some((estimate - 1.96 * mcse, estimate + 1.96 * mcse))
    });
    ends.filter(|(lower, upper)| lower.is_finite() && upper.is_finite() && lower <= upper)
}

/// A plan, its results, and the arguments of one figure.
#[derive(Debug)]
pub struct FigureInput<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// The results.
    pub results: &'a Results,
    /// The results' rows by place.
    pub rows: &'a Rows<'a>,
    /// The figure's component.
    pub arguments: &'a Component,
}

impl<'a> FigureInput<'a> {
    /// The positions of the scenarios that the figure's condition admits.
    ///
    /// # Errors
    /// It admits none.
    pub(super) fn scenarios(&self) -> Result<Vec<usize>, Omission> {
        let condition = match self.arguments.text("where") {
            None => None,
            Some(text) => {
                let parsed = Condition::parse(text);
                Some(parsed.map_err(|error| Omission(format!("where = \"{text}\": {error}")))?)
            }
        };
        let admitted = |scenario: &parsim_study::Scenario| {
            condition.as_ref().is_none_or(|each| each.matches(&scenario.label, &scenario.columns))
        };
        let scenarios = self.plan.scenarios.iter().enumerate();
        let shown: Vec<usize> = scenarios
            .filter(|(_, scenario)| admitted(scenario))
            .map(|(position, _)| position)
            .collect();
        if shown.is_empty() {
            let text = self.arguments.text("where").unwrap_or_default();
            return Err(Omission(format!("no scenario satisfies \"{text}\"")));
        }
        Ok(shown)
    }

    /// The positions of the methods asked for, in the plan's order; all by default.
    pub(super) fn methods(&self) -> Vec<usize> {
        let wanted = self.texts("methods");
        let methods = self.plan.methods.iter().enumerate();
        methods
            .filter(|(_, method)| wanted.is_none_or(|names| names.contains(&method.name)))
            .map(|(position, _)| position)
            .collect()
    }

    /// A list of words, if given.
    pub(super) fn texts(&self, parameter: &str) -> Option<&'a [String]> {
        match self.arguments.get(parameter) {
            Some(Value::Texts(words)) => Some(words),
            _ => None,
        }
    }

    /// Whether the rescaled n has a threshold at 1 in a scenario.
    pub(super) fn has_threshold(&self, scenario: usize) -> bool {
        let mut rows = self.results.landmarks.iter();
        rows.any(|row| row.scenario == scenario && row.law == "rescaled-n")
    }

    /// The laws behind the theory of some measures, each once.
    pub(super) fn laws(
        &self,
        scenarios: &[usize],
        methods: &[usize],
        measures: &[&'a str],
    ) -> Vec<&'static str> {
        let mut laws = Vec::new();
        for (&scenario, &method) in
            scenarios.iter().flat_map(|s| methods.iter().map(move |m| (s, m)))
        {
            for measure in measures {
                let row = self.rows.summary(scenario, method, measure);
                let law = row.filter(|row| row.theory.is_some()).and_then(|row| row.law);
                laws.extend(law.filter(|law| !laws.contains(law)));
            }
        }
        laws
    }

    /// The names of methods.
    pub(super) fn names(&self, methods: &[usize]) -> Vec<&'a str> {
        methods.iter().map(|&method| self.plan.methods[method].name.as_str()).collect()
    }
}
