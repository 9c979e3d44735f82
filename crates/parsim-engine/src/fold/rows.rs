//! The rows of a scenario, once all its replicates are folded.

use super::decision::Decision;
use super::method::MethodFold;
use super::nested::{NestedSums, PartSums};
use super::theory::{landmark_rows, setting};
use super::{Replay, ScenarioFold};
use crate::results::{
    CoefficientRow, ContrastRow, EstimateSample, FailureRow, LandmarkRow, Measured, SummaryRow,
};
use parsim_stats::coefficient_measures::{Coefficient, Part, Values};
use parsim_stats::measures::{Kind, Measure, Themes};
use parsim_stats::mechanisms::Scenario;
use parsim_stats::methods::Engines;
use parsim_stats::summaries::vector::{Groups, Part as VectorPart, jackknife_error};
use parsim_stats::summaries::{Summary, Z95};
use parsim_stats::theory;
use parsim_stats::truth::Truth;

/// The rows of one scenario.
#[derive(Debug, Default)]
pub struct ScenarioRows {
    /// Rows of `tables/summary`.
    pub summary: Vec<SummaryRow>,
    /// Rows of `tables/coefficients`.
    pub coefficients: Vec<CoefficientRow>,
    /// Rows of `tables/contrasts`.
    pub contrasts: Vec<ContrastRow>,
    /// Rows of `tables/failures`, their replay line still empty.
    pub failures: Vec<FailureRow>,
    /// What landmarks say about the scenario.
    pub landmarks: Vec<LandmarkRow>,
    /// First estimates, for figures.
    pub samples: Vec<EstimateSample>,
    /// The test of each claim that concerns the scenario.
    pub decisions: Vec<(usize, Decision)>,
    /// Worst KKT violation relative to lambda.
    pub worst_kkt: Option<f64>,
    /// Worst relative duality gap.
    pub worst_gap: Option<f64>,
    /// Solutions that came from coordinate descent.
    pub fallbacks: u64,
    /// Solutions by engine, per method as (its position in the plan, counts).
    pub engines: Vec<(usize, [u64; Engines::COUNT])>,
}

pub(super) fn build(
    fold: &ScenarioFold<'_>,
    source: &dyn Scenario,
    replay: &mut Replay<'_>,
) -> ScenarioRows {
    let truth = source.truth();
    let mut rows =
        ScenarioRows { landmarks: landmark_rows(fold, source), ..ScenarioRows::default() };
    let everyone: Vec<usize> = (0..fold.methods.len()).collect();
    for (m, method) in fold.folds.iter().enumerate() {
        let own = fold.valid_groups(m, &[], replay);
        let shared = fold.valid_groups(m, &everyone, replay);
        rows.summary.extend(summary_rows(fold, m, (&own, &shared), source));
        rows.coefficients.extend(coefficient_rows(fold, m, truth));
        rows.failures.extend(failure_rows(fold, m));
        rows.samples.extend(sample_rows(fold, m, truth));
        rows.worst_kkt = worse(rows.worst_kkt, method.worst_kkt);
        rows.worst_gap = worse(rows.worst_gap, method.worst_gap);
        rows.fallbacks += method.fallbacks;
        rows.engines.push((fold.methods[m], method.engines));
    }
    rows.contrasts = contrast_rows(fold, replay);
    rows.decisions = fold.decisions(replay);
    rows
}

fn worse(a: Option<f64>, b: Option<f64>) -> Option<f64> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.max(b)),
        (a, b) => a.or(b),
    }
}

fn measured(summary: Option<Summary>) -> Measured {
    Measured { estimate: summary.map(|s| s.estimate), mcse: summary.and_then(|s| s.mcse) }
}

