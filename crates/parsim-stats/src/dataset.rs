//! The data that a method sees.

use parsim_numerics::Matrix;
use std::sync::Arc;

/// One replicate's data: n rows of p covariates and a response.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dataset {
    /// Covariates, n x p; under a fixed design all replicates share them.
    pub x: Arc<Matrix>,
    /// The response, length n.
    pub y: Vec<f64>,
}

impl Dataset {
    /// Number of rows.
    pub fn n(&self) -> usize {
        self.x.rows()
    }

    /// Number of covariates.
    pub fn p(&self) -> usize {
        self.x.cols()
    }

    /// The covariates, to be written. They are copied first where they are shared.
    pub fn x_mut(&mut self) -> &mut Matrix {
        Arc::make_mut(&mut self.x)
    }

    /// Makes room for n rows and p covariates of its own; contents are unspecified.
    pub fn resize(&mut self, n: usize, p: usize) {
        if Arc::get_mut(&mut self.x).is_none() {
            self.x = Arc::default();
        }
        self.x_mut().resize(n, p);
        self.y.resize(n, 0.0);
    }

    /// Takes over covariates that are shared with others, and makes room for their responses.
    pub fn share(&mut self, x: &Arc<Matrix>) {
        if !Arc::ptr_eq(&self.x, x) {
            self.x = Arc::clone(x);
        }
        self.y.resize(x.rows(), 0.0);
    }
}
