//! Mean and variance of a stream of scores (rule M of the simulation literature).

use super::nested::Units;
use super::proportion::{self, Proportion};
use super::{Summary, Z95};

/// Running count, mean and sum of squared deviations.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Moments {
    /// Number of values.
    pub count: u64,
    /// Their mean.
    pub mean: f64,
    /// Sum of squared deviations from the mean.
    pub squares: f64,
    /// Where replicates share their covariates: what errors are taken over.
    units: Option<Units>,
}

impl Moments {
    /// No values of replicates of which `draws` consecutive ones share their covariates. Each batch that is
    /// absorbed must hold such replicates whole.
    pub fn nested(draws: u64) -> Self {
        Self { units: (draws > 1).then(|| Units::new(draws)), ..Self::default() }
    }

    /// Adds a value (Welford, 1962).
    pub fn push(&mut self, value: f64) {
        if let Some(units) = &mut self.units {
            units.push(value, 1.0);
        }
        self.count += 1;
        let deviation = value - self.mean;
        self.mean += deviation / self.count as f64;
        self.squares += deviation * (value - self.mean);
    }

    /// Adds a batch of values: their own moments in two passes, then both joined (Chan, Golub & `LeVeque` 1983).
    /// Constants stay exact.
    pub fn absorb(&mut self, values: &[f64]) {
        self.join(&Self::of_batch(values));
    }

    /// The moments of a batch, about its first value so that equal values have no spread.
    pub(super) fn of_batch(values: &[f64]) -> Self {
        let Some(&first) = values.first() else { return Self::default() };
        let n = values.len() as f64;
        let mean = first + sum_of(values, |value| value - first) / n;
        let squares = sum_of(values, |value| (value - mean) * (value - mean));
        Self { count: values.len() as u64, mean, squares, units: None }
    }

    /// Adds the moments of other values.
    pub(super) fn join(&mut self, other: &Self) {
        if other.count == 0 {
            return;
        }
        if let Some(units) = &mut self.units {
            let count = other.count as f64;
            units.push(count * other.mean, count);
        }
        if self.count == 0 {
            *self = Self { units: self.units, ..*other };
            return;
        }
        let (own, more) = (self.count as f64, other.count as f64);
        let distance = other.mean - self.mean;
        let share = more / (own + more);
        self.count += other.count;
        self.mean += distance * share;
        self.squares += other.squares + distance * distance * own * share;
    }

    /// Sample variance, denominator count - 1.
    pub fn variance(&self) -> Option<f64> {
        (self.count > 1).then(|| self.squares / (self.count as f64 - 1.0))
    }

    /// S / sqrt(R), the Monte Carlo standard error of the mean (Morris, White & Crowther 2019,
    /// table 6); of nested replicates that of the means of their units.
    pub fn mcse(&self) -> Option<f64> {
        match &self.units {
            None => self.variance().map(|variance| (variance / self.count as f64).sqrt()),
            // Equal values in units of different sizes would leave a rounding error.
            Some(units) => units.error().map(|error| if self.squares == 0.0 { 0.0 } else { error }),
        }
    }

    /// Values that tell something of their own: all, but of nested replicates one for each draw of the covariates.
    pub fn independent(&self) -> u64 {
        self.units.map_or(self.count, |units| units.independent(self.count))
    }

    /// Degrees of freedom of the standard error where it has few: units - 1.
    pub fn degrees_of_freedom(&self) -> Option<f64> {
        self.units.map(|units| units.count as f64 - 1.0)
    }

    /// The mean of scores of any size: mean +- 1.96 MCSE, of nested replicates with the quantile of t.
    pub fn summary(&self) -> Option<Summary> {
        (self.count > 0).then(|| {
            let mcse = self.mcse();
            let half = |e: f64| self.units.map_or(Z95 * e, |units| units.half_width(e));
            let interval = mcse.map(|e| (self.mean - half(e), self.mean + half(e)));
            Summary { estimate: self.mean, mcse, interval }
        })
    }

    /// The mean of fractions: clipped to [0, 1], with Wilson's end where all are 0 or all are 1.
    pub fn fraction_summary(&self) -> Option<Summary> {
        let mut summary = self.summary()?;
        let constant = self.squares == 0.0 && (self.mean == 0.0 || self.mean == 1.0);
        summary.interval = if constant {
            let count = self.independent();
            let successes = if self.mean == 1.0 { count } else { 0 };
            Some(proportion::wilson(successes, count))
        } else {
            summary.interval.map(|(lower, upper)| (lower.max(0.0), upper.min(1.0)))
        };
        Some(summary)
    }

