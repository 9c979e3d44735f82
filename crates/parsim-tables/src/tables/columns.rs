//! A table as columns, whatever the file it goes to.

use parsim_engine::results::Measured;
use std::borrow::Cow;

/// A table with its file's stem.
#[derive(Debug)]
pub(super) struct Table<'a> {
    pub(super) name: &'static str,
    pub(super) columns: Vec<Column<'a>>,
}

/// A named column.
#[derive(Debug)]
pub(super) struct Column<'a> {
    pub(super) name: Cow<'a, str>,
    pub(super) values: Values<'a>,
}

/// The values of a column; `None` is null.
#[derive(Debug)]
pub(super) enum Values<'a> {
    Numbers(Vec<Option<f64>>),
    Counts(Vec<Option<u64>>),
    Words(Vec<Option<Cow<'a, str>>>),
}

impl Values<'_> {
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Numbers(values) => values.len(),
            Self::Counts(values) => values.len(),
            Self::Words(values) => values.len(),
        }
    }
}

impl Table<'_> {
    /// Rows of the table; all columns have as many.
    pub(super) fn height(&self) -> usize {
        self.columns.first().map_or(0, |column| column.values.len())
    }

    /// Refuses a number that is not finite; the message names its row, counted from 1, by its
    /// words, and its column.
    pub(super) fn check(&self) -> Result<(), String> {
        for column in &self.columns {
            let Values::Numbers(numbers) = &column.values else { continue };
            let bad =
                numbers.iter().position(|value| value.is_some_and(|value| !value.is_finite()));
            if let Some(row) = bad {
                let value = numbers[row].unwrap_or_default();
                let (name, words) = (&column.name, self.words(row));
                return Err(format!("row {} ({words}): {name} would be {value}", row + 1));
            }
        }
        Ok(())
    }

    fn words(&self, row: usize) -> String {
        let words = self.columns.iter().filter_map(|column| match &column.values {
            Values::Words(words) => {
                words[row].as_ref().map(|word| format!("{} {word}", column.name))
            }
            _ => None,
        });
        words.collect::<Vec<_>>().join(", ")
    }
}

/// Builds the columns of a table from its rows, one closure per column.
pub(super) struct Columns<'a, R> {
    rows: &'a [R],
    columns: Vec<Column<'a>>,
}

impl<'a, R> Columns<'a, R> {
    /// Begins with the columns of the keys.
    pub(super) fn new(rows: &'a [R], keys: Vec<Column<'a>>) -> Self {
        Self { rows, columns: keys }
    }

    pub(super) fn push(&mut self, column: Column<'a>) {
        self.columns.push(column);
    }

    pub(super) fn number(
        &mut self,
        name: impl Into<Cow<'a, str>>,
        value: impl Fn(&R) -> Option<f64>,
    ) {
        let values = Values::Numbers(self.rows.iter().map(value).collect());
        self.push(Column { name: name.into(), values });
    }

    /// A number in the column `name` and its Monte Carlo standard error in `<name>_mcse`.
    pub(super) fn measured(&mut self, name: &'static str, value: impl Fn(&R) -> Measured) {
        self.number(name, |row| value(row).estimate);
        let mcse = self.rows.iter().map(|row| value(row).mcse).collect();
        self.push(Column { name: format!("{name}_mcse").into(), values: Values::Numbers(mcse) });
    }

    pub(super) fn count(&mut self, name: &'static str, value: impl Fn(&R) -> Option<u64>) {
        let values = Values::Counts(self.rows.iter().map(value).collect());
        self.push(Column { name: name.into(), values });
    }

    pub(super) fn word(&mut self, name: &'static str, value: impl Fn(&'a R) -> &'a str) {
        let words = self.rows.iter().map(|row| Some(value(row).into())).collect();
        self.push(Column { name: name.into(), values: Values::Words(words) });
    }

    /// A word that may be null.
    pub(super) fn known_word(
        &mut self,
        name: &'static str,
        value: impl Fn(&'a R) -> Option<&'a str>,
    ) {
        let words = self.rows.iter().map(|row| value(row).map(Cow::from)).collect();
        self.push(Column { name: name.into(), values: Values::Words(words) });
    }

    pub(super) fn finish(self, name: &'static str) -> Table<'a> {
        Table { name, columns: self.columns }
    }
}
