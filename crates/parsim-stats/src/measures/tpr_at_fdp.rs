//! True positive rate at an FDP of at most 10 %.

use super::{Assessment, Kind, Measure, Theme, ratio};

pub const MEASURE: Measure = Measure {
    name: "tpr_at_fdp",
    theme: Theme::Path,
    title: "True positive rate at an FDP of at most 10 %",
    formula: "max TPR(λ) over all supports of the path with FDP(λ) ≤ 0.1",
    reading: "what the path offers to a tuning that knows the truth; the empty support counts, so at least 0; undefined if s = 0, and for ridge, where all are in from the start",
    source: "Su, Bogdan & Candès (2017)",
    kind: Kind::Fraction(score),
};

fn score(a: &Assessment<'_>) -> Option<f64> {
    let supports = &a.path?.order()?.supports;
    let allowed = supports.iter().filter(|(tp, fp)| 10 * fp <= tp + fp);
    ratio(allowed.map(|(tp, _)| *tp).max().unwrap_or(0), a.truth.s())
}
