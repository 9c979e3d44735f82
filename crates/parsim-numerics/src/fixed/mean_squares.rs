//! Mean squares of linear predictors over the rows of a design.

use super::Design;
use super::panels::{Line, WIDTH};
use crate::kernels::vector::{halves, join};
use crate::simd::{Kernel, LANES, Lanes, dispatch};

/// Computes |a 1 + X b|^2/n for up to sixteen pairs (a, b) at once, from the moments of X:
/// (a + mean'b)^2 + b'Sb, S the covariance matrix of the columns.
#[derive(Debug, Clone, Default)]
pub struct MeanSquares {
    /// Levels a.
    levels: Line,
    /// Coefficients b, then of standardised columns.
    slopes: Vec<Line>,
    fitted: Vec<Line>,
}

impl MeanSquares {
    /// Forgets all pairs; coefficients are to have length `p`.
    pub fn begin(&mut self, p: usize) {
        self.levels = [0.0; WIDTH];
        self.slopes.clear();
        self.slopes.resize(p, [0.0; WIDTH]);
    }

    /// Sets the pair at a position below [`Design::RESPONSES`]. What it is does not bear on the others.
    pub fn set(&mut self, at: usize, level: f64, slopes: impl Iterator<Item = f64>) {
        self.levels[at] = level;
        for (line, b) in self.slopes.iter_mut().zip(slopes) {
            line[at] = b;
        }
    }

    /// The mean squares by position, of which the first `count` were set. The design is one that centres its
    /// columns, and has as many of them as there are coefficients.
    pub fn compute(&mut self, design: &Design, count: usize) -> [f64; Design::RESPONSES] {
        let levels = dispatch(Standardise { design, solver: self });
        design.gram.product(&self.slopes, 1.0, count, &mut self.fitted);
        dispatch(Combine { levels: &levels, slopes: &self.slopes, fitted: &self.fitted })
    }
}

/// Brings coefficients to the scale of standardised columns; returns a + mean'b.
struct Standardise<'a> {
    design: &'a Design,
    solver: &'a mut MeanSquares,
}

impl Kernel for Standardise<'_> {
    type Output = Line;

    #[inline(always)]
    fn run<V: Lanes>(self) -> Line {
        let MeanSquares { levels, slopes, .. } = self.solver;
        let mut level = halves::<V>(levels);
        for (j, line) in slopes.iter_mut().enumerate() {
            let mean = V::splat(self.design.problem.x_mean(j));
            let scale = V::splat(self.design.problem.x_scale(j));
            for (h, part) in line.as_chunks_mut::<LANES>().0.iter_mut().enumerate() {
                let b = V::load(part);
                level[h] = level[h].plus(mean, b);
                (scale * b).store(part);
            }
        }
        join(level)
    }
}

/// The squares of the levels plus the products of coefficients with G times the coefficients.
struct Combine<'a> {
    levels: &'a Line,
    slopes: &'a [Line],
    fitted: &'a [Line],
}

impl Kernel for Combine<'_> {
    type Output = Line;

    #[inline(always)]
    fn run<V: Lanes>(self) -> Line {
        let levels = halves::<V>(self.levels);
        let mut sum = [V::zero(); 2];
        for (slopes, fitted) in self.slopes.iter().zip(self.fitted) {
            let (slopes, fitted) = (halves::<V>(slopes), halves::<V>(fitted));
            for h in 0..2 {
                sum[h] = sum[h].plus(slopes[h], fitted[h]);
            }
        }
        for h in 0..2 {
            // Rounding may make what is next to nothing negative.
            sum[h] = sum[h].max(V::zero()).plus(levels[h], levels[h]);
        }
        join(sum)
    }
}
