//! Where everything goes: from a spec to rectangles, projections and placed words.

mod axes;
mod stack;

use super::canvas::{Anchor, Spot, Turn, Type};
use super::clip::Rect;
use super::legend::LegendBox;
use super::projection::Projection;
use super::theme::{self, LEADING, MARGIN};
use super::ticks::TickSet;
use super::{font, legend};
use crate::spec::{Facets, FigureSpec, LegendPlace, Sharing};
use axes::Axes;

/// A figure laid out.
pub(super) struct Page {
    pub width: f64,
    pub height: f64,
    pub cells: Vec<Cell>,
    pub legend: LegendBox,
    /// Headings, captions and the names of the axes.
    pub words: Vec<Words>,
}

/// One panel laid out.
pub(super) struct Cell {
    pub frame: Rect,
    pub x: Projection,
    pub y: Projection,
    pub x_ticks: TickSet,
    pub y_ticks: TickSet,
    /// Whether ticks and their labels stand under and left of this panel.
    pub x_labelled: bool,
    pub y_labelled: bool,
    /// Labels over and to the right, with the ground they stand on.
    pub strips: Vec<Strip>,
    /// How far a label may stand out beyond the frame's sides.
    pub overhang: f64,
}

/// A panel's label.
pub(super) struct Strip {
    pub ground: Rect,
    pub lines: Vec<String>,
    pub turn: Turn,
}

/// A line of words in its place.
pub(super) struct Words {
    pub text: String,
    pub at: Spot,
    pub kind: Type,
}

/// Sizes that do not depend on where things stand.
struct Measures {
    columns: usize,
    panel: (f64, f64),
    /// Room for tick labels left of each column and under each row.
    left: Vec<f64>,
    below: Vec<f64>,
    /// Height of the strips over each row, width of those at the right.
    strip_above: Vec<f64>,
    strip_right: f64,
    /// Room for the vertical axis's name.
    name: f64,
}

impl Page {
    pub fn area(&self) -> Rect {
        Rect { left: 0.0, top: 0.0, right: self.width, bottom: self.height }
    }

    /// Lays out a spec that has been checked.
    pub fn of(spec: &FigureSpec) -> Self {
        let mut axes = Axes::of(spec);
        let measures = Measures::of(spec, &mut axes);
        let width = measures.width().max(spec.size.width.min(440.0)).ceil();
        let mut stack = stack::Stack::new(width);
        stack.text(&spec.title, Type::new(theme::TITLE, theme::INK, Anchor::Start).bold());
        stack.text(&spec.subtitle, Type::new(theme::SUBTITLE, theme::SOFT, Anchor::Start));
        let mut legend = LegendBox::default();
        if spec.legend.place == LegendPlace::Above {
            legend = legend::layout(spec, stack.next(6.0), width);
            stack.skip(legend.height);
        }
        stack.skip(8.0);
        let cells = measures.cells(spec, axes, stack.top());
        let panels = measures.hull(&cells, stack.top());
        stack.skip(panels.bottom - stack.top() + measures.below.last().copied().unwrap_or(0.0));
        let centre = panels.centre();
        stack.axis_name(&spec.x.label, centre.0, panels.width());
        let mut words = y_name(&spec.y.label, centre.1, panels.height().max(200.0));
        if spec.legend.place == LegendPlace::Below {
            legend = legend::layout(spec, stack.next(8.0), width);
            stack.skip(legend.height);
        }
        if !spec.caption.is_empty() {
            stack.skip(8.0);
            stack.text(&spec.caption, Type::new(theme::CAPTION, theme::SOFT, Anchor::Start));
        }
        let height = (stack.top() + MARGIN).ceil();
        words.extend(stack.words);
        Self { width, height, cells, legend, words }
    }
}

/// The vertical axis's name, running upwards at the left margin.
fn y_name(label: &str, middle: f64, room: f64) -> Vec<Words> {
    let kind = Type::new(theme::AXIS, theme::INK, Anchor::Middle).turned(Turn::Upwards);
    let lines = font::wrap(label, theme::AXIS, false, room).into_iter().enumerate();
    let x = |i: usize| MARGIN + theme::AXIS * (0.5 + i as f64 * LEADING);
    lines.map(|(i, text)| Words { text, at: (x(i), middle), kind }).collect()
}

/// Height of a strip with this many lines; 0 without any.
fn strip_size(lines: usize) -> f64 {
    if lines == 0 { 0.0 } else { lines as f64 * theme::STRIP * LEADING + 5.0 }
}

impl Measures {
    fn of(spec: &FigureSpec, axes: &mut Axes) -> Self {
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

    fn width(&self) -> f64 {
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

    fn cells(&self, spec: &FigureSpec, axes: Axes, top: f64) -> Vec<Cell> {
        let count = spec.panels.len();
        let cell = |(i, own): (usize, axes::CellAxes)| {
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
                overhang: if self.columns > 1 { theme::GAP / 2.0 - 2.5 } else { MARGIN - 2.0 },
            };
            axes::space_out(&mut cell);
            cell
        };
        axes.cells.into_iter().enumerate().map(cell).collect()
    }

    /// The smallest rectangle around all frames.
    fn hull(&self, cells: &[Cell], top: f64) -> Rect {
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
