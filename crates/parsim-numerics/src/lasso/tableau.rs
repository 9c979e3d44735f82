//! The homotopy on a sweep tableau.
//!
//! T is G swept on the active set A, in the form that stays symmetric (Goodnight 1979, section 5, with the
//! sign of the pivot row kept): -(G_AA)^-1 on the active block, G_IA (G_AA)^-1 beside it, and the Schur
//! complement on the inactive one. Two right-hand sides are swept along: c, giving x, and the signs, giving d.
//! Then b_A(lambda) = x_A - lambda d_A, and the gradient of the inactive is x_I - lambda d_I. An event is one
//! rank-one update of the lower triangle.

use super::homotopy::{DEPENDENT, Event, Homotopy, STILL, choose};
use super::trace::Trace;
use crate::kernels::vector::add_scaled;
use crate::problem::Problem;
use crate::simd::{Kernel, LANES, Lanes, dispatch, padded, splat_all};

/// A swept problem.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tableau {
    p: usize,
    ld: usize,
    /// T in 8 x 8 blocks of its lower triangle.
    t: Vec<f64>,
    diagonal: Vec<f64>,
    /// Pivots must exceed this.
    floor: Vec<f64>,
    /// The swept c.
    x: Vec<f64>,
    /// The swept signs.
    d: Vec<f64>,
    /// Sign of each active variable, 0 for the others.
    sign: Vec<f64>,
    column: Vec<f64>,
    candidates: Vec<f64>,
}

impl Homotopy for Tableau {
    fn start(&mut self, problem: &Problem) {
        (self.p, self.ld) = (problem.p(), problem.ld);
        let Self { p, ld, .. } = *self;
        for v in [
            &mut self.diagonal,
            &mut self.floor,
            &mut self.d,
            &mut self.sign,
            &mut self.column,
            &mut self.candidates,
        ] {
            v.clear();
            v.resize(ld, 0.0);
        }
        self.x.clear();
        self.x.extend_from_slice(&problem.xty);
        self.t.resize(ld * ld, 0.0);
        for j in 0..p {
            let end = padded(j + 1);
            self.t[j * ld..j * ld + end].copy_from_slice(&problem.gram_row(j)[..end]);
            self.diagonal[j] = problem.diagonal(j);
            self.floor[j] = DEPENDENT * self.diagonal[j];
        }
        self.t[p * ld..].fill(0.0);
    }

    fn next(&mut self, lambda: f64) -> Event {
        dispatch(Next { path: self, lambda })
    }

    fn apply(&mut self, _: &Problem, event: Event) -> bool {
        let k = event.variable;
        let entering = self.sign[k] == 0.0;
        if entering {
            // The gradient x - lambda d has reached one of the bounds: that on its own side.
            self.sign[k] = if self.x[k] - event.lambda * self.d[k] < 0.0 { -1.0 } else { 1.0 };
            self.d[k] += self.sign[k];
        }
        let pivot = self.diagonal[k];
        if !(event.lambda >= 0.0 && pivot.is_finite() && (pivot > 0.0) == entering) {
            return false;
        }
        dispatch(Pivot { path: self, k, entering });
        if !entering {
            self.d[k] -= self.sign[k];
            self.sign[k] = 0.0;
        }
        true
    }

