//! Least squares on Gaussian covariates: exact for every n > p + 2 and every Sigma.
//!
//! (X'X)^-1 of n - 1 centred Gaussian rows is inverse Wishart with mean Sigma^-1/(n - p - 2), so
//! the slopes have covariance sigma^2 Sigma^-1/(n - p - 2) and no bias, and the excess risk has
//! mean sigma^2 [1/n + (1 + 1/n) p/(n - p - 2)]. Without an intercept: sigma^2 p/(n - p - 1).
//! The mean needs no normality of the noise.

use super::Setting;

pub(super) fn value(setting: &Setting<'_>, measure: &str) -> Option<f64> {
    if setting.method.kind() != "ols" || !setting.has_random_gaussian_design() {
        return None;
    }
    let truth = setting.truth;
    let intercept = setting.method.flag("intercept");
    // Without a fitted intercept a true one is part of the noise of no known law.
    if !intercept && truth.intercept != 0.0 {
        return None;
    }
    let (n, p) = (setting.n as f64, truth.beta.len() as f64);
    let free = n - p - if intercept { 2.0 } else { 1.0 };
    if free <= 0.0 {
        return None;
    }
    let noise = truth.sigma * truth.sigma;
    let risk = if intercept { 1.0 / n + (1.0 + 1.0 / n) * p / free } else { p / free };
    match measure {
        "excess_risk" => Some(noise * risk),
        "relative_risk" => {
            (truth.signal_variance > 0.0).then(|| noise * risk / truth.signal_variance)
        }
        "relative_test_error" => Some(1.0 + risk),
        "pve" => Some(1.0 - noise * (1.0 + risk) / (truth.signal_variance + noise)),
        "squared_bias" => Some(0.0),
        "variance" | "mse" => truth.covariates.precision_trace().map(|trace| noise * trace / free),
        _ => None,
    }
}
