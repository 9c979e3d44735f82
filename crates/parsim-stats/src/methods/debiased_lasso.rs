//! The debiased lasso: an estimate with intervals where covariates may outnumber rows.

use super::lasso::LASSO;
use super::path::{LAMBDA_MIN_RATIO, LAMBDAS, PARITY, TUNING, Tuned};
use super::{Engines, Entry, Failure, Fit, INTERCEPT, Method, Task};
use crate::component::Specification;
use crate::workbench::Workbench;
use std::sync::Arc;

pub const ENTRY: Entry = Entry {
    specification: Specification {
        family: crate::component::Family::Method,
        kind: "debiased-lasso",
        summary: "the lasso, corrected along the residuals of nodewise lassos, with normal intervals",
        formula: "b_j + z_j'r/(z_j'x_j (1 − df/n)) on standardised covariates; b the lasso, r its \
                  residuals, df its nonzero slopes; z_j the residuals of the lasso of x_j on the other \
                  covariates at λ_j = √(2 log p/n) τ_j, τ_j their scale at √(2 log p/n); standard error \
                  σ̂|z_j|/(|z_j'x_j|(1 − df/n)), σ̂² = RSS/(n − df − 1)",
        source: "Zhang & Zhang (2014); van de Geer, Bühlmann, Ritov & Dezeure (2014); Javanmard & \
                 Montanari (2014, 2018); τ_j: Sun & Zhang (2012)",
        parameters: &[INTERCEPT, TUNING, LAMBDAS, LAMBDA_MIN_RATIO, PARITY],
    },
    build: |component| {
        let mut lasso = Tuned::read(component, &LASSO)?;
        lasso.path.scaling.standardize = true;
        Ok(Arc::new(DebiasedLasso { lasso }))
    },
    path: None,
};

#[derive(Debug)]
struct DebiasedLasso {
    lasso: Tuned,
}

impl Method for DebiasedLasso {
    fn applicable(&self, n: usize, p: usize) -> Result<(), String> {
        self.lasso.applicable(n, p)
    }

    fn intervals(&self) -> Result<(), &'static str> {
        Ok(())
    }

    fn fit(
        &self,
        task: &Task<'_>,
        workbench: &mut Workbench,
        fit: &mut Fit,
    ) -> Result<(), Failure> {
        self.lasso.fit(task, workbench, fit)?;
        let place = workbench.problem(task, self.lasso.path.scaling)?;
        let report = workbench.debias(place, fit)?;
        if let Some(certificate) = &mut fit.certificate {
            certificate.merge(report.worst);
        }
        fit.fallbacks += report.descent as u32;
        fit.engines.add(&Engines::of_path(&report, true));
        if !task.wants_intervals() {
            fit.standard_errors.clear();
        }
        Ok(())
    }
}
