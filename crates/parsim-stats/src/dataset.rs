//! The data that a method sees.

use parsim_numerics::Matrix;

/// One replicate's data: n rows of p covariates and a response.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dataset {
    /// Covariates, n x p.
    pub x: Matrix,
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

    /// Makes room for n rows and p covariates; contents are unspecified.
    pub fn resize(&mut self, n: usize, p: usize) {
        self.x.resize(n, p);
        self.y.resize(n, 0.0);
    }
}
