//! Rows of data on which a fit is evaluated.

use crate::error::{FitError, same_size};

use crate::matrix::Matrix;
use crate::moments::{Moments, Sheet};
use crate::problem::Problem;
use crate::simd::{LANES, padded};
use std::sync::Arc;

/// A view of rows to predict on: rows of the [`Moments`] that a problem came from, or a separate data set.
#[derive(Debug, Clone, Copy)]
pub struct Rows<'a>(Source<'a>);

#[derive(Debug, Clone, Copy)]
enum Source<'a> {
    Sorted { moments: &'a Moments, segments: &'a [(usize, usize)] },
    Raw { x: &'a Matrix, y: &'a [f64] },
}

impl<'a> Rows<'a> {
    pub(crate) fn sorted(moments: &'a Moments, segments: &'a [(usize, usize)]) -> Self {
        Self(Source::Sorted { moments, segments })
    }

    /// Rows of a separate data set with the same columns as the one that was fitted.
    ///
    /// # Errors
    /// [`FitError::Shape`] where x and y differ in their number of rows.
    pub fn raw(x: &'a Matrix, y: &'a [f64]) -> Result<Self, FitError> {
        same_size("rows of y", x.rows(), y.len())?;
        Ok(Self(Source::Raw { x, y }))
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        match self.0 {
            Source::Sorted { segments, .. } => segments.iter().map(|s| s.1).sum(),
            Source::Raw { y, .. } => y.len(),
        }
    }

    /// The runs of rows, where these are rows of a sheet.
    pub(crate) fn of_sheet(&self, sheet: &Arc<Sheet>) -> Option<&'a [(usize, usize)]> {
        match self.0 {
            Source::Sorted { moments, segments } if moments.rests_on(sheet) => Some(segments),
            _ => None,
        }
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Rows in the coordinates of a problem: its standardised columns, and y less what it is measured from.
#[derive(Debug, Clone, Default)]
pub(crate) struct Standardised {
    /// Columns of `stride` numbers; the surplus is zero, and eight more numbers follow the last column.
    pub z: Vec<f64>,
    /// y, in the units of the problem, padded with zeros.
    pub y: Vec<f64>,
    /// Working memory of as many numbers as `y`.
    pub residuals: Vec<f64>,
    /// Distance between columns, a multiple of eight.
    pub stride: usize,
    /// Number of rows.
    pub len: usize,
}

impl Standardised {
    /// Number of columns.
    pub(crate) fn columns(&self) -> usize {
        self.z.len().saturating_sub(LANES) / self.stride.max(1)
    }

    /// Column `j`, padded with zeros.
    pub(crate) fn column(&self, j: usize) -> &[f64] {
        &self.z[j * self.stride..(j + 1) * self.stride]
    }

    /// Copies the given columns of the problem.
    pub(crate) fn load(
        &mut self,
        problem: &Problem,
        rows: &Rows<'_>,
        columns: &[usize],
    ) -> Result<(), FitError> {
        self.len = rows.len();
        self.stride = padded(self.len);
        self.z.clear();
        self.z.resize(self.stride * columns.len() + LANES, 0.0);
        self.y.clear();
        self.y.resize(self.stride, 0.0);
        let found = match rows.0 {
            Source::Sorted { moments, .. } => moments.p,
            Source::Raw { x, .. } => x.cols(),
        };
        same_size("columns of the rows", problem.source_p, found)?;
        for (to, &j) in self.z.chunks_exact_mut(self.stride.max(1)).zip(columns) {
            let (shift, factor) = (problem.shift[j], problem.factor[j]);
            rows.copy_column(problem, j, (shift, factor), &mut to[..self.len])?;
        }
        let p = problem.p();
        rows.copy_column(problem, p, (problem.shift[p], 1.0), &mut self.y[..self.len])
    }
}

impl Rows<'_> {
    /// Column `j` of the problem, or y where `j` is p, as ((value - centre)/unit - shift) factor.
    fn copy_column(
        &self,
        problem: &Problem,
        j: usize,
        (shift, factor): (f64, f64),
        out: &mut [f64],
    ) -> Result<(), FitError> {
        match self.0 {
            Source::Sorted { moments, segments } => {
                let source = problem.source.get(j).copied().unwrap_or(moments.p);
                let column = moments.sorted_column(source);
                let mut rest = out;
                for &(start, len) in segments {
                    let (part, tail) = rest.split_at_mut(len);
                    for (z, v) in part.iter_mut().zip(&column[start..start + len]) {
                        *z = (v - shift) * factor;
                    }
                    rest = tail;
                }
            }
            Source::Raw { x, y } => {
                let (center, unit) = problem.coordinates(j);
                let values = problem.source.get(j).map_or(y, |&s| x.column(s));
                for (i, (z, v)) in out.iter_mut().zip(values).enumerate() {
                    let value = (v - center) / unit;
                    *z = (value - shift) * factor;
                    if !value.is_finite() {
                        let source = problem.source.get(j);
                        let what = if source.is_some() { "x" } else { "y" };
                        return Err(FitError::NonFinite { what, index: *source.unwrap_or(&i) });
                    }
                }
            }
        }
        Ok(())
    }
}
