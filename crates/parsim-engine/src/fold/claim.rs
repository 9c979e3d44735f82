//! The evidence on one claim in one scenario, gathered replicate by replicate.

use crate::record::{MethodRecord, Status};
use parsim_stats::measures::{self, Kind};
use parsim_stats::summaries::moments::Moments;
use parsim_stats::summaries::skewness::SkewMoments;
use parsim_stats::summaries::vector::Part;
use parsim_study::Plan;
use parsim_study::{Claim, Comparison, Expression, Term};
use std::ops::Range;

/// Where a term's value comes from.
#[derive(Clone, Copy, Debug)]
pub(super) enum Source {
    /// A score per replicate, by position among the scored measures.
    Scored { column: usize, values: Values },
    /// A part of the decomposition.
    Vector(Part),
}

/// What values a score can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Values {
    /// 0 and 1.
    ZeroOrOne,
    /// All of [0, 1].
    Share,
    /// Any number.
    Any,
}

#[derive(Debug)]
pub(super) struct Resolved {
    pub source: Source,
    /// Position among the applicable methods.
    pub method: usize,
}

impl Resolved {
    /// What values the term has on a replicate.
    pub const fn values(&self) -> Values {
        match self.source {
            Source::Scored { values, .. } => values,
            Source::Vector(_) => Values::Any,
        }
    }

    /// The term's value on a row; `None` where the fit failed or the score is undefined.
    fn value(&self, records: &[&MethodRecord], row: usize) -> Option<f64> {
        let record = records[self.method];
        let value = match self.source {
            Source::Scored { column, .. } => record.measures[column].values[row],
            Source::Vector(_) => 0.0,
        };
        (record.status[row] == Status::Fitted && !value.is_nan()).then_some(value)
    }
}

/// The running evidence.
#[derive(Debug)]
pub(super) struct ClaimFold<'a> {
    pub claim: usize,
    pub holds: &'a Comparison,
    pub difference: Expression,
    /// The difference as coefficients of the terms and a constant, where it is linear.
    pub linear: Option<(Vec<f64>, f64)>,
    /// `None` if a method that the claim names does not apply.
    pub terms: Option<Vec<(Term, Resolved)>>,
    pub attempted: u64,
    /// Replicates on which every method named was fitted.
    pub fitted: u64,
    pub differences: SkewMoments,
    /// Means of the differences over batches, where replicates share their covariates.
    pub batches: Option<SkewMoments>,
    /// Among replicates whose values are all 0 or 1: the first term alone is 1, the second alone.
    pub only: [u64; 2],
    pub zero_or_one: u64,
    pub exact: u64,
    /// By group and term: sum and count of scores.
    pub groups: Vec<Vec<(f64, u64)>>,
    /// The terms' values on one replicate; working memory.
    values: Vec<f64>,
}

/// The claims that concern a scenario.
pub(super) fn all<'a>(plan: &'a Plan, scenario: usize, methods: &[usize]) -> Vec<ClaimFold<'a>> {
    let described = &plan.scenarios[scenario];
    let concerns = |claim: &Claim| {
        let condition = claim.condition.as_ref();
        condition.is_none_or(|c| c.matches(&described.label, &described.columns))
    };
    let claims = plan.claims.iter().enumerate().filter(|(_, claim)| concerns(claim));
    let noise_draws = described.mechanism.noise_draws();
    claims.map(|each| ClaimFold::new(plan, each, methods, noise_draws)).collect()
}

fn resolve(plan: &Plan, methods: &[usize], term: &Term) -> Option<Resolved> {
    let position = plan.methods.iter().position(|method| method.name == term.method)?;
    let method = methods.iter().position(|&m| m == position)?;
    let measure = measures::find(&term.measure)?;
    let source = match measure.kind {
        Kind::Vector(part) => Source::Vector(part),
        _ => Source::Scored {
            column: plan.themes.column(measure)?,
            values: match measure.kind {
                Kind::Indicator(_) => Values::ZeroOrOne,
                Kind::Fraction(_) => Values::Share,
                _ => Values::Any,
            },
        },
    };
    Some(Resolved { source, method })
}

