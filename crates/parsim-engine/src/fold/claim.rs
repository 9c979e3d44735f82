//! The evidence on one claim in one scenario, gathered replicate by replicate.

use crate::record::{MethodRecord, Status};
use parsim_stats::measures::{self, Kind};
use parsim_stats::summaries::moments::Moments;
use parsim_stats::summaries::vector::Part;
use parsim_study::Plan;
use parsim_study::{Comparison, Expression, Term};

/// Where a term's value comes from.
#[derive(Clone, Copy, Debug)]
pub(super) enum Source {
    /// A score per replicate, by position among the scored measures.
    Scored { column: usize, indicator: bool },
    /// A part of the decomposition.
    Vector(Part),
}

#[derive(Debug)]
pub(super) struct Resolved {
    pub source: Source,
    /// Position among the applicable methods.
    pub method: usize,
}

/// The running evidence.
#[derive(Debug)]
pub(super) struct ClaimFold<'a> {
    pub claim: usize,
    pub holds: &'a Comparison,
    pub difference: Expression,
    /// `None` if a method that the claim names does not apply.
    pub terms: Option<Vec<(Term, Resolved)>>,
    pub attempted: u64,
    pub differences: Moments,
    /// Replicates by the values of (left, right) where both are 0 or 1.
    pub left_only: u64,
    pub right_only: u64,
    pub zero_or_one: u64,
    pub exact: u64,
    /// By group and term: sum and count of scores.
    pub groups: Vec<Vec<(f64, u64)>>,
}

/// The claims that concern a scenario.
pub(super) fn all<'a>(plan: &'a Plan, scenario: usize, methods: &[usize]) -> Vec<ClaimFold<'a>> {
    let columns = &plan.scenarios[scenario].columns;
    plan.claims
        .iter()
        .enumerate()
        .filter(|(_, claim)| claim.condition.as_ref().is_none_or(|c| c.matches(columns)))
        .map(|(at, claim)| {
            let terms = claim.holds.terms();
            let resolved =
                terms.into_iter().map(|term| Some((term.clone(), resolve(plan, methods, term)?)));
            ClaimFold {
                claim: at,
                holds: &claim.holds,
                difference: claim.holds.difference(),
                terms: resolved.collect(),
                attempted: 0,
                differences: Moments::default(),
                left_only: 0,
                right_only: 0,
                zero_or_one: 0,
                exact: 0,
                groups: Vec::new(),
            }
        })
        .collect()
}

fn resolve(plan: &Plan, methods: &[usize], term: &Term) -> Option<Resolved> {
    let position = plan.methods.iter().position(|method| method.name == term.method)?;
    let method = methods.iter().position(|&m| m == position)?;
    let measure = measures::find(&term.measure)?;
    let source = match measure.kind {
        Kind::Vector(part) => Source::Vector(part),
        _ => Source::Scored {
            column: measures::scored().position(|m| m.name == measure.name)?,
            indicator: matches!(measure.kind, Kind::Indicator(_)),
        },
    };
    Some(Resolved { source, method })
}

impl ClaimFold<'_> {
    pub fn push(&mut self, records: &[&MethodRecord], offset: usize, group: usize) {
        self.attempted += 1;
        let Some(terms) = &self.terms else { return };
        let value = |resolved: &Resolved| {
            let record = records[resolved.method];
            let fitted = record.status[offset] == Status::Fitted;
            let value = match resolved.source {
                Source::Scored { column, .. } => record.measures[column].values[offset],
                Source::Vector(_) => 0.0,
            };
            (fitted && !value.is_nan()).then_some(value)
        };
        let values: Option<Vec<f64>> = terms.iter().map(|(_, resolved)| value(resolved)).collect();
        let Some(values) = values else { return };
        if self.is_scored() {
            self.push_difference(&values);
        }
        let terms = values.len();
        while self.groups.len() <= group {
            self.groups.push(vec![(0.0, 0); terms]);
        }
        for ((sum, count), value) in self.groups[group].iter_mut().zip(values) {
            *sum += value;
            *count += 1;
        }
    }

    /// Whether the difference of the two sides is a linear score of each replicate.
    pub fn is_scored(&self) -> bool {
        let scored =
            |(_, resolved): &(Term, Resolved)| matches!(resolved.source, Source::Scored { .. });
        self.difference.is_linear() && self.terms.iter().flatten().all(scored)
    }

    fn push_difference(&mut self, values: &[f64]) {
        let Some(terms) = &self.terms else { return };
        let mut lookup =
            |term: &Term| terms.iter().position(|(known, _)| known == term).map(|at| values[at]);
        let left = self.holds.left.evaluate(&mut lookup);
        let right = self.holds.right.evaluate(&mut lookup);
        let (Some(left), Some(right)) = (left, right) else { return };
        self.differences.push(left - right);
        self.exact += u64::from(left == right);
        self.left_only += u64::from(left == 1.0 && right != 1.0);
        self.right_only += u64::from(right == 1.0 && left != 1.0);
        let binary = |x: f64| x == 0.0 || x == 1.0;
        let terms_binary = values.iter().all(|&value| binary(value));
        self.zero_or_one += u64::from(terms_binary);
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
