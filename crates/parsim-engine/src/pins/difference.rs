//! What a run does not give as it was pinned.

use super::PinnedRow;

/// Where a value stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The scenario's label; `None` for all scenarios together.
    pub scenario: Option<String>,
    /// The method's name; `None` for all.
    pub method: Option<String>,
    /// The measure's name; `None` for all.
    pub measure: Option<String>,
}

impl Place {
    /// The place of a row.
    pub fn of(row: &PinnedRow) -> Self {
        Self {
            scenario: Some(row.scenario.clone()),
            method: Some(row.method.clone()),
            measure: Some(row.measure.clone()),
        }
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let any = |part: &Option<String>, all: &str| part.as_deref().unwrap_or(all).to_owned();
        let measure = any(&self.measure, "every measure");
        let method = any(&self.method, "every method");
        write!(f, "{measure} of {method} in {}", any(&self.scenario, "all scenarios together"))
    }
}

/// One difference.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// Where.
    pub place: Place,
    /// What differs: a column of the pin, or a word for what is missing.
    pub what: String,
    /// What was pinned, or what theory gives; `None` is null or nothing.
    pub pinned: Option<f64>,
    /// What the run gives.
    pub found: Option<f64>,
    /// The normal statistic of a test.
    pub z: Option<f64>,
}
