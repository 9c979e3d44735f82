//! Summaries of one coefficient from the sums of its error's first four powers.

use super::Summary;
use super::proportion::Proportion;

/// Sums over the fitted replicates of one coefficient's error d = estimate - truth.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ErrorSums {
    /// Fitted replicates.
    pub count: u64,
    /// Replicates in which the estimate is not exactly 0.
    pub selected: u64,
    /// Sums of d, d^2, d^3, d^4.
    pub powers: [f64; 4],
}

impl ErrorSums {
    /// Mean error with `S_d/sqrt(R)` (Morris, White & Crowther 2019, table 6).
    pub fn bias(&self) -> Option<Summary> {
        let mean = self.mean()?;
        let mcse = self.variance().map(|variance| (variance / self.count as f64).sqrt());
        Some(Summary { estimate: mean, mcse, interval: None })
    }

    /// Standard deviation of the estimates with S/2 sqrt((k - 1)/R), k the kurtosis; it holds for
    /// estimates with a point mass at 0, where the normal-theory formula does not.
    pub fn empirical_se(&self) -> Option<Summary> {
        let variance = self.variance()?;
        let r = self.count as f64;
        let fourth = self.fourth_central_moment()?;
        let mcse = if variance > 0.0 {
            let kurtosis = fourth / (variance * variance);
            0.5 * (variance * (kurtosis - 1.0).max(0.0) / r).sqrt()
        } else {
            0.0
        };
        Some(Summary { estimate: variance.sqrt(), mcse: Some(mcse), interval: None })
    }

    /// Mean squared error with S_(d^2)/sqrt(R).
    pub fn mse(&self) -> Option<Summary> {
        let r = self.count as f64;
        (self.count > 0).then(|| {
            let mse = self.powers[1] / r;
            let mcse = (self.count > 1).then(|| {
                let squares = (self.powers[3] - self.powers[1] * mse).max(0.0);
                (squares / (r * (r - 1.0))).sqrt()
            });
            Summary { estimate: mse, mcse, interval: None }
        })
    }

    /// Root mean squared error, its MCSE by the delta method.
    pub fn rmse(&self) -> Option<Summary> {
        let mse = self.mse()?;
        let rmse = mse.estimate.sqrt();
        let mcse = mse.mcse.map(|mcse| if rmse > 0.0 { mcse / (2.0 * rmse) } else { 0.0 });
        Some(Summary { estimate: rmse, mcse, interval: None })
    }

    /// Selection frequency with Wilson's interval.
    pub fn selected(&self) -> Option<Summary> {
        Proportion { successes: self.selected, count: self.count }.summary()
    }

    /// Mean error.
    pub fn mean(&self) -> Option<f64> {
        (self.count > 0).then(|| self.powers[0] / self.count as f64)
    }

    /// Sample variance of the estimates, denominator R - 1.
    pub fn variance(&self) -> Option<f64> {
        let mean = self.mean()?;
        let squares = (self.powers[1] - self.powers[0] * mean).max(0.0);
        // What is left of an exactly constant error is rounding.
        let squares = if squares <= 4.0 * f64::EPSILON * self.powers[1] { 0.0 } else { squares };
        (self.count > 1).then(|| squares / (self.count as f64 - 1.0))
    }

    /// (1/R) sum (d - mean)^3.
    pub fn third_central_moment(&self) -> Option<f64> {
        let m = self.mean()?;
        let [_, s2, s3, _] = self.powers;
        Some((s3 - 3.0 * m * s2) / self.count as f64 + 2.0 * m * m * m)
    }

    /// (1/R) sum (d - mean)^4.
    pub fn fourth_central_moment(&self) -> Option<f64> {
        let m = self.mean()?;
        let [_, s2, s3, s4] = self.powers;
        let r = self.count as f64;
        Some(((s4 - 4.0 * m * s3 + 6.0 * m * m * s2) / r - 3.0 * m.powi(4)).max(0.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sums(errors: &[f64]) -> ErrorSums {
        let mut sums = ErrorSums { count: errors.len() as u64, ..ErrorSums::default() };
        for &d in errors {
            for (sum, power) in sums.powers.iter_mut().zip(1..) {
                *sum += d.powi(power);
            }
        }
        sums
    }

    #[test]
    fn central_moments_by_hand() {
        // Errors 0, 0, 0, 4: mean 1, S^2 = 12/3 = 4, sum (d - 1)^4 = 3 + 81 = 84, k = 84/(4*16).
        let sums = sums(&[0.0, 0.0, 0.0, 4.0]);
        assert_eq!(sums.bias().unwrap().estimate, 1.0);
        assert_eq!(sums.bias().unwrap().mcse, Some(1.0));
        let se = sums.empirical_se().unwrap();
        assert_eq!(se.estimate, 2.0);
        assert!((se.mcse.unwrap() - ((84.0_f64 / 64.0 - 1.0) / 4.0).sqrt()).abs() < 1e-15);
        // d^2 = 0, 0, 0, 16: mean 4, variance 64.
        assert_eq!(sums.mse().unwrap().mcse, Some(4.0));
        assert_eq!(sums.rmse().unwrap().mcse, Some(1.0));
    }

    #[test]
    fn constants_have_no_spread() {
        let sums = sums(&[-0.3; 7]);
        assert_eq!(sums.empirical_se().unwrap().estimate, 0.0);
        assert_eq!(sums.empirical_se().unwrap().mcse, Some(0.0));
    }
}
