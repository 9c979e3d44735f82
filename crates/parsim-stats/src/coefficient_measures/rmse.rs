//! Root mean squared error.

use super::CoefficientMeasure;
use crate::measures::Theme;

pub const MEASURE: CoefficientMeasure = CoefficientMeasure {
    name: "rmse",
    theme: Theme::Core,
    title: "Root mean squared error",
    formula: "√(mean_r (T_r − θ)²)",
    reading: "",
    error: "S_(d²)/(2 √R RMSE)",
    source: "Miratrix & Pustejovsky, Designing Simulations in R",
    has_interval: false,
    summarise: |c| c.errors.rmse(),
};
