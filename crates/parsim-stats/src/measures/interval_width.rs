//! Mean width of the intervals of the slopes.

use super::{Kind, Measure, Theme};

pub const MEASURE: Measure = Measure {
    name: "interval_width",
    theme: Theme::Intervals,
    title: "Mean width of the intervals",
    formula: "Σ_j (upper_j − lower_j)/p",
    reading: "short intervals count only where they cover; undefined without intervals",
    source: "",
    kind: Kind::Score(|a| a.intervals.map(|i| i.width / i.all().count as f64)),
};
