//! The values of a coefficient where replicates share their covariates.

use super::{Coefficient, CoefficientMeasure, Values};
use crate::measures::Themes;
use crate::summaries::Summary;
use crate::summaries::coefficient::ErrorSums;
use crate::summaries::intervals::IntervalSums;
use crate::summaries::nested::Units;
use crate::summaries::vector::jackknife_error;
use std::ops::Range;

/// What is known of a coefficient from some replicates that depend on no others.
#[derive(Clone, Debug)]
pub struct Part {
    /// Sums of the errors.
    pub errors: ErrorSums,
    /// Sums over intervals, where there are such.
    pub intervals: Option<IntervalSums>,
    /// Where these replicates stand among the estimates of all.
    pub rows: Range<usize>,
}

impl Values {
    /// As [`Values::of`], for replicates of which `noise_draws` share their covariates: every error is that of a
    /// jackknife that leaves out each of `parts` in turn, and the interval of a share is Wilson's for the
    /// replicates that are worth as much. A squared bias is freed of this variance of the mean.
    pub fn nested(
        themes: Themes,
        whole: &Coefficient<'_>,
        parts: &[Part],
        noise_draws: u64,
    ) -> Self {
        let others: Vec<Others> = parts.iter().map(|part| Others::new(whole, part)).collect();
        let sizes: Vec<f64> = parts.iter().map(|part| part.errors.count as f64).collect();
        let error = |estimate: f64, of: &dyn Fn(&Coefficient<'_>) -> Option<f64>| {
            let left_out = others.iter().map(|others| of(&others.coefficient(whole)));
            jackknife_error(estimate, &left_out.collect::<Option<Vec<f64>>>()?, &sizes)
        };
        Self::new(themes, |measure: &'static CoefficientMeasure| {
            let of = |c: &Coefficient<'_>| (measure.summarise)(c).map(|summary| summary.estimate);
            let mut estimate = of(whole)?;
            if measure.name == super::squared_bias::MEASURE.name {
                let mean = whole.errors.mean()?;
                estimate = mean * mean - error(mean, &|c| c.errors.mean())?.powi(2);
            }
            let mcse = error(of(whole)?, &of);
            let share =
                |e: f64| Units::new(noise_draws).share_interval(estimate, e, whole.errors.count);
            let interval = mcse.filter(|_| measure.has_interval).map(share);
            Some(Summary { estimate, mcse, interval })
        })
    }
}

/// What is known of a coefficient without some replicates.
struct Others {
    errors: ErrorSums,
    intervals: Option<IntervalSums>,
    estimates: Vec<f64>,
    half_widths: Vec<f64>,
}

impl Others {
    fn new(whole: &Coefficient<'_>, part: &Part) -> Self {
        let without =
            |values: &[f64]| match (values.get(..part.rows.start), values.get(part.rows.end..)) {
                (Some(before), Some(after)) => [before, after].concat(),
                _ => Vec::new(),
            };
        let mut errors = *whole.errors;
        errors.count -= part.errors.count;
        errors.selected -= part.errors.selected;
        for (sum, own) in errors.powers.iter_mut().zip(part.errors.powers) {
            *sum -= own;
        }
        let intervals = whole.intervals.copied().map(|mut sums| {
            let own = part.intervals.unwrap_or_default();
            for (count, own) in sums.counts.iter_mut().zip(own.counts) {
                *count -= own;
            }
            for (sum, own) in sums.sums.iter_mut().zip(own.sums) {
                *sum -= own;
            }
            sums
        });
        let (estimates, half_widths) = (without(whole.estimates), without(whole.half_widths));
        Self { errors, intervals, estimates, half_widths }
    }

    fn coefficient<'a>(&'a self, whole: &Coefficient<'_>) -> Coefficient<'a> {
        Coefficient {
            is_intercept: whole.is_intercept,
            truth: whole.truth,
            errors: &self.errors,
            estimates: &self.estimates,
            intervals: self.intervals.as_ref(),
            half_widths: &self.half_widths,
        }
    }
}
