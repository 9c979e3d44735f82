//! Data with far more columns than rows: the centred columns alone, shared by all problems of a data set.

use super::{Moments, Spread, power_of_two};
use crate::buffer::Buffer;
use crate::error::FitError;
use crate::folds::Folds;
use crate::matrix::Matrix;
use crate::simd::{Kernel, LANES, Lanes, dispatch, padded};
use std::sync::Arc;

/// The columns of x and y, centred over all rows and divided by a power of two; rows are ordered by fold.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sheet {
    /// Number of rows.
    pub n: usize,
    /// Number of columns of x.
    pub p: usize,
    /// Distance between columns, a multiple of eight; the surplus is zero.
    pub stride: usize,
    /// Columns of x, zero columns up to a multiple of eight, then y.
    pub z: Buffer,
    /// Sums over all rows.
    pub totals: Sums,
}

/// Sums over some rows, a number per column.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sums {
    pub z: Vec<f64>,
    /// Of squares.
    pub squares: Vec<f64>,
    /// Of products with y.
    pub products: Vec<f64>,
}

impl Sheet {
    /// Column `j` of x, or y where `j` is p, padded with zeros.
    pub(crate) fn column(&self, j: usize) -> &[f64] {
        let at = if j == self.p { padded(self.p) } else { j };
        &self.z[at * self.stride..(at + 1) * self.stride]
    }

    fn shape(&mut self, n: usize, p: usize) {
        (self.n, self.p, self.stride) = (n, p, padded(n));
        let len = (padded(p) + 1) * self.stride;
        if self.z.len() != len {
            self.z.clear();
            self.z.resize(len);
        }
        // The padding may hold rows of an earlier data set.
        self.z[p * self.stride..].fill(0.0);
        if n < self.stride {
            for column in self.z.chunks_exact_mut(self.stride) {
                column[n..].fill(0.0);
            }
        }
    }

    /// Fills a column with values in the order of the folds; returns their mean and the unit, or `None` where a
    /// value is not finite.
    fn load(&mut self, j: usize, values: &[f64], folds: &Folds) -> Option<(f64, f64)> {
        let (mean, spread) = dispatch(Spread(values));
        // A NaN or an infinity anywhere has made the mean one too.
        if !(mean.is_finite() && spread.is_finite()) {
            return None;
        }
        let unit = power_of_two(spread);
        let inverse = 1.0 / unit;
        let at = if j == self.p { padded(self.p) } else { j };
        let column = &mut self.z[at * self.stride..(at + 1) * self.stride];
        for (z, &row) in column.iter_mut().zip(folds.order()) {
            *z = (values[row as usize] - mean) * inverse;
        }
        Some((mean, unit))
    }

    /// Sums over the rows from `start` on, `len` of them.
    pub(crate) fn sum(&self, (start, len): (usize, usize), mask: &mut Vec<f64>, out: &mut Sums) {
        mask.clear();
        mask.resize(self.stride, 0.0);
        mask[start..start + len].fill(1.0);
        for v in [&mut out.z, &mut out.squares, &mut out.products] {
            v.resize(padded(self.p), 0.0);
        }
        let (first, end) = (start / LANES, (start + len).div_ceil(LANES));
        dispatch(Sum { sheet: self, mask, blocks: (first, end), out });
    }
}

/// Sheets that problems may still hold, the current one last.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sheets(Vec<Arc<Sheet>>);

impl Sheets {
    /// The current sheet.
    pub(crate) fn current(&self) -> Option<&Arc<Sheet>> {
        self.0.last()
    }

    /// Makes a sheet current that no problem holds.
    fn renew(&mut self) -> &mut Sheet {
        let free = self.0.iter().rposition(|sheet| Arc::strong_count(sheet) == 1);
        let sheet = free.map(|at| self.0.remove(at)).unwrap_or_default();
        let at = self.0.len();
        self.0.push(sheet);
        Arc::make_mut(&mut self.0[at])
    }
}

impl Moments {
    /// Reads wide data once.
    pub(super) fn read_sheet(
        &mut self,
        x: &Matrix,
        y: &[f64],
        folds: &Folds,
    ) -> Result<(), FitError> {
        let (n, p) = (self.n, self.p);
        self.segments.clear();
        let mut start = 0;
        for k in 0..folds.count() {
            self.segments.push((start, folds.size(k)));
            start += folds.size(k);
        }
        self.center.resize(p + 1, 0.0);
        self.unit.resize(p + 1, 1.0);
        let sheet = self.sheets.renew();
        sheet.shape(n, p);
        for j in 0..p {
            let found = sheet.load(j, x.column(j), folds);
            (self.center[j], self.unit[j]) =
                found.ok_or(FitError::NonFinite { what: "x", index: j })?;
        }
        (self.center[p], self.unit[p]) = sheet.load(p, y, folds).ok_or_else(|| {
            let index = y.iter().position(|v| !v.is_finite()).unwrap_or(0);
            FitError::NonFinite { what: "y", index }
        })?;
        let (mut totals, mut mask) = (std::mem::take(&mut sheet.totals), Vec::new());
        std::mem::swap(&mut mask, &mut self.pack);
        sheet.sum((0, n), &mut mask, &mut totals);
        sheet.totals = totals;
        std::mem::swap(&mut mask, &mut self.pack);
        Ok(())
    }

    /// Whether these are the moments of a sheet.
    pub(crate) fn rests_on(&self, sheet: &Arc<Sheet>) -> bool {
        self.is_wide() && self.sheets.current().is_some_and(|own| Arc::ptr_eq(own, sheet))
    }

    /// Column `j` of x, or y where `j` is p, centred and in units, at the places of the segments.
    pub(crate) fn sorted_column(&self, j: usize) -> &[f64] {
        match self.sheets.current() {
            Some(sheet) if self.is_wide() => sheet.column(j),
            _ => &self.z[j * self.stride..],
        }
    }
}

struct Sum<'a> {
    sheet: &'a Sheet,
    /// 1 for rows that count.
    mask: &'a [f64],
    /// First block of eight rows, and the end.
    blocks: (usize, usize),
    out: &'a mut Sums,
}

impl Kernel for Sum<'_> {
    type Output = ();

    #[inline(always)]
    fn run<V: Lanes>(self) {
        let Self { sheet, mask, blocks: (first, end), out } = self;
        let (mask, y) = (mask.as_chunks().0, sheet.column(sheet.p).as_chunks().0);
        let Sums { z, squares, products } = out;
        let [z, squares, products] = [z, squares, products].map(|v| v.as_chunks_mut().0);
        for (group, ((z, squares), products)) in z.iter_mut().zip(squares).zip(products).enumerate()
        {
            let start = group * LANES * sheet.stride;
            let (mut s, mut q, mut c) =
                ([V::zero(); LANES], [V::zero(); LANES], [V::zero(); LANES]);
            for b in first..end {
                let mask = V::load(&mask[b]);
                let y = V::load(&y[b]);
                for k in 0..LANES {
                    let at = start + k * sheet.stride + b * LANES;
                    let Some(values) = sheet.z[at..].first_chunk() else { return };
                    let value = V::load(values) * mask;
                    s[k] = s[k] + value;
                    q[k] = q[k].plus(value, value);
                    c[k] = c[k].plus(value, y);
                }
            }
            V::sums(s).store(z);
            V::sums(q).store(squares);
            V::sums(c).store(products);
        }
    }
}
