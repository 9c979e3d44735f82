//! Errors where replicates are nested: several draws of the noise on each draw of the covariates.
//!
//! Replicates that share their covariates are dependent, so that S/sqrt(R) is wrong for them. Batches of sixteen
//! consecutive replicates hold such replicates whole and are independent of one another: they are the units that
//! errors are taken over, with t on (units - 1) degrees of freedom.

use super::distributions::t_quantile;
use super::proportion::wilson_of_share;

/// Sums over independent units, each of which adds to a numerator and to a denominator.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Units {
    /// Replicates that share their covariates.
    draws: u64,
    /// Number of units.
    pub count: u64,
    /// Means over units of what they add to the numerator and to the denominator.
    means: [f64; 2],
    /// Sums of squared deviations of both.
    squares: [f64; 2],
    /// Sum of products of deviations.
    products: f64,
}

impl Units {
    /// No units of replicates of which `draws` share their covariates.
    pub fn new(draws: u64) -> Self {
        Self { draws, ..Self::default() }
    }

    /// Adds a unit.
    pub fn push(&mut self, numerator: f64, denominator: f64) {
        self.count += 1;
        let values = [numerator, denominator];
        let apart: [f64; 2] = std::array::from_fn(|i| values[i] - self.means[i]);
        for (mean, apart) in self.means.iter_mut().zip(apart) {
            *mean += apart / self.count as f64;
        }
        let after: [f64; 2] = std::array::from_fn(|i| values[i] - self.means[i]);
        for (square, (a, b)) in self.squares.iter_mut().zip(apart.iter().zip(after)) {
            *square += a * b;
        }
        self.products += apart[0] * after[1];
    }

    /// The standard error of q = sum of numerators / sum of denominators by rule Q over units: `e_u = a_u - q b_u`,
    /// `sqrt(U/(U - 1) sum e_u^2) / |sum b_u|` (Cochran 1977, sections 2.11 and 9.2). `None` of one unit.
    pub fn error(&self) -> Option<f64> {
        let [a, b] = self.means;
        if self.count < 2 || b == 0.0 {
            return None;
        }
        let (units, q) = (self.count as f64, a / b);
        let [first, second] = self.squares;
        let squares = (first + q * q * second - 2.0 * q * self.products).max(0.0);
        Some((units / (units - 1.0) * squares).sqrt() / (units * b).abs())
    }

    /// Half of the 95 % interval that belongs to a standard error.
    pub fn half_width(&self, error: f64) -> f64 {
        t_quantile(0.975, self.count as f64 - 1.0) * error
    }

    /// Draws of the covariates among so many replicates.
    pub fn independent(&self, replicates: u64) -> u64 {
        replicates.div_ceil(self.draws.max(1))
    }

    /// An interval for a share p of `replicates`: Wilson's for the number of independent replicates that would
    /// have this standard error (Korn & Graubard 1998), at most all of them; where the share does not vary, for
    /// the draws of the covariates.
    pub fn share_interval(&self, p: f64, error: f64, replicates: u64) -> (f64, f64) {
        let independent = self.independent(replicates) as f64;
        let effective = p * (1.0 - p) / (error * error);
        let usual = effective.is_finite() && p > 0.0 && p < 1.0;
        wilson_of_share(p, if usual { effective.min(replicates as f64) } else { independent })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_units_have_the_error_of_their_means() {
        // Sums of four values each: 4, 8, 24; means 1, 2, 6, whose S^2 is 7.
        let mut units = Units::new(4);
        for sum in [4.0, 8.0, 24.0] {
            units.push(sum, 4.0);
        }
        assert!((units.error().unwrap() - (7.0_f64 / 3.0).sqrt()).abs() < 1e-15);
        // R: qt(0.975, 2) = 4.302653.
        assert!((units.half_width(1.0) - 4.302_653).abs() < 1e-6);
    }

    #[test]
    fn unequal_units_follow_rule_q() {
        // The pairs (1, 2), (2, 2), (6, 4): q = 9/8, residuals -1.25, -0.25, 1.5, squares 3.875.
        let mut units = Units::new(2);
        for (sum, count) in [(1.0, 2.0), (2.0, 2.0), (6.0, 4.0)] {
            units.push(sum, count);
        }
        assert!((units.error().unwrap() - (1.5_f64 * 3.875).sqrt() / 8.0).abs() < 1e-15);
        assert_eq!(Units::new(2).error(), None);
    }

    #[test]
    fn shares_are_as_sure_as_their_error() {
        let units = Units::new(8);
        // Binomial errors give Wilson's interval; twice the error that of a quarter as many.
        let error = (0.3_f64 * 0.7 / 800.0).sqrt();
        let plain = super::super::proportion::wilson(240, 800);
        let (lower, upper) = units.share_interval(0.3, error, 800);
        assert!((lower - plain.0).abs() < 1e-14 && (upper - plain.1).abs() < 1e-14);
        let quarter = super::super::proportion::wilson(60, 200);
        let (lower, upper) = units.share_interval(0.3, 2.0 * error, 800);
        assert!((lower - quarter.0).abs() < 1e-14 && (upper - quarter.1).abs() < 1e-14);
        // None of 800 replicates on 100 draws is none of 100.
        assert_eq!(units.share_interval(0.0, 0.0, 800), super::super::proportion::wilson(0, 100));
    }
}
