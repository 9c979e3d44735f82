//! Many responses to one design: all that depends on the covariates alone is computed once.
//!
//! A [`Design`] holds X standardised, G and its eigenvectors. Up to sixteen responses at a time lie
//! side by side, a lane each, so that X'y, rotations and back-transforms are products of matrices.
//! Lanes never mix: a response gets the same bits whatever lies beside it.

mod eigen;
mod errors;
mod leverages;
mod mean_squares;
mod panels;
mod rational;
mod responses;
mod spectral;
mod spectrum;

pub use mean_squares::MeanSquares;
pub use spectral::Spectral;

use crate::error::FitError;
use crate::folds::Folds;
use crate::matrix::Matrix;
use crate::moments::Moments;
use crate::problem::{Problem, Scaling};
use crate::rows::{Rows, Standardised};
use leverages::Rotated;
use panels::{Panels, WIDTH};
use responses::Responses;
use spectrum::Spectrum;

/// The eigenvectors of G.
#[derive(Debug, Clone, Default)]
enum Decomposition {
    /// Nobody has asked for them.
    #[default]
    NotAsked,
    /// G is close to singular.
    Impossible,
    Done(Box<Spectrum>),
}

/// A design under one scaling, and the responses to it that are being fitted.
#[derive(Debug, Clone, Default)]
pub struct Design {
    scaling: Scaling,
    moments: Moments,
    folds: Folds,
    /// The problem of the response that was chosen last.
    problem: Problem,
    /// The standardised columns, for products with responses.
    columns: Panels,
    /// G, for products with slopes.
    gram: Panels,
    spectrum: Decomposition,
    /// The rows in the coordinates of the eigenvectors, where leverages are asked for.
    rotated: Option<Rotated>,
    responses: Responses,
    /// Variances of intercept and slopes over that of the noise, where standard errors are asked for.
    variances: Option<Vec<f64>>,
    /// Slopes on the original scale per coefficient of a standardised column.
    scales: Vec<f64>,
}

impl Design {
    /// How many responses are handled together.
    pub const RESPONSES: usize = WIDTH;

    /// Prepares a design.
    ///
    /// # Errors
    /// [`FitError::NonFinite`] where x holds NaN, an infinity, or values too large to be centred;
    /// [`FitError::Shape`] where it has no rows; [`FitError::NotAvailable`] where columns so far
    /// outnumber rows that G is not formed.
    pub fn new(x: &Matrix, scaling: Scaling) -> Result<Self, FitError> {
        let folds = Folds::single(x.rows());
        let mut moments = Moments::new();
        moments.compute(x, &vec![0.0; x.rows()], &folds)?;
        let mut problem = Problem::new();
        moments.full(scaling, &mut problem);
        if problem.is_wide() {
            return Err(FitError::NotAvailable("products of responses with wide designs"));
        }
        let all: Vec<usize> = (0..problem.p()).collect();
        let mut rows = Standardised::default();
        rows.load(&problem, &moments.all_rows(), &all)?;
        let columns = Panels::new(x.rows(), problem.p(), |i, j| rows.column(j)[i]);
        let gram = Panels::new(problem.p(), problem.p(), |i, j| problem.gram_row(i)[j]);
        let scales = (0..problem.p()).map(|j| problem.factor[j] / problem.unit[j]).collect();
        Ok(Self { scaling, moments, folds, problem, columns, gram, scales, ..Self::default() })
    }

    /// Takes over responses, at most [`Design::RESPONSES`].
    pub fn respond<'y>(&mut self, responses: impl Iterator<Item = &'y [f64]>) {
        self.responses.load(self.moments.n(), responses);
        self.responses.multiply(&self.columns, &self.problem.diagonal, self.problem.intercept);
        self.rotate();
    }

    /// Decomposes G, once, so that [`Spectral`] can solve for the responses; says whether that is possible.
    pub fn decompose(&mut self) -> bool {
        if matches!(self.spectrum, Decomposition::NotAsked) {
            let spectrum = Spectrum::new(&self.problem);
            self.spectrum = spectrum.map_or(Decomposition::Impossible, |spectrum| {
                Decomposition::Done(Box::new(spectrum))
            });
            self.rotate();
        }
        self.is_regular()
    }

    /// Prepares for [`Spectral::leave_one_out`], once.
    ///
    /// # Errors
    /// [`FitError::NotAvailable`] where the design is not decomposed.
    pub fn rotate_rows(&mut self) -> Result<(), FitError> {
        if self.rotated.is_none() {
            let eigen = &spectral::spectrum(self)?.eigen;
            let rows = self.moments.all_rows();
            self.rotated = Some(Rotated::new(&self.problem, &rows, |k| eigen.vector(k))?);
        }
        Ok(())
    }

    fn rotate(&mut self) {
        if let Decomposition::Done(spectrum) = &self.spectrum {
            let Responses { c, rotated, count, .. } = &mut self.responses;
            spectrum.forward.product(c, 1.0, *count, rotated);
        }
    }

    /// G = QDQ', where it is known.
    fn spectrum(&self) -> Option<&Spectrum> {
        match &self.spectrum {
            Decomposition::Done(spectrum) => Some(spectrum),
            Decomposition::NotAsked | Decomposition::Impossible => None,
        }
    }

    /// Whether G is decomposed and its eigenvectors may be used to solve for every penalty level.
    pub fn is_regular(&self) -> bool {
        self.spectrum().is_some()
    }

    /// Whether they may be used for least squares too.
    pub fn is_well_conditioned(&self) -> bool {
        self.spectrum().is_some_and(|spectrum| spectrum.well_conditioned)
    }

    /// Makes the problem that of one of the responses.
    ///
    /// # Errors
    /// [`FitError::NonFinite`] where the response holds NaN or an infinity; [`FitError::Shape`]
    /// where its length is not that of the design.
    pub fn choose(&mut self, at: usize) -> Result<(), FitError> {
        let Self { problem, responses, .. } = self;
        if let Some(error) = &responses.failures[at] {
            return Err(error.clone());
        }
        let p = problem.p();
        for (c, line) in problem.xty.iter_mut().zip(&responses.c) {
            *c = line[at];
        }
        let (center, unit) = (responses.center[at], responses.unit[at]);
        (problem.center[p], problem.unit[p]) = (center, unit);
        problem.shift[p] = if problem.intercept { 0.0 } else { -(center / unit) };
        problem.yty = responses.yty[at];
        problem.y_sd = responses.sd[at] * unit;
        Ok(())
    }

    /// The problem of the response that was chosen last.
    pub fn problem(&self) -> &Problem {
        &self.problem
    }

    /// Makes a response that of the rows, for methods that work on rows.
    ///
    /// # Errors
    /// As [`Design::choose`].
    pub fn load_rows(&mut self, y: &[f64]) -> Result<(), FitError> {
        crate::error::same_size("rows of y", self.moments.n(), y.len())?;
        self.moments.load(self.moments.p(), y, &self.folds).ok_or_else(|| {
            let index = y.iter().position(|v| !v.is_finite()).unwrap_or(0);
            FitError::NonFinite { what: "y", index }
        })
    }

    /// The rows, with the response that was loaded last.
    pub fn rows(&self) -> Rows<'_> {
        self.moments.all_rows()
    }
}
