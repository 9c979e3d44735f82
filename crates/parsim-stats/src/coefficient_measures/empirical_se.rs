//! Standard deviation of the estimates.

use super::CoefficientMeasure;
use crate::measures::Theme;

pub const MEASURE: CoefficientMeasure = CoefficientMeasure {
    name: "empirical_se",
    theme: Theme::Core,
    title: "Empirical standard error",
    formula: "S, the standard deviation of T_r over replicates (denominator R − 1)",
    reading: "",
    error: "S/2 √((k − 1)/R), k the kurtosis: it holds for estimates with a point mass at 0",
    source: "Morris, White & Crowther (2019), table 6; error: Miratrix & Pustejovsky",
    has_interval: false,
    summarise: |c| c.errors.empirical_se(),
};
