//! A dense matrix, one column after another.

use crate::error::{FitError, same_size};

/// A dense matrix of `f64`, stored column by column without gaps.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Matrix {
    rows: usize,
    cols: usize,
    data: Vec<f64>,
}

impl Matrix {
    /// A matrix of zeros.
    pub fn new(rows: usize, cols: usize) -> Self {
        Self { rows, cols, data: vec![0.0; rows * cols] }
    }

    /// A matrix from its columns, one after another.
    ///
    /// # Errors
    /// [`FitError::Shape`] unless `data` holds `rows * cols` values.
    pub fn from_columns(rows: usize, cols: usize, data: Vec<f64>) -> Result<Self, FitError> {
        same_size("values of the matrix", rows * cols, data.len())?;
        Ok(Self { rows, cols, data })
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Number of columns.
    pub fn cols(&self) -> usize {
        self.cols
    }

    /// Column `j`. Panics where `j >= cols()`.
    pub fn column(&self, j: usize) -> &[f64] {
        &self.data[j * self.rows..(j + 1) * self.rows]
    }

    /// Column `j`, to be written. Panics where `j >= cols()`.
    pub fn column_mut(&mut self, j: usize) -> &mut [f64] {
        &mut self.data[j * self.rows..(j + 1) * self.rows]
    }

    /// The entry in row `i` of column `j`. Panics outside the matrix.
    pub fn get(&self, i: usize, j: usize) -> f64 {
        self.column(j)[i]
    }

    /// All entries, column by column.
    pub fn as_slice(&self) -> &[f64] {
        &self.data
    }

    /// All entries, column by column, to be written.
    pub fn as_mut_slice(&mut self) -> &mut [f64] {
        &mut self.data
    }

    /// Gives the matrix a new shape and keeps its memory; the entries are unspecified afterwards.
    pub fn resize(&mut self, rows: usize, cols: usize) {
        self.rows = rows;
        self.cols = cols;
        self.data.resize(rows * cols, 0.0);
    }

    /// Sets every entry.
    pub fn fill(&mut self, value: f64) {
        self.data.fill(value);
    }
}
