//! The universal lambda, which needs the true sigma.

use super::{Entry, METHOD, Oracle, path};
use crate::component::{Default, Family, Parameter, Shape, Specification};
use crate::methods::{Failure, Fit, PathMethod, Task};
use crate::truth::Truth;
use crate::tunings::Selection;
use crate::workbench::Workbench;
use std::sync::Arc;

pub const ENTRY: Entry = Entry {
    specification: Specification {
        family: Family::Oracle,
        kind: "fixed-lambda",
        summary: "a multiple of the universal lambda, from the true sigma",
        formula: "λ = universal · σ √(2 log p / n)",
        source: "Donoho & Johnstone (1994)",
        parameters: &[
            METHOD,
            Parameter {
                name: "universal",
                shape: Shape::Real { min: 0.0, max: f64::INFINITY, open: (true, true) },
                default: Default::Number(1.0),
                doc: "the multiple",
            },
        ],
    },
    build: |component, target| {
        let universal = component.require_number("universal")?;
        Ok(Arc::new(FixedLambda { path: path(target)?, universal }))
    },
};

#[derive(Debug)]
struct FixedLambda {
    path: PathMethod,
    universal: f64,
}

impl Oracle for FixedLambda {
    fn path(&self) -> Option<&PathMethod> {
        Some(&self.path)
    }

    fn fit(
        &self,
        task: &Task<'_>,
        truth: &Truth,
        workbench: &mut Workbench,
        fit: &mut Fit,
    ) -> Result<(), Failure> {
        let mut candidates = self.path.candidates(task, workbench)?;
        let (n, p) = (candidates.n() as f64, candidates.p() as f64);
        let lambda = self.universal * truth.sigma * (2.0 * libm::log(p) / n).sqrt();
        candidates.fit(Selection::Lambda(lambda), fit)
    }
}
