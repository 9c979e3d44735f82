//! What a block of replicates leaves behind: one row per replicate and method, and the sums of
//! every coefficient over batches of consecutive replicates.

use parsim_stats::identity::{MethodId, ScenarioId};
use parsim_stats::methods::Engines;
use parsim_stats::summaries::intervals::IntervalSums;

/// Replicates whose coefficient errors are summed together.
pub const BATCH: usize = 16;

/// What became of one method on one replicate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Status {
    /// The method gave estimates.
    Fitted = 0,
    /// The method failed; the cause is recorded.
    Failed = 1,
    /// The method does not apply to this scenario.
    NotApplicable = 2,
}

/// Which replicates of which scenario a block holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlockKey {
    /// The scenario.
    pub scenario: ScenarioId,
    /// The block's index b; its first replicate is b times the scenario's block size.
    pub index: u64,
}

/// One block of one scenario, for the methods that were computed together.
#[derive(Clone, Debug, PartialEq)]
pub struct BlockRecord {
    /// Which block.
    pub key: BlockKey,
    /// The first replicate, counted from 0.
    pub first: u64,
    /// How many replicates; fewer than the block size where the study ended inside the block.
    pub replicates: usize,
    /// Coefficients whose estimates are kept per replicate: 0 the intercept, then 1-based slopes.
    pub estimands: Vec<u32>,
    /// The methods, in the order of the set.
    pub methods: Vec<MethodRecord>,
}

/// One method's rows in a block. Every column has one entry per replicate; in memory an undefined
/// number is NaN, in every file it is null.
#[derive(Clone, Debug, PartialEq)]
pub struct MethodRecord {
    /// The method.
    pub method: MethodId,
    /// What became of each replicate.
    pub status: Vec<Status>,
    /// Causes of failures, as (offset in the block, text).
    pub causes: Vec<(u32, String)>,
    /// Scores by measure, in the order of the measures' registry (scores per replicate only).
    pub measures: Vec<MeasureColumn>,
    /// Worst KKT violation of the fit, relative to lambda; undefined for OLS.
    pub kkt: Vec<f64>,
    /// Worst duality gap of the fit, relative to the null objective; undefined for OLS.
    pub gap: Vec<f64>,
    /// Paths of this replicate that the exact engines handed to coordinate descent.
    pub fallbacks: Vec<u32>,
    /// Estimates by estimand, in the order of [`BlockRecord::estimands`].
    pub estimates: Vec<Vec<f64>>,
    /// Half the widths of the intervals, beside `estimates`; no column where the study asks for no
    /// intervals.
    pub half_widths: Vec<Vec<f64>>,
    /// All nonzero coefficients per replicate as (coefficient, estimate), if the study keeps them.
    pub nonzero: Option<Vec<Vec<(u32, f64)>>>,
    /// Sums over batches of [`BATCH`] consecutive replicates; the last batch may be shorter.
    pub batches: Vec<BatchSums>,
}

impl MethodRecord {
    /// Makes room for more rows, so that adding them moves none that are there.
    pub(crate) fn reserve(&mut self, rows: usize) {
        self.status.reserve(rows);
        self.measures.iter_mut().for_each(|column| column.values.reserve(rows));
        self.kkt.reserve(rows);
        self.gap.reserve(rows);
        self.fallbacks.reserve(rows);
        let columns = self.estimates.iter_mut().chain(&mut self.half_widths);
        columns.for_each(|column| column.reserve(rows));
        self.batches.reserve(rows.div_ceil(BATCH));
    }

    /// Adds the rows of the replicates that follow.
    pub(crate) fn append(&mut self, mut next: Self) {
        let rows = self.status.len() as u32;
        self.status.append(&mut next.status);
        self.causes.extend(next.causes.into_iter().map(|(at, cause)| (at + rows, cause)));
        for (column, mut more) in self.measures.iter_mut().zip(next.measures) {
            column.values.append(&mut more.values);
        }
        self.kkt.append(&mut next.kkt);
        self.gap.append(&mut next.gap);
        self.fallbacks.append(&mut next.fallbacks);
        let columns = self.estimates.iter_mut().chain(&mut self.half_widths);
        for (column, mut more) in columns.zip(next.estimates.into_iter().chain(next.half_widths)) {
            column.append(&mut more);
        }
        if let (Some(all), Some(mut more)) = (&mut self.nonzero, next.nonzero) {
            all.append(&mut more);
        }
        self.batches.append(&mut next.batches);
    }
}

/// The scores of one measure.
#[derive(Clone, Debug, PartialEq)]
pub struct MeasureColumn {
    /// The measure's name.
    pub measure: String,
    /// One score per replicate; NaN where undefined or not fitted.
    pub values: Vec<f64>,
}

/// Sums of every coefficient's error over the fitted replicates of a batch.
#[derive(Clone, Debug, PartialEq)]
pub struct BatchSums {
    /// Fitted replicates in the batch.
    pub count: u32,
    /// Times each coefficient was selected (estimate not exactly 0); index 0 is the intercept.
    pub selected: Vec<u32>,
    /// Sums of the first to fourth power of the error (estimate minus truth), by coefficient.
    pub powers: [Vec<f64>; 4],
    /// Disjoint quadruples of consecutive fitted replicates in the batch.
    pub quadruples: u32,
    /// Sum over those of ((d1 - d2)'(d3 - d4))^2 / 4 over the slopes, d the vector of errors; its
    /// mean estimates tr(S^2), S the covariance matrix of the estimates.
    pub quadruple_sum: f64,
    /// How the solutions behind the fitted replicates were found.
    pub engines: Engines,
    /// Sums over the intervals; `None` where the study asks for none, or no fit has one.
    pub intervals: Option<IntervalBatch>,
}

/// Sums over the intervals of a batch by coefficient, 0 the intercept.
#[derive(Clone, Debug, PartialEq)]
pub struct IntervalBatch {
    /// Counts, in the order of [`IntervalSums::COUNTS`].
    pub counts: [Vec<u32>; IntervalSums::COUNTS.len()],
    /// Sums, in the order of [`IntervalSums::SUMS`].
    pub sums: [Vec<f64>; IntervalSums::SUMS.len()],
}

impl IntervalBatch {
    /// No intervals, of that many coefficients.
    pub fn new(coefficients: usize) -> Self {
        Self {
            counts: std::array::from_fn(|_| vec![0; coefficients]),
            sums: std::array::from_fn(|_| vec![0.0; coefficients]),
        }
    }

    /// Adds the batch to the sums of every coefficient; `sums` may be empty before.
    pub(crate) fn add_to(&self, sums: &mut Vec<IntervalSums>) {
        sums.resize(self.counts[0].len(), IntervalSums::default());
        for (j, sums) in sums.iter_mut().enumerate() {
            for (sum, counts) in sums.counts.iter_mut().zip(&self.counts) {
                *sum += u64::from(counts[j]);
            }
            for (sum, terms) in sums.sums.iter_mut().zip(&self.sums) {
                *sum += terms[j];
            }
        }
    }
}
