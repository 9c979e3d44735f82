//! Whether the intervals of all slopes hold their true values.

use super::{Kind, Measure, Theme, indicator};

pub const MEASURE: Measure = Measure {
    name: "simultaneous_coverage",
    theme: Theme::Intervals,
    title: "All intervals cover",
    formula: "1{lower_j ≤ β_j ≤ upper_j for every j}",
    reading: "intervals that are right one by one cover all at once less often; undefined without intervals",
    source: "",
    kind: Kind::Indicator(|a| {
        let all = a.intervals?.all();
        indicator(all.covered() == all.count)
    }),
};
