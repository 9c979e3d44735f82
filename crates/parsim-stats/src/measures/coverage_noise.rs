//! Coverage of the slopes that are truly 0.

use super::{Kind, Measure, Theme, ratio};

pub const MEASURE: Measure = Measure {
    name: "coverage_noise",
    theme: Theme::Intervals,
    title: "Coverage of the slopes that are truly 0",
    formula: "as coverage, over the slopes that are truly 0",
    reading: "shows whether intervals miss where there is something to find or where there is nothing; undefined without intervals or without such slopes",
    source: "",
    kind: Kind::Fraction(|a| {
        let noise = a.intervals?.noise;
        ratio(noise.covered(), noise.count)
    }),
};
