//! Median error.

use super::Coefficient;
use super::CoefficientMeasure;
use crate::measures::Theme;
use crate::summaries::Summary;
use crate::summaries::Z95;

pub const MEASURE: CoefficientMeasure = CoefficientMeasure {
    name: "median_bias",
    theme: Theme::Accuracy,
    title: "Median bias",
    formula: "median_r T_r − θ",
    reading: "0 where the method errs as often to either side; needs the estimates of every replicate, which are kept for the estimands alone",
    error: "(T_(R+1−c) − T_(c))/(2 · 1.96), c = round((R + 1)/2 − 1.96 √(R/4)) (McKean & Schrader 1984)",
    source: "Miratrix & Pustejovsky, Designing Simulations in R",
    has_interval: false,
    summarise: median,
};

fn median(c: &Coefficient<'_>) -> Option<Summary> {
    let mut values = c.estimates.to_vec();
    let count = values.len();
    let last = count.checked_sub(1)?;
    let mut order = |rank: usize| *values.select_nth_unstable_by(rank, f64::total_cmp).1;
    let median = f64::midpoint(order(last / 2), order(count / 2));
    let r = count as f64;
    let rank = f64::midpoint(r, 1.0) - Z95 * (r / 4.0).sqrt();
    #[expect(clippy::cast_sign_loss, reason = "at least 1")]
    let low = rank.round().max(1.0) as usize - 1;
    let mcse = (count > 1).then(|| (order(last - low) - order(low)) / (2.0 * Z95));
    Some(Summary { estimate: median - c.truth, mcse, interval: None })
}
