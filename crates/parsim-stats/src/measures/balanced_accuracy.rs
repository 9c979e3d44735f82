//! Balanced accuracy of the support.

use super::{Assessment, Kind, Measure, Theme, ratio};

pub const MEASURE: Measure = Measure {
    name: "balanced_accuracy",
    theme: Theme::Selection,
    title: "Balanced accuracy of the support",
    formula: "(TPR + TNR)/2,  TNR = 1 − FPR",
    reading: "1 perfect, 0.5 no better than chance; undefined if s = 0 or s = p",
    source: "Brodersen, Ong, Stephan & Buhmann (2010)",
    kind: Kind::Fraction(score),
};

fn score(a: &Assessment<'_>) -> Option<f64> {
    let found = ratio(a.true_positives, a.truth.s())?;
    let left = ratio(a.true_negatives(), a.truth.beta.len() - a.truth.s())?;
    Some(0.5 * (found + left))
}
