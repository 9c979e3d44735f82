//! Identities of scenarios, methods and the study.

use super::Plan;
use parsim_stats::component::{Component, Fingerprint, Shape, Value, fingerprint};
use parsim_stats::identity::{MethodId, RESULTS_VERSION, ScenarioId};
use std::fmt::Write;

/// The identity of a mechanism.
pub(super) fn scenario_id(mechanism: &Component) -> ScenarioId {
    ScenarioId(fingerprint(&mechanism.canonical()))
}

/// The identity of a method.
pub(super) fn method_id(method: &Component) -> MethodId {
    MethodId(fingerprint(&method.canonical()))
}

/// The identity of an oracle: where it names a method, that method's canonical form stands for
/// the name, so that renaming changes nothing and changing the method does.
pub(super) fn oracle_id(oracle: &Component, target: Option<&Component>) -> MethodId {
    let mut oracle = oracle.clone();
    if let Some(target) = target {
        for parameter in oracle.specification.parameters {
            if parameter.shape == Shape::MethodName {
                oracle.arguments.insert(parameter.name, Value::Text(target.canonical()));
            }
        }
    }
    // An oracle may share its kind's name with a method; the family keeps them apart.
    MethodId(fingerprint(&format!("oracle:{}", oracle.canonical())))
}

impl Plan {
    /// The identity of the study's numbers: seed, scenarios, methods, oracles and
    /// [`RESULTS_VERSION`]; neither their order nor names, title, aim, claims, figures, estimands
    /// or the number of replicates.
    pub fn fingerprint(&self) -> Fingerprint {
        self.fingerprint_under(RESULTS_VERSION, self.seed)
    }

    /// The fingerprint that the same scenarios and methods have under another version of the results and another
    /// seed.
    pub fn fingerprint_under(&self, results_version: u32, seed: u64) -> Fingerprint {
        let mut scenarios: Vec<_> = self.scenarios.iter().map(|scenario| scenario.id).collect();
        let mut methods: Vec<_> = self.methods.iter().map(|method| method.id).collect();
        scenarios.sort_unstable();
        methods.sort_unstable();
        let mut text = format!("version={results_version};seed={seed}");
        let _ = write!(text, ";common_random_numbers={}", self.common_random_numbers);
        for id in scenarios {
            let _ = write!(text, ";scenario={id}");
        }
        for id in methods {
            let _ = write!(text, ";method={id}");
        }
        fingerprint(&text)
    }
}
