//! The scenarios of a study, and the columns that tell them apart.

use super::MOST_ROWS;
use super::number::{count, significant};
use crate::figures::{cell, symbol};
use parsim_engine::results::Results;
use parsim_stats::theory::Landmark;
use parsim_study::{Cell, Plan};
use serde::Serialize;

/// The varied parameters, by which tables name scenarios.
#[derive(Debug)]
pub(super) struct Columns {
    /// Their printed names.
    pub(super) names: Vec<String>,
    /// Their values, scenario by scenario.
    pub(super) settings: Vec<Vec<String>>,
}

/// The columns that tell a plan's scenarios apart; the label where nothing varies.
pub(super) fn columns(plan: &Plan) -> Columns {
    let axes = plan.axes();
    if axes.is_empty() {
        let labels = plan.scenarios.iter().map(|scenario| vec![scenario.label.clone()]);
        return Columns { names: vec!["scenario".to_owned()], settings: labels.collect() };
    }
    let settings = plan.scenarios.iter().map(|scenario| {
        let value = |name: &str| cell(scenario.cell(name).unwrap_or(&Cell::Null));
        axes.iter().map(|axis| value(&axis.name)).collect()
    });
    Columns {
        names: axes.iter().map(|axis| symbol(&axis.name)).collect(),
        settings: settings.collect(),
    }
}

/// The list of scenarios.
#[derive(Debug, Serialize)]
pub(super) struct ScenariosView {
    parameters: Vec<String>,
    rows: Vec<ScenarioView>,
    /// The landmarks that are numbers, by name.
    landmarks: Vec<&'static str>,
    /// How many scenarios there are.
    scenarios: usize,
}

#[derive(Debug, Serialize)]
struct ScenarioView {
    settings: Vec<String>,
    label: String,
    id: String,
    n: usize,
    p: usize,
    s: usize,
    replicates: String,
    /// Their values here, as the header has them; empty where nothing is said.
    landmarks: Vec<String>,
    block_size: u64,
    blocks: u64,
    /// Which methods do not apply, and why.
    absent: Vec<String>,
}

/// The scenarios in the plan's order.
pub(super) fn view(plan: &Plan, results: &Results) -> ScenariosView {
    let Columns { names, settings } = columns(plan);
    let landmarks = landmarks(results);
    let rows =
        plan.scenarios.iter().zip(settings).enumerate().map(|(position, (each, settings))| {
            let replicates = results.replicates.get(position).copied().unwrap_or(0);
            let absent =
                plan.methods.iter().zip(&each.inapplicable).filter_map(|(method, reason)| {
                    reason.as_ref().map(|reason| format!("{}: {reason}", method.name))
                });
            ScenarioView {
                settings,
                label: each.label.clone(),
                id: each.id.to_string(),
                n: each.n,
                p: each.p,
                s: each.signals.len(),
                replicates: count(replicates),
                landmarks: landmarks.iter().map(|law| number(results, position, law)).collect(),
                block_size: each.block_size,
                blocks: replicates.div_ceil(each.block_size.max(1)),
                absent: absent.collect(),
            }
        });
    let rows = rows.take(MOST_ROWS).collect();
    ScenariosView { parameters: names, rows, landmarks, scenarios: plan.scenarios.len() }
}

/// The landmarks that say a number of some scenario.
fn landmarks(results: &Results) -> Vec<&'static str> {
    let mut names = Vec::new();
    for row in &results.landmarks {
        if matches!(row.landmark, Landmark::Number(_)) && !names.contains(&row.law) {
            names.push(row.law);
        }
    }
    names
}

/// What a landmark says of a scenario; empty for nothing.
fn number(results: &Results, scenario: usize, law: &str) -> String {
    let mut rows = results.landmarks.iter();
    let row = rows.find(|row| row.scenario == scenario && row.law == law);
    match row.map(|row| &row.landmark) {
        Some(Landmark::Number(value)) => significant(*value, 3),
        _ => String::new(),
    }
}
