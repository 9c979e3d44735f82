//! Covariances of covariates, from the quadratic form of their law.

use super::factor::Symmetric;
use crate::covariates::Covariates;
use std::cell::RefCell;

/// More covariates than this are not inverted.
const LARGEST: usize = 100;

/// The entries of Sigma, by polarisation: `4 Sigma_jk = q(e_j + e_k) - q(e_j - e_k)`.
pub(super) struct Covariances<'a> {
    law: &'a dyn Covariates,
    probe: RefCell<Vec<f64>>,
}

impl<'a> Covariances<'a> {
    pub(super) fn new(law: &'a dyn Covariates, p: usize) -> Self {
        Self { law, probe: RefCell::new(vec![0.0; p]) }
    }

    /// `Sigma_jk`.
    fn entry(&self, j: usize, k: usize) -> f64 {
        let mut unit = vec![0.0; self.probe.borrow().len()];
        unit[k] = 1.0;
        self.product(j, &unit)
    }

    /// `(Sigma w)_j`.
    pub(super) fn product(&self, j: usize, w: &[f64]) -> f64 {
        let mut probe = self.probe.borrow_mut();
        probe.copy_from_slice(w);
        probe[j] += 1.0;
        let sum = self.law.quadratic(&probe);
        probe[j] -= 2.0;
        0.25 * (sum - self.law.quadratic(&probe))
    }

    /// tr(Sigma^-1) of some covariates; `None` where these are many or Sigma is singular.
    pub(super) fn precision_trace(&self, covariates: &[usize]) -> Option<f64> {
        if covariates.len() > LARGEST {
            return None;
        }
        self.of(covariates).cholesky().map(|factor| factor.inverse_trace())
    }

    /// Sigma of some covariates.
    pub(super) fn of(&self, covariates: &[usize]) -> Symmetric {
        Symmetric::of(covariates.len(), |i, j| self.entry(covariates[i], covariates[j]))
    }
}
