//! The best lambda on the path.

use super::{Entry, METHOD, Oracle, path};
use crate::component::{Family, Specification};
use crate::methods::{Failure, Fit, PathMethod, Task};
use crate::truth::Truth;
use crate::tunings::Selection;
use crate::workbench::Workbench;
use std::sync::Arc;

pub const ENTRY: Entry = Entry {
    specification: Specification {
        family: Family::Oracle,
        kind: "best-lambda",
        summary: "the lambda of the method's grid with the smallest excess risk in this replicate",
        formula: "min over λ of (shift)² + δ(λ)'Σδ(λ), ties to the largest λ",
        source: "Hastie, Tibshirani & Tibshirani (2020), oracle tuning",
        parameters: &[METHOD],
    },
    build: |_, target| Ok(Arc::new(BestLambda { path: path(target)? })),
};

#[derive(Debug)]
struct BestLambda {
    path: PathMethod,
}

impl Oracle for BestLambda {
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
        let mut delta = std::mem::take(&mut workbench.delta);
        let mut candidates = self.path.candidates(task, workbench)?;
        let (mut best, mut least) = (0, f64::INFINITY);
        candidates.visit(&mut |point| {
            let risk = truth.risk_of(point, &mut delta);
            if risk < least {
                (best, least) = (point.index, risk);
            }
        })?;
        candidates.fit(Selection::Grid(best), fit)?;
        workbench.delta = delta;
        Ok(())
    }
}
