//! Claims where there is little to test, or nothing.

use super::records::constant;
use crate::claims::decide;
use crate::fold::ScenarioFold;
use crate::record::{MethodRecord, Status};
use crate::results::{ClaimRow, Verdict};
use parsim_stats::summaries::vector::SlopeSums;
use parsim_study::{NoDataFiles, Plan, Source};

const REPLICATES: usize = 512;

/// The verdict on one claim about `ols` and `ridge` in as many scenarios as there are pairs of records
/// made by `records`.
fn verdicts(
    holds: &str,
    scenarios: usize,
    records: impl Fn(&Plan, usize) -> [MethodRecord; 2],
) -> (Vec<ClaimRow>, Verdict) {
    let n: Vec<String> = (0..scenarios).map(|at| (20 + at).to_string()).collect();
    let study = format!(
        "title = \"t\"\nseed = 1\nreplicates = 512\n[mechanism]\nkind = \"linear\"\nn = [{}]\n\
         covariates = {{ kind = \"gaussian\", p = 2 }}\n\
         coefficients = {{ kind = \"leading\", s = 1 }}\n\
         noise = {{ kind = \"gaussian\", snr = 1 }}\n[[method]]\nkind = \"ols\"\n\
         [[method]]\nkind = \"ridge\"\n[[claim]]\ntext = \"t\"\nholds = \"{holds}\"\n",
        n.join(", ")
    );
    let plan = Plan::compile(&Source::new("t", study), &[], &NoDataFiles).unwrap();
    let mut decisions = Vec::new();
    for scenario in 0..scenarios {
        let records = records(&plan, scenario);
        let mut fold = ScenarioFold::new(&plan, scenario, REPLICATES as u64);
        fold.push(&records.iter().collect::<Vec<_>>(), REPLICATES);
        let decided = fold.decisions(&mut |_, _| SlopeSums::of(&[0.0; 2], std::iter::empty()));
        decisions.extend(decided.into_iter().map(|(claim, d)| (claim, scenario, d)));
    }
    let (rows, whole) = decide(&plan, decisions, REPLICATES as u64);
    (rows, whole[0])
}

/// The verdict where both methods have the same scores in all replicates.
fn of_constants(
    holds: &str,
    ols: &[(&'static str, f64)],
    ridge: &[(&'static str, f64)],
) -> Verdict {
    let records = |plan: &Plan, _: usize| {
        let of =
            |name, scores: &[(&'static str, f64)]| constant(name, plan.themes, REPLICATES, scores);
        [of("ols", ols), of("ridge", ridge)]
    };
    verdicts(holds, 1, records).1
}

/// Lets the first replicates of a method fail.
fn fail(mut record: MethodRecord, first: usize) -> MethodRecord {
    for replicate in 0..first {
        record.status[replicate] = Status::Failed;
        record.causes.push((replicate as u32, "no luck".to_owned()));
        record.measures.iter_mut().for_each(|column| column.values[replicate] = f64::NAN);
        record.batches[replicate / 16].count -= 1;
    }
    record
}

#[test]
fn what_failed_is_undecided_and_what_is_undefined_does_not_apply() {
    let holds = "tpr(ols) > tpr(ridge)";
    let of = |failed: usize, scores: &'static [(&'static str, f64)]| {
        verdicts(holds, 1, |plan, _| {
            let [ols, ridge] = ["ols", "ridge"];
            let ridge = constant(ridge, plan.themes, REPLICATES, scores);
            [constant(ols, plan.themes, REPLICATES, &[("tpr", 1.0)]), fail(ridge, failed)]
        })
    };
    let half: &[_] = &[("tpr", 0.5)];
    assert_eq!(of(0, half).1, Verdict::Holds);
    assert_eq!(of(51, half).1, Verdict::Holds, "nine tenths are valid");
    let (rows, whole) = of(52, half);
    assert_eq!(whole, Verdict::Undecided);
    assert_eq!(rows[0].note, "only 460 of 512 replicates are valid for it");
    assert_eq!((rows[0].p_adjusted, rows[0].replicates_needed), (None, None));
    assert_eq!(of(512, half).1, Verdict::Undecided, "a method that always fails proves nothing");
    let (rows, whole) = of(0, &[]);
    assert_eq!(
        (whole, rows[0].note.as_str()),
        (Verdict::NotApplicable, "the measure is undefined here")
    );
}

#[test]
fn scenarios_that_cannot_be_tested_are_of_the_family() {
    // The exact test of 512 ones against 0.985: 0.985^512 is 0.00044 (and its other tail adds some), within
    // the level 0.005 by itself; of ten applicable scenarios it needs a tenth of that.
    let (alone, family) = [1, 10]
        .map(|scenarios| {
            let records = |plan: &Plan, scenario: usize| {
                ["ols", "ridge"].map(|name| {
                    let record = constant(name, plan.themes, REPLICATES, &[("exact_support", 1.0)]);
                    fail(record, if scenario > 0 { 300 } else { 0 })
                })
            };
            verdicts("exact_support(ols) > 0.985", scenarios, records).0[0].clone()
        })
        .into();
    assert_eq!((alone.verdict, family.verdict), (Verdict::Holds, Verdict::Undecided));
    let ratio = family.p_adjusted.unwrap() / alone.p_adjusted.unwrap();
    assert!((ratio - 10.0).abs() < 1e-9, "{ratio}");
}

#[test]
fn what_never_varies_is_tested_by_what_its_range_allows() {
    let (ones, halves): (&[_], &[_]) = (&[("tpr", 1.0), ("screening", 1.0)], &[("tpr", 0.5)]);
    let cases = [
        // One in a thousand could win without ever being seen to: 0.999^512 = 0.6.
        ("tpr(ols) + 0.001 > tpr(ridge)", ones, ones, Verdict::Undecided),
        ("tpr(ols) + 0.1 > tpr(ridge)", ones, ones, Verdict::Holds),
        ("screening(ols) > screening(ridge) + 0.1", ones, ones, Verdict::Refuted),
        ("screening(ols) > 0.999", ones, ones, Verdict::Undecided),
        ("screening(ols) < 1.5", ones, ones, Verdict::Holds),
        ("screening(ols) - 2 < 0", ones, ones, Verdict::Holds),
        ("1 - screening(ols) < 0.1", ones, ones, Verdict::Holds),
        ("tpr(ols) > tpr(ridge)", ones, halves, Verdict::Holds),
        ("tpr(ols) > tpr(ridge)", ones, ones, Verdict::Undecided),
        ("tpr(ols) / tpr(ridge) > 1", ones, halves, Verdict::Holds),
        ("tpr(ols) / tpr(ridge) > 1", ones, ones, Verdict::Undecided),
        ("tpr(ols) == 1", ones, ones, Verdict::Holds),
        ("tpr(ridge) == 1", ones, halves, Verdict::Refuted),
    ];
    for (holds, ols, ridge, expected) in cases {
        assert_eq!(of_constants(holds, ols, ridge), expected, "{holds}");
    }
}
