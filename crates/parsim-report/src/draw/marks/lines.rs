//! Lines, staircases, segments and reference lines.

use super::Place;
use crate::draw::Drawn;
use crate::draw::canvas::{Canvas, Pen, Spot};
use crate::draw::dash;
use crate::draw::theme::{LINE, THIN};
use crate::spec::{Direction, Segment};

pub(super) fn line(canvas: &mut Canvas, points: &[(f64, f64)], place: &Place) -> Drawn {
    let spots: Vec<Spot> = points.iter().map(|p| place.spot(p.0, p.1)).collect();
    stroke(canvas, &spots, LINE, place)
}

pub(super) fn guide(canvas: &mut Canvas, points: &[(f64, f64)], place: &Place) -> Drawn {
    let spots: Vec<Spot> = points.iter().map(|p| place.spot(p.0, p.1)).collect();
    stroke(canvas, &spots, THIN, place)
}

pub(super) fn steps(canvas: &mut Canvas, points: &[(f64, f64)], place: &Place) -> Drawn {
    let mut spots: Vec<Spot> = Vec::with_capacity(2 * points.len());
    for point in points {
        let spot = place.spot(point.0, point.1);
        if let Some(last) = spots.last() {
            spots.push((spot.0, last.1));
        }
        spots.push(spot);
    }
    stroke(canvas, &spots, LINE, place)
}

pub(super) fn segments(canvas: &mut Canvas, segments: &[Segment], place: &Place) -> Drawn {
    for segment in segments {
        let ends = [segment.from, segment.to].map(|p| place.spot(p.0, p.1));
        stroke(canvas, &ends, LINE, place)?;
    }
    Ok(())
}

pub(super) fn reference(canvas: &mut Canvas, axis: Direction, value: f64, place: &Place) -> Drawn {
    let frame = place.cell.frame;
    let ends = if axis == Direction::X {
        let x = place.cell.x.place(value);
        [(x, frame.bottom), (x, frame.top)]
    } else {
        let y = place.cell.y.place(value);
        [(frame.left, y), (frame.right, y)]
    };
    stroke(canvas, &ends, THIN, place)
}

/// Clips, then dashes: dashes of what lies outside need not be made.
fn stroke(canvas: &mut Canvas, spots: &[Spot], width: f64, place: &Place) -> Drawn {
    let pen = Pen { color: place.key.color, width };
    for piece in place.cell.frame.clip_line(spots) {
        for stroke in dash::strokes(&piece, place.key.dash) {
            canvas.polyline(&stroke, pen)?;
        }
    }
    Ok(())
}
