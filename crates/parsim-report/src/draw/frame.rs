//! Panels around their marks: ground, grid, frame, ticks, tick labels and strips.

use super::Drawn;
use super::canvas::{Anchor, Canvas, Pen, Turn, Type};
use super::clip::Rect;
use super::font;
use super::layout::{Cell, Strip};
use super::theme::{GRID, HAIR, INK, LEADING, MAJOR, MINOR, RULE, SOFT, STRIP, STRIP_GROUND, TICK};

const TICK_PEN: Pen = Pen { color: RULE, width: HAIR };
/// Between a tick and its label.
const LABEL_GAP: f64 = 3.0;

/// Strips and grid, under the marks. Categories have no upright lines: they would run through the bars' middles.
pub(super) fn draw_ground(canvas: &mut Canvas, cell: &Cell) -> Drawn {
    for strip in &cell.strips {
        draw_strip(canvas, strip)?;
    }
    let Rect { left, top, right, bottom } = cell.frame;
    let pen = Pen { color: GRID, width: HAIR };
    let numbered = if cell.x_ticks.named { &[][..] } else { &cell.x_ticks.major };
    for tick in numbered {
        let x = cell.x.place(tick.value);
        canvas.segment((x, top), (x, bottom), pen)?;
    }
    for tick in &cell.y_ticks.major {
        let y = cell.y.place(tick.value);
        canvas.segment((left, y), (right, y), pen)?;
    }
    Ok(())
}

/// Frame, ticks and their labels, over the marks.
pub(super) fn draw_frame(canvas: &mut Canvas, cell: &Cell) -> Drawn {
    canvas.outline(cell.frame, TICK_PEN)?;
    if cell.x_labelled {
        draw_x(canvas, cell)?;
    }
    if cell.y_labelled {
        draw_y(canvas, cell)?;
    }
    Ok(())
}

fn draw_strip(canvas: &mut Canvas, strip: &Strip) -> Drawn {
    canvas.rectangle(strip.ground, STRIP_GROUND)?;
    canvas.outline(strip.ground, TICK_PEN)?;
    let kind = Type::new(STRIP, INK, Anchor::Middle).turned(strip.turn);
    let centre = strip.ground.centre();
    for (i, line) in strip.lines.iter().enumerate() {
        let shift = (i as f64 - (strip.lines.len() - 1) as f64 / 2.0) * STRIP * LEADING;
        let at = match strip.turn {
            Turn::Level => (centre.0, centre.1 + shift),
            Turn::Upwards => (centre.0 + shift, centre.1),
            Turn::Downwards => (centre.0 - shift, centre.1),
        };
        canvas.words(line, at, kind)?;
    }
    Ok(())
}

fn draw_x(canvas: &mut Canvas, cell: &Cell) -> Drawn {
    let bottom = cell.frame.bottom;
    for value in &cell.x_ticks.minor {
        let x = cell.x.place(*value);
        canvas.segment((x, bottom), (x, bottom + MINOR), TICK_PEN)?;
    }
    for tick in &cell.x_ticks.major {
        let x = cell.x.place(tick.value);
        canvas.segment((x, bottom), (x, bottom + MAJOR), TICK_PEN)?;
        if tick.label.is_empty() {
            continue;
        }
        let below = bottom + MAJOR + LABEL_GAP;
        if cell.x_ticks.turn == Turn::Upwards {
            let kind = Type::new(TICK, SOFT, Anchor::End).turned(Turn::Upwards);
            canvas.words(&tick.label, (x, below), kind)?;
        } else {
            let x = cell.x.place_label(tick.value, tick.width(), cell.overhang);
            let kind = Type::new(TICK, SOFT, Anchor::Middle);
            for (i, line) in tick.label.lines().enumerate() {
                canvas.words(line, (x, below + TICK * (0.5 + i as f64 * LEADING)), kind)?;
            }
        }
    }
    Ok(())
}

fn draw_y(canvas: &mut Canvas, cell: &Cell) -> Drawn {
    let left = cell.frame.left;
    for value in &cell.y_ticks.minor {
        let y = cell.y.place(*value);
        canvas.segment((left, y), (left - MINOR, y), TICK_PEN)?;
    }
    for tick in &cell.y_ticks.major {
        let y = cell.y.place(tick.value);
        canvas.segment((left, y), (left - MAJOR, y), TICK_PEN)?;
        if !tick.label.is_empty() {
            let kind = Type::new(TICK, SOFT, Anchor::End);
            let y = cell.y.place_label(tick.value, TICK * font::CAPITAL, cell.overhang + 1.0);
            canvas.words(&tick.label, (left - MAJOR - LABEL_GAP, y), kind)?;
        }
    }
    Ok(())
}
