//! Tests of whether two runs of a study, or a run and an exact value, can have the same law.
//!
//! A mean over replicates is compared by its standard error, a share of ones exactly. All tests give
//! a [`Comparison`] on one scale: the normal quantile with the test's two-sided p-value.

use super::distributions::{normal_quantile, normal_two_sided, t_two_sided};
use super::tests_of_claims::binomial_two_sided;
use statrs::distribution::{ChiSquared, ContinuousCDF};

/// Differences below this share of the larger value (of 1 for smaller ones) are rounding.
pub const ROUNDING: f64 = 1e-10;

/// Relative slack within which two probabilities count as equal, as R's `fisher.test` has.
const TIE: f64 = 1.0 + 1e-7;

/// The smallest p-value that is told apart from 0; |z| = 37.
const LEAST_P: f64 = 1e-299;

/// An estimate from replicates, as two runs are compared by it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sampled {
    /// The estimate.
    pub estimate: f64,
    /// Its Monte Carlo standard error; `None` where one value gives none.
    pub mcse: Option<f64>,
    /// Values that it rests on.
    pub count: u64,
    /// Degrees of freedom of the standard error.
    pub df: f64,
}

/// The outcome of a test.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Comparison {
    /// Two-sided p-value.
    pub p: f64,
    /// The normal quantile with that p-value and the sign of the difference.
    pub z: f64,
}

impl Comparison {
    /// From a two-sided p-value and the sign of the difference.
    pub fn of_p(p: f64, difference: f64) -> Self {
        let p = p.clamp(0.0, 1.0);
        let size = if p < 1.0 { -normal_quantile(0.5 * p.max(LEAST_P)) } else { 0.0 };
        Self { p, z: size.copysign(difference) }
    }

    /// From a normal statistic.
    pub fn of_z(z: f64) -> Self {
        Self { p: normal_two_sided(z), z }
    }
}

impl Sampled {
    /// Compares with another run.
    ///
    /// The standard error of the difference is the larger of Welch's, from either side's own
    /// spread, and the pooled one, from the spread of both sides together. Under a common law both
    /// are right; the pooled one holds where one side happened to see no spread at all, Welch's
    /// where rare large values make mean and spread grow together. `None` if no side has a spread
    /// and the estimates differ by more than rounding: then there is no chance in it.
    pub fn against(&self, other: &Self, skewness: f64) -> Option<Comparison> {
        let difference = self.estimate - other.estimate;
        let (a, b) = (self.mcse.unwrap_or(0.0).powi(2), other.mcse.unwrap_or(0.0).powi(2));
        let (m, n) = (self.count as f64, other.count as f64);
        let pooled = (m * a * m + n * b * n) / (m + n) * (1.0 / m + 1.0 / n);
        let square = pooled.max(a + b);
        let welch = if a + b > 0.0 {
            (a + b) * (a + b) / (a * a / self.df.max(1.0) + b * b / other.df.max(1.0))
        } else {
            1.0
        };
        self.judge(difference, square, (welch, skewness))
    }

    /// Compares with an exact value; `spread` is what another run of the same law knows of the
    /// spread of a replicate, where there is one.
    pub fn against_value(
        &self,
        value: f64,
        spread: Option<&Self>,
        skewness: f64,
    ) -> Option<Comparison> {
        let own = self.mcse.unwrap_or(0.0).powi(2);
        let known = spread
            .and_then(|other| Some(other.mcse?.powi(2) * other.count as f64 / self.count as f64));
        let square = own.max(known.unwrap_or(0.0));
        self.judge(self.estimate - value, square, (self.df, skewness))
    }

    fn judge(&self, difference: f64, square: f64, law: (f64, f64)) -> Option<Comparison> {
        let rounding = ROUNDING * self.estimate.abs().max(1.0);
        if square.sqrt() <= rounding {
            return (difference.abs() <= rounding).then_some(Comparison { p: 1.0, z: 0.0 });
        }
        let statistic = difference / square.sqrt();
        let (df, skewness) = law;
        let p = t_two_sided(statistic, df.max(1.0));
        let p = p.max(2.0 * skewed_tail(statistic.abs(), skewness));
        // Beyond every p-value the statistic itself says how far.
        let far = Comparison { p, z: statistic };
        Some(if p < LEAST_P { far } else { Comparison::of_p(p, difference) })
    }
}

