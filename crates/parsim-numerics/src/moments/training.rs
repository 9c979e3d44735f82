//! From sums of products to problems, by downdating and standardising.

use super::{CONSTANT, Moments};
use crate::problem::{Problem, Scaling};
use crate::simd::{Kernel, LANES, Lanes, dispatch, padded};

/// Below this ratio of a column's training variance to its overall variance, the difference of two sums has
/// lost three digits: the column's moments are then summed again from the training rows.
pub(super) const DOWNDATE_LOSS: f64 = 1e-3;

/// The moments of the training rows of one problem.
pub(super) struct Training<'a> {
    pub(super) moments: &'a Moments,
    /// The fold that is left out.
    pub(super) without: Option<usize>,
    pub(super) n: f64,
    pub(super) scaling: Scaling,
}

impl Moments {
    /// The problem of all rows.
    pub fn full(&self, scaling: Scaling, out: &mut Problem) {
        self.training_or_full(None, scaling, out);
    }

    /// The problem of all rows but those of fold `fold`, standardised by its own means and standard deviations;
    /// of all rows where there is one fold. A column that is constant there gets coefficient 0. Panics where
    /// `fold >= folds()`.
    pub fn training(&self, fold: usize, scaling: Scaling, out: &mut Problem) {
        let without = (self.folds() > 1 && self.segments[fold].1 > 0).then_some(fold);
        self.training_or_full(without, scaling, out);
    }

    fn training_or_full(&self, without: Option<usize>, scaling: Scaling, out: &mut Problem) {
        let held_out = without.map_or(0, |k| self.segments[k].1);
        let n = self.n - held_out;
        let training = Training { moments: self, without, n: n as f64, scaling };
        out.resize(self.p);
        (out.n, out.intercept, out.source_p) = (n, scaling.intercept, self.p);
        out.center.copy_from_slice(&self.center);
        out.unit.copy_from_slice(&self.unit);
        if self.is_wide() && n > 0 {
            training.fill_rows(out);
            return;
        }
        out.rows = None;
        out.form_gram();
        if n == 0 {
            // Nothing to train on: every column is constant, and so is y.
            out.gram.fill(0.0);
            (out.yty, out.y_sd) = (0.0, 0.0);
            return;
        }
        let weak = training.standardise(out);
        training.fill(out);
        for j in weak {
            training.refill(j, out);
        }
        for j in 0..self.p {
            out.diagonal[j] = out.gram[j * out.ld + j];
        }
        out.drop_noise();
    }
}

