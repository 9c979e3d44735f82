//! Chosen lambda at an end of its grid.

use super::{Kind, Measure, Theme};

pub const MEASURE: Measure = Measure {
    name: "lambda_at_edge",
    theme: Theme::Core,
    title: "Chosen lambda at an end of its grid",
    formula: "1{λ̂ is the first or last of the grid}",
    reading: "many ones say that the grid is too short; undefined for methods without a grid",
    source: "",
    kind: Kind::Indicator(|a| a.fit.lambda_at_edge.map(|at_edge| f64::from(u8::from(at_edge)))),
};
