//! Degrees of freedom of the fit.

use super::{Kind, Measure, Theme};

pub const MEASURE: Measure = Measure {
    name: "degrees_of_freedom",
    theme: Theme::Accuracy,
    title: "Degrees of freedom of the fit",
    formula: "OLS: rank of X; lasso: ŝ; ridge: tr H(λ̂); without the intercept",
    reading: "at the chosen λ, which is itself not counted",
    source: "Zou, Hastie & Tibshirani (2007); Hastie, Tibshirani & Friedman (2009), section 3.4",
    kind: Kind::Score(|a| Some(a.fit.df)),
};