impl Training<'_> {
    /// Row `r` of the training sums of products, to the diagonal.
    fn sums(&self, r: usize) -> (&[f64], &[f64]) {
        let Moments { ld, sums, total, .. } = self.moments;
        let row = r * ld..r * ld + r + 1;
        let out = match self.without {
            Some(k) => &sums[k * ld * ld..][row.clone()],
            None => &[],
        };
        (&total[row], out)
    }

    /// One training sum.
    fn sum(&self, r: usize, c: usize) -> f64 {
        let (total, out) = self.sums(r);
        total[c] - out.get(c).copied().unwrap_or(0.0)
    }

    /// Fills shifts, factors and the scale of y; returns the columns whose sums lost digits, p standing for y.
    fn standardise(&self, out: &mut Problem) -> Vec<usize> {
        let p = self.moments.p;
        let mut weak = Vec::new();
        for j in 0..=p {
            let mut mean = self.sum(p + 1, j) / self.n;
            let mut variance = self.sum(j, j) / self.n - mean * mean;
            let overall = self.moments.total[j * self.moments.ld + j] / self.moments.n as f64;
            if self.without.is_some() && variance < DOWNDATE_LOSS * overall {
                (mean, variance) = self.direct(j);
                weak.push(j);
            }
            self.scale(j, (mean, variance), out);
        }
        weak
    }

    /// Sets shift and factor of column `j`, or shift and scale of y, from its mean and variance.
    pub(super) fn scale(&self, j: usize, (mean, variance): (f64, f64), out: &mut Problem) {
        let level = self.moments.center[j] / out.unit[j];
        let resolution = CONSTANT * (1.0 + level.abs());
        let sd = if variance <= resolution * resolution { 0.0 } else { variance.sqrt() };
        out.shift[j] = if self.scaling.intercept { mean } else { -level };
        if j == self.moments.p {
            out.y_sd = sd * out.unit[j];
        } else {
            out.factor[j] = match (sd == 0.0, self.scaling.standardize) {
                (true, _) => 0.0,
                (false, true) => 1.0 / sd,
                (false, false) => out.unit[j],
            };
        }
    }

    /// Fills G below its diagonal, c and y'y/n.
    fn fill(&self, out: &mut Problem) {
        let p = self.moments.p;
        let (total, left_out) = self.sums(p + 1);
        out.sums.clear();
        out.sums.extend_from_slice(&total[..=p]);
        for (s, o) in out.sums.iter_mut().zip(left_out) {
            *s -= o;
        }
        // M - s h' - h s' + n h h', the sums of (z - h)(z - h)'; with h = s/n the last two cancel.
        let (h, sum) = (out.shift[p], out.sums[p]);
        out.yty = ((self.sum(p, p) - h * sum - (sum - self.n * h) * h) / self.n).max(0.0);
        if out.y_sd == 0.0 && self.scaling.intercept {
            out.yty = 0.0;
        }
        for v in [&mut out.sums, &mut out.shift, &mut out.factor] {
            v.resize(out.ld + LANES, 0.0);
        }
        dispatch(Fill { training: self, out });
        out.shift.truncate(p + 1);
        out.factor.truncate(p);
    }

    /// Mean and variance of column `j` of z, or y, summed from the training rows.
    fn direct(&self, j: usize) -> (f64, f64) {
        let mean = self.over_rows(j, |z| z) / self.n;
        let shift = self.over_rows(j, |z| z - mean) / self.n;
        let mean = mean + shift;
        (mean, self.over_rows(j, |z| (z - mean) * (z - mean)) / self.n)
    }

    /// Sums a function of column `j` over the training rows.
    fn over_rows(&self, j: usize, f: impl Fn(f64) -> f64) -> f64 {
        let column = &self.moments.z[j * self.moments.stride..];
        self.segments().flat_map(|(start, len)| &column[start..start + len]).map(|&z| f(z)).sum()
    }

    /// Start and length of each run of training rows.
    pub(super) fn segments(&self) -> impl Iterator<Item = (usize, usize)> {
        let all = self.moments.segments.iter().enumerate();
        all.filter(|(k, _)| Some(*k) != self.without).map(|(_, s)| *s)
    }

    /// Sums the moments of column `j`, or of y, again from the training rows.
    fn refill(&self, j: usize, out: &mut Problem) {
        let Moments { p, stride, z, .. } = self.moments;
        for l in 0..=*p {
            let (a, b) = (&z[j * stride..], &z[l * stride..]);
            let (ha, hb) = (out.shift[j], out.shift[l]);
            let rows = self.segments().flat_map(|(start, len)| start..start + len);
            let sum: f64 = rows.map(|i| (a[i] - ha) * (b[i] - hb)).sum();
            let scaled = sum / self.n * out.factor.get(j).copied().unwrap_or(1.0);
            if j == *p && l == *p {
                if out.yty > 0.0 {
                    out.yty = scaled;
                }
            } else if j == *p {
                out.xty[l] = scaled * out.factor[l];
            } else if l == *p {
                out.xty[j] = scaled;
            } else {
                out.gram[j * out.ld + l] = scaled * out.factor[l];
                out.gram[l * out.ld + j] = scaled * out.factor[l];
            }
        }
    }
}

