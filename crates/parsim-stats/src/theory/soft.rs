//! The soft threshold of a normal number.

use crate::summaries::distributions::normal_cdf;

/// 1/sqrt(2 pi).
const DENSITY_AT_0: f64 = 0.398_942_280_401_432_7;

/// The standard normal density.
pub(super) fn normal_density(z: f64) -> f64 {
    DENSITY_AT_0 * libm::exp(-0.5 * z * z)
}

/// The law of S(z, t) = sign(z) max(|z| - t, 0), z ~ N(b, s^2): the lasso's estimate on a design
/// with X'X = n I, t = lambda, s = sigma/sqrt(n).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SoftThreshold {
    /// P(z > t), with which the estimate is positive.
    pub positive: f64,
    /// P(z < -t), with which it is negative.
    pub negative: f64,
    /// P(|z| <= t), with which it is exactly 0.
    pub zero: f64,
    /// Expected estimate less b.
    pub bias: f64,
    /// Variance of the estimate.
    pub variance: f64,
}

impl SoftThreshold {
    /// The law for a mean b, a standard deviation s > 0 and a threshold t >= 0. With m = b - t and
    /// k = -b - t:
    /// E S = m Phi(m/s) + s phi(m/s) - k Phi(k/s) - s phi(k/s),
    /// E S^2 = (m^2 + s^2) Phi(m/s) + m s phi(m/s) + (k^2 + s^2) Phi(k/s) + k s phi(k/s).
    pub fn new(b: f64, s: f64, t: f64) -> Self {
        let (m, k) = (b - t, -b - t);
        let (positive, negative) = (normal_cdf(m / s), normal_cdf(k / s));
        let (at_m, at_k) = (s * normal_density(m / s), s * normal_density(k / s));
        // P(-t < z < t), from the tail in which both ends lie.
        let zero =
            if b >= 0.0 { normal_cdf(-m / s) - negative } else { normal_cdf(-k / s) - positive };
        let mean = m * positive + at_m - (k * negative + at_k);
        let square = (m * m + s * s) * positive + m * at_m + (k * k + s * s) * negative + k * at_k;
        Self {
            positive,
            negative,
            zero: zero.max(0.0),
            bias: mean - b,
            variance: (square - mean * mean).max(0.0),
        }
    }

    /// P(z beyond the threshold), with which the estimate is not 0.
    pub fn selected(&self) -> f64 {
        self.positive + self.negative
    }

    /// Expected squared distance of the estimate from b.
    pub fn mse(&self) -> f64 {
        self.bias * self.bias + self.variance
    }
}
