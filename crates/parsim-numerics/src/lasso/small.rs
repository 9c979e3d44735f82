//! The homotopy on a whole tableau, for up to sixteen variables.
//!
//! As in [`tableau`](super::tableau), but every sweep is carried out at once, on both triangles: so few variables
//! make it a handful of instructions, and what a column looks like after the sweeps that would wait need not be
//! found out. Every number is the one that the other tableau would have.

use super::columns::Columns;
use super::homotopy::{DEPENDENT, Event, Homotopy};
use super::sweep::DELAY;
use super::tableau::find;
use super::trace::{BLOCK, Trace};
use crate::kernels::vector::halves;
use crate::simd::{LANES, Lanes};
use crate::tiles::Tile;

/// Most variables, a multiple of eight.
pub(super) const MOST: usize = 2 * LANES;

/// Positions of lanes.
const PLACES: [f64; MOST] =
    [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 11.0, 12.0, 13.0, 14.0, 15.0];

/// A number per variable, in `B` blocks of eight.
#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
struct Numbers<const B: usize>([[f64; LANES]; B]);

/// A swept problem of at most `8 B` variables.
#[derive(Debug, Clone)]
pub(crate) struct SmallTableau<const B: usize> {
    /// T, in `B` by `B` tiles.
    tiles: [[Tile; B]; B],
    /// Number of variables.
    p: usize,
    /// Sweeps since the triangles were last made equal.
    sweeps: usize,
    diagonal: Numbers<B>,
    /// Pivots must exceed this.
    floor: Numbers<B>,
    /// The swept c.
    x: Numbers<B>,
    /// The swept signs.
    d: Numbers<B>,
    /// Sign of each active variable, 0 for the others.
    sign: Numbers<B>,
}

impl<const B: usize> Default for Numbers<B> {
    fn default() -> Self {
        Self([[0.0; LANES]; B])
    }
}

impl<const B: usize> Default for SmallTableau<B> {
    fn default() -> Self {
        Self {
            tiles: [[Tile::default(); B]; B],
            p: 0,
            sweeps: 0,
            diagonal: Numbers::default(),
            floor: Numbers::default(),
            x: Numbers::default(),
            d: Numbers::default(),
            sign: Numbers::default(),
        }
    }
}

impl<const B: usize> Numbers<B> {
    /// Number `j`.
    #[inline(always)]
    fn at(&self, j: usize) -> f64 {
        self.0[j / LANES][j % LANES]
    }
}

impl<const B: usize> Homotopy for SmallTableau<B> {
    fn start(&mut self, columns: &mut Columns<'_>) {
        let problem = columns.problem;
        self.p = problem.p();
        self.sweeps = 0;
        for v in [&mut self.diagonal, &mut self.floor, &mut self.x, &mut self.d, &mut self.sign] {
            *v = Numbers::default();
        }
        for (to, from) in self.x.0.iter_mut().zip(problem.xty.as_chunks().0) {
            *to = *from;
        }
        for j in self.p..B * LANES {
            for tile in &mut self.tiles[j / LANES] {
                tile[j % LANES] = [0.0; LANES];
            }
        }
        for j in 0..self.p {
            let column = columns.fetch(j);
            let (block, r) = (j / LANES, j % LANES);
            for (tile, chunk) in self.tiles[block].iter_mut().zip(column.as_chunks().0) {
                tile[r] = *chunk;
            }
            let diagonal = problem.diagonal(j);
            (self.diagonal.0[block][r], self.floor.0[block][r]) = (diagonal, DEPENDENT * diagonal);
        }
    }

    #[inline(always)]
    fn next<V: Lanes>(&mut self, lambda: f64) -> Event {
        let Self { x, d, sign, diagonal, floor, .. } = self;
        find::<V>([&x.0, &d.0, &sign.0, &diagonal.0, &floor.0], lambda)
    }

    #[inline(always)]
    fn apply<V: Lanes>(&mut self, _: &mut Columns<'_>, event: Event, trace: &mut Trace) -> bool {
        let k = event.variable;
        let entering = self.sign.at(k) == 0.0;
        let pivot = self.diagonal.at(k);
        if !(event.lambda >= 0.0 && pivot.is_finite() && (pivot > 0.0) == entering) {
            return false;
        }
        if entering {
            trace.enter(k);
        }
        trace.note(event.lambda, k, entering);
        self.sweep::<V>(k, entering);
        true
    }