struct Fill<'a> {
    training: &'a Training<'a>,
    out: &'a mut Problem,
}

impl Kernel for Fill<'_> {
    type Output = ();

    #[inline(always)]
    fn run<V: Lanes>(self) {
        let Self { training, out } = self;
        let Moments { p, ld: from_ld, sums, total, .. } = training.moments;
        let Problem { gram, xty, ld, shift, factor, sums: sum, .. } = out;
        let left_out = training.without.map(|k| &sums[k * from_ld * from_ld..]);
        let vectors = [&sum[..], shift, factor].map(|v| v.as_chunks().0);
        let scale = 1.0 / training.n;
        for r in 0..=*p {
            let own = if r < *p { factor[r] } else { 1.0 };
            let coefficients = [shift[r], sum[r] - training.n * shift[r], own * scale];
            let end = padded(r + 1).min(*ld);
            let row = if r < *p { &mut gram[r * *ld..r * *ld + end] } else { &mut xty[..end] };
            let from = r * from_ld..r * from_ld + end;
            let left_out = left_out.map_or(&[][..], |sums| &sums[from.clone()]);
            standardise::<V>(row, [&total[from], left_out], coefficients, vectors);
        }
        xty[*p..].fill(0.0);
        mirror::<V>(gram, *ld, *p);
    }
}

/// row <- (total - left out - h sum' - rest shift') scale factor', elementwise.
#[inline(always)]
fn standardise<V: Lanes>(
    row: &mut [f64],
    [total, left_out]: [&[f64]; 2],
    coefficients: [f64; 3],
    [sum, shift, factor]: [&[[f64; LANES]]; 3],
) {
    let [h, rest, scale] =
        [V::splat(coefficients[0]), V::splat(coefficients[1]), V::splat(coefficients[2])];
    let (total, left_out) = (total.as_chunks().0, left_out.as_chunks().0);
    let vectors = sum.iter().zip(shift).zip(factor);
    let rows = row.as_chunks_mut().0.iter_mut().zip(total).zip(vectors);
    if left_out.is_empty() {
        for ((g, total), ((sum, shift), factor)) in rows {
            let centred = V::load(total).minus(h, V::load(sum)).minus(rest, V::load(shift));
            (centred * (scale * V::load(factor))).store(g);
        }
    } else {
        for (((g, total), ((sum, shift), factor)), left_out) in rows.zip(left_out) {
            let line = V::load(total) - V::load(left_out);
            let centred = line.minus(h, V::load(sum)).minus(rest, V::load(shift));
            (centred * (scale * V::load(factor))).store(g);
        }
    }
}

/// Copies what lies below the diagonal of G to above it, tile by tile.
#[inline(always)]
fn mirror<V: Lanes>(gram: &mut [f64], ld: usize, p: usize) {
    let blocks = ld / LANES;
    for first in (0..p).step_by(LANES) {
        let rows = LANES.min(p - first);
        for col in (0..=first).step_by(LANES) {
            let mut tile = [V::zero(); LANES];
            for (tile, line) in tile.iter_mut().zip(gram[first * ld..].chunks_exact(ld)) {
                if let Some(values) = line[col..].first_chunk() {
                    *tile = V::load(values);
                }
            }
            let columns = V::transpose(tile);
            if col < first {
                let to = gram[col * ld..].chunks_exact_mut(ld).take(LANES);
                for (line, column) in to.zip(columns) {
                    if let Some(line) = line[first..].first_chunk_mut() {
                        column.store(line);
                    }
                }
                continue;
            }
            // On the diagonal only what lies to the right of it is overwritten.
            for (r, column) in columns.iter().enumerate().take(rows) {
                let to = &mut gram[(first + r) * ld + first..][..LANES];
                to[r..].copy_from_slice(&column.to_array()[r..]);
            }
        }
    }
    debug_assert_eq!(gram.len(), p * blocks * LANES);
}
