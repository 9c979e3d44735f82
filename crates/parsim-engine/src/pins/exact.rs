//! Digit by digit.

use super::{Difference, PinnedRow, Place};
use parsim_stats::summaries::two_samples::ROUNDING;

/// The first column that differs.
pub(super) fn compare(
    (pinned, found): &(&PinnedRow, &PinnedRow),
    tolerance: f64,
) -> Option<Difference> {
    let columns = |row: &PinnedRow| {
        let counts = [row.replicates, row.failures, row.undefined].map(|count| Some(count as f64));
        [
            ("replicates", counts[0]),
            ("failures", counts[1]),
            ("undefined", counts[2]),
            ("estimate", row.value.estimate),
            ("mcse", row.value.mcse),
            // A law that was not known yet is no difference.
            ("theory", row.theory.filter(|_| pinned.theory.is_some())),
        ]
    };
    let mut both = columns(pinned).into_iter().zip(columns(found));
    let ((what, pin), (_, run)) = both.find(|((what, pin), (_, run))| {
        // What theory says is no result of the run.
        let tolerance = if *what == "theory" { tolerance.max(ROUNDING) } else { tolerance };
        !same(*pin, *run, tolerance)
    })?;
    let place = Place::of(pinned);
    Some(Difference { place, what: what.to_owned(), pinned: pin, found: run, z: None })
}

/// Whether two cells agree: both null, the same bits, or no further apart than the tolerance.
pub(super) fn same(a: Option<f64>, b: Option<f64>, tolerance: f64) -> bool {
    match (a, b) {
        (None, None) => true,
        (Some(a), Some(b)) => {
            let scale = a.abs().max(b.abs()).max(1.0);
            a.to_bits() == b.to_bits() || (a - b).abs() <= tolerance * scale
        }
        _ => false,
    }
}
