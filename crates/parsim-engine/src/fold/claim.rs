//! The evidence on one claim in one scenario, gathered replicate by replicate.

use crate::record::{MethodRecord, Status};
use parsim_stats::measures::{self, Kind};
use parsim_stats::summaries::moments::Moments;
use parsim_stats::summaries::vector::Part;
use parsim_study::Plan;
use parsim_study::{Comparison, Expression, Term};
use std::ops::Range;

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

impl Resolved {
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
    /// The terms' values on one replicate; working memory.
    values: Vec<f64>,
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
                values: Vec::new(),
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
            column: plan.themes.column(measure)?,
            indicator: matches!(measure.kind, Kind::Indicator(_)),
        },
    };
    Some(Resolved { source, method })
}

impl ClaimFold<'_> {
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
                continue;
            }
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
        self.values = values;
    }

    /// Whether the difference of the two sides is a linear score of each replicate.
    pub fn is_scored(&self) -> bool {
        let scored =
            |(_, resolved): &(Term, Resolved)| matches!(resolved.source, Source::Scored { .. });
        self.difference.is_linear() && self.terms.iter().flatten().all(scored)
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
        self.left_only += u64::from(left == 1.0 && right != 1.0);
        self.right_only += u64::from(right == 1.0 && left != 1.0);
        let binary = |x: f64| x == 0.0 || x == 1.0;
        let terms_binary = values.iter().all(|&value| binary(value));
        self.zero_or_one += u64::from(terms_binary);
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
