//! Sums of squares and products by fold: the one pass over the data that all fits share.

mod sheet;
mod training;
mod wide;

use crate::error::{FitError, same_size};
use crate::folds::Folds;
use crate::kernels::gram::Gram;
use crate::kernels::vector::add_scaled;
use crate::matrix::Matrix;
use crate::rows::Rows;
use crate::simd::{Kernel, LANES, Lanes, dispatch, padded};
use sheet::Sheets;
pub(crate) use sheet::{Sheet, Sums};

/// Relative spread below which a column counts as constant: a few units in the last place of its values.
pub(crate) const CONSTANT: f64 = 16.0 * f64::EPSILON;

/// How many rows are transposed at a time, so that they stay in the first-level cache.
const BLOCK: usize = 32;

/// A centred copy of x and y, ordered by fold, with each fold's sums of squares and products.
///
/// Let z be the row (x - centre)/unit, then (y - centre)/unit, then 1, with the centre the mean over all rows
/// and the unit a power of two, so that scaling is exact. Fold k has `M_k`, the sum of zz' over its rows, and M
/// is the sum of these. The training sums of fold k are `M - M_k`: all K + 1 Gram matrices for the price of one.
/// Centring first makes the difference safe (Engstrom & Jensen 2025, arXiv 2401.13185). The memory is kept
/// from one call of [`Moments::compute`] to the next.
#[derive(Debug, Clone, Default)]
pub struct Moments {
    pub(crate) n: usize,
    pub(crate) p: usize,
    /// Column-major copy of z, `p + 2` columns of `stride` numbers; folds begin at multiples of eight and the
    /// gaps are zero.
    pub(crate) z: Vec<f64>,
    pub(crate) stride: usize,
    /// Start and length of each fold's rows in `z`.
    pub(crate) segments: Vec<(usize, usize)>,
    /// Mean of each column of x, then of y, in the units of the caller.
    pub(crate) center: Vec<f64>,
    /// Power of two that each column of x, then y, was divided by.
    pub(crate) unit: Vec<f64>,
    /// Row length of the sums: `p + 2`, padded.
    ld: usize,
    /// `M_k`, one after another, in 8 x 8 blocks of the lower triangle.
    sums: Vec<f64>,
    /// M.
    total: Vec<f64>,
    /// Rows transposed for the sums.
    pack: Vec<f64>,
    /// What takes the place of `z` and the sums where columns far outnumber rows.
    sheets: Sheets,
}

impl Moments {
    /// Empty moments; [`Moments::compute`] fills them.
    pub fn new() -> Self {
        Self::default()
    }

    /// Number of rows.
    pub fn n(&self) -> usize {
        self.n
    }

    /// Number of columns of x.
    pub fn p(&self) -> usize {
        self.p
    }

    /// Number of folds; 1 means none.
    pub fn folds(&self) -> usize {
        self.segments.len()
    }

    /// Reads the data once.
    ///
    /// # Errors
    /// [`FitError::NonFinite`] where x or y holds NaN, an infinity, or values too large to be centred;
    /// [`FitError::Shape`] where x, y and the folds differ in their number of rows, or there are none.
    pub fn compute(&mut self, x: &Matrix, y: &[f64], folds: &Folds) -> Result<(), FitError> {
        same_size("rows of y", x.rows(), y.len())?;
        same_size("rows of the folds", x.rows(), folds.rows())?;
        if y.is_empty() {
            return Err(FitError::Shape { what: "rows", expected: 1, found: 0 });
        }
        (self.n, self.p) = (x.rows(), x.cols());
        if self.is_wide() {
            return self.read_sheet(x, y, folds);
        }
        self.lay_out(folds);
        for j in 0..self.p {
            self.load(j, x.column(j), folds).ok_or(FitError::NonFinite { what: "x", index: j })?;
        }
        self.load(self.p, y, folds).ok_or_else(|| {
            let index = y.iter().position(|v| !v.is_finite()).unwrap_or(0);
            FitError::NonFinite { what: "y", index }
        })?;
        self.sum_products();
        Ok(())
    }

    /// Whether columns so far outnumber rows that problems hold rows instead of G: with p > 2 n the p^2 entries
    /// of G cost more than all that a path ever asks of them.
    pub(crate) fn is_wide(&self) -> bool {
        self.p > 2 * self.n
    }

