//! The precision to expect, and the replicates that targets need.

use crate::exit::Exit;
use crate::terminal;
use parsim_engine::forecast::{Expected, Forecast, ScenarioForecast};
use parsim_study::{Plan, Precision, Replicates, Target};
use std::io::Write;

/// The largest number of replicates that a target needs, and where.
#[derive(Debug)]
struct Need {
    /// `None` beyond a billion, and for a share of an estimate of 0.
    replicates: Option<u64>,
    method: usize,
}

/// By scenario and measure: the MCSE of each method at the study's replicates, and what its target
/// needs.
pub(super) fn write(
    out: &mut impl Write,
    plan: &Plan,
    forecast: &Forecast,
    measures: &[&str],
) -> Result<(), Exit> {
    let replicates = plan.replicates.most();
    let pilots = forecast.scenarios.iter().map(|each| each.pilot).filter(|pilot| *pilot > 0);
    let (least, most) = (pilots.clone().min().unwrap_or(0), pilots.max().unwrap_or(0));
    let pilot = if least == most { least.to_string() } else { format!("{least} to {most}") };
    writeln!(out, "\nMCSE at {replicates} replicates, from a pilot of {pilot}:")?;
    let mut header = vec!["scenario", "measure", "MCSE by method"];
    if let Replicates::Precision(_) = plan.replicates {
        header.extend(["target", "replicates needed"]);
    }
    let mut table = terminal::table(&header);
    let mut worst: Option<(Need, String)> = None;
    for (scenario, forecast) in plan.scenarios.iter().zip(&forecast.scenarios) {
        for measure in measures.iter().filter(|_| forecast.pilot > 0) {
            let mut row = vec![scenario.label.clone(), (*measure).to_owned()];
            row.push(errors(plan, forecast, measure, replicates));
            if let Some(target) = target(plan, measure) {
                let need = need(forecast, measure, target);
                row.push(target.to_string());
                row.push(need.as_ref().map_or_else(|| "-".to_owned(), |need| words(plan, need)));
                let place = format!("{measure} in {}", scenario.label);
                worst = larger(worst, need.map(|need| (need, place)));
            }
            table.add_row(row);
        }
    }
    writeln!(out, "{table}")?;
    if let (Replicates::Precision(precision), Some((need, place))) = (&plan.replicates, worst) {
        writeln!(out, "{}", outlook(plan, precision, &need, &place))?;
    }
    Ok(())
}

/// What the forecast has of a measure, by method.
fn of<'a>(forecast: &'a ScenarioForecast, measure: &str) -> impl Iterator<Item = &'a Expected> {
    forecast.expected.iter().filter(move |each| each.measure == measure)
}

fn errors(plan: &Plan, forecast: &ScenarioForecast, measure: &str, replicates: u64) -> String {
    let methods = (0..plan.methods.len()).map(|method| {
        let name = &plan.methods[method].name;
        let expected = of(forecast, measure).find(|each| each.method == method);
        let error = expected.map(|each| format!("{:.2e}", each.error(replicates)));
        format!("{name} {}", error.unwrap_or_else(|| "-".to_owned()))
    });
    methods.collect::<Vec<_>>().join("  ")
}

fn target(plan: &Plan, measure: &str) -> Option<Target> {
    let Replicates::Precision(precision) = &plan.replicates else { return None };
    let mut targets = precision.targets.iter();
    targets.find(|(name, _)| name == measure).map(|(_, target)| *target)
}

/// What the method needs that needs most; `None` where the measure has no value.
fn need(forecast: &ScenarioForecast, measure: &str, target: Target) -> Option<Need> {
    let needs = of(forecast, measure).map(|each| {
        let replicates = each.replicates(target.at(each.estimate));
        Need { replicates, method: each.method }
    });
    needs.max_by_key(|need| need.replicates.unwrap_or(u64::MAX))
}

fn larger(one: Option<(Need, String)>, other: Option<(Need, String)>) -> Option<(Need, String)> {
    let size = |each: &(Need, String)| each.0.replicates.unwrap_or(u64::MAX);
    match (one, other) {
        (Some(one), Some(other)) => Some(if size(&other) > size(&one) { other } else { one }),
        (one, other) => one.or(other),
    }
}

fn words(plan: &Plan, need: &Need) -> String {
    let name = &plan.methods[need.method].name;
    let replicates = need.replicates.map_or_else(|| "out of reach".to_owned(), |r| r.to_string());
    format!("{replicates} ({name})")
}

/// Where the study will probably stop.
fn outlook(plan: &Plan, precision: &Precision, need: &Need, place: &str) -> String {
    let most = plan.replicates.most();
    let needs = format!("the targets need {}, for {place}", words(plan, need));
    let stop = |needed: u64| plan.replicates.rounds().into_iter().find(|round| *round >= needed);
    match need.replicates.and_then(stop) {
        Some(stop) => format!("{needs}: the study will probably stop at {stop} replicates"),
        None => format!(
            "{needs}: the last look within max = {} is at {most}, where the study will stop without reaching them",
            precision.max
        ),
    }
}
