//! The sample size at which the lasso begins to recover the support.

use super::{Landmark, Law, Setting, Statement};

pub const LAW: Law = Law {
    name: "rescaled-n",
    summary: "the rescaled sample size; on independent Gaussian rows the lasso's support and signs \
              can be right above 1 and cannot below",
    formula: "θ = n/(2 s log(p − s))",
    conditions: "fresh independent standard Gaussian rows, 0 < s < p − 1; the threshold is a limit for p − s → ∞",
    source: "Wainwright (2009), theorems 3 and 4",
    statement: Statement::Landmark(landmark),
};

/// n/(2 s log(p - s)); `None` unless 0 < s < p - 1. With lambda of the order
/// sqrt(2 sigma^2 log(p - s)/n) and above, signs are recovered with a probability that tends to 1
/// above 1 if the signals are large enough, and to 0 below whatever they are.
pub fn rescaled_sample_size(n: usize, p: usize, s: usize) -> Option<f64> {
    let others = p.checked_sub(s)? as f64;
    (s > 0 && others > 1.0).then(|| n as f64 / (2.0 * s as f64 * libm::log(others)))
}

fn landmark(setting: &Setting<'_>) -> Option<Landmark> {
    let independent = setting.has_independent_rows();
    let size = rescaled_sample_size(setting.n, setting.p(), setting.truth.s());
    size.filter(|_| independent).map(Landmark::Number)
}
