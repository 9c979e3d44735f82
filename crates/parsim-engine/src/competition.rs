//! Who competes in a scenario, and on which streams.

use parsim_stats::stream::StreamKey;
use parsim_study::Plan;

/// Positions of the methods that apply to a scenario.
pub(crate) fn applicable(plan: &Plan, scenario: usize) -> impl Iterator<Item = usize> + use<'_> {
    (0..plan.methods.len()).filter(move |&method| plan.scenarios[scenario].applies(method))
}

/// The key of a scenario's streams.
pub(crate) fn stream_key(plan: &Plan, scenario: usize) -> StreamKey {
    let own = !plan.common_random_numbers;
    StreamKey { seed: plan.seed, scenario: own.then_some(plan.scenarios[scenario].id) }
}
