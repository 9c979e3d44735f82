//! How near numbers are to their reference.

/// The largest distance between two vectors, relative to the largest entry of the reference.
pub fn distance(ours: &[f64], reference: &[f64]) -> f64 {
    assert_eq!(ours.len(), reference.len(), "lengths");
    let largest = reference.iter().fold(0.0_f64, |largest, value| largest.max(value.abs()));
    let away = ours.iter().zip(reference).map(|(a, b)| (a - b).abs()).fold(0.0, worse);
    if largest > 0.0 { away / largest } else { away }
}

/// The largest relative distance of single entries.
pub fn relative_distance(ours: &[f64], reference: &[f64]) -> f64 {
    assert_eq!(ours.len(), reference.len(), "lengths");
    let each = ours.iter().zip(reference).map(|(a, b)| {
        let away = (a - b).abs();
        if *b == 0.0 { away } else { away / b.abs() }
    });
    each.fold(0.0, worse)
}

/// Correct decimal digits of the worst entry: -log10 of the relative error, of the absolute one
/// where the reference is 0; at most 15 (the log relative error of NIST's users).
pub fn digits(ours: &[f64], certified: &[f64]) -> f64 {
    let away = relative_distance(ours, certified);
    if away > 0.0 { (-away.log10()).min(15.0) } else { 15.0 }
}

/// Fails unless the vectors agree to `tolerance` of the largest entry.
pub fn assert_near(what: &str, ours: &[f64], reference: &[f64], tolerance: f64) {
    let away = distance(ours, reference);
    assert!(away <= tolerance, "{what}: off by {away:e}\n{ours:?}\n{reference:?}");
}

/// The larger of two distances; one that is not a number counts as infinite.
fn worse(a: f64, b: f64) -> f64 {
    if a.is_nan() || b.is_nan() { f64::INFINITY } else { a.max(b) }
}
