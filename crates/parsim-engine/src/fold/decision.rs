//! The test of one claim in one scenario.

use super::claim::{ClaimFold, Resolved, Source};
use parsim_stats::summaries::distributions::{normal_two_sided, t_two_sided};
use parsim_stats::summaries::proportion::wilson;
use parsim_stats::summaries::tests_of_claims::{binomial_two_sided, mcnemar};
use parsim_stats::summaries::vector::{Groups, jackknife_error};
use parsim_study::{Expression, Term};

/// What a claim's test says in one scenario, before the family-wise adjustment.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// Left minus right.
    pub difference: Option<f64>,
    /// Its standard error.
    pub mcse: Option<f64>,
    /// The test.
    pub test: Test,
    /// A normal statistic for planning; also the test's own where it has one.
    pub z: Option<f64>,
    /// Replicates that the test rests on.
    pub replicates: u64,
    /// The test in words, or why there is none.
    pub note: String,
}

/// The outcome of a test.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Test {
    /// A two-sided p-value and whether z is the test's own statistic.
    PValue {
        /// The p-value.
        p: f64,
        /// Whether the test is based on z or t.
        by_z: bool,
    },
    /// An equality that held in every replicate (`true`) or not.
    Exact(bool),
    /// The evidence does not suffice.
    None,
    /// The claim does not apply here.
    NotApplicable,
}

