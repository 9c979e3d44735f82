//! The marks of a panel's series, clipped to its frame.

mod bars;
mod lines;
mod points;
mod words;

use super::Drawn;
use super::canvas::{Canvas, Spot};
use super::layout::Cell;
use crate::spec::{FigureSpec, Key, Mark, Panel};

pub(super) use bars::fill;

/// A panel and the look of one of its series.
struct Place<'a> {
    cell: &'a Cell,
    key: &'a Key,
    dodge: f64,
}

impl Place<'_> {
    /// Where a pair of values lies on the page.
    fn spot(&self, x: f64, y: f64) -> Spot {
        (self.cell.x.place(x) + self.dodge, self.cell.y.place(y))
    }
}

/// Draws all series of a panel: references, then marks in the spec's order, then words.
pub(super) fn draw(canvas: &mut Canvas, spec: &FigureSpec, panel: &Panel, cell: &Cell) -> Drawn {
    let layer = |mark: &Mark| match mark {
        Mark::Reference { .. } => 0,
        Mark::Text(_) => 2,
        _ => 1,
    };
    for wanted in 0..=2 {
        for series in panel.series.iter().filter(|s| layer(&s.mark) == wanted) {
            let Some(key) = spec.keys.get(series.key) else { continue };
            draw_mark(canvas, &series.mark, &Place { cell, key, dodge: series.dodge })?;
        }
    }
    Ok(())
}

fn draw_mark(canvas: &mut Canvas, mark: &Mark, place: &Place) -> Drawn {
    match mark {
        Mark::Line(points) => lines::line(canvas, points, place),
        Mark::Steps(points) => lines::steps(canvas, points, place),
        Mark::Segments(segments) => lines::segments(canvas, segments, place),
        Mark::Reference { axis, value } => lines::reference(canvas, *axis, *value, place),
        Mark::Points(points) => points::points(canvas, points, place),
        Mark::Stems { base, points } => points::stems(canvas, *base, points, place),
        Mark::Bars(all) => bars::bars(canvas, all, place),
        Mark::Text(labels) => words::labels(canvas, labels, place),
    }
}
