//! Responses to one design, side by side.

use super::panels::{Line, Panels, WIDTH};
use crate::error::{FitError, same_size};
use crate::moments::{CONSTANT, center_and_unit};
use crate::simd::{Kernel, LANES, Lanes, dispatch};

/// Up to sixteen responses in the coordinates of their problems, a lane each. Lanes without a
/// response, or with one that is not finite, hold zeros.
#[derive(Debug, Clone, Default)]
pub(super) struct Responses {
    pub count: usize,
    /// By row.
    pub y: Vec<Line>,
    /// c = X'y/n, by column.
    pub c: Vec<Line>,
    /// Q'c, once the design is decomposed.
    pub rotated: Vec<Line>,
    /// What y is measured from.
    pub mean: Line,
    /// Mean of y whether or not an intercept is fitted.
    pub center: Line,
    /// Power of two that y is divided by.
    pub unit: Line,
    /// y'y/n.
    pub yty: Line,
    /// Standard deviation (1/n) of y, in units.
    pub sd: Line,
    /// The largest |c|.
    pub largest: Line,
    pub failures: [Option<FitError>; WIDTH],
}

impl Responses {
    /// Takes over as many responses as there are, at most sixteen.
    pub(super) fn load<'y>(&mut self, n: usize, all: impl Iterator<Item = &'y [f64]>) {
        self.y.clear();
        self.y.resize(n, [0.0; WIDTH]);
        (self.mean, self.center, self.unit) = ([0.0; WIDTH], [0.0; WIDTH], [1.0; WIDTH]);
        self.failures = std::array::from_fn(|_| None);
        self.count = 0;
        for (lane, y) in all.take(WIDTH).enumerate() {
            self.count = lane + 1;
            if let Err(error) = self.load_one(lane, n, y) {
                self.failures[lane] = Some(error);
            }
        }
    }

    fn load_one(&mut self, lane: usize, n: usize, y: &[f64]) -> Result<(), FitError> {
        same_size("rows of y", n, y.len())?;
        let Some((mean, unit)) = center_and_unit(y) else {
            let index = y.iter().position(|v| !v.is_finite()).unwrap_or(0);
            return Err(FitError::NonFinite { what: "y", index });
        };
        let inverse = 1.0 / unit;
        for (line, y) in self.y.iter_mut().zip(y) {
            line[lane] = (y - mean) * inverse;
        }
        (self.center[lane], self.unit[lane]) = (mean, unit);
        Ok(())
    }

    /// Sums of squares, and products with the columns of the design: Z'y/n.
    pub(super) fn multiply(&mut self, columns: &Panels, diagonal: &[f64], intercept: bool) {
        let n = self.y.len() as f64;
        let squares = dispatch(Squares(&self.y));
        for lane in 0..WIDTH {
            let level = self.center[lane] / self.unit[lane];
            let variance = squares[lane] / n;
            let resolution = CONSTANT * (1.0 + level.abs());
            let constant = variance <= resolution * resolution;
            self.sd[lane] = if constant { 0.0 } else { variance.sqrt() };
            self.yty[lane] = if constant { 0.0 } else { variance };
        }
        if intercept {
            self.mean = self.center;
        } else {
            let mut level = self.center;
            level.iter_mut().zip(&self.unit).for_each(|(level, unit)| *level /= unit);
            for line in &mut self.y {
                line.iter_mut().zip(&level).for_each(|(y, level)| *y += level);
            }
            self.yty = dispatch(Squares(&self.y)).map(|sum| sum / n);
        }
        columns.product(&self.y, 1.0 / n, self.count, &mut self.c);
        let scales = dispatch(Largest { c: &self.c, diagonal });
        self.largest = scales[0];
        for lane in 0..self.count {
            // As in `Problem::drop_noise`.
            let noise = 8.0 * f64::EPSILON * self.yty[lane].sqrt();
            if self.yty[lane] == 0.0 || scales[1][lane] <= noise * noise {
                self.c.iter_mut().for_each(|line| line[lane] = 0.0);
                self.largest[lane] = 0.0;
            }
        }
    }
}

/// Sums of squares along the rows.
struct Squares<'a>(&'a [Line]);

impl Kernel for Squares<'_> {
    type Output = Line;

    #[inline(always)]
    fn run<V: Lanes>(self) -> Line {
        let mut sum = [V::zero(); 2];
        for line in self.0 {
            for (sum, part) in sum.iter_mut().zip(line.as_chunks::<LANES>().0) {
                let part = V::load(part);
                *sum = sum.plus(part, part);
            }
        }
        crate::kernels::vector::join(sum)
    }
}

/// The largest |c|, and the largest c^2 over its column's diagonal entry of G.
struct Largest<'a> {
    c: &'a [Line],
    diagonal: &'a [f64],
}

impl Kernel for Largest<'_> {
    type Output = [Line; 2];

    #[inline(always)]
    fn run<V: Lanes>(self) -> [Line; 2] {
        let (mut largest, mut relative) = ([V::zero(); 2], [V::zero(); 2]);
        for (line, diagonal) in self.c.iter().zip(self.diagonal) {
            let inverse = V::splat(if *diagonal > 0.0 { 1.0 / diagonal } else { 0.0 });
            for (h, part) in line.as_chunks::<LANES>().0.iter().enumerate() {
                let c = V::load(part);
                largest[h] = largest[h].max(c.abs());
                relative[h] = relative[h].max(c * c * inverse);
            }
        }
        [crate::kernels::vector::join(largest), crate::kernels::vector::join(relative)]
    }
}
