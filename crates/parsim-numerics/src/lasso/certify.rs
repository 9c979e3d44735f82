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
    lambda_max: f64,
}

impl Certifier {
    /// Prepares for the blocks of a problem.
    pub(crate) fn begin(&mut self, problem: &Problem) {
        self.lambda_max = max_abs(&problem.xty);
        self.gradients.resize(problem.p(), [0.0; BLOCK]);
    }

    /// Certifies the solutions of a block at its `lambdas`.
    pub(crate) fn block(&mut self, columns: &Columns<'_>, block: &Block, lambdas: &[f64]) -> Facts {
        let (problem, lambda_max) = (columns.problem, self.lambda_max);
        self.offsets.clear();
        self.offsets.extend(block.variables.iter().map(|&j| columns.offset(j)));
        // Beyond the last lambda the slopes are zero, which is no violation at the largest.
        let mut lanes = [lambda_max; BLOCK];
        lanes[..lambdas.len()].copy_from_slice(lambdas);
        dispatch(Remainders {
            coef: &block.values,
            data: columns.data(),
            offsets: &self.offsets,
            start: &problem.xty[..problem.p()],
            out: &mut self.gradients,
        });
        let gradients = &self.gradients;
        dispatch(Evaluate { problem, gradients, lambdas: &lanes, block, lambda_max })
    }
}

/// The certified facts about a block of solutions, a lane each.
pub(crate) struct Facts {
    kkt: [f64; BLOCK],
    gap: [f64; BLOCK],
    count: [f64; BLOCK],
    rss: [f64; BLOCK],
    /// The worst certificate, in which what is no number counts as infinite.
    pub worst: Certificate,
}

impl Facts {
    /// Those of one solution.
    pub(crate) fn at(&self, l: usize) -> Certified {
        Certified {
            certificate: Certificate { kkt: self.kkt[l], gap: self.gap[l] },
            summary: PathSummary { df: self.count[l], rss: self.rss[l] },
        }
    }
}

/// Sums over the coefficients of each solution.
#[derive(Clone, Copy)]
struct Norms<V> {
    /// The largest gradient.
    largest: V,
    /// The largest deviation of a gradient from lambda times its sign.
    deviation: V,
    /// L1 norm.
    norm: V,
    /// b'c.
    bc: V,
    /// b'(c - G b).
    bg: V,
}

impl<V: Lanes> Norms<V> {
    /// The KKT violation, the duality gap and RSS/n of each solution.
    ///
    /// With residual r: r'r/n = y'y/n - b'(c + g) and r'y/n = y'y/n - b'c. The dual point is r, shrunk until it
    /// is feasible up to what the conditions allow.
    #[inline(always)]
    fn conclude(self, yty: f64, lambda: V, unit: V) -> [V; 3] {
        let Self { largest, deviation, norm, bc, bg } = self;
        let (zero, one, half) = (V::zero(), V::splat(1.0), V::splat(0.5));
        let (yty, null) = (V::splat(yty), V::splat(0.5 * yty));
        let violation = zero.max(largest - lambda).max(deviation);
        let kkt = V::where_greater(unit, zero, violation / unit, zero);
        let rss = zero.max(yty - bc - bg);
        let allowed = lambda.plus(V::splat(1e-9), unit);
        let t = V::where_greater(largest, allowed, allowed / largest, one);
        let primal = (half * rss).plus(lambda, norm);
        let dual = t * (yty - bc) - half * t * t * rss;
        let gap = V::where_greater(null, zero, zero.max((primal - dual) / null), zero);
        // A NaN among the coefficients would be lost in a maximum; in a sum it is not.
        let size = norm + bc + bg;
        let infinite = V::splat(f64::INFINITY);
        let kkt = V::where_greater(infinite, size.abs(), kkt, infinite);
        [kkt, gap, rss]
    }
}

/// out = start - sum over k of vectors[k] coef[k]', a row of [`BLOCK`] lambdas per entry of the vectors: gradients,
/// with columns of G as vectors, or residuals, with columns of the data.
pub(super) struct Remainders<'a> {
    pub coef: &'a [[f64; BLOCK]],
    pub data: &'a [f64],
    pub offsets: &'a [usize],
    pub start: &'a [f64],
    pub out: &'a mut [[f64; BLOCK]],
}

impl Kernel for Remainders<'_> {
    type Output = ();

    #[inline(always)]
    fn run<V: Lanes>(mut self) {
        let rows = self.start.len();
        let mut row = 0;
        while V::WIDE && row + LANES <= rows {
            self.tile::<V, 8>(row);
            row += LANES;
        }
        while row + 2 <= rows {
            self.tile::<V, 2>(row);
            row += 2;
        }
        if row < rows {
            self.tile::<V, 1>(row);
        }
    }
}

impl Remainders<'_> {
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
    lambda_max: f64,
}

impl Kernel for Evaluate<'_> {
    type Output = Facts;

    #[inline(always)]
    fn run<V: Lanes>(self) -> Facts {
        let lambda = halves::<V>(self.lambdas);
        let smallest = V::splat(SMALLEST_UNIT * self.lambda_max);
        let (norms, count) = self.norms(lambda);
        let yty = self.problem.yty;
        let a = norms[0].conclude(yty, lambda[0], lambda[0].max(smallest));
        let b = norms[1].conclude(yty, lambda[1], lambda[1].max(smallest));
        Facts {
            worst: Certificate { kkt: a[0].max(b[0]).largest(), gap: a[1].max(b[1]).largest() },
            kkt: join([a[0], b[0]]),
            gap: join([a[1], b[1]]),
            rss: join([a[2], b[2]]),
            count: join(count),
        }
    }
}

impl Evaluate<'_> {
    /// The sums of both halves, and the numbers of coefficients that are not zero.
    #[inline(always)]
    fn norms<V: Lanes>(&self, lambda: [V; 2]) -> ([Norms<V>; 2], [V; 2]) {
        let (zero, one) = (V::zero(), V::splat(1.0));
        let start = Norms { largest: zero, deviation: zero, norm: zero, bc: zero, bg: zero };
        let (mut norms, mut count) = ([start; 2], [zero; 2]);
        for g in self.gradients {
            let g = halves::<V>(g);
            for h in 0..2 {
                norms[h].largest = norms[h].largest.max(g[h].abs());
            }
        }
        for (&j, b) in self.block.variables.iter().zip(&self.block.values) {
            let (b, g) = (halves::<V>(b), halves::<V>(&self.gradients[j]));
            let c = V::splat(self.problem.xty[j]);
            for h in 0..2 {
                let sums = &mut norms[h];
                let below = V::where_greater(zero, b[h], zero - lambda[h], g[h]);
                let target = V::where_greater(b[h], zero, lambda[h], below);
                sums.deviation = sums.deviation.max((g[h] - target).abs());
                count[h] = count[h] + V::where_greater(b[h].abs(), zero, one, zero);
                sums.norm = sums.norm + b[h].abs();
                sums.bc = sums.bc.plus(b[h], c);
                sums.bg = sums.bg.plus(b[h], g[h]);
            }
        }
        (norms, count)
    }
}
