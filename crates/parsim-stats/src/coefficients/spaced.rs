//! Equal coefficients, evenly spaced.

use super::{Entry, S, VALUE, sparsity};
use crate::component::{Family, Specification};

pub const ENTRY: Entry = Entry {
    specification: Specification {
        family: Family::Coefficients,
        kind: "spaced",
        summary: "s coefficients, evenly spaced from the first to the last, have the given value",
        formula: "β_j = value at j = round(seq(1, p, length = s)), halves to even, else 0",
        source: "Hastie, Tibshirani & Tibshirani (2020), beta type 1",
        parameters: &[S, VALUE],
    },
    fill: |component, p, _| {
        let s = sparsity(component, p)?;
        let value = component.require_number("value")?;
        let mut beta = vec![0.0; p];
        for position in positions(s, p) {
            beta[position] = value;
        }
        Ok(beta)
    },
};

/// 0-based positions of `round(seq(1, p, length = s))` as R computes it: halves go to the even
/// neighbour. For s <= p they are distinct.
#[expect(clippy::cast_sign_loss, reason = "positions are at least 1")]
fn positions(s: usize, p: usize) -> impl Iterator<Item = usize> {
    let step = if s > 1 { (p as f64 - 1.0) / (s as f64 - 1.0) } else { 0.0 };
    (0..s).map(move |i| (1.0 + i as f64 * step).round_ties_even() as usize - 1)
}

#[cfg(test)]
mod tests {
    use super::positions;

    #[test]
    fn halves_go_to_even_as_in_r() {
        // R: round(seq(1, 10, length = 5)); round(seq(1, 100, length = 5)); p = 1000.
        let one_based = |s, p| positions(s, p).map(|j| j + 1).collect::<Vec<_>>();
        assert_eq!(one_based(5, 10), [1, 3, 6, 8, 10]);
        assert_eq!(one_based(5, 100), [1, 26, 50, 75, 100]);
        assert_eq!(one_based(5, 1000), [1, 251, 500, 750, 1000]);
        assert_eq!(one_based(1, 7), [1]);
    }
}
