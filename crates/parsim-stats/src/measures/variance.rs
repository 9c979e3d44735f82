//! Variance of the slopes.

use super::{Kind, Measure, Theme};
use crate::summaries::vector::Part;

pub const MEASURE: Measure = Measure {
    name: "variance",
    theme: Theme::Core,
    title: "Variance of the slopes",
    formula: "Σ_j S_j²",
    reading: "the sum of the empirical variances, denominator R − 1",
    source: "Morris, White & Crowther (2019), table 6",
    kind: Kind::Vector(Part::Variance),
};
