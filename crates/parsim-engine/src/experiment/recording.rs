//! How a fit becomes rows and sums of a record.

use crate::record::{BatchSums, IntervalBatch, MethodRecord, Status};
use parsim_stats::measures::{Quantile, interval};
use parsim_stats::methods::{Engines, Failure, Fit};
use parsim_stats::truth::Truth;

/// Errors of up to four consecutive fitted replicates, for the sums over quadruples.
#[derive(Debug, Default)]
pub(super) struct Quadruple {
    /// How many of the four are filled.
    pub(super) filled: usize,
    errors: [Vec<f64>; 4],
}

impl Quadruple {
    /// Adds a replicate; the fourth completes a term of the batch's sum.
    pub(super) fn add(&mut self, delta: &[f64], batch: &mut BatchSums) {
        self.errors[self.filled].clear();
        self.errors[self.filled].extend_from_slice(delta);
        self.filled += 1;
        if self.filled == 4 {
            let [a, b, c, d] = &self.errors;
            let product: f64 = (0..a.len()).map(|j| (a[j] - b[j]) * (c[j] - d[j])).sum();
            batch.quadruples += 1;
            batch.quadruple_sum += 0.25 * product * product;
            self.filled = 0;
        }
    }
}

pub(super) fn record_failure(failure: &Failure, record: &mut MethodRecord) {
    record.causes.push((record.status.len() as u32, failure.to_string()));
    record.status.push(Status::Failed);
    record.measures.iter_mut().for_each(|column| column.values.push(f64::NAN));
    record.kkt.push(f64::NAN);
    record.gap.push(f64::NAN);
    record.fallbacks.push(0);
    let columns = record.estimates.iter_mut().chain(&mut record.half_widths);
    columns.for_each(|column| column.push(f64::NAN));
    if let Some(nonzero) = &mut record.nonzero {
        nonzero.push(Vec::new());
    }
}

pub(super) fn empty_batch(p: usize) -> BatchSums {
    BatchSums {
        count: 0,
        selected: vec![0; p + 1],
        powers: std::array::from_fn(|_| vec![0.0; p + 1]),
        quadruples: 0,
        quadruple_sum: 0.0,
        engines: Engines::default(),
        intervals: None,
    }
}

/// Adds the intervals of a fit to the rows and to the sums over the batch.
pub(super) fn record_intervals(
    record: &mut MethodRecord,
    (fit, truth): (&Fit, &Truth),
    estimands: &[u32],
    quantile: &mut Quantile,
) {
    let quantile = quantile.on(fit.interval_df);
    for (column, &coefficient) in record.half_widths.iter_mut().zip(estimands) {
        let interval = interval(fit, truth, coefficient as usize, quantile);
        column.push(interval.map_or(f64::NAN, |interval| interval.half_width));
    }
    let Some(batch) = record.batches.last_mut().filter(|_| !fit.standard_errors.is_empty()) else {
        return;
    };
    let width = fit.standard_errors.len();
    let sums = batch.intervals.get_or_insert_with(|| IntervalBatch::new(width));
    for j in 0..width {
        let Some(interval) = interval(fit, truth, j, quantile) else { continue };
        for (counts, one) in sums.counts.iter_mut().zip(interval.counts()) {
            counts[j] += u32::from(one);
        }
        for (sums, term) in sums.sums.iter_mut().zip(interval.terms()) {
            sums[j] += term;
        }
    }
}

pub(super) fn add_to_batch(batch: &mut BatchSums, fit: &Fit, shift: f64, delta: &[f64]) {
    batch.count += 1;
    batch.engines.add(&fit.engines);
    if let Some((own, rest)) = batch.selected.split_first_mut() {
        *own += u32::from(fit.intercept != 0.0);
        for (count, estimate) in rest.iter_mut().zip(&fit.slopes) {
            *count += u32::from(*estimate != 0.0);
        }
    }
    add_powers(&mut batch.powers, 0, &[shift]);
    add_powers(&mut batch.powers, 1, delta);
}

/// Adds the first to fourth powers of errors to sums from a position on.
fn add_powers(powers: &mut [Vec<f64>; 4], from: usize, errors: &[f64]) {
    let [first, second, third, fourth] = powers.each_mut().map(|sums| &mut sums[from..]);
    let sums = first.iter_mut().zip(second).zip(third.iter_mut().zip(fourth));
    for (((first, second), (third, fourth)), d) in sums.zip(errors) {
        let square = d * d;
        *first += d;
        *second += square;
        *third += square * d;
        *fourth += square * square;
    }
}

/// The estimate of the intercept (0) or of a 1-based slope.
pub(super) fn coefficient_of(fit: &Fit, coefficient: u32) -> f64 {
    match coefficient {
        0 => fit.intercept,
        j => fit.slopes.get(j as usize - 1).copied().unwrap_or(f64::NAN),
    }
}

pub(super) fn nonzero_coefficients(fit: &Fit) -> Vec<(u32, f64)> {
    let all = std::iter::once(&fit.intercept).chain(&fit.slopes);
    all.enumerate().filter(|(_, b)| **b != 0.0).map(|(j, b)| (j as u32, *b)).collect()
}
