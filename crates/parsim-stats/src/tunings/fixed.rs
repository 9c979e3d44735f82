//! A given lambda.

use super::{Entry, Selection, Tuning};
use crate::component::{ArgumentError, Default, Family, Parameter, Shape, Specification};
use crate::methods::{Candidates, Failure};

const LEVEL: Shape = Shape::Real { min: 0.0, max: f64::INFINITY, open: (false, true) };

pub const ENTRY: Entry = Entry {
    specification: Specification {
        family: Family::Tuning,
        kind: "fixed",
        summary: "one lambda, given as such or relative to the data's largest",
        formula: "λ = lambda, or lambda_ratio · λ_max (lasso), lambda_ratio · λ_max/sd(y) (ridge)",
        source: "",
        parameters: &[
            Parameter {
                name: "lambda",
                shape: LEVEL,
                default: Default::Absent,
                doc: "the penalty level; give it or lambda_ratio",
            },
            Parameter {
                name: "lambda_ratio",
                shape: LEVEL,
                default: Default::Absent,
                doc: "multiple of the smallest lambda at which every lasso slope is 0",
            },
        ],
    },
    build: |component, _| match (component.number("lambda"), component.number("lambda_ratio")) {
        (Some(lambda), None) => Ok(Box::new(Fixed::Lambda(lambda))),
        (None, Some(ratio)) => Ok(Box::new(Fixed::Ratio(ratio))),
        (Some(_), Some(_)) => {
            Err(ArgumentError::at("lambda_ratio", "is given beside lambda", "give one of the two"))
        }
        (None, None) => {
            Err(ArgumentError::at("", "no lambda is fixed", "give lambda or lambda_ratio"))
        }
    },
};

#[derive(Debug)]
enum Fixed {
    Lambda(f64),
    Ratio(f64),
}

impl Tuning for Fixed {
    fn needs_full_path_only(&self) -> bool {
        true
    }

    fn select(&self, candidates: &mut Candidates<'_>) -> Result<Selection, Failure> {
        Ok(Selection::Lambda(match self {
            Self::Lambda(lambda) => *lambda,
            Self::Ratio(ratio) => ratio * candidates.unit(),
        }))
    }
}
