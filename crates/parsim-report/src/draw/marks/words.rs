//! Words in a panel.

use super::Place;
use crate::draw::canvas::{Anchor, Canvas, Type};
use crate::draw::clip::Rect;
use crate::draw::theme::LABEL;
use crate::draw::{Drawn, font};
use crate::spec::{Label, Side};

/// Between a point and its words.
const APART: f64 = 5.0;

pub(super) fn labels(canvas: &mut Canvas, labels: &[Label], place: &Place) -> Drawn {
    let frame = place.cell.frame;
    for label in labels {
        let text = font::cut(&label.text, LABEL, false, frame.width() - 6.0);
        let (half, tall) = (font::width(&text, LABEL, false) / 2.0, LABEL * 0.5);
        let (x, y) = place.spot(label.x, label.y);
        let centre = match label.side {
            Side::Above => (x, y - tall - APART),
            Side::Below => (x, y + tall + APART),
            Side::Left => (x - half - APART, y),
            Side::Right => (x + half + APART, y),
        };
        let inner = Rect {
            left: frame.left + half + 3.0,
            right: frame.right - half - 3.0,
            top: frame.top + tall + 3.0,
            bottom: frame.bottom - tall - 3.0,
        };
        let kind = Type::new(LABEL, place.key.color, Anchor::Middle);
        canvas.words(&text, inner.clamp(centre), kind)?;
    }
    Ok(())
}
