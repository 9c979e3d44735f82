//! Sums over residuals and gradients of several solutions at once, a lane per lambda.

use super::certify::{Certified, kkt_unit};
use super::trace::BLOCK;
use crate::kernels::vector::{halves, join};
use crate::path::{Certificate, PathSummary};
use crate::problem::Problem;
use crate::simd::{Kernel, LANES, Lanes};

type Pair<V> = [V; 2];

/// Groups of eight variables that are examined together.
const GROUPS: usize = 4;

/// out[k] = scale times the products of column k with the residuals.
pub(super) struct HotGradients<'a> {
    pub data: &'a [f64],
    pub stride: usize,
    pub residuals: &'a [[f64; BLOCK]],
    pub scale: f64,
    pub out: &'a mut [[f64; BLOCK]],
}

impl Kernel for HotGradients<'_> {
    type Output = ();

    #[inline(always)]
    fn run<V: Lanes>(mut self) {
        let mut k = 0;
        while V::WIDE && k + 8 <= self.out.len() {
            self.tile::<V, 8>(k);
            k += 8;
        }
        while k + 2 <= self.out.len() {
            self.tile::<V, 2>(k);
            k += 2;
        }
        if k < self.out.len() {
            self.tile::<V, 1>(k);
        }
    }
}

impl HotGradients<'_> {
    /// `C` columns from `first` on.
    #[inline(always)]
    fn tile<V: Lanes, const C: usize>(&mut self, first: usize) {
        let len = self.residuals.len();
        let mut columns: [&[f64]; C] = [&[]; C];
        for (k, column) in columns.iter_mut().enumerate() {
            *column = &self.data[(first + k) * self.stride..][..len];
        }
        let mut acc = [[V::zero(); 2]; C];
        for i in 0..len {
            let r = halves::<V>(&self.residuals[i]);
            for k in 0..C {
                let x = V::splat(columns[k][i]);
                acc[k] = [acc[k][0].plus(x, r[0]), acc[k][1].plus(x, r[1])];
            }
        }
        let scale = V::splat(self.scale);
        for k in 0..C {
            self.out[first + k] = join([acc[k][0] * scale, acc[k][1] * scale]);
        }
    }
}

/// Squared lengths of r - (1 - t) from - t to, with t in `parts`.
pub(super) struct Chords<'a> {
    pub residuals: &'a [[f64; BLOCK]],
    pub from: &'a [f64],
    pub to: &'a [f64],
    pub parts: &'a [f64; BLOCK],
}

impl Kernel for Chords<'_> {
    type Output = [f64; BLOCK];

    #[inline(always)]
    fn run<V: Lanes>(self) -> [f64; BLOCK] {
        let parts = halves::<V>(self.parts);
        let mut sum = [V::zero(); 2];
        for ((r, from), to) in self.residuals.iter().zip(self.from).zip(self.to) {
            let (r, from, step) = (halves::<V>(r), V::splat(*from), V::splat(to - from));
            for h in 0..2 {
                let d = (r[h] - from).minus(parts[h], step);
                sum[h] = sum[h].plus(d, d);
            }
        }
        join(sum)
    }
}

/// Sums over the solutions.
pub(super) struct Tally<'a> {
    pub coefficients: &'a [[f64; BLOCK]],
    /// Gradients of the variables with coefficients, then of others.
    pub gradients: &'a [[f64; BLOCK]],
    pub residuals: &'a [[f64; BLOCK]],
    pub y: &'a [f64],
    pub lambdas: &'a [f64; BLOCK],
}

/// What the sums are.
pub(super) struct Sums {
    /// The largest gradient of all that can exceed lambda.
    largest: [f64; BLOCK],
    /// The largest deviation of a gradient from lambda times its sign.
    deviation: [f64; BLOCK],
    /// Number of coefficients that are not zero.
    count: [f64; BLOCK],
    /// L1 norm.
    norm: [f64; BLOCK],
    /// r'r.
    rr: [f64; BLOCK],
    /// r'y.
    ry: [f64; BLOCK],
}

impl Kernel for Tally<'_> {
    type Output = Sums;

    #[inline(always)]
    fn run<V: Lanes>(self) -> Sums {
        let (zero, one, lambda) = (V::zero(), V::splat(1.0), halves::<V>(self.lambdas));
        let mut largest: Pair<V> = [zero; 2];
        for g in self.gradients {
            let g = halves::<V>(g);
            largest = [largest[0].max(g[0].abs()), largest[1].max(g[1].abs())];
        }
        let (mut deviation, mut count, mut norm) = ([zero; 2], [zero; 2], [zero; 2]);
        for (b, g) in self.coefficients.iter().zip(self.gradients) {
            let (b, g) = (halves::<V>(b), halves::<V>(g));
            for h in 0..2 {
                let below = V::where_greater(zero, b[h], zero - lambda[h], g[h]);
                let target = V::where_greater(b[h], zero, lambda[h], below);
                deviation[h] = deviation[h].max((g[h] - target).abs());
                count[h] = count[h] + V::where_greater(b[h].abs(), zero, one, zero);
                norm[h] = norm[h] + b[h].abs();
            }
        }
        let (mut rr, mut ry) = ([zero; 2], [zero; 2]);
        for (r, y) in self.residuals.iter().zip(self.y) {
            let (r, y) = (halves::<V>(r), V::splat(*y));
            for h in 0..2 {
                rr[h] = rr[h].plus(r[h], r[h]);
                ry[h] = ry[h].plus(r[h], y);
            }
        }
        Sums {
            largest: join(largest),
            deviation: join(deviation),
            count: join(count),
            norm: join(norm),
            rr: join(rr),
            ry: join(ry),
        }
    }
}

