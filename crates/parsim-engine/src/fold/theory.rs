//! A scenario with a method as theory sees them.

use super::ScenarioFold;
use crate::results::LandmarkRow;
use parsim_stats::mechanisms::Scenario;
use parsim_stats::theory::{self, Landmark, Law, Setting};

/// A scenario with a method of the plan, by position.
pub(super) fn setting<'a>(
    fold: &'a ScenarioFold<'_>,
    method: usize,
    source: &'a dyn Scenario,
) -> Setting<'a> {
    let component = &fold.plan.methods[method].component;
    let target = component.text("method").and_then(|name| fold.plan.method(name).ok());
    Setting {
        mechanism: &fold.plan.scenarios[fold.scenario].component,
        method: component,
        target: target.map(|target| &fold.plan.methods[target].component),
        truth: source.truth(),
        n: fold.plan.scenarios[fold.scenario].n,
        x: source.fixed().map(|x| &**x),
    }
}

/// What is known of the scenario before any fit. A study has at least one method.
pub(super) fn landmark_rows(fold: &ScenarioFold<'_>, source: &dyn Scenario) -> Vec<LandmarkRow> {
    let said = theory::landmarks(&setting(fold, 0, source));
    let row = |(law, landmark): (&'static Law, Landmark)| LandmarkRow {
        scenario: fold.scenario,
        law: law.name,
        landmark,
    };
    said.into_iter().map(row).collect()
}
