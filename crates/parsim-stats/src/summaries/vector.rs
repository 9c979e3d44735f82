//! Summaries of the whole vector of slopes: squared bias, variance and MSE summed over the
//! coefficients, and the stability of the selection, with a delete-a-batch jackknife.
//!
//! Coefficients are dependent, so their errors are never combined as if they were not: batches of
//! consecutive replicates are left out in turn, which carries all of their covariance.

use super::Summary;
use super::between::{Between, traces_of_means};
use super::distributions::t_quantile;

/// Sums of errors over a set of replicates, by slope.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SlopeSums {
    /// Fitted replicates.
    pub count: u64,
    /// Sum of the error of each slope.
    pub errors: Vec<f64>,
    /// Sum of the squared error of each slope.
    pub squares: Vec<f64>,
    /// Replicates in which each slope is not 0; empty where nobody asks for it.
    pub selected: Vec<u64>,
}

/// What is made of the sums: a part of the decomposition mse = squared bias + variance, or the
/// stability of the selection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Sum over slopes of (mean error^2 - S^2/R), free of the noise of the mean.
    SquaredBias,
    /// Sum over slopes of S^2 (denominator R - 1).
    Variance,
    /// Sum over slopes of the mean squared error.
    Mse,
    /// 1 - the mean over slopes of the variance of the indicator of selection (denominator R - 1),
    /// relative to that of a random selection of as many (Nogueira, Sechidis & Brown 2018,
    /// definition 4).
    Stability,
}

impl SlopeSums {
    /// No replicates of p slopes.
    pub fn new(p: usize) -> Self {
        Self { count: 0, errors: vec![0.0; p], squares: vec![0.0; p], selected: Vec::new() }
    }

    /// No replicates of p slopes, whose selection is counted too.
    pub fn with_selection(p: usize) -> Self {
        Self { selected: vec![0; p], ..Self::new(p) }
    }

    /// One replicate: the errors of its slopes, and whether each is selected.
    pub fn of(errors: &[f64], selected: impl Iterator<Item = bool>) -> Self {
        Self {
            count: 1,
            errors: errors.to_vec(),
            squares: errors.iter().map(|error| error * error).collect(),
            selected: selected.map(u64::from).collect(),
        }
    }

    /// Adds the sums of other replicates.
    pub fn add(&mut self, other: &Self) {
        self.count += other.count;
        self.errors.iter_mut().zip(&other.errors).for_each(|(a, b)| *a += b);
        self.squares.iter_mut().zip(&other.squares).for_each(|(a, b)| *a += b);
        self.selected.iter_mut().zip(&other.selected).for_each(|(a, b)| *a += b);
    }

    /// Takes away the sums of replicates that are among these.
    pub fn subtract(&mut self, other: &Self) {
        self.count -= other.count;
        self.errors.iter_mut().zip(&other.errors).for_each(|(a, b)| *a -= b);
        self.squares.iter_mut().zip(&other.squares).for_each(|(a, b)| *a -= b);
        self.selected.iter_mut().zip(&other.selected).for_each(|(a, b)| *a -= b);
    }

    /// A part of the decomposition or the stability, without the replicates in `without`; `None`
    /// where it is undefined (fewer than 2 replicates, for `Mse` fewer than 1; the stability also
    /// where no slope is ever selected, or all always are).
    pub fn part(&self, part: Part, without: Option<&Self>) -> Option<f64> {
        if part == Part::Stability {
            return self.stability(without);
        }
        let count = self.count - without.map_or(0, |w| w.count);
        let least = if part == Part::Mse { 1 } else { 2 };
        if count < least {
            return None;
        }
        let r = count as f64;
        let (mut squared_mean, mut mean_square) = (0.0, 0.0);
        for j in 0..self.errors.len() {
            let (mut sum, mut square) = (self.errors[j], self.squares[j]);
            if let Some(without) = without {
                sum -= without.errors[j];
                square -= without.squares[j];
            }
            squared_mean += (sum / r) * (sum / r);
            mean_square += square / r;
        }
        let variance = (mean_square - squared_mean).max(0.0) * r / (r - 1.0).max(1.0);
        Some(match part {
            Part::Mse => mean_square,
            Part::Variance => variance,
            Part::SquaredBias | Part::Stability => mean_square - variance,
        })
    }

