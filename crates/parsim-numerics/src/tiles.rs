//! The lower triangle of a symmetric matrix in tiles of eight by eight, row of tiles by row of tiles: what is
//! read and written together lies together. Tiles on the diagonal hold both triangles.

use crate::simd::LANES;
use std::ops::{Deref, DerefMut};

/// Eight rows of eight numbers, each in a cache line of its own: registers that straddle two lines take twice as
/// long to read.
#[derive(Debug, Clone, Copy, Default)]
#[repr(align(64))]
pub(crate) struct Tile([[f64; LANES]; LANES]);

impl Deref for Tile {
    type Target = [[f64; LANES]; LANES];

    #[inline(always)]
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl DerefMut for Tile {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.0
    }
}

/// Where a row of tiles begins; it has one tile more than its index.
#[inline(always)]
pub(crate) const fn tile_row(block: usize) -> usize {
    block * (block + 1) / 2
}

/// Fills tiles from the matrix of `size` rows whose row `i`, of at least `padded(i + 1)` numbers, is `row(i)`.
pub(crate) fn fill_tiles<'a>(tiles: &mut Vec<Tile>, size: usize, row: impl Fn(usize) -> &'a [f64]) {
    let blocks = size.max(1).div_ceil(LANES);
    tiles.resize(tile_row(blocks), Tile::default());
    for block in 0..blocks {
        let tiles = &mut tiles[tile_row(block)..tile_row(block + 1)];
        for r in 0..LANES {
            let i = block * LANES + r;
            let line = if i < size { row(i) } else { &[] };
            let (chunks, rest) = tiles.split_at_mut(line.len().min(tiles.len() * LANES) / LANES);
            for (tile, chunk) in chunks.iter_mut().zip(line.as_chunks().0) {
                tile[r] = *chunk;
            }
            for tile in rest {
                tile[r] = [0.0; LANES];
            }
        }
    }
}
