//! The hot loops. Every sum runs in an order that is fixed by the sizes alone: along the depth for tiles, in
//! eight lanes for dot products.

pub(crate) mod gram;
pub(crate) mod product;
pub(crate) mod vector;

/// Rows of matrices are padded to a multiple of this many numbers.
pub(crate) const LANES: usize = 8;

/// The next multiple of [`LANES`].
#[inline(always)]
pub(crate) const fn padded(n: usize) -> usize {
    n.div_ceil(LANES) * LANES
}
