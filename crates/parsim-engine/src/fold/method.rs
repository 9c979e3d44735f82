//! The running sums of one method in one scenario.

use super::nested::{NestedSums, Nesting};
use crate::record::{BATCH, BatchSums, MethodRecord, Status};
use crate::results::EstimateSample;
use parsim_stats::measures::{Kind, Measure, Theme, Themes};
use parsim_stats::methods::Engines;
use parsim_stats::summaries::Summary;
use parsim_stats::summaries::coefficient::ErrorSums;
use parsim_stats::summaries::intervals::IntervalSums;
use parsim_stats::summaries::moments::Moments;
use parsim_stats::summaries::vector::SlopeSums;
use std::collections::BTreeMap;
use std::ops::Range;

/// Scores of one measure.
#[derive(Clone, Copy, Debug)]
pub(super) struct ScoreFold {
    pub moments: Moments,
    pub ones: u64,
}

impl ScoreFold {
    fn new(noise_draws: u64) -> Self {
        Self { moments: Moments::nested(noise_draws), ones: 0 }
    }

    fn absorb(&mut self, values: &[f64]) {
        self.moments.absorb(values);
        self.ones += values.iter().filter(|value| **value == 1.0).count() as u64;
    }

    /// The summary that the measure's kind asks for.
    pub fn summary(&self, measure: &Measure) -> Option<Summary> {
        match measure.kind {
            Kind::Score(_) | Kind::Vector(_) => self.moments.summary(),
            Kind::Fraction(_) => self.moments.fraction_summary(),
            Kind::Indicator(_) => self.moments.proportion_summary(self.ones),
        }
    }
}

/// Everything that one method's tables need.
#[derive(Debug)]
pub(super) struct MethodFold {
    pub fitted: u64,
    pub failed: u64,
    /// Causes with their count and first replicate.
    pub causes: BTreeMap<String, (u64, u64)>,
    /// By scored measure: over the method's own valid replicates.
    pub casewise: Vec<ScoreFold>,
    /// By scored measure: over the replicates valid for all methods; the same as `casewise` until
    /// some method has failed on some replicate.
    listwise: Option<Vec<ScoreFold>>,
    /// By scored measure: fitted replicates without a value.
    pub undefined: Vec<u64>,
    /// By coefficient, 0 the intercept.
    pub coefficients: Vec<ErrorSums>,
    /// Sums over intervals, likewise; empty where no fit has any.
    pub intervals: Vec<IntervalSums>,
    /// By jackknife group.
    pub groups: Vec<SlopeSums>,
    /// Whether the groups count selections.
    counts_selections: bool,
    /// The sums of coefficients by part, where replicates are nested.
    pub nested: Option<NestedSums>,
    pub quadruples: u64,
    pub quadruple_sum: f64,
    pub worst_kkt: Option<f64>,
    pub worst_gap: Option<f64>,
    pub fallbacks: u64,
    /// Solutions by engine, in the order of [`Engines::NAMES`].
    pub engines: [u64; Engines::COUNT],
    /// By estimand: the estimates of the first replicates, as many as [`Keep`] says.
    pub samples: Vec<Vec<f64>>,
    /// Half the widths of their intervals, where the study asks for intervals.
    half_widths: Vec<Vec<f64>>,
    /// How many of these are of the first [`EstimateSample::LIMIT`] replicates.
    pub shown: usize,
    keep: Keep,
}

/// Of how many replicates the estimates are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Keep {
    /// Of those that figures show.
    Shown,
    /// Of this many, which are all.
    All(u64),
}

impl Keep {
    /// Numbers that the methods of one scenario may keep together (128 MB).
    const NUMBERS: u64 = 1 << 24;

    /// All replicates where a measure needs them, unless these are too many numbers.
    pub fn of(themes: Themes, replicates: u64, (methods, estimands): (usize, usize)) -> Self {
        let columns = estimands as u64 * if themes.contain(Theme::Intervals) { 2 } else { 1 };
        let numbers = replicates.saturating_mul(methods as u64).saturating_mul(columns);
        if themes.keep_estimates() && numbers <= Self::NUMBERS {
            Self::All(replicates)
        } else {
            Self::Shown
        }
    }

    const fn replicates(self) -> u64 {
        match self {
            Self::All(replicates) if replicates > EstimateSample::LIMIT => replicates,
            _ => EstimateSample::LIMIT,
        }
    }
}

impl MethodFold {
    pub fn new(p: usize, estimands: usize, themes: Themes, keep: Keep, nesting: Nesting) -> Self {
        let room = match keep {
            Keep::All(replicates) => replicates as usize,
            Keep::Shown => 0,
        };
        let scored = themes.scored().count();
        Self {
            fitted: 0,
            failed: 0,
            causes: BTreeMap::new(),
            casewise: vec![ScoreFold::new(nesting.noise_draws); scored],
            listwise: None,
            undefined: vec![0; scored],
            coefficients: vec![ErrorSums::default(); p + 1],
            intervals: Vec::new(),
            groups: Vec::new(),
            counts_selections: themes.contain(Theme::Selection),
            nested: NestedSums::of(nesting),
            quadruples: 0,
            quadruple_sum: 0.0,
            worst_kkt: None,
            worst_gap: None,
            fallbacks: 0,
            engines: [0; Engines::COUNT],
            samples: (0..estimands).map(|_| Vec::with_capacity(room)).collect(),
            half_widths: vec![Vec::new(); estimands],
            shown: 0,
            keep,
        }
    }

