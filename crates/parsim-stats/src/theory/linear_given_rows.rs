//! Linear estimators given X: least squares and ridge, exact for any X and any homoscedastic noise.
//!
//! The errors of intercept and slopes are L y less the truth, with a matrix L that X, lambda and the
//! scaling determine. So a quadratic form q of them has the mean q(L E y - truth) + sigma^2 times
//! the sum of q over the columns of L. On scaled columns Z: L = (Z'Z/n + lambda I)^-1 Z'/n
//! = Z'(ZZ'/n + lambda I)^-1/n, whichever is smaller.

use super::design::{Design, dot};
use super::factor::{Factor, Symmetric};
use super::{Law, Setting, Statement, Value, Values, scores};
use crate::truth::Truth;
use parsim_numerics::Scaling;

pub const LAW: Law = Law {
    name: "linear-given-rows",
    summary: "least squares and ridge on rows that all replicates share",
    formula: "b̂ = D⁻¹(Z′Z/n + λI)⁻¹Z′y/n on scaled columns Z = (X − 1x̄′)D⁻¹;  E q(b̂ − β) = \
              q(E b̂ − β) + σ² Σ_i q(∂b̂/∂y_i) for every quadratic form q",
    conditions: "ols with p < n, known-support, or ridge at a lambda that does not depend on the \
                 data; design fixed, or the rows of a file used whole; independent errors of \
                 variance σ²; n p min(n, p) up to 4e9; z unless the noise is Student's t, df ≤ 8",
    source: "Hoerl & Kennard (1970), sections 2 to 4",
    statement: Statement::Exact(values),
};

/// Sums of n p min(n, p) products that a table may cost.
const MOST_WORK: f64 = 4e9;

fn values(setting: &Setting<'_>) -> Option<Values> {
    let x = setting.x.filter(|_| setting.is_linear())?;
    let all = || (0..setting.p()).collect::<Vec<usize>>();
    let least_squares = |intercept| Scaling { intercept, standardize: true };
    let (columns, scaling, lambda) = if let Some(penalty) = setting.fixed_penalty("ridge") {
        (all(), penalty.scaling, penalty.lambda)
    } else if let Some(intercept) = setting.known_support() {
        (setting.truth.support.clone(), least_squares(intercept), 0.0)
    } else {
        (all(), least_squares(setting.least_squares()?.intercept), 0.0)
    };
    let (n, q) = (x.rows() as f64, columns.len() as f64);
    if n * q * n.min(q) > MOST_WORK || (lambda == 0.0 && q >= n) {
        return None;
    }
    let design = Design::new(x, columns, scaling)?;
    let sums = Sums::new(&design, setting.truth, lambda)?;
    let testable = setting.noise_is_light();
    let exact = |value| Value::exact(value, testable);
    let mut values = scores::of_risk(setting, exact(sums.risk));
    values.extend(scores::of_slopes(exact(sums.squared_bias), exact(sums.variance)));
    values.push(("in_sample_error", exact(sums.in_sample_error)));
    Some(values)
}

/// Expected quadratic forms of the errors.
#[derive(Debug)]
struct Sums {
    squared_bias: f64,
    variance: f64,
    risk: f64,
    in_sample_error: f64,
}

impl Sums {
    fn new(design: &Design<'_>, truth: &Truth, lambda: f64) -> Option<Self> {
        let smoother = Smoother::new(design, lambda)?;
        let mean_response = design.mean_response(truth.intercept, &truth.beta);
        let mut shift = -truth.intercept;
        let mut mean: Vec<f64> = truth.beta.iter().map(|beta| -beta).collect();
        let mut slopes = vec![0.0; truth.beta.len()];
        let (mut variance, mut risk) = (0.0, 0.0);
        for (i, response) in mean_response.iter().enumerate() {
            let intercept = smoother.column(i, &mut slopes);
            shift += response * intercept;
            for (mean, slope) in mean.iter_mut().zip(&slopes) {
                *mean += response * slope;
            }
            variance += dot(&slopes, &slopes);
            risk += truth.excess_risk(intercept, &slopes);
        }
        let noise = truth.sigma * truth.sigma;
        let fitted = smoother.trace_of_square() + f64::from(u8::from(design.scaling.intercept));
        Some(Self {
            squared_bias: dot(&mean, &mean),
            variance: noise * variance,
            risk: truth.excess_risk(shift, &mean) + noise * risk,
            in_sample_error: design.x.mean_square(shift, &mean)
                + noise * fitted / design.n() as f64,
        })
    }
}

/// How estimates depend on the response.
#[derive(Debug)]
struct Smoother<'a> {
    design: &'a Design<'a>,
    factor: Factor,
    /// Whether the factor is that of the rows' kernel.
    by_rows: bool,
    lambda: f64,
}

impl<'a> Smoother<'a> {
    /// `None` where least squares is not unique.
    fn new(design: &'a Design<'a>, lambda: f64) -> Option<Self> {
        let (n, q) = (design.n(), design.q());
        let by_rows = q > n;
        let mut matrix = vec![0.0; if by_rows { n * n } else { 0 }];
        for k in 0..if by_rows { q } else { 0 } {
            let z = design.column(k);
            for (row, a) in matrix.chunks_exact_mut(n).zip(z) {
                row.iter_mut().zip(z).for_each(|(sum, b)| *sum += a * b);
            }
        }
        let entry = |i: usize, j: usize| {
            let product =
                if by_rows { matrix[i * n + j] } else { dot(design.column(i), design.column(j)) };
            product / n as f64 + if i == j { lambda } else { 0.0 }
        };
        let factor = Symmetric::of(n.min(q), entry).cholesky()?;
        Some(Self { design, factor, by_rows, lambda })
    }

    /// Derivatives of the slopes by response i, into `slopes`, and of the intercept.
    fn column(&self, i: usize, slopes: &mut [f64]) -> f64 {
        let design = self.design;
        let (n, q) = (design.n() as f64, design.q());
        let scaled: Vec<f64> = if self.by_rows {
            let mut weights = vec![0.0; design.n()];
            weights[i] = 1.0;
            self.factor.solve(&mut weights);
            (0..q).map(|k| dot(design.column(k), &weights)).collect()
        } else {
            let mut row: Vec<f64> = (0..q).map(|k| design.column(k)[i]).collect();
            self.factor.solve(&mut row);
            row
        };
        let mut intercept = f64::from(u8::from(design.scaling.intercept)) / n;
        for (k, &j) in design.columns.iter().enumerate() {
            slopes[j] = scaled[k] / (n * design.scale[k]);
            intercept -= design.center[k] * slopes[j];
        }
        intercept
    }

    /// tr H^2 of the fitted values' H = Z(Z'Z/n + lambda I)^-1 Z'/n, which has the eigenvalues of
    /// I - lambda A that are not 0, A the inverse at hand.
    fn trace_of_square(&self) -> f64 {
        let size = self.design.n().min(self.design.q()) as f64;
        if self.lambda == 0.0 {
            return size;
        }
        let (trace, squares) = self.factor.inverse_sums();
        size - 2.0 * self.lambda * trace + self.lambda * self.lambda * squares
    }
}
