//! Akaike's information criterion.

use super::Entry;
use super::criterion::{Criterion, Fitted};
use crate::component::{Family, Specification};

pub const ENTRY: Entry = Entry {
    specification: Specification {
        family: Family::Tuning,
        kind: "aic",
        summary: "the smallest AIC, sigma unknown",
        formula: "n log(RSS/n) + 2k,  k = df + 1 with an intercept",
        source: "Akaike (1974)",
        parameters: &[],
    },
    build: |_, _| Ok(Box::new(Criterion(aic))),
};

fn aic(fit: Fitted) -> f64 {
    fit.n * libm::log(fit.mean_square) + 2.0 * fit.k
}
