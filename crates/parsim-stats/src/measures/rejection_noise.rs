//! Share of the slopes that are truly 0 and whose interval leaves 0 out.

use super::{Kind, Measure, Theme, ratio};

pub const MEASURE: Measure = Measure {
    name: "rejection_noise",
    theme: Theme::Intervals,
    title: "Type I error",
    formula: "#{j: β_j = 0, 0 outside of [lower_j, upper_j]}/(p − s)",
    reading: "0.05 where the intervals are right; undefined without intervals or if s = p",
    source: "Morris, White & Crowther (2019), table 6",
    kind: Kind::Fraction(|a| {
        let noise = a.intervals?.noise;
        ratio(noise.rejected, noise.count)
    }),
};
