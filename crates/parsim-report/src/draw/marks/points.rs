//! Markers with intervals, and lollipops.

use super::Place;
use crate::draw::Drawn;
use crate::draw::canvas::{Canvas, Pen, Spot};
use crate::draw::markers;
use crate::draw::theme::{CAP, INK, LINE, MARKER, THIN};
use crate::spec::{Key, Point};

/// Rims, then intervals, then markers: a rim must not cut a series' own intervals.
pub(super) fn points(canvas: &mut Canvas, points: &[Point], place: &Place) -> Drawn {
    let inside = |point: &&Point| place.inside(place.spot(point.x, point.y));
    for point in points.iter().filter(inside) {
        markers::rim(canvas, place.key.marker, place.spot(point.x, point.y))?;
    }
    let pen = Pen { color: place.key.color, width: THIN };
    for point in points {
        intervals(canvas, point, pen, place)?;
    }
    points.iter().try_for_each(|point| marker(canvas, point, MARKER, place))
}

/// Sticks, then markers, small where sticks stand close, then intervals: over the markers and in ink, since
/// the lower half of one in the stick's colour would be lost on the stick.
pub(super) fn stems(canvas: &mut Canvas, base: f64, stems: &[Point], place: &Place) -> Drawn {
    let spots = stems.iter().map(|p| place.spot(p.x, p.y).0).collect::<Vec<_>>();
    let apart = spots.windows(2).map(|w| (w[1] - w[0]).abs()).fold(f64::INFINITY, f64::min);
    let size = (apart * 0.36).clamp(1.2, MARKER * 0.9);
    let pen = Pen { color: place.key.color, width: LINE.min(size) };
    for point in stems {
        let ends = (place.spot(point.x, base), place.spot(point.x, point.y));
        if let Some((from, to)) = place.cell.frame.clip_segment(ends.0, ends.1) {
            canvas.segment(from, to, pen)?;
        }
    }
    for point in stems {
        marker(canvas, point, size, place)?;
        intervals(canvas, point, Pen { color: INK, width: THIN.min(size * 0.4) }, place)?;
    }
    Ok(())
}

fn intervals(canvas: &mut Canvas, point: &Point, pen: Pen, place: &Place) -> Drawn {
    let vertical = point.y_interval.map(|(l, u)| [(point.x, l), (point.x, u)]);
    let horizontal = point.x_interval.map(|(l, u)| [(l, point.y), (u, point.y)]);
    for [from, to] in vertical.into_iter().chain(horizontal) {
        interval(canvas, place.spot(from.0, from.1), place.spot(to.0, to.1), (pen, CAP), place)?;
    }
    Ok(())
}

/// An interval with end strokes of this half-width where its ends lie within the frame.
pub(super) fn interval(
    canvas: &mut Canvas,
    from: Spot,
    to: Spot,
    (pen, cap): (Pen, f64),
    place: &Place,
) -> Drawn {
    let Some((start, end)) = place.cell.frame.clip_segment(from, to) else { return Ok(()) };
    canvas.segment(start, end, pen)?;
    let (dx, dy) = if from.0 == to.0 { (cap, 0.0) } else { (0.0, cap) };
    for tip in [from, to].into_iter().filter(|tip| cap > 0.0 && place.inside(*tip)) {
        canvas.segment((tip.0 - dx, tip.1 - dy), (tip.0 + dx, tip.1 + dy), pen)?;
    }
    Ok(())
}

/// A marker, or an arrow at the frame towards where it would be.
fn marker(canvas: &mut Canvas, point: &Point, size: f64, place: &Place) -> Drawn {
    let at = place.spot(point.x, point.y);
    let Key { marker, color, .. } = *place.key;
    if place.inside(at) {
        return markers::sized(canvas, marker, at, (color, size));
    }
    let edge = place.cell.frame.clamp(at);
    let towards = |from: f64, to: f64| if from == to { 0.0 } else { (to - from).signum() };
    let direction = match (towards(edge.0, at.0), towards(edge.1, at.1)) {
        (dx, 0.0) => (dx, 0.0),
        (_, dy) => (0.0, dy),
    };
    markers::arrow(canvas, edge, direction, color)
}
