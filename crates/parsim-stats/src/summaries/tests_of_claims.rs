//! The tests by which claims are decided: normal and t for means, exact for 0/1 measures, Holm's
//! adjustment over scenarios, and the level that a look at R replicates may spend.

use super::distributions::normal_quantile;
use statrs::distribution::{Binomial, Discrete};

/// Relative slack within which two binomial probabilities count as equal, as R's `binom.test` has.
const TIE: f64 = 1.0 + 1e-7;

/// Two-sided exact binomial p-value of k successes in n against probability p0: the total
/// probability of all outcomes at most as likely as the one observed (as R's `binom.test`).
pub fn binomial_two_sided(k: u64, n: u64, p0: f64) -> f64 {
    if p0 <= 0.0 || p0 >= 1.0 {
        let expected = if p0 <= 0.0 { 0 } else { n };
        return if k == expected { 1.0 } else { 0.0 };
    }
    let Ok(law) = Binomial::new(p0, n) else { return 1.0 };
    let limit = law.ln_pmf(k) + TIE.ln();
    let total: f64 = (0..=n).map(|i| law.ln_pmf(i)).filter(|&ln| ln <= limit).map(libm::exp).sum();
    total.min(1.0)
}

/// Exact McNemar p-value from the numbers of discordant pairs; 1 if there are none.
pub fn mcnemar(first_only: u64, second_only: u64) -> f64 {
    binomial_two_sided(first_only, first_only + second_only, 0.5)
}

/// Holm's step-down adjustment (Holm, 1979), in the order given.
pub fn holm(p_values: &[f64]) -> Vec<f64> {
    let m = p_values.len();
    let mut order: Vec<usize> = (0..m).collect();
    order.sort_by(|&a, &b| p_values[a].total_cmp(&p_values[b]));
    let mut adjusted = vec![1.0; m];
    let mut running: f64 = 0.0;
    for (rank, &i) in order.iter().enumerate() {
        running = running.max(p_values[i] * (m - rank) as f64).min(1.0);
        adjusted[i] = running;
    }
    adjusted
}

/// The level that may be spent at R replicates: level/(k(k + 1)), k = 1 + floor(log2(max(R, 500)
/// /500)). The shares of all looks sum to `level`, so running on until a claim holds is no cheat.
pub fn spent_level(level: f64, replicates: u64) -> f64 {
    let looks = (replicates.max(500) / 500).ilog2();
    let k = f64::from(1 + looks);
    level / (k * (k + 1.0))
}

/// How far a claim is from being decided.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Undecided {
    /// Replicates so far.
    pub replicates: u64,
    /// The test's statistic at these, as a normal deviate.
    pub z: f64,
    /// The claim's level.
    pub level: f64,
    /// Tests that share it.
    pub tests: usize,
}

impl Undecided {
    /// Replicates that would decide it with power 0.9: `R((z_crit + 1.2816)/|z|)^2` with `z_crit`
    /// for the level that is left at so many replicates, shared by all tests (Holm's first step).
    /// `None` above ten million or without a direction.
    #[expect(clippy::cast_sign_loss, reason = "a number of replicates times a square")]
    pub fn replicates_needed(&self) -> Option<u64> {
        let mut needed = self.replicates as f64;
        // Each round looks at the level of the last one's replicates, until it is their own.
        loop {
            let level = spent_level(self.level, needed as u64) / self.tests.max(1) as f64;
            let critical = normal_quantile(1.0 - 0.5 * level);
            let factor = (critical + 1.2816) / self.z.abs();
            let next = (self.replicates as f64 * factor * factor).ceil();
            if next.is_nan() || next > 1e7 {
                return None;
            }
            if next <= needed {
                // An undecided claim needs another batch at least, whatever its statistic.
                return Some((needed as u64).max(self.replicates + 16));
            }
            needed = next;
        }
    }
}

/// The p-value of a score that has the same nonzero difference d from its bound in all n
/// replicates: at most `2 q^n`, q the largest probability that d can have if the mean difference
/// is 0 and no difference lies beyond `other_end`, the end of their range on the other side of 0:
/// q = |other end|/(|d| + |other end|). Where the range is not known, q = 1/2: a sign test.
pub fn constant_difference(d: f64, other_end: Option<f64>, n: u64) -> f64 {
    let q = match other_end {
        Some(end) if end * d >= 0.0 => 0.0,
        Some(end) => end.abs() / (d.abs() + end.abs()),
        None => 0.5,
    };
    (2.0 * q.powf(n as f64)).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holm_by_hand() {
        // R: p.adjust(c(.01, .04, .03, .005), "holm") = .03 .06 .06 .02
        let adjusted = holm(&[0.01, 0.04, 0.03, 0.005]);
        for (a, b) in adjusted.iter().zip([0.03, 0.06, 0.06, 0.02]) {
            assert!((a - b).abs() < 1e-15);
        }
    }

    #[test]
    fn levels_of_all_looks_sum_to_the_whole() {
        assert_eq!(spent_level(0.01, 500), 0.005);
        assert_eq!(spent_level(0.01, 999), 0.005);
        assert!((spent_level(0.01, 1000) - 0.01 / 6.0).abs() < 1e-18);
        assert!((spent_level(0.01, 2000) - 0.01 / 12.0).abs() < 1e-18);
    }

    #[test]
    fn replicates_needed_are_enough_at_their_own_level() {
        let undecided = |z| Undecided { replicates: 512, z, level: 0.01, tests: 1 };
        // By hand, with R's qnorm: z_crit is 2.8070 at the level 0.005 (fewer than 1,000
        // replicates), 3.1440 at 0.01/6 (fewer than 2,000), 3.3415 at 0.01/12 (fewer than 4,000).
        // 512 ((2.8070 + 1.2816)/3.5)^2 = 698.7. At 2.5 the same gives 1369.5, whose level needs
        // 1604.5; at 2 it gives 2139.8, whose level needs 2735.7.
        let cases = [(3.5, 699), (2.5, 1605), (2.0, 2736), (-2.0, 2736)];
        for (z, expected) in cases {
            assert_eq!(undecided(z).replicates_needed(), Some(expected), "{z}");
        }
        assert_eq!(undecided(0.0).replicates_needed(), None);
        assert_eq!(undecided(0.001).replicates_needed(), None, "more than ten million");
        assert_eq!(undecided(40.0).replicates_needed(), Some(528), "one more batch");
    }

    #[test]
    fn a_constant_difference_is_as_likely_as_its_range_allows() {
        // Shares that are all 1 against the bound 0.99: 0.99^100 to each side.
        let p = constant_difference(0.01, Some(-0.99), 100);
        assert!((p - 2.0 * 0.99_f64.powi(100)).abs() < 1e-14);
        assert_eq!(constant_difference(0.001, Some(-0.999), 16), 1.0);
        assert_eq!(constant_difference(-3.0, None, 2), 0.5);
        assert_eq!(constant_difference(0.5, Some(0.25), 1), 0.0, "a mean of 0 is impossible");
    }

    #[test]
    fn binomial_matches_r() {
        // R: binom.test(3, 10, .5)$p.value = 0.34375; binom.test(9, 10, .8)$p.value = 0.6981...
        assert!((binomial_two_sided(3, 10, 0.5) - 0.34375).abs() < 1e-12);
        assert_eq!(binomial_two_sided(0, 5, 0.0), 1.0);
        assert_eq!(binomial_two_sided(1, 5, 0.0), 0.0);
        assert!((mcnemar(1, 7) - 0.070_312_5).abs() < 1e-12);
        assert_eq!(mcnemar(0, 0), 1.0);
    }
}
