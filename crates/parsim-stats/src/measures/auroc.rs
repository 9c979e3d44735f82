//! Area under the receiver operating characteristic of the order of entry.

use super::{Assessment, Kind, Measure, Theme};

pub const MEASURE: Measure = Measure {
    name: "auroc",
    theme: Theme::Path,
    title: "Area under the ROC curve of the order of entry",
    formula: "P(a true covariate enters at a larger λ than a noise one) + ½P(tie)",
    reading: "1 if all true covariates enter before the others, 0.5 no better than chance; those that enter at the same λ, or not by the end of the grid, are tied (midranks); undefined if s = 0 or s = p, and for ridge, where all are in from the start",
    source: "Hanley & McNeil (1982)",
    kind: Kind::Fraction(score),
};

fn score(a: &Assessment<'_>) -> Option<f64> {
    let order = a.path?.order()?;
    let s = a.truth.s();
    let pairs = s * (a.truth.beta.len() - s);
    // Twice the number of pairs in the right order, ties as one.
    let (mut before, mut right) = (0, 0);
    for &(positives, negatives) in &order.groups {
        before += positives;
        right += negatives * (2 * before - positives);
    }
    (pairs > 0).then(|| right as f64 / (2 * pairs) as f64)
}
