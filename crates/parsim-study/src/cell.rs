//! Values of a scenario's columns.

use crate::draft::shortest;
use std::fmt;

/// One value of a column: a parameter of a scenario, as tables, labels and conditions see it.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// A number.
    Number(f64),
    /// A truth value.
    Flag(bool),
    /// A word.
    Text(String),
    /// The scenario has no such parameter.
    Null,
}

impl Cell {
    /// The number, if it is one.
    pub const fn number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }
}

/// Numbers in the fewest digits that read back, words as they are, null empty.
impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => f.write_str(&shortest(*number)),
            Self::Flag(flag) => write!(f, "{flag}"),
            Self::Text(text) => f.write_str(text),
            Self::Null => Ok(()),
        }
    }
}
