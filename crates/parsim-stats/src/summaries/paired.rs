//! Two methods on the same data: paired difference, ratio of means and win rate.

use super::moments::Moments;
use super::nested::Units;
use super::proportion::wilson;
use super::{Summary, Z95};

/// Running sums over the replicates that are valid for both methods.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Paired {
    /// The difference method - reference.
    pub difference: Moments,
    method: Moments,
    reference: Moments,
    /// Sum of products of deviations.
    products: f64,
    wins: Moments,
    ties: u64,
    /// Where replicates share their covariates: what the error of the ratio is taken over.
    units: Option<Units>,
}

impl Paired {
    /// No pairs of replicates of which `draws` consecutive ones share their covariates, see [`Moments::nested`].
    pub fn nested(draws: u64) -> Self {
        Self {
            difference: Moments::nested(draws),
            wins: Moments::nested(draws),
            units: (draws > 1).then(|| Units::new(draws)),
            ..Self::default()
        }
    }

    /// Adds a pair.
    pub fn push(&mut self, method: f64, reference: f64) {
        self.difference.push(method - reference);
        let deviation = method - self.method.mean;
        self.method.push(method);
        self.reference.push(reference);
        self.products += deviation * (reference - self.reference.mean);
        let tie = method == reference;
        self.ties += u64::from(tie);
        self.wins.push(if tie { 0.5 } else { f64::from(u8::from(method < reference)) });
    }

    /// Adds a batch of pairs, as [`Moments::absorb`] does; the two have equal lengths.
    pub fn absorb(&mut self, method: &[f64], reference: &[f64]) {
        let pairs = || method.iter().copied().zip(reference.iter().copied());
        let differences: Vec<f64> = pairs().map(|(a, b)| a - b).collect();
        let wins: Vec<f64> =
            pairs().map(|(a, b)| if a == b { 0.5 } else { f64::from(u8::from(a < b)) }).collect();
        self.difference.absorb(&differences);
        self.wins.absorb(&wins);
        self.ties += pairs().filter(|(a, b)| a == b).count() as u64;
        let (own, other) = (Moments::of_batch(method), Moments::of_batch(reference));
        if let (Some(units), false) = (&mut self.units, method.is_empty()) {
            let count = method.len() as f64;
            units.push(own.mean * count, other.mean * count);
        }
        let apart = (own.mean - self.method.mean) * (other.mean - self.reference.mean);
        let (before, more) = (self.count() as f64 - own.count as f64, own.count as f64);
        if before > 0.0 {
            self.products += apart * before * more / (before + more);
        }
        self.products += pairs().map(|(a, b)| (a - own.mean) * (b - other.mean)).sum::<f64>();
        self.method.join(&own);
        self.reference.join(&other);
    }

    /// Number of pairs.
    pub const fn count(&self) -> u64 {
        self.difference.count
    }

    /// The mean difference +- 1.96 S/sqrt(R). A difference of shares, values in [0, 1], stays
    /// within [-1, 1]; where all of its values are -1, 0 or 1 it reaches as far as Wilson's interval
    /// of no exception among so many replicates.
    pub fn difference_summary(&self, of_shares: bool) -> Option<Summary> {
        let mut summary = self.difference.summary()?;
        let (mean, constant) = (self.difference.mean, self.difference.squares == 0.0);
        if of_shares && constant && [-1.0, 0.0, 1.0].contains(&mean) {
            let reach = wilson(0, self.difference.independent()).1;
            summary.interval = Some((mean - reach, mean + reach));
        }
        if of_shares {
            summary.interval = summary.interval.map(|(a, b)| (a.max(-1.0), b.min(1.0)));
        }
        Some(summary)
    }

    /// Share of replicates in which the method's value is the smaller, ties counting half.
    pub fn win_rate(&self) -> Option<Summary> {
        self.wins.fraction_summary()
    }

    /// Share of ties.
    pub fn ties(&self) -> Option<f64> {
        (self.count() > 0).then(|| self.ties as f64 / self.count() as f64)
    }

    /// The ratio of means `q = sum a / sum b` with rule Q: `e_r = a_r - q b_r`,
    /// `MCSE = sqrt(R/(R - 1) sum e_r^2) / |sum b_r|` (Cochran 1977, section 2.11).
    pub fn ratio(&self) -> Option<Summary> {
        let (count, mean) = (self.count() as f64, self.reference.mean);
        if self.count() == 0 || mean == 0.0 {
            return None;
        }
        let q = self.method.mean / mean;
        if let Some(units) = &self.units {
            let mcse = units.error();
            let half = |e: f64| units.half_width(e);
            let interval = mcse.map(|e| (q - half(e), q + half(e)));
            return Some(Summary { estimate: q, mcse, interval });
        }
        // The residuals e_r sum to 0, so their squares are the centred ones.
        let squares =
            self.method.squares + q * q * self.reference.squares - 2.0 * q * self.products;
        let mcse = (self.count() > 1)
            .then(|| (count / (count - 1.0) * squares.max(0.0)).sqrt() / (count * mean).abs());
        let interval = mcse.map(|e| (q - Z95 * e, q + Z95 * e));
        Some(Summary { estimate: q, mcse, interval })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratio_follows_rule_q() {
        // By hand: a = 1, 2, 6; b = 2, 2, 4: q = 9/8, e = -1.25, -0.25, 1.5, squares 3.875,
        // MCSE = sqrt(1.5 * 3.875)/8.
        let mut pair = Paired::default();
        for (a, b) in [(1.0, 2.0), (2.0, 2.0), (6.0, 4.0)] {
            pair.push(a, b);
        }
        check(&pair);
        for length in 1..=3 {
            let mut batches = Paired::default();
            for (a, b) in [1.0, 2.0, 6.0].chunks(length).zip([2.0, 2.0, 4.0].chunks(length)) {
                batches.absorb(a, b);
            }
            check(&batches);
        }
    }

    #[test]
    fn equal_shares_are_no_certainty() {
        let mut pair = Paired::default();
        for length in [16, 16, 4] {
            pair.absorb(&vec![1.0; length], &vec![1.0; length]);
        }
        // Wilson's upper end for 0 of 36 is z^2/(36 + z^2) = 0.0964.
        let (lower, upper) = pair.difference_summary(true).unwrap().interval.unwrap();
        assert!((upper - 0.096_418_0).abs() < 1e-6 && lower == -upper, "{lower} {upper}");
        assert_eq!(pair.difference_summary(false).unwrap().interval, Some((0.0, 0.0)));
        pair.push(1.0, 0.0);
        let (lower, upper) = pair.difference_summary(true).unwrap().interval.unwrap();
        let mcse = 1.0 / 37.0;
        assert!((upper - 2.96 * mcse).abs() < 1e-12 && (lower + 0.96 * mcse).abs() < 1e-12);
    }

    fn check(pair: &Paired) {
        let ratio = pair.ratio().unwrap();
        assert!((ratio.estimate - 1.125).abs() < 1e-15);
        assert!((ratio.mcse.unwrap() - (1.5_f64 * 3.875).sqrt() / 8.0).abs() < 1e-14);
        assert!((pair.win_rate().unwrap().estimate - 0.5).abs() < 1e-15);
        assert_eq!(pair.ties(), Some(1.0 / 3.0));
    }
}
