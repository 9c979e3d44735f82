//! Squared bias of the slopes.

use super::{Kind, Measure, Theme};
use crate::summaries::vector::Part;

pub const MEASURE: Measure = Measure {
    name: "squared_bias",
    theme: Theme::Core,
    title: "Squared bias of the slopes",
    formula: "Σ_j [(mean_r (β̂_rj − β_j))² − S_j²/R]",
    reading: "free of Monte Carlo noise in the mean, so it can be negative",
    source: "Morris, White & Crowther (2019), table 6, noise-corrected",
    kind: Kind::Vector(Part::SquaredBias),
};
