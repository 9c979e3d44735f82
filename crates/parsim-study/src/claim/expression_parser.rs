//! Reads comparisons: `sum relation sum`.
//!
//! ```text
//! sum     = product { ("+" | "-") product }
//! product = factor { ("*" | "/") factor }
//! factor  = "-" factor | "(" sum ")" | number | measure "(" method ")"
//! ```

use super::comparison::{Comparison, Relation};
use super::expression::{Expression, Operator, Term};
use super::syntax::{Cursor, MAX_DEPTH, SyntaxError};
use std::ops::Range;

const RELATIONS_HINT: &str = "a claim compares two sides by <, <=, >, >= or ==";
const FACTOR_HINT: &str = "a side is measure(method), a number, or + - * / of such";

/// A term and the places of its measure and its method in the text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Located {
    pub(crate) term: Term,
    pub(crate) measure: Range<usize>,
    pub(crate) method: Range<usize>,
}

/// A comparison with the places of its terms.
pub(crate) fn located(text: &str) -> Result<(Comparison, Vec<Located>), SyntaxError> {
    let mut parser = Parser { cursor: Cursor::new(text), located: Vec::new() };
    let left = parser.sum(0)?;
    let relation = parser.relation()?;
    let right = parser.sum(0)?;
    if parser.cursor.peek().is_some() {
        return Err(parser.cursor.unexpected("the end", RELATIONS_HINT));
    }
    let comparison = Comparison { left, relation, right };
    comparison.check(text)?;
    Ok((comparison, parser.located))
}

struct Parser<'a> {
    cursor: Cursor<'a>,
    located: Vec<Located>,
}

impl Parser<'_> {
    fn relation(&mut self) -> Result<Relation, SyntaxError> {
        for (symbol, relation) in Relation::SYMBOLS {
            if self.cursor.take(symbol) {
                return Ok(relation);
            }
        }
        let hint = if self.cursor.rest().starts_with('=') {
            "equality is written =="
        } else {
            RELATIONS_HINT
        };
        Err(self.cursor.unexpected("a comparison", hint))
    }

    fn sum(&mut self, depth: usize) -> Result<Expression, SyntaxError> {
        let mut left = self.product(depth)?;
        loop {
            let operator = match self.cursor.peek() {
                Some('+') => Operator::Plus,
                Some('-') => Operator::Minus,
                _ => return Ok(left),
            };
            self.cursor.offset += 1;
            let right = self.product(depth)?;
            left = Expression::Binary(operator, Box::new(left), Box::new(right));
        }
    }

    fn product(&mut self, depth: usize) -> Result<Expression, SyntaxError> {
        let mut left = self.factor(depth)?;
        loop {
            let operator = match self.cursor.peek() {
                Some('*') => Operator::Times,
                Some('/') => Operator::Over,
                _ => return Ok(left),
            };
            self.cursor.offset += 1;
            let right = self.factor(depth)?;
            left = Expression::Binary(operator, Box::new(left), Box::new(right));
        }
    }

    fn factor(&mut self, depth: usize) -> Result<Expression, SyntaxError> {
        if depth > MAX_DEPTH {
            return Err(self.cursor.unexpected("less nesting", "write it with fewer parentheses"));
        }
        match self.cursor.peek() {
            Some('-') => {
                self.cursor.offset += 1;
                Ok(Expression::Negative(Box::new(self.factor(depth + 1)?)))
            }
            Some('(') => {
                self.cursor.offset += 1;
                let inner = self.sum(depth + 1)?;
                if !self.cursor.take(")") {
                    return Err(self.cursor.unexpected("')'", "close the parenthesis"));
                }
                Ok(inner)
            }
            Some(digit) if digit.is_ascii_digit() || digit == '.' => self.number(),
            Some(letter) if letter.is_alphabetic() => self.term(),
            _ => Err(self.cursor.unexpected("measure(method) or a number", FACTOR_HINT)),
        }
    }

    fn number(&mut self) -> Result<Expression, SyntaxError> {
        let start = self.cursor.offset;
        self.cursor.take_while(|c| c.is_ascii_digit() || c == '.');
        if self.cursor.rest().starts_with(['e', 'E']) {
            self.cursor.offset += 1;
            if self.cursor.rest().starts_with(['+', '-']) {
                self.cursor.offset += 1;
            }
            self.cursor.take_while(|c| c.is_ascii_digit());
        }
        let text = &self.cursor.text()[start..self.cursor.offset];
        match text.parse::<f64>() {
            Ok(number) if number.is_finite() => Ok(Expression::Number(number)),
            _ => {
                let at = start..self.cursor.offset;
                Err(SyntaxError::new(at, format!("\"{text}\" is no number"), FACTOR_HINT))
            }
        }
    }

    fn term(&mut self) -> Result<Expression, SyntaxError> {
        let start = self.cursor.offset;
        let measure = self.cursor.take_while(|c| c.is_alphanumeric() || c == '_');
        let measure_at = start..self.cursor.offset;
        if !self.cursor.take("(") {
            let hint = format!("a measure is of a method, e.g. {measure}(lasso)");
            return Err(self.cursor.unexpected("'('", &hint));
        }
        self.cursor.peek();
        let start = self.cursor.offset;
        let method = self.cursor.take_while(|c| c != ')' && c != '(').trim_end();
        let method_at = start..start + method.len();
        if method.is_empty() {
            return Err(self.cursor.unexpected("the name of a method", FACTOR_HINT));
        }
        if !self.cursor.take(")") {
            return Err(self.cursor.unexpected("')'", "close the parenthesis"));
        }
        let term = Term { measure: measure.to_owned(), method: method.to_owned() };
        let located = Located { term: term.clone(), measure: measure_at, method: method_at };
        self.located.push(located);
        Ok(Expression::Term(term))
    }
}
