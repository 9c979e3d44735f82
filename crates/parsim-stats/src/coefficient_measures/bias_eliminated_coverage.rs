//! Coverage of the mean estimate.

use super::CoefficientMeasure;
use crate::measures::Theme;
use crate::summaries::proportion::Proportion;

pub const MEASURE: CoefficientMeasure = CoefficientMeasure {
    name: "bias_eliminated_coverage",
    theme: Theme::Intervals,
    title: "Bias-eliminated coverage",
    formula: "mean_r 1{lower_r ≤ T̄ ≤ upper_r}",
    reading: "what coverage would be without bias; needs the intervals of every replicate, which are kept for the estimands alone; null for methods without intervals",
    error: "√(p(1 − p)/R), with the 95 % interval of Wilson; the error of T̄ is left out",
    source: "Morris, White & Crowther (2019), table 6",
    has_interval: true,
    summarise: |c| {
        let mean = c.truth + c.errors.mean()?;
        let pairs = c.estimates.iter().zip(c.half_widths).filter(|(_, half)| !half.is_nan());
        let (mut successes, mut count) = (0, 0);
        for (estimate, half) in pairs {
            count += 1;
            successes += u64::from(estimate - half <= mean && mean <= estimate + half);
        }
        Proportion { successes, count }.summary()
    },
};