    fn stability(&self, without: Option<&Self>) -> Option<f64> {
        let r = self.count - without.map_or(0, |w| w.count);
        if r < 2 {
            return None;
        }
        let (mut all, mut pairs) = (0, 0);
        for (j, selected) in self.selected.iter().enumerate() {
            let selected = selected - without.map_or(0, |w| w.selected[j]);
            all += selected;
            // Pairs of replicates that disagree on the slope.
            pairs += selected * (r - selected);
        }
        let (r, p) = (r as f64, self.selected.len() as f64);
        let share = all as f64 / (r * p);
        let chance = share * (1.0 - share);
        (chance > 0.0).then(|| 1.0 - pairs as f64 / (p * r * (r - 1.0)) / chance)
    }
}

/// Sums by groups of consecutive replicates, and over all of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Groups {
    /// Sums by group, in replicate order; groups without a fitted replicate are left out.
    pub groups: Vec<SlopeSums>,
    /// Sums over all groups.
    pub total: SlopeSums,
    /// Mean of ((d1 - d2)'(d3 - d4))^2/4 over disjoint quadruples of replicates: tr(S^2).
    pub trace_of_squared_covariance: Option<f64>,
    /// Where replicates of a group share their covariates: how groups differ.
    between: Option<Between>,
}

impl Groups {
    /// Makes groups and their total.
    pub fn new(p: usize, groups: Vec<SlopeSums>, quadruples: u64, quadruple_sum: f64) -> Self {
        let groups: Vec<_> = groups.into_iter().filter(|group| group.count > 0).collect();
        let mut total = SlopeSums::new(p);
        total.selected.resize(groups.first().map_or(0, |group| group.selected.len()), 0);
        for group in &groups {
            total.add(group);
        }
        let trace = (quadruples > 0).then(|| quadruple_sum / quadruples as f64);
        Self { groups, total, trace_of_squared_covariance: trace, between: None }
    }

    /// The same groups of replicates of which `draws` consecutive ones share their covariates: chance is then what
    /// differs between groups, whose replicates depend on none of another.
    #[must_use]
    pub fn nested(mut self, draws: u64) -> Self {
        self.between = (draws > 1).then(|| Between::new(&self.groups));
        self
    }

    /// A part of the decomposition over all groups, or without one of them; as [`SlopeSums::part`], but of nested
    /// replicates free of the noise of a mean over groups.
    pub fn part(&self, part: Part, left_out: Option<usize>) -> Option<f64> {
        let without = left_out.and_then(|group| self.groups.get(group));
        let (Some(between), Part::SquaredBias | Part::Variance) = (&self.between, part) else {
            return self.total.part(part, without);
        };
        let mse = self.total.part(Part::Mse, without)?;
        let (squared, chance) = between.squared_mean(&self.total, self.groups.len(), without)?;
        let variance = (mse - squared + chance).max(0.0);
        Some(if part == Part::Variance { variance } else { mse - variance })
    }

    /// The variance that the squared bias would have were the true one 0: 2 tr(S^2)/R^2, of nested replicates
    /// 2 tr(C^2)/G^2, C the covariance matrix of the means of G groups.
    pub fn variance_without_bias(&self) -> Option<f64> {
        let (_, squared_trace, units) = self.traces()?;
        Some(2.0 * squared_trace / (units * units))
    }

    /// A part of the decomposition, or the stability, with its MCSE, and t on (groups - 1) degrees
    /// of freedom.
    pub fn summary(&self, part: Part) -> Option<Summary> {
        let estimate = self.part(part, None)?;
        let jackknife = self.jackknife(|groups, left_out| groups.part(part, left_out));
        let (mcse, reach) = match (part, jackknife) {
            (Part::SquaredBias, Some(jackknife)) => self.errors_of_squared_bias(jackknife),
            (_, jackknife) => (jackknife, jackknife),
        };
        let interval = reach.map(|reach| {
            let half = t_quantile(0.975, self.groups.len() as f64 - 1.0) * reach;
            (estimate - half, estimate + half)
        });
        Some(Summary { estimate, mcse, interval })
    }

