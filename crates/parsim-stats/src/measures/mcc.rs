//! Matthews correlation of the supports.

use super::{Assessment, Kind, Measure, Theme};

pub const MEASURE: Measure = Measure {
    name: "mcc",
    theme: Theme::Core,
    title: "Matthews correlation of the supports",
    formula: "(TP·TN − FP·FN)/√((TP+FP)(TP+FN)(TN+FP)(TN+FN))",
    reading: "1 perfect, 0 no better than chance; undefined if a margin is 0",
    source: "Matthews (1975)",
    kind: Kind::Score(score),
};

fn score(a: &Assessment<'_>) -> Option<f64> {
    let [tp, fp, fn_, tn] =
        [a.true_positives, a.false_positives, a.false_negatives(), a.true_negatives()]
            .map(|count| count as f64);
    let margins = (tp + fp) * (tp + fn_) * (tn + fp) * (tn + fn_);
    (margins > 0.0).then(|| (tp * tn - fp * fn_) / margins.sqrt())
}
