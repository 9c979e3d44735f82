//! Least squares on the true support: the law of least squares with s for p.

use super::covariances::Covariances;
use super::{Law, Setting, Statement, Values, ols};

pub const LAW: Law = Law {
    name: "known-support-gaussian",
    summary: "least squares on the true support of Gaussian rows: as ols-gaussian with s for p",
    formula: "E ER = σ²[1/n + (1 + 1/n) s/(n − s − 2)]; Cov(b̂_S) = σ²(Σ_SS)⁻¹/(n − s − 2)",
    conditions: "oracle known-support, s < n − 2; fresh Gaussian rows with any Σ; independent errors \
                 of variance σ²; z from n − s > 8 on",
    source: "as ols-gaussian, since y = a + x_S'β_S + e",
    statement: Statement::Exact(values),
};

fn values(setting: &Setting<'_>) -> Option<Values> {
    let intercept = setting.known_support()?;
    let support = &setting.truth.support;
    let covariances = Covariances::new(&*setting.truth.covariates, setting.p());
    let trace = || covariances.precision_trace(support);
    ols::of_fit(setting, (support.len(), intercept), trace)
}
