//! Leave-one-out errors of ridge for many responses to one design.

use super::panels::{Line, Panels, WIDTH};
use super::spectral::{scale, spectrum};
use super::{Design, Spectral};
use crate::error::FitError;
use crate::kernels::vector::{halves, join};
use crate::path::check_lambdas;
use crate::problem::Problem;
use crate::rows::{Rows, Standardised};
use crate::simd::{Kernel, LANES, Lanes, dispatch};

/// The rows in the coordinates of the eigenvectors, and their squares: columns are rows.
#[derive(Debug, Clone, Default)]
pub(super) struct Rotated {
    rows: Panels,
    squares: Panels,
}

impl Rotated {
    /// ZQ, for the standardised rows of a problem and an eigenvector `vector(k)` per column.
    pub(super) fn new<'a>(
        problem: &Problem,
        rows: &Rows<'_>,
        vector: impl Fn(usize) -> &'a [f64],
    ) -> Result<Self, FitError> {
        let (n, p) = (rows.len(), problem.p());
        let all: Vec<usize> = (0..p).collect();
        let mut z = Standardised::default();
        z.load(problem, rows, &all)?;
        let mut products = vec![0.0; p * z.stride];
        for (k, out) in products.chunks_exact_mut(z.stride.max(1)).enumerate() {
            for (j, weight) in vector(k).iter().enumerate().take(p) {
                crate::kernels::vector::add(*weight, z.column(j), out);
            }
        }
        let entry = |k: usize, i: usize| products[k * z.stride + i];
        let squares = Panels::new(p, n, |k, i| entry(k, i) * entry(k, i));
        Ok(Self { rows: Panels::new(p, n, entry), squares })
    }
}

impl Spectral {
    /// PRESS (Allen 1974) of ridge at every lambda, for response `at`: the mean of `(e_i/(1 - h_ii))^2`, H as in
    /// [`PathSolver::leave_one_out`](crate::PathSolver::leave_one_out).
    ///
    /// # Errors
    /// As [`Spectral::summaries`]; [`FitError::NotAvailable`] unless [`Design::rotate_rows`] was called.
    pub fn leave_one_out(
        &mut self,
        design: &Design,
        at: usize,
        lambdas: &[f64],
        out: &mut Vec<f64>,
    ) -> Result<(), FitError> {
        check_lambdas(lambdas)?;
        let (spectrum, responses) = (spectrum(design)?, &design.responses);
        let Some(rotated) = &design.rotated else {
            return Err(FitError::NotAvailable("the rows of this design in rotated coordinates"));
        };
        if let Some(error) = &responses.failures[at] {
            return Err(error.clone());
        }
        let n = design.moments.n() as f64;
        let mean = if design.problem.intercept { 1.0 / n } else { 0.0 };
        out.clear();
        for chunk in lambdas.chunks(WIDTH) {
            let mut shrunk = [chunk[0] * (n - 1.0) / n; WIDTH];
            for (to, from) in shrunk.iter_mut().zip(chunk) {
                *to = from * (n - 1.0) / n;
            }
            let values = spectrum.values();
            let (weights, block) = (&mut self.weights_of_rows, &mut self.block);
            for lines in [&mut *weights, &mut *block] {
                lines.resize(values.len(), [0.0; WIDTH]);
            }
            dispatch(Weigh { values, lambdas: &shrunk, at, q: &responses.rotated, weights, block });
            rotated.rows.product(block, 1.0, chunk.len(), &mut self.fitted);
            rotated.squares.product(weights, 1.0 / n, chunk.len(), &mut self.leverages);
            let sums = dispatch(Press {
                y: &responses.y,
                at,
                fitted: &self.fitted,
                leverages: &self.leverages,
                rest: 1.0 - mean,
            });
            let factor = scale(design, at) / n / n;
            out.extend(sums.iter().take(chunk.len()).map(|sum| sum * factor));
        }
        Ok(())
    }
}

/// 1/(d + lambda) and q/(d + lambda), for sixteen lambdas and the q of one response.
struct Weigh<'a> {
    values: &'a [f64],
    lambdas: &'a Line,
    at: usize,
    q: &'a [Line],
    weights: &'a mut [Line],
    block: &'a mut [Line],
}

impl Kernel for Weigh<'_> {
    type Output = ();

    #[inline(always)]
    fn run<V: Lanes>(self) {
        let lambdas = halves::<V>(self.lambdas);
        let lines = self.weights.iter_mut().zip(self.block).zip(self.q);
        for (d, ((weights, block), q)) in self.values.iter().zip(lines) {
            let (d, q) = (V::splat(*d), V::splat(q[self.at]));
            let parts = weights.as_chunks_mut::<LANES>().0.iter_mut();
            let parts = parts.zip(block.as_chunks_mut().0).zip(lambdas);
            for ((weight, product), lambda) in parts {
                let inverse = V::splat(1.0) / (d + lambda);
                inverse.store(weight);
                (q * inverse).store(product);
            }
        }
    }
}

/// Sums of squared leave-one-out residuals at sixteen lambdas.
struct Press<'a> {
    y: &'a [Line],
    at: usize,
    fitted: &'a [Line],
    leverages: &'a [Line],
    /// 1 less the share of the intercept in h.
    rest: f64,
}

impl Kernel for Press<'_> {
    type Output = Line;

    #[inline(always)]
    fn run<V: Lanes>(self) -> Line {
        let rest = V::splat(self.rest);
        let mut sum = [V::zero(); 2];
        for ((y, fitted), leverages) in self.y.iter().zip(self.fitted).zip(self.leverages) {
            let y = V::splat(y[self.at]);
            let (fitted, leverages) = (halves::<V>(fitted), halves::<V>(leverages));
            for h in 0..2 {
                let e = (y - fitted[h]) / (rest - leverages[h]);
                sum[h] = sum[h].plus(e, e);
            }
        }
        join(sum)
    }
}
