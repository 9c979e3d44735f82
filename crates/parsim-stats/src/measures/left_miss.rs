//! Share of the slopes whose interval lies below the true value.

use super::{Kind, Measure, Theme, ratio};

pub const MEASURE: Measure = Measure {
    name: "left_miss",
    theme: Theme::Intervals,
    title: "Intervals below the true value",
    formula: "#{j: upper_j < β_j}/p",
    reading: "0.025 where the intervals are right; undefined without intervals",
    source: "Chalmers & Adkins (2020), SimDesign",
    kind: Kind::Fraction(|a| {
        let all = a.intervals?.all();
        ratio(all.left, all.count)
    }),
};
