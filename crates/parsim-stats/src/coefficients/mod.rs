//! Patterns of the true coefficients: one file each.

use crate::component::{ArgumentError, Component, Default, Parameter, Shape, Specification};
use crate::stream::Stream;

registry! {
    /// Every pattern of true coefficients.
    ENTRIES: Entry = ENTRY; decreasing, explicit, grouped, leading, power, random, spaced, weak
}

/// A kind of this family.
pub struct Entry {
    /// The manual.
    pub specification: Specification,
    /// The p coefficients of a resolved component; `stream` serves those kinds that draw.
    pub fill: fn(&Component, p: usize, stream: &mut Stream) -> Result<Vec<f64>, ArgumentError>,
}

/// The parameter `s` that most kinds take.
const S: Parameter = Parameter {
    name: "s",
    shape: Shape::Integer { min: 0, max: 1_000_000 },
    default: Default::Required,
    doc: "number of coefficients in the pattern",
};

/// The parameter `value` that most kinds take.
const VALUE: Parameter = Parameter {
    name: "value",
    shape: Shape::Real { min: f64::NEG_INFINITY, max: f64::INFINITY, open: (true, true) },
    default: Default::Number(1.0),
    doc: "the value of each nonzero coefficient",
};

/// `s`, checked against p.
fn sparsity(component: &Component, p: usize) -> Result<usize, ArgumentError> {
    let s = component.require_count("s")?;
    if s > p {
        return Err(ArgumentError::at("s", format!("{s} exceeds p = {p}"), "at most p"));
    }
    Ok(s)
}
