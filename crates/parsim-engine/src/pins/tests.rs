use super::*;
use parsim_stats::component::fingerprint;
use parsim_stats::summaries::distributions::normal_two_sided;

const SCENARIOS: [&str; 2] = ["n=20", "n=200"];

fn row(scenario: &str, measure: &str, (estimate, mcse): (f64, f64)) -> PinnedRow {
    PinnedRow {
        scenario: scenario.to_owned(),
        method: "lasso".to_owned(),
        measure: measure.to_owned(),
        value: Measured { estimate: Some(estimate), mcse: Some(mcse) },
        replicates: 10_000,
        failures: 0,
        undefined: 0,
        theory: None,
        noise_draws: 1,
    }
}

/// A risk, a share of ones and an undefined measure in two scenarios.
fn pin() -> Pin {
    let rows = SCENARIOS.iter().flat_map(|scenario| {
        let mut undefined = row(scenario, "precision", (0.0, 0.0));
        undefined.value = Measured::default();
        (undefined.replicates, undefined.undefined) = (0, 10_000);
        [
            row(scenario, "excess_risk", (2.0, 0.01)),
            row(scenario, "exact_support", (0.0, 0.0)),
            undefined,
        ]
    });
    Pin {
        study: "study".to_owned(),
        results_version: 2,
        seed: 1,
        replicates: 10_000,
        fingerprint: fingerprint("study"),
        rows: rows.collect(),
    }
}

fn statistical(independent: bool) -> Mode {
    Mode::Statistical { false_alarms: 0.001, independent }
}

fn compare(run: &Pin, mode: Mode) -> Verification {
    pin().compare(run, mode).unwrap()
}

#[test]
fn a_run_agrees_with_itself() {
    for mode in [Mode::Exact { tolerance: 0.0 }, statistical(true), statistical(false)] {
        let found = compare(&pin(), mode);
        assert_eq!((found.rows, found.differences.len()), (6, 0), "{mode:?}");
    }
    // A risk and a share of ones per scenario, then over both.
    let family = compare(&pin(), statistical(true)).family;
    assert_eq!((family.single, family.combined()), (4 + 2, 3));
    // Bonferroni: nine tests share the rate.
    assert!((normal_two_sided(family.limit()) - 0.001 / 9.0).abs() < 1e-12);
}

#[test]
fn an_error_that_is_small_everywhere_shows_over_all_scenarios() {
    let mut run = pin();
    // z = 0.05/sqrt(2 0.01^2) = 3.54 in each scenario, 5 over both.
    for row in run.rows.iter_mut().filter(|row| row.measure == "excess_risk") {
        row.value.estimate = Some(2.05);
    }
    let found = compare(&run, statistical(true));
    let [difference] = &found.differences[..] else { panic!("{found:?}") };
    assert_eq!(difference.place.scenario, None);
    assert!((difference.z.unwrap() - 5.0).abs() < 0.01);
    assert_eq!(compare(&run, statistical(false)).differences, []);
}

#[test]
fn shares_of_ones_are_tested_exactly() {
    let mut run = pin();
    // One replicate more than none is chance; fifty are not (Fisher: 2 * 0.5^50 or so).
    run.rows[1].value = Measured { estimate: Some(0.0001), mcse: Some(0.0001) };
    assert_eq!(compare(&run, statistical(true)).differences, []);
    run.rows[1].value = Measured { estimate: Some(0.005), mcse: Some(0.0007) };
    let found = compare(&run, statistical(false));
    assert_eq!(found.differences.len(), 1);
    let p = found.family.members.iter().map(|member| member.test.p).fold(1.0, f64::min);
    assert!((p.log2() + 49.0).abs() < 1.0, "{p}");
}

#[test]
fn theory_takes_the_place_of_the_pinned_value() {
    let mut exact = pin();
    exact.rows[0].theory = Some(2.03);
    let found = exact.compare(&exact, statistical(false)).unwrap();
    // 0.03 from the law by 0.01 of the run's own error; the pin would be met exactly.
    assert_eq!(found.differences, []);
    assert!((found.family.largest().unwrap().test.z + 3.0).abs() < 0.01);
    // A law that says something else, or nothing any more, is a difference; one that is new is none.
    let mut run = exact.clone();
    run.rows[0].theory = Some(2.05);
    let what =
        |found: &Verification| found.differences.iter().map(|d| d.what.clone()).collect::<Vec<_>>();
    for mode in [Mode::Exact { tolerance: 0.0 }, statistical(false)] {
        assert_eq!(what(&exact.compare(&run, mode).unwrap()), ["theory"]);
        assert_eq!(what(&exact.compare(&pin(), mode).unwrap()), ["theory"]);
        assert_eq!(compare(&exact, mode).differences, []);
    }
}

#[test]
fn values_that_cease_to_be_defined_are_counted() {
    let mut run = pin();
    run.rows[0].value = Measured::default();
    (run.rows[0].replicates, run.rows[0].failures) = (0, 10_000);
    let found = compare(&run, statistical(true));
    assert_eq!(found.differences[0].what, "share of replicates with a value");
    assert!(found.differences[0].z.unwrap() < -30.0);
    let exact = compare(&run, Mode::Exact { tolerance: 0.0 });
    assert_eq!(exact.differences[0].what, "replicates");
}

#[test]
fn rounding_is_forgiven_where_other_bits_are_to_be_expected() {
    let mut run = pin();
    run.rows[0].value.estimate = Some(2.0 + 1e-12);
    assert_eq!(compare(&run, Mode::Exact { tolerance: 0.0 }).differences.len(), 1);
    assert_eq!(compare(&run, Mode::Exact { tolerance: 1e-10 }).differences, []);
}

#[test]
fn known_answers_are_missed_and_met() {
    let answer = |measure: &str, expected| KnownAnswer {
        place: Place {
            scenario: Some("n=20".to_owned()),
            method: Some("lasso".to_owned()),
            measure: Some(measure.to_owned()),
        },
        expected,
        law: "E4".to_owned(),
    };
    let answers = [answer("excess_risk", 2.01), answer("exact_support", 0.0)];
    let (family, differences) = pin().compare_with_answers(&answers, 0.001);
    assert_eq!((family.members.len(), differences.len()), (2, 0));
    // Wrong, impossible, and not there.
    let answers = [answer("excess_risk", 2.1), answer("exact_support", 0.5), answer("f1", 1.0)];
    let (_, differences) = pin().compare_with_answers(&answers, 0.001);
    assert_eq!(differences.len(), 3);
}