fn summary_rows<'a>(
    fold: &'a ScenarioFold<'_>,
    m: usize,
    (own, shared): (&'a Groups, &'a Groups),
    source: &'a dyn Scenario,
) -> impl Iterator<Item = SummaryRow> + 'a {
    let stated = theory::stated(&setting(fold, fold.methods[m], source));
    fold.plan.themes.measures().map(move |measure| {
        let method = &fold.folds[m];
        let (casewise, listwise, replicates, undefined) = match fold.plan.themes.column(measure) {
            Some(at) => {
                let (own, all) = (&method.casewise[at], method.listwise(at));
                let count = own.moments.count;
                (own.summary(measure), all.summary(measure), count, method.undefined[at])
            }
            None => vector_summaries(measure, own, shared, method),
        };
        let theory = stated.iter().find(|stated| stated.measure == measure.name);
        // Where the method failed, the law of the others is not known.
        let z = theory.filter(|_| method.failed == 0).and_then(|theory| {
            let summary = casewise?;
            theory.value.z(summary.estimate, error_against_law(measure, &summary)?)
        });
        SummaryRow {
            scenario: fold.scenario,
            method: fold.methods[m],
            measure: measure.name,
            value: measured(casewise),
            lower: casewise.and_then(|s| s.interval).map(|i| i.0),
            upper: casewise.and_then(|s| s.interval).map(|i| i.1),
            replicates,
            failures: method.failed,
            undefined,
            listwise: measured(listwise),
            theory: theory.map(|theory| theory.value.value),
            z,
            law: theory.map(|theory| theory.law.name),
        }
    })
}

/// The error by which an estimate is held against a law: its MCSE; for parts of the decomposition that of
/// the interval, since the MCSE of a squared bias near 0 is itself too uncertain for a test.
fn error_against_law(measure: &Measure, summary: &Summary) -> Option<f64> {
    let of_interval = summary.interval.filter(|_| matches!(measure.kind, Kind::Vector(_)));
    of_interval.map_or(summary.mcse, |(lower, upper)| Some((upper - lower) / (2.0 * Z95)))
}

fn vector_summaries(
    measure: &Measure,
    own: &Groups,
    shared: &Groups,
    method: &MethodFold,
) -> (Option<Summary>, Option<Summary>, u64, u64) {
    let Kind::Vector(part) = measure.kind else { return (None, None, 0, 0) };
    let summary = own.summary(part);
    // A summary that does not exist rests on no replicate.
    let (used, undefined) = summary.map_or((0, method.fitted), |_| (method.fitted, 0));
    (summary, shared.summary(part), used, undefined)
}

fn coefficient_rows<'a>(
    fold: &'a ScenarioFold<'_>,
    m: usize,
    truth: &'a Truth,
) -> impl Iterator<Item = CoefficientRow> + 'a {
    let truths = std::iter::once(truth.intercept).chain(truth.beta.iter().copied());
    let (method, estimands) = (&fold.folds[m], &fold.plan.scenarios[fold.scenario].estimands);
    method.coefficients.iter().zip(truths).enumerate().map(move |(j, (sums, truth))| {
        let (estimates, half_widths) = method.kept(estimands.iter().position(|e| *e == j as u32));
        let coefficient = Coefficient {
            is_intercept: j == 0,
            truth,
            errors: sums,
            estimates,
            intervals: method.intervals.get(j),
            half_widths,
        };
        CoefficientRow {
            scenario: fold.scenario,
            method: fold.methods[m],
            coefficient: j as u32,
            truth,
            replicates: sums.count,
            values: match &method.nested {
                None => Values::of(fold.plan.themes, &coefficient),
                Some(nested) => nested_values(fold.plan.themes, nested, (j, &coefficient)),
            },
        }
    })
}

