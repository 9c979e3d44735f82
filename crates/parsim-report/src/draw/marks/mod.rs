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

    /// Whether a spot lies in the panel; one on the frame may miss it by a rounding.
    fn inside(&self, spot: Spot) -> bool {
        let nearest = self.cell.frame.clamp(spot);
        (nearest.0 - spot.0).abs() < 0.01 && (nearest.1 - spot.1).abs() < 0.01
    }
}

/// Marks of one kind lie on one level, whatever their order in the spec.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Layer {
    References,
    Lines,
    Guides,
    Markers,
    Words,
}

fn layer(mark: &Mark) -> Layer {
    match mark {
        Mark::Reference { .. } => Layer::References,
        Mark::Line(_) | Mark::Steps(_) | Mark::Segments(_) | Mark::Bars(_) => Layer::Lines,
        Mark::Guide(_) => Layer::Guides,
        Mark::Points(_) | Mark::Stems { .. } => Layer::Markers,
        Mark::Text(_) => Layer::Words,
    }
}

/// Draws all series of a panel.
pub(super) fn draw(canvas: &mut Canvas, spec: &FigureSpec, panel: &Panel, cell: &Cell) -> Drawn {
    for wanted in [Layer::References, Layer::Lines, Layer::Guides, Layer::Markers, Layer::Words] {
        for series in panel.series.iter().filter(|s| layer(&s.mark) == wanted) {
            let Some(key) = spec.keys.get(series.key) else { continue };
            let own = series.color.map(|color| key.clone().colored(color));
            let key = own.as_ref().unwrap_or(key);
            draw_mark(canvas, &series.mark, &Place { cell, key, dodge: series.dodge })?;
        }
    }
    Ok(())
}

fn draw_mark(canvas: &mut Canvas, mark: &Mark, place: &Place) -> Drawn {
    match mark {
        Mark::Line(points) => lines::line(canvas, points, place),
        Mark::Guide(points) => lines::guide(canvas, points, place),
        Mark::Steps(points) => lines::steps(canvas, points, place),
        Mark::Segments(segments) => lines::segments(canvas, segments, place),
        Mark::Reference { axis, value } => lines::reference(canvas, *axis, *value, place),
        Mark::Points(points) => points::points(canvas, points, place),
        Mark::Stems { base, points } => points::stems(canvas, *base, points, place),
        Mark::Bars(all) => bars::bars(canvas, all, place),
        Mark::Text(labels) => words::labels(canvas, labels, place),
    }
}
