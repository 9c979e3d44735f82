//! Leave-one-out residuals without refits.

use super::shifted::{BLOCK, Factors};
use crate::matrix::Matrix;
use crate::rows::Standardised;
use crate::simd::{Kernel, Lanes};

/// Sums of squared leave-one-out residuals e/(1 - h) at each lambda of a block.
pub(super) struct Press<'a> {
    pub factors: &'a Factors,
    /// Vectors whose quadratic forms give the leverages, one per row.
    pub rows: &'a Standardised,
    /// Residuals, a column per lambda of the whole list.
    pub residuals: &'a Matrix,
    /// First lambda of the block.
    pub first: usize,
    /// 1 - h: a number, and a multiple of the quadratic form at each lambda.
    pub complement: (f64, [f64; BLOCK]),
}

impl Kernel for Press<'_> {
    type Output = [f64; BLOCK];

    #[inline(always)]
    fn run<V: Lanes>(self) -> [f64; BLOCK] {
        let Self { factors, rows, residuals, first, complement } = self;
        let mut sum = [0.0; BLOCK];
        let lanes = BLOCK.min(residuals.cols() - first);
        for i in 0..rows.len {
            let row = rows.z.chunks_exact(rows.stride).map(|column| column[i]);
            let form = factors.quadratic::<V>(row);
            for l in 0..lanes {
                let rest = complement.0 + complement.1[l] * form[l];
                let e = residuals.get(i, first + l) / rest;
                sum[l] += e * e;
            }
        }
        sum
    }
}
