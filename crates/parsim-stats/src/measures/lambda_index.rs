//! Position of the chosen lambda.

use super::{Kind, Measure, Theme};

pub const MEASURE: Measure = Measure {
    name: "lambda_index",
    theme: Theme::Path,
    title: "Position of the chosen lambda",
    formula: "i with λ̂ = λ_i,  λ_1 > λ_2 > … the grid",
    reading: "1 the largest lambda; undefined where λ̂ is not on the grid",
    source: "",
    kind: Kind::Score(|a| {
        a.choice().and_then(|(path, lambda)| path.position(lambda)).map(|at| (at + 1) as f64)
    }),
};
