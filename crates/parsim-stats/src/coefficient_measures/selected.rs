//! Selection frequency.

use super::CoefficientMeasure;
use crate::measures::Theme;

pub const MEASURE: CoefficientMeasure = CoefficientMeasure {
    name: "selected",
    theme: Theme::Core,
    title: "Selection frequency",
    formula: "mean_r 1{T_r ≠ 0}",
    reading: "undefined for the intercept, which is not selected",
    error: "√(p(1 − p)/R), with the 95 % interval of Wilson",
    source: "",
    has_interval: true,
    summarise: |c| if c.is_intercept { None } else { c.errors.selected() },
};
