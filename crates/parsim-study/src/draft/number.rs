//! Numbers of study files, held to the shape of their parameter.

use crate::tree::Tree;
use parsim_stats::component::Shape;

/// Above 2^53 a whole number has no exact `f64`.
const LARGEST_WHOLE: u64 = 1 << 53;

/// The number, if it is one.
pub(crate) fn number(tree: &Tree) -> Option<f64> {
    match tree {
        Tree::Integer(whole) => Some(*whole as f64),
        Tree::Real(real) => Some(*real),
        _ => None,
    }
}

/// Whether a shape allows a number; 60.0 is as whole as 60.
pub(crate) fn fits(shape: Shape, number: f64) -> bool {
    if !number.is_finite() {
        return false;
    }
    match shape {
        Shape::Integer { min, max } => {
            let max = max.min(LARGEST_WHOLE);
            number.fract() == 0.0 && number >= min as f64 && number <= max as f64
        }
        Shape::Real { min, max, open } => {
            let above = if open.0 { number > min } else { number >= min };
            let below = if open.1 { number < max } else { number <= max };
            above && below
        }
        _ => false,
    }
}

/// A number in the fewest digits that read back to the same bits; an exponent only where the plain
/// form would be mostly zeros.
pub(crate) fn shortest(number: f64) -> String {
    let number = number + 0.0;
    let size = number.abs();
    if number == 0.0 || (1e-4..1e16).contains(&size) {
        format!("{number}")
    } else {
        format!("{number:e}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shortest_text_reads_back() {
        let cases = [
            (60.0, "60"),
            (0.25, "0.25"),
            (-0.0, "0"),
            (1e-7, "1e-7"),
            (1e6, "1000000"),
            (1e20, "1e20"),
        ];
        for (number, text) in cases {
            assert_eq!(shortest(number), text);
            assert_eq!(text.parse::<f64>().unwrap().to_bits(), (number + 0.0).to_bits());
        }
        let third = 1.0 / 3.0;
        assert_eq!(shortest(third).parse::<f64>().unwrap().to_bits(), third.to_bits());
    }

    #[test]
    fn shapes_hold_their_ends() {
        let open = Shape::Real { min: 0.0, max: 1.0, open: (true, false) };
        assert!(!fits(open, 0.0) && fits(open, 1.0) && !fits(open, f64::NAN));
        let whole = Shape::Integer { min: 2, max: u64::MAX };
        assert!(fits(whole, 60.0) && !fits(whole, 1.0) && !fits(whole, 2.5) && !fits(whole, 1e300));
    }
}
