//! The running sums of a method against the reference on the same data.

use crate::record::MethodRecord;
use parsim_stats::measures;
use parsim_stats::summaries::paired::Paired;

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
pub(super) fn all(methods: usize, reference: Option<usize>) -> Vec<ContrastFold> {
    let Some(reference) = reference else { return Vec::new() };
    let pairs = vec![Paired::default(); measures::scored().count()];
    (0..methods)
        .filter(|&method| method != reference)
        .map(|method| ContrastFold { method, reference, pairs: pairs.clone() })
        .collect()
}

impl ContrastFold {
    pub fn push(&mut self, records: &[&MethodRecord], offset: usize) {
        let (method, reference) = (records[self.method], records[self.reference]);
        for (m, pair) in self.pairs.iter_mut().enumerate() {
            let a = method.measures[m].values[offset];
            let b = reference.measures[m].values[offset];
            // NaN stands for a failed fit or an undefined score.
            if !(a.is_nan() || b.is_nan()) {
                pair.push(a, b);
            }
        }
    }
}
