//! Claims: sentences about a study that its replicates decide.
//!
//! `holds` compares two sides, each `measure(method)`, a number, or arithmetic of such; `where`
//! restricts it to scenarios by their columns.

mod comparison;
mod condition;
mod condition_parser;
mod expression;
mod expression_parser;
mod linear;
mod pattern;
mod syntax;
#[cfg(test)]
mod tests;

pub use comparison::{Comparison, Relation};
pub use condition::{Condition, Operand};
pub use expression::{Expression, Operator, Term};
pub use linear::Linear;
pub use syntax::SyntaxError;

pub(crate) use expression_parser::{Located, located};
pub(crate) use syntax::{is_word_character, quoted};

/// The level of a claim whose study file states none.
pub const DEFAULT_LEVEL: f64 = 0.01;

/// A claim of the study.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// The sentence.
    pub text: String,
    /// What must hold for it.
    pub holds: Comparison,
    /// Where it is claimed; `None` means in every scenario.
    pub condition: Option<Condition>,
    /// Total probability of a wrong verdict that the claim's tests allow, in (0, 1).
    pub level: f64,
}
