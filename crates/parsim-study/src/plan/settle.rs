//! Settles what depends on the true coefficients, and so on the seed: signals, estimands, and
//! where each method applies.

use super::scenarios::Grid;
use super::{Entrant, Plan, Scenario};
use crate::problems::Problems;
use crate::replicates::{MAX_REPLICATES, Replicates, whole_batches};
use parsim_stats::component::ArgumentError;
use parsim_stats::stream::StreamKey;

/// Signals that are estimands by default, and the noise coefficients beside them.
const SIGNALS: usize = 10;
const NOISE: usize = 3;

/// How the streams of a study are keyed, and which estimands it names.
#[derive(Debug)]
pub(super) struct Settling<'a> {
    pub(super) seed: u64,
    pub(super) common_random_numbers: bool,
    /// The estimands, ascending, if the study names them.
    pub(super) estimands: Option<&'a [u32]>,
}

impl Settling<'_> {
    /// Settles every scenario of a grid.
    pub(super) fn grid(&self, grid: &mut Grid, entrants: &[&Entrant], problems: &mut Problems) {
        for (scenario, places) in grid.scenarios.iter_mut().zip(&grid.places) {
            if let Err(error) = self.scenario(scenario, entrants) {
                let place = super::entrants::place_of(places, &error.path);
                let message = format!("{error} in scenario {}", scenario.label);
                problems.error(&place.unwrap_or_default(), message, error.hint);
            }
        }
    }

    fn scenario(
        &self,
        scenario: &mut Scenario,
        entrants: &[&Entrant],
    ) -> Result<(), ArgumentError> {
        let own = (!self.common_random_numbers).then_some(scenario.id);
        let prepared = scenario.mechanism.prepare(StreamKey { seed: self.seed, scenario: own })?;
        let truth = prepared.truth();
        scenario.signals = truth.support.iter().map(|&j| j as u32 + 1).collect();
        scenario.estimands = match self.estimands {
            Some(named) => named.to_vec(),
            None => default_estimands(&scenario.signals, scenario.p),
        };
        let applicable = |entrant: &&Entrant| entrant.applicable(scenario.n, truth).err();
        scenario.inapplicable = entrants.iter().map(applicable).collect();
        Ok(())
    }
}

/// The first ten signals and the first three other coefficients, ascending.
fn default_estimands(signals: &[u32], p: usize) -> Vec<u32> {
    let noise = (1..=p as u32).filter(|position| signals.binary_search(position).is_err());
    let mut estimands: Vec<u32> =
        signals.iter().copied().take(SIGNALS).chain(noise.take(NOISE)).collect();
    estimands.sort_unstable();
    estimands
}

impl Plan {
    /// The same study with a number of replicates of its own, rounded up to whole batches, at
    /// least one and at most [`MAX_REPLICATES`]; identities and fingerprint stay.
    #[must_use]
    pub fn with_replicates(mut self, replicates: u64) -> Self {
        let replicates = replicates.clamp(1, MAX_REPLICATES);
        self.replicates = Replicates::Fixed(whole_batches(replicates));
        self
    }

    /// The same study under another seed: coefficients that are drawn at random are drawn anew,
    /// and with them the default estimands.
    ///
    /// # Errors
    /// The drawn coefficients do not fit the mechanism.
    pub fn with_seed(mut self, seed: u64) -> Result<Self, ArgumentError> {
        self.seed = seed;
        let settling = Settling {
            seed,
            common_random_numbers: self.common_random_numbers,
            estimands: self.named_estimands.as_deref(),
        };
        let entrants: Vec<&Entrant> = self.methods.iter().collect();
        for scenario in &mut self.scenarios {
            settling.scenario(scenario, &entrants)?;
        }
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn default_estimands_are_ten_signals_and_three_others() {
        assert_eq!(default_estimands(&[1, 2], 102), [1, 2, 3, 4, 5]);
        assert_eq!(default_estimands(&[2, 4], 5), [1, 2, 3, 4, 5]);
        assert_eq!(default_estimands(&[1, 2], 2), [1, 2]);
        let many: Vec<u32> = (1..=20).collect();
        let expected: Vec<u32> = (1..=10).chain(21..=23).collect();
        assert_eq!(default_estimands(&many, 30), expected);
    }
}
