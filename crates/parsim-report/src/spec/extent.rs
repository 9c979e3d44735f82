//! What a mark reaches along an axis: for checks and for limits.

use super::{Direction, Mark};

/// Where the marks themselves are along one axis: these must lie on its scale.
pub(crate) fn positions(mark: &Mark, direction: Direction) -> Vec<f64> {
    let pick = |x: f64, y: f64| if direction == Direction::X { x } else { y };
    match mark {
        Mark::Line(points) | Mark::Guide(points) | Mark::Steps(points) => {
            points.iter().map(|p| pick(p.0, p.1)).collect()
        }
        Mark::Segments(segments) => {
            segments.iter().flat_map(|s| [pick(s.from.0, s.from.1), pick(s.to.0, s.to.1)]).collect()
        }
        Mark::Points(points) | Mark::Stems { points, .. } => {
            points.iter().map(|p| pick(p.x, p.y)).collect()
        }
        Mark::Bars(bars) => bars.iter().map(|b| pick(b.x, b.top)).collect(),
        Mark::Reference { axis, value } if *axis == direction => vec![*value],
        Mark::Reference { .. } => Vec::new(),
        Mark::Text(labels) => labels.iter().map(|l| pick(l.x, l.y)).collect(),
    }
}

/// What else a mark reaches along one axis: bases and the sides of bars. On a logarithmic axis these may be
/// zero or less and then lie beyond the frame.
pub(crate) fn extras(mark: &Mark, direction: Direction) -> Vec<f64> {
    match (mark, direction) {
        (Mark::Stems { base, .. }, Direction::Y) => vec![*base],
        (Mark::Bars(bars), Direction::Y) => bars.iter().map(|b| b.base).collect(),
        (Mark::Bars(bars), Direction::X) => {
            bars.iter().flat_map(|b| [b.x - b.width / 2.0, b.x + b.width / 2.0]).collect()
        }
        _ => Vec::new(),
    }
}

/// The intervals of a mark along one axis.
pub(crate) fn intervals(mark: &Mark, direction: Direction) -> Vec<(f64, f64)> {
    match (mark, direction) {
        (Mark::Points(points) | Mark::Stems { points, .. }, Direction::X) => {
            points.iter().filter_map(|p| p.x_interval).collect()
        }
        (Mark::Points(points) | Mark::Stems { points, .. }, Direction::Y) => {
            points.iter().filter_map(|p| p.y_interval).collect()
        }
        (Mark::Bars(bars), Direction::Y) => bars.iter().filter_map(|b| b.interval).collect(),
        _ => Vec::new(),
    }
}
