//! The homotopy on a sweep tableau.
//!
//! T is G swept on the active set A, in the form that stays symmetric (Goodnight 1979, section 5, with the
//! sign of the pivot row kept): `-(G_AA)^-1` on the active block, `G_IA (G_AA)^-1` beside it, and the Schur
//! complement on the inactive one. Two right-hand sides are swept along: c, giving x, and the signs, giving d.
//! Then `b_A(lambda) = x_A - lambda d_A`, and the gradient of the inactive is `x_I - lambda d_I`.

use super::columns::Columns;
use super::homotopy::{DEPENDENT, Event, Homotopy, STILL, TIE};
use super::sweep::{DELAY, Waiting, sweep};
use super::trace::Trace;
use crate::simd::{LANES, Lanes};
use crate::tiles::{Tile, fill_tiles};

/// A swept problem.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tableau {
    /// The lower triangle of T in tiles, but for the sweeps that wait.
    pub(super) tiles: Vec<Tile>,
    /// The columns of the sweeps that wait.
    pub(super) columns: Vec<Waiting>,
    /// Their inverse pivots.
    pub(super) inverse: [f64; DELAY],
    pub(super) waiting: usize,
    /// The diagonal of T, all sweeps included.
    pub(super) diagonal: Vec<f64>,
    /// Pivots must exceed this.
    floor: Vec<f64>,
    /// The swept c.
    pub(super) x: Vec<f64>,
    /// The swept signs.
    pub(super) d: Vec<f64>,
    /// Sign of each active variable, 0 for the others.
    sign: Vec<f64>,
}

impl Homotopy for Tableau {
    fn start(&mut self, columns: &mut Columns<'_>) {
        let problem = columns.problem;
        let (p, ld) = (problem.p(), problem.ld);
        for j in 0..p {
            columns.fetch(j);
        }
        fill_tiles(&mut self.tiles, p, |i| columns.column(i));
        self.columns.clear();
        self.columns.resize(ld / LANES, Waiting::default());
        self.waiting = 0;
        for v in [&mut self.diagonal, &mut self.floor, &mut self.d, &mut self.sign] {
            v.clear();
            v.resize(ld, 0.0);
        }
        self.x.clear();
        self.x.extend_from_slice(&problem.xty);
        self.diagonal[..p].copy_from_slice(&problem.diagonal);
        for (floor, diagonal) in self.floor.iter_mut().zip(&self.diagonal) {
            *floor = DEPENDENT * diagonal;
        }
    }

    #[inline(always)]
    fn next<V: Lanes>(&mut self, lambda: f64) -> Event {
        let Self { x, d, sign, diagonal, floor, .. } = self;
        find::<V>([x, d, sign, diagonal, floor].map(|v| v.as_chunks().0), lambda)
    }

    #[inline(always)]
    fn apply<V: Lanes>(&mut self, _: &mut Columns<'_>, event: Event, trace: &mut Trace) -> bool {
        let k = event.variable;
        let entering = self.sign[k] == 0.0;
        let pivot = self.diagonal[k];
        if !(event.lambda >= 0.0 && pivot.is_finite() && (pivot > 0.0) == entering) {
            return false;
        }
        if entering {
            // The gradient x - lambda d has reached one of the bounds: that on its own side.
            self.sign[k] = if self.x[k] < 0.0 { -1.0 } else { 1.0 };
            self.d[k] += self.sign[k];
            trace.slot(k);
        }
        trace.note(event.lambda, k, entering);
        sweep::<V>(self, k, entering);
        if !entering {
            self.d[k] -= self.sign[k];
            self.sign[k] = 0.0;
        }
        true
    }

    #[inline(always)]
    fn record<V: Lanes>(&self, lambdas: &[f64], until: usize, trace: &mut Trace) {
        let Self { x, d, sign, .. } = self;
        let [x, d, sign] = [x, d, sign].map(|v| v.as_chunks().0);
        for lambda in &lambdas[trace.len()..until] {
            let (zero, lambda) = (V::zero(), V::splat(*lambda));
            let row = trace.open_row().as_chunks_mut().0;
            for (((x, d), sign), out) in x.iter().zip(d).zip(sign).zip(row) {
                let b = V::load(x).minus(lambda, V::load(d));
                // At the end of a piece rounding may leave a coefficient just past zero.
                V::where_greater(b * V::load(sign), zero, b, zero).store(out);
            }
        }
    }
}

/// The next event of a tableau, from x, d, the signs, the pivots and what these must exceed, padded with zeros.
///
/// The slack of an inactive variable is lambda - |x - lambda d|; the bound that it can reach is that on the
/// side of x, at |x|/(1 + d sign x), if the divisor is positive. An active variable reaches zero at x/d, if
/// it moves there, which it does where d has not its sign.
#[inline(always)]
pub(super) fn find<V: Lanes>(
    [x, d, sign, pivot, floor]: [&[[f64; LANES]]; 5],
    lambda: f64,
) -> Event {
    let (zero, one, still) = (V::zero(), V::splat(1.0), V::splat(STILL));
    let (never, now, tie) = (V::splat(-1.0), V::splat(lambda), V::splat(lambda * (1.0 - TIE)));
    let (mut largest, mut at) = (never, zero);
    let (mut tied, mut tied_at) = (never, V::splat(f64::INFINITY));
    let mut block = zero;
    for ((((x, d), sign), pivot), floor) in x.iter().zip(d).zip(sign).zip(pivot).zip(floor) {
        let (x, d, sign) = (V::load(x), V::load(d), V::load(sign));
        let (pivot, floor) = (V::load(pivot), V::load(floor));
        let side = V::where_greater(zero, x, zero - one, one);
        let inactive = one - sign * sign;
        let rate = inactive.plus(side, d);
        let event = (side * x) / rate;
        let enters = V::where_greater(rate, still, event, never);
        let enters = V::where_greater(pivot, floor, enters, never);
        let leaves = V::where_greater(zero, sign * d, event, never);
        let event = V::where_greater(inactive, zero, enters, leaves);
        let event = V::where_greater(now, event, event, now);
        at = V::where_greater(event, largest, block, at);
        largest = largest.max(event);
        // The first of those that happen now.
        let first = V::where_greater(tied_at, block, block, tied_at);
        let is_tied = V::where_greater(tie, event, tied_at, first);
        tied = V::where_greater(tied_at, is_tied, event, tied);
        tied_at = is_tied;
        block = block + one;
    }
    let lanes = V::load(&[0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]);
    let never = V::splat(f64::INFINITY);
    if V::exceeds(never, tied_at) {
        let variable = smallest(lanes.plus(tied_at, V::splat(LANES as f64)));
        let tied = tied.to_array()[variable % LANES];
        if tied >= 0.0 {
            return Event { lambda: tied, variable };
        }
    }
    let value = largest.peak();
    // Of several at once the first.
    let places = lanes.plus(at, V::splat(LANES as f64));
    let variable = smallest(V::where_greater(V::splat(value), largest, never, places));
    Event { lambda: value, variable }
}

/// The smallest of some places; 0 where all are infinite.
#[inline(always)]
fn smallest<V: Lanes>(places: V) -> usize {
    let place = -(V::zero() - places).peak();
    #[expect(clippy::cast_sign_loss, reason = "places are counted from 0")]
    let place = if place.is_finite() { place as usize } else { 0 };
    place
}
