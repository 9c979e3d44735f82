//! Intervals of least squares: exact given any covariates.

use super::{Law, Setting, Statement, Value, Values};

pub const LAW: Law = Law {
    name: "ols-intervals",
    summary: "t intervals of least squares: coverage, misses and tests of 0",
    formula: "(b̂_j − β_j)/se_j has Student's t law on n − p − 1 degrees of freedom, n − p without an \
              intercept; so P(lower_j ≤ β_j ≤ upper_j) = 0.95",
    conditions: "ols, more rows than coefficients; any covariates; independent Gaussian errors of one \
                 variance; without a fitted intercept none is true",
    source: "Student (1908); Seber & Lee (2003), section 5.1",
    statement: Statement::Exact(values),
};

fn values(setting: &Setting<'_>) -> Option<Values> {
    let intercept = setting.method.flag("intercept");
    let fits = setting.method.kind() == "ols" && (intercept || setting.truth.intercept == 0.0);
    let (signals, p) = (setting.truth.s(), setting.p());
    let free = setting.n > p + usize::from(intercept);
    if !(fits && free && setting.has_gaussian_noise()) || p == 0 {
        return None;
    }
    let all = [("coverage", 0.95), ("left_miss", 0.025), ("right_miss", 0.025)];
    let of_signals = [("coverage_signals", 0.95)];
    let of_noise = [("coverage_noise", 0.95), ("rejection_noise", 0.05)];
    let stated = all
        .into_iter()
        .chain(of_signals.into_iter().filter(|_| signals > 0))
        .chain(of_noise.into_iter().filter(|_| signals < p));
    Some(stated.map(|(measure, value)| (measure, Value::exact(value, true))).collect())
}
