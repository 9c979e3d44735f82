//! The sweep operator, several sweeps at a time.
//!
//! A sweep on k with pivot t = `T_kk` is `T <- T0 - v v'/t`, where T0 is T without row and column k, v is column
//! k, and `v_k` is -1 where k enters, 1 where it leaves. So sweeps can wait: the columns v of the last few are
//! kept, and subtracted together in one pass over the lower triangle.

use super::tableau::Tableau;
use crate::kernels::vector::add_scaled;
use crate::simd::{Kernel, LANES, Lanes};

/// Sweeps that are carried out together.
pub(super) const DELAY: usize = 4;

/// Sweeps the tableau on one variable.
pub(super) struct Sweep<'a> {
    pub path: &'a mut Tableau,
    pub k: usize,
    pub entering: bool,
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
            V::load(diagonal).minus(v * scale, v).store(diagonal);
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
    let row = &mut t[k * *ld..=k * *ld + k];
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
        acc = acc.minus(f[m], v[m]);
    }
    acc.store(line);
}
