//! Sign recovery.

use super::{Kind, Measure, Theme, indicator};

pub const MEASURE: Measure = Measure {
    name: "sign_recovery",
    theme: Theme::Core,
    title: "Sign recovery",
    formula: "1{sign(β̂) = sign(β)}",
    reading: "1 if the support and every sign in it are right",
    source: "Zhao & Yu (2006)",
    kind: Kind::Indicator(|a| indicator(a.false_positives == 0 && a.right_signs == a.truth.s())),
};
