//! Standard errors of least squares: sigma^2 (X'X)^-1 with the residual variance for sigma^2.

use super::LeastSquares;
use super::orthogonal::matrix;
use crate::path::LeastSquaresEngine;
use crate::problem::Problem;
use nalgebra::{DMatrix, DVector};

impl LeastSquares {
    /// Standard errors of intercept and slopes of the fit made last, p + 1 numbers: the square roots of the
    /// diagonal of RSS/(n - k - 1) (X'X)^-1 with k columns that are not constant and an intercept, of
    /// RSS/(n - k) (X'X)^-1 without one (Seber & Lee 2003, section 3.2). They are NaN for constant columns, and
    /// for the intercept where none is fitted.
    ///
    /// Returns the degrees of freedom of the residual variance, or `None` (with nothing in `out`) where none are
    /// left, or where least squares has more than one solution. `problem` and `rss` are those of the last fit.
    ///
    /// The diagonal comes from the Cholesky factor where the normal equations are well-conditioned, and from a QR
    /// factorisation of the standardised rows elsewhere.
    pub fn standard_errors(
        &mut self,
        problem: &Problem,
        rss: f64,
        out: &mut Vec<f64>,
    ) -> Option<f64> {
        out.clear();
        let used = self.columns.len() + usize::from(problem.intercept());
        let free = problem.n().checked_sub(used).filter(|free| *free > 0)? as f64;
        if self.engine == Some(LeastSquaresEngine::MinimumNorm) {
            return None;
        }
        let means: Vec<f64> =
            self.columns.iter().map(|&j| problem.x_mean(j) / problem.x_scale(j)).collect();
        let n = problem.n() as f64;
        // Of (Z'Z)^-1, Z the standardised columns, and the product of their means with it on both sides.
        let (diagonal, level) = if self.moments_alone {
            let (diagonal, level) = self.by_factor(&means);
            (diagonal.into_iter().map(|d| d / n).collect(), level / n)
        } else {
            self.by_rows(means)?
        };
        let variance = rss / free;
        out.resize(problem.p() + 1, f64::NAN);
        if problem.intercept() {
            out[0] = (variance * (1.0 / n + level)).sqrt();
        }
        for (&j, d) in self.columns.iter().zip(diagonal) {
            out[j + 1] = (variance * d).sqrt() / problem.x_scale(j);
        }
        Some(free)
    }

    /// The diagonal of G^-1, and m'G^-1 m.
    fn by_factor(&mut self, means: &[f64]) -> (Vec<f64>, f64) {
        let p = means.len();
        let mut column = vec![0.0; p];
        let diagonal = (0..p).map(|j| {
            column.fill(0.0);
            column[j] = 1.0;
            self.whole.solve(&mut column);
            column[j]
        });
        let diagonal = diagonal.collect();
        column.copy_from_slice(means);
        self.whole.solve(&mut column);
        (diagonal, column.iter().zip(means).map(|(x, m)| x * m).sum())
    }

    /// The same for Z'Z, from the rows that are loaded.
    fn by_rows(&self, means: Vec<f64>) -> Option<(Vec<f64>, f64)> {
        let p = self.columns.len();
        if p == 0 {
            return Some((Vec::new(), 0.0));
        }
        let qr = matrix(&self.rows, p).col_piv_qr();
        let inverse = qr.r().view((0, 0), (p, p)).into_owned();
        let inverse = inverse.solve_upper_triangular(&DMatrix::identity(p, p))?;
        let mut diagonal = DVector::from_fn(p, |i, _| inverse.row(i).norm_squared());
        qr.p().inv_permute_rows(&mut diagonal);
        let mut means = DVector::from_vec(means);
        qr.p().permute_rows(&mut means);
        let level = inverse.tr_mul(&means).norm_squared();
        Some((diagonal.iter().copied().collect(), level))
    }
}
