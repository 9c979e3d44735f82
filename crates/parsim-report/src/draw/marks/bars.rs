//! Bars, their fills and their intervals.

use super::{Place, points};
use crate::draw::Drawn;
use crate::draw::canvas::{Canvas, Pen, Spot};
use crate::draw::clip::Rect;
use crate::draw::theme::{CAP, HAIR, INK, THIN, WHITE};
use crate::spec::{Bar, Fill, Key};

pub(super) fn bars(canvas: &mut Canvas, bars: &[Bar], place: &Place) -> Drawn {
    for bar in bars {
        let (left, foot) = place.spot(bar.x - bar.width / 2.0, bar.base);
        let (right, head) = place.spot(bar.x + bar.width / 2.0, bar.top);
        let whole = Rect { left, top: head.min(foot), right, bottom: head.max(foot) };
        if let Some(seen) = whole.common(place.cell.frame) {
            fill(canvas, seen, place.key)?;
            if whole.top < seen.top - 0.01 {
                broken(canvas, seen)?;
            }
        }
    }
    // In a second round: the upper part of a stacked bar must not hide the lower part's interval.
    bars.iter().try_for_each(|bar| interval(canvas, bar, place))
}

/// An interval in ink: in the bar's own colour its lower half would be lost on the bar. Its end strokes are
/// no wider than the bar, and missing on bars as thin as they.
fn interval(canvas: &mut Canvas, bar: &Bar, place: &Place) -> Drawn {
    let Some((lower, upper)) = bar.interval else { return Ok(()) };
    let wide = (place.spot(bar.x + bar.width / 2.0, 1.0).0 - place.spot(bar.x, 1.0).0).abs();
    let cap = if wide < 1.5 { 0.0 } else { CAP.min(wide * 0.8) };
    let pen = Pen { color: INK, width: if wide < 3.0 { HAIR } else { THIN } };
    let (from, to) = (place.spot(bar.x, lower), place.spot(bar.x, upper));
    points::interval(canvas, from, to, (pen, cap), place)
}

/// A rectangle filled as the key says.
pub(in crate::draw) fn fill(canvas: &mut Canvas, rect: Rect, key: &Key) -> Drawn {
    let pen = Pen { color: key.color, width: HAIR };
    // What is no larger than its own outline is all outline.
    if rect.height() < 2.0 * HAIR {
        return canvas.rectangle(rect, key.color);
    }
    match key.fill {
        Fill::Solid => return canvas.rectangle(rect, key.color),
        Fill::Light if rect.width() < 4.0 => return canvas.rectangle(rect, key.color.tint(0.6)),
        Fill::Light => canvas.rectangle(rect, key.color.tint(0.35))?,
        Fill::Hatched => {
            canvas.rectangle(rect, WHITE)?;
            hatch(canvas, rect, pen)?;
        }
    }
    canvas.outline(rect.grown(-HAIR / 2.0), pen)
}

/// Rising diagonals, on lines common to the whole page so that stacked pieces match.
fn hatch(canvas: &mut Canvas, rect: Rect, pen: Pen) -> Drawn {
    const STEP: f64 = 6.0;
    let (first, last) = (rect.left + rect.top, rect.right + rect.bottom);
    let mut sum = (first / STEP).ceil() * STEP;
    while sum < last {
        let ends: (Spot, Spot) = ((sum - rect.bottom, rect.bottom), (sum - rect.top, rect.top));
        if let Some((from, to)) = rect.clip_segment(ends.0, ends.1) {
            canvas.segment(from, to, pen)?;
        }
        sum += STEP;
    }
    Ok(())
}

/// The sign that a bar goes on beyond the frame: two slanting white strokes through it.
fn broken(canvas: &mut Canvas, seen: Rect) -> Drawn {
    let pen = Pen { color: WHITE, width: 1.8 };
    for below in [7.0, 11.5] {
        let y = seen.top + below;
        if y + 3.0 < seen.bottom {
            canvas.segment((seen.left - 1.0, y + 2.5), (seen.right + 1.0, y - 2.5), pen)?;
        }
    }
    Ok(())
}
