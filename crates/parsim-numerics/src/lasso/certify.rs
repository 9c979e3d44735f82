//! Certificates: the optimality conditions, evaluated from G and c after the fact.

use super::columns::Columns;
use super::trace::{BLOCK, Block};
use crate::kernels::vector::{halves, join, max_abs};
use crate::path::{Certificate, PathSummary};
use crate::problem::Problem;
use crate::simd::{Kernel, LANES, Lanes, dispatch};

/// Violations are measured in units of lambda, but never of less than this fraction of `lambda_max`: below that
/// a double holds no more digits of the gradient.
pub(crate) const SMALLEST_UNIT: f64 = 1e-4;

/// What a violation at `lambda` is measured in.
pub(crate) fn kkt_unit(lambda: f64, lambda_max: f64) -> f64 {
    lambda.max(SMALLEST_UNIT * lambda_max)
}

/// The certified facts about one solution.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Certified {
    pub certificate: Certificate,
    /// Number of non-zero coefficients, and RSS/n in the units of the problem.
    pub summary: PathSummary,
}

/// Evaluates solutions of one problem, a block of lambdas at a time, a lane each.
#[derive(Debug, Clone, Default)]
pub(crate) struct Certifier {
    /// c - G b, a row of [`BLOCK`] numbers per variable.
    gradients: Vec<[f64; BLOCK]>,
    offsets: Vec<usize>,
}

impl Certifier {
    /// Certifies the solutions of a block at its `lambdas`.
    pub(crate) fn block(
        &mut self,
        columns: &Columns<'_>,
        block: &Block,
        lambdas: &[f64],
        out: &mut Vec<Certified>,
    ) {
        let problem = columns.problem;
        self.offsets.clear();
        self.offsets.extend(block.variables.iter().map(|&j| columns.offset(j)));
        self.gradients.resize(problem.ld, [0.0; BLOCK]);
        let mut lanes = [0.0; BLOCK];
        lanes[..lambdas.len()].copy_from_slice(lambdas);
        dispatch(Gradients {
            coef: &block.values,
            data: columns.data(),
            offsets: &self.offsets,
            start: &problem.xty,
            out: &mut self.gradients,
        });
        let gradients = &self.gradients;
        let norms = dispatch(Evaluate { problem, gradients, lambdas: &lanes, block });
        let lambda_max = max_abs(&problem.xty);
        let range = 0..lambdas.len();
        out.extend(range.map(|l| norms.conclude(problem.yty, lambda_max, l, lanes[l])));
    }
}

/// Sums over the coefficients of each solution.
struct Norms {
    /// The largest gradient.
    largest: [f64; BLOCK],
    /// The largest deviation of a gradient from lambda times its sign.
    deviation: [f64; BLOCK],
    /// Number of coefficients that are not zero.
    count: [f64; BLOCK],
    /// L1 norm.
    norm: [f64; BLOCK],
    /// b'c.
    bc: [f64; BLOCK],
    /// b'(c - G b).
    bg: [f64; BLOCK],
}

impl Norms {
    /// The certificate of one solution.
    ///
    /// With residual r: r'r/n = y'y/n - b'(c + g) and r'y/n = y'y/n - b'c. The dual point is r, shrunk until it
    /// is feasible up to what the conditions allow.
    fn conclude(&self, yty: f64, lambda_max: f64, l: usize, lambda: f64) -> Certified {
        let unit = kkt_unit(lambda, lambda_max);
        let largest = self.largest[l];
        let violation = self.deviation[l].max(largest - lambda).max(0.0);
        let kkt = if unit > 0.0 { violation / unit } else { 0.0 };
        let rr = (yty - self.bc[l] - self.bg[l]).max(0.0);
        let allowed = lambda + 1e-9 * unit;
        let t = if largest > allowed { allowed / largest } else { 1.0 };
        let primal = 0.5 * rr + lambda * self.norm[l];
        let dual = t * (yty - self.bc[l]) - 0.5 * t * t * rr;
        let null = 0.5 * yty;
        let gap = if null > 0.0 { ((primal - dual) / null).max(0.0) } else { 0.0 };
        // A NaN among the coefficients would be lost in a maximum; in a sum it is not.
        let kkt = if rr.is_finite() && self.norm[l].is_finite() { kkt } else { f64::INFINITY };
        Certified {
            certificate: Certificate { kkt, gap },
            summary: PathSummary { df: self.count[l], rss: rr },
        }
    }
}

