//! The test of one claim in one scenario.

use super::claim::{ClaimFold, Resolved, Source, Values};
use super::{Replay, ScenarioFold};
use parsim_stats::summaries::distributions::{normal_two_sided, t_two_sided};
use parsim_stats::summaries::proportion::wilson;
use parsim_stats::summaries::skewness::{SkewMoments, against_skewness};
use parsim_stats::summaries::tests_of_claims::{binomial_two_sided, constant_difference, mcnemar};
use parsim_stats::summaries::vector::{Groups, jackknife_error, pseudo_values};
use parsim_study::Term;

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

impl ScenarioFold<'_> {
    /// The test of each claim that concerns the scenario, by the claim's position, on the replicates
    /// folded so far.
    pub(crate) fn decisions(&self, replay: &mut Replay<'_>) -> Vec<(usize, Decision)> {
        let decide = |claim: &ClaimFold<'_>| {
            let named = claim.methods();
            let groups: Vec<(usize, Groups)> =
                named.iter().map(|&m| (m, self.valid_groups(m, &named, replay))).collect();
            let of =
                |m: usize| groups.iter().find(|(named, _)| *named == m).map(|(_, g)| g.clone());
            (claim.claim, claim.decide(&|m| of(m).unwrap_or_default()))
        };
        self.claims.iter().map(decide).collect()
    }
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
        if valid == 0 && self.fitted as f64 >= 0.9 * self.attempted as f64 {
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
        let differences = &self.differences.moments;
        let count = differences.count;
        let exceptions = count - self.exact;
        let independent = differences.independent();
        let (_, upper) = wilson(exceptions.min(independent), independent);
        let note = format!(
            "exact in {} of {count} replicates; share of exceptions at most {upper:.2e} (95 %)",
            self.exact
        );
        Decision {
            difference: Some(differences.mean),
            mcse: differences.mcse(),
            test: Test::Exact(exceptions == 0),
            z: None,
            replicates: count,
            note,
        }
    }

    fn decide_scores(&self, terms: &[(Term, Resolved)]) -> Decision {
        let d = &self.differences.moments;
        let mcse = d.mcse();
        let z = mcse.filter(|mcse| *mcse > 0.0).map(|mcse| d.mean / mcse);
        let (p, by_z, note) = if d.mean == 0.0 && d.squares == 0.0 {
            (1.0, false, "all differences are 0".to_owned())
        } else if let Some((p, note)) = z.zip(self.batches).map(batch_test) {
            (p, true, note)
        } else if let Some((p, note)) = self.binary_test(terms) {
            (p, false, note)
        } else if let Some(z) = z {
            let freed = against_skewness(z, self.differences.skewness(), d.count);
            (
                normal_two_sided(freed),
                true,
                format!("z test of the mean difference{}", skewed("z", z, freed)),
            )
        } else {
            let (end, note) = self.other_end(terms).map_or((None, "sign test"), |end| {
                (Some(end), "exact test of a difference that never varies")
            });
            (constant_difference(d.mean, end, d.independent()), false, note.to_owned())
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
        let count = self.differences.moments.count;
        // Of replicates that share their covariates no count is binomial.
        if self.zero_or_one != count || self.batches.is_some() {
            return None;
        }
        let indicators = terms.iter().all(|(_, resolved)| resolved.values() == Values::ZeroOrOne);
        if let Some(bound) = self.bound() {
            let ones = self.only[0];
            if !(indicators || ones == 0 || ones == count) {
                return None;
            }
            let possible = (0.0..=1.0).contains(&bound);
            let p = if possible { binomial_two_sided(ones, count, bound) } else { 0.0 };
            return Some((p, format!("exact binomial test of {ones} ones")));
        }
        let between = matches!(self.linear.as_ref()?, (c, 0.0) if c.len() == 2 && c[0] == -c[1]);
        (between && indicators)
            .then(|| (mcnemar(self.only[0], self.only[1]), "exact McNemar test".to_owned()))
    }

    /// The number that a claim about one term compares it with.
    fn bound(&self) -> Option<f64> {
        match self.linear.as_ref()? {
            (coefficients, constant) if coefficients.len() == 1 && coefficients[0] != 0.0 => {
                Some(-constant / coefficients[0])
            }
            _ => None,
        }
    }

    /// How far the difference can lie on the other side of 0 than its mean; `None` where a term has
    /// no range.
    fn other_end(&self, terms: &[(Term, Resolved)]) -> Option<f64> {
        let (coefficients, constant) = self.linear.as_ref()?;
        if terms.iter().any(|(_, resolved)| resolved.values() == Values::Any) {
            return None;
        }
        let below = self.differences.moments.mean > 0.0;
        let towards = |c: &&f64| (**c < 0.0) == below;
        Some(constant + coefficients.iter().filter(towards).sum::<f64>())
    }

    /// A normal statistic for a constant 0/1 measure against a number: the score statistic, for
    /// planning only.
    fn binary_z(&self) -> Option<f64> {
        let bound = self.bound()?;
        let (d, spread) = (&self.differences.moments, (bound * (1.0 - bound)).sqrt());
        let mean = d.mean / self.linear.as_ref()?.0[0];
        (spread > 0.0).then(|| mean * (d.independent() as f64).sqrt() / spread)
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
                    (Some(groups), Source::Vector(part)) => groups.part(part, left_out),
                    _ => mean_without(&scores, at, left_out),
                }
            })
        };
        let replicates = scores.iter().map(|group| group[0].1).sum();
        if by_term
            .iter()
            .zip(terms)
            .any(|(groups, (_, resolved))| is_undefined(groups.as_ref(), resolved))
        {
            return Decision::without("the measure is undefined here", Test::NotApplicable, 0);
        }
        let without = |note| Decision::without(note, Test::None, replicates);
        let Some(difference) = statistic(None).filter(|d| d.is_finite()) else {
            return without("the two sides have no finite difference");
        };
        // A group in which no replicate has all values leaves nothing to pair.
        if by_term.iter().flatten().any(|groups| groups.groups.len() != scores.len()) {
            return without("some batches have no valid replicate");
        }
        let left_out: Option<Vec<f64>> = (0..scores.len()).map(|g| statistic(Some(g))).collect();
        let Some(left_out) = left_out else {
            return without("without some batches the two sides have no finite difference");
        };
        let sizes: Vec<f64> = scores.iter().map(|group| group[0].1 as f64).collect();
        Decision { replicates, ..of_jackknife(difference, &left_out, &sizes) }
    }
}