    #[inline(always)]
    fn record<V: Lanes>(&self, lambdas: &[f64], until: usize, trace: &mut Trace) {
        let Self { x, d, sign, .. } = self;
        while trace.len() < until {
            let block = &lambdas[trace.len() / BLOCK * BLOCK..];
            let mut last = [0.0; BLOCK];
            let block = block.first_chunk().unwrap_or_else(|| {
                last[..block.len()].copy_from_slice(block);
                &last
            });
            let (block, places) = (halves::<V>(block), halves::<V>(&PLACES));
            let (lanes, rows) = trace.open_lanes(until - trace.len());
            let (from, to, zero) =
                (V::splat(lanes.start as f64 - 0.5), V::splat(lanes.end as f64 - 0.5), V::zero());
            for h in lanes.start / LANES..lanes.end.div_ceil(LANES) {
                let (lambda, place) = (block[h], places[h]);
                for (j, row) in rows.iter_mut().enumerate() {
                    let part = &mut row.as_chunks_mut().0[h];
                    let b = V::splat(x.at(j)).minus(lambda, V::splat(d.at(j)));
                    // At the end of a piece rounding may leave a coefficient just past zero; others have no sign.
                    let b = V::where_greater(b * V::splat(sign.at(j)), zero, b, zero);
                    let old = V::load(part);
                    let b = V::where_greater(place, from, b, old);
                    V::where_greater(to, place, b, old).store(part);
                }
            }
        }
    }
}

impl<const B: usize> SmallTableau<B> {
    /// Sweeps the tableau on one variable, whose sign it sets.
    #[inline(always)]
    fn sweep<V: Lanes>(&mut self, k: usize, entering: bool) {
        let q = 1.0 / self.diagonal.at(k);
        let xk = self.x.at(k);
        // The gradient x - lambda d has reached one of the bounds: that on its own side.
        let own = if self.x.at(k) < 0.0 { -1.0 } else { 1.0 };
        let (dk, side, mark) =
            if entering { (self.d.at(k) + own, q, -1.0) } else { (self.d.at(k), -q, 1.0) };
        let (last, sign) = if entering { (0.0, own) } else { (self.sign.at(k), 0.0) };
        let (zero, half, k_place) = (V::zero(), V::splat(0.5), V::splat(k as f64));
        let (mut is_k, mut v, mut factors) = ([zero; B], [zero; B], [[0.0; LANES]; B]);
        let numbers = [xk * q, dk * q, q, side * xk, side * dk - last, -q, sign, mark];
        let [x_share, d_share, scale, new_x, new_d, new_diagonal, new_sign, mark] =
            splats::<V, 8>(numbers);
        for c in 0..B {
            let places = V::load(&places(c));
            is_k[c] = V::where_greater(half, (places - k_place).abs(), V::splat(1.0), zero);
            let row = &mut self.tiles[k / LANES][c][k % LANES];
            let column = V::load(row);
            zero.store(row);
            v[c] = V::where_greater(is_k[c], zero, mark, column);
            (v[c] * scale).store(&mut factors[c]);
            let Self { x, d, sign, diagonal, .. } = &mut *self;
            for (numbers, share, new) in [
                (&mut x.0[c], x_share, new_x),
                (&mut d.0[c], d_share, new_d),
                (&mut sign.0[c], zero, new_sign),
                (&mut diagonal.0[c], column * scale, new_diagonal),
            ] {
                let moved = V::load(numbers).minus(share, column);
                V::where_greater(is_k[c], zero, new, moved).store(numbers);
            }
        }
        self.subtract::<V>([is_k, v], &factors);
    }

