//! Least squares and ridge from the eigenvectors of a design.

use super::Design;
use super::panels::{Line, WIDTH};
use super::rational::{Sums, Weights};
use super::spectrum::Spectrum;
use crate::error::FitError;
use crate::kernels::vector::{halves, join};
use crate::path::{Certificate, Fit, PathReport, PathSummary, check_lambdas};
use crate::problem::Scaling;
use crate::ridge::TOLERANCE;
use crate::simd::{Kernel, LANES, Lanes, dispatch};

/// Solves for all responses of a [`Design`] at once: b = Q (D + lambda I)^-1 Q'c, lambda 0 for
/// least squares. The design has been decomposed ([`Design::decompose`]).
#[derive(Debug, Clone, Default)]
pub struct Spectral {
    /// Solutions in rotated coordinates.
    rotated: Vec<Line>,
    /// A truth as coefficients of standardised columns, and in rotated coordinates.
    given: Vec<Line>,
    truth: Vec<Line>,
    /// Coefficients of standardised columns, then slopes on the original scale.
    slopes: Vec<Line>,
    /// G times the coefficients.
    pub(super) fitted: Vec<Line>,
    /// Of the responses that were solved for, with the scaling of their design.
    means: Line,
    units: Line,
    scaling: Option<Scaling>,
    lambdas: Line,
    intercepts: Line,
    kkt: Line,
    df: Line,
    /// Sums of s = (Q'c)^2/d, and of s (lambda/(d + lambda))^2.
    explained: Line,
    excess: Line,
    /// (Q'c)^2/d of one response, padded with zeros.
    squares: Vec<f64>,
    weights: Weights,
    sums: Sums,
    /// Solutions of one response at sixteen levels, and what their coordinates are multiplied by.
    pub(super) block: Vec<Line>,
    pub(super) weights_of_rows: Vec<Line>,
    pub(super) leverages: Vec<Line>,
}

impl Spectral {
    /// A solver without memory as yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Solves for every response at its own lambda; [`Spectral::write`] gives the fits.
    ///
    /// # Errors
    /// [`FitError::NotAvailable`] where the design is not decomposed.
    pub fn solve(&mut self, design: &Design, lambdas: &[f64]) -> Result<(), FitError> {
        self.lambdas = [0.0; WIDTH];
        self.lambdas.iter_mut().zip(lambdas).for_each(|(to, from)| *to = *from);
        let p = self.coefficients(design)?;
        design.gram.product(&self.slopes[..p], 1.0, design.responses.count, &mut self.fitted);
        (self.kkt, self.intercepts) = dispatch(Finish { design, solver: self });
        Ok(())
    }

    /// As [`Spectral::solve`] at lambda 0, without a certificate: the product with G that it takes
    /// is saved, and the conditioning of the design vouches for the slopes.
    ///
    /// # Errors
    /// As [`Spectral::solve`].
    pub fn least_squares(&mut self, design: &Design) -> Result<(), FitError> {
        self.lambdas = [0.0; WIDTH];
        self.coefficients(design)?;
        self.fitted.clone_from(&design.responses.c);
        (self.kkt, self.intercepts) = dispatch(Finish { design, solver: self });
        Ok(())
    }

    /// Coefficients of standardised columns at the lambdas; returns how many there are.
    fn coefficients(&mut self, design: &Design) -> Result<usize, FitError> {
        let spectrum = spectrum(design)?;
        let responses = &design.responses;
        let p = spectrum.values().len();
        (self.scaling, self.means, self.units) =
            (Some(design.scaling), responses.mean, responses.unit);
        self.rotated.clear();
        self.rotated.extend_from_slice(&responses.rotated[..p]);
        let (values, inverse) = (spectrum.values(), &spectrum.inverse[..]);
        let (lambdas, z) = (&self.lambdas, &mut self.rotated);
        [self.df, self.explained, self.excess] = dispatch(Shrink { values, inverse, lambdas, z });
        spectrum.back.product(&self.rotated, 1.0, responses.count, &mut self.slopes);
        Ok(p)
    }

