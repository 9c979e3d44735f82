//! The study itself: its plan, what to be careful about, and how to run it again.

use super::number::count;
use crate::document::Document;
use crate::figures::place;
use parsim_stats::component::Component;
use parsim_stats::identity::RESULTS_VERSION;
use parsim_study::{Plan, Replicates, Scenario, Severity, Target};
use serde::Serialize;

/// A written-out plan longer than this is left to `plan.toml`.
const LONGEST_PLAN: usize = 200_000;

/// The study at a glance.
#[derive(Debug, Serialize)]
pub(super) struct StudyView<'a> {
    title: &'a str,
    aim: &'a str,
    stem: &'a str,
    source: &'a str,
    /// The plan with every default; empty if it is too long for the page.
    plan: String,
    seed: u64,
    fingerprint: String,
    version: &'static str,
    results_version: u32,
    replicates: String,
    fits: String,
    scenarios: usize,
    methods: usize,
    blocks: String,
    reference: &'a str,
    all_pairs: bool,
    common_random_numbers: bool,
    keeps_all: bool,
    /// A scenario, for the example of a replay.
    scenario: &'a str,
    method: &'a str,
}

/// The study at a glance.
pub(super) fn view<'a>(document: &Document<'a>) -> StudyView<'a> {
    let (plan, results) = (document.plan, document.results);
    let written = plan.to_toml(document.stem);
    let counts = || plan.scenarios.iter().zip(&results.replicates);
    let applying = |each: &Scenario| (0..plan.methods.len()).filter(|&m| each.applies(m)).count();
    let fits: u64 = counts().map(|(each, &r)| applying(each) as u64 * r).sum();
    let blocks: u64 = counts().map(|(each, &r)| r.div_ceil(each.block_size.max(1))).sum();
    let reference = plan.reference.and_then(|position| plan.methods.get(position));
    StudyView {
        title: &plan.title,
        aim: &plan.aim,
        stem: document.stem,
        source: document.source,
        plan: if written.len() <= LONGEST_PLAN { written } else { String::new() },
        seed: plan.seed,
        fingerprint: plan.fingerprint().to_string(),
        version: env!("CARGO_PKG_VERSION"),
        results_version: RESULTS_VERSION,
        replicates: replicates(document),
        fits: count(fits),
        scenarios: plan.scenarios.len(),
        methods: plan.methods.len(),
        blocks: count(blocks),
        reference: reference.map(|method| method.name.as_str()).unwrap_or_default(),
        all_pairs: plan.all_pairs,
        common_random_numbers: plan.common_random_numbers,
        keeps_all: plan.keeps_all,
        scenario: plan.scenarios.first().map(|each| each.label.as_str()).unwrap_or_default(),
        method: plan.methods.last().map(|each| each.name.as_str()).unwrap_or_default(),
    }
}

/// How many replicates, and why so many.
fn replicates(document: &Document<'_>) -> String {
    let counts = document.results.replicates.iter().copied();
    let (least, most) = counts.fold((u64::MAX, 0), |(a, b), r| (a.min(r), b.max(r)));
    let number = if least >= most {
        format!("{} replicates per scenario", count(most))
    } else {
        format!("{} to {} replicates per scenario", count(least), count(most))
    };
    match &document.plan.replicates {
        Replicates::Fixed(_) => number,
        Replicates::Precision(precision) => {
            let target = |(measure, target): &(String, Target)| format!("{measure} {target}");
            let targets: Vec<String> = precision.targets.iter().map(target).collect();
            let (min, max) = (count(precision.min), count(precision.max));
            let targets = targets.join(", ");
            format!("{number}; target MCSE {targets}, between {min} and {max} replicates")
        }
    }
}

/// Something to be careful about.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct NoticeView {
    /// `warning` or `notice`.
    severity: &'static str,
    message: String,
    hint: String,
}

/// The plan's notices, and what the design of the study means for reading its results.
pub(super) fn notices(plan: &Plan) -> Vec<NoticeView> {
    let source = plan.notices.source();
    let typed = plan.notices.list().iter().map(|each| {
        let line = each.span.as_ref().map(|span| source.position(span.start).0);
        let place = line.map(|line| format!(" (line {line} of the study file)"));
        NoticeView {
            severity: each.severity.word(),
            message: format!("{}{}", each.message, place.unwrap_or_default()),
            hint: each.hint.clone(),
        }
    });
    let mut notices: Vec<NoticeView> = typed.collect();
    notices.extend(about(plan, has_heavy_tails, Severity::Warning, HEAVY_TAILS));
    notices.extend(about(plan, has_heavy_covariates, Severity::Warning, HEAVY_COVARIATES));
    notices.extend(about(plan, is_fixed, Severity::Notice, FIXED_DESIGN));
    notices.extend(about(plan, is_nested, Severity::Notice, NESTED));
    notices.extend(about(plan, is_heteroskedastic, Severity::Notice, HETEROSKEDASTIC));
    notices
}

const HEAVY_TAILS: [&str; 2] = [
    "Student's t noise has at most 4 degrees of freedom",
    "squared errors then have no finite variance: Monte Carlo standard errors of squared errors \
     may not settle as replicates are added",
];
const HEAVY_COVARIATES: [&str; 2] = [
    "Student's t covariates have at most 4 degrees of freedom",
    "their squares have no finite variance: Monte Carlo standard errors may not settle as replicates \
     are added",
];
const FIXED_DESIGN: [&str; 2] = [
    "the design is fixed",
    "everything is conditional on the one X that was drawn; risks are still taken over the law of \
     the covariates",
];
const NESTED: [&str; 2] = [
    "the noise is drawn several times on each draw of the covariates",
    "replicates that share their covariates are dependent: Monte Carlo standard errors, intervals and \
     tests are taken over batches of 16 replicates, with t on their number less 1",
];
const HETEROSKEDASTIC: [&str; 2] =
    ["the noise is heteroskedastic", "sigma and SNR refer to the marginal variance of the noise"];

fn about(
    plan: &Plan,
    concerns: fn(&Component) -> bool,
    severity: Severity,
    [message, hint]: [&str; 2],
) -> Option<NoticeView> {
    let all: Vec<usize> = (0..plan.scenarios.len()).collect();
    let some = all.iter().copied().filter(|&s| concerns(&plan.scenarios[s].component));
    let some: Vec<usize> = some.collect();
    if some.is_empty() {
        return None;
    }
    let place = if some.len() == all.len() {
        String::new()
    } else {
        format!(" {}", place(plan, &all, &some))
    };
    let (message, hint) = (format!("{message}{place}"), hint.to_owned());
    Some(NoticeView { severity: severity.word(), message, hint })
}

fn has_heavy_tails(mechanism: &Component) -> bool {
    has_few_degrees(mechanism, "noise")
}

fn has_heavy_covariates(mechanism: &Component) -> bool {
    has_few_degrees(mechanism, "covariates")
}

fn has_few_degrees(mechanism: &Component, part: &str) -> bool {
    mechanism.part(part).is_some_and(|law| {
        law.kind() == "student-t" && law.number("df").is_some_and(|df| df <= 4.0)
    })
}

fn is_fixed(mechanism: &Component) -> bool {
    mechanism.text("design") == Some("fixed")
}

fn is_nested(mechanism: &Component) -> bool {
    mechanism.number("noise_draws").is_some_and(|draws| draws > 1.0)
}

fn is_heteroskedastic(mechanism: &Component) -> bool {
    mechanism.part("noise").is_some_and(|noise| noise.kind() == "heteroskedastic")
}
