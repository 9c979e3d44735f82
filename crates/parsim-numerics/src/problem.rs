//! A least-squares problem by its moments.

use crate::buffer::Buffer;
use crate::kernels::vector::max_abs;
use crate::rows::Standardised;
use crate::simd::{Kernel, LANES, Lanes, dispatch, padded};
use crate::wide::{Correlate, Pair, WideRows};

/// Which parts of the design a fit takes into account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scaling {
    /// Fit an unpenalised intercept, by centring the columns and y.
    pub intercept: bool,
    /// Divide each column by its centred standard deviation (1/n), also without an intercept, as glmnet does.
    pub standardize: bool,
}

impl Default for Scaling {
    /// With an intercept, on standardised columns.
    fn default() -> Self {
        Self { intercept: true, standardize: true }
    }
}

/// Everything that OLS, ridge and lasso need to know about n rows: G = X'X/n and c = X'y/n of centred and
/// scaled columns, and the way back to the original scale.
///
/// Where columns far outnumber rows, G is not formed: the problem then refers to the rows.
///
/// Filled by [`Moments::full`](crate::Moments::full) and [`Moments::training`](crate::Moments::training).
/// Inside, y is divided by a power of two, so that nothing overflows and nothing is rounded.
#[derive(Debug, Clone, Default)]
pub struct Problem {
    pub(crate) n: usize,
    /// Row length of `gram`.
    pub(crate) ld: usize,
    /// G, both triangles, row by row; rows and columns of constant columns are zero.
    pub(crate) gram: Vec<f64>,
    /// The diagonal of G.
    pub(crate) diagonal: Vec<f64>,
    /// The rows, where G is not formed.
    pub(crate) rows: Option<WideRows>,
    /// c, of length `ld`.
    pub(crate) xty: Vec<f64>,
    /// y'y/n.
    pub(crate) yty: f64,
    /// Column of the data that each column of the problem is.
    pub(crate) source: Vec<usize>,
    /// Number of columns of the data.
    pub(crate) source_p: usize,
    /// Mean of the data's column j over *all* rows; y at the end.
    pub(crate) center: Vec<f64>,
    /// Power of two that the data's column j is divided by; y at the end.
    pub(crate) unit: Vec<f64>,
    /// What is subtracted from (x - center)/unit; y at the end.
    pub(crate) shift: Vec<f64>,
    /// What (x - center)/unit - shift is multiplied by; 0 for constant columns.
    pub(crate) factor: Vec<f64>,
    /// Standard deviation (1/n) of y in the caller's units.
    pub(crate) y_sd: f64,
    pub(crate) intercept: bool,
    /// Sums of (x - center)/unit over the rows, then of y; working memory.
    pub(crate) sums: Vec<f64>,
}

impl Problem {
    /// An empty problem, to be filled.
    pub fn new() -> Self {
        Self::default()
    }

    /// Number of rows that the problem rests on.
    pub fn n(&self) -> usize {
        self.n
    }

    /// Number of columns.
    pub fn p(&self) -> usize {
        self.source.len()
    }

    /// Whether an intercept is fitted.
    pub fn intercept(&self) -> bool {
        self.intercept
    }

    /// The column of the data that column `j` of the problem is; differs from `j` after [`Problem::subset`].
    pub fn source(&self, j: usize) -> usize {
        self.source[j]
    }

    /// Standard deviation of y about its mean, with divisor n, in the units of the caller.
    pub fn y_sd(&self) -> f64 {
        self.y_sd
    }

    /// What y is measured from: its mean over the problem's rows, or 0 without an intercept.
    pub fn y_mean(&self) -> f64 {
        self.x_mean(self.p())
    }

    /// What column `j` is measured from: its mean over the problem's rows, or 0 without an intercept.
    pub fn x_mean(&self, j: usize) -> f64 {
        self.center[j] + self.unit[j] * self.shift[j]
    }

    /// What column `j` is divided by: its standard deviation (1/n), or 1 where columns are not standardised;
    /// 0 where the column is constant.
    pub fn x_scale(&self, j: usize) -> f64 {
        if self.factor[j] == 0.0 { 0.0 } else { self.unit[j] / self.factor[j] }
    }

    /// Whether column `j` is constant over the problem's rows; its coefficient is then 0.
    pub fn is_constant(&self, j: usize) -> bool {
        self.factor[j] == 0.0
    }

    /// Whether nothing of y is left to be explained: y is constant, or zero where no intercept is fitted. All
    /// slopes are then 0.
    pub fn y_is_constant(&self) -> bool {
        self.yty == 0.0
    }

    /// Total sum of squares of y, about its mean with an intercept and about zero without, in the caller's
    /// units.
    pub fn tss(&self) -> f64 {
        let unit = self.y_unit();
        self.yty * self.n as f64 * unit * unit
    }

    /// The smallest lambda at which every lasso coefficient is zero: max |X'y|/n, in the units of y.
    pub fn lambda_max(&self) -> f64 {
        max_abs(&self.xty) * self.y_unit()
    }

