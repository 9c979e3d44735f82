//! K-fold cross-validation.

use super::{Entry, Selection, Tuning};
use crate::component::{ArgumentError, Default, Family, Parameter, Shape, Specification};
use crate::methods::{Candidates, Failure};

pub const ENTRY: Entry = Entry {
    specification: Specification {
        family: Family::Tuning,
        kind: "cross-validation",
        summary: "K-fold cross-validation on random balanced folds, one common grid, \
                  standardisation inside each fold",
        formula: "min: the largest λ attaining min cvm;  \
                  one-se: the largest λ with cvm ≤ cvm[min] + se[min]",
        source: "Friedman, Hastie & Tibshirani (2010), section 2.5; standard errors as in glmnet",
        parameters: &[
            Parameter {
                name: "folds",
                shape: Shape::Integer { min: 2, max: 1_000_000 },
                default: Default::Number(10.0),
                doc: "number of folds, at most n",
            },
            Parameter {
                name: "rule",
                shape: Shape::Choice(&["min", "one-se"]),
                default: Default::Text("min"),
                doc: "which point of the curve",
            },
            Parameter {
                name: "stop",
                shape: Shape::Choice(&["none", "lazy"]),
                default: Default::Text("none"),
                doc: "\"lazy\" (lasso only): compute the curve to half of the grid, then to three \
                      quarters, and stop where its last 10 points lie more than one standard \
                      error above its smallest; may miss a lower minimum that follows such a \
                      rise, and then chooses a larger lambda",
            },
        ],
    },
    build: |component, penalty| {
        let one_standard_error = component.text("rule") == Some("one-se");
        let lazy = component.text("stop") == Some("lazy");
        if lazy && !penalty.is_homotopy {
            let message = format!("lazy saves {} nothing", penalty.name);
            let hint = "all its lambdas come from one decomposition; leave stop out";
            return Err(ArgumentError::at("stop", message, hint));
        }
        let folds = component.require_count("folds")?;
        Ok(Box::new(CrossValidated { folds, one_standard_error, lazy }))
    },
};

#[derive(Debug)]
struct CrossValidated {
    folds: usize,
    one_standard_error: bool,
    lazy: bool,
}

impl Tuning for CrossValidated {
    fn applicable(&self, n: usize) -> Result<(), String> {
        if self.folds <= n {
            return Ok(());
        }
        Err(format!("{} folds need as many rows, n is {n}", self.folds))
    }

    fn select(&self, candidates: &mut Candidates<'_>) -> Result<Selection, Failure> {
        let curve = if self.lazy {
            candidates.cross_validation_until_it_rises(self.folds)?
        } else {
            candidates.cross_validation(self.folds)?
        };
        let best = curve.best();
        if !self.one_standard_error {
            return Ok(Selection::Grid(best));
        }
        let limit = curve.mean[best] + curve.standard_error[best];
        let within = curve.mean.iter().position(|&mean| mean <= limit);
        Ok(Selection::Grid(within.unwrap_or(best)))
    }
}