impl<'a> ClaimFold<'a> {
    fn new(
        plan: &'a Plan,
        (at, claim): (usize, &'a Claim),
        methods: &[usize],
        noise_draws: u64,
    ) -> Self {
        let terms = claim.holds.terms();
        let difference = claim.holds.difference();
        let linear = difference.linear().map(|linear| {
            let of = |term: &&Term| {
                let mut own = linear.coefficients.iter().filter(|(known, _)| known == *term);
                own.next().map_or(0.0, |(_, coefficient)| *coefficient)
            };
            (terms.iter().map(of).collect(), linear.constant)
        });
        let resolved =
            terms.into_iter().map(|term| Some((term.clone(), resolve(plan, methods, term)?)));
        ClaimFold {
            claim: at,
            holds: &claim.holds,
            difference,
            linear,
            terms: resolved.collect(),
            attempted: 0,
            fitted: 0,
            differences: SkewMoments {
                moments: Moments::nested(noise_draws),
                ..SkewMoments::default()
            },
            batches: (noise_draws > 1).then(SkewMoments::default),
            only: [0; 2],
            zero_or_one: 0,
            exact: 0,
            groups: Vec::new(),
            values: Vec::new(),
        }
    }

    /// Adds a batch, which lies within one jackknife group.
    pub fn push(&mut self, records: &[&MethodRecord], rows: &Range<usize>, group: usize) {
        self.attempted += rows.len() as u64;
        let Some(terms) = &self.terms else { return };
        let scored = self.is_scored();
        let count = terms.len();
        let mut values = std::mem::take(&mut self.values);
        let mut differences = Vec::with_capacity(rows.len());
        for row in rows.clone() {
            values.clear();
            values.extend(
                self.terms.iter().flatten().map_while(|(_, term)| term.value(records, row)),
            );
            if values.len() < count {
                let mut named = self.terms.iter().flatten().map(|(_, term)| term.method);
                let fitted = named.all(|method| records[method].status[row] == Status::Fitted);
                self.fitted += u64::from(fitted);
                continue;
            }
            self.fitted += 1;
            if scored {
                differences.extend(self.difference(&values));
            }
            while self.groups.len() <= group {
                self.groups.push(vec![(0.0, 0); count]);
            }
            for ((sum, count), value) in self.groups[group].iter_mut().zip(&values) {
                *sum += value;
                *count += 1;
            }
        }
        self.differences.absorb(&differences);
        if let (Some(batches), false) = (&mut self.batches, differences.is_empty()) {
            batches.absorb(&[differences.iter().sum::<f64>() / differences.len() as f64]);
        }
        self.values = values;
    }

    /// Whether the difference of the two sides is a linear score of each replicate.
    pub fn is_scored(&self) -> bool {
        let scored =
            |(_, resolved): &(Term, Resolved)| matches!(resolved.source, Source::Scored { .. });
        self.linear.is_some() && self.terms.iter().flatten().all(scored)
    }

    /// Left less right side; counts how they compare.
    fn difference(&mut self, values: &[f64]) -> Option<f64> {
        let terms = self.terms.as_ref()?;
        let mut lookup =
            |term: &Term| terms.iter().position(|(known, _)| known == term).map(|at| values[at]);
        let left = self.holds.left.evaluate(&mut lookup);
        let right = self.holds.right.evaluate(&mut lookup);
        let (left, right) = (left?, right?);
        self.exact += u64::from(left == right);
        if values.iter().all(|&value| value == 0.0 || value == 1.0) {
            let (first, second) = (values[0] == 1.0, values.get(1) == Some(&1.0));
            self.only[0] += u64::from(first && !second);
            self.only[1] += u64::from(second && !first);
            self.zero_or_one += 1;
        }
        Some(left - right)
    }

    /// Positions, among the applicable methods, of the methods that the claim names.
    pub fn methods(&self) -> Vec<usize> {
        let mut methods: Vec<usize> =
            self.terms.iter().flatten().map(|(_, resolved)| resolved.method).collect();
        methods.sort_unstable();
        methods.dedup();
        methods
    }
}
