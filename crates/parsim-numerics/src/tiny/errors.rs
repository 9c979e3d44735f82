//! Standard errors, lane by lane.

use super::{Eight, TinyLeastSquares};
use crate::simd::{Kernel, LANES, Lanes, dispatch};

impl TinyLeastSquares {
    /// Prepares [`TinyLeastSquares::standard_errors`] for the data sets fitted last.
    pub fn prepare_errors(&mut self) {
        self.variances.resize(self.p + 1, [0.0; LANES]);
        self.line.resize(self.p, [0.0; LANES]);
        dispatch(Variances(self));
    }

    /// Standard errors of intercept and slopes of a lane's fit, p + 1 numbers, with RSS/(n - p - 1) for the
    /// variance of the noise. Returns these degrees of freedom, or `None` (with nothing in `out`) where none are left.
    pub fn standard_errors(&self, lane: usize, out: &mut Vec<f64>) -> Option<f64> {
        out.clear();
        let free = (self.n - self.p).checked_sub(1).filter(|free| *free > 0)? as f64;
        let variance = self.rss[lane] / free;
        out.extend(self.variances.iter().map(|factor| (variance * factor[lane]).sqrt()));
        Some(free)
    }
}

/// 1/n + m'A^-1 m, m the means, then the diagonal of A^-1, from A = L D L'.
struct Variances<'a>(&'a mut TinyLeastSquares);

impl Kernel for Variances<'_> {
    type Output = ();

    #[inline(always)]
    fn run<V: Lanes>(self) {
        let TinyLeastSquares { n, p, mean, factor, inverse, variances, line, .. } = self.0;
        let p = *p;
        line.copy_from_slice(&mean[..p]);
        let level = forward::<V>((factor, inverse), line, 0);
        (level + V::splat(1.0 / *n as f64)).store(&mut variances[0]);
        for j in 0..p {
            line.fill([0.0; LANES]);
            line[j] = [1.0; LANES];
            forward::<V>((factor, inverse), line, j).store(&mut variances[j + 1]);
        }
    }
}

/// x <- L^-1 x, where x is zero before `first`; returns x'D^-1 x.
#[inline(always)]
fn forward<V: Lanes>((l, inverse): (&[Eight], &[Eight]), x: &mut [Eight], first: usize) -> V {
    let p = x.len();
    let mut sum = V::zero();
    for i in first..p {
        let mut value = V::load(&x[i]);
        for k in first..i {
            value = value.minus(V::load(&l[i * p + k]), V::load(&x[k]));
        }
        value.store(&mut x[i]);
        sum = sum.plus(value * V::load(&inverse[i]), value);
    }
    sum
}
