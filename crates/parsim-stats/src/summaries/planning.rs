//! How an error falls as replicates are added, and how many it takes to reach a target.

use super::proportion::Proportion;

/// The 0.975 quantile of the standard normal, squared.
const Z2: f64 = 3.841_458_820_694_124;

/// A Monte Carlo standard error as a function of the replicates:
/// `MCSE^2 = a/m + b/m^2`, m = R + shift.
///
/// A mean of scores has a = S^2. A squared bias adds b = 2 tr(S^2), the part that is left where the
/// true bias is 0. The half-width of Wilson's interval over its quantile z is the same with
/// a = p (1 - p), b = z^2 (1/4 - p (1 - p)) and shift = z^2 (Wilson 1927).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Spread {
    first: f64,
    second: f64,
    shift: f64,
}

/// A squared bias over some replicates.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SquaredBias {
    /// The estimate, free of the noise of the mean.
    pub estimate: f64,
    /// Its MCSE.
    pub mcse: f64,
    /// tr(S) and tr(S^2), S the covariance matrix of the estimates.
    pub traces: (f64, f64),
}

impl Spread {
    /// Of a mean whose MCSE was found over some replicates: a = MCSE^2 R (Morris, White & Crowther
    /// 2019, section 5.3, solved for the variance).
    pub fn of_mean(mcse: f64, replicates: u64) -> Self {
        Self { first: mcse * mcse * replicates as f64, ..Self::default() }
    }

    /// Of a squared bias b'b, whose MCSE^2 over R replicates is about 4 b'S b/R + 2 tr(S^2)/R^2, S the
    /// covariance matrix of the estimates. The second part is known from the trace. The first is what
    /// the MCSE has beyond it, where the bias is seen: its square beyond twice the root of the second
    /// part. Where it is not, b'S b is taken as b'b times the mean eigenvalue of S weighted by itself,
    /// tr(S^2)/tr(S), since what the MCSE has then is chance.
    pub fn of_squared_bias(bias: SquaredBias, replicates: u64) -> Self {
        let SquaredBias { estimate, mcse, traces: (trace, trace_of_square) } = bias;
        let (r, second) = (replicates as f64, 2.0 * trace_of_square.max(0.0));
        let seen = (mcse * mcse - second / (r * r)).max(0.0) * r;
        let first = if estimate > 2.0 * second.sqrt() / r || trace <= 0.0 {
            seen
        } else {
            seen.min(4.0 * estimate.max(0.0) * trace_of_square.max(0.0) / trace)
        };
        Self { first, second, shift: 0.0 }
    }

    /// Of a share of ones, judged by its interval: a share of 0 or 1 is no certainty.
    pub fn of_proportion(ones: Proportion) -> Self {
        let p = ones.successes as f64 / (ones.count as f64).max(1.0);
        let first = p * (1.0 - p);
        Self { first, second: Z2 * (0.25 - first), shift: Z2 }
    }

    /// The error at a number of replicates.
    pub fn error(&self, replicates: u64) -> f64 {
        let m = replicates as f64 + self.shift;
        (self.first / m + self.second / (m * m)).sqrt()
    }

    /// The replicates at which the error is `target`, the root of a/m + b/m^2 = e^2 (with b = 0,
    /// S^2/e^2 and p (1 - p)/e^2); `None` where that exceeds a billion.
    #[expect(clippy::cast_sign_loss, reason = "clamped to numbers above 0")]
    pub fn replicates(&self, target: f64) -> Option<u64> {
        let square = target * target;
        let root = (self.first * self.first + 4.0 * self.second * square).sqrt();
        let exact = (self.first + root) / (2.0 * square) - self.shift;
        // Rounding is no reason for one more.
        let needed = (exact * (1.0 - 1e-12)).ceil();
        (needed <= 1e9).then_some(needed.max(1.0) as u64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replicates_of_published_examples() {
        // ADEMP-PreReg: a coverage of 0.95 to an MCSE of 0.005 takes 1,900 replicates, the worst
        // case 0.5 takes 10,000. Wilson's interval is a little wider at 0.95, narrower at 0.5.
        let of_mean = |p: f64| Spread::of_mean((p * (1.0 - p) / 100.0).sqrt(), 100);
        assert_eq!(of_mean(0.95).replicates(0.005), Some(1900));
        assert_eq!(of_mean(0.5).replicates(0.005), Some(10_000));
        let wilson = |k| Spread::of_proportion(Proportion { successes: k, count: 100 });
        assert_eq!(wilson(50).replicates(0.005), Some(9997));
        let near = wilson(95).replicates(0.005).unwrap();
        assert!((1900..1920).contains(&near), "{near}");
    }

    #[test]
    fn a_share_of_nought_is_judged_by_its_interval() {
        // No one in n: Wilson's interval is z^2/(n + z^2) wide; half of it over z is 0.005 at
        // n = z/0.01 - z^2 = 192.15.
        let none = Spread::of_proportion(Proportion { successes: 0, count: 40 });
        assert_eq!(none.replicates(0.005), Some(193));
        let half = 0.5 * super::super::proportion::wilson(0, 193).1;
        assert!((none.error(193) - half / Z2.sqrt()).abs() < 1e-12);
    }

    #[test]
    fn a_squared_bias_falls_faster_where_there_is_none() {
        // tr(S^2) = 8: MCSE^2 at R = 100 is 16/10^4 where the bias is 0, and falls with 1/R^2.
        let of = |estimate, mcse| SquaredBias { estimate, mcse, traces: (4.0, 8.0) };
        let spread = Spread::of_squared_bias(of(0.0, 0.04), 100);
        assert!((spread.error(400) - 0.01).abs() < 1e-12);
        assert!((399..=401).contains(&spread.replicates(0.01).unwrap()));
        // An MCSE that is too large by chance does not count where no bias is seen.
        assert_eq!(Spread::of_squared_bias(of(-0.01, 0.08), 100), spread);
        // b'b = 1, seen: 0.1^2 = a/100 + 16/10^4 has a = 0.84, and 0.84/400 + 16/400^2 = 0.0022.
        let seen = Spread::of_squared_bias(of(1.0, 0.1), 100);
        assert!((seen.error(400) - 0.0022_f64.sqrt()).abs() < 1e-12);
        assert_eq!(Spread::of_mean(1.0, 100).replicates(1e-5), None);
    }
}
