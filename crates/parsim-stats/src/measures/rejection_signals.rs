//! Share of the slopes that are truly nonzero and whose interval leaves 0 out.

use super::{Kind, Measure, Theme, ratio};

pub const MEASURE: Measure = Measure {
    name: "rejection_signals",
    theme: Theme::Intervals,
    title: "Power",
    formula: "#{j: β_j ≠ 0, 0 outside of [lower_j, upper_j]}/s",
    reading: "the power of tests of 0 at 5 %; undefined without intervals or if s = 0",
    source: "Morris, White & Crowther (2019), table 6",
    kind: Kind::Fraction(|a| {
        let signals = a.intervals?.signals;
        ratio(signals.rejected, signals.count)
    }),
};
