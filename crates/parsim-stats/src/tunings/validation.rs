//! An independent validation set.

use super::{Entry, Selection, Tuning, smallest};
use crate::component::{Default, Family, Parameter, Shape, Specification};
use crate::methods::{Candidates, Failure};

pub const ENTRY: Entry = Entry {
    specification: Specification {
        family: Family::Tuning,
        kind: "validation",
        summary: "the smallest mean squared error on fresh rows of the same law; no refit on both",
        formula: "min over λ of mean (y_v − x_v'β̂(λ))², ties to the largest λ",
        source: "Hastie, Tibshirani & Tibshirani (2020), section 3.1",
        parameters: &[Parameter {
            name: "n",
            shape: Shape::Integer { min: 1, max: 100_000_000 },
            default: Default::Required,
            doc: "rows of the validation set",
        }],
    },
    build: |component, _| Ok(Box::new(Validation { n: component.require_count("n")? })),
};

#[derive(Debug)]
struct Validation {
    n: usize,
}

impl Tuning for Validation {
    fn select(&self, candidates: &mut Candidates<'_>) -> Result<Selection, Failure> {
        candidates.validation(self.n).map(|errors| Selection::Grid(smallest(errors)))
    }
}
