//! Why something is missing from a panel, written where there is room.

use super::canvas::{Anchor, Canvas, Spot, Type};
use super::clip::Rect;
use super::layout::Cell;
use super::theme::{LABEL, LEADING, SOFT};
use super::{Drawn, font};
use crate::spec::{Direction, Mark, Panel, positions};

/// Room around a note.
const INSET: f64 = 6.0;

/// A note broken into lines, and where it stands.
struct Block {
    lines: Vec<String>,
    area: Rect,
}

/// What a note should not cover.
enum Obstacle {
    Stroke(Spot, Spot),
    Area(Rect),
}

/// Writes the panel's note: in the middle if nothing else is there, else in the emptiest corner.
pub(super) fn draw(canvas: &mut Canvas, panel: &Panel, cell: &Cell) -> Drawn {
    if panel.note.is_empty() {
        return Ok(());
    }
    let obstacles = obstacles(panel, cell);
    let blocks = if obstacles.is_empty() {
        let (lines, size) = set(&panel.note, cell.frame.width());
        vec![Block { lines, area: around(cell.frame.centre(), size) }]
    } else {
        candidates(&panel.note, cell.frame)
    };
    let covered = |block: &Block| obstacles.iter().filter(|o| o.meets(block.area)).count();
    let Some(Block { lines, area }) = blocks.into_iter().min_by_key(covered) else {
        return Ok(());
    };
    let kind = Type::new(LABEL, SOFT, Anchor::Middle);
    for (i, line) in lines.iter().enumerate() {
        let y = area.top + (i as f64 + 0.5) * LABEL * LEADING;
        canvas.words(line, (area.centre().0, y), kind)?;
    }
    Ok(())
}

/// The note's lines for a stretch of this width, and their size.
fn set(note: &str, room: f64) -> (Vec<String>, (f64, f64)) {
    let lines = font::wrap(note, LABEL, false, (room - 2.0 * INSET).max(1.0));
    let widest = lines.iter().map(|l| font::width(l, LABEL, false)).fold(0.0, f64::max);
    let height = lines.len() as f64 * LABEL * LEADING;
    (lines, (widest, height))
}

/// The note in each corner, in long lines before short ones.
fn candidates(note: &str, frame: Rect) -> Vec<Block> {
    let mut blocks = Vec::new();
    for part in [1.0, 2.0, 3.0] {
        let (lines, (width, height)) = set(note, frame.width() / part);
        let inner = frame.grown(-INSET);
        let xs = [inner.left + width / 2.0, inner.right - width / 2.0];
        let ys = [inner.top + height / 2.0, inner.bottom - height / 2.0];
        for (x, y) in [(xs[0], ys[0]), (xs[1], ys[0]), (xs[0], ys[1]), (xs[1], ys[1])] {
            blocks.push(Block { lines: lines.clone(), area: around((x, y), (width, height)) });
        }
    }
    blocks
}

fn around((x, y): Spot, (width, height): (f64, f64)) -> Rect {
    let (half, tall) = (width / 2.0, height / 2.0);
    Rect { left: x - half, top: y - tall, right: x + half, bottom: y + tall }
}

impl Obstacle {
    fn meets(&self, area: Rect) -> bool {
        let near = area.grown(INSET / 2.0);
        match self {
            Self::Stroke(from, to) => near.clip_segment(*from, *to).is_some(),
            Self::Area(rect) => near.common(*rect).is_some(),
        }
    }
}

/// The marks of a panel, coarsely: bars as areas, lines as strokes, all else as points. Reference lines and
/// words are left out: where nothing else is, a panel counts as empty.
fn obstacles(panel: &Panel, cell: &Cell) -> Vec<Obstacle> {
    let mut obstacles = Vec::new();
    for series in &panel.series {
        let x = positions(&series.mark, Direction::X).into_iter();
        let y = positions(&series.mark, Direction::Y).into_iter();
        let spots: Vec<Spot> = x.zip(y).map(|(x, y)| (cell.x.place(x), cell.y.place(y))).collect();
        match &series.mark {
            Mark::Reference { .. } | Mark::Text(_) => {}
            Mark::Line(_) | Mark::Guide(_) | Mark::Steps(_) => {
                obstacles.extend(spots.windows(2).map(|w| Obstacle::Stroke(w[0], w[1])));
            }
            Mark::Segments(_) => {
                obstacles.extend(spots.chunks(2).map(|w| Obstacle::Stroke(w[0], w[1])));
            }
            Mark::Stems { base, .. } => {
                let foot = cell.y.place(*base);
                obstacles.extend(spots.iter().map(|s| Obstacle::Stroke(*s, (s.0, foot))));
            }
            Mark::Points(_) => obstacles.extend(spots.iter().map(|s| Obstacle::Stroke(*s, *s))),
            Mark::Bars(bars) => obstacles.extend(bars.iter().map(|bar| {
                let left = cell.x.place(bar.x - bar.width / 2.0);
                let right = cell.x.place(bar.x + bar.width / 2.0);
                let ends = [bar.base, bar.top].map(|y| cell.y.place(y));
                let (top, bottom) = (ends[0].min(ends[1]), ends[0].max(ends[1]));
                Obstacle::Area(Rect { left, top, right, bottom })
            })),
        }
    }
    obstacles
}
