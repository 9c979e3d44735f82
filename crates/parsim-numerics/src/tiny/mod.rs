//! Least squares on many tiny data sets of one size: eight at a time, one in each lane.

mod errors;
mod factor;
mod load;
mod sums;

use crate::matrix::Matrix;
use crate::path::{Certificate, Fit, LeastSquaresEngine};
use crate::problem::Scaling;
use crate::simd::{Kernel, LANES, Lanes, dispatch};
use factor::{factorise, solve};
use load::{centre, interleave};
use sums::{correlate, products, residuals};

/// Most columns.
const COLUMNS: usize = 32;

/// Most numbers per data set, y included, so that eight stay in the second-level cache.
const NUMBERS: usize = 1 << 13;

/// One number of each data set.
type Eight = [f64; LANES];

/// Ordinary least squares with an intercept on up to eight data sets of n rows and p columns at a time.
///
/// The method is that of [`LeastSquares`](crate::LeastSquares): normal equations of centred columns, here by an
/// L D L' factorisation, and one correction from the residuals. A data set on which it is not safe (a column or
/// y constant to rounding, columns nearly dependent, values not finite or extreme) is left to
/// [`LeastSquares`](crate::LeastSquares). Every operation acts on each lane by itself, so neither the lane nor its neighbours move a
/// bit of a fit. Memory is kept from one call to the next.
#[derive(Debug, Clone, Default)]
pub struct TinyLeastSquares {
    n: usize,
    p: usize,
    /// Columns of x, then y, of n numbers each, centred.
    z: Vec<Eight>,
    /// Mean of each column.
    mean: Vec<Eight>,
    /// Sums of products of the columns, lower triangle, row by row.
    products: Vec<Eight>,
    /// L below the diagonal, row by row.
    factor: Vec<Eight>,
    /// 1/D.
    inverse: Vec<Eight>,
    slopes: Vec<Eight>,
    gradient: Vec<Eight>,
    residuals: Vec<Eight>,
    rss: Eight,
    kkt: Eight,
    /// Variances of intercept and slopes over that of the noise, where they are asked for.
    variances: Vec<Eight>,
    /// Working memory for them.
    line: Vec<Eight>,
    /// 1 where the fit stands, 0 where it is left to others.
    good: Eight,
}

impl TinyLeastSquares {
    /// Data sets that are fitted at once.
    pub const LANES: usize = LANES;

    /// A solver without memory as yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether data sets of this size are fitted here. It depends on nothing else, so that a data set is always
    /// fitted in the same way.
    pub const fn takes(n: usize, p: usize, scaling: Scaling) -> bool {
        scaling.intercept && p > 0 && p <= COLUMNS && n > p && n * (p + 1) <= NUMBERS
    }

    /// Fits the first data sets of `data`, at most eight, all of the size of the first. Says of each whether its
    /// fit stands; it is then had from [`TinyLeastSquares::write`].
    pub fn fit(&mut self, data: &[(&Matrix, &[f64])]) -> [bool; LANES] {
        let data = &data[..data.len().min(LANES)];
        let mut fitted = [false; LANES];
        let Some((x, _)) = data.first() else { return fitted };
        self.resize(x.rows(), x.cols());
        dispatch(Fitting { data, work: self });
        for (lane, (x, y)) in data.iter().enumerate() {
            let same = x.rows() == self.n && x.cols() == self.p && y.len() == self.n;
            fitted[lane] = same && self.good[lane] == 1.0;
        }
        fitted
    }

    /// Writes the fit of a lane that stands.
    pub fn write(&self, lane: usize, out: &mut Fit) {
        out.slopes.clear();
        out.slopes.extend(self.slopes.iter().map(|b| b[lane]));
        let fitted: f64 = self.slopes.iter().zip(&self.mean).map(|(b, m)| b[lane] * m[lane]).sum();
        out.intercept = self.mean[self.p][lane] - fitted;
        out.df = self.p as f64;
        out.rss = self.rss[lane];
        out.certificate = Certificate { kkt: self.kkt[lane], gap: 0.0 };
        out.least_squares = Some(LeastSquaresEngine::Cholesky);
    }

