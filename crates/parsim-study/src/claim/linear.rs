//! Sums of terms times numbers.

use super::expression::{Expression, Operator, Term};

/// A side that is linear in its terms: a constant and coefficients.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Linear {
    /// What is left where all terms are 0.
    pub constant: f64,
    /// Terms, each once, in the order in which they stand, with their coefficients.
    pub coefficients: Vec<(Term, f64)>,
}

impl Linear {
    fn map(mut self, f: impl Fn(f64) -> f64) -> Self {
        self.constant = f(self.constant);
        self.coefficients.iter_mut().for_each(|(_, coefficient)| *coefficient = f(*coefficient));
        self
    }

    fn plus(mut self, other: Self) -> Self {
        self.constant += other.constant;
        for (term, more) in other.coefficients {
            match self.coefficients.iter_mut().find(|(known, _)| *known == term) {
                Some((_, coefficient)) => *coefficient += more,
                None => self.coefficients.push((term, more)),
            }
        }
        self
    }

    fn is_finite(&self) -> bool {
        let mut all = self.coefficients.iter().map(|(_, coefficient)| *coefficient);
        self.constant.is_finite() && all.all(f64::is_finite)
    }
}

impl Expression {
    /// The side as a sum of terms times numbers, so that its value over replicates is the mean of
    /// its value per replicate; `None` where it is no such sum, or not finite.
    pub fn linear(&self) -> Option<Linear> {
        let result = match self {
            Self::Number(number) => Linear { constant: *number, ..Linear::default() },
            Self::Term(term) => Linear { constant: 0.0, coefficients: vec![(term.clone(), 1.0)] },
            Self::Negative(inner) => inner.linear()?.map(|x| -x),
            Self::Binary(operator, left, right) => {
                let (left, right) = (left.linear()?, right.linear()?);
                let [left_constant, right_constant] =
                    [&left, &right].map(|side| side.coefficients.is_empty());
                match operator {
                    Operator::Plus => left.plus(right),
                    Operator::Minus => left.plus(right.map(|x| -x)),
                    Operator::Times if left_constant => right.map(|x| left.constant * x),
                    Operator::Times if right_constant => left.map(|x| x * right.constant),
                    Operator::Over if right_constant => left.map(|x| x / right.constant),
                    Operator::Times | Operator::Over => return None,
                }
            }
        };
        result.is_finite().then_some(result)
    }
}