/// P(X > x) for a standardised gamma variable of that skewness (Pearson's type III); 0 without
/// skewness.
fn skewed_tail(x: f64, skewness: f64) -> f64 {
    // Below this the gamma's tail is the normal's to a few per cent as far as any test looks.
    if skewness < 1e-3 {
        return 0.0;
    }
    let df = 8.0 / (skewness * skewness);
    ChiSquared::new(df).map_or(1.0, |law| law.sf(df + x * (2.0 * df).sqrt()))
}

/// The largest skewness that a squared bias, free of the noise of the mean, can have: `variance` is
/// the sum over slopes of S^2, `mcse` the standard error of the squared bias, R the replicates.
///
/// Its variance is V = A + B with A = 2 tr(S^2)/R^2 and B = 4 b'Sb/R, its third cumulant
/// 8 tr(S^3)/R^3 + 24 b'S^2 b/R^2. With tr(S^3) <= tr(S^2)^(3/2), b'S^2 b <= tr(S^2)^(1/2) b'Sb and
/// tr(S^2) <= tr(S)^2 that is at most (8 A)^(1/2) A + (18 A)^(1/2) B.
pub fn squared_bias_skewness(variance: f64, mcse: f64, replicates: u64) -> f64 {
    let mean_variance = variance / replicates as f64;
    let whole = mcse * mcse;
    if whole <= 0.0 {
        return 0.0;
    }
    let share = (2.0 * mean_variance * mean_variance / whole).min(1.0);
    // Rises with the share, which stands for its upper bound.
    share.sqrt() * (8.0_f64.sqrt() * share + 18.0_f64.sqrt() * (1.0 - share))
}

/// Two-sided exact p-value of Fisher's test that two shares of ones are equal: the total probability,
/// given all ones, of the tables at most as likely as the one observed (as R's `fisher.test`).
pub fn fisher_two_sided((ones, count): (u64, u64), (other_ones, other_count): (u64, u64)) -> f64 {
    let all = ones + other_ones;
    let (least, most) = (all.saturating_sub(other_count), all.min(count));
    let (k, m, n) = (all as f64, count as f64, other_count as f64);
    // P(x + 1)/P(x) of the hypergeometric law.
    let step = |x: u64| {
        let x = x as f64;
        (k - x) * (m - x) / ((x + 1.0) * (n - k + x + 1.0))
    };
    let mode = ((k + 1.0) * (m + 1.0) / (m + n + 2.0)).floor();
    #[expect(clippy::cast_sign_loss, reason = "a product of counts")]
    let mode = (mode as u64).clamp(least, most);
    // Weights relative to the mode's, from the mode to where they vanish.
    let (mut weights, mut observed) = (vec![1.0_f64], f64::from(u8::from(ones == mode)));
    let mut weight = 1.0;
    for x in mode..most {
        weight *= step(x);
        if weight == 0.0 {
            break;
        }
        weights.push(weight);
        observed = if x + 1 == ones { weight } else { observed };
    }
    weight = 1.0;
    for x in (least..mode).rev() {
        weight /= step(x);
        if weight == 0.0 {
            break;
        }
        weights.push(weight);
        observed = if x == ones { weight } else { observed };
    }
    // Smallest first, so that small ones are not lost.
    weights.sort_by(f64::total_cmp);
    let total: f64 = weights.iter().sum();
    let unlikely: f64 = weights.iter().filter(|weight| **weight <= observed * TIE).sum();
    (unlikely / total).min(1.0)
}

/// Compares a share of ones with another run's.
pub fn compare_shares(own: (u64, u64), other: (u64, u64)) -> Comparison {
    let share = |(ones, count): (u64, u64)| ones as f64 / count as f64;
    Comparison::of_p(fisher_two_sided(own, other), share(own) - share(other))
}

