//! The limits of an axis, from what its panels show.

use super::projection::Range;
use crate::spec::{Axis, Direction, Mark, Panel, Scale, Side, extras, intervals, positions};

/// Room left between the outermost data and the frame, over the axis's length; along x also for dodged marks.
const ROOM_X: f64 = 0.075;
const ROOM_Y: f64 = 0.06;
/// The room above where words stand over their points.
const ROOM_WORDS: f64 = 0.13;

/// The limits of an axis shared by these panels: the given ones, else the extremes of the data with a little
/// room; a side on which bars or sticks stand has no room.
pub(super) fn range<'a>(
    axis: &Axis,
    direction: Direction,
    panels: impl Iterator<Item = &'a Panel>,
) -> Range {
    if let Scale::Categories(names) = &axis.scale {
        let last = names.len().max(1) as f64 - 1.0;
        let (lower, upper) = (axis.lower.unwrap_or(-0.5), axis.upper.unwrap_or(last + 0.5));
        return ordered(lower, upper, axis, false);
    }
    let log = axis.scale == Scale::Log;
    let mut values = Vec::new();
    let mut grounds = Vec::new();
    let mut above = if direction == Direction::X { ROOM_X } else { ROOM_Y };
    for series in panels.flat_map(|panel| &panel.series) {
        if let Mark::Text(labels) = &series.mark {
            if direction == Direction::Y && labels.iter().any(|l| l.side == Side::Above) {
                above = ROOM_WORDS;
            }
            continue;
        }
        values.extend(positions(&series.mark, direction));
        values.extend(intervals(&series.mark, direction).into_iter().flat_map(<[f64; 2]>::from));
        values.extend(extras(&series.mark, direction));
        if direction == Direction::Y {
            grounds.extend(extras(&series.mark, direction));
        }
    }
    values.extend(&axis.include);
    if log {
        values.retain(|v| *v > 0.0);
    }
    let (low, high) = spread(&values, log);
    let ground = grounds.iter().copied().fold(f64::INFINITY, f64::min);
    let room = if direction == Direction::X { ROOM_X } else { ROOM_Y };
    let below = if low == ground && low < high { 0.0 } else { room };
    let (lower, upper) = widen((low, high), (below, above), log);
    ordered(axis.lower.unwrap_or(lower), axis.upper.unwrap_or(upper), axis, log)
}

/// The extremes, moved apart where they are equal, and something sensible where there are none.
fn spread(values: &[f64], log: bool) -> (f64, f64) {
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    match (low, high) {
        (low, high) if low > high => (if log { 1.0 } else { 0.0 }, if log { 10.0 } else { 1.0 }),
        (low, high) if low < high && (high - low) > 1e-9 * high.abs().max(low.abs()) => (low, high),
        (low, high) if log => (low / 2.0, high * 2.0),
        (0.0, 0.0) => (-0.5, 0.5),
        (low, high) => (low - 0.1 * low.abs(), high + 0.1 * high.abs()),
    }
}

fn widen((low, high): (f64, f64), (below, above): (f64, f64), log: bool) -> (f64, f64) {
    if log {
        let decades = libm::log10(high) - libm::log10(low);
        let (lower, upper) =
            (low * libm::exp10(-below * decades), high * libm::exp10(above * decades));
        (lower.max(f64::MIN_POSITIVE), upper.min(f64::MAX))
    } else {
        (low - below * (high - low), high + above * (high - low))
    }
}

/// The limits in order, should a given one lie on the other side of all data.
fn ordered(lower: f64, upper: f64, axis: &Axis, log: bool) -> Range {
    if lower < upper {
        return Range { lower, upper, log };
    }
    match (axis.lower, log) {
        (Some(_), true) => Range { lower, upper: lower * 10.0, log },
        (Some(_), false) => Range { lower, upper: lower + lower.abs().max(1.0), log },
        (None, true) => Range { lower: upper / 10.0, upper, log },
        (None, false) => Range { lower: upper - upper.abs().max(1.0), upper, log },
    }
}
