//! What the vector of slopes varies by between groups of nested replicates.
//!
//! The squared bias of a mean error is what is left of its square without its variance. Where replicates share
//! their covariates that variance is not S^2/R: it comes from groups, which are independent.

use super::vector::SlopeSums;

/// Sums over groups g of n replicates with the summed error vector e: of |e|^2, of n e by slope, of n^2.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Between {
    squares: f64,
    weighted: Vec<f64>,
    counts: f64,
}

impl Between {
    pub fn new(groups: &[SlopeSums]) -> Self {
        let p = groups.first().map_or(0, |group| group.errors.len());
        let mut between = Self { squares: 0.0, weighted: vec![0.0; p], counts: 0.0 };
        for group in groups {
            let n = group.count as f64;
            between.squares += square(&group.errors);
            between.counts += n * n;
            for (sum, error) in between.weighted.iter_mut().zip(&group.errors) {
                *sum += n * error;
            }
        }
        between
    }

    /// The squared mean error and an unbiased estimate of its part that is chance, both summed over slopes: with
    /// the mean error m over G groups of R replicates in all, G/(G - 1) sum |`e_g` - `n_g` m|^2/R^2. Without one
    /// of the `groups`, if it is given. `None` of one group.
    pub fn squared_mean(
        &self,
        total: &SlopeSums,
        groups: usize,
        without: Option<&SlopeSums>,
    ) -> Option<(f64, f64)> {
        let g = groups - usize::from(without.is_some());
        let count = |sums: &SlopeSums| sums.count as f64;
        let r = count(total) - without.map_or(0.0, count);
        if g < 2 || r <= 0.0 {
            return None;
        }
        let (mut squared_mean, mut cross) = (0.0, 0.0);
        for (j, (error, weighted)) in total.errors.iter().zip(&self.weighted).enumerate() {
            let own = without.map_or(0.0, |without| without.errors[j]);
            let mean = (error - own) / r;
            squared_mean += mean * mean;
            cross += mean * (weighted - without.map_or(0.0, count) * own);
        }
        let squares = self.squares - without.map_or(0.0, |without| square(&without.errors));
        let counts = self.counts - without.map_or(0.0, |without| count(without).powi(2));
        let spread = (squares - 2.0 * cross + squared_mean * counts).max(0.0);
        let g = g as f64;
        Some((squared_mean, g / (g - 1.0) * spread / (r * r)))
    }
}

/// tr(C) and tr(C^2) of the covariance matrix C of the groups' mean errors, the latter free of the noise of its estimate S (Bai &
/// Saranadasa 1996, eq. 3.6): (f^2/((f + 2)(f - 1))) (tr(S^2) - tr(S)^2/f), f = G - 1. `None` of fewer than
/// three groups.
pub(super) fn traces_of_means(groups: &[SlopeSums], total: &SlopeSums) -> Option<(f64, f64)> {
    if groups.len() < 3 {
        return None;
    }
    let r = total.count as f64;
    let centred: Vec<Vec<f64>> = groups
        .iter()
        .map(|group| {
            let pairs = group.errors.iter().zip(&total.errors);
            pairs.map(|(own, all)| own / group.count as f64 - all / r).collect()
        })
        .collect();
    let f = groups.len() as f64 - 1.0;
    let (mut trace, mut squares) = (0.0, 0.0);
    for (at, first) in centred.iter().enumerate() {
        let own = square(first);
        trace += own;
        squares += own * own;
        for second in &centred[..at] {
            let product: f64 = first.iter().zip(second).map(|(a, b)| a * b).sum();
            squares += 2.0 * product * product;
        }
    }
    let (trace, squares) = (trace / f, squares / (f * f));
    let free = f * f / ((f + 2.0) * (f - 1.0)) * (squares - trace * trace / f);
    // Of one slope it is tr(C)^2, of p equal ones tr(C)^2/p.
    let least = trace * trace / total.errors.len().max(1) as f64;
    Some((trace, free.max(least).min(trace * trace)))
}

fn square(values: &[f64]) -> f64 {
    values.iter().map(|value| value * value).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn groups() -> Vec<SlopeSums> {
        // Groups of 2, 2 and 4 replicates.
        let of = |count, errors: [f64; 2]| SlopeSums {
            count,
            errors: errors.to_vec(),
            ..SlopeSums::new(2)
        };
        vec![of(2, [1.0, 0.0]), of(2, [3.0, -2.0]), of(4, [4.0, 6.0])]
    }

    fn total(groups: &[SlopeSums]) -> SlopeSums {
        let mut total = SlopeSums::new(2);
        for group in groups {
            total.add(group);
        }
        total
    }

    #[test]
    fn the_part_of_chance_by_hand() {
        let groups = groups();
        let (between, total) = (Between::new(&groups), total(&groups));
        // Mean (1, 1/2); e - n m = (-1, -1), (1, -3), (0, 4): squares 2 + 10 + 16 = 28; 3/2 * 28/64.
        let (squared, chance) = between.squared_mean(&total, 3, None).unwrap();
        assert!((squared - 1.25).abs() < 1e-15);
        assert!((chance - 1.5 * 28.0 / 64.0).abs() < 1e-15);
        // Without the last: mean (1, -1/2); (-1, 1), (1, -1): 2 * 4/16.
        let (squared, chance) = between.squared_mean(&total, 3, Some(&groups[2])).unwrap();
        assert!((squared - 1.25).abs() < 1e-15);
        assert!((chance - 0.5).abs() < 1e-15);
        assert_eq!(between.squared_mean(&total, 1, None), None);
    }

    #[test]
    fn the_trace_by_hand() {
        let groups = groups();
        // Means (0.5, 0), (1.5, -1), (1, 1.5) less (1, 1/2): c = (-.5, -.5), (.5, -1.5), (0, 1), so that with the
        // products c'c = 0.5, 2.5, 1, 0.5, -0.5, -1.5: tr S = 2, tr(S^2) = (0.25 + 6.25 + 1 + 0.5 + 0.5 + 4.5)/4.
        let expected = (4.0 / 4.0) * (13.0 / 4.0 - 4.0 / 2.0);
        let (trace, squares) = traces_of_means(&groups, &total(&groups)).unwrap();
        assert!((trace - 2.0).abs() < 1e-14, "{trace}");
        // Less than two equal eigenvalues would give.
        assert!(expected < 2.0 && (squares - 2.0).abs() < 1e-14, "{squares}");
    }
}
