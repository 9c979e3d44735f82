//! Two sides and their relation.

use super::expression::{Expression, Operator, Term};
use super::expression_parser::located;
use super::syntax::SyntaxError;
use std::fmt;

/// How two sides are claimed to compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// `<`
    Less,
    /// `<=`, tested as `<`.
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`, tested as `>`.
    GreaterOrEqual,
    /// `==`: exact in every replicate.
    Equal,
}

impl Relation {
    /// Longer symbols before their beginnings.
    pub(super) const SYMBOLS: [(&'static str, Self); 5] = [
        ("<=", Self::LessOrEqual),
        (">=", Self::GreaterOrEqual),
        ("==", Self::Equal),
        ("<", Self::Less),
        (">", Self::Greater),
    ];

    /// The symbol in study files.
    pub const fn symbol(self) -> &'static str {
        match self {
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
            Self::Equal => "==",
        }
    }

    /// Whether the relation holds between two numbers.
    pub fn compare(self, left: f64, right: f64) -> bool {
        match self {
            Self::Less => left < right,
            Self::LessOrEqual => left <= right,
            Self::Greater => left > right,
            Self::GreaterOrEqual => left >= right,
            Self::Equal => left == right,
        }
    }

    /// The relation seen from the other side.
    #[must_use]
    pub const fn flipped(self) -> Self {
        match self {
            Self::Less => Self::Greater,
            Self::LessOrEqual => Self::GreaterOrEqual,
            Self::Greater => Self::Less,
            Self::GreaterOrEqual => Self::LessOrEqual,
            Self::Equal => Self::Equal,
        }
    }
}

/// What a claim says: two sides and how they compare. At least one term stands in it; `==` only
/// joins one term to a number.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// The left side.
    pub left: Expression,
    /// The relation.
    pub relation: Relation,
    /// The right side.
    pub right: Expression,
}

impl Comparison {
    /// Reads `variance(lasso) < variance(ols)`.
    ///
    /// # Errors
    /// The text is no comparison; the error points to the first character that does not fit.
    pub fn parse(text: &str) -> Result<Self, SyntaxError> {
        located(text).map(|(comparison, _)| comparison)
    }

    /// Left side minus right side, whose sign the tests decide.
    pub fn difference(&self) -> Expression {
        let (left, right) = (Box::new(self.left.clone()), Box::new(self.right.clone()));
        Expression::Binary(Operator::Minus, left, right)
    }

    /// The terms of both sides, each once.
    pub fn terms(&self) -> Vec<&Term> {
        let mut terms = self.left.terms();
        for term in self.right.terms() {
            if !terms.contains(&term) {
                terms.push(term);
            }
        }
        terms
    }

    /// The measure and the number of an `==` claim.
    pub fn equality(&self) -> Option<(&Term, f64)> {
        match (self.relation, &self.left, &self.right) {
            (Relation::Equal, Expression::Term(term), side)
            | (Relation::Equal, side, Expression::Term(term)) => {
                Some((term, side.evaluate(&mut |_| None)?))
            }
            _ => None,
        }
    }

    pub(super) fn check(&self, text: &str) -> Result<(), SyntaxError> {
        let whole = 0..text.len();
        if self.terms().is_empty() {
            let hint = "put measure(method) on at least one side";
            return Err(SyntaxError::new(whole, "the claim is about no measure", hint));
        }
        if let Some(side) =
            [&self.left, &self.right].into_iter().find(|side| side.divides_by_nought())
        {
            let message = format!("{side} divides by 0");
            return Err(SyntaxError::new(whole, message, "divide by a number or by a measure"));
        }
        if self.relation == Relation::Equal && self.equality().is_none() {
            let hint = "== compares one measure(method) with a number in every replicate; \
                        for two methods use < or >";
            return Err(SyntaxError::new(whole, "== needs one measure and one number", hint));
        }
        Ok(())
    }
}

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.left, self.relation.symbol(), self.right)
    }
}
