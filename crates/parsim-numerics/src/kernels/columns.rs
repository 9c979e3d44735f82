//! Passes over the columns of a matrix as it stands, for those who draw data and judge fits.

use crate::matrix::Matrix;
use crate::simd::{Kernel, LANES, Lanes, dispatch};

impl Matrix {
    /// `x_j <- a x_(j-1) + b x_j` from the second column on, each from the column before as it has become.
    pub fn autoregress(&mut self, a: f64, b: f64) {
        let rows = self.rows();
        if rows > 0 {
            dispatch(Autoregress { values: self.as_mut_slice(), rows, a, b });
        }
    }

    /// The mean over rows of (shift + x'slopes)^2. `slopes` has one entry per column.
    pub fn mean_square(&self, shift: f64, slopes: &[f64]) -> f64 {
        dispatch(MeanSquare { x: self, shift, slopes }) / self.rows() as f64
    }
}

struct Autoregress<'a> {
    values: &'a mut [f64],
    rows: usize,
    a: f64,
    b: f64,
}

impl Kernel for Autoregress<'_> {
    type Output = ();

    #[inline(always)]
    fn run<V: Lanes>(self) {
        let Self { values, rows, a, b } = self;
        let (va, vb) = (V::splat(a), V::splat(b));
        for start in (rows..values.len()).step_by(rows) {
            let (before, after) = values.split_at_mut(start);
            let (old, old_rest) = before[start - rows..].as_chunks::<LANES>();
            let (new, new_rest) = after[..rows].as_chunks_mut::<LANES>();
            for (new, old) in new.iter_mut().zip(old) {
                (va * V::load(old) + vb * V::load(new)).store(new);
            }
            for (new, old) in new_rest.iter_mut().zip(old_rest) {
                *new = a * old + b * *new;
            }
        }
    }
}

struct MeanSquare<'a> {
    x: &'a Matrix,
    shift: f64,
    slopes: &'a [f64],
}

impl Kernel for MeanSquare<'_> {
    type Output = f64;

    /// The sum of squares, four blocks of eight rows at a time.
    #[inline(always)]
    fn run<V: Lanes>(self) -> f64 {
        let rows = self.x.rows();
        let (mut sum, mut first) = (V::zero(), 0);
        while first + 4 * LANES <= rows {
            sum = self.block::<V, 4>(first, sum);
            first += 4 * LANES;
        }
        while first + LANES <= rows {
            sum = self.block::<V, 1>(first, sum);
            first += LANES;
        }
        let mut total = sum.sum();
        for i in first..rows {
            let mut value = self.shift;
            for (column, &b) in self.x.as_slice().chunks_exact(rows).zip(self.slopes) {
                value = b.mul_add(column[i], value);
            }
            total = value.mul_add(value, total);
        }
        total
    }
}

impl MeanSquare<'_> {
    /// Adds the squares of `N` blocks of rows.
    #[inline(always)]
    fn block<V: Lanes, const N: usize>(&self, first: usize, mut sum: V) -> V {
        let mut values = [V::splat(self.shift); N];
        let columns = self.x.as_slice().chunks_exact(self.x.rows());
        for (column, &b) in columns.zip(self.slopes) {
            let Some(part) = column[first..].as_chunks().0.first_chunk::<N>() else { break };
            if b != 0.0 {
                let b = V::splat(b);
                for k in 0..N {
                    values[k] = values[k].plus(b, V::load(&part[k]));
                }
            }
        }
        for k in 0..N {
            sum = sum.plus(values[k], values[k]);
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whole numbers, so that every sum is exact: 19 rows are two blocks of eight and three rows more, 37 also
    /// have a block of thirty-two.
    #[test]
    fn sums_of_whole_numbers_are_exact() {
        for rows in [1, 7, 19, 37] {
            let data = (0..3 * rows).map(|i| (i % 7) as f64 - 3.0).collect();
            let mut x = Matrix::from_columns(rows, 3, data).unwrap();
            let expected: f64 =
                (0..rows).map(|i| (2.0 + x.get(i, 0) - 4.0 * x.get(i, 2)).powi(2)).sum::<f64>();
            assert_eq!(x.mean_square(2.0, &[1.0, 0.0, -4.0]), expected / rows as f64);
            let before = x.clone();
            x.autoregress(2.0, 3.0);
            for i in 0..rows {
                let second = 2.0 * before.get(i, 0) + 3.0 * before.get(i, 1);
                assert_eq!(x.get(i, 0), before.get(i, 0));
                assert_eq!(x.get(i, 1), second);
                assert_eq!(x.get(i, 2), 2.0 * second + 3.0 * before.get(i, 2));
            }
        }
    }
}
