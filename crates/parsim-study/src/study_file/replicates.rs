//! Reads `replicates`: a number, or a target precision.

use super::fields::{self, Wanted};
use crate::diagnostic::Diagnostic;
use crate::problems::Problems;
use crate::replicates::{BATCH, MAX_REPLICATES, Precision, Replicates, Target, whole_batches};
use crate::source::Spanned;
use crate::tree::{Entry, Node, Tree};

/// Replicates of the first round where the study file is silent.
const DEFAULT_MIN: u64 = 500;

const MOST: i64 = MAX_REPLICATES.cast_signed();

pub(super) fn read(node: &Node, problems: &mut Problems) -> Option<Replicates> {
    if let Tree::Table(entries) = &node.value {
        return precision(node, entries, problems).map(Replicates::Precision);
    }
    let count = fields::whole("replicates", node, 1..=MOST, problems)?;
    Some(Replicates::Fixed(rounded("replicates", &count, problems)))
}

fn precision(node: &Node, entries: &[Entry], problems: &mut Problems) -> Option<Precision> {
    fields::known(entries, "replicates", &["target_mcse", "min", "max"], problems);
    let count = |key: &str, problems: &mut Problems| {
        let entry = fields::find(entries, key)?;
        let count = fields::whole(key, &entry.node, 1..=MOST, problems)?;
        Some((rounded(key, &count, problems), count.span))
    };
    let min = count("min", problems);
    let max = count("max", problems);
    let targets = targets(node, entries, problems)?;
    let Some((max, max_span)) = max else {
        if fields::find(entries, "max").is_none() {
            let hint = "say where to stop if the target is out of reach, e.g. max = 20000";
            problems.error(&node.span, "replicates has no max", hint);
        }
        return None;
    };
    let min = min.map_or(whole_batches(DEFAULT_MIN), |(min, _)| min);
    if min > max {
        problems.error(&max_span, format!("max is {max} and min is {min}"), "max is at least min");
    }
    Some(Precision { targets, min, max })
}

fn targets(
    node: &Node,
    entries: &[Entry],
    problems: &mut Problems,
) -> Option<Vec<(String, Target)>> {
    let Some(entry) = fields::find(entries, "target_mcse") else {
        let hint = "e.g. target_mcse = { relative_risk = 0.01 }, or replicates = 1000";
        problems.error(&node.span, "replicates has no target_mcse", hint);
        return None;
    };
    let Tree::Table(measures) = &entry.node.value else {
        let wanted = "a table of measures, e.g. { relative_risk = 0.01 }";
        fields::wrong_type("target_mcse", wanted, &entry.node, problems);
        return None;
    };
    if measures.is_empty() {
        problems.error(&entry.node.span, "target_mcse names no measure", "name at least one");
    }
    let known = crate::measures::names();
    let mut targets = Vec::with_capacity(measures.len());
    for measure in measures {
        if !known.contains(&measure.key.as_str()) {
            problems.unknown(&measure.key_span, "measure", &measure.key, &known);
        }
        let target = target(measure, problems);
        targets.extend(target.map(|target| (measure.key.clone(), target)));
    }
    Some(targets)
}

/// A number, or `{ relative = share }`.
fn target(measure: &Entry, problems: &mut Problems) -> Option<Target> {
    let Tree::Table(entries) = &measure.node.value else {
        let words = "a number above 0, or { relative = 0.02 }";
        let wanted = Wanted { words, fits: |mcse| mcse > 0.0 };
        return fields::real(&measure.key, &measure.node, &wanted, problems).map(Target::Absolute);
    };
    fields::known(entries, "a target", &["relative"], problems);
    let Some(entry) = fields::find(entries, "relative") else {
        let hint = "e.g. { relative = 0.02 }, 2 % of the estimate, or a number for the MCSE itself";
        problems.error(&measure.node.span, "the target has no relative", hint);
        return None;
    };
    let wanted = Wanted { words: "a share above 0 and below 1", fits: |x| x > 0.0 && x < 1.0 };
    fields::real("relative", &entry.node, &wanted, problems).map(Target::Relative)
}

fn rounded(key: &str, count: &Spanned<u64>, problems: &mut Problems) -> u64 {
    let rounded = whole_batches(count.value);
    if rounded != count.value {
        let message = format!("{key} is rounded up from {} to {rounded}", count.value);
        let hint = format!("replicates are summed in batches of {BATCH}");
        problems.push(Diagnostic::notice(message).at(count.span.clone()).hint(hint));
    }
    rounded
}