/// Compares a share of ones with an exact probability, by the binomial law.
pub fn compare_share_with((ones, count): (u64, u64), probability: f64) -> Comparison {
    let difference = ones as f64 / count as f64 - probability;
    Comparison::of_p(binomial_two_sided(ones, count, probability), difference)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fisher_matches_r() {
        // R 4.2.2: fisher.test(matrix(c(3, 1, 1, 3), 2))$p.value = 0.4857143;
        // fisher.test(matrix(c(10, 2, 3, 15), 2))$p.value = 0.0005367241;
        // fisher.test(matrix(c(0, 200, 30, 1970), 2))$p.value = 0.105042526 and
        // fisher.test(matrix(c(40, 160, 150, 1850), 2))$p.value = 9.656245055e-08.
        for (own, other, p) in [
            ((3, 4), (1, 4), 0.485_714_3),
            ((10, 12), (3, 18), 0.000_536_724_1),
            ((0, 200), (30, 2000), 0.105_042_526),
            ((40, 200), (150, 2000), 9.656_245_055e-8),
        ] {
            let found = fisher_two_sided(own, other);
            assert!((found / p - 1.0).abs() < 1e-6, "{own:?} {other:?}: {found}");
        }
        assert_eq!(fisher_two_sided((0, 5), (0, 9)), 1.0);
        assert_eq!(fisher_two_sided((5, 5), (9, 9)), 1.0);
        assert!(fisher_two_sided((0, 100_000), (100_000, 100_000)) < 1e-250);
    }

    #[test]
    fn means_are_compared_as_welch_does() {
        // R: a <- c(1.2, .7, 3.1, 2.2, .4); b <- c(2.5, 7.1, 3.3, 5); t.test(a, b)$p.value =
        // 0.05403087098; the pooled standard error is the smaller here.
        let a = Sampled { estimate: 1.52, mcse: Some(0.499_399_639_6), count: 5, df: 4.0 };
        let b = Sampled { estimate: 4.475, mcse: Some(1.018_475_167_4), count: 4, df: 3.0 };
        let found = a.against(&b, 0.0).unwrap();
        assert!(found.z < 0.0 && (found.p / 0.054_030_870_98 - 1.0).abs() < 1e-6, "{found:?}");
        // A side without spread takes the other's: S = 2 over 100 values, 1/100 + 1/25 of S^2 pooled.
        let still = Sampled { estimate: 1.0, mcse: Some(0.0), count: 25, df: 24.0 };
        let lively = Sampled { estimate: 2.0, mcse: Some(0.2), count: 100, df: 99.0 };
        let pooled = (4.0 * 100.0 / 125.0 * 0.05_f64).sqrt();
        let expected = t_two_sided(1.0 / pooled, 99.0);
        assert!((still.against(&lively, 0.0).unwrap().p - expected).abs() < 1e-12);
    }

    #[test]
    fn without_chance_only_rounding_is_forgiven() {
        let exact = |estimate| Sampled { estimate, mcse: Some(0.0), count: 9, df: 8.0 };
        assert_eq!(exact(0.3).against(&exact(0.3 + 1e-12), 0.0).unwrap().p, 1.0);
        assert_eq!(exact(0.3).against(&exact(0.3 + 1e-9), 0.0), None);
        assert_eq!(exact(3e6).against_value(3e6 + 1e-5, None, 0.0).unwrap().z, 0.0);
        assert_eq!(exact(1.0).against_value(0.0, None, 0.0), None);
    }

    #[test]
    fn quantiles_reach_far_into_the_tail() {
        // R: qnorm(.5e-20) = -9.336044849, qnorm(.5e-280) = -35.8027717
        for (p, z) in [(1e-20, 9.336_044_849), (1e-280, 35.802_771_7)] {
            assert!((Comparison::of_p(p, 1.0).z - z).abs() < 1e-6, "{p}");
            assert!((Comparison::of_p(p, -1.0).z + z).abs() < 1e-6, "{p}");
        }
        assert!(Comparison::of_p(0.0, 1.0).z > 36.0);
        assert_eq!(Comparison::of_p(1.0, 1.0).z, 0.0);
    }

    #[test]
    fn a_squared_bias_of_one_slope_has_the_tail_of_a_square() {
        // R d^2/S^2 - 1 is chi^2_1 - 1, of standard deviation sqrt(2): R: 2*pchisq(1 + 4*sqrt(2), 1,
        // lower = FALSE) = 0.01975502641.
        let (variance, r) = (3.0, 1_000_000_u64);
        let mcse = 2.0_f64.sqrt() * variance / r as f64;
        let skewness = squared_bias_skewness(variance, mcse, r);
        assert!((skewness - 8.0_f64.sqrt()).abs() < 1e-12);
        let own = Sampled { estimate: 4.0 * mcse * 1e6, mcse: Some(mcse * 1e6), count: r, df: 1e9 };
        let p = own.against_value(0.0, None, skewness).unwrap().p;
        assert!((p / 0.019_755_026_41 - 1.0).abs() < 1e-6, "{p}");
        assert!(squared_bias_skewness(1.0, 1.0, 1000) < 0.2);
    }
}
