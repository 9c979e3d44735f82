//! Akaike's criterion, corrected for small samples.

use super::Entry;
use super::criterion::{Criterion, Fitted};
use crate::component::{Family, Specification};

pub const ENTRY: Entry = Entry {
    specification: Specification {
        family: Family::Tuning,
        kind: "aicc",
        summary: "the smallest corrected AIC",
        formula: "n log(RSS/n) + 2n(k + 1)/(n − k − 2)",
        source: "Hurvich & Tsai (1989)",
        parameters: &[],
    },
    build: |_, _| Ok(Box::new(Criterion(aicc))),
};

fn aicc(fit: Fitted) -> f64 {
    fit.n * libm::log(fit.mean_square) + 2.0 * fit.n * (fit.k + 1.0) / (fit.n - fit.k - 2.0)
}
