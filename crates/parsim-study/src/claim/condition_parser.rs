//! Reads conditions.
//!
//! ```text
//! any     = all { "or" all }
//! all     = clause { ("and" | ",") clause }
//! clause  = "not" clause | "(" any ")" | column test operand
//! ```

use super::condition::{Clause, Operand, Test};
use super::syntax::{Cursor, MAX_DEPTH, SyntaxError, is_word_character};

const HINT: &str = "compare columns with numbers or words, e.g. n >= 250 and noise = gaussian";

pub(super) fn parse(text: &str) -> Result<Clause, SyntaxError> {
    let mut parser = Parser { cursor: Cursor::new(text) };
    let clause = parser.any(0)?;
    if parser.cursor.peek().is_some() {
        return Err(parser.cursor.unexpected("\"and\", \"or\" or the end", HINT));
    }
    Ok(clause)
}

struct Parser<'a> {
    cursor: Cursor<'a>,
}

impl Parser<'_> {
    fn any(&mut self, depth: usize) -> Result<Clause, SyntaxError> {
        let mut clauses = vec![self.all(depth)?];
        while self.keyword("or") {
            clauses.push(self.all(depth)?);
        }
        Ok(single(clauses, Clause::Any))
    }

    fn all(&mut self, depth: usize) -> Result<Clause, SyntaxError> {
        let mut clauses = vec![self.clause(depth)?];
        while self.cursor.take(",") || self.keyword("and") {
            clauses.push(self.clause(depth)?);
        }
        Ok(single(clauses, Clause::All))
    }

    fn clause(&mut self, depth: usize) -> Result<Clause, SyntaxError> {
        if depth > MAX_DEPTH {
            return Err(self.cursor.unexpected("less nesting", "write it with fewer parentheses"));
        }
        if self.keyword("not") {
            return Ok(Clause::Not(Box::new(self.clause(depth + 1)?)));
        }
        if self.cursor.take("(") {
            let inner = self.any(depth + 1)?;
            if !self.cursor.take(")") {
                return Err(self.cursor.unexpected("')'", "close the parenthesis"));
            }
            return Ok(inner);
        }
        let column = self.word("a column")?;
        let test = self.test()?;
        let operand = self.operand()?;
        Ok(Clause::Compare { column, test, operand })
    }

    fn test(&mut self) -> Result<Test, SyntaxError> {
        let found = Test::SYMBOLS.iter().find(|(symbol, _)| self.cursor.take(symbol));
        found.map(|(_, test)| *test).ok_or_else(|| self.cursor.unexpected("a comparison", HINT))
    }

    fn operand(&mut self) -> Result<Operand, SyntaxError> {
        let quoted = matches!(self.cursor.peek(), Some('\'' | '"'));
        let word = self.word("a number or a word")?;
        let numeric =
            !quoted && word.starts_with(|c: char| c.is_ascii_digit() || "+-.".contains(c));
        match word.parse::<f64>() {
            Ok(number) if numeric && number.is_finite() => Ok(Operand::Number(number)),
            _ => Ok(Operand::Word(word)),
        }
    }

    fn word(&mut self, wanted: &str) -> Result<String, SyntaxError> {
        let next = self.cursor.peek();
        if let Some(quote @ ('\'' | '"')) = next {
            self.cursor.offset += 1;
            let word = self.cursor.take_while(|c| c != quote).to_owned();
            if !self.cursor.rest().starts_with(quote) {
                return Err(self.cursor.unexpected("the closing quote", HINT));
            }
            self.cursor.offset += 1;
            return Ok(word);
        }
        let word = self.cursor.take_while(is_word_character);
        if word.is_empty() {
            return Err(self.cursor.unexpected(wanted, HINT));
        }
        Ok(word.to_owned())
    }

    /// Skips a keyword that stands as a whole word.
    fn keyword(&mut self, keyword: &str) -> bool {
        self.cursor.peek();
        let mut ahead = self.cursor.clone();
        let found = ahead.take_while(is_word_character) == keyword;
        if found {
            self.cursor = ahead;
        }
        found
    }
}

fn single(mut clauses: Vec<Clause>, join: fn(Vec<Clause>) -> Clause) -> Clause {
    if clauses.len() == 1 { clauses.remove(0) } else { join(clauses) }
}
