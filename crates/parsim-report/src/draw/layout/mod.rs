//! Where everything goes: from a spec to rectangles, projections and placed words.

mod axes;
mod measures;
mod stack;

use super::canvas::{Anchor, Spot, Turn, Type};
use super::clip::Rect;
use super::legend::LegendBox;
use super::projection::Projection;
use super::theme::{self, LEADING, MARGIN};
use super::ticks::TickSet;
use super::{font, legend};
use crate::spec::{FigureSpec, LegendPlace};
use axes::Axes;
use measures::Measures;

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
