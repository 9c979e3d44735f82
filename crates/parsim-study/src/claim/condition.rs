//! Conditions on scenarios, by their columns.

use super::condition_parser;
use super::syntax::SyntaxError;
use crate::cell::Cell;
use crate::draft::shortest;
use std::fmt;

/// What a column is compared with.
#[derive(Clone, Debug, PartialEq)]
pub enum Operand {
    /// A number.
    Number(f64),
    /// A word: a column of that name where there is one, else the word itself.
    Word(String),
}

/// How a column compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Test {
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Equal,
    Unequal,
}

impl Test {
    /// Longer symbols before their beginnings; `=` means the same as `==`.
    pub(super) const SYMBOLS: [(&'static str, Self); 7] = [
        ("<=", Self::LessOrEqual),
        (">=", Self::GreaterOrEqual),
        ("==", Self::Equal),
        ("!=", Self::Unequal),
        ("=", Self::Equal),
        ("<", Self::Less),
        (">", Self::Greater),
    ];

    const fn symbol(self) -> &'static str {
        match self {
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
            Self::Equal => "==",
            Self::Unequal => "!=",
        }
    }

    fn of_numbers(self, left: f64, right: f64) -> bool {
        match self {
            Self::Less => left < right,
            Self::LessOrEqual => left <= right,
            Self::Greater => left > right,
            Self::GreaterOrEqual => left >= right,
            Self::Equal => left == right,
            Self::Unequal => left != right,
        }
    }

    fn of_words(self, left: &str, right: &str) -> bool {
        match self {
            Self::Equal => left == right,
            Self::Unequal => left != right,
            _ => false,
        }
    }

    /// Whether it orders, which only numbers do.
    pub(super) const fn orders(self) -> bool {
        !matches!(self, Self::Equal | Self::Unequal)
    }
}

/// A condition on scenarios, e.g. `n >= 250 and not (rho = 0 or noise = student-t)`.
///
/// Columns are compared with numbers, words, or other columns; comparisons are joined by `and`
/// (or a comma), `or`, `not` and parentheses. A scenario's label is a condition that holds for
/// it, and so is a pattern for labels, in which `*` stands for any characters and `?` for one, e.g.
/// `n=60,*`. A comparison with a column that a scenario lacks does not hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition(pub(super) Clause);

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Clause {
    Compare {
        column: String,
        test: Test,
        operand: Operand,
    },
    Not(Box<Clause>),
    All(Vec<Clause>),
    Any(Vec<Clause>),
    /// A pattern for labels; stands alone.
    Label(String),
}

impl Condition {
    /// Reads a condition, a label or a pattern for labels.
    ///
    /// # Errors
    /// The text is none of these; the error points to the first character that does not fit.
    pub fn parse(text: &str) -> Result<Self, SyntaxError> {
        match condition_parser::parse(text) {
            Err(_) if text.contains(['*', '?']) => Ok(Self(Clause::Label(text.trim().to_owned()))),
            parsed => parsed.map(Self),
        }
    }

    /// Whether a scenario with this label and these columns satisfies it.
    pub fn matches(&self, label: &str, columns: &[(String, Cell)]) -> bool {
        self.0.matches(label, columns)
    }

    /// Whether it is a pattern for labels.
    pub fn is_pattern(&self) -> bool {
        matches!(self.0, Clause::Label(_))
    }

    /// What the comparisons compare: column, whether the comparison orders, operand.
    pub(crate) fn comparisons(&self) -> Vec<(&str, bool, &Operand)> {
        let mut comparisons = Vec::new();
        self.0.collect(&mut comparisons);
        comparisons
    }
}

fn find<'a>(columns: &'a [(String, Cell)], name: &str) -> Option<&'a Cell> {
    columns.iter().find(|(column, _)| column == name).map(|(_, cell)| cell)
}

impl Clause {
    fn matches(&self, label: &str, columns: &[(String, Cell)]) -> bool {
        match self {
            Self::Compare { column, test, operand } => {
                let Some(left) = find(columns, column) else { return false };
                let right = match operand {
                    Operand::Number(number) => Cell::Number(*number),
                    Operand::Word(word) => {
                        find(columns, word).cloned().unwrap_or_else(|| Cell::Text(word.clone()))
                    }
                };
                compare(left, *test, &right)
            }
            Self::Not(inner) => !inner.matches(label, columns),
            Self::All(clauses) => clauses.iter().all(|clause| clause.matches(label, columns)),
            Self::Any(clauses) => clauses.iter().any(|clause| clause.matches(label, columns)),
            Self::Label(pattern) => super::pattern::fits(pattern, label),
        }
    }

    fn collect<'a>(&'a self, comparisons: &mut Vec<(&'a str, bool, &'a Operand)>) {
        match self {
            Self::Compare { column, test, operand } => {
                comparisons.push((column, test.orders(), operand));
            }
            Self::Not(inner) => inner.collect(comparisons),
            Self::All(clauses) | Self::Any(clauses) => {
                for clause in clauses {
                    clause.collect(comparisons);
                }
            }
            Self::Label(_) => {}
        }
    }
}

fn compare(left: &Cell, test: Test, right: &Cell) -> bool {
    match (left, right) {
        (Cell::Null, _) | (_, Cell::Null) => false,
        (Cell::Number(left), Cell::Number(right)) => test.of_numbers(*left, *right),
        (left, right) => test.of_words(&left.to_string(), &right.to_string()),
    }
}

/// Reads back as the same condition.
impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for Clause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Compare { column, test, operand } => {
                write!(f, "{column} {} ", test.symbol())?;
                match operand {
                    Operand::Number(number) => f.write_str(&shortest(*number)),
                    Operand::Word(word) => f.write_str(&super::syntax::quoted(word)),
                }
            }
            Self::Not(inner) => write!(f, "not ({inner})"),
            Self::All(clauses) => join(f, clauses, " and "),
            Self::Any(clauses) => join(f, clauses, " or "),
            Self::Label(pattern) => f.write_str(pattern),
        }
    }
}

fn join(f: &mut fmt::Formatter<'_>, clauses: &[Clause], word: &str) -> fmt::Result {
    for (i, clause) in clauses.iter().enumerate() {
        if i > 0 {
            f.write_str(word)?;
        }
        match clause {
            Clause::All(_) | Clause::Any(_) => write!(f, "({clause})")?,
            _ => write!(f, "{clause}")?,
        }
    }
    Ok(())
}
