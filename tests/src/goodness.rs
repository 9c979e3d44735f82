//! Whether a sample follows a law.

/// P-value of the Kolmogorov-Smirnov test of a sample against a continuous law, by the asymptotic
/// series with Stephens' (1970) correction for the size of the sample.
pub fn kolmogorov_smirnov(sample: &[f64], cdf: impl Fn(f64) -> f64) -> f64 {
    let mut sorted = sample.to_vec();
    sorted.sort_by(f64::total_cmp);
    let n = sorted.len() as f64;
    let distance = |(i, value): (usize, &f64)| {
        let expected = cdf(*value);
        (expected - i as f64 / n).max((i as f64 + 1.0) / n - expected)
    };
    let largest = sorted.iter().enumerate().map(distance).fold(0.0, f64::max);
    let scaled = largest * (n.sqrt() + 0.12 + 0.11 / n.sqrt());
    let term = |k: i32| {
        let sign = if k % 2 == 1 { 1.0 } else { -1.0 };
        sign * (-2.0 * f64::from(k * k) * scaled * scaled).exp()
    };
    (2.0 * (1..=100).map(term).sum::<f64>()).clamp(0.0, 1.0)
}

/// Mean and its standard error.
pub fn mean(sample: &[f64]) -> (f64, f64) {
    let n = sample.len() as f64;
    let mean = sample.iter().sum::<f64>() / n;
    let squares: f64 = sample.iter().map(|value| (value - mean) * (value - mean)).sum();
    (mean, (squares / (n - 1.0) / n).sqrt())
}

/// Variance with denominator n - 1, and its standard error by the fourth moment.
pub fn variance(sample: &[f64]) -> (f64, f64) {
    let n = sample.len() as f64;
    let (centre, _) = mean(sample);
    let square = |value: &f64| (value - centre) * (value - centre);
    let squares: Vec<f64> = sample.iter().map(square).collect();
    let (second, error) = mean(&squares);
    (second * n / (n - 1.0), error)
}