/// Whether a summary over replicates does not exist, however many there are: the stability of a
/// selection of everything.
fn is_undefined(groups: Option<&Groups>, resolved: &Resolved) -> bool {
    let (Some(groups), Source::Vector(part)) = (groups, resolved.source) else { return false };
    groups.total.count > 1 && groups.total.part(part, None).is_none()
}

/// The t test of a statistic whose error was taken over batches, given with the batches' means.
fn batch_test((t, batches): (f64, SkewMoments)) -> (f64, String) {
    let (count, skewness) = (batches.moments.count, batches.skewness());
    let (freed, df) = (against_skewness(t, skewness, count), count as f64 - 1.0);
    let note = format!("t test over batches on {df} degrees of freedom{}", skewed("t", t, freed));
    (t_two_sided(freed, df), note)
}

/// The t test of a difference with its values without each group.
fn of_jackknife(difference: f64, left_out: &[f64], sizes: &[f64]) -> Decision {
    let mcse = jackknife_error(difference, left_out, sizes);
    let t = mcse.filter(|mcse| *mcse > 0.0).map(|mcse| difference / mcse);
    let df = sizes.len() as f64 - 1.0;
    let (test, note) = match (t, mcse) {
        (Some(t), _) => {
            let mut groups = SkewMoments::default();
            pseudo_values(difference, left_out, sizes).for_each(|value| groups.absorb(&[value]));
            let freed = against_skewness(t, groups.skewness(), sizes.len() as u64);
            let p = t_two_sided(freed, df);
            let skewed = skewed("t", t, freed);
            let note = format!("t test on {df} degrees of freedom, jackknife over batches{skewed}");
            (Test::PValue { p, by_z: true }, note)
        }
        (None, Some(_)) if difference == 0.0 => {
            let note = "the difference is 0 in every batch".to_owned();
            (Test::PValue { p: 1.0, by_z: false }, note)
        }
        (None, Some(_)) => {
            let p = constant_difference(difference, None, sizes.len() as u64);
            (Test::PValue { p, by_z: false }, "sign test over batches".to_owned())
        }
        (None, None) => (Test::None, "one batch of replicates gives no standard error".to_owned()),
    };
    Decision { difference: Some(difference), mcse, test, z: t, replicates: 0, note }
}

/// Says that skewness has weakened a statistic, where it shows.
fn skewed(name: &str, statistic: f64, freed: f64) -> String {
    if (statistic - freed).abs() < 0.05 {
        String::new()
    } else {
        format!("; without skewness {name} = {freed:.2}")
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
