//! A scenario with a method, and the conditions that laws put on them.

use crate::component::Component;
use crate::truth::Truth;
use parsim_numerics::{Matrix, Scaling};

/// A scenario and a method, as theory sees them.
#[derive(Clone, Copy, Debug)]
pub struct Setting<'a> {
    /// The mechanism's component.
    pub mechanism: &'a Component,
    /// The method's component; for landmarks, which ask for none, that of any.
    pub method: &'a Component,
    /// The component of the method that an oracle names.
    pub target: Option<&'a Component>,
    /// The true model.
    pub truth: &'a Truth,
    /// Rows per replicate.
    pub n: usize,
    /// The covariates of every replicate, under a fixed design.
    pub x: Option<&'a Matrix>,
}

/// A penalised method at a lambda that does not depend on the data.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FixedPenalty {
    /// The penalty level, for the objective (1/2n) RSS + lambda times the penalty.
    pub lambda: f64,
    /// Intercept and standardisation.
    pub scaling: Scaling,
}

/// Laws of the noise with independent errors of mean 0 and equal variance, whatever the covariates.
const HOMOSCEDASTIC: [&str; 4] = ["contaminated", "gaussian", "laplace", "student-t"];

/// Laws of Gaussian rows with mean 0, with the parameters that they are known to have.
const GAUSSIAN_ROWS: [(&str, &[&str]); 7] = [
    ("banded-precision", &["p", "band"]),
    ("factor", &["p", "factors", "communality", "loadings"]),
    ("gaussian", &["p", "correlation", "rho", "block_size"]),
    ("grouped", &["p", "rho", "groups", "group_size"]),
    ("pairs", &["p", "rho", "pairs"]),
    ("proxy", &["p", "of", "strength"]),
    ("sparse-precision", &["p", "density", "strength"]),
];

/// Parameters of the noise that change neither its mean nor its variance.
const NOISE: [&str; 8] = ["sigma", "snr", "r_squared", "df", "share", "scale", "shift", "side"];

impl Setting<'_> {
    /// Number of covariates.
    pub(super) fn p(&self) -> usize {
        self.truth.beta.len()
    }

    /// sigma^2.
    pub(super) fn noise_variance(&self) -> f64 {
        self.truth.sigma * self.truth.sigma
    }

    /// |beta|^2.
    pub(super) fn signal_energy(&self) -> f64 {
        self.truth.beta.iter().map(|beta| beta * beta).sum()
    }

    /// Whether y = intercept + x'beta + e with independent errors of variance sigma^2.
    pub(super) fn is_linear(&self) -> bool {
        let known = ["n", "design", "intercept", "covariates", "coefficients", "noise"];
        let noise = self.mechanism.part("noise");
        self.mechanism.kind() == "linear"
            && self.mechanism.is_plain_but(&known)
            && noise.is_some_and(|noise| HOMOSCEDASTIC.contains(&noise.kind()))
            && noise.is_some_and(|noise| noise.is_plain_but(&NOISE))
    }

    /// Whether besides the errors are Gaussian.
    pub(super) fn has_gaussian_noise(&self) -> bool {
        let noise = self.mechanism.part("noise");
        self.is_linear() && noise.is_some_and(|noise| noise.kind() == "gaussian")
    }

    /// Whether squared errors have a fourth moment, as far as the noise is concerned.
    pub(super) fn noise_is_light(&self) -> bool {
        let noise = self.mechanism.part("noise");
        noise.is_some_and(|noise| noise.number("df").is_none_or(|df| df > 8.0))
    }

    /// Whether rows are fresh Gaussian draws for each replicate.
    pub(super) fn has_gaussian_rows(&self) -> bool {
        self.is_linear()
            && self.x.is_none()
            && self.mechanism.text("design") == Some("random")
            && self.mechanism.part("covariates").is_some_and(|law| {
                let mut known = GAUSSIAN_ROWS.iter();
                known.any(|(kind, names)| law.kind() == *kind && law.is_plain_but(names))
            })
    }

    /// Whether besides the covariates are independent, with mean 0 and variance 1.
    pub(super) fn has_independent_rows(&self) -> bool {
        let law = self.mechanism.part("covariates");
        self.has_gaussian_rows()
            && law.is_some_and(|law| match law.kind() {
                "gaussian" => law.text("correlation") == Some("independent"),
                "proxy" => law.number("strength") == Some(0.0),
                _ => false,
            })
    }

    /// The method's scaling if it is least squares.
    pub(super) fn least_squares(&self) -> Option<Scaling> {
        let known = ["intercept", "standardize", "minimum_norm"];
        (self.method.kind() == "ols" && self.method.is_plain_but(&known))
            .then(|| scaling_of(self.method))
    }

    /// Whether the method is least squares on the true support, and whether it fits an intercept.
    pub(super) fn known_support(&self) -> Option<bool> {
        (self.method.kind() == "known-support" && self.method.is_plain_but(&["intercept"]))
            .then(|| self.method.flag("intercept"))
    }

    /// The method's level if it is the penalised method of that kind at a lambda that does not
    /// depend on the data: given as such, or a multiple of the universal one.
    pub fn fixed_penalty(&self, kind: &str) -> Option<FixedPenalty> {
        let is_oracle = self.method.kind() == "fixed-lambda";
        let path = if is_oracle { self.target? } else { self.method };
        let known = ["intercept", "standardize", "tuning", "lambdas", "lambda_min_ratio"];
        if path.kind() != kind || !path.is_plain_but(&known) {
            return None;
        }
        let lambda = if is_oracle {
            let universal = self.method.number("universal")?;
            let (n, p) = (self.n as f64, self.p() as f64);
            universal * self.truth.sigma * (2.0 * libm::log(p) / n).sqrt()
        } else {
            let tuning = path.part("tuning").filter(|tuning| tuning.kind() == "fixed")?;
            tuning.is_plain_but(&["lambda"]).then(|| tuning.number("lambda"))??
        };
        (lambda > 0.0).then(|| FixedPenalty { lambda, scaling: scaling_of(path) })
    }
}

fn scaling_of(component: &Component) -> Scaling {
    Scaling { intercept: component.flag("intercept"), standardize: component.flag("standardize") }
}
