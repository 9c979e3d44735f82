//! Why something is missing from a panel, written where there is room.

use super::canvas::{Anchor, Canvas, Spot, Type};
use super::clip::Rect;
use super::layout::Cell;
use super::theme::{LABEL, LEADING, SOFT};
use super::{Drawn, font};
use crate::spec::{Direction, Panel, positions};

/// Room between the frame and a note in its corner.
const INSET: f64 = 6.0;

/// Writes the panel's note: in the middle if nothing else is there, else in the emptiest corner.
pub(super) fn draw(canvas: &mut Canvas, panel: &Panel, cell: &Cell) -> Drawn {
    if panel.note.is_empty() {
        return Ok(());
    }
    let room = (cell.frame.width() - 2.0 * INSET).max(1.0);
    let lines = font::wrap(&panel.note, LABEL, false, room);
    let widest = lines.iter().map(|l| font::width(l, LABEL, false)).fold(0.0, f64::max);
    let height = lines.len() as f64 * LABEL * LEADING;
    let spots = occupied(panel, cell);
    let block = if spots.is_empty() {
        around(cell.frame.centre(), widest, height)
    } else {
        emptiest(cell.frame, (widest, height), &spots)
    };
    let kind = Type::new(LABEL, SOFT, Anchor::Middle);
    for (i, line) in lines.iter().enumerate() {
        let y = block.top + (i as f64 + 0.5) * LABEL * LEADING;
        canvas.words(line, (block.centre().0, y), kind)?;
    }
    Ok(())
}

fn around((x, y): Spot, width: f64, height: f64) -> Rect {
    let (half, tall) = (width / 2.0, height / 2.0);
    Rect { left: x - half, top: y - tall, right: x + half, bottom: y + tall }
}

/// Where the panel's marks stand.
fn occupied(panel: &Panel, cell: &Cell) -> Vec<Spot> {
    let both = panel.series.iter().flat_map(|series| {
        let x = positions(&series.mark, Direction::X);
        let y = positions(&series.mark, Direction::Y);
        x.into_iter().zip(y)
    });
    both.map(|(x, y)| (cell.x.place(x), cell.y.place(y))).collect()
}

/// The corner's block with the fewest marks in and near it; the first of equals, from the top left.
fn emptiest(frame: Rect, (width, height): (f64, f64), spots: &[Spot]) -> Rect {
    let xs = [frame.left + INSET + width / 2.0, frame.right - INSET - width / 2.0];
    let ys = [frame.top + INSET + height / 2.0, frame.bottom - INSET - height / 2.0];
    let corners = [(xs[0], ys[0]), (xs[1], ys[0]), (xs[0], ys[1]), (xs[1], ys[1])];
    let marks = |centre: &Spot| {
        let near = around(*centre, width + 2.0 * INSET, height + 2.0 * INSET);
        spots.iter().filter(|spot| near.contains(**spot)).count()
    };
    let best = corners.into_iter().min_by_key(marks).unwrap_or(frame.centre());
    around(best, width, height)
}
