//! Weak sparsity: s ones, then exponential decay, no exact zero.

use super::{Entry, S, sparsity};
use crate::component::{Default, Family, Parameter, Shape, Specification};

pub const ENTRY: Entry = Entry {
    specification: Specification {
        family: Family::Coefficients,
        kind: "weak",
        summary: "s coefficients of 1, then powers of the decay: all p are nonzero",
        formula: "β_j = 1 for j ≤ s, else decay^(j − s)",
        source: "Hastie, Tibshirani & Tibshirani (2020), beta type 5 (decay 0.5)",
        parameters: &[
            S,
            Parameter {
                name: "decay",
                shape: Shape::Real { min: 0.0, max: 1.0, open: (true, true) },
                default: Default::Number(0.5),
                doc: "ratio of successive coefficients after the s-th",
            },
        ],
    },
    fill: |component, p, _| {
        let s = sparsity(component, p)?;
        let decay = component.require_number("decay")?;
        let mut power = 1.0;
        let tail = std::iter::repeat_with(|| {
            power *= decay;
            power
        });
        Ok(std::iter::repeat_n(1.0, s).chain(tail).take(p).collect())
    },
};
