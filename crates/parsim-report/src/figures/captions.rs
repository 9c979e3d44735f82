//! Sentences of captions: replicates, error bars, and what is missing.

use super::arrangement::{cell_of, varied};
use super::words::{cell, enumerate, symbol};
use super::{FigureInput, Rows};
use parsim_engine::results::Results;
use parsim_stats::measures::Kind;
use parsim_stats::theory;
use parsim_study::{Cell, Plan};

/// `R = 2000 replicates per scenario.`
pub(super) fn replicates(results: &Results, scenarios: &[usize]) -> String {
    let counts = scenarios.iter().filter_map(|&scenario| results.replicates.get(scenario).copied());
    let (least, most) = counts.fold((u64::MAX, 0), |(a, b), r| (a.min(r), b.max(r)));
    match (scenarios.len(), least == most) {
        (1, _) => format!("R = {most} replicates."),
        (_, true) => format!("R = {most} replicates per scenario."),
        _ => format!("R = {} to {most} replicates per scenario.", least.min(most)),
    }
}

/// What the bars of a measure are.
pub(super) fn bars(kind: &Kind) -> &'static str {
    match kind {
        Kind::Indicator(_) => "Bars: Wilson 95 % intervals for the Monte Carlo error.",
        Kind::Fraction(_) => "Bars: ± 1.96 Monte Carlo standard errors, within 0 and 1.",
        Kind::Score(_) | Kind::Vector(_) => "Bars: ± 1.96 Monte Carlo standard errors.",
    }
}

/// Which laws the drawn theory comes from; empty for none.
pub(super) fn theory(laws: &[&'static str]) -> String {
    let named = |name: &&'static str| {
        let kind = theory::find(name).map_or("", |law| law.statement.kind());
        format!("{name} ({kind})")
    };
    match laws {
        [] => String::new(),
        laws => {
            let list: Vec<String> = laws.iter().map(named).collect();
            format!("Theory: {}.", enumerate(&list))
        }
    }
}

/// Which methods do not apply where, and on how many replicates methods failed; may be empty.
pub(super) fn gaps(input: &FigureInput<'_>, methods: &[usize], scenarios: &[usize]) -> String {
    let mut sentences = Vec::new();
    for &method in methods {
        let absent: Vec<usize> = scenarios
            .iter()
            .copied()
            .filter(|&scenario| !input.plan.scenarios[scenario].applies(method))
            .collect();
        if !absent.is_empty() {
            let name = &input.plan.methods[method].name;
            let place = place(input.plan, scenarios, &absent);
            sentences.push(format!("{name} does not apply {place}."));
        }
    }
    let failed: Vec<String> = methods
        .iter()
        .map(|&method| (method, failures(input.rows, method, scenarios)))
        .filter(|(_, count)| *count > 0)
        .map(|(method, count)| format!("{} on {count}", input.plan.methods[method].name))
        .collect();
    if !failed.is_empty() {
        let list = enumerate(&failed);
        sentences.push(format!("Left out: failed fits, {list} replicates of the scenarios shown."));
    }
    sentences.join(" ")
}

fn failures(rows: &Rows<'_>, method: usize, scenarios: &[usize]) -> u64 {
    let of = |&scenario: &usize| rows.summary(scenario, method, "mse").map_or(0, |r| r.failures);
    scenarios.iter().map(of).sum()
}

/// Some of the scenarios in words: `where n = 60`, or how many there are.
pub(crate) fn place(plan: &Plan, all: &[usize], some: &[usize]) -> String {
    if some.len() == all.len() {
        return if all.len() == 1 { "here".to_owned() } else { "in any scenario".to_owned() };
    }
    telling_place(plan, all, some)
        .unwrap_or_else(|| format!("in {} of {} scenarios", some.len(), all.len()))
}

/// Some of the scenarios as those with certain levels of one parameter, if they are.
pub(crate) fn telling_place(plan: &Plan, all: &[usize], some: &[usize]) -> Option<String> {
    varied(plan, all).into_iter().find_map(|axis| {
        let of = |scenario: &usize| cell_of(plan, *scenario, &axis.name);
        let levels: Vec<&Cell> =
            axis.levels.iter().filter(|level| some.iter().any(|s| of(s) == **level)).collect();
        let covered = all.iter().filter(|scenario| levels.contains(&&of(scenario))).count();
        (covered == some.len()).then(|| {
            let levels: Vec<String> = levels.into_iter().map(cell).collect();
            format!("where {} = {}", symbol(&axis.name), levels.join(" or "))
        })
    })
}

/// Sentences joined, empty ones left out.
pub(super) fn join(sentences: &[String]) -> String {
    let filled: Vec<&str> =
        sentences.iter().map(String::as_str).filter(|sentence| !sentence.is_empty()).collect();
    filled.join(" ")
}
