//! What a scenario draws once, so that another seed makes it another scenario.

use crate::competition::stream_key;
use crate::run::EngineError;
use parsim_stats::mechanisms::Scenario;
use parsim_stats::stream::StreamKey;
use parsim_study::Plan;

/// The labels of the scenarios whose replicates would have another law under another seed: random
/// coefficients, covariates whose law is drawn, and fixed designs that are drawn, are the same for all
/// replicates of a study.
///
/// # Errors
/// A scenario cannot be drawn.
pub fn drawn_once(plan: &Plan, other_seed: u64) -> Result<Vec<String>, EngineError> {
    let mut labels = Vec::new();
    for (at, scenario) in plan.scenarios.iter().enumerate() {
        let key = stream_key(plan, at);
        let prepare = |key| {
            scenario.mechanism.prepare(key).map_err(|error| EngineError::Scenario {
                label: scenario.label.clone(),
                message: error.to_string(),
            })
        };
        let (own, other) = (prepare(key)?, prepare(StreamKey { seed: other_seed, ..key })?);
        let truth = own.truth();
        let same_truth = truth.beta == other.truth().beta && truth.sigma == other.truth().sigma;
        // Two laws that are drawn differ on any contrast of all covariates.
        let contrast: Vec<f64> = (0..truth.beta.len()).map(|j| 1.0 / (j as f64 + 1.0)).collect();
        let spread = |source: &dyn Scenario| source.truth().covariates.quadratic(&contrast);
        let same_law = spread(&*own) == spread(&*other);
        // A validation set is drawn once with a fixed design.
        let validated = || {
            let tunings = plan.methods.iter().map(|method| method.component.part("tuning"));
            tunings.flatten().any(|tuning| tuning.kind() == "validation")
        };
        let same_design = match (own.fixed(), other.fixed()) {
            (Some(own), Some(other)) => own == other && !validated(),
            _ => true,
        };
        if !(same_truth && same_law && same_design) {
            labels.push(scenario.label.clone());
        }
    }
    Ok(labels)
}
