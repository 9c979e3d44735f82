//! Schwarz's Bayesian information criterion.

use super::Entry;
use super::criterion::{Criterion, Fitted};
use crate::component::{Family, Specification};

pub const ENTRY: Entry = Entry {
    specification: Specification {
        family: Family::Tuning,
        kind: "bic",
        summary: "the smallest BIC",
        formula: "n log(RSS/n) + k log n",
        source: "Schwarz (1978)",
        parameters: &[],
    },
    build: |_, _| Ok(Box::new(Criterion(bic))),
};

fn bic(fit: Fitted) -> f64 {
    fit.n * libm::log(fit.mean_square) + fit.k * libm::log(fit.n)
}
