//! Finds scenarios, methods and axes of a plan.

use super::{Plan, Scenario};
use crate::cell::Cell;
use crate::claim::Condition;
use crate::problems::suggestion;

/// A varied parameter with its levels.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// The column's name.
    pub name: String,
    /// The levels in the order of the scenarios, each once.
    pub levels: Vec<Cell>,
}

impl Plan {
    /// The varied parameters in file order, with their levels.
    pub fn axes(&self) -> Vec<Axis> {
        self.varied.iter().map(|name| self.axis(name)).collect()
    }

    fn axis(&self, name: &str) -> Axis {
        let mut levels: Vec<Cell> = Vec::new();
        for cell in self.scenarios.iter().filter_map(|scenario| scenario.cell(name)) {
            if *cell != Cell::Null && !levels.contains(cell) {
                levels.push(cell.clone());
            }
        }
        Axis { name: name.to_owned(), levels }
    }

    /// The position of a method by name.
    ///
    /// # Errors
    /// No method has that name; the text names the nearest.
    pub fn method(&self, name: &str) -> Result<usize, String> {
        let known: Vec<&str> = self.methods.iter().map(|method| method.name.as_str()).collect();
        known
            .iter()
            .position(|known| *known == name)
            .ok_or_else(|| format!("no method is called \"{name}\"; {}", suggestion(name, &known)))
    }

    /// The position of the one scenario with that label or with an id that begins so.
    ///
    /// # Errors
    /// There is none, or more than one.
    pub fn scenario(&self, text: &str) -> Result<usize, String> {
        let has_label = |scenario: &&Scenario| scenario.label == text;
        if let Some(found) = self.scenarios.iter().find(has_label) {
            return Ok(self.position(found));
        }
        let has_prefix = |scenario: &Scenario| scenario.id.to_string().starts_with(text);
        let mut found = self.positions(has_prefix);
        if text.is_empty() || found.is_empty() {
            found = match Condition::parse(text) {
                Ok(condition) => {
                    self.positions(|each| condition.matches(&each.label, &each.columns))
                }
                Err(_) => Vec::new(),
            };
        }
        match found[..] {
            [only] => Ok(only),
            [] => {
                let labels: Vec<&str> =
                    self.scenarios.iter().take(20).map(|each| each.label.as_str()).collect();
                Err(format!("no scenario is \"{text}\"; {}", suggestion(text, &labels)))
            }
            _ => Err(format!("\"{text}\" fits {} scenarios; say more", found.len())),
        }
    }

    /// The scenarios that a pattern selects: a condition (a label is one), or with `*` and `?` a
    /// pattern for labels.
    ///
    /// # Errors
    /// The pattern is not understood, or selects nothing.
    pub fn select(&self, pattern: &str) -> Result<Vec<usize>, String> {
        let found = if let Ok(position) = self.scenario(pattern) {
            vec![position]
        } else {
            let condition = Condition::parse(pattern).map_err(|error| {
                format!("\"{pattern}\" is no condition on scenarios: {error}; {}", error.hint)
            })?;
            self.know(&condition)?;
            self.positions(|each| condition.matches(&each.label, &each.columns))
        };
        if found.is_empty() {
            return Err(format!("no scenario fits \"{pattern}\""));
        }
        Ok(found)
    }

    /// Whether the columns of a condition exist; the text names the nearest.
    fn know(&self, condition: &Condition) -> Result<(), String> {
        let known = self.columns();
        let unknown = |(column, ..): &(&str, _, _)| !known.contains(column);
        match condition.comparisons().into_iter().find(unknown) {
            Some((column, ..)) => {
                Err(format!("unknown parameter \"{column}\"; {}", suggestion(column, &known)))
            }
            None => Ok(()),
        }
    }

    /// The method that contrasts refer to in a scenario: the study's reference, or without one the
    /// first method that applies. `None` where that does not apply.
    pub fn reference_in(&self, scenario: usize) -> Option<usize> {
        let scenario = self.scenarios.get(scenario)?;
        match self.reference {
            Some(reference) => scenario.applies(reference).then_some(reference),
            None => (0..self.methods.len()).find(|&method| scenario.applies(method)),
        }
    }

    /// Names of the columns that every scenario has.
    pub fn columns(&self) -> Vec<&str> {
        let first = self.scenarios.first();
        first.map_or_else(Vec::new, |each| each.columns.iter().map(|(name, _)| &**name).collect())
    }

    fn position(&self, scenario: &Scenario) -> usize {
        self.scenarios.iter().position(|each| each.id == scenario.id).unwrap_or(0)
    }

    fn positions(&self, wanted: impl Fn(&Scenario) -> bool) -> Vec<usize> {
        (0..self.scenarios.len()).filter(|&i| wanted(&self.scenarios[i])).collect()
    }
}
