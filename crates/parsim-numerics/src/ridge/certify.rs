//! Certificates of ridge solutions, and what mends those that rounding has spoilt.

use super::shifted::BLOCK;
use super::{Ridge, kernel, ld};
use crate::error::FitError;
use crate::kernels::vector::{dot, max_abs};
use crate::path::{Certificate, PathReport};
use crate::problem::Problem;
use crate::simd::{Kernel, Lanes, dispatch, padded};
use crate::wide::WideRows;

/// The residual of the normal equations, relative to c, beyond which a ridge solution is not certified.
pub(crate) const TOLERANCE: f64 = 1e-8;

/// Most corrections of a solution; each leaves of an error about what rounding is relative to lambda over K.
const CORRECTIONS: usize = 4;

impl Ridge {
    /// Brings solution `index` back to standardised coordinates, and certifies it. The slopes of a wide problem
    /// are left out unless they are asked for: the equations of its rows then certify their weights.
    pub(super) fn certify(
        &mut self,
        problem: &Problem,
        lambdas: &[f64],
        index: usize,
        slopes: bool,
    ) -> Result<Certificate, FitError> {
        let ld = ld(lambdas);
        self.slopes.clear();
        self.slopes.extend((0..self.rotated.len()).map(|i| self.solutions[i * ld + index]));
        self.slopes.resize(padded(self.slopes.len()), 0.0);
        self.reduced.rotate_back(&mut self.slopes);
        let lambda = lambdas[index];
        let kkt = if let Some(rows) = &problem.rows {
            std::mem::swap(&mut self.slopes, &mut self.weights);
            if slopes {
                self.mended_slopes((problem, rows), lambda, index)
            } else {
                self.kernel.stationarity(problem, &self.right, lambda, &self.weights)
            }
        } else {
            dispatch(Stationarity { problem, lambda, slopes: &self.slopes })
        };
        // A NaN among the slopes would be lost in a maximum.
        let finite = self.slopes.iter().all(|b| b.is_finite());
        match (finite, kkt <= TOLERANCE) {
            (true, true) => Ok(Certificate { kkt, gap: 0.0 }),
            (true, false) => Err(FitError::NotConverged { lambda, kkt }),
            (false, _) => Err(FitError::NotConverged { lambda, kkt: f64::INFINITY }),
        }
    }

    /// Certifies the whole path at its smallest lambda: the error of the reduction acts on the norm of the
    /// solution, which is largest there. Where the weights of the rows of a wide problem are not good enough, the
    /// slopes take the place of all of them.
    pub(super) fn certify_path(
        &mut self,
        problem: &Problem,
        lambdas: &[f64],
        report: &mut PathReport,
    ) -> Result<(), FitError> {
        // Lambdas do not increase.
        if let Some(index) = lambdas.len().checked_sub(1) {
            match self.certify(problem, lambdas, index, false) {
                Ok(certificate) => report.worst = certificate,
                Err(_) if problem.is_wide() => self.make_explicit(problem, lambdas, report)?,
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Replaces the rotated weights of all solutions by slopes.
    fn make_explicit(
        &mut self,
        problem: &Problem,
        lambdas: &[f64],
        report: &mut PathReport,
    ) -> Result<(), FitError> {
        let ld = ld(lambdas);
        let mut all = std::mem::take(&mut self.spare);
        all.clear();
        all.resize(problem.p() * ld, 0.0);
        for index in 0..lambdas.len() {
            report.worst.merge(self.certify(problem, lambdas, index, true)?);
            for (line, b) in all.chunks_exact_mut(ld).zip(&self.slopes) {
                line[index] = *b;
            }
        }
        self.spare = std::mem::replace(&mut self.solutions, all);
        self.explicit = true;
        Ok(())
    }

    /// The slopes b = X'a of the weights, and the violation of their conditions. Also gives the residual
    /// sum of squares.
    ///
    /// Where K is singular and lambda small, a is mostly what y has outside the range of K, over lambda. It should
    /// leave no trace in b, but leaves its rounding; so a and b are corrected by what solves for the residuals of
    /// the rows, `(y - Xb)/n - lambda a`, after which the violation is lambda times that rounding.
    fn mended_slopes(
        &mut self,
        (problem, rows): (&Problem, &WideRows),
        lambda: f64,
        index: usize,
    ) -> f64 {
        kernel::slopes(problem, rows, &self.weights, &mut self.work, &mut self.slopes);
        let mut kkt = self.violation((problem, rows), lambda);
        for _ in 0..CORRECTIONS {
            if kkt <= TOLERANCE {
                break;
            }
            self.correct((problem, rows), lambda);
            kkt = self.violation((problem, rows), lambda);
        }
        // Better than what the weights say, and known anyway.
        let squares: f64 = self.work.iter().map(|r| r * r).sum();
        let unit = problem.y_unit();
        if let Some(summary) = self.summaries.get_mut(index) {
            summary.rss = squares * unit * unit;
        }
        kkt
    }

    /// The violation of the conditions by the slopes; leaves the residuals of the rows in `work`.
    fn violation(&mut self, (problem, rows): (&Problem, &WideRows), lambda: f64) -> f64 {
        let work = (&mut self.work, &mut self.products);
        kernel::stationarity(problem, rows, lambda, &self.slopes, work)
    }

    /// Corrects the weights and the slopes by the residuals of the rows.
    fn correct(&mut self, (problem, rows): (&Problem, &WideRows), lambda: f64) {
        let (n, size) = (problem.n() as f64, problem.n());
        self.correction.clear();
        rows.compact(&self.work, &mut self.correction);
        for (rest, a) in self.correction.iter_mut().zip(&self.weights) {
            *rest = *rest / n - lambda * a;
        }
        self.correction.resize(padded(size), 0.0);
        self.reduced.rotate(&mut self.correction);
        self.factors.compute(&self.reduced, &[lambda]);
        self.products.clear();
        self.products.resize(size * BLOCK, 0.0);
        self.factors.solve(&self.correction[..size], &mut self.products, BLOCK);
        for (rest, line) in self.correction.iter_mut().zip(self.products.chunks_exact(BLOCK)) {
            *rest = line[0];
        }
        self.reduced.rotate_back(&mut self.correction);
        for (a, change) in self.weights.iter_mut().zip(&self.correction) {
            *a += change;
        }
        kernel::slopes(problem, rows, &self.correction, &mut self.work, &mut self.products);
        for (b, change) in self.slopes.iter_mut().zip(&self.products) {
            *b += change;
        }
    }
}

struct Stationarity<'a> {
    problem: &'a Problem,
    lambda: f64,
    slopes: &'a [f64],
}

impl Kernel for Stationarity<'_> {
    type Output = f64;

    #[inline(always)]
    fn run<V: Lanes>(self) -> f64 {
        let Self { problem, lambda, slopes } = self;
        let scale = max_abs(&problem.xty);
        let mut worst = 0.0_f64;
        for (j, b) in slopes.iter().enumerate().take(problem.p()) {
            let fitted = dot::<V>(problem.gram_row(j), slopes);
            worst = worst.max((problem.xty[j] - fitted - lambda * b).abs());
        }
        if scale > 0.0 { worst / scale } else { worst }
    }
}
