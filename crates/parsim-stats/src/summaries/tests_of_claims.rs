//! The tests by which claims are decided: normal and t for means, exact for 0/1 measures, Holm's
//! adjustment over scenarios, and the level that a look at R replicates may spend.

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

/// Replicates that would decide a claim with power 0.9: `R((z_crit + 1.2816)/|z|)^2`; `None` above
/// ten million or without a direction.
#[expect(clippy::cast_sign_loss, reason = "a number of replicates times a square")]
pub fn replicates_needed(replicates: u64, critical: f64, z: f64) -> Option<u64> {
    let factor = (critical + 1.2816) / z.abs();
    let needed = (replicates as f64 * factor * factor).ceil();
    (needed <= 1e7).then_some(needed as u64)
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
    fn binomial_matches_r() {
        // R: binom.test(3, 10, .5)$p.value = 0.34375; binom.test(9, 10, .8)$p.value = 0.6981...
        assert!((binomial_two_sided(3, 10, 0.5) - 0.34375).abs() < 1e-12);
        assert_eq!(binomial_two_sided(0, 5, 0.0), 1.0);
        assert_eq!(binomial_two_sided(1, 5, 0.0), 0.0);
        assert!((mcnemar(1, 7) - 0.070_312_5).abs() < 1e-12);
        assert_eq!(mcnemar(0, 0), 1.0);
    }
}