    fn record(&self, lambda: f64, trace: &mut Trace) {
        let index = trace.open();
        for (j, sign) in self.sign.iter().enumerate() {
            if *sign != 0.0 {
                let b = self.x[j] - lambda * self.d[j];
                // At the end of a piece rounding may leave a coefficient just past zero.
                if b * sign > 0.0 {
                    trace.set(index, j, b);
                }
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

    /// Inactive variables have the slacks lambda -+ (x - lambda d), which shrink at the rates 1 +- d; active ones
    /// move towards zero where d has not their sign.
    #[inline(always)]
    fn run<V: Lanes>(self) -> Event {
        let Self { path: Tableau { x, d, sign, diagonal, floor, candidates, .. }, lambda } = self;
        let [x, d, sign] = [x, d, sign].map(|v| v.as_chunks().0);
        let [pivot, floor] = [diagonal, floor].map(|v| v.as_chunks().0);
        let (zero, one, still) = (V::zero(), V::splat(1.0), V::splat(STILL));
        let (never, now) = (V::splat(-1.0), V::splat(lambda));
        for (i, out) in candidates.as_chunks_mut().0.iter_mut().enumerate() {
            let (x, d, s) = (V::load(&x[i]), V::load(&d[i]), V::load(&sign[i]));
            let (above, below) = (one + d, one - d);
            let upper = V::where_greater(above, still, x / above, never);
            let lower = V::where_greater(below, still, (zero - x) / below, never);
            let enters = V::where_greater(
                V::load(&pivot[i]),
                V::load(&floor[i]),
                upper.max(lower),
                never,
            );
            let leaves = V::where_greater(zero, s * d, x / d, never);
            let event = V::where_greater(s.abs(), zero, leaves, enters);
            V::where_greater(now, event, event, now).store(out);
        }
        choose(candidates, lambda)
    }
}

struct Pivot<'a> {
    path: &'a mut Tableau,
    k: usize,
    entering: bool,
}

impl Kernel for Pivot<'_> {
    type Output = ();

    #[inline(always)]
    fn run<V: Lanes>(self) {
        let Self { path, k, entering } = self;
        let Tableau { p, ld, t, diagonal, x, d, column, .. } = path;
        let (p, ld) = (*p, *ld);
        column[..k].copy_from_slice(&t[k * ld..k * ld + k]);
        for i in k..p {
            column[i] = t[i * ld + k];
        }
        let q = 1.0 / diagonal[k];
        let side = if entering { q } else { -q };
        let (xk, dk) = (x[k], d[k]);
        add_scaled::<V>(-(q * xk), column, x);
        add_scaled::<V>(-(q * dk), column, d);
        let scale = V::splat(q);
        for (diagonal, column) in diagonal.as_chunks_mut().0.iter_mut().zip(column.as_chunks().0) {
            let column = V::load(column);
            (V::load(diagonal) - (column * scale) * column).store(diagonal);
        }
        (x[k], d[k], diagonal[k]) = (side * xk, side * dk, -q);
        for (rows, own) in t.chunks_exact_mut(LANES * ld).zip(0..) {
            let (upper, lower) = rows.split_at_mut(4 * ld);
            let (first, end) = (LANES * own, LANES * (own + 1));
            update_rows::<V>(upper, &column[first..first + 4], &column[..end], q);
            update_rows::<V>(lower, &column[first + 4..end], &column[..end], q);
        }
        for c in 0..k {
            t[k * ld + c] = side * column[c];
        }
        for i in k + 1..p {
            t[i * ld + k] = side * column[i];
        }
        t[k * ld + k] = -q;
    }
}

/// Subtracts (own[r] q) column' from each of four rows.
#[inline(always)]
fn update_rows<V: Lanes>(rows: &mut [f64], own: &[f64], column: &[f64], q: f64) {
    let ld = rows.len() / 4;
    let (r0, rest) = rows.split_at_mut(ld);
    let (r1, rest) = rest.split_at_mut(ld);
    let (r2, r3) = rest.split_at_mut(ld);
    let q = V::splat(q);
    let mut f: [V; 4] = splat_all(own);
    for f in &mut f {
        *f = *f * q;
    }
    let [r0, r1, r2, r3] = [r0, r1, r2, r3].map(|r| r.as_chunks_mut().0.iter_mut());
    for ((((a, b), c), d), u) in r0.zip(r1).zip(r2).zip(r3).zip(column.as_chunks().0) {
        let u = V::load(u);
        (V::load(a) - f[0] * u).store(a);
        (V::load(b) - f[1] * u).store(b);
        (V::load(c) - f[2] * u).store(c);
        (V::load(d) - f[3] * u).store(d);
    }
}