    /// The problem of some of the columns, in the order given. Panics where an index is not below `p()`.
    pub fn subset(&self, columns: &[usize], out: &mut Self) {
        let p = self.p();
        (out.n, out.yty, out.y_sd) = (self.n, self.yty, self.y_sd);
        (out.intercept, out.source_p) = (self.intercept, self.source_p);
        out.resize(columns.len());
        out.rows = None;
        out.form_gram();
        for (to, &from) in columns.iter().enumerate() {
            out.xty[to] = self.xty[from];
            out.factor[to] = self.factor[from];
            out.source[to] = self.source[from];
            out.diagonal[to] = self.diagonal[from];
            let line = &mut out.gram[to * out.ld..(to + 1) * out.ld];
            line.fill(0.0);
            for (g, &c) in line.iter_mut().zip(columns) {
                *g = self.entry(from, c);
            }
        }
        for (to, from) in columns.iter().copied().chain([p]).enumerate() {
            out.center[to] = self.center[from];
            out.unit[to] = self.unit[from];
            out.shift[to] = self.shift[from];
        }
    }

    /// Row `j` of G, padded with zeros. The problem is not wide.
    pub(crate) fn gram_row(&self, j: usize) -> &[f64] {
        &self.gram[j * self.ld..(j + 1) * self.ld]
    }

    /// Diagonal of G.
    pub(crate) fn diagonal(&self, j: usize) -> f64 {
        self.diagonal[j]
    }

    /// One entry of G.
    fn entry(&self, j: usize, k: usize) -> f64 {
        match &self.rows {
            None => self.gram[j * self.ld + k],
            Some(rows) => {
                let mut columns = Buffer::default();
                self.append_columns(rows, &[j, k], &mut columns);
                let (a, b) = columns.split_at(rows.stride());
                dispatch(Pair { a, b }) / self.n as f64
            }
        }
    }

    /// Whether the problem holds rows instead of G.
    pub(crate) fn is_wide(&self) -> bool {
        self.rows.is_some()
    }

    /// Computes column `j` of G from the rows.
    pub(crate) fn compute_column(&self, j: usize, out: &mut [f64]) {
        if let Some(rows) = &self.rows {
            let (mut column, scale) = (Buffer::default(), 1.0 / self.n as f64);
            self.append_columns(rows, &[j], &mut column);
            dispatch(Correlate { problem: self, rows, vectors: &column, scale, out });
        }
    }

    /// Power of two that y is divided by.
    pub(crate) fn y_unit(&self) -> f64 {
        self.unit[self.p()]
    }

    /// Centre and unit of column `j`, or of y where `j` is `p()`.
    pub(crate) fn coordinates(&self, j: usize) -> (f64, f64) {
        (self.center[j], self.unit[j])
    }

    /// The slope on the original scale that belongs to a coefficient of standardised columns.
    pub(crate) fn original_slope(&self, j: usize, coefficient: f64) -> f64 {
        coefficient * self.factor[j] / self.unit[j] * self.y_unit()
    }

    /// The intercept on the original scale, given non-zero coefficients of standardised columns.
    pub(crate) fn original_intercept(&self, terms: impl Iterator<Item = (usize, f64)>) -> f64 {
        if !self.intercept {
            return 0.0;
        }
        let p = self.p();
        let fitted: f64 = terms.map(|(j, b)| self.x_mean(j) * self.original_slope(j, b)).sum();
        self.x_mean(p) - fitted
    }

    /// Makes c exactly zero where y is constant, or no column has a correlation with y that is more than rounding:
    /// `lambda_max` is then 0, and not a random number near it.
    pub(crate) fn drop_noise(&mut self) {
        let noise = 8.0 * f64::EPSILON * self.yty.sqrt();
        let mut pairs = self.xty.iter().zip(&self.diagonal);
        if self.y_is_constant() || pairs.all(|(c, d)| c.abs() <= noise * d.sqrt()) {
            self.xty.fill(0.0);
        }
    }

    /// Makes room for G.
    pub(crate) fn form_gram(&mut self) {
        self.gram.resize(self.ld * self.p(), 0.0);
    }

    /// Shapes every vector for `p` columns; they are filled with zeros.
    pub(crate) fn resize(&mut self, p: usize) {
        self.ld = padded(p.max(1));
        for (v, len) in [
            (&mut self.xty, self.ld),
            (&mut self.center, p + 1),
            (&mut self.unit, p + 1),
            (&mut self.shift, p + 1),
            (&mut self.factor, p),
            (&mut self.diagonal, p),
        ] {
            v.clear();
            v.resize(len, 0.0);
        }
        self.source.clear();
        self.source.extend(0..p);
    }
}

/// Scaled dot products of all columns of some rows with one vector.
pub(crate) struct Products<'a> {
    pub rows: &'a Standardised,
    pub with: &'a [f64],
    pub scale: f64,
    pub out: &'a mut [f64],
}

impl Kernel for Products<'_> {
    type Output = ();

    #[inline(always)]
    fn run<V: Lanes>(self) {
        let Self { rows, with, scale, out } = self;
        let stride = rows.stride.max(1);
        for (out, four) in out.chunks_mut(4).zip(rows.z.chunks(4 * stride)) {
            // Four at a time, so that the additions of one column hide the latency of another's.
            let mut acc = [V::zero(); 4];
            for (i, w) in with.as_chunks().0.iter().enumerate() {
                let w = V::load(w);
                for k in 0..4 {
                    let column = four.get(k * stride + i * LANES..).unwrap_or_default();
                    if let Some(z) = column.first_chunk() {
                        acc[k] = acc[k].plus(V::load(z), w);
                    }
                }
            }
            for (out, acc) in out.iter_mut().zip(acc) {
                *out = scale * acc.sum();
            }
        }
    }
}
