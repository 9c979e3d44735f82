//! Value by value, each by the test that its kind of measure asks for.

use super::exact::same;
use super::{Difference, Member, Pin, PinnedRow, Place};
use crate::record::BATCH;
use parsim_stats::measures::{self, Kind};
use parsim_stats::summaries::two_samples::{
    Comparison, ROUNDING, Sampled, compare_share_with, compare_shares, squared_bias_skewness,
};
use parsim_stats::summaries::vector::{Part, batches_per_group};

/// A pin and a run.
#[derive(Clone, Copy)]
pub(super) struct Sides<'a> {
    pub pin: &'a Pin,
    pub run: &'a Pin,
}

type Pair<'a> = (&'a PinnedRow, &'a PinnedRow);

impl Sides<'_> {
    /// The tests of all pairs, and the differences in which there is no chance.
    pub fn compare(&self, pairs: &[Pair<'_>]) -> (Vec<Member>, Vec<Difference>) {
        let (mut members, mut certain) = (Vec::new(), Vec::new());
        for pair in pairs {
            let (pinned, found) = pair;
            let place = Place::of(pinned);
            // A law that was not known yet is no difference.
            if pinned.theory.is_some() && !same(pinned.theory, found.theory, ROUNDING) {
                let what = "theory".to_owned();
                let (pinned, found) = (pinned.theory, found.theory);
                certain.push(Difference { place: place.clone(), what, pinned, found, z: None });
            }
            if let Some(member) = counts(pair, &place) {
                members.push(member);
            }
            let (Some(_), Some(value)) = (pinned.value.estimate, found.value.estimate) else {
                // That one side has no value at all shows in the counts.
                continue;
            };
            let (what, expected) = match (pinned.theory, pinned.value.estimate) {
                (Some(theory), _) => ("estimate against theory", theory),
                (None, estimate) => ("estimate", estimate.unwrap_or_default()),
            };
            let what = what.to_owned();
            match self.test(pair) {
                Some(test) => members.push(Member { place, what, expected, found: value, test }),
                None => certain.push(Difference {
                    place,
                    what,
                    pinned: Some(expected),
                    found: Some(value),
                    z: None,
                }),
            }
        }
        (members, certain)
    }

    /// `None` where the values differ and nothing about them is random.
    pub fn test(&self, (pinned, found): &Pair<'_>) -> Option<Comparison> {
        let kind = measures::find(&found.measure).map(|measure| measure.kind);
        if matches!(kind, Some(Kind::Indicator(_))) {
            // Replicates that share their covariates count as one at least, and perhaps as no more.
            let draws = found.noise_draws;
            let counted =
                |row: &PinnedRow| ((ones(row) + draws / 2) / draws, row.replicates.div_ceil(draws));
            return Some(match pinned.theory {
                Some(probability) => compare_share_with(counted(found), probability),
                None => compare_shares(counted(found), counted(pinned)),
            });
        }
        let nested = found.noise_draws > 1;
        let own = sampled(found, self.run.replicates, kind, nested);
        let other = sampled(pinned, self.pin.replicates, kind, nested);
        let skewness = match kind {
            Some(Kind::Vector(Part::SquaredBias)) => self.skewness(pinned, found),
            _ => 0.0,
        };
        match pinned.theory {
            Some(theory) => own.against_value(theory, Some(&other), skewness),
            None => own.against(&other, skewness),
        }
    }

    /// The skewness of a squared bias, from the variance that stands beside it.
    fn skewness(&self, pinned: &PinnedRow, found: &PinnedRow) -> f64 {
        let of = |side: &Pin, row: &PinnedRow| {
            let beside = side.rows.iter().find(|other| {
                (&other.scenario, &other.method) == (&row.scenario, &row.method)
                    && other.measure == "variance"
            });
            let variance = beside.and_then(|row| row.value.estimate)?;
            Some(squared_bias_skewness(variance, row.value.mcse?, row.replicates))
        };
        // Without a variance beside it nothing is known, and the bound's largest value holds.
        let unknown = 8.0_f64.sqrt();
        let own = of(self.run, found).unwrap_or(unknown);
        own.max(of(self.pin, pinned).unwrap_or(unknown))
    }
}

/// Compares how many replicates have a value, where some have none.
fn counts((pinned, found): &Pair<'_>, place: &Place) -> Option<Member> {
    let attempted = |row: &PinnedRow| row.replicates + row.failures + row.undefined;
    let (all, own) = (attempted(pinned), attempted(found));
    if (all == pinned.replicates && own == found.replicates) || all == 0 || own == 0 {
        return None;
    }
    Some(Member {
        place: place.clone(),
        what: "share of replicates with a value".to_owned(),
        expected: pinned.replicates as f64 / all as f64,
        found: found.replicates as f64 / own as f64,
        test: {
            let counted = |count: u64| count.div_ceil(found.noise_draws);
            let (found, pinned) = (found.replicates, pinned.replicates);
            compare_shares((counted(found), counted(own)), (counted(pinned), counted(all)))
        },
    })
}

/// How many values of a 0/1 measure are 1.
fn ones(row: &PinnedRow) -> u64 {
    let ones = row.value.estimate.unwrap_or(0.0) * row.replicates as f64;
    #[expect(clippy::cast_sign_loss, reason = "a share of a count")]
    let ones = ones.round() as u64;
    ones.min(row.replicates)
}

fn sampled(row: &PinnedRow, replicates: u64, kind: Option<Kind>, nested: bool) -> Sampled {
    let batches = replicates.div_ceil(BATCH as u64);
    let df = if nested && !matches!(kind, Some(Kind::Vector(_))) {
        batches as f64 - 1.0
    } else if matches!(kind, Some(Kind::Vector(_))) {
        batches.div_ceil(batches_per_group(batches)) as f64 - 1.0
    } else {
        row.replicates as f64 - 1.0
    };
    Sampled {
        estimate: row.value.estimate.unwrap_or(0.0),
        mcse: row.value.mcse,
        count: row.replicates.max(1),
        df,
    }
}
