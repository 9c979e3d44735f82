//! Skewness of scores, and what it does to a test of their mean.
//!
//! A z statistic S/sqrt(R) in its denominator is skewed against the scores: where these are rare
//! and large, a mean that happens to be small comes with a deviation that is small, too, and looks
//! certain. At R = 512 and a score that is nonzero in one replicate of fifty, a z test at the level
//! 0.001 errs eight times as often as it says.

use super::moments::Moments;

/// Running moments with the third one.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct SkewMoments {
    /// Count, mean and sum of squared deviations, as [`Moments::absorb`] has them.
    pub moments: Moments,
    /// Sum of cubed deviations from the mean.
    pub cubes: f64,
}

impl SkewMoments {
    /// Adds a batch of values: its own moments, then both joined (Pébay 2008, eq. 1.5).
    pub fn absorb(&mut self, values: &[f64]) {
        let new = Moments::of_batch(values);
        let cubes: f64 = values.iter().map(|value| (value - new.mean).powi(3)).sum();
        let (old, distance) = (self.moments, new.mean - self.moments.mean);
        self.moments.join(&new);
        let (a, b) = (old.count as f64, new.count as f64);
        if old.count == 0 || new.count == 0 {
            self.cubes += cubes;
            return;
        }
        let total = a + b;
        self.cubes += cubes
            + distance.powi(3) * a * b * (a - b) / (total * total)
            + 3.0 * distance * (a * new.squares - b * old.squares) / total;
    }

    /// The skewness m3/m2^1.5, the moments with denominator R; 0 where there is no spread.
    pub fn skewness(&self) -> f64 {
        let count = self.moments.count as f64;
        let variance = self.moments.squares / count;
        if self.moments.squares > 0.0 { self.cubes / count / variance.powf(1.5) } else { 0.0 }
    }
}

/// The statistic t of n values, freed of their skewness g to first order (Hall 1992, "On the
/// removal of skewness by transformation", J. R. Stat. Soc. B 54, eq. 2.7):
/// `t + a (t^2/3 + 1/6) + a^2 t^3/27`, a = g/sqrt(n); of the two, the one nearer to 0.
///
/// Never further from 0, because the skewness of a few heavy-tailed values is itself uncertain.
pub fn against_skewness(t: f64, skewness: f64, count: u64) -> f64 {
    let a = skewness / (count as f64).sqrt();
    let freed = t + a * (t * t / 3.0 + 1.0 / 6.0) + a * a * t * t * t / 27.0;
    // The transformation is monotone; what crosses 0 says nothing.
    let shrunk = if t < 0.0 { freed.clamp(t, 0.0) } else { freed.clamp(0.0, t) };
    if shrunk.is_nan() { 0.0 } else { shrunk }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_third_moment_is_the_same_in_batches() {
        // By hand: 0, 0, 0, 4 about their mean 1: squares 12, cubes -3 + 27 = 24, so skewness
        // (24/4)/(12/4)^1.5 = 2/sqrt(3).
        for length in 1..=4 {
            let mut moments = SkewMoments::default();
            [0.0, 0.0, 0.0, 4.0].chunks(length).for_each(|batch| moments.absorb(batch));
            assert!((moments.cubes - 24.0).abs() < 1e-12, "{moments:?}");
            assert!((moments.skewness() - 2.0 / 3.0_f64.sqrt()).abs() < 1e-12);
        }
        assert_eq!(SkewMoments::default().skewness(), 0.0);
    }

    #[test]
    fn a_statistic_only_moves_towards_nought() {
        // By hand: g = 3, n = 9, a = 1: -2 + (4/3 + 1/6) - 8/27 = -0.7963; for t = 2 the formula
        // gives more than 2.
        assert!((against_skewness(-2.0, 3.0, 9) + 0.796_296_296_296_296_3).abs() < 1e-14);
        assert_eq!(against_skewness(2.0, 3.0, 9), 2.0);
        assert_eq!(against_skewness(-0.1, 3.0, 9), 0.0);
        assert_eq!(against_skewness(-2.0, 0.0, 9), -2.0);
    }
}
