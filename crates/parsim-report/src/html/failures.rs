//! Failed fits with the lines that show them again, and certificates.

use super::number::{count, significant};
use parsim_engine::results::Results;
use parsim_stats::methods::Engines;
use parsim_study::Plan;
use serde::Serialize;

/// A cause of failures of one method in one scenario.
#[derive(Debug, Serialize)]
pub(super) struct FailureView<'a> {
    scenario: &'a str,
    method: &'a str,
    cause: &'a str,
    count: String,
    share: String,
    replay: &'a str,
}

/// The failures in table order.
pub(super) fn views<'a>(plan: &'a Plan, results: &'a Results) -> Vec<FailureView<'a>> {
    let view = |row: &'a parsim_engine::results::FailureRow| {
        let replicates = results.replicates.get(row.scenario).copied().filter(|r| *r > 0);
        let share = replicates.map(|r| 100.0 * row.count as f64 / r as f64);
        Some(FailureView {
            scenario: &plan.scenarios.get(row.scenario)?.label,
            method: &plan.methods.get(row.method)?.name,
            cause: &row.cause,
            count: count(row.count),
            share: share.map(|share| significant(share, 2)).unwrap_or_default(),
            replay: &row.replay,
        })
    };
    results.failures.iter().filter_map(view).collect()
}

/// How the solutions behind a method's fits were found.
#[derive(Debug, Serialize)]
pub(super) struct EnginesView<'a> {
    method: &'a str,
    engines: String,
}

/// The engines of every method that has fits.
pub(super) fn engines<'a>(plan: &'a Plan, results: &Results) -> Vec<EnginesView<'a>> {
    let methods = plan.methods.iter().zip(&results.engines);
    let views = methods.map(|(method, counts)| {
        let used = Engines::NAMES.iter().zip(counts).filter(|(_, number)| **number > 0);
        let used =
            used.map(|(name, number)| format!("{} {}", name.replace('_', " "), count(*number)));
        EnginesView { method: &method.name, engines: used.collect::<Vec<_>>().join(", ") }
    });
    views.filter(|view| !view.engines.is_empty()).collect()
}

/// The worst certificates of all penalised fits.
#[derive(Debug, Serialize)]
pub(super) struct CertificateView {
    kkt: String,
    gap: String,
    fallbacks: u64,
}

/// The certificates, if there was a penalised fit.
pub(super) fn certificate(results: &Results) -> Option<CertificateView> {
    if results.worst_kkt.is_none() && results.worst_gap.is_none() {
        return None;
    }
    let text = |value: Option<f64>| value.map(|v| significant(v, 2)).unwrap_or_default();
    Some(CertificateView {
        kkt: text(results.worst_kkt),
        gap: text(results.worst_gap),
        fallbacks: results.fallbacks,
    })
}
