//! The shapes of markers.

use super::Drawn;
use super::canvas::{Canvas, Pen, Spot};
use super::theme::{MARKER, THIN, WHITE};
use crate::spec::{Color, Marker};

/// A marker with a thin white rim, so that it stands out from lines and from other markers beneath it.
pub(super) fn draw(canvas: &mut Canvas, marker: Marker, at: Spot, color: Color) -> Drawn {
    let rim = MARKER + 0.9;
    match marker {
        Marker::Circle => {
            canvas.disc(at, rim, WHITE)?;
            canvas.disc(at, MARKER, color)
        }
        Marker::Ring => {
            canvas.disc(at, rim, WHITE)?;
            canvas.circle(at, MARKER - 0.6, Pen { color, width: 1.5 })
        }
        Marker::Plus => strokes(canvas, at, [(1.15, 0.0), (0.0, 1.15)], color),
        Marker::Cross => strokes(canvas, at, [(0.85, 0.85), (0.85, -0.85)], color),
        Marker::Dash => {
            let pen = Pen { color, width: 2.0 };
            canvas.segment((at.0 - MARKER * 1.3, at.1), (at.0 + MARKER * 1.3, at.1), pen)
        }
        Marker::Square | Marker::Triangle | Marker::Diamond | Marker::Inverted => {
            canvas.polygon(&corners(marker, at, rim), WHITE)?;
            canvas.polygon(&corners(marker, at, MARKER), color)
        }
    }
}

fn strokes(canvas: &mut Canvas, at: Spot, arms: [(f64, f64); 2], color: Color) -> Drawn {
    for pen in [Pen { color: WHITE, width: 2.0 * THIN + 1.4 }, Pen { color, width: 1.8 }] {
        for (dx, dy) in arms {
            let (dx, dy) = (dx * MARKER, dy * MARKER);
            canvas.segment((at.0 - dx, at.1 - dy), (at.0 + dx, at.1 + dy), pen)?;
        }
    }
    Ok(())
}

/// The corners of a polygonal marker; sizes are such that all shapes have about the area of the disc.
fn corners(marker: Marker, (x, y): Spot, radius: f64) -> Vec<Spot> {
    let shape: &[(f64, f64)] = match marker {
        Marker::Triangle => &[(0.0, -1.3), (1.2, 0.85), (-1.2, 0.85)],
        Marker::Inverted => &[(0.0, 1.3), (1.2, -0.85), (-1.2, -0.85)],
        Marker::Diamond => &[(0.0, -1.3), (1.3, 0.0), (0.0, 1.3), (-1.3, 0.0)],
        _ => &[(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)],
    };
    shape.iter().map(|(dx, dy)| (x + dx * radius, y + dy * radius)).collect()
}

/// A small arrowhead at the frame that points to where a marker lies beyond it.
pub(super) fn arrow(canvas: &mut Canvas, edge: Spot, (dx, dy): Spot, color: Color) -> Drawn {
    let (length, half) = (6.0, 3.4);
    let base = (edge.0 - dx * length, edge.1 - dy * length);
    let head =
        [edge, (base.0 - dy * half, base.1 + dx * half), (base.0 + dy * half, base.1 - dx * half)];
    canvas.polygon(&head, color)
}
