//! The running sums of a method against the reference on the same data.

use crate::record::{BATCH, MethodRecord};
use parsim_stats::summaries::paired::Paired;
use std::ops::Range;

/// One method against the reference, by scored measure.
#[derive(Debug)]
pub(super) struct ContrastFold {
    /// Position among the applicable methods.
    pub method: usize,
    /// Position of the reference among them.
    pub reference: usize,
    pub pairs: Vec<Paired>,
}

/// Every applicable method against the reference.
pub(super) fn all(methods: usize, reference: Option<usize>, scored: usize) -> Vec<ContrastFold> {
    let Some(reference) = reference else { return Vec::new() };
    let pairs = vec![Paired::default(); scored];
    (0..methods)
        .filter(|&method| method != reference)
        .map(|method| ContrastFold { method, reference, pairs: pairs.clone() })
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