    fn resize(&mut self, n: usize, p: usize) {
        (self.n, self.p) = (n, p);
        for (vector, length) in [
            (&mut self.z, (p + 1) * n),
            (&mut self.mean, p + 1),
            (&mut self.products, (p + 1) * (p + 1)),
            (&mut self.factor, p * p),
            (&mut self.inverse, p),
            (&mut self.slopes, p),
            (&mut self.gradient, p),
            (&mut self.residuals, n),
        ] {
            vector.resize(length, [0.0; LANES]);
        }
    }
}

struct Fitting<'a> {
    data: &'a [(&'a Matrix, &'a [f64])],
    work: &'a mut TinyLeastSquares,
}

impl Kernel for Fitting<'_> {
    type Output = ();

    #[inline(always)]
    fn run<V: Lanes>(self) {
        let TinyLeastSquares {
            n,
            p,
            z,
            mean,
            products: sums,
            factor,
            inverse,
            slopes,
            gradient,
            residuals: r,
            rss,
            kkt,
            good,
            ..
        } = self.work;
        let (n, p) = (*n, *p);
        interleave::<V>(self.data, z, n, p);
        let mut fine = centre::<V>(z, mean, n);
        products::<V>(z, sums, n, p);
        fine = factorise::<V>(sums, factor, inverse, (p, fine));
        let right = &sums[p * (p + 1)..][..=p];
        slopes.copy_from_slice(&right[..p]);
        solve::<V>(factor, inverse, slopes);
        residuals::<V>(z, slopes, r);
        correlate::<V>(z, r, gradient);
        solve::<V>(factor, inverse, gradient);
        for (b, change) in slopes.iter_mut().zip(&*gradient) {
            (V::load(b) + V::load(change)).store(b);
        }
        residuals::<V>(z, slopes, r);
        correlate::<V>(z, r, gradient);
        fine = certify::<V>([sums, gradient], (p, fine), kkt);
        square::<V>(r, rss);
        fine.store(good);
    }
}

/// The largest |X'r| relative to the largest |X'y|, both of columns with standard deviation 1. Where y has no
/// correlation that is more than rounding, there is no such ratio and the lane is not good.
#[inline(always)]
fn certify<V: Lanes>([sums, gradient]: [&[Eight]; 2], (p, good): (usize, V), kkt: &mut Eight) -> V {
    let (mut left, mut most) = (V::zero(), V::zero());
    for j in 0..p {
        // Squares of the standardised values, since a square root is not needed to compare.
        let scale = V::splat(1.0) / V::load(&sums[j * (p + 1) + j]);
        let (g, c) = (V::load(&gradient[j]), V::load(&sums[p * (p + 1) + j]));
        left = left.max(g * g * scale);
        most = most.max(c * c * scale);
    }
    let noise = V::splat(64.0 * f64::EPSILON * f64::EPSILON) * V::load(&sums[p * (p + 1) + p]);
    let ratio = (left / most).to_array();
    for (kkt, ratio) in kkt.iter_mut().zip(ratio) {
        *kkt = ratio.sqrt();
    }
    V::where_greater(most, noise, good, V::zero())
}

/// Sum of squares.
#[inline(always)]
fn square<V: Lanes>(r: &[Eight], out: &mut Eight) {
    let mut sums = [V::zero(); 4];
    let (quads, rest) = r.as_chunks::<4>();
    for quad in quads {
        for k in 0..4 {
            let r = V::load(&quad[k]);
            sums[k] = sums[k].plus(r, r);
        }
    }
    for r in rest {
        let r = V::load(r);
        sums[0] = sums[0].plus(r, r);
    }
    ((sums[0] + sums[2]) + (sums[1] + sums[3])).store(out);
}
