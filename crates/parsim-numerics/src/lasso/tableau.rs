//! The homotopy on a sweep tableau.
//!
//! T is G swept on the active set A, in the form that stays symmetric (Goodnight 1979, section 5, with the
//! sign of the pivot row kept): -(G_AA)^-1 on the active block, G_IA (G_AA)^-1 beside it, and the Schur
//! complement on the inactive one. Two right-hand sides are swept along: c, giving x, and the signs, giving d.
//! Then b_A(lambda) = x_A - lambda d_A, and the gradient of the inactive is x_I - lambda d_I. An event is one
//! rank-one update of the lower triangle.

use super::homotopy::{DEPENDENT, Event, Homotopy, STILL, choose};
use super::trace::Trace;
use crate::dispatch::{Kernel, dispatch};
use crate::kernels::{LANES, padded};
use crate::problem::Problem;

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

    #[inline(always)]
    fn run<const WIDE: bool>(self) -> Event {
        let Self { path: Tableau { x, d, sign, diagonal, floor, candidates, .. }, lambda } = self;
        let lanes = x.chunks_exact(LANES).zip(d.chunks_exact(LANES));
        let lanes = lanes.zip(sign.chunks_exact(LANES));
        let pivots = diagonal.chunks_exact(LANES).zip(floor.chunks_exact(LANES));
        for (out, (((x, d), s), (pivot, floor))) in
            candidates.chunks_exact_mut(LANES).zip(lanes.zip(pivots))
        {
            for l in 0..LANES {
                // Inactive: the slacks lambda -+ (x - lambda d) shrink at the rates 1 +- d. Active: x - lambda d
                // moves towards zero where d has the other sign.
                let active = s[l] != 0.0;
                let above = if active { d[l] } else { 1.0 + d[l] };
                let below = 1.0 - d[l];
                let first = x[l] / above;
                let second = -x[l] / below;
                let leaves = s[l] * d[l] < 0.0;
                let free = pivot[l] > floor[l];
                let enters_above = free & (above > STILL);
                let enters_below = free & (below > STILL);
                let mut event =
                    if (active & leaves) | (!active & enters_above) { first } else { -1.0 };
                let other = if !active & enters_below { second } else { -1.0 };
                event = if other > event { other } else { event };
                out[l] = if event < lambda { event } else { lambda };
            }
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
    fn run<const WIDE: bool>(self) {
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
        let (qx, qd) = (q * xk, q * dk);
        for i in 0..ld {
            x[i] -= column[i] * qx;
            d[i] -= column[i] * qd;
            diagonal[i] -= (column[i] * q) * column[i];
        }
        (x[k], d[k], diagonal[k]) = (side * xk, side * dk, -q);
        for (block, rows) in t.chunks_exact_mut(4 * ld).enumerate() {
            let first = 4 * block;
            update_rows(rows, ld, padded(first + 4), (&column[first..], column, q));
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

/// Subtracts (column[r] q) column' from each of four rows, up to `end`.
#[inline(always)]
fn update_rows(rows: &mut [f64], ld: usize, end: usize, (own, column, q): (&[f64], &[f64], f64)) {
    let (r0, rest) = rows.split_at_mut(ld);
    let (r1, rest) = rest.split_at_mut(ld);
    let (r2, r3) = rest.split_at_mut(ld);
    let f = [own[0] * q, own[1] * q, own[2] * q, own[3] * q];
    let pairs = r0[..end].chunks_exact_mut(LANES).zip(r1[..end].chunks_exact_mut(LANES));
    let others = r2[..end].chunks_exact_mut(LANES).zip(r3[..end].chunks_exact_mut(LANES));
    for (((a, b), (c, d)), u) in pairs.zip(others).zip(column[..end].chunks_exact(LANES)) {
        for (line, f) in [a, b, c, d].into_iter().zip(f) {
            for l in 0..LANES {
                line[l] -= f * u[l];
            }
        }
    }
}
