//! In-sample error.

use super::{Kind, Measure, Theme};

pub const MEASURE: Measure = Measure {
    name: "in_sample_error",
    theme: Theme::Core,
    title: "In-sample error",
    formula: "‖(â − a)1 + Xδ‖²/n",
    reading: "0 perfect; the error of the fitted surface at the design points",
    source: "",
    kind: Kind::Score(|a| Some(a.in_sample_error)),
};
