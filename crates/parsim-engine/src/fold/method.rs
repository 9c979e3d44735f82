//! The running sums of one method in one scenario.

use crate::record::{BatchSums, MethodRecord, Status};
use crate::results::EstimateSample;
use parsim_stats::measures::{self, Kind, Measure};
use parsim_stats::summaries::Summary;
use parsim_stats::summaries::coefficient::ErrorSums;
use parsim_stats::summaries::moments::Moments;
use parsim_stats::summaries::proportion::Proportion;
use parsim_stats::summaries::vector::SlopeSums;
use std::collections::BTreeMap;

/// Scores of one measure.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ScoreFold {
    pub moments: Moments,
    pub ones: u64,
}

impl ScoreFold {
    fn push(&mut self, value: f64) {
        self.moments.push(value);
        self.ones += u64::from(value == 1.0);
    }

    /// The summary that the measure's kind asks for.
    pub fn summary(&self, measure: &Measure) -> Option<Summary> {
        match measure.kind {
            Kind::Score(_) | Kind::Vector(_) => self.moments.summary(),
            Kind::Fraction(_) => self.moments.fraction_summary(),
            Kind::Indicator(_) => {
                Proportion { successes: self.ones, count: self.moments.count }.summary()
            }
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
    /// By scored measure: over the replicates valid for all methods.
    pub listwise: Vec<ScoreFold>,
    /// By scored measure: fitted replicates without a value.
    pub undefined: Vec<u64>,
    /// By coefficient, 0 the intercept.
    pub coefficients: Vec<ErrorSums>,
    /// By jackknife group.
    pub groups: Vec<SlopeSums>,
    pub quadruples: u64,
    pub quadruple_sum: f64,
    pub worst_kkt: Option<f64>,
    pub worst_gap: Option<f64>,
    pub fallbacks: u64,
    /// By estimand: the first estimates.
    pub samples: Vec<Vec<f64>>,
}

impl MethodFold {
    pub fn new(p: usize, estimands: usize) -> Self {
        let scored = measures::scored().count();
        Self {
            fitted: 0,
            failed: 0,
            causes: BTreeMap::new(),
            casewise: vec![ScoreFold::default(); scored],
            listwise: vec![ScoreFold::default(); scored],
            undefined: vec![0; scored],
            coefficients: vec![ErrorSums::default(); p + 1],
            groups: Vec::new(),
            quadruples: 0,
            quadruple_sum: 0.0,
            worst_kkt: None,
            worst_gap: None,
            fallbacks: 0,
            samples: vec![Vec::new(); estimands],
        }
    }

    pub fn push(&mut self, record: &MethodRecord, offset: usize, replicate: u64, complete: bool) {
        if record.status[offset] != Status::Fitted {
            self.failed += 1;
            let cause = record.causes.iter().find(|(at, _)| *at as usize == offset);
            let cause = cause.map_or_else(String::new, |(_, text)| text.clone());
            self.causes.entry(cause).or_insert((0, replicate)).0 += 1;
            return;
        }
        self.fitted += 1;
        for (m, column) in record.measures.iter().enumerate() {
            let value = column.values[offset];
            if value.is_nan() {
                self.undefined[m] += 1;
                continue;
            }
            self.casewise[m].push(value);
            if complete {
                self.listwise[m].push(value);
            }
        }
        keep_worst(&mut self.worst_kkt, record.kkt[offset]);
        keep_worst(&mut self.worst_gap, record.gap[offset]);
        self.fallbacks += u64::from(record.fallbacks[offset]);
        if replicate < EstimateSample::LIMIT {
            for (sample, column) in self.samples.iter_mut().zip(&record.estimates) {
                sample.push(column[offset]);
            }
        }
    }

    pub fn push_batch(&mut self, batch: &BatchSums, group: usize) {
        let p = self.coefficients.len() - 1;
        while self.groups.len() <= group {
            self.groups.push(SlopeSums::new(p));
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
        self.quadruples += u64::from(batch.quadruples);
        self.quadruple_sum += batch.quadruple_sum;
    }
}

fn keep_worst(worst: &mut Option<f64>, value: f64) {
    if !value.is_nan() {
        *worst = Some(worst.map_or(value, |worst| worst.max(value)));
    }
}
