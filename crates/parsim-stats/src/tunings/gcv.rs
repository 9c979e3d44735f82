//! Generalised cross-validation.

use super::Entry;
use super::criterion::{Criterion, Fitted};
use crate::component::{Family, Specification};

pub const ENTRY: Entry = Entry {
    specification: Specification {
        family: Family::Tuning,
        kind: "gcv",
        summary: "the smallest generalised cross-validation score",
        formula: "(RSS/n)/(1 − k/n)²",
        source: "Golub, Heath & Wahba (1979)",
        parameters: &[],
    },
    build: |_, _| Ok(Box::new(Criterion(gcv))),
};

fn gcv(fit: Fitted) -> f64 {
    let share = 1.0 - fit.k / fit.n;
    fit.mean_square / (share * share)
}