    /// Adds a batch whose first row is replicate `first`; `complete` says on which rows every method was
    /// fitted.
    pub fn push(
        &mut self,
        record: &MethodRecord,
        rows: &Range<usize>,
        first: u64,
        complete: &[bool],
    ) {
        if complete.contains(&false) && self.listwise.is_none() {
            self.listwise = Some(self.casewise.clone());
        }
        let fitted = record.status[rows.clone()].iter().filter(|s| **s == Status::Fitted).count();
        self.fitted += fitted as u64;
        if fitted < rows.len() {
            self.push_failures(record, rows, first);
        }
        for m in 0..record.measures.len() {
            let values = &record.measures[m].values[rows.clone()];
            let (buffer, count) = valid(values, &[true; BATCH]);
            self.undefined[m] += (fitted - count) as u64;
            self.casewise[m].absorb(&buffer[..count]);
            if let Some(listwise) = &mut self.listwise {
                let (buffer, count) = valid(values, complete);
                listwise[m].absorb(&buffer[..count]);
            }
        }
        keep_worst(&mut self.worst_kkt, &record.kkt[rows.clone()]);
        keep_worst(&mut self.worst_gap, &record.gap[rows.clone()]);
        self.fallbacks += record.fallbacks[rows.clone()].iter().map(|f| u64::from(*f)).sum::<u64>();
        self.push_samples(record, rows, first);
    }

    fn push_failures(&mut self, record: &MethodRecord, rows: &Range<usize>, first: u64) {
        for (at, row) in rows.clone().enumerate() {
            if record.status[row] != Status::Fitted {
                self.failed += 1;
                let cause = record.causes.binary_search_by_key(&row, |(at, _)| *at as usize);
                let cause = cause.map_or("", |found| &record.causes[found].1).to_owned();
                self.causes.entry(cause).or_insert((0, first + at as u64)).0 += 1;
            }
        }
    }

    fn push_samples(&mut self, record: &MethodRecord, rows: &Range<usize>, first: u64) {
        let wanted = self.keep.replicates().saturating_sub(first) as usize;
        let shown = EstimateSample::LIMIT.saturating_sub(first) as usize;
        let fitted = |row: &usize| record.status[*row] == Status::Fitted;
        self.shown += rows.clone().take(shown).filter(fitted).count();
        for row in rows.clone().take(wanted).filter(fitted) {
            for (sample, column) in self.samples.iter_mut().zip(&record.estimates) {
                sample.push(column[row]);
            }
            if self.keep != Keep::Shown {
                for (sample, column) in self.half_widths.iter_mut().zip(&record.half_widths) {
                    sample.push(column[row]);
                }
            }
        }
    }

    /// The estimates of an estimand, and half the widths of their intervals; empty where those of
    /// some replicates are not kept.
    pub fn kept(&self, estimand: Option<usize>) -> (&[f64], &[f64]) {
        match (self.keep, estimand) {
            (Keep::All(_), Some(at)) => (&self.samples[at], &self.half_widths[at]),
            _ => (&[], &[]),
        }
    }

    /// A measure over the replicates valid for all methods.
    pub fn listwise(&self, measure: usize) -> &ScoreFold {
        &self.listwise.as_ref().unwrap_or(&self.casewise)[measure]
    }

    pub fn push_batch(&mut self, batch: &BatchSums, group: usize) {
        let p = self.coefficients.len() - 1;
        while self.groups.len() <= group {
            self.groups.push(if self.counts_selections {
                SlopeSums::with_selection(p)
            } else {
                SlopeSums::new(p)
            });
        }
        if let Some(nested) = &mut self.nested {
            nested.push(batch, group);
        }
        let sums = &mut self.groups[group];
        sums.count += u64::from(batch.count);
        for (j, coefficient) in self.coefficients.iter_mut().enumerate() {
            coefficient.count += u64::from(batch.count);
            coefficient.selected += u64::from(batch.selected[j]);
            for (sum, power) in coefficient.powers.iter_mut().zip(&batch.powers) {
                *sum += power[j];
            }
        }
        for j in 0..p {
            sums.errors[j] += batch.powers[0][j + 1];
            sums.squares[j] += batch.powers[1][j + 1];
        }
        for (sum, count) in sums.selected.iter_mut().zip(&batch.selected[1..]) {
            *sum += u64::from(*count);
        }
        if let Some(intervals) = &batch.intervals {
            intervals.add_to(&mut self.intervals);
        }
        self.quadruples += u64::from(batch.quadruples);
        self.quadruple_sum += batch.quadruple_sum;
        for (sum, count) in self.engines.iter_mut().zip(batch.engines.counts) {
            *sum += u64::from(count);
        }
    }
}

/// Those of a batch's values that are defined and wanted, in order, and how many. A failed fit has no defined
/// value.
fn valid(values: &[f64], wanted: &[bool]) -> ([f64; BATCH], usize) {
    let (mut out, mut count) = ([0.0; BATCH], 0);
    for (value, wanted) in values.iter().zip(wanted) {
        // Written without a branch: the next one overwrites what is not wanted.
        out[count.min(BATCH - 1)] = *value;
        count += usize::from(*wanted && !value.is_nan());
    }
    (out, count)
}

fn keep_worst(worst: &mut Option<f64>, values: &[f64]) {
    for &value in values.iter().filter(|value| !value.is_nan()) {
        *worst = Some(worst.map_or(value, |worst| worst.max(value)));
    }
}
