//! Products with Q, four reflectors at a time.
//!
//! `H_0 H_1 H_2 H_3 = I - U T U'` with U the four reflectors and T triangular (Schreiber & Van Loan 1989): a
//! vector is read twice and written once for four reflectors instead of for each.

use super::tridiagonal::Tridiagonal;
use crate::kernels::vector::dot;
use crate::simd::{Kernel, LANES, Lanes, padded};

/// Reflectors that are applied together.
const TOGETHER: usize = 4;

/// Inner products of the reflectors of a group, `[l][m]` for l < m.
pub(super) type Couplings = [[f64; TOGETHER]; TOGETHER];

/// Reflectors in the order of their application, and what couples them.
struct Group<'a> {
    u: [&'a [f64]; TOGETHER],
    tau: [f64; TOGETHER],
    couplings: Couplings,
}

impl Tridiagonal {
    /// The reflectors of rows `first`, `first - 1` and so on, as far as there are any: none of row 0, whose
    /// tau is 0. All are as long as the longest; what lies beyond a reflector's end is zero.
    fn members(&self, first: usize) -> [(&[f64], f64); TOGETHER] {
        std::array::from_fn(|m| {
            let row = first.saturating_sub(m);
            (&self.reflectors[row * self.ld..][..padded(first)], self.tau[row])
        })
    }

    /// The group whose first row is `first`, in the order of Q', or of Q.
    fn group(&self, first: usize, backwards: bool) -> Group<'_> {
        let members = self.members(first);
        let given = &self.couplings[(self.size - 1 - first) / TOGETHER];
        let last = TOGETHER - 1;
        let (mut u, mut tau, mut couplings) = (members.map(|m| m.0), members.map(|m| m.1), *given);
        if backwards {
            u.reverse();
            tau.reverse();
            for m in 1..TOGETHER {
                for l in 0..m {
                    couplings[l][m] = given[last - m][last - l];
                }
            }
        }
        Group { u, tau, couplings }
    }

    /// First rows of all groups, from the last row upwards.
    fn firsts(&self) -> impl ExactSizeIterator<Item = usize> + use<> {
        let size = self.size;
        (0..size.saturating_sub(1).div_ceil(TOGETHER)).map(move |g| size - 1 - g * TOGETHER)
    }
}

/// Computes the couplings of all groups.
pub(super) struct Couple<'a>(pub &'a mut Tridiagonal);

impl Kernel for Couple<'_> {
    type Output = ();

    #[inline(always)]
    fn run<V: Lanes>(self) {
        let q = self.0;
        let mut all = std::mem::take(&mut q.couplings);
        all.clear();
        all.resize(q.firsts().len(), Couplings::default());
        for (couplings, first) in all.iter_mut().zip(q.firsts()) {
            let u = q.members(first).map(|m| m.0);
            for m in 1..TOGETHER {
                for l in 0..m {
                    couplings[l][m] = dot::<V>(u[l], u[m]);
                }
            }
        }
        q.couplings = all;
    }
}

/// x <- Q'x, or Q x backwards; x is padded with zeros.
pub(super) struct RotateVector<'a> {
    pub q: &'a Tridiagonal,
    pub x: &'a mut [f64],
    pub backwards: bool,
}

impl Kernel for RotateVector<'_> {
    type Output = ();

    #[inline(always)]
    fn run<V: Lanes>(self) {
        let Self { q, x, backwards } = self;
        let count = q.firsts().len();
        for g in 0..count {
            let g = if backwards { count - 1 - g } else { g };
            let group = q.group(q.size - 1 - g * TOGETHER, backwards);
            apply_to_vector::<V>(&group, x);
        }
    }
}

