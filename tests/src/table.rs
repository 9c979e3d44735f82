//! Reference tables: CSV with one header line, commas, points and no quotes.

use parsim_numerics::Matrix;
use parsim_stats::dataset::Dataset;
use std::path::{Path, PathBuf};

/// A table of text, as it stands in a file.
#[derive(Clone, Debug)]
pub struct Table {
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// One line of a table.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    table: &'a Table,
    cells: &'a [String],
}

impl Table {
    /// The table `tests/data/<path>`.
    pub fn fixture(path: &str) -> Self {
        Self::read(&root().join("tests/data").join(path))
    }

    /// The table of a file.
    pub fn read(path: &Path) -> Self {
        let text = std::fs::read_to_string(path)
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let cells = |line: &str| line.trim_end().split(',').map(str::to_owned).collect::<Vec<_>>();
        let mut lines = text.lines().filter(|line| !line.is_empty());
        let columns = cells(lines.next().unwrap());
        let rows: Vec<_> = lines.map(cells).collect();
        let whole = rows.iter().all(|row| row.len() == columns.len());
        assert!(whole && !rows.is_empty(), "{} is no table", path.display());
        Self { columns, rows }
    }

    /// The names of the columns.
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// The lines.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|cells| Row { table: self, cells })
    }

    /// The lines in which a column has that text.
    pub fn rows_where<'a>(&'a self, column: &str, text: &str) -> impl Iterator<Item = Row<'a>> {
        let at = self.position(column);
        let text = text.to_owned();
        self.rows().filter(move |row| row.cells[at] == text)
    }

    /// Distinct texts of a column, in order of appearance.
    pub fn levels(&self, column: &str) -> Vec<String> {
        let at = self.position(column);
        let mut levels: Vec<String> = Vec::new();
        for row in &self.rows {
            if !levels.contains(&row[at]) {
                levels.push(row[at].clone());
            }
        }
        levels
    }

    /// A column of numbers.
    pub fn column(&self, name: &str) -> Vec<f64> {
        self.rows().map(|row| row.number(name)).collect()
    }

    /// The data of a regression: one column is the response, all others are the covariates.
    pub fn dataset(&self, response: &str) -> Dataset {
        let others: Vec<&str> =
            self.columns.iter().map(String::as_str).filter(|name| *name != response).collect();
        let x: Vec<f64> = others.iter().flat_map(|name| self.column(name)).collect();
        let x = Matrix::from_columns(self.rows.len(), others.len(), x).unwrap();
        Dataset { x: x.into(), y: self.column(response) }
    }

    fn position(&self, column: &str) -> usize {
        self.columns
            .iter()
            .position(|name| name == column)
            .unwrap_or_else(|| panic!("no column {column} among {:?}", self.columns))
    }
}

impl<'a> Row<'a> {
    /// The text of a cell.
    pub fn text(&self, column: &str) -> &'a str {
        &self.cells[self.table.position(column)]
    }

    /// The number in a cell.
    pub fn number(&self, column: &str) -> f64 {
        let text = self.text(column);
        text.parse().unwrap_or_else(|_| panic!("{column}: \"{text}\" is no number"))
    }

    /// The whole number in a cell.
    pub fn count(&self, column: &str) -> usize {
        let text = self.text(column);
        text.parse().unwrap_or_else(|_| panic!("{column}: \"{text}\" is no count"))
    }
}

/// The root of the workspace.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}
