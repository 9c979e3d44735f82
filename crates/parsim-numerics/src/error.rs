//! Why a fit failed.

use std::fmt;

/// The reason for which a fit has no result. `Display` gives a lower-case fragment that holds the numbers.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum FitError {
    /// An input value is NaN or infinite, or overflows when it is centred.
    NonFinite {
        /// What held the value: `x`, `y` or `lambda`.
        what: &'static str,
        /// Column of `x` (from 0), or position in the vector.
        index: usize,
    },
    /// Two inputs that must agree in size do not.
    Shape {
        /// What was measured.
        what: &'static str,
        /// The size that was needed.
        expected: usize,
        /// The size that was given.
        found: usize,
    },
    /// The columns are linearly dependent, so that least squares has no unique solution.
    RankDeficient {
        /// Numerical rank of the centred columns; an upper bound where p exceeds the rows.
        rank: usize,
        /// Number of columns.
        p: usize,
    },
    /// No solution with the required certificate was found.
    NotConverged {
        /// The penalty level, in the units of the caller.
        lambda: f64,
        /// The worst relative violation of the optimality conditions that was reached.
        kkt: f64,
    },
    /// A matrix that must be positive definite has a pivot that is not positive.
    NotPositiveDefinite {
        /// The pivot.
        pivot: f64,
    },
    /// A penalty level or a grid parameter is outside its range.
    OutOfRange {
        /// What was out of range.
        what: &'static str,
        /// The value that was given.
        value: f64,
    },
    /// The method has no such quantity.
    NotAvailable(&'static str),
}

impl fmt::Display for FitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NonFinite { what, index } => {
                write!(f, "{what} holds a value that is not finite at index {index}")
            }
            Self::Shape { what, expected, found } => {
                write!(f, "{what}: expected {expected}, found {found}")
            }
            Self::RankDeficient { rank, p } => {
                write!(f, "the {p} columns have rank {rank}: no unique least-squares solution")
            }
            Self::NotConverged { lambda, kkt } => {
                write!(f, "no certified solution at lambda {lambda:e}: relative violation {kkt:e}")
            }
            Self::NotPositiveDefinite { pivot } => {
                write!(f, "the matrix is not positive definite: pivot {pivot:e}")
            }
            Self::OutOfRange { what, value } => write!(f, "{what} is out of range: {value}"),
            Self::NotAvailable(what) => write!(f, "not available: {what}"),
        }
    }
}

impl std::error::Error for FitError {}

/// Fails unless two sizes agree.
pub(crate) fn same_size(what: &'static str, expected: usize, found: usize) -> Result<(), FitError> {
    if expected == found { Ok(()) } else { Err(FitError::Shape { what, expected, found }) }
}
