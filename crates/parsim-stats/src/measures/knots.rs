//! Knots of the path.

use super::{Kind, Measure, Theme};

pub const MEASURE: Measure = Measure {
    name: "knots",
    theme: Theme::Path,
    title: "Knots of the path",
    formula: "#{entries and departures at λ ≥ λ_last},  λ_last the end of the grid",
    reading: "changes of the support along the path; undefined for ridge, whose path has none, and where the exact path broke down",
    source: "Efron, Hastie, Johnstone & Tibshirani (2004)",
    kind: Kind::Score(|a| a.path?.order()?.knots.map(|knots| knots as f64)),
};
