//! Panels, the series in them, and how they are arranged.

use super::{Color, Mark};

/// How panels are arranged and labelled.
#[derive(Debug, Clone, PartialEq)]
pub enum Facets {
    /// One panel without a label.
    None,
    /// Rows by columns; an empty list is one row or one column without a label.
    Grid {
        /// Labels of the rows, written at their right: `rho = 0.5`.
        rows: Vec<String>,
        /// Labels of the columns, written above them: `n = 60`.
        columns: Vec<String>,
    },
    /// A sequence of labelled panels, filled row by row.
    Wrap {
        /// Panels side by side; at least 1.
        columns: usize,
        /// Labels of the panels, written above each.
        labels: Vec<String>,
    },
}

impl Facets {
    /// Number of rows and of columns.
    pub fn shape(&self) -> (usize, usize) {
        match self {
            Self::None => (1, 1),
            Self::Grid { rows, columns } => (rows.len().max(1), columns.len().max(1)),
            Self::Wrap { columns, labels } => {
                let columns = (*columns).clamp(1, labels.len().max(1));
                (labels.len().div_ceil(columns).max(1), columns)
            }
        }
    }

    /// Number of panels.
    pub fn count(&self) -> usize {
        match self {
            Self::Wrap { labels, .. } => labels.len(),
            _ => self.shape().0 * self.shape().1,
        }
    }
}

/// One panel.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Panel {
    /// Its series. Reference lines are drawn first, then lines and bars, then guides, then markers with their intervals,
    /// then words; within each of these, later series over earlier ones.
    pub series: Vec<Series>,
    /// Why something is missing, such as `OLS not applicable`: written in the middle of an empty panel, else
    /// in its emptiest corner; empty for none.
    pub note: String,
}

impl Panel {
    /// A panel of these series.
    pub fn of(series: impl Into<Vec<Series>>) -> Self {
        Self { series: series.into(), note: String::new() }
    }

    /// The same panel with a note.
    #[must_use]
    pub fn noted(self, note: impl Into<String>) -> Self {
        Self { note: note.into(), ..self }
    }
}

/// Marks with a common look.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// Position in [`FigureSpec::keys`](super::FigureSpec::keys).
    pub key: usize,
    /// Shift to the right in units of [`Size`](super::Size), so that the intervals of several methods at one x
    /// stand side by side on any scale; see [`dodge`].
    pub dodge: f64,
    /// Colour, if it is not the key's: where one entry of the legend stands for lines of several methods.
    pub color: Option<Color>,
    /// The marks.
    pub mark: Mark,
}

impl Series {
    /// Marks in the look of a key, not shifted.
    pub fn new(key: usize, mark: Mark) -> Self {
        Self { key, dodge: 0.0, color: None, mark }
    }

    /// The same series in a colour of its own.
    #[must_use]
    pub fn colored(self, color: Color) -> Self {
        Self { color: Some(color), ..self }
    }

    /// The same series, shifted to the right.
    #[must_use]
    pub fn dodged(self, dodge: f64) -> Self {
        Self { dodge, ..self }
    }
}

/// The shift of the series at `position` (from 0) among `count` that stand `gap` apart, centred on 0.
pub fn dodge(position: usize, count: usize, gap: f64) -> f64 {
    (position as f64 - (count.max(1) - 1) as f64 / 2.0) * gap
}
