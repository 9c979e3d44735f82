//! Share of the slopes whose interval holds the true value.

use super::{Kind, Measure, Theme, ratio};

pub const MEASURE: Measure = Measure {
    name: "coverage",
    theme: Theme::Intervals,
    title: "Coverage of the slopes",
    formula: "#{j: lower_j ≤ β_j ≤ upper_j}/p",
    reading: "0.95 where the intervals are right; counts slopes that have an interval; undefined without intervals",
    source: "Morris, White & Crowther (2019), table 6",
    kind: Kind::Fraction(|a| {
        let all = a.intervals?.all();
        ratio(all.covered(), all.count)
    }),
};
