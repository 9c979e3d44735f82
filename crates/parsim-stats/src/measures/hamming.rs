//! Hamming distance of the supports.

use super::{Kind, Measure, Theme};

pub const MEASURE: Measure = Measure {
    name: "hamming",
    theme: Theme::Core,
    title: "Hamming distance of the supports",
    formula: "FP + FN",
    reading: "0 perfect",
    source: "",
    kind: Kind::Score(|a| Some((a.false_positives + a.false_negatives()) as f64)),
};
