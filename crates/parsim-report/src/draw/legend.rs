//! The legend: a band of entries, each a small sample of its marks and a label.

use super::canvas::{Anchor, Canvas, Pen, Spot, Type};
use super::clip::Rect;
use super::marks::fill;
use super::theme::{INK, LEADING, LEGEND, LINE, MARGIN, THIN};
use super::{Drawn, dash, font, markers};
use crate::spec::{Direction, FigureSpec, Key, Mark};

/// A legend laid out.
#[derive(Default)]
pub(super) struct LegendBox {
    /// Heading, with its left end on the line.
    title: Option<(String, Spot)>,
    /// Position of the key, left end of the sample, label.
    entries: Vec<(usize, Spot, String)>,
    pub height: f64,
}

/// Width of a sample that holds a line; room between a sample and its label, and between entries.
const SAMPLE: f64 = 30.0;
const INNER: f64 = 6.0;
const OUTER: f64 = 18.0;
const ROW: f64 = LEGEND * LEADING + 4.0;

/// Places the entries of the keys in use, from this left end, in as many rows as the page's width asks for.
pub(super) fn layout(spec: &FigureSpec, (left, top): Spot, width: f64) -> LegendBox {
    let mut legend = LegendBox::default();
    let used = |key: usize| spec.panels.iter().flat_map(|p| &p.series).any(|s| s.key == key);
    let keys = spec.keys.iter().enumerate();
    let shown: Vec<(usize, &Key)> =
        keys.filter(|(i, key)| used(*i) && !key.label.is_empty()).collect();
    if shown.is_empty() {
        return legend;
    }
    let (mut x, mut y) = (left, top + ROW / 2.0);
    let mut indent = left;
    if !spec.legend.title.is_empty() {
        legend.title = Some((spec.legend.title.clone(), (x, y)));
        x += font::width(&spec.legend.title, LEGEND, true) + OUTER * 0.75;
        indent = x;
    }
    for (i, key) in shown {
        let sample = sample_width(&kinds(spec, i));
        let room = width - MARGIN - indent - sample - INNER;
        let label = font::cut(&key.label, LEGEND, false, room);
        let wide = sample + INNER + font::width(&label, LEGEND, false);
        if x + wide > width - MARGIN && x > indent {
            (x, y) = (indent, y + ROW);
        }
        legend.entries.push((i, (x, y), label));
        x += wide + OUTER;
    }
    legend.height = y + ROW / 2.0 - top;
    legend
}

pub(super) fn draw(canvas: &mut Canvas, spec: &FigureSpec, legend: &LegendBox) -> Drawn {
    let kind = Type::new(LEGEND, INK, Anchor::Start);
    if let Some((title, at)) = &legend.title {
        canvas.words(title, *at, kind.bold())?;
    }
    for (i, (x, y), label) in &legend.entries {
        let Some(key) = spec.keys.get(*i) else { continue };
        let kinds = kinds(spec, *i);
        let wide = sample_width(&kinds);
        for sample in kinds {
            draw_sample(canvas, key, sample, (x + wide / 2.0, *y))?;
        }
        canvas.words(label, (x + wide + INNER, *y), kind)?;
    }
    Ok(())
}

/// The kinds of marks that a sample can show, in the order they are drawn over one another.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Sample {
    Bar,
    Line { thin: bool },
    Upright,
    Marker,
}

/// What the key's series are made of anywhere in the figure.
fn kinds(spec: &FigureSpec, key: usize) -> Vec<Sample> {
    let series = spec.panels.iter().flat_map(|p| &p.series).filter(|s| s.key == key);
    let mut kinds: Vec<Sample> = series
        .flat_map(|s| match &s.mark {
            Mark::Line(_) | Mark::Steps(_) | Mark::Segments(_) => {
                vec![Sample::Line { thin: false }]
            }
            Mark::Guide(_) | Mark::Reference { axis: Direction::Y, .. } => {
                vec![Sample::Line { thin: true }]
            }
            Mark::Reference { axis: Direction::X, .. } => vec![Sample::Upright],
            Mark::Points(_) => vec![Sample::Marker],
            Mark::Stems { .. } => vec![Sample::Marker, Sample::Upright],
            Mark::Bars(_) => vec![Sample::Bar],
            Mark::Text(_) => Vec::new(),
        })
        .collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

/// The width of the widest of these.
fn sample_width(kinds: &[Sample]) -> f64 {
    let wide = |sample: &Sample| match sample {
        Sample::Line { .. } => SAMPLE,
        Sample::Bar => 22.0,
        Sample::Upright | Sample::Marker => 10.0,
    };
    kinds.iter().map(wide).fold(0.0, f64::max)
}

fn draw_sample(canvas: &mut Canvas, key: &Key, sample: Sample, (x, y): Spot) -> Drawn {
    match sample {
        Sample::Bar => {
            let rect = Rect { left: x - 11.0, top: y - 5.5, right: x + 11.0, bottom: y + 5.5 };
            fill(canvas, rect, key)
        }
        Sample::Line { thin } => {
            let pen = Pen { color: key.color, width: if thin { THIN } else { LINE } };
            let ends = [(x - SAMPLE / 2.0, y), (x + SAMPLE / 2.0, y)];
            dash::strokes(&ends, key.dash).iter().try_for_each(|s| canvas.polyline(s, pen))
        }
        Sample::Upright => {
            let pen = Pen { color: key.color, width: THIN };
            let ends = [(x, y + 7.0), (x, y - 7.0)];
            dash::strokes(&ends, key.dash).iter().try_for_each(|s| canvas.polyline(s, pen))
        }
        Sample::Marker => {
            markers::rim(canvas, key.marker, (x, y))?;
            markers::draw(canvas, key.marker, (x, y), key.color)
        }
    }
}
