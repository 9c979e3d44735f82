//! Proportions (rule P): 0 % and 100 % are normal here, so the interval is Wilson's.

use super::Summary;

/// The 0.975 quantile of the standard normal to double precision.
pub(super) const Z: f64 = 1.959_963_984_540_054;

/// Counts of a 0/1 measure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Proportion {
    /// Ones.
    pub successes: u64,
    /// All.
    pub count: u64,
}

impl Proportion {
    /// The proportion with sqrt(p (1 - p)/R) and Wilson's 95 % interval.
    pub fn summary(self) -> Option<Summary> {
        (self.count > 0).then(|| {
            let n = self.count as f64;
            let p = self.successes as f64 / n;
            Summary {
                estimate: p,
                mcse: Some((p * (1.0 - p) / n).sqrt()),
                interval: Some(wilson(self.successes, self.count)),
            }
        })
    }
}

/// Wilson's 95 % score interval of a share p of n, which need be no whole number.
pub(super) fn wilson_of_share(p: f64, n: f64) -> (f64, f64) {
    interval(p * n, n)
}

/// Wilson's 95 % score interval (Wilson, 1927), with its ends exact at 0 and 1.
pub fn wilson(successes: u64, count: u64) -> (f64, f64) {
    interval(successes as f64, count as f64)
}

fn interval(k: f64, n: f64) -> (f64, f64) {
    let z2 = Z * Z;
    let p = k / n;
    let centre = (k + 0.5 * z2) / (n + z2);
    let half = Z / (n + z2) * (n * p * (1.0 - p) + 0.25 * z2).sqrt();
    let lower = if k == 0.0 { 0.0 } else { (centre - half).max(0.0) };
    let upper = if k == n { 1.0 } else { (centre + half).min(1.0) };
    (lower, upper)
}