/// Which variables are not proved to stay within the bounds by the chord between the gradients at two nodes.
pub(super) struct Outside<'a> {
    /// Gradients at the nodes.
    pub nodes: [&'a [f64]; 2],
    pub norms: &'a [f64],
    /// At each lambda between: its part of the way, how far the residual is from the chord, and the bound.
    pub lambdas: &'a [[f64; 3]],
    pub out: &'a mut Vec<usize>,
}

impl Kernel for Outside<'_> {
    type Output = ();

    #[inline(always)]
    fn run<V: Lanes>(self) {
        let Self { nodes, norms, lambdas, out } = self;
        let [a, b, norms] = [nodes[0], nodes[1], norms].map(|v| v.as_chunks::<LANES>().0);
        let (a, b, norms) = (a.chunks(GROUPS), b.chunks(GROUPS), norms.chunks(GROUPS));
        for (at, ((a, b), norms)) in a.zip(b).zip(norms).enumerate() {
            let excesses = excesses::<V>(groups(a), groups(b), groups(norms), lambdas);
            for group in 0..GROUPS {
                let excess = excesses[group];
                if V::exceeds(excess, V::zero()) {
                    let first = (at * GROUPS + group) * LANES;
                    let all = excess.to_array();
                    out.extend((0..LANES).filter(|&k| all[k] > 0.0).map(|k| first + k));
                }
            }
        }
    }
}

/// Up to [`GROUPS`] groups; zeros where there are no more.
#[inline(always)]
fn groups<V: Lanes>(from: &[[f64; LANES]]) -> [V; GROUPS] {
    let mut out = [V::zero(); GROUPS];
    for (out, from) in out.iter_mut().zip(from) {
        *out = V::load(from);
    }
    out
}

/// By how much sizes between `a` and `b` may exceed the bound at some lambda, or -1.
#[inline(always)]
fn excesses<V: Lanes>(
    a: [V; GROUPS],
    b: [V; GROUPS],
    norms: [V; GROUPS],
    lambdas: &[[f64; 3]],
) -> [V; GROUPS] {
    let mut out = [V::splat(-1.0); GROUPS];
    let (mut from, mut step) = ([V::zero(); GROUPS], [V::zero(); GROUPS]);
    for g in 0..GROUPS {
        from[g] = a[g].abs();
        step[g] = b[g].abs() - from[g];
    }
    for [part, spread, bound] in lambdas {
        let (part, spread, bound) = (V::splat(*part), V::splat(*spread), V::splat(*bound));
        for g in 0..GROUPS {
            let size = from[g].plus(part, step[g]).plus(spread, norms[g]);
            out[g] = out[g].max(size - bound);
        }
    }
    out
}

impl Sums {
    /// The certificate of one solution, given its lambda and `lambda_max`. The dual point is the residual, shrunk until it is feasible up to what
    /// the conditions allow.
    pub(super) fn conclude(&self, problem: &Problem, l: usize, lambdas: [f64; 2]) -> Certified {
        let (n, [lambda, lambda_max]) = (problem.n() as f64, lambdas);
        let unit = kkt_unit(lambda, lambda_max);
        let largest = self.largest[l];
        let violation = self.deviation[l].max(largest - lambda).max(0.0);
        let kkt = if unit > 0.0 { violation / unit } else { 0.0 };
        let (rr, ry) = (self.rr[l] / n, self.ry[l] / n);
        let allowed = lambda + 1e-9 * unit;
        let t = if largest > allowed { allowed / largest } else { 1.0 };
        let primal = 0.5 * rr + lambda * self.norm[l];
        let dual = t * ry - 0.5 * t * t * rr;
        let null = 0.5 * problem.yty;
        let gap = if null > 0.0 { ((primal - dual) / null).max(0.0) } else { 0.0 };
        // A NaN among the coefficients would be lost in a maximum; in a sum it is not.
        let kkt = if rr.is_finite() && self.norm[l].is_finite() { kkt } else { f64::INFINITY };
        Certified {
            certificate: Certificate { kkt, gap },
            summary: PathSummary { df: self.count[l], rss: rr },
        }
    }
}
