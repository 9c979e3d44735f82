//! Least squares by orthogonal factorisation of the rows, for ill-conditioned columns.

use crate::error::FitError;
use crate::rows::Standardised;
use nalgebra::{DMatrix, DVector};

/// Solves min |y - Z b| by QR with column pivoting; `slopes` receives b.
///
/// A diagonal entry of R below max(n, p) machine precisions of the first counts as zero.
pub(crate) fn solve(rows: &Standardised, slopes: &mut [f64]) -> Result<(), FitError> {
    let p = slopes.len();
    let z = matrix(rows, p);
    let qr = z.col_piv_qr();
    let r = qr.r();
    let floor = f64::EPSILON * rows.len.max(p) as f64 * r.get((0, 0)).map_or(0.0, |v| v.abs());
    let rank = (0..p.min(rows.len)).take_while(|&i| r[(i, i)].abs() > floor).count();
    if rank < p {
        return Err(FitError::RankDeficient { rank, p });
    }
    let mut right = DVector::from_column_slice(&rows.y[..rows.len]);
    qr.q_tr_mul(&mut right);
    let mut b = right.rows(0, p).into_owned();
    if !r.view((0, 0), (p, p)).solve_upper_triangular_mut(&mut b) {
        return Err(FitError::RankDeficient { rank: p.saturating_sub(1), p });
    }
    qr.p().inv_permute_rows(&mut b);
    slopes.copy_from_slice(b.as_slice());
    Ok(())
}

/// The standardised columns as a matrix of the library.
pub(crate) fn matrix(rows: &Standardised, p: usize) -> DMatrix<f64> {
    DMatrix::from_fn(rows.len, p, |i, j| rows.z[j * rows.stride + i])
}