#[inline(always)]
fn apply_to_vector<V: Lanes>(group: &Group<'_>, x: &mut [f64]) {
    let [u0, u1, u2, u3] = group.u.map(|u| u.as_chunks().0);
    let u = u0.iter().zip(u1).zip(u2).zip(u3);
    let mut acc = [V::zero(); TOGETHER];
    for ((((u0, u1), u2), u3), x) in u.clone().zip(x.as_chunks().0) {
        let x = V::load(x);
        acc[0] = acc[0].plus(V::load(u0), x);
        acc[1] = acc[1].plus(V::load(u1), x);
        acc[2] = acc[2].plus(V::load(u2), x);
        acc[3] = acc[3].plus(V::load(u3), x);
    }
    let zero = V::zero();
    let sums = V::sums([acc[0], acc[1], acc[2], acc[3], zero, zero, zero, zero]).to_array();
    let mut s = [V::zero(); TOGETHER];
    for m in 0..TOGETHER {
        s[m] = V::splat(sums[m]);
    }
    let t = couple::<V>(group, s);
    for ((((u0, u1), u2), u3), x) in u.zip(x.as_chunks_mut().0) {
        let value = V::load(x).minus(V::load(u0), t[0]).minus(V::load(u1), t[1]);
        value.minus(V::load(u2), t[2]).minus(V::load(u3), t[3]).store(x);
    }
}

/// T'U'x from U'x.
#[inline(always)]
fn couple<V: Lanes>(group: &Group<'_>, mut s: [V; TOGETHER]) -> [V; TOGETHER] {
    for m in 0..TOGETHER {
        for l in 0..m {
            s[m] = s[m].minus(V::splat(group.couplings[l][m]), s[l]);
        }
        s[m] = s[m] * V::splat(group.tau[m]);
    }
    s
}

/// X <- X Q, where X has columns of `stride` numbers, a multiple of eight.
pub(super) struct RotateRows<'a> {
    pub q: &'a Tridiagonal,
    pub x: &'a mut [f64],
    pub stride: usize,
}

impl Kernel for RotateRows<'_> {
    type Output = ();

    #[inline(always)]
    fn run<V: Lanes>(self) {
        let Self { q, x, stride } = self;
        for first in q.firsts() {
            let group = q.group(first, false);
            let mut row = 0;
            while row < stride {
                let left = (stride - row) / LANES;
                let x = &mut x[row..];
                row += LANES
                    * match (V::WIDE, left) {
                        (true, 4..) => apply_to_rows::<V, 4>(&group, first, x, stride),
                        (true, 3) => apply_to_rows::<V, 3>(&group, first, x, stride),
                        (true, 2) => apply_to_rows::<V, 2>(&group, first, x, stride),
                        _ => apply_to_rows::<V, 1>(&group, first, x, stride),
                    };
            }
        }
    }
}

/// Applies a group to `R` blocks of eight rows of a matrix whose columns are `stride` apart; returns R.
#[inline(always)]
fn apply_to_rows<V: Lanes, const R: usize>(
    group: &Group<'_>,
    len: usize,
    x: &mut [f64],
    stride: usize,
) -> usize {
    let [u0, u1, u2, u3] = group.u.map(|u| &u[..len]);
    let u = u0.iter().zip(u1).zip(u2).zip(u3);
    let mut sums = [[V::zero(); TOGETHER]; R];
    for ((((u0, u1), u2), u3), column) in u.clone().zip(x.chunks(stride)) {
        let u = [V::splat(*u0), V::splat(*u1), V::splat(*u2), V::splat(*u3)];
        let Some(column) = column.as_chunks().0.first_chunk::<R>() else { break };
        for r in 0..R {
            let x = V::load(&column[r]);
            for m in 0..TOGETHER {
                sums[r][m] = sums[r][m].plus(u[m], x);
            }
        }
    }
    for r in 0..R {
        sums[r] = couple::<V>(group, sums[r]);
    }
    for ((((u0, u1), u2), u3), column) in u.zip(x.chunks_mut(stride)) {
        let u = [V::splat(*u0), V::splat(*u1), V::splat(*u2), V::splat(*u3)];
        let Some(column) = column.as_chunks_mut().0.first_chunk_mut::<R>() else { break };
        for r in 0..R {
            let mut x = V::load(&column[r]);
            for m in 0..TOGETHER {
                x = x.minus(u[m], sums[r][m]);
            }
            x.store(&mut column[r]);
        }
    }
    R
}