impl ClaimFold<'_> {
    /// Tests the claim; `groups` are the jackknife groups by applicable method, over the
    /// replicates valid for all methods named.
    pub fn decide(&self, groups: &dyn Fn(usize) -> Groups) -> Decision {
        let Some(terms) = &self.terms else {
            return Decision::without(
                "a method that the claim names does not apply",
                Test::NotApplicable,
                0,
            );
        };
        if terms.is_empty() {
            return Decision::without("the claim names no method", Test::NotApplicable, 0);
        }
        let valid = self.groups.iter().map(|group| group[0].1).sum::<u64>();
        if valid == 0 {
            return Decision::without("the measure is undefined here", Test::NotApplicable, 0);
        }
        if (valid as f64) < 0.9 * self.attempted as f64 {
            let note = format!("only {valid} of {} replicates are valid for it", self.attempted);
            return Decision::without(&note, Test::None, valid);
        }
        if self.holds.equality().is_some() && self.is_scored() {
            return self.decide_equality();
        }
        if self.is_scored() { self.decide_scores(terms) } else { self.decide_groups(terms, groups) }
    }

    fn decide_equality(&self) -> Decision {
        let count = self.differences.count;
        let exceptions = count - self.exact;
        let (_, upper) = wilson(exceptions, count);
        let note = format!(
            "exact in {} of {count} replicates; share of exceptions at most {upper:.2e} (95 %)",
            self.exact
        );
        Decision {
            difference: Some(self.differences.mean),
            mcse: self.differences.mcse(),
            test: Test::Exact(exceptions == 0),
            z: None,
            replicates: count,
            note,
        }
    }

    fn decide_scores(&self, terms: &[(Term, Resolved)]) -> Decision {
        let d = &self.differences;
        let mcse = d.mcse();
        let z = mcse.filter(|mcse| *mcse > 0.0).map(|mcse| d.mean / mcse);
        let (p, by_z, note) = if d.mean == 0.0 && d.squares == 0.0 {
            (1.0, false, "all differences are 0".to_owned())
        } else if let Some((p, note)) = self.binary_test(terms) {
            (p, false, note)
        } else if let Some(z) = z {
            (normal_two_sided(z), true, "z test of the mean difference".to_owned())
        } else {
            // Every replicate has the same nonzero difference: a sign test.
            (binomial_two_sided(d.count, d.count, 0.5), false, "sign test".to_owned())
        };
        Decision {
            difference: Some(d.mean),
            mcse,
            test: Test::PValue { p, by_z },
            z: z.or_else(|| self.binary_z()),
            replicates: d.count,
            note,
        }
    }

    /// The exact test of a 0/1 measure against a number, or of two 0/1 measures. A score in
    /// [0, 1] that never leaves one end counts as 0/1.
    fn binary_test(&self, terms: &[(Term, Resolved)]) -> Option<(f64, String)> {
        let count = self.differences.count;
        let indicator =
            |resolved: &Resolved| matches!(resolved.source, Source::Scored { indicator: true, .. });
        if self.zero_or_one != count {
            return None;
        }
        match (&self.holds.left, &self.holds.right) {
            (Expression::Term(_), Expression::Term(_))
                if terms.iter().all(|(_, resolved)| indicator(resolved)) =>
            {
                Some((mcnemar(self.left_only, self.right_only), "exact McNemar test".to_owned()))
            }
            (Expression::Term(_), Expression::Number(bound)) => {
                self.binomial_test(terms, indicator, self.successes(1.0, *bound), *bound)
            }
            (Expression::Number(bound), Expression::Term(_)) => {
                self.binomial_test(terms, indicator, self.successes(-1.0, *bound), *bound)
            }
            _ => None,
        }
    }

    /// Ones among values v = bound + sign * difference.
    #[expect(clippy::cast_sign_loss, reason = "a mean of ones and zeros")]
    fn successes(&self, sign: f64, bound: f64) -> u64 {
        let mean = bound + sign * self.differences.mean;
        (mean * self.differences.count as f64).round() as u64
    }

    fn binomial_test(
        &self,
        terms: &[(Term, Resolved)],
        indicator: impl Fn(&Resolved) -> bool,
        successes: u64,
        bound: f64,
    ) -> Option<(f64, String)> {
        let constant = successes == 0 || successes == self.differences.count;
        if !(terms.iter().all(|(_, resolved)| indicator(resolved)) || constant) {
            return None;
        }
        let p = binomial_two_sided(successes, self.differences.count, bound);
        Some((p, format!("exact binomial test of {successes} ones")))
    }

    /// A normal statistic for a constant 0/1 measure against a number: the score statistic, for
    /// planning only.
    fn binary_z(&self) -> Option<f64> {
        let bound = match (&self.holds.left, &self.holds.right) {
            (Expression::Term(_), Expression::Number(bound))
            | (Expression::Number(bound), Expression::Term(_)) => *bound,
            _ => return None,
        };
        let spread = (bound * (1.0 - bound)).sqrt();
        (spread > 0.0)
            .then(|| self.differences.mean * (self.differences.count as f64).sqrt() / spread)
    }

    /// A difference that is no mean of scores: delete-a-group jackknife, t on groups - 1.
    fn decide_groups(
        &self,
        terms: &[(Term, Resolved)],
        groups: &dyn Fn(usize) -> Groups,
    ) -> Decision {
        let by_term: Vec<Option<Groups>> = terms
            .iter()
            .map(|(_, resolved)| match resolved.source {
                Source::Vector(_) => Some(groups(resolved.method)),
                Source::Scored { .. } => None,
            })
            .collect();
        let scores: Vec<&Vec<(f64, u64)>> =
            self.groups.iter().filter(|group| group[0].1 > 0).collect();
        let statistic = |left_out: Option<usize>| {
            self.difference.evaluate(&mut |term| {
                let at = terms.iter().position(|(known, _)| known == term)?;
                match (&by_term[at], terms[at].1.source) {
                    (Some(groups), Source::Vector(part)) => {
                        let without = left_out.map(|g| groups.groups.get(g)).unwrap_or_default();
                        groups.total.part(part, without)
                    }
                    _ => mean_without(&scores, at, left_out),
                }
            })
        };
        let replicates = scores.iter().map(|group| group[0].1).sum();
        let Some(difference) = statistic(None).filter(|d| d.is_finite()) else {
            return Decision::without(
                "the two sides have no finite difference",
                Test::None,
                replicates,
            );
        };
        let left_out: Option<Vec<f64>> = (0..scores.len()).map(|g| statistic(Some(g))).collect();
        let sizes: Vec<f64> = scores.iter().map(|group| group[0].1 as f64).collect();
        let mcse = left_out.and_then(|left_out| jackknife_error(difference, &left_out, &sizes));
        let t = mcse.filter(|mcse| *mcse > 0.0).map(|mcse| difference / mcse);
        let df = sizes.len() as f64 - 1.0;
        let test = t.map_or(Test::None, |t| Test::PValue { p: t_two_sided(t, df), by_z: true });
        let note = if t.is_some() {
            format!("t test on {df} degrees of freedom, jackknife over batches")
        } else {
            "the difference has no standard error".to_owned()
        };
        Decision { difference: Some(difference), mcse, test, z: t, replicates, note }
    }
}

impl Decision {
    fn without(note: &str, test: Test, replicates: u64) -> Self {
        Self { difference: None, mcse: None, test, z: None, replicates, note: note.to_owned() }
    }
}

/// The mean of a term's scores over all groups but one.
fn mean_without(groups: &[&Vec<(f64, u64)>], term: usize, left_out: Option<usize>) -> Option<f64> {
    let kept = groups.iter().enumerate().filter(|(g, _)| Some(*g) != left_out);
    let (sum, count) = kept
        .fold((0.0, 0), |(sum, count), (_, group)| (sum + group[term].0, count + group[term].1));
    (count > 0).then(|| sum / count as f64)
}