    /// The rows that fold `k` holds out, or all rows where there is one fold. Panics where `k >= folds()`.
    pub fn held_out(&self, k: usize) -> Rows<'_> {
        Rows::sorted(self, &self.segments[k..=k])
    }

    /// All rows: fold by fold, and within a fold in the order of the data.
    pub fn all_rows(&self) -> Rows<'_> {
        Rows::sorted(self, &self.segments)
    }

    /// Sizes every buffer for the data.
    fn lay_out(&mut self, folds: &Folds) {
        self.segments.clear();
        let mut start = 0;
        for k in 0..folds.count() {
            self.segments.push((start, folds.size(k)));
            start += padded(folds.size(k));
        }
        self.stride = start;
        self.z.clear();
        // One more block, since tiles read up to eight rows beyond a fold's end.
        self.z.resize(self.stride * (self.p + 2) + 16, 0.0);
        let ones = self.stride * (self.p + 1);
        for &(start, len) in &self.segments {
            self.z[ones + start..ones + start + len].fill(1.0);
        }
        self.ld = padded(self.p + 2);
        self.center.resize(self.p + 1, 0.0);
        self.unit.resize(self.p + 1, 1.0);
    }

    /// Centres and scales one column into `z`; `None` where a value is not finite.
    pub(crate) fn load(&mut self, j: usize, values: &[f64], folds: &Folds) -> Option<()> {
        let (mean, unit) = center_and_unit(values)?;
        let inverse = 1.0 / unit;
        let column = &mut self.z[j * self.stride..(j + 1) * self.stride];
        for (k, &(start, len)) in self.segments.iter().enumerate() {
            for (z, &row) in column[start..start + len].iter_mut().zip(folds.members(k)) {
                *z = (values[row as usize] - mean) * inverse;
            }
        }
        (self.center[j], self.unit[j]) = (mean, unit);
        Some(())
    }

    /// `M_k` for every fold, and their sum.
    fn sum_products(&mut self) {
        let size = self.ld * self.ld;
        self.sums.resize(size * self.segments.len(), 0.0);
        self.pack.clear();
        self.pack.resize(self.ld * BLOCK, 0.0);
        for (&(start, len), out) in self.segments.iter().zip(self.sums.chunks_exact_mut(size)) {
            if len == 0 {
                out.fill(0.0);
            }
            for first in (0..len).step_by(BLOCK) {
                let rows = BLOCK.min(len - first);
                let z = &self.z[start + first..];
                let (stride, ld) = (self.stride, self.ld);
                let into = &mut self.pack[..rows * ld];
                dispatch(Transpose { columns: z, stride, count: self.p + 2, out: into, ld });
                let z = &self.pack[..rows * self.ld];
                dispatch(Gram { z, ld: self.ld, out, fresh: first == 0 });
            }
        }
        self.total.clear();
        self.total.extend_from_slice(&self.sums[..size]);
        for fold in self.sums[size..].chunks_exact(size) {
            dispatch(Accumulate { from: fold, to: &mut self.total, ld: self.ld });
        }
    }
}

/// Writes the first rows of columns that are `stride` apart as rows of `ld` numbers, eight by eight.
struct Transpose<'a> {
    /// As many columns as there are rows of `ld` beyond the surplus; seven more numbers follow each of their rows.
    columns: &'a [f64],
    stride: usize,
    count: usize,
    out: &'a mut [f64],
    ld: usize,
}

impl Kernel for Transpose<'_> {
    type Output = ();

    #[inline(always)]
    fn run<V: Lanes>(self) {
        let Self { columns, stride, count, out, ld } = self;
        for first in (0..count).step_by(LANES) {
            let width = LANES.min(count - first);
            for (row, lines) in out.chunks_mut(LANES * ld).enumerate() {
                let mut tile = [V::zero(); LANES];
                for c in 0..width {
                    let from = (first + c) * stride + row * LANES;
                    if let Some(values) = columns[from..].first_chunk() {
                        tile[c] = V::load(values);
                    }
                }
                let tile = V::transpose(tile);
                for (line, values) in lines.chunks_exact_mut(ld).zip(tile) {
                    if let Some(to) = line[first..].first_chunk_mut() {
                        values.store(to);
                    }
                }
            }
        }
    }
}

/// The mean of some values and the power of two to divide them by; `None` where one is not finite.
pub(crate) fn center_and_unit(values: &[f64]) -> Option<(f64, f64)> {
    let (mean, spread) = dispatch(Spread(values));
    // A NaN or an infinity anywhere has made the mean one too.
    (mean.is_finite() && spread.is_finite()).then(|| (mean, power_of_two(spread)))
}

/// The mean of some values, and the largest distance from it.
struct Spread<'a>(&'a [f64]);

impl Kernel for Spread<'_> {
    type Output = (f64, f64);

    #[inline(always)]
    fn run<V: Lanes>(self) -> (f64, f64) {
        let n = self.0.len() as f64;
        let (blocks, rest) = self.0.as_chunks();
        let (fours, single) = blocks.as_chunks::<4>();
        // Four chains of operations hide the latency of one.
        let mut sums = [V::zero(); 4];
        for four in fours {
            for k in 0..4 {
                sums[k] = sums[k] + V::load(&four[k]);
            }
        }
        let mut sum = (sums[0] + sums[1]) + (sums[2] + sums[3]);
        for block in single {
            sum = sum + V::load(block);
        }
        let mut mean = (sum.sum() + rest.iter().sum::<f64>()) / n;
        if !mean.is_finite() {
            // Finite values may overflow in the sum: divide first.
            mean = self.0.iter().map(|v| v / n).sum();
        }
        let center = V::splat(mean);
        let mut spreads = [V::zero(); 4];
        for four in fours {
            for k in 0..4 {
                spreads[k] = spreads[k].max((V::load(&four[k]) - center).abs());
            }
        }
        let mut spread = spreads[0].max(spreads[1]).max(spreads[2].max(spreads[3]));
        for block in single {
            spread = spread.max((V::load(block) - center).abs());
        }
        let rest = rest.iter().fold(0.0, |m: f64, v| m.max((v - mean).abs()));
        (mean, spread.largest().max(rest))
    }
}

/// Adds a lower triangle of 8 x 8 blocks to another.
struct Accumulate<'a> {
    from: &'a [f64],
    to: &'a mut [f64],
    ld: usize,
}

impl Kernel for Accumulate<'_> {
    type Output = ();

    #[inline(always)]
    fn run<V: Lanes>(self) {
        let rows = self.from.chunks_exact(self.ld).zip(self.to.chunks_exact_mut(self.ld));
        for (i, (from, to)) in rows.enumerate() {
            add_scaled::<V>(1.0, &from[..padded(i + 1)], to);
        }
    }
}

/// The largest power of two that is no larger than `value`, kept in a range whose inverse is normal; 1 for 0.
fn power_of_two(value: f64) -> f64 {
    if value == 0.0 {
        return 1.0;
    }
    let exponent = (value.to_bits() >> 52).clamp(24, 2022);
    f64::from_bits(exponent << 52)
}
