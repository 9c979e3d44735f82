//! The sizes of panels and of the room between them, and the panels put in their places.

use super::axes::{self, Axes, CellAxes};
use super::{Cell, Strip};
use crate::draw::canvas::Turn;
use crate::draw::clip::Rect;
use crate::draw::font;
use crate::draw::projection::Projection;
use crate::draw::theme::{self, LEADING, MARGIN};
use crate::spec::{Facets, FigureSpec, Sharing};

/// Sizes that do not depend on where things stand.
pub(super) struct Measures {
    columns: usize,
    panel: (f64, f64),
    /// Room for tick labels left of each column and under each row.
    left: Vec<f64>,
    pub below: Vec<f64>,
    /// Height of the strips over each row, width of those at the right.
    strip_above: Vec<f64>,
    strip_right: f64,
    /// Room for the vertical axis's name.
    name: f64,
}

/// Height of a strip with this many lines; 0 without any.
fn strip_size(lines: usize) -> f64 {
    if lines == 0 { 0.0 } else { lines as f64 * theme::STRIP * LEADING + 5.0 }
}

impl Measures {
    pub fn of(spec: &FigureSpec, axes: &mut Axes) -> Self {
        let (rows, columns) = spec.facets.shape();
        let name = if spec.y.label.is_empty() { 0.0 } else { theme::AXIS * LEADING + 4.0 };
        let guess = (spec.size.width - 2.0 * MARGIN - name - 50.0) / columns as f64 - theme::GAP;
        let height = spec.size.panel_height.unwrap_or_else(|| match spec.size.aspect {
            Some(aspect) => (guess * aspect).clamp(90.0, 400.0),
            None => (guess * 0.74).clamp(110.0, 380.0),
        });
        let left = axes.fit_y(spec, height);
        let strip_right = match &spec.facets {
            Facets::Grid { rows, .. } => {
                let lines = rows.iter().map(|label| strip_lines(label, height).len());
                strip_size(lines.max().unwrap_or(0))
            }
            _ => 0.0,
        };
        let taken = 2.0 * MARGIN + name + strip_right + left.iter().sum::<f64>();
        let gaps = theme::GAP * (columns - 1) as f64;
        let most = ((spec.size.width - taken - gaps) / columns as f64).max(20.0);
        let width = spec.size.aspect.map_or(most, |aspect| most.min(height / aspect));
        let below = axes.fit_x(spec, width);
        let strip_above = strips_above(spec, width, rows);
        Self { columns, panel: (width, height), left, below, strip_above, strip_right, name }
    }

    pub fn width(&self) -> f64 {
        let columns = self.columns as f64;
        let panels = columns * self.panel.0 + (columns - 1.0) * theme::GAP;
        2.0 * MARGIN + self.name + self.left.iter().sum::<f64>() + panels + self.strip_right
    }

    /// The frame of the panel in this row and column, the first strip's top being at `top`.
    fn frame(&self, row: usize, column: usize, top: f64) -> Rect {
        let left = MARGIN
            + self.name
            + self.left[..=column].iter().sum::<f64>()
            + column as f64 * (self.panel.0 + theme::GAP);
        let above = self.strip_above[..=row].iter().sum::<f64>()
            + self.below[..row].iter().sum::<f64>()
            + row as f64 * (self.panel.1 + theme::GAP);
        let top = top + above;
        Rect { left, top, right: left + self.panel.0, bottom: top + self.panel.1 }
    }

    pub fn cells(&self, spec: &FigureSpec, axes: Axes, top: f64) -> Vec<Cell> {
        let count = spec.panels.len();
        let cell = |(i, own): (usize, CellAxes)| {
            let (row, column) = (i / self.columns, i % self.columns);
            let frame = self.frame(row, column, top);
            let mut cell = Cell {
                frame,
                x: Projection { range: own.x, start: frame.left, end: frame.right },
                y: Projection { range: own.y, start: frame.bottom, end: frame.top },
                x_ticks: own.x_ticks,
                y_ticks: own.y_ticks,
                x_labelled: i + self.columns >= count || spec.x.sharing == Sharing::Free,
                y_labelled: column == 0 || spec.y.sharing == Sharing::Free,
                strips: self.strips(spec, i, frame),
                overhang: if self.columns > 1 { axes::OVERHANG } else { MARGIN - 2.0 },
            };
            axes::space_out(&mut cell);
            cell
        };
        axes.cells.into_iter().enumerate().map(cell).collect()
    }

    /// The smallest rectangle around all frames.
    pub fn hull(&self, cells: &[Cell], top: f64) -> Rect {
        let first = self.frame(0, 0, top);
        let bottom = cells.iter().map(|c| c.frame.bottom).fold(first.bottom, f64::max);
        Rect { right: self.frame(0, self.columns - 1, top).right, bottom, ..first }
    }

    fn strips(&self, spec: &FigureSpec, index: usize, frame: Rect) -> Vec<Strip> {
        let (row, column) = (index / self.columns, index % self.columns);
        let mut strips = Vec::new();
        let height = self.strip_above[row];
        if let Some(label) = label_above(&spec.facets, index, row, column) {
            let ground = Rect { top: frame.top - height, bottom: frame.top, ..frame };
            strips.push(Strip {
                ground,
                lines: strip_lines(label, frame.width()),
                turn: Turn::Level,
            });
        }
        if let Facets::Grid { rows, .. } = &spec.facets
            && column + 1 == self.columns
            && let Some(label) = rows.get(row)
        {
            let ground = Rect { left: frame.right, right: frame.right + self.strip_right, ..frame };
            let lines = strip_lines(label, frame.height());
            strips.push(Strip { ground, lines, turn: Turn::Downwards });
        }
        strips
    }
}

fn strip_lines(label: &str, room: f64) -> Vec<String> {
    font::wrap(label, theme::STRIP, false, room - 8.0)
}

/// The label that stands over a panel, if one does.
fn label_above(facets: &Facets, index: usize, row: usize, column: usize) -> Option<&str> {
    match facets {
        Facets::Grid { columns, .. } if row == 0 => columns.get(column).map(String::as_str),
        Facets::Wrap { labels, .. } => labels.get(index).map(String::as_str),
        Facets::None | Facets::Grid { .. } => None,
    }
}

/// Height of the strips over each row.
fn strips_above(spec: &FigureSpec, width: f64, rows: usize) -> Vec<f64> {
    let (_, columns) = spec.facets.shape();
    let lines = |row: usize| {
        let labels = (0..columns)
            .filter_map(|column| label_above(&spec.facets, row * columns + column, row, column));
        labels.map(|label| strip_lines(label, width).len()).max().unwrap_or(0)
    };
    (0..rows).map(|row| strip_size(lines(row))).collect()
}
