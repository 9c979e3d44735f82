//! Linearly decreasing coefficients.

use super::{Entry, S, sparsity};
use crate::component::{Default, Family, Parameter, Shape, Specification};

const ANY: Shape = Shape::Real { min: f64::NEG_INFINITY, max: f64::INFINITY, open: (true, true) };

pub const ENTRY: Entry = Entry {
    specification: Specification {
        family: Family::Coefficients,
        kind: "decreasing",
        summary: "the first s coefficients go linearly from one value to another",
        formula: "β_j = from + (j − 1)(to − from)/(s − 1) for j ≤ s, else 0",
        source: "Hastie, Tibshirani & Tibshirani (2020), beta type 3 (from 10 to 0.5)",
        parameters: &[
            S,
            Parameter {
                name: "from",
                shape: ANY,
                default: Default::Number(10.0),
                doc: "the first coefficient",
            },
            Parameter {
                name: "to",
                shape: ANY,
                default: Default::Number(0.5),
                doc: "the s-th coefficient (if s is 1, `from` is the only one)",
            },
        ],
    },
    fill: |component, p, _| {
        let s = sparsity(component, p)?;
        let (from, to) = (component.require_number("from")?, component.require_number("to")?);
        let step = if s > 1 { (to - from) / (s as f64 - 1.0) } else { 0.0 };
        Ok((0..p).map(|j| if j < s { from + j as f64 * step } else { 0.0 }).collect())
    },
};
