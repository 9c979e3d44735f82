//! Area under the precision-recall curve of the order of entry.

use super::{Assessment, Kind, Measure, Theme};

pub const MEASURE: Measure = Measure {
    name: "auprc",
    theme: Theme::Path,
    title: "Area under the precision-recall curve of the order of entry",
    formula: "Σ_k (TPR_k − TPR_(k−1)) PPV_k over the distinct λ of first entry",
    reading: "1 if all true covariates enter before the others, about s/p by chance; those that enter at the same λ, or not by the end of the grid, come at once; undefined if s = 0, and for ridge, where all are in from the start",
    source: "Boyd, Eng & Page (2013), average precision",
    kind: Kind::Fraction(score),
};

fn score(a: &Assessment<'_>) -> Option<f64> {
    let order = a.path?.order()?;
    let s = a.truth.s();
    let (mut found, mut seen, mut sum) = (0, 0, 0.0);
    for &(positives, negatives) in &order.groups {
        found += positives;
        seen += positives + negatives;
        sum += positives as f64 * (found as f64 / seen as f64);
    }
    (s > 0).then(|| sum / s as f64)
}
