//! The homotopy on a sweep tableau.
//!
//! T is G swept on the active set A, in the form that stays symmetric (Goodnight 1979, section 5, with the
//! sign of the pivot row kept): `-(G_AA)^-1` on the active block, `G_IA (G_AA)^-1` beside it, and the Schur
//! complement on the inactive one. Two right-hand sides are swept along: c, giving x, and the signs, giving d.
//! Then `b_A(lambda) = x_A - lambda d_A`, and the gradient of the inactive is `x_I - lambda d_I`.

use super::columns::Columns;
use super::homotopy::{DEPENDENT, Event, Homotopy, STILL, choose};
use super::sweep::{DELAY, Sweep};
use super::trace::{Active, Trace};
use crate::simd::{Kernel, Lanes, dispatch, padded};

/// A swept problem.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tableau {
    pub(super) p: usize,
    pub(super) ld: usize,
    /// T in 8 x 8 blocks of its lower triangle, but for the sweeps that wait.
    pub(super) t: Vec<f64>,
    /// The columns of the sweeps that wait.
    pub(super) columns: [Vec<f64>; DELAY],
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
    /// 1 for inactive variables, 0 for active ones.
    inactive: Vec<f64>,
    candidates: Vec<f64>,
    active: Vec<Active>,
}

impl Tableau {
    /// Empties every vector and gives it `ld` numbers.
    fn clear(&mut self, ld: usize) {
        let Self { diagonal, floor, d, sign, inactive, candidates, columns, .. } = self;
        for v in [diagonal, floor, d, sign, candidates].into_iter().chain(columns) {
            v.clear();
            v.resize(ld, 0.0);
        }
        inactive.clear();
        inactive.resize(ld, 1.0);
        self.active.clear();
        self.waiting = 0;
    }
}

impl Homotopy for Tableau {
    fn start(&mut self, columns: &mut Columns<'_>) {
        let problem = columns.problem;
        let (p, ld) = (problem.p(), problem.ld);
        (self.p, self.ld) = (p, ld);
        self.clear(ld);
        self.x.clear();
        self.x.extend_from_slice(&problem.xty);
        self.t.resize(ld * ld, 0.0);
        for j in 0..p {
            let end = padded(j + 1);
            self.t[j * ld..j * ld + end].copy_from_slice(&columns.fetch(j)[..end]);
            self.diagonal[j] = problem.diagonal(j);
            self.floor[j] = DEPENDENT * self.diagonal[j];
        }
        self.t[p * ld..].fill(0.0);
    }

    fn next(&mut self, lambda: f64) -> Event {
        dispatch(Next { path: self, lambda })
    }

    fn apply(&mut self, _: &mut Columns<'_>, event: Event, trace: &mut Trace) -> bool {
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
            self.inactive[k] = 0.0;
            self.active.push(Active { variable: k, slot: trace.slot(k) });
        }
        dispatch(Sweep { path: self, k, entering });
        if !entering {
            self.d[k] -= self.sign[k];
            self.sign[k] = 0.0;
            self.inactive[k] = 1.0;
            self.active.retain(|a| a.variable != k);
        }
        true
    }

    fn record(&self, lambda: f64, trace: &mut Trace) {
        let index = trace.open();
        for a in &self.active {
            let b = self.x[a.variable] - lambda * self.d[a.variable];
            // At the end of a piece rounding may leave a coefficient just past zero.
            if b * self.sign[a.variable] > 0.0 {
                trace.set(index, a.slot, b);
            }
        }
    }
}

struct Next<'a> {
    path: &'a mut Tableau,
    lambda: f64,
}

impl Kernel for Next<'_> {
    type Output = Event;

    /// The slack of an inactive variable is lambda - |x - lambda d|; the bound that it can reach is that on the
    /// side of x, at |x|/(1 + d sign x), if the divisor is positive. An active variable reaches zero at x/d, if
    /// it moves there, which it does where d has not its sign.
    #[inline(always)]
    fn run<V: Lanes>(self) -> Event {
        let Self { path, lambda } = self;
        let Tableau { x, d, sign, inactive, diagonal, floor, candidates, .. } = path;
        let [x, d, sign, inactive] = [x, d, sign, inactive].map(|v| v.as_chunks().0);
        let [pivot, floor] = [diagonal, floor].map(|v| v.as_chunks().0);
        let (zero, one, still) = (V::zero(), V::splat(1.0), V::splat(STILL));
        let (never, now) = (V::splat(-1.0), V::splat(lambda));
        let mut largest = never;
        for (i, out) in candidates.as_chunks_mut().0.iter_mut().enumerate() {
            let (x, d) = (V::load(&x[i]), V::load(&d[i]));
            let (sign, inactive) = (V::load(&sign[i]), V::load(&inactive[i]));
            let side = V::where_greater(zero, x, zero - one, one);
            let rate = side * d + inactive;
            let event = (side * x) / rate;
            let (pivot, floor) = (V::load(&pivot[i]), V::load(&floor[i]));
            let enters = V::where_greater(rate, still, event, never);
            let enters = V::where_greater(pivot, floor, enters, never);
            let leaves = V::where_greater(zero, sign * d, event, never);
            let event = V::where_greater(inactive, zero, enters, leaves);
            let event = V::where_greater(now, event, event, now);
            event.store(out);
            largest = largest.max(event);
        }
        choose(candidates, largest.largest(), lambda)
    }
}
