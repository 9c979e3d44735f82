//! Coverage of the slopes that are truly nonzero.

use super::{Kind, Measure, Theme, ratio};

pub const MEASURE: Measure = Measure {
    name: "coverage_signals",
    theme: Theme::Intervals,
    title: "Coverage of the slopes that are truly nonzero",
    formula: "as coverage, over the slopes that are truly nonzero",
    reading: "shows whether intervals miss where there is something to find or where there is nothing; undefined without intervals or without such slopes",
    source: "",
    kind: Kind::Fraction(|a| {
        let signals = a.intervals?.signals;
        ratio(signals.covered(), signals.count)
    }),
};