    /// The fit to response `at` that was solved for last.
    ///
    /// # Errors
    /// [`FitError::NotConverged`] where it cannot be certified, or why the response has no fit.
    pub fn write(&mut self, design: &Design, at: usize, out: &mut Fit) -> Result<(), FitError> {
        let spectrum = spectrum(design)?;
        if let Some(error) = &design.responses.failures[at] {
            return Err(error.clone());
        }
        let (lambda, kkt) = (self.lambdas[at], self.kkt[at]);
        if kkt.is_nan() || kkt > TOLERANCE {
            return Err(FitError::NotConverged { lambda, kkt });
        }
        out.certificate = Certificate { kkt, gap: 0.0 };
        out.least_squares = None;
        out.intercept = self.intercepts[at];
        out.slopes.clear();
        out.slopes.extend(self.slopes[..spectrum.values().len()].iter().map(|line| line[at]));
        out.df = self.df[at];
        let least = (design.responses.yty[at] - self.explained[at]).max(0.0);
        out.rss = (least + self.excess[at]) * scale(design, at);
        Ok(())
    }

    /// Degrees of freedom and residual sums of squares of ridge at every lambda, for response `at`.
    ///
    /// # Errors
    /// [`FitError::OutOfRange`] as in [`PathSolver::residuals`](crate::PathSolver::residuals), or why the
    /// response has no fit.
    pub fn summaries(
        &mut self,
        design: &Design,
        at: usize,
        lambdas: &[f64],
        out: &mut Vec<PathSummary>,
    ) -> Result<PathReport, FitError> {
        check_lambdas(lambdas)?;
        let spectrum = spectrum(design)?;
        if let Some(error) = &design.responses.failures[at] {
            return Err(error.clone());
        }
        let terms = design.responses.rotated.iter().zip(&spectrum.inverse);
        self.squares.clear();
        self.squares.extend(terms.map(|(q, inverse)| q[at] * q[at] * inverse));
        let explained: f64 = self.squares.iter().sum();
        let least = (design.responses.yty[at] - explained).max(0.0);
        let scale = scale(design, at);
        spectrum.poles.sum(&self.squares, lambdas, &mut self.weights, &mut self.sums);
        let sums = self.sums.complement.iter().zip(&self.sums.square).take(lambdas.len());
        out.clear();
        out.extend(
            sums.map(|(df, square)| PathSummary { df: df.max(0.0), rss: (least + square) * scale }),
        );
        Ok(PathReport { cholesky: lambdas.len(), ..PathReport::default() })
    }
}

pub(super) fn spectrum(design: &Design) -> Result<&Spectrum, FitError> {
    design.spectrum().ok_or(FitError::NotAvailable("eigenvectors of this design"))
}

/// What mean squares in units are to be multiplied by.
pub(super) fn scale(design: &Design, at: usize) -> f64 {
    let unit = design.responses.unit[at];
    design.moments.n() as f64 * unit * unit
}

impl Spectral {
    /// |a 1 + X b|^2/n of the errors of the solutions that were written last, against the intercept
    /// and slopes of a truth, by response: in the coordinates of the eigenvectors it takes no
    /// product of matrices. The design is one that centres its columns. Solutions are measured once,
    /// so that those of one method are never taken for another's.
    ///
    /// # Errors
    /// [`FitError::NotAvailable`] where the design is not decomposed, or has another scaling than that
    /// of the solutions.
    pub fn mean_squares(
        &mut self,
        design: &Design,
        (level, slopes): (f64, &[f64]),
    ) -> Result<[f64; WIDTH], FitError> {
        if self.scaling.take() != Some(design.scaling) {
            return Err(FitError::NotAvailable("solutions under the scaling of this design"));
        }
        let spectrum = spectrum(design)?;
        let values = spectrum.values();
        self.given.clear();
        self.given.resize(values.len(), [0.0; WIDTH]);
        let mut fitted = level;
        for (j, beta) in slopes.iter().enumerate() {
            self.given[j][0] = beta * design.problem.x_scale(j);
            fitted += design.problem.x_mean(j) * beta;
        }
        spectrum.forward.product(&self.given, 1.0, 1, &mut self.truth);
        let mut levels = self.means;
        for mean in &mut levels {
            *mean -= fitted;
        }
        let (z, truth) = (&self.rotated[..], &self.truth[..]);
        Ok(dispatch(Errors { values, z, truth, units: &self.units, levels: &levels }))
    }

    /// Whether a response's solution is this one.
    pub fn is_solution(&self, at: usize, intercept: f64, slopes: &[f64]) -> bool {
        self.rotated.len() == slopes.len()
            && self.intercepts[at] == intercept
            && self.slopes.iter().zip(slopes).all(|(line, slope)| line[at] == *slope)
    }
}

