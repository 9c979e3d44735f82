//! Grids of penalty levels: always all of them, equally spaced in the logarithm, largest first.

use crate::error::FitError;
use crate::problem::Problem;

/// glmnet's ratio of the smallest to the largest lambda: 1e-4 where n >= p, else 1e-2.
pub fn default_min_ratio(problem: &Problem) -> f64 {
    if problem.n() >= problem.p() { 1e-4 } else { 1e-2 }
}

/// Lasso: from `lambda_max` down to `min_ratio` of it, by default [`default_min_ratio`].
///
/// # Errors
/// [`FitError::OutOfRange`] unless 0 < `min_ratio` < 1 and `count` > 0.
pub fn lasso_grid(
    problem: &Problem,
    count: usize,
    min_ratio: Option<f64>,
    out: &mut Vec<f64>,
) -> Result<(), FitError> {
    Grids::default().lasso(problem, count, min_ratio, out)
}

/// Ridge, with the plain penalty: from 1000 times `lambda_max`/sd(y) down to `min_ratio` of that, by default 1e-7.
///
/// The level does not depend on the units of y, so that y -> a y + b changes nothing. Where y is constant every
/// level is the same fit; the grid then starts at 1000.
///
/// # Errors
/// As [`lasso_grid`].
pub fn ridge_grid(
    problem: &Problem,
    count: usize,
    min_ratio: Option<f64>,
    out: &mut Vec<f64>,
) -> Result<(), FitError> {
    Grids::default().ridge(problem, count, min_ratio, out)
}

/// `lambda_max`/sd(y), the unit of plain ridge penalties; 1 where either is 0.
pub fn relative_lambda_max(problem: &Problem) -> f64 {
    let ratio = problem.lambda_max() / problem.y_sd();
    if ratio.is_finite() && ratio > 0.0 { ratio } else { 1.0 }
}

/// glmnet's own ridge grid, in glmnet's units: from 1000 times the lasso's `lambda_max` down to `min_ratio` of
/// it, by default [`default_min_ratio`]. glmnet's ridge coefficients at such a lambda are those of the plain
/// penalty lambda/sd(y), by which the caller divides.
///
/// # Errors
/// As [`lasso_grid`].
pub fn glmnet_ridge_grid(
    problem: &Problem,
    count: usize,
    min_ratio: Option<f64>,
    out: &mut Vec<f64>,
) -> Result<(), FitError> {
    Grids::default().glmnet_ridge(problem, count, min_ratio, out)
}

/// Grids, with the powers that they consist of kept from one call to the next: the levels of a method's grids
/// differ from data set to data set by a factor alone.
#[derive(Debug, Clone, Default)]
pub struct Grids {
    /// Numbers of levels, ratios of the smallest to the largest, and all levels over the largest.
    kept: Vec<(usize, f64, Vec<f64>)>,
}

impl Grids {
    /// As [`lasso_grid`].
    ///
    /// # Errors
    /// As [`lasso_grid`].
    pub fn lasso(
        &mut self,
        problem: &Problem,
        count: usize,
        min_ratio: Option<f64>,
        out: &mut Vec<f64>,
    ) -> Result<(), FitError> {
        let ratio = min_ratio.unwrap_or_else(|| default_min_ratio(problem));
        self.geometric(problem.lambda_max(), ratio, count, out)
    }

    /// As [`ridge_grid`].
    ///
    /// # Errors
    /// As [`lasso_grid`].
    pub fn ridge(
        &mut self,
        problem: &Problem,
        count: usize,
        min_ratio: Option<f64>,
        out: &mut Vec<f64>,
    ) -> Result<(), FitError> {
        let top = 1e3 * relative_lambda_max(problem);
        self.geometric(top, min_ratio.unwrap_or(1e-7), count, out)
    }

    /// As [`glmnet_ridge_grid`].
    ///
    /// # Errors
    /// As [`lasso_grid`].
    pub fn glmnet_ridge(
        &mut self,
        problem: &Problem,
        count: usize,
        min_ratio: Option<f64>,
        out: &mut Vec<f64>,
    ) -> Result<(), FitError> {
        let ratio = min_ratio.unwrap_or_else(|| default_min_ratio(problem));
        self.geometric(1e3 * problem.lambda_max(), ratio, count, out)
    }

    /// `count` numbers from `top` down to `top * ratio`; the ends are exact.
    fn geometric(
        &mut self,
        top: f64,
        ratio: f64,
        count: usize,
        out: &mut Vec<f64>,
    ) -> Result<(), FitError> {
        if !(ratio > 0.0 && ratio < 1.0) {
            return Err(FitError::OutOfRange {
                what: "ratio of smallest to largest lambda",
                value: ratio,
            });
        }
        if count == 0 {
            return Err(FitError::OutOfRange { what: "number of lambdas", value: 0.0 });
        }
        let powers = self.powers(count, ratio);
        out.clear();
        out.extend(powers.iter().map(|power| top * power));
        Ok(())
    }

    /// `count` numbers from 1 down to `ratio`.
    fn powers(&mut self, count: usize, ratio: f64) -> &[f64] {
        let known = |kept: &(usize, f64, Vec<f64>)| kept.0 == count && kept.1 == ratio;
        let at = self.kept.iter().position(known).unwrap_or_else(|| {
            let step = libm::log(ratio) / (count.max(2) - 1) as f64;
            let power = |i: usize| match i {
                0 => 1.0,
                _ if i + 1 == count => ratio,
                _ => libm::exp(step * i as f64),
            };
            self.kept.push((count, ratio, (0..count).map(power).collect()));
            self.kept.len() - 1
        });
        &self.kept[at].2
    }
}
