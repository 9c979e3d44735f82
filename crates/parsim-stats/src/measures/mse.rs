//! Mean squared error of the slopes.

use super::{Kind, Measure, Theme};
use crate::summaries::vector::Part;

pub const MEASURE: Measure = Measure {
    name: "mse",
    theme: Theme::Core,
    title: "Mean squared error of the slopes",
    formula: "Σ_j mean_r (β̂_rj − β_j)²",
    reading: "squared bias + variance",
    source: "Morris, White & Crowther (2019), table 6",
    kind: Kind::Vector(Part::Mse),
};