/// out = start - sum over k of vectors[k] coef[k]', a row of [`BLOCK`] lambdas per entry of the vectors.
struct Gradients<'a> {
    coef: &'a [[f64; BLOCK]],
    data: &'a [f64],
    offsets: &'a [usize],
    start: &'a [f64],
    out: &'a mut [[f64; BLOCK]],
}

impl Kernel for Gradients<'_> {
    type Output = ();

    #[inline(always)]
    fn run<V: Lanes>(mut self) {
        for row in (0..self.start.len()).step_by(LANES) {
            if V::WIDE {
                self.tile::<V, 8>(row);
            } else {
                self.tile::<V, 2>(row);
                self.tile::<V, 2>(row + 2);
                self.tile::<V, 2>(row + 4);
                self.tile::<V, 2>(row + 6);
            }
        }
    }
}

impl Gradients<'_> {
    /// `R` rows from `row` on.
    #[inline(always)]
    fn tile<V: Lanes, const R: usize>(&mut self, row: usize) {
        let mut acc = [[V::zero(); 2]; R];
        for r in 0..R {
            acc[r] = [V::splat(self.start[row + r]); 2];
        }
        for (b, &offset) in self.coef.iter().zip(self.offsets) {
            let Some(g) = self.data[offset + row..].first_chunk::<R>() else { return };
            let b = halves::<V>(b);
            for r in 0..R {
                let g = V::splat(g[r]);
                acc[r] = [acc[r][0].minus(g, b[0]), acc[r][1].minus(g, b[1])];
            }
        }
        for r in 0..R {
            self.out[row + r] = join(acc[r]);
        }
    }
}

struct Evaluate<'a> {
    problem: &'a Problem,
    gradients: &'a [[f64; BLOCK]],
    lambdas: &'a [f64; BLOCK],
    block: &'a Block,
}

impl Kernel for Evaluate<'_> {
    type Output = Norms;

    #[inline(always)]
    fn run<V: Lanes>(self) -> Norms {
        let (zero, one, lambda) = (V::zero(), V::splat(1.0), halves::<V>(self.lambdas));
        let mut largest = [zero; 2];
        for g in self.gradients {
            let g = halves::<V>(g);
            largest = [largest[0].max(g[0].abs()), largest[1].max(g[1].abs())];
        }
        let (mut deviation, mut count, mut norm) = ([zero; 2], [zero; 2], [zero; 2]);
        let (mut bc, mut bg) = ([zero; 2], [zero; 2]);
        for (&j, b) in self.block.variables.iter().zip(&self.block.values) {
            let (b, g) = (halves::<V>(b), halves::<V>(&self.gradients[j]));
            let c = V::splat(self.problem.xty[j]);
            for h in 0..2 {
                let below = V::where_greater(zero, b[h], zero - lambda[h], g[h]);
                let target = V::where_greater(b[h], zero, lambda[h], below);
                deviation[h] = deviation[h].max((g[h] - target).abs());
                count[h] = count[h] + V::where_greater(b[h].abs(), zero, one, zero);
                norm[h] = norm[h] + b[h].abs();
                bc[h] = bc[h].plus(b[h], c);
                bg[h] = bg[h].plus(b[h], g[h]);
            }
        }
        Norms {
            largest: join(largest),
            deviation: join(deviation),
            count: join(count),
            norm: join(norm),
            bc: join(bc),
            bg: join(bg),
        }
    }
}