    /// T <- T - factors v' without the old column k.
    #[inline(always)]
    fn subtract<V: Lanes>(&mut self, [is_k, v]: [[V; B]; 2], factors: &[[f64; LANES]; B]) {
        let zero = V::zero();
        for (block, tiles) in self.tiles.iter_mut().enumerate() {
            for r in 0..LANES.min(self.p.saturating_sub(block * LANES)) {
                let factor = V::splat(factors[block][r]);
                for c in 0..B {
                    let row = &mut tiles[c][r];
                    let old = V::where_greater(is_k[c], zero, zero, V::load(row));
                    old.minus(factor, v[c]).store(row);
                }
            }
        }
        self.sweeps += 1;
        if self.sweeps == DELAY {
            // Here the other tableau carries out the sweeps that wait, on the lower triangle of tiles: the factors
            // of rows and columns are rounded differently.
            self.sweeps = 0;
            for row in 1..B {
                for column in 0..row {
                    let lines = crate::simd::load_all(&self.tiles[row][column]);
                    let turned = V::transpose(lines);
                    for (to, line) in self.tiles[column][row].iter_mut().zip(turned) {
                        line.store(to);
                    }
                }
            }
        }
    }
}

/// The places of block `c`.
#[inline(always)]
fn places(c: usize) -> [f64; LANES] {
    PLACES.as_chunks().0[c]
}

/// Each number in all lanes.
#[inline(always)]
fn splats<V: Lanes, const N: usize>(from: [f64; N]) -> [V; N] {
    let mut out = [V::zero(); N];
    for i in 0..N {
        out[i] = V::splat(from[i]);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lasso::columns::ColumnCache;
    use crate::lasso::homotopy::follow;
    use crate::lasso::tableau::Tableau;
    use crate::lasso::trace::Layout;
    use crate::{Folds, Matrix, Moments, Problem, Scaling, lasso_grid};

    /// The bits of a path by one of the tableaus, and its number of events.
    fn bits(
        path: &mut impl Homotopy,
        (problem, lambdas): (&Problem, &[f64]),
        layout: Layout,
    ) -> (usize, Vec<(usize, u64)>) {
        let (mut cache, mut trace) = (ColumnCache::default(), Trace::default());
        trace.begin(problem.p(), layout);
        let steps = follow(path, &mut cache.serve(problem), lambdas, &mut trace);
        assert_eq!(trace.len(), lambdas.len());
        let at = |l| {
            let mut all: Vec<_> = trace.at(l).map(|(j, b)| (j, b.to_bits())).collect();
            all.sort_unstable();
            all
        };
        (steps, (0..lambdas.len()).flat_map(at).collect())
    }

    #[test]
    fn both_tableaus_follow_the_same_path_to_the_last_bit() {
        let noise = |i: usize| {
            let z = (i as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            ((z ^ (z >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 11) as f64 / 2f64.powi(52) - 1.0
        };
        let (mut large, mut eight, mut sixteen) =
            (Tableau::default(), SmallTableau::<1>::default(), SmallTableau::<2>::default());
        let (mut most, mut leavers) = (0, 0);
        for case in 0..300 {
            let p = 1 + case * 7 % MOST;
            let n = p + 4 + case % 9;
            // Correlated, so that variables leave.
            let common: Vec<f64> = (0..n).map(|i| noise(case * 7000 + i)).collect();
            let x: Vec<f64> =
                (0..n * p).map(|i| common[i % n] + 0.4 * noise(case * 900 + i)).collect();
            let y: Vec<f64> =
                (0..n).map(|i| x[i] - 0.7 * x[(p - 1) * n + i] + noise(i + case)).collect();
            let x = Matrix::from_columns(n, p, x).unwrap();
            let (mut moments, mut problem) = (Moments::new(), Problem::new());
            moments.compute(&x, &y, &Folds::from_labels(&vec![0; n]).unwrap()).unwrap();
            moments.full(Scaling::default(), &mut problem);
            let mut lambdas = Vec::new();
            lasso_grid(&problem, 40 + case % 20, Some(1e-6), &mut lambdas).unwrap();
            lambdas = lambdas.iter().map(|lambda| lambda / problem.y_unit()).collect();
            let of = (&problem, &lambdas[..]);
            let expected = bits(&mut large, of, Layout::Variables);
            let found = bits(&mut sixteen, of, Layout::Lanes);
            assert!(found == expected, "case {case}: {n} x {p}");
            if p <= LANES {
                assert!(bits(&mut eight, of, Layout::Lanes) == expected, "case {case}: {n} x {p}");
            }
            most = most.max(expected.0);
            leavers += usize::from(expected.0 > p);
        }
        assert!(most > 2 * DELAY && leavers > 20, "{most} events, {leavers} paths with departures");
    }
}
