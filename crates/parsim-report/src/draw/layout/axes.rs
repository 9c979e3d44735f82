//! The ranges and ticks of every panel, and the room that their labels need.

use super::Cell;
use crate::draw::canvas::Turn;
use crate::draw::font;
use crate::draw::projection::{Projection, Range};
use crate::draw::range::range;
use crate::draw::theme::{GAP, LEADING, MAJOR, TICK};
use crate::draw::ticks::{Tick, TickSet, room_for, ticks};
use crate::spec::{Axis, Direction, FigureSpec, Panel, Scale, Sharing, Ticks};

/// The axes of all panels.
pub(super) struct Axes {
    pub cells: Vec<CellAxes>,
}

/// The axes of one panel.
pub(super) struct CellAxes {
    pub x: Range,
    pub y: Range,
    pub x_ticks: TickSet,
    pub y_ticks: TickSet,
}

/// Between a tick and its label.
const LABEL_GAP: f64 = 3.0;
/// Least room between two labels side by side.
const BETWEEN: f64 = 6.0;
/// How far a label may stand out beyond a frame that has a neighbour.
pub(super) const OVERHANG: f64 = GAP / 2.0 - 2.5;

impl Axes {
    /// Ranges only; ticks follow when sizes are known.
    pub fn of(spec: &FigureSpec) -> Self {
        let (_, columns) = spec.facets.shape();
        let cell = |i: usize| CellAxes {
            x: range(&spec.x, Direction::X, sharers(spec, i, spec.x.sharing, |i| i % columns)),
            y: range(&spec.y, Direction::Y, sharers(spec, i, spec.y.sharing, |i| i / columns)),
            x_ticks: TickSet::default(),
            y_ticks: TickSet::default(),
        };
        Self { cells: (0..spec.panels.len()).map(cell).collect() }
    }

    /// Ticks the vertical axes for panels of this height; the room left of each column.
    pub fn fit_y(&mut self, spec: &FigureSpec, height: f64) -> Vec<f64> {
        let (_, columns) = spec.facets.shape();
        let mut room = vec![0.0_f64; columns];
        for (i, cell) in self.cells.iter_mut().enumerate() {
            cell.y_ticks = ticks(&spec.y, cell.y, room_for(height, 26.0));
            for tick in &mut cell.y_ticks.major {
                tick.label = font::cut(&tick.label, TICK, false, LONGEST);
            }
            let column = i % columns;
            if column == 0 || spec.y.sharing == Sharing::Free {
                let widest = widths(&cell.y_ticks).fold(0.0, f64::max);
                room[column] = room[column].max(widest + MAJOR + LABEL_GAP);
            }
        }
        room
    }

    /// Ticks the horizontal axes for panels of this width; the room under each row.
    pub fn fit_x(&mut self, spec: &FigureSpec, width: f64) -> Vec<f64> {
        let (rows, columns) = spec.facets.shape();
        let upright = self.cells.iter().any(|cell| wants_upright(&spec.x, cell.x, width));
        let mut room = vec![0.0_f64; rows];
        let count = self.cells.len();
        for (i, cell) in self.cells.iter_mut().enumerate() {
            cell.x_ticks = fitting(&spec.x, cell.x, width, upright);
            if i + columns >= count || spec.x.sharing == Sharing::Free {
                let row = if i + columns >= count { rows - 1 } else { i / columns };
                let deepest = widths(&cell.x_ticks).fold(0.0, f64::max);
                let lines = cell.x_ticks.major.iter().map(|t| t.label.lines().count());
                let level = lines.max().unwrap_or(1).max(1) as f64 * TICK * LEADING;
                let depth = if upright { deepest } else { level };
                room[row] = room[row].max(depth + MAJOR + LABEL_GAP);
            }
        }
        room
    }
}

/// The panels whose data set the limits of panel `index`.
fn sharers<'a>(
    spec: &'a FigureSpec,
    index: usize,
    sharing: Sharing,
    line: impl Fn(usize) -> usize + 'a,
) -> impl Iterator<Item = &'a Panel> {
    let shares = move |i: usize| match sharing {
        Sharing::All => true,
        Sharing::Line => line(i) == line(index),
        Sharing::Free => i == index,
    };
    spec.panels.iter().enumerate().filter(move |(i, _)| shares(*i)).map(|(_, panel)| panel)
}

fn widths(set: &TickSet) -> impl Iterator<Item = f64> {
    set.major.iter().map(Tick::width)
}

