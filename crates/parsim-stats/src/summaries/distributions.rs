//! Tail areas and quantiles, with the library's weak ranges guarded.

use statrs::distribution::{ContinuousCDF, Normal, StudentsT};

/// P(Z <= z) for a standard normal, by `erfc`, which keeps its relative accuracy in the tail.
pub fn normal_cdf(z: f64) -> f64 {
    0.5 * libm::erfc(-z * std::f64::consts::FRAC_1_SQRT_2)
}

/// The two-sided p-value of a standard normal statistic.
pub fn normal_two_sided(z: f64) -> f64 {
    libm::erfc(z.abs() * std::f64::consts::FRAC_1_SQRT_2)
}

/// The standard normal's quantile; 0 < p < 1.
pub fn normal_quantile(p: f64) -> f64 {
    Normal::standard().inverse_cdf(p)
}

/// Degrees of freedom above which t is replaced by the normal with its first correction: the
/// library's quantile is wrong there, and the next term is below 1e-8.
const LARGE_DF: f64 = 1e4;

/// The two-sided p-value of a t statistic.
pub fn t_two_sided(t: f64, df: f64) -> f64 {
    if df > LARGE_DF {
        return normal_two_sided(t * (1.0 - 1.0 / (4.0 * df)) / (1.0 + t * t / (2.0 * df)).sqrt());
    }
    match StudentsT::new(0.0, 1.0, df) {
        Ok(law) => 2.0 * law.cdf(-t.abs()),
        Err(_) => normal_two_sided(t),
    }
}

/// The quantile of t with `df` degrees of freedom, to seven digits for p from 1e-6 to 1 - 1e-6.
pub fn t_quantile(p: f64, df: f64) -> f64 {
    let z = normal_quantile(p);
    if df > LARGE_DF {
        return z + (z * z * z + z) / (4.0 * df);
    }
    StudentsT::new(0.0, 1.0, df).map_or(z, |law| law.inverse_cdf(p))
}
