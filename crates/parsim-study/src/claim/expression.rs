//! Arithmetic of measures.

use std::fmt;

/// A measure of a method, as summarised over replicates.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Term {
    /// The measure's name.
    pub measure: String,
    /// The method's name.
    pub method: String,
}

/// An operation on two numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// Addition.
    Plus,
    /// Subtraction.
    Minus,
    /// Multiplication.
    Times,
    /// Division.
    Over,
}

impl Operator {
    const fn symbol(self) -> char {
        match self {
            Self::Plus => '+',
            Self::Minus => '-',
            Self::Times => '*',
            Self::Over => '/',
        }
    }

    fn apply(self, left: f64, right: f64) -> f64 {
        match self {
            Self::Plus => left + right,
            Self::Minus => left - right,
            Self::Times => left * right,
            Self::Over => left / right,
        }
    }
}

/// One side of a claim.
#[derive(Clone, Debug, PartialEq)]
pub enum Expression {
    /// A number.
    Number(f64),
    /// `measure(method)`.
    Term(Term),
    /// The negative.
    Negative(Box<Self>),
    /// Two sides joined by an operator.
    Binary(Operator, Box<Self>, Box<Self>),
}

impl Expression {
    /// The value, given those of the terms. `None` where a term has none, or where the result is
    /// not finite (a division by zero).
    pub fn evaluate(&self, value: &mut dyn FnMut(&Term) -> Option<f64>) -> Option<f64> {
        let result = match self {
            Self::Number(number) => *number,
            Self::Term(term) => value(term)?,
            Self::Negative(inner) => -inner.evaluate(value)?,
            Self::Binary(operator, left, right) => {
                operator.apply(left.evaluate(value)?, right.evaluate(value)?)
            }
        };
        result.is_finite().then_some(result)
    }

    /// The terms, each once, in the order in which they stand.
    pub fn terms(&self) -> Vec<&Term> {
        let mut terms = Vec::new();
        self.collect(&mut terms);
        terms
    }

    /// Whether a divisor in which no term stands is 0, or not finite.
    pub(super) fn divides_by_nought(&self) -> bool {
        match self {
            Self::Number(_) | Self::Term(_) => false,
            Self::Negative(inner) => inner.divides_by_nought(),
            Self::Binary(operator, left, right) => {
                let divisor = (*operator == Operator::Over && right.terms().is_empty())
                    .then(|| right.evaluate(&mut |_| None));
                divisor.is_some_and(|divisor| divisor.is_none_or(|divisor| divisor == 0.0))
                    || left.divides_by_nought()
                    || right.divides_by_nought()
            }
        }
    }

    fn collect<'a>(&'a self, terms: &mut Vec<&'a Term>) {
        match self {
            Self::Number(_) => {}
            Self::Term(term) => {
                if !terms.contains(&term) {
                    terms.push(term);
                }
            }
            Self::Negative(inner) => inner.collect(terms),
            Self::Binary(_, left, right) => {
                left.collect(terms);
                right.collect(terms);
            }
        }
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}({})", self.measure, self.method)
    }
}

/// Reads back as the same expression.
impl fmt::Display for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let side = |side: &Self, f: &mut fmt::Formatter<'_>| match side {
            Self::Binary(..) => write!(f, "({side})"),
            _ => write!(f, "{side}"),
        };
        match self {
            Self::Number(number) => f.write_str(&crate::draft::shortest(*number)),
            Self::Term(term) => write!(f, "{term}"),
            Self::Negative(inner) => {
                f.write_str("-")?;
                side(inner, f)
            }
            Self::Binary(operator, left, right) => {
                side(left, f)?;
                write!(f, " {} ", operator.symbol())?;
                side(right, f)
            }
        }
    }
}
