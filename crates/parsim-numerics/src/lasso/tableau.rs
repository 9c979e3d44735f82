//! The homotopy on a sweep tableau.
//!
//! T is G swept on the active set A, in the form that stays symmetric (Goodnight 1979, section 5, with the
//! sign of the pivot row kept): -(G_AA)^-1 on the active block, G_IA (G_AA)^-1 beside it, and the Schur
//! complement on the inactive one. Two right-hand sides are swept along: c, giving x, and the signs, giving d.
//! Then b_A(lambda) = x_A - lambda d_A, and the gradient of the inactive is x_I - lambda d_I.
//!
//! A sweep on k with pivot t = T_kk is T <- T° - v v'/t, where T° is T without row and column k, v is column k,
//! and v_k = -1 where k enters, 1 where it leaves. So sweeps can wait: the columns v of the last few are kept
//! and subtracted together, in one pass over the lower triangle.

use super::columns::Columns;
use super::homotopy::{DEPENDENT, Event, Homotopy, STILL, choose};
use super::trace::{Active, Trace};
use crate::kernels::vector::add_scaled;
use crate::simd::{Kernel, LANES, Lanes, dispatch, padded};

/// Sweeps that are carried out together.
const DELAY: usize = 4;

/// A swept problem.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tableau {
    p: usize,
    ld: usize,
    /// T in 8 x 8 blocks of its lower triangle, but for the sweeps that wait.
    t: Vec<f64>,
    /// The columns of the sweeps that wait.
    columns: [Vec<f64>; DELAY],
    /// Their inverse pivots.
    inverse: [f64; DELAY],
    waiting: usize,
    /// The diagonal of T, all sweeps included.
    diagonal: Vec<f64>,
    /// Pivots must exceed this.
    floor: Vec<f64>,
    /// The swept c.
    x: Vec<f64>,
    /// The swept signs.
    d: Vec<f64>,
    /// Sign of each active variable, 0 for the others.
    sign: Vec<f64>,
    /// 1 for inactive variables, 0 for active ones.
    inactive: Vec<f64>,
    candidates: Vec<f64>,
    active: Vec<Active>,
}

impl Tableau {
    /// Variables with index below this are handled; the rest is padding.
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

struct Sweep<'a> {
    path: &'a mut Tableau,
    k: usize,
    entering: bool,
}

impl Kernel for Sweep<'_> {
    type Output = ();

    #[inline(always)]
    fn run<V: Lanes>(self) {
        let Self { path, k, entering } = self;
        let q = 1.0 / path.diagonal[k];
        let (xk, dk) = (path.x[k], path.d[k]);
        take_column::<V>(path, k);
        let Tableau { columns, inverse, waiting, x, d, diagonal, .. } = path;
        let v = &mut columns[*waiting];
        inverse[*waiting] = q;
        add_scaled::<V>(-(q * xk), v, x);
        add_scaled::<V>(-(q * dk), v, d);
        let scale = V::splat(q);
        for (diagonal, v) in diagonal.as_chunks_mut().0.iter_mut().zip(v.as_chunks().0) {
            let v = V::load(v);
            (V::load(diagonal) - (v * scale) * v).store(diagonal);
        }
        let side = if entering { q } else { -q };
        (x[k], d[k], diagonal[k]) = (side * xk, side * dk, -q);
        v[k] = if entering { -1.0 } else { 1.0 };
        *waiting += 1;
        if *waiting == DELAY {
            flush::<V>(path);
        }
    }
}

/// Takes row and column `k` out of T and of the sweeps that wait, into the next free column.
#[inline(always)]
fn take_column<V: Lanes>(path: &mut Tableau, k: usize) {
    let Tableau { p, ld, t, columns, inverse, waiting, .. } = path;
    let (done, free) = columns.split_at_mut(*waiting);
    let v = &mut free[0];
    let row = &mut t[k * *ld..k * *ld + k + 1];
    v[..=k].copy_from_slice(row);
    row.fill(0.0);
    for (line, v) in t[k * *ld..*p * *ld].chunks_exact_mut(*ld).zip(&mut v[k..]).skip(1) {
        *v = std::mem::take(&mut line[k]);
    }
    for (column, q) in done.iter_mut().zip(inverse) {
        let share = std::mem::take(&mut column[k]);
        add_scaled::<V>(-(*q * share), column, v);
    }
}

/// Carries out the sweeps that wait.
#[inline(always)]
fn flush<V: Lanes>(path: &mut Tableau) {
    let Tableau { ld, t, columns, inverse, waiting, .. } = path;
    let columns = columns.each_ref().map(|c| c.as_chunks().0);
    for (block, rows) in t.chunks_exact_mut(LANES * *ld).enumerate() {
        let mut factors = [[V::zero(); DELAY]; LANES];
        for r in 0..LANES {
            for m in 0..DELAY {
                factors[r][m] = V::splat(columns[m][block][r] * inverse[m]);
            }
        }
        let (upper, lower) = rows.split_at_mut(4 * *ld);
        for (rows, f) in [(upper, &factors[..4]), (lower, &factors[4..])] {
            update_rows::<V>(rows, f, columns.map(|c| &c[..=block]));
        }
    }
    *waiting = 0;
}

/// Subtracts f[r][m] columns[m]' for every m from row r of four.
#[inline(always)]
fn update_rows<V: Lanes>(rows: &mut [f64], f: &[[V; DELAY]], columns: [&[[f64; LANES]]; DELAY]) {
    let ld = rows.len() / 4;
    let (r0, rest) = rows.split_at_mut(ld);
    let (r1, rest) = rest.split_at_mut(ld);
    let (r2, r3) = rest.split_at_mut(ld);
    let [Some(f0), Some(f1), Some(f2), Some(f3)] = [f.first(), f.get(1), f.get(2), f.get(3)] else {
        return;
    };
    let [r0, r1, r2, r3] = [r0, r1, r2, r3].map(|r| r.as_chunks_mut().0.iter_mut());
    for (c, (((a, b), c2), d)) in r0.zip(r1).zip(r2).zip(r3).enumerate().take(columns[0].len()) {
        let v: [V; DELAY] = [
            V::load(&columns[0][c]),
            V::load(&columns[1][c]),
            V::load(&columns[2][c]),
            V::load(&columns[3][c]),
        ];
        subtract(a, f0, &v);
        subtract(b, f1, &v);
        subtract(c2, f2, &v);
        subtract(d, f3, &v);
    }
}

#[inline(always)]
fn subtract<V: Lanes>(line: &mut [f64; LANES], f: &[V; DELAY], v: &[V; DELAY]) {
    let mut acc = V::load(line);
    for m in 0..DELAY {
        acc = acc - f[m] * v[m];
    }
    acc.store(line);
}