/// Longest label left of a panel or upwards under it, and most lines of one that stands level under it.
const LONGEST: f64 = 150.0;
const MOST_LINES: usize = 4;

/// Whether names of categories fit only when they run upwards: too wide side by side even in a few lines, but
/// a line's height apart. Short ones are rather left out here and there.
fn wants_upright(axis: &Axis, range: Range, width: f64) -> bool {
    let Scale::Categories(names) = &axis.scale else { return false };
    let slot = width / (range.upper - range.lower);
    let longest = names.iter().map(|n| n.chars().count()).max().unwrap_or(0);
    longest > 3 && slot >= TICK * 1.1 && broken(names, slot).is_none()
}

/// The names in lines that fit side by side, if they do without a word being cut.
fn broken(names: &[String], slot: f64) -> Option<Vec<String>> {
    let fit = |name: &String| {
        let lines = font::wrap(name, TICK, false, slot - BETWEEN);
        let letters = |c: &char| !c.is_whitespace();
        let shown = lines.iter().flat_map(|line| line.chars());
        let whole = name.chars().filter(letters).eq(shown.filter(letters));
        (whole && lines.len() <= MOST_LINES).then(|| lines.join("\n"))
    };
    names.iter().map(fit).collect()
}

/// The most ticks whose labels do not touch.
fn fitting(axis: &Axis, range: Range, width: f64, upright: bool) -> TickSet {
    let projection = Projection { range, start: 0.0, end: width };
    let most = room_for(width, 34.0);
    if let Scale::Categories(names) = &axis.scale {
        let lines = if upright { None } else { broken(names, width / (range.upper - range.lower)) };
        let scale = Scale::Categories(lines.clone().unwrap_or_else(|| names.clone()));
        let mut set = ticks(&Axis { scale, ..axis.clone() }, range, most);
        if upright {
            set.turn = Turn::Upwards;
            set.major.iter_mut().for_each(|t| t.label = font::cut(&t.label, TICK, false, LONGEST));
        } else if lines.is_none() {
            thin(&mut set, projection);
        }
        return set;
    }
    let counts = (2..=most.max(2)).rev();
    let mut sets = counts.map(|count| ticks(axis, range, count));
    let found = match axis.ticks {
        Ticks::At(_) => None,
        _ => sets.find(|set| !touching(set, projection)),
    };
    found.unwrap_or_else(|| ticks(axis, range, 2))
}

fn touching(set: &TickSet, projection: Projection) -> bool {
    let halves: Vec<f64> = widths(set).map(|w| w / 2.0).collect();
    let place = |tick: &Tick| projection.place_label(tick.value, tick.width(), OVERHANG);
    let places: Vec<f64> = set.major.iter().map(place).collect();
    (1..places.len()).any(|i| places[i] - places[i - 1] < halves[i] + halves[i - 1] + BETWEEN)
}

/// Leaves every k-th category named, k = 1, 2, 5, 10, ..., so that names do not touch.
fn thin(set: &mut TickSet, projection: Projection) {
    let all = std::mem::take(&mut set.major);
    for every in [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, usize::MAX] {
        // Counted from the end of each group, so that of 1, 2, 3, ... the round numbers stay.
        let keep = |i: &usize| (i + 1).is_multiple_of(every) || (every == usize::MAX && *i == 0);
        set.major = (0..all.len()).filter(keep).map(|i| all[i].clone()).collect();
        if !touching(set, projection) {
            return;
        }
    }
}

/// Blanks the labels that would touch an earlier one on the finished page; given ticks may lie anywhere.
pub(super) fn space_out(cell: &mut Cell) {
    let upright = cell.x_ticks.turn != Turn::Level;
    let mut end = f64::NEG_INFINITY;
    for tick in &mut cell.x_ticks.major {
        let width = if upright { TICK } else { tick.width() + BETWEEN };
        let place = if upright {
            cell.x.place(tick.value)
        } else {
            cell.x.place_label(tick.value, tick.width(), cell.overhang)
        };
        if place - width / 2.0 < end {
            tick.label.clear();
        } else {
            end = place + width / 2.0;
        }
    }
    let mut end = f64::INFINITY;
    for tick in &mut cell.y_ticks.major {
        let place = cell.y.place(tick.value);
        if place + TICK / 2.0 > end {
            tick.label.clear();
        } else {
            end = place - TICK / 2.0;
        }
    }
}
