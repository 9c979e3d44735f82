//! Markers with intervals, and lollipops.

use super::Place;
use crate::draw::Drawn;
use crate::draw::canvas::{Canvas, Pen, Spot};
use crate::draw::markers;
use crate::draw::theme::{CAP, LINE, THIN};
use crate::spec::Point;

/// Intervals under markers, so that no interval of a neighbour hides an estimate.
pub(super) fn points(canvas: &mut Canvas, points: &[Point], place: &Place) -> Drawn {
    for point in points {
        if let Some((lower, upper)) = point.y_interval {
            interval(canvas, place.spot(point.x, lower), place.spot(point.x, upper), place)?;
        }
        if let Some((lower, upper)) = point.x_interval {
            interval(canvas, place.spot(lower, point.y), place.spot(upper, point.y), place)?;
        }
    }
    for point in points {
        marker(canvas, place.spot(point.x, point.y), place)?;
    }
    Ok(())
}

pub(super) fn stems(canvas: &mut Canvas, base: f64, stems: &[Point], place: &Place) -> Drawn {
    let pen = Pen { color: place.key.color, width: LINE };
    for point in stems {
        let ends = (place.spot(point.x, base), place.spot(point.x, point.y));
        if let Some((from, to)) = place.cell.frame.clip_segment(ends.0, ends.1) {
            canvas.segment(from, to, pen)?;
        }
    }
    points(canvas, stems, place)
}

/// An interval with end strokes where its ends lie within the frame.
pub(super) fn interval(canvas: &mut Canvas, from: Spot, to: Spot, place: &Place) -> Drawn {
    let frame = place.cell.frame;
    let pen = Pen { color: place.key.color, width: THIN };
    let Some((start, end)) = frame.clip_segment(from, to) else { return Ok(()) };
    canvas.segment(start, end, pen)?;
    let (dx, dy) = if from.0 == to.0 { (CAP, 0.0) } else { (0.0, CAP) };
    for tip in [from, to].into_iter().filter(|tip| frame.contains(*tip)) {
        canvas.segment((tip.0 - dx, tip.1 - dy), (tip.0 + dx, tip.1 + dy), pen)?;
    }
    Ok(())
}

/// A marker, or an arrow at the frame towards where it would be.
fn marker(canvas: &mut Canvas, at: Spot, place: &Place) -> Drawn {
    let edge = place.cell.frame.clamp(at);
    // Positions on the frame itself may miss it by a rounding.
    if (edge.0 - at.0).abs() < 0.01 && (edge.1 - at.1).abs() < 0.01 {
        return markers::draw(canvas, place.key.marker, edge, place.key.color);
    }
    let towards = |from: f64, to: f64| if from == to { 0.0 } else { (to - from).signum() };
    let direction = match (towards(edge.0, at.0), towards(edge.1, at.1)) {
        (dx, 0.0) => (dx, 0.0),
        (_, dy) => (0.0, dy),
    };
    markers::arrow(canvas, edge, direction, place.key.color)
}
