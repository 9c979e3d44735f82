//! Gaussian covariates cut in two at a threshold.

use crate::component::{Default, Parameter, Shape};
use std::f64::consts::{FRAC_1_SQRT_2, PI};

/// The parameter `probability`.
pub(super) const PROBABILITY: Parameter = Parameter {
    name: "probability",
    shape: Shape::Real { min: 0.0, max: 1.0, open: (true, true) },
    default: Default::Number(0.5),
    doc: "probability of the upper value",
};

/// The parameter `coding`.
pub(super) const CODING: Parameter = Parameter {
    name: "coding",
    shape: Shape::Choice(&["standardised", "zero-one"]),
    default: Default::Text("standardised"),
    doc: "the two values: of mean 0 and variance 1, or 0 and 1",
};

/// The indicator of z > t, z standard normal.
#[derive(Clone, Copy, Debug)]
pub(super) struct Threshold {
    /// P(z > t).
    probability: f64,
    t: f64,
    /// The values for z <= t and for z > t.
    values: [f64; 2],
}

impl Threshold {
    /// The threshold that a probability in (0, 1) lies above, for a coding.
    pub(super) fn new(probability: f64, coding: Option<&str>) -> Self {
        let sd = (probability * (1.0 - probability)).sqrt();
        let values = match coding {
            Some("zero-one") => [0.0, 1.0],
            _ => [-probability / sd, (1.0 - probability) / sd],
        };
        Self { probability, t: upper_quantile(probability), values }
    }

    /// The value of the indicator.
    pub(super) fn cut(&self, z: f64) -> f64 {
        self.values[usize::from(z > self.t)]
    }

    /// Mean of the values.
    pub(super) fn mean(&self) -> f64 {
        let [low, high] = self.values;
        // 0 exactly where the values are standardised.
        if low == 0.0 { self.probability * high } else { 0.0 }
    }

    /// Standard deviation of the values.
    pub(super) fn sd(&self) -> f64 {
        let [low, _] = self.values;
        if low == 0.0 { (self.probability * (1.0 - self.probability)).sqrt() } else { 1.0 }
    }

    /// Correlation of the indicator with z: phi(t)/sqrt(q (1 - q)).
    pub(super) fn biserial(&self) -> f64 {
        let density = libm::exp(-0.5 * self.t * self.t) / (2.0 * PI).sqrt();
        density / (self.probability * (1.0 - self.probability)).sqrt()
    }

    /// Correlation of the indicators of two normal numbers of correlation r: (2/pi) asin r for q = 1/2, else
    /// the bivariate orthant probability as an integral over the correlation (Drezner & Wesolowsky 1990),
    /// P(z > t, z' > t) - q^2 = integral from 0 to asin r of exp(-t^2/(1 + sin a)) da/(2 pi).
    pub(super) fn correlation(&self, r: f64) -> f64 {
        let integral =
            integrate(libm::asin(r), |a| libm::exp(-self.t * self.t / (1.0 + libm::sin(a))));
        integral / (2.0 * PI * self.probability * (1.0 - self.probability))
    }

    /// E exp(s u), u the standardised indicator.
    pub(super) fn exponential_moment(&self, s: f64) -> f64 {
        let q = self.probability;
        let sd = (q * (1.0 - q)).sqrt();
        (1.0 - q) * libm::exp(-s * q / sd) + q * libm::exp(s * (1.0 - q) / sd)
    }
}

/// t with P(z > t) = q, by bisection, which takes nothing but `libm::erfc`.
fn upper_quantile(q: f64) -> f64 {
    if q == 0.5 {
        return 0.0;
    }
    let (mut low, mut high) = (-40.0, 40.0);
    for _ in 0..100 {
        let middle = 0.5 * (low + high);
        if 0.5 * libm::erfc(middle * FRAC_1_SQRT_2) > q {
            low = middle;
        } else {
            high = middle;
        }
    }
    high
}

/// Abscissae and weights of the Gauss-Legendre rule of ten points (Abramowitz & Stegun 1964, table 25.4).
const GAUSS: [(f64, f64); 5] = [
    (0.148_874_338_981_631_21, 0.295_524_224_714_752_87),
    (0.433_395_394_129_247_2, 0.269_266_719_309_996_35),
    (0.679_409_568_299_024_4, 0.219_086_362_515_982_04),
    (0.865_063_366_688_984_5, 0.149_451_349_150_580_6),
    (0.973_906_528_517_171_7, 0.066_671_344_308_688_14),
];

/// Panels of the composite rule: enough for 1e-14 with thresholds up to 8.
const PANELS: u32 = 32;

/// The integral from 0 to `end`.
fn integrate(end: f64, f: impl Fn(f64) -> f64) -> f64 {
    let half = 0.5 * end / f64::from(PANELS);
    let panel = |k: u32| {
        let centre = half * f64::from(2 * k + 1);
        let pair = |(x, w): &(f64, f64)| w * (f(centre - half * x) + f(centre + half * x));
        half * GAUSS.iter().map(pair).sum::<f64>()
    };
    (0..PANELS).map(panel).sum()
}