    /// The mean of zeros and ones, with the number of ones: rule P, of nested replicates the error over units.
    pub fn proportion_summary(&self, ones: u64) -> Option<Summary> {
        let plain = Proportion { successes: ones, count: self.count }.summary()?;
        let Some(units) = &self.units else { return Some(plain) };
        let mcse = self.mcse();
        let interval = mcse.map(|e| units.share_interval(plain.estimate, e, self.count));
        Some(Summary { estimate: plain.estimate, mcse, interval })
    }
}

/// Sums a function of values in four interleaved sums, so that they need not wait for one another.
pub(super) fn sum_of(values: &[f64], f: impl Fn(f64) -> f64) -> f64 {
    let (quads, rest) = values.as_chunks::<4>();
    let mut sums = [0.0; 4];
    for quad in quads {
        for (sum, value) in sums.iter_mut().zip(quad) {
            *sum += f(*value);
        }
    }
    let rest: f64 = rest.iter().map(|value| f(*value)).sum();
    ((sums[0] + sums[2]) + (sums[1] + sums[3])) + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_the_textbook_formulas() {
        // By hand: values 2, 4, 4, 4, 5, 5, 7, 9 have mean 5 and squared deviations 32.
        let mut moments = Moments::default();
        for x in [2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0] {
            moments.push(x);
        }
        assert!((moments.mean - 5.0).abs() < 1e-15);
        assert!((moments.variance().unwrap() - 32.0 / 7.0).abs() < 1e-14);
        assert!((moments.mcse().unwrap() - (32.0_f64 / 7.0 / 8.0).sqrt()).abs() < 1e-15);
    }

    #[test]
    fn batches_of_any_length_give_the_same_moments() {
        // The values of the test above, far from 0; S^2 does not change by a shift.
        let values = [2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0].map(|x| x + 1e6);
        for length in 1..=8 {
            let mut moments = Moments::default();
            values.chunks(length).for_each(|batch| moments.absorb(batch));
            moments.absorb(&[]);
            assert_eq!(moments.count, 8);
            assert!((moments.mean - 1_000_005.0).abs() < 1e-9);
            assert!((moments.squares - 32.0).abs() < 1e-8, "{}", moments.squares);
        }
        let mut constant = Moments::default();
        for length in [13, 16, 3] {
            constant.absorb(&vec![0.2; length]);
        }
        assert_eq!((constant.mean, constant.squares), (0.2, 0.0));
    }

    #[test]
    fn nested_replicates_are_as_sure_as_their_batches() {
        // Three batches of which all values are equal: means 1, 2, 6, S^2 = 7.
        let mut nested = Moments::nested(4);
        let mut plain = Moments::default();
        for value in [1.0, 2.0, 6.0] {
            nested.absorb(&[value; 16]);
            plain.absorb(&[value; 16]);
        }
        assert_eq!((nested.mean, nested.squares), (plain.mean, plain.squares));
        assert!((nested.mcse().unwrap() - (7.0_f64 / 3.0).sqrt()).abs() < 1e-14);
        assert!((plain.mcse().unwrap() - (7.0_f64 * 32.0 / 47.0 / 48.0).sqrt()).abs() < 1e-14);
        assert_eq!(nested.independent(), 12);
        assert_eq!(Moments::nested(1), Moments::default());
        let mut constant = Moments::nested(4);
        for length in [16, 13, 16] {
            constant.absorb(&vec![0.2; length]);
        }
        assert_eq!(constant.mcse(), Some(0.0));
    }

    #[test]
    fn one_value_has_no_error_and_constant_fractions_have_wilsons_end() {
        let mut moments = Moments::default();
        assert_eq!(moments.summary(), None);
        moments.push(1.0);
        assert_eq!(moments.summary().unwrap().mcse, None);
        moments.push(1.0);
        let interval = moments.fraction_summary().unwrap().interval.unwrap();
        // Wilson for 2 of 2: lower end 2/(2 + 1.96^2) up to rounding of 1.96, upper end 1.
        assert!((interval.0 - 2.0 / (2.0 + 3.841_458_820_694_124)).abs() < 1e-9);
        assert_eq!(interval.1, 1.0);
    }
}
