//! The shapes of markers.

use super::Drawn;
use super::canvas::{Canvas, Pen, Spot};
use super::theme::{MARKER, WHITE};
use crate::spec::{Color, Marker};

/// A thin white rim for a marker drawn on it later, so that it stands out from what lies beneath.
pub(super) fn rim(canvas: &mut Canvas, marker: Marker, at: Spot) -> Drawn {
    let wide = MARKER + 0.9;
    match marker {
        Marker::Circle | Marker::Ring => canvas.disc(at, wide, WHITE),
        Marker::Plus | Marker::Cross => {
            strokes(canvas, at, arms(marker), Pen { color: WHITE, width: 3.6 })
        }
        Marker::Dash => Ok(()),
        _ => canvas.polygon(&corners(marker, at, wide), WHITE),
    }
}

/// A marker of the usual size.
pub(super) fn draw(canvas: &mut Canvas, marker: Marker, at: Spot, color: Color) -> Drawn {
    sized(canvas, marker, at, (color, MARKER))
}

/// A marker of this colour and half-width.
pub(super) fn sized(
    canvas: &mut Canvas,
    marker: Marker,
    at: Spot,
    (color, size): (Color, f64),
) -> Drawn {
    match marker {
        Marker::Circle => canvas.disc(at, size, color),
        Marker::Ring => {
            canvas.disc(at, size, WHITE)?;
            canvas.circle(at, size - 0.6, Pen { color, width: 1.5 })
        }
        Marker::Plus | Marker::Cross => {
            strokes(canvas, at, arms(marker), Pen { color, width: 1.8 })
        }
        Marker::Dash => {
            let pen = Pen { color, width: 2.0 };
            canvas.segment((at.0 - size * 1.3, at.1), (at.0 + size * 1.3, at.1), pen)
        }
        _ => canvas.polygon(&corners(marker, at, size), color),
    }
}

/// Half the two strokes of a cross.
fn arms(marker: Marker) -> [(f64, f64); 2] {
    if marker == Marker::Plus { [(1.15, 0.0), (0.0, 1.15)] } else { [(0.85, 0.85), (0.85, -0.85)] }
}

fn strokes(canvas: &mut Canvas, at: Spot, arms: [(f64, f64); 2], pen: Pen) -> Drawn {
    for (dx, dy) in arms {
        let (dx, dy) = (dx * MARKER, dy * MARKER);
        canvas.segment((at.0 - dx, at.1 - dy), (at.0 + dx, at.1 + dy), pen)?;
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
