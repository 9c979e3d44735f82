//! The first s coefficients are equal.

use super::{Entry, S, VALUE, sparsity};
use crate::component::{Family, Specification};

pub const ENTRY: Entry = Entry {
    specification: Specification {
        family: Family::Coefficients,
        kind: "leading",
        summary: "the first s coefficients have the given value, the others are 0",
        formula: "β_j = value for j ≤ s, else 0",
        source: "Hastie, Tibshirani & Tibshirani (2020), beta type 2",
        parameters: &[S, VALUE],
    },
    fill: |component, p, _| {
        let s = sparsity(component, p)?;
        let value = component.require_number("value")?;
        Ok((0..p).map(|j| if j < s { value } else { 0.0 }).collect())
    },
};