    /// The MCSE of squared bias from its jackknife J, and the error that its interval is made of.
    ///
    /// The squared bias sum over r != s of `d_r'd_s`/(R(R - 1)) has the variance D + 4 b'Sb/R, with
    /// D = 2 tr(S^2)/R^2; the jackknife estimates 2 D + 4 b'Sb/R, since it takes the noise of the
    /// mean for bias. J^2 - D is therefore unbiased; its root is not, because for few slopes of little
    /// bias it scatters widely: 0.65 D/nu, nu = tr(S)^2/tr(S^2) slopes in effect, and a floor of 0.15 D
    /// bring the mean MCSE to within 0.90 and 1.06 of the truth for 1 to 100 slopes and any bias.
    /// An interval as narrow as the floor would miss a bias of 0 too often, so it reaches as
    /// far as an error of at least D^(1/2).
    fn errors_of_squared_bias(&self, jackknife: f64) -> (Option<f64>, Option<f64>) {
        let Some((trace, squared_trace, units)) = self.traces() else {
            return (Some(jackknife), Some(jackknife));
        };
        let floor = 2.0 * squared_trace / (units * units);
        let slopes = if squared_trace > 0.0 { trace * trace / squared_trace } else { 1.0 };
        let square = jackknife * jackknife - floor * (1.0 - 0.65 / slopes);
        (Some(square.max(0.15 * floor).sqrt()), Some(square.max(floor).sqrt()))
    }

    /// tr(S) and tr(S^2); the latter lies between the sum of squared variances, which it is for
    /// independent slopes, and tr(S)^2, which it is for one slope. With them the number of independent units
    /// that S belongs to: replicates, or of nested ones the means of groups.
    fn traces(&self) -> Option<(f64, f64, f64)> {
        if self.between.is_some() {
            let (trace, squared_trace) = traces_of_means(&self.groups, &self.total)?;
            return Some((trace, squared_trace, self.groups.len() as f64));
        }
        let r = self.total.count as f64;
        let estimate = self.trace_of_squared_covariance.filter(|_| r > 1.0)?;
        let variances = self.total.errors.iter().zip(&self.total.squares);
        let variances =
            variances.map(|(sum, square)| (square - sum * sum / r).max(0.0) / (r - 1.0));
        let (trace, squares) = variances.fold((0.0, 0.0), |(t, s), v| (t + v, s + v * v));
        Some((trace, estimate.max(squares).min(trace * trace), r))
    }

    /// The delete-a-group jackknife standard error of any function of the groups' sums, where
    /// `statistic(groups, Some(g))` leaves out group g.
    pub fn jackknife(
        &self,
        statistic: impl Fn(&Self, Option<usize>) -> Option<f64>,
    ) -> Option<f64> {
        let whole = statistic(self, None)?;
        let weights: Vec<f64> = self.groups.iter().map(|group| group.count as f64).collect();
        let parts: Option<Vec<f64>> =
            (0..weights.len()).map(|g| statistic(self, Some(g))).collect();
        jackknife_error(whole, &parts?, &weights)
    }
}

/// The standard error from leave-one-group-out values, groups of unequal sizes allowed (Busing,
/// Meijer & van der Leeden 1999, eq. 8; equal sizes give
/// `sqrt((g - 1)/g sum (x_g - mean)^2)`).
pub fn jackknife_error(whole: f64, left_out: &[f64], sizes: &[f64]) -> Option<f64> {
    let g = left_out.len() as f64;
    if left_out.len() < 2 {
        return None;
    }
    let total: f64 = sizes.iter().sum();
    let centre =
        g * whole - left_out.iter().zip(sizes).map(|(x, m)| (1.0 - m / total) * x).sum::<f64>();
    let squares: f64 = pseudo_values(whole, left_out, sizes)
        .zip(sizes)
        .map(|(pseudo, m)| (pseudo - centre) * (pseudo - centre) / (total / m - 1.0))
        .sum();
    Some((squares / g).sqrt())
}

