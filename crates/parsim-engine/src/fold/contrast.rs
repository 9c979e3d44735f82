//! The running sums of a method against another on the same data.

use crate::record::{BATCH, MethodRecord};
use parsim_stats::summaries::paired::Paired;
use std::ops::Range;

/// One method against another, by scored measure.
#[derive(Debug)]
pub(super) struct ContrastFold {
    /// Position among the applicable methods.
    pub method: usize,
    /// Position of the reference among them.
    pub reference: usize,
    pub pairs: Vec<Paired>,
}

/// Every applicable method against the reference; with `all_pairs`, every method against each one
/// before it, where the reference comes before all others; `sums` are empty sums by scored measure. So the rows of a study that compares
/// with its reference alone are among those of one that compares all.
pub(super) fn all(
    methods: usize,
    reference: Option<usize>,
    all_pairs: bool,
    sums: &[Paired],
) -> Vec<ContrastFold> {
    let rank = |method: usize| (Some(method) != reference, method);
    let mut pairs: Vec<(usize, usize)> = (0..methods)
        .flat_map(|method| (0..methods).map(move |other| (method, other)))
        .filter(|&(method, other)| rank(other) < rank(method))
        .filter(|&(_, other)| all_pairs || Some(other) == reference)
        .collect();
    pairs.sort_unstable();
    pairs
        .into_iter()
        .map(|(method, reference)| ContrastFold { method, reference, pairs: sums.to_vec() })
        .collect()
}

impl ContrastFold {
    /// Adds a batch.
    pub fn push(&mut self, records: &[&MethodRecord], rows: &Range<usize>) {
        let (method, reference) = (records[self.method], records[self.reference]);
        let (mut own, mut other) = ([0.0; BATCH], [0.0; BATCH]);
        for (m, pair) in self.pairs.iter_mut().enumerate() {
            let a = &method.measures[m].values[rows.clone()];
            let b = &reference.measures[m].values[rows.clone()];
            let mut count = 0;
            // NaN stands for a failed fit or an undefined score.
            for (a, b) in a.iter().zip(b).filter(|(a, b)| !(a.is_nan() || b.is_nan())) {
                (own[count], other[count]) = (*a, *b);
                count += 1;
            }
            if count > 0 {
                pair.absorb(&own[..count], &other[..count]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_whole_and_hold_those_with_the_reference() {
        let named = |reference, all_pairs| -> Vec<(usize, usize)> {
            all(3, reference, all_pairs, &[Paired::default()])
                .iter()
                .map(|fold| (fold.method, fold.reference))
                .collect()
        };
        assert_eq!(named(Some(1), false), [(0, 1), (2, 1)]);
        assert_eq!(named(Some(1), true), [(0, 1), (2, 0), (2, 1)]);
        assert_eq!(named(Some(0), true), [(1, 0), (2, 0), (2, 1)]);
        assert_eq!(named(None, false), []);
        assert_eq!(named(None, true), [(1, 0), (2, 0), (2, 1)]);
    }
}
