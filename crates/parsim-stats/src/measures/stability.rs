//! Stability of the selection.

use super::{Kind, Measure, Theme};
use crate::summaries::vector::Part;

pub const MEASURE: Measure = Measure {
    name: "stability",
    theme: Theme::Selection,
    title: "Stability of the selection",
    formula: "1 − (1/p)Σ_j (R/(R−1)) π̂_j(1 − π̂_j) / [(k̄/p)(1 − k̄/p)],  π̂_j the share of replicates that select j, k̄ the mean of ŝ",
    reading: "1 if all replicates select the same covariates, 0 no better than chance; undefined if none or all covariates are selected in every replicate; its MCSE is up to 1.43 times too large where the selection is pure chance",
    source: "Nogueira, Sechidis & Brown (2018), definition 4",
    kind: Kind::Vector(Part::Stability),
};