/// The jackknife's pseudo-values h whole - (h - 1) `left_out`, h the whole size over the group's:
/// what each group contributes to the whole (Busing, Meijer & van der Leeden 1999, eq. 7).
pub fn pseudo_values<'a>(
    whole: f64,
    left_out: &'a [f64],
    sizes: &'a [f64],
) -> impl Iterator<Item = f64> + 'a {
    let total: f64 = sizes.iter().sum();
    left_out.iter().zip(sizes).map(move |(x, m)| {
        let h = total / m;
        h * whole - (h - 1.0) * x
    })
}

/// How many base batches make a group, so that there are at most 200 groups and, where the
/// number of batches allows, equal ones.
pub fn batches_per_group(batches: u64) -> u64 {
    let least = batches.div_ceil(200).max(1);
    let equal = (least..=batches / 30).find(|size| batches.is_multiple_of(*size));
    equal.unwrap_or(least)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(rows: &[[f64; 2]]) -> SlopeSums {
        let mut sums = SlopeSums::new(2);
        for row in rows {
            sums.count += 1;
            for j in 0..2 {
                sums.errors[j] += row[j];
                sums.squares[j] += row[j] * row[j];
            }
        }
        sums
    }

    #[test]
    fn parts_add_up_and_match_hand_values() {
        // Errors of slope 1: 1, 3 (mean 2, S^2 2); of slope 2: 0, -2 (mean -1, S^2 2).
        let sums = group(&[[1.0, 0.0], [3.0, -2.0]]);
        assert_eq!(sums.part(Part::Variance, None), Some(4.0));
        assert_eq!(sums.part(Part::SquaredBias, None), Some(4.0 - 1.0 + 1.0 - 1.0));
        assert_eq!(sums.part(Part::Mse, None), Some(5.0 + 2.0));
        assert_eq!(SlopeSums::new(2).part(Part::Variance, None), None);
    }

    #[test]
    fn stability_by_hand_and_where_there_is_none() {
        // Three replicates select {1, 2}, {1}, {1, 3} of four slopes: shares 1, 1/3, 1/3, 0, so the
        // mean of (3/2) share (1 - share) is (1/3 + 1/3)/4 = 1/6; 5/12 of all are selected.
        let sums = |sets: &[[u64; 4]]| {
            let mut sums = SlopeSums::with_selection(4);
            for set in sets {
                sums.add(&SlopeSums::of(&[0.0; 4], set.iter().map(|s| *s == 1)));
            }
            sums
        };
        let all = sums(&[[1, 1, 0, 0], [1, 0, 0, 0], [1, 0, 1, 0]]);
        let expected = 1.0 - (1.0 / 6.0) / (5.0 / 12.0 * 7.0 / 12.0);
        assert!((all.part(Part::Stability, None).unwrap() - expected).abs() < 1e-15);
        // Without the second: shares 1, 1/2, 1/2, 0 of two replicates, half of all selected.
        let without = all.part(Part::Stability, Some(&sums(&[[1, 0, 0, 0]])));
        assert!((without.unwrap() - (1.0 - 0.25 / 0.25)).abs() < 1e-15);
        assert_eq!(sums(&[[0, 1, 1, 0]; 5]).part(Part::Stability, None), Some(1.0));
        for sets in [&[[0; 4]; 3][..], &[[1; 4]; 3], &[[1, 0, 0, 0]]] {
            assert_eq!(sums(sets).part(Part::Stability, None), None);
        }
        assert_eq!(SlopeSums::new(4).part(Part::Stability, None), None);
    }

    #[test]
    fn jackknife_of_a_mean_is_its_standard_error() {
        // The delete-one jackknife of a mean is S/sqrt(R) exactly: 1, 2, 6 has S^2 = 7.
        let whole = 3.0;
        let error = jackknife_error(whole, &[4.0, 3.5, 1.5], &[1.0; 3]).unwrap();
        assert!((error - (7.0_f64 / 3.0).sqrt()).abs() < 1e-14);
    }

    #[test]
    fn groups_are_equal_where_they_can_be() {
        assert_eq!(batches_per_group(32), 1);
        assert_eq!(batches_per_group(125), 1);
        assert_eq!(batches_per_group(625), 5);
        assert_eq!(batches_per_group(313), 2);
        assert_eq!(batches_per_group(62_500), 500);
        assert_eq!(batches_per_group(1), 1);
    }
}
