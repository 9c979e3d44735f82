//! Dashes, which plotters' back-end does not have: a dashed line is drawn as its dashes.

use super::canvas::Spot;
use crate::spec::Dash;

/// Lengths of strokes and gaps in turn; empty for an unbroken line.
pub(super) fn pattern(dash: Dash) -> &'static [f64] {
    match dash {
        Dash::Solid => &[],
        Dash::Dashed => &[6.0, 3.5],
        Dash::Dotted => &[1.6, 2.6],
        Dash::DashDot => &[7.0, 2.6, 1.6, 2.6],
        Dash::LongDash => &[11.0, 3.5],
    }
}

/// The strokes of a line through these spots. The pattern runs on round the corners.
pub(super) fn strokes(spots: &[Spot], dash: Dash) -> Vec<Vec<Spot>> {
    let lengths = pattern(dash);
    if lengths.is_empty() {
        return vec![spots.to_vec()];
    }
    let (mut phase, mut left) = (0, lengths[0]);
    let mut strokes: Vec<Vec<Spot>> = spots.first().map(|s| vec![vec![*s]]).unwrap_or_default();
    for pair in spots.windows(2) {
        let ((x0, y0), (x1, y1)) = (pair[0], pair[1]);
        // Not `hypot`, whose last bit depends on the system's mathematics library.
        let length = ((x1 - x0) * (x1 - x0) + (y1 - y0) * (y1 - y0)).sqrt();
        let mut done = 0.0;
        while done + left < length {
            done += left;
            let t = done / length;
            let spot = (x0 + t * (x1 - x0), y0 + t * (y1 - y0));
            phase = (phase + 1) % lengths.len();
            left = lengths[phase];
            if phase % 2 == 1 {
                push(&mut strokes, spot);
            } else {
                strokes.push(vec![spot]);
            }
        }
        left -= length - done;
        if phase % 2 == 0 {
            push(&mut strokes, (x1, y1));
        }
    }
    strokes.retain(|stroke| stroke.len() > 1);
    strokes
}

fn push(strokes: &mut [Vec<Spot>], spot: Spot) {
    if let Some(stroke) = strokes.last_mut() {
        stroke.push(spot);
    }
}