/// Sums of d (unit z - truth)^2, and the squares of the levels.
struct Errors<'a> {
    values: &'a [f64],
    z: &'a [Line],
    truth: &'a [Line],
    units: &'a Line,
    levels: &'a Line,
}

impl Kernel for Errors<'_> {
    type Output = Line;

    #[inline(always)]
    fn run<V: Lanes>(self) -> Line {
        let (units, levels) = (halves::<V>(self.units), halves::<V>(self.levels));
        let mut sum = [levels[0] * levels[0], levels[1] * levels[1]];
        for ((d, z), truth) in self.values.iter().zip(self.z).zip(self.truth) {
            let (d, truth, z) = (V::splat(*d), V::splat(truth[0]), halves::<V>(z));
            for h in 0..2 {
                let error = z[h] * units[h] - truth;
                sum[h] = sum[h].plus(d * error, error);
            }
        }
        join(sum)
    }
}

/// z <- z/(d + lambda); returns the sums of d/(d + lambda), of s = z^2/d, and of
/// s (lambda/(d + lambda))^2.
struct Shrink<'a> {
    values: &'a [f64],
    inverse: &'a [f64],
    lambdas: &'a Line,
    z: &'a mut [Line],
}

impl Kernel for Shrink<'_> {
    type Output = [Line; 3];

    #[inline(always)]
    fn run<V: Lanes>(self) -> [Line; 3] {
        let lambdas = halves::<V>(self.lambdas);
        let (mut df, mut explained) = ([V::zero(); 2], [V::zero(); 2]);
        let mut excess = [V::zero(); 2];
        for ((d, inverse), line) in self.values.iter().zip(self.inverse).zip(self.z) {
            let (d, inverse) = (V::splat(*d), V::splat(*inverse));
            for (h, part) in line.as_chunks_mut::<LANES>().0.iter_mut().enumerate() {
                let q = V::load(part);
                let denominator = d + lambdas[h];
                (q / denominator).store(part);
                let (share, s) = (d / denominator, q * q * inverse);
                let t = lambdas[h] / denominator;
                df[h] = df[h] + share;
                explained[h] = explained[h] + s;
                excess[h] = excess[h].plus(s, t * t);
            }
        }
        [join(df), join(explained), join(excess)]
    }
}

/// Certifies the coefficients and brings them to the original scale; returns the largest entries
/// of c - G b - lambda b, relative to those of c, and the intercepts.
struct Finish<'a> {
    design: &'a Design,
    solver: &'a mut Spectral,
}

impl Kernel for Finish<'_> {
    type Output = (Line, Line);

    #[inline(always)]
    fn run<V: Lanes>(self) -> (Line, Line) {
        let Self { design, solver } = self;
        let responses = &design.responses;
        let (lambdas, units) = (halves::<V>(&solver.lambdas), halves::<V>(&responses.unit));
        let (mut worst, mut fitted) = ([V::zero(); 2], [V::zero(); 2]);
        let mut undefined = [V::zero(); 2];
        let lines = solver.slopes.iter_mut().zip(&solver.fitted).zip(&responses.c);
        for (j, ((line, gb), c)) in lines.enumerate().take(design.scales.len()) {
            let (gb, c) = (halves::<V>(gb), halves::<V>(c));
            let scale = V::splat(design.scales[j]);
            let mean = V::splat(design.problem.x_mean(j));
            for (h, part) in line.as_chunks_mut::<LANES>().0.iter_mut().enumerate() {
                let b = V::load(part);
                let off = (c[h] - gb[h]).minus(lambdas[h], b).abs();
                worst[h] = worst[h].max(off);
                // `max` does not see a NaN.
                undefined[h] = undefined[h].plus(off, V::zero());
                let slope = b * scale * units[h];
                slope.store(part);
                fitted[h] = fitted[h].plus(mean, slope);
            }
        }
        let (mut kkt, fitted) = (join(worst), join(fitted));
        let undefined = join(undefined);
        let mut intercepts = [0.0; WIDTH];
        for lane in 0..WIDTH {
            kkt[lane] += undefined[lane];
            if responses.largest[lane] > 0.0 {
                kkt[lane] /= responses.largest[lane];
            }
            if design.problem.intercept {
                intercepts[lane] = responses.mean[lane] - fitted[lane];
            }
        }
        (kkt, intercepts)
    }
}
