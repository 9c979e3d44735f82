//! Rows that all replicates share, as a method scales them.

use parsim_numerics::{Matrix, Scaling};

/// Some columns of X, centred and divided as a method does before it penalises.
#[derive(Debug)]
pub(super) struct Design<'a> {
    /// All columns.
    pub(super) x: &'a Matrix,
    /// Positions of the columns that are fitted.
    pub(super) columns: Vec<usize>,
    /// Intercept and standardisation.
    pub(super) scaling: Scaling,
    /// Scaled columns, one after another.
    z: Vec<f64>,
    /// What each column is measured from: its mean, or 0 without an intercept.
    pub(super) center: Vec<f64>,
    /// What it is divided by: its standard deviation (1/n), or 1 where columns are not standardised.
    pub(super) scale: Vec<f64>,
}

impl<'a> Design<'a> {
    /// Scales columns; `None` where one of them is constant.
    pub(super) fn new(x: &'a Matrix, columns: Vec<usize>, scaling: Scaling) -> Option<Self> {
        let n = x.rows() as f64;
        let (mut z, mut center, mut scale) = (Vec::new(), Vec::new(), Vec::new());
        for &j in &columns {
            let column = x.column(j);
            let mean = column.iter().sum::<f64>() / n;
            let squares: f64 = column.iter().map(|x| (x - mean) * (x - mean)).sum();
            let size = column.iter().map(|x| x * x).sum::<f64>();
            // Of what is left after centring, rounding may be the whole.
            if squares.is_nan() || squares <= 1e-24 * size {
                return None;
            }
            center.push(if scaling.intercept { mean } else { 0.0 });
            scale.push(if scaling.standardize { (squares / n).sqrt() } else { 1.0 });
            let (center, scale) = (center[center.len() - 1], scale[scale.len() - 1]);
            z.extend(column.iter().map(|x| (x - center) / scale));
        }
        Some(Self { x, columns, scaling, z, center, scale })
    }

    /// Number of rows.
    pub(super) fn n(&self) -> usize {
        self.x.rows()
    }

    /// Number of fitted columns.
    pub(super) fn q(&self) -> usize {
        self.columns.len()
    }

    /// A scaled column, by its position among the fitted ones.
    pub(super) fn column(&self, k: usize) -> &[f64] {
        &self.z[k * self.n()..(k + 1) * self.n()]
    }

    /// The expected response: intercept + X beta.
    pub(super) fn mean_response(&self, intercept: f64, beta: &[f64]) -> Vec<f64> {
        let mut mean = vec![intercept; self.n()];
        for (j, beta) in beta.iter().enumerate().filter(|(_, beta)| **beta != 0.0) {
            for (mean, x) in mean.iter_mut().zip(self.x.column(j)) {
                *mean += beta * x;
            }
        }
        mean
    }
}

/// The dot product.
pub(super) fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}
