//! The least-squares solution of smallest norm, where there is more than one.

use super::LeastSquares;
use super::orthogonal::matrix;
use crate::error::FitError;
use crate::kernels::gram::Gram;
use crate::kernels::vector::{add, scale};
use crate::path::{Fit, LeastSquaresEngine};
use crate::problem::{Problem, Products};
use crate::rows::{Rows, Standardised};
use crate::simd::dispatch;
use nalgebra::DVector;

/// Below this ratio of the smallest to the largest pivot of the kernel, a singular value decomposition is used.
const PIVOT_RATIO: f64 = 1e-8;

impl LeastSquares {
    /// Fits the problem; where least squares has many solutions, takes the one whose slopes have the smallest
    /// Euclidean norm *on the original scale* (not on the standardised one), the intercept not counting.
    ///
    /// With more columns than rows it is b = X'(XX')^+ y of the centred columns, by Cholesky's method with one
    /// step of refinement; where rows are nearly dependent, by a singular value decomposition.
    ///
    /// # Errors
    /// [`FitError::NotConverged`] where the decomposition fails; [`FitError::Shape`] as [`LeastSquares::fit`].
    pub fn minimum_norm(
        &mut self,
        problem: &Problem,
        rows: &Rows<'_>,
        out: &mut Fit,
    ) -> Result<(), FitError> {
        self.moments_alone = false;
        self.load(problem, rows)?;
        let rank = match self.solve(problem) {
            Ok(()) => self.columns.len(),
            Err(FitError::RankDeficient { .. }) => self.smallest(problem)?,
            Err(other) => return Err(other),
        };
        self.write(problem, out);
        out.df = rank as f64;
        Ok(())
    }

    /// Finds the solution of smallest norm and returns the rank. The columns are brought to the original scale
    /// for this, and the slopes back to the standardised one.
    fn smallest(&mut self, problem: &Problem) -> Result<usize, FitError> {
        self.engine = Some(LeastSquaresEngine::MinimumNorm);
        let stride = self.rows.stride.max(1);
        let scales: Vec<f64> = self.columns.iter().map(|&j| problem.x_scale(j)).collect();
        for (column, factor) in self.rows.z.chunks_exact_mut(stride).zip(&scales) {
            scale(*factor, column);
        }
        let full = problem.n().saturating_sub(usize::from(problem.intercept()));
        let rank = if self.columns.len() >= full && self.by_kernel(problem.intercept()) {
            full
        } else {
            self.by_singular_values()?
        };
        for ((column, factor), b) in
            self.rows.z.chunks_exact_mut(stride).zip(&scales).zip(&mut self.slopes)
        {
            scale(1.0 / factor, column);
            *b *= factor;
        }
        Ok(rank)
    }

    /// b = X' K^-1 y with K = XX', plus a multiple of 11' where centring has made K singular in that direction;
    /// says whether K was well-conditioned.
    fn by_kernel(&mut self, centred: bool) -> bool {
        let Standardised { z, y, stride, len, .. } = &self.rows;
        let (n, ld) = (*len, *stride);
        let mut kernel = vec![0.0; ld * ld];
        let columns = &z[..self.columns.len() * ld];
        dispatch(Gram { z: columns, ld, out: &mut kernel, fresh: true });
        let level = (0..n).map(|i| kernel[i * ld + i]).sum::<f64>() / n as f64;
        if centred {
            for row in kernel.chunks_exact_mut(ld).take(n) {
                row.iter_mut().take(n).for_each(|k| *k += level / n as f64);
            }
        }
        self.factor.reset(n);
        for i in 0..n {
            let row = kernel[i * ld..=i * ld + i].iter().copied();
            if self.factor.push(row, PIVOT_RATIO * level).is_err() {
                return false;
            }
        }
        let mut weights = y.clone();
        self.factor.solve(&mut weights);
        // K is symmetric, and its lower triangle is all there is of it.
        let entry = |i: usize, j: usize| kernel[i.max(j) * ld + i.min(j)];
        let mut rest = y.clone();
        for i in 0..n {
            rest[i] -= (0..n).map(|j| entry(i, j) * weights[j]).sum::<f64>();
        }
        self.factor.solve(&mut rest);
        add(1.0, &rest, &mut weights);
        self.slopes.resize(self.columns.len(), 0.0);
        let (rows, out) = (&self.rows, &mut self.slopes[..]);
        dispatch(Products { rows, with: &weights, scale: 1.0, out });
        true
    }

    fn by_singular_values(&mut self) -> Result<usize, FitError> {
        let x = matrix(&self.rows, self.columns.len());
        let size = x.nrows().max(x.ncols()) as f64;
        let failed = FitError::NotConverged { lambda: 0.0, kkt: f64::MAX };
        let svd = x.try_svd(true, true, f64::EPSILON, 0).ok_or_else(|| failed.clone())?;
        let floor = svd.singular_values.max() * size * f64::EPSILON;
        let y = DVector::from_column_slice(&self.rows.y[..self.rows.len]);
        let b = svd.solve(&y, floor).map_err(|_| failed)?;
        self.slopes.clear();
        self.slopes.extend(b.iter());
        Ok(svd.rank(floor))
    }
}