/// The summaries of coefficient j where replicates share their covariates.
fn nested_values(
    themes: Themes,
    nested: &NestedSums,
    (j, whole): (usize, &Coefficient<'_>),
) -> Values {
    let mut start = 0;
    let fitted = nested.parts.iter().filter(|part| part.fitted > 0);
    let part = |part: &PartSums| {
        let rows = start..start + part.fitted as usize;
        start = rows.end;
        Part { errors: part.coefficients[j], intervals: part.intervals.get(j).copied(), rows }
    };
    let parts: Vec<Part> = fitted.map(part).collect();
    Values::nested(themes, whole, &parts, nested.noise_draws)
}

fn failure_rows<'a>(fold: &'a ScenarioFold<'_>, m: usize) -> impl Iterator<Item = FailureRow> + 'a {
    fold.folds[m].causes.iter().map(move |(cause, &(count, first))| FailureRow {
        scenario: fold.scenario,
        method: fold.methods[m],
        cause: cause.clone(),
        count,
        first_replicate: first + 1,
        replay: String::new(),
    })
}

fn sample_rows<'a>(
    fold: &'a ScenarioFold<'_>,
    m: usize,
    truth: &'a Truth,
) -> impl Iterator<Item = EstimateSample> + 'a {
    let estimands = &fold.plan.scenarios[fold.scenario].estimands;
    fold.folds[m].samples.iter().zip(estimands).map(move |(estimates, &coefficient)| {
        let truth = match coefficient {
            0 => truth.intercept,
            j => truth.beta.get(j as usize - 1).copied().unwrap_or(0.0),
        };
        EstimateSample {
            scenario: fold.scenario,
            method: fold.methods[m],
            coefficient,
            truth,
            estimates: estimates[..fold.folds[m].shown.min(estimates.len())].to_vec(),
        }
    })
}

fn contrast_rows(fold: &ScenarioFold<'_>, replay: &mut Replay<'_>) -> Vec<ContrastRow> {
    let mut rows = Vec::new();
    for contrast in &fold.contrasts {
        let pair = [contrast.method, contrast.reference];
        let [method, reference] = pair.map(|m| fold.valid_groups(m, &pair, replay));
        for measure in fold.plan.themes.measures() {
            let empty = ContrastRow {
                scenario: fold.scenario,
                method: fold.methods[contrast.method],
                reference: fold.methods[contrast.reference],
                measure: measure.name,
                difference: Measured::default(),
                difference_interval: None,
                ratio: Measured::default(),
                win_rate: Measured::default(),
                ties: None,
                replicates: method.total.count,
            };
            rows.push(match (measure.kind, fold.plan.themes.column(measure)) {
                (Kind::Vector(part), _) => {
                    let (difference, difference_interval, ratio) =
                        vector_contrast(part, &method, &reference);
                    ContrastRow { difference, difference_interval, ratio, ..empty }
                }
                (_, Some(at)) => {
                    let paired = &contrast.pairs[at];
                    let difference = paired.difference_summary(measure.is_share());
                    ContrastRow {
                        difference: measured(difference),
                        difference_interval: difference.and_then(|d| d.interval),
                        ratio: measured(paired.ratio()),
                        win_rate: measured(paired.win_rate()),
                        ties: paired.ties(),
                        replicates: paired.count(),
                        ..empty
                    }
                }
                _ => empty,
            });
        }
    }
    rows
}

/// Difference with its interval, and ratio, of a part of the decomposition: delete-a-group
/// jackknife of each.
fn vector_contrast(
    part: VectorPart,
    method: &Groups,
    reference: &Groups,
) -> (Measured, Option<(f64, f64)>, Measured) {
    let sizes: Vec<f64> = method.groups.iter().map(|group| group.count as f64).collect();
    let values = |left_out: Option<usize>| {
        let of = |groups: &Groups| groups.part(part, left_out);
        Some((of(method)?, of(reference)?))
    };
    let jackknife = |statistic: &dyn Fn(f64, f64) -> Option<f64>| {
        let at = |left_out| values(left_out).and_then(|(a, b)| statistic(a, b));
        let estimate = at(None);
        let left_out: Option<Vec<f64>> = (0..sizes.len()).map(|g| at(Some(g))).collect();
        let mcse = estimate
            .zip(left_out)
            .and_then(|(estimate, left_out)| jackknife_error(estimate, &left_out, &sizes));
        Measured { estimate, mcse }
    };
    let difference = jackknife(&|a, b| Some(a - b));
    let ratio = jackknife(&|a, b| (b > 0.0).then(|| a / b));
    let df = sizes.len() as f64 - 1.0;
    let interval = difference.estimate.zip(difference.mcse).map(|(d, mcse)| {
        let half = parsim_stats::summaries::distributions::t_quantile(0.975, df) * mcse;
        (d - half, d + half)
    });
    (difference, interval, ratio)
}
