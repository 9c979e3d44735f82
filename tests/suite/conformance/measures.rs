//! Measures by hand: values of one fit whose errors can be counted on fingers, and where each
//! measure has no value.

use parsim_engine::experiment::Experiment;
use parsim_numerics::Matrix;
use parsim_stats::dataset::Dataset;
use parsim_stats::measures::{Assessment, Kind, MEASURES, Scratch, Theme, Themes, find};
use parsim_stats::methods::{Fit, Task, path_of};
use parsim_stats::path_trace::PathTrace;
use parsim_stats::truth::Truth;
use parsim_stats::workbench::Workbench;
use parsim_tests::files::MemoryFiles;
use parsim_tests::fits::method;
use parsim_tests::study::{compile, run};

/// The truth beta = (1, -2, 0, 0, 0, 3), intercept 1, sigma 2, independent unit covariates, and one
/// draw of five rows.
fn setting() -> (Truth, Dataset) {
    let text = "title = \"t\"\nseed = 1\nreplicates = 16\n[mechanism]\nkind = \"linear\"\nn = 5\n\
        intercept = 1\ncovariates = { kind = \"gaussian\", p = 6 }\n\
        coefficients = { kind = \"explicit\", values = [1, -2, 0, 0, 0, 3] }\n\
        noise = { kind = \"gaussian\", sigma = 2 }\n[[method]]\nkind = \"ridge\"\n\
        tuning = { kind = \"gcv\" }\n";
    let plan = compile(text, &MemoryFiles::new());
    let experiment = Experiment::new(&plan, 0, &[]).unwrap();
    let mut data = Dataset::default();
    experiment.source().draw(0, &mut data);
    (experiment.source().truth().clone(), data)
}

fn fitted(intercept: f64, slopes: &[f64]) -> Fit {
    let slopes = slopes.to_vec();
    let (lambda, lambda_at_edge) = (Some(0.5), Some(true));
    Fit { intercept, slopes, df: 3.0, rss: 20.0, lambda, lambda_at_edge, ..Fit::default() }
}

fn score(name: &str, fit: &Fit, truth: &Truth, data: &Dataset) -> Option<f64> {
    let mut scratch = Scratch::default();
    find(name).unwrap().score(&Assessment::new(fit, truth, data, None, &mut scratch))
}

/// The lasso path of y = 1 + Xc on six columns of Hadamard's matrix of order eight: every slope is
/// soft-thresholded, so that column j enters at `|c_j|`. The fifth and the sixth come together, the
/// fourth never. The grid is 1, 1/2, 1/4, 1/8, 1/16.
fn hand_path(truth: &Truth) -> PathTrace {
    let column =
        |j: usize| (0..8_usize).map(move |i| 1.0 - 2.0 * f64::from((i & j).count_ones() % 2));
    let x: Vec<f64> = (1..7).flat_map(column).collect();
    let c = [1.0, -0.5, 0.25, 0.0, 0.125, 0.125];
    let y = (0..8).map(|i| 1.0 + (0..6).map(|j| c[j] * x[8 * j + i]).sum::<f64>()).collect();
    let data = Dataset { x: Matrix::from_columns(8, 6, x).unwrap().into(), y };
    let keys = "kind = \"lasso\"\nlambdas = 5\nlambda_min_ratio = 0.0625";
    let path = path_of(&method(keys)).unwrap().unwrap();
    let mut trace = PathTrace::default();
    let task = Task::dataset_alone(&data, 1, None);
    trace.compute(&path, &task, truth, &mut Workbench::new()).unwrap();
    trace
}

/// Two true positives, one false positive, one false negative, two true negatives; errors
/// (-0.5, 3, 0, 2, 0, -3) and 0.5 in the intercept.
#[test]
fn a_fit_by_hand() {
    let (truth, data) = setting();
    let fit = fitted(1.5, &[0.5, 1.0, 0.0, 2.0, 0.0, 0.0]);
    let risk = 0.25 + (0.25 + 9.0 + 4.0 + 9.0);
    let surface: f64 = (0..5)
        .map(|i| {
            let row = [-0.5, 3.0, 0.0, 2.0, 0.0, -3.0];
            let error = 0.5 + (0..6).map(|j| row[j] * data.x.get(i, j)).sum::<f64>();
            error * error / 5.0
        })
        .sum();
    let (sum, squares) = data.y.iter().fold((0.0, 0.0), |(a, b), y| (a + y, b + y * y));
    let expected = [
        // y'y - n mean^2 is the total sum of squares, and rss is 20.
        ("training_error", 4.0),
        ("training_r_squared", 1.0 - 20.0 / (squares - sum * sum / 5.0)),
        ("optimism", (risk + 4.0 - 4.0) / 4.0),
        // b'beta = 0.5 - 2, b'b = 0.25 + 1 + 4.
        ("calibration_slope", -1.5 / 5.25),
        ("degrees_of_freedom", 3.0),
        ("l1_error", 8.5),
        ("l2_error_squared", 22.25),
        ("l_infinity_error", 3.0),
        ("relative_l2_error", (22.25_f64 / 14.0).sqrt()),
        ("true_positives", 2.0),
        ("false_positives", 1.0),
        ("false_negatives", 1.0),
        ("balanced_accuracy", 0.5 * (2.0 / 3.0 + 2.0 / 3.0)),
        ("jaccard", 0.5),
        ("no_false_positive", 0.0),
        ("any_false_positive", 1.0),
        ("excess_risk", risk),
        ("relative_risk", risk / 14.0),
        ("relative_test_error", (risk + 4.0) / 4.0),
        ("pve", 1.0 - (risk + 4.0) / 18.0),
        ("in_sample_error", surface),
        ("nonzeros", 3.0),
        ("exact_zeros", 2.0 / 3.0),
        ("tpr", 2.0 / 3.0),
        ("fpr", 1.0 / 3.0),
        ("fdp", 1.0 / 3.0),
        ("precision", 2.0 / 3.0),
        ("f1", 2.0 / 3.0),
        ("mcc", (2.0 * 2.0 - 1.0) / 9.0),
        ("hamming", 2.0),
        ("exact_support", 0.0),
        ("sign_recovery", 0.0),
        ("screening", 0.0),
        ("lambda", 0.5),
        ("lambda_at_edge", 1.0),
    ];
    let beside = [Theme::Path, Theme::Intervals];
    let others = Themes::ALL.scored().filter(|measure| !beside.contains(&measure.theme));
    assert_eq!(expected.len(), others.count(), "a measure without a value by hand");
    for (name, expected) in expected {
        let ours = score(name, &fit, &truth, &data).unwrap();
        assert!((ours - expected).abs() < 1e-12, "{name}: {ours} for {expected}");
    }
}

/// A fit at the second lambda of the path by hand.
#[test]
fn a_path_by_hand() {
    let (truth, data) = setting();
    let trace = hand_path(&truth);
    let fit =
        Fit { lambda: Some(trace.lambdas[1]), ..fitted(1.0, &[0.5, 0.0, 0.0, 0.0, 0.0, 0.0]) };
    // At 1/16: slopes (15, -7, 3, 0, 1, 1)/16, at 1/2: (1/2, 0, ..); beta is (1, -2, 0, 0, 0, 3).
    let best = (1.0 + 625.0 + 9.0 + 1.0 + 2209.0) / 256.0;
    let expected = [
        ("lambda_index", 2.0),
        ("best_excess_risk", best),
        ("regret", 0.25 + 4.0 + 9.0 - best),
        ("log_lambda_ratio", 8.0_f64.ln()),
        ("knots", 5.0),
        // True 1, true 2, false 3, then true 6 with false 5, then false 4.
        ("auroc", (2.0 + 2.5 + 3.0) / 9.0),
        ("auprc", (1.0 + 1.0 + 3.0 / 5.0) / 3.0),
        ("tpr_at_fdp", 2.0 / 3.0),
    ];
    assert_eq!(expected.len(), Theme::Path.measures().count(), "a measure without a value by hand");
    for (name, expected) in expected {
        let mut scratch = Scratch::default();
        let assessment =
            Assessment::new(&fit, &truth, &data, None, &mut scratch).beside(Some(&trace));
        let ours = find(name).unwrap().score(&assessment).unwrap();
        assert!((ours - expected).abs() < 1e-12, "{name}: {ours} for {expected}");
    }
}

#[test]
fn indicators_tell_support_signs_and_screening_apart() {
    let (truth, data) = setting();
    let of = |slopes: &[f64]| {
        ["exact_support", "sign_recovery", "screening", "no_false_positive", "any_false_positive"]
            .map(|name| score(name, &fitted(0.0, slopes), &truth, &data).unwrap())
    };
    assert_eq!(of(&[1.0, -1.0, 0.0, 0.0, 0.0, 1.0]), [1.0, 1.0, 1.0, 1.0, 0.0]);
    assert_eq!(of(&[1.0, 1.0, 0.0, 0.0, 0.0, 1.0]), [1.0, 0.0, 1.0, 1.0, 0.0]);
    assert_eq!(of(&[1.0, -1.0, 0.1, 0.0, 0.0, 1.0]), [0.0, 0.0, 1.0, 0.0, 1.0]);
    assert_eq!(of(&[1.0, 0.0, 0.0, 0.0, 0.0, 1.0]), [0.0, 0.0, 0.0, 1.0, 0.0]);
}

/// The fit of above with intervals of half widths 1, 1.5, 1, 4, 1 and none: [-0.5, 1.5], [-0.5, 2.5] above
/// -2, [-1, 1], [-2, 6], [-1, 1].
#[test]
fn intervals_by_hand() {
    let (truth, data) = setting();
    let z = 1.959_963_984_540_054;
    let halves = [1.0, 1.0, 1.5, 1.0, 4.0, 1.0, f64::NAN];
    let fit = Fit {
        standard_errors: halves.map(|half| half / z).to_vec(),
        interval_df: f64::INFINITY,
        ..fitted(1.5, &[0.5, 1.0, 0.0, 2.0, 0.0, 0.0])
    };
    let expected = [
        ("coverage", 4.0 / 5.0),
        ("coverage_signals", 1.0 / 2.0),
        ("coverage_noise", 1.0),
        ("left_miss", 0.0),
        ("right_miss", 1.0 / 5.0),
        ("simultaneous_coverage", 0.0),
        ("interval_width", 17.0 / 5.0),
        ("rejection_noise", 0.0),
        ("rejection_signals", 0.0),
        ("model_variance", 21.25 / (z * z)),
    ];
    let all = MEASURES.iter().filter(|measure| measure.theme == Theme::Intervals);
    assert_eq!(expected.len(), all.count(), "a measure without a value by hand");
    for (name, expected) in expected {
        let ours = score(name, &fit, &truth, &data).unwrap();
        assert!((ours - expected).abs() < 1e-12, "{name}: {ours} for {expected}");
    }
}

/// Tests of signals have no value without signals, tests of noise none without noise.
#[test]
fn intervals_of_one_sort_need_slopes_of_that_sort() {
    let (truth, data) = setting();
    let fit = Fit { standard_errors: vec![1.0; 7], interval_df: 3.0, ..fitted(0.0, &[2.0; 6]) };
    for (beta, undefined) in [
        ([0.0; 6], vec!["coverage_signals", "rejection_signals"]),
        ([1.0; 6], vec!["coverage_noise", "rejection_noise"]),
        ([1.0, 0.0, 0.0, 0.0, 0.0, 0.0], vec![]),
    ] {
        let truth = Truth { beta: beta.to_vec(), ..truth.clone() };
        for measure in MEASURES.iter().filter(|measure| measure.theme == Theme::Intervals) {
            let score = score(measure.name, &fit, &truth, &data);
            assert_eq!(score.is_none(), undefined.contains(&measure.name), "{}", measure.name);
        }
    }
}

/// Which measures have no value, by truth and fit; all others have one, and it is finite.
#[test]
fn undefined_is_undefined() {
    let (truth, data) = setting();
    let with = |beta: [f64; 6]| Truth {
        beta: beta.to_vec(),
        support: (0..6).filter(|&j| beta[j] != 0.0).collect(),
        signal_variance: beta.iter().map(|b| b * b).sum(),
        ..truth.clone()
    };
    let (none, some, all) = ([0.0; 6], [1.0, 0.0, -1.0, 0.0, 0.0, 0.0], [1.0; 6]);
    let without_support = [
        "tpr",
        "screening",
        "f1",
        "mcc",
        "relative_risk",
        "relative_l2_error",
        "balanced_accuracy",
        "jaccard",
    ];
    let nothing = ["precision", "mcc", "calibration_slope"];
    let everything = ["mcc", "fpr", "exact_zeros", "balanced_accuracy"];
    let cases: [([f64; 6], [f64; 6], Vec<&str>); 9] = [
        (some, some, vec![]),
        (some, none, nothing.to_vec()),
        (some, all, vec!["mcc"]),
        (none, none, [&without_support[..], &["precision", "calibration_slope"]].concat()),
        (none, some, without_support.to_vec()),
        (none, all, without_support.to_vec()),
        (all, none, [&nothing[..], &everything[1..]].concat()),
        (all, some, everything.to_vec()),
        (all, all, everything.to_vec()),
    ];
    for (beta, slopes, undefined) in cases {
        for measure in Themes::ALL.scored().filter(|measure| measure.theme != Theme::Path) {
            if measure.theme == Theme::Intervals {
                // Without standard errors.
                assert!(score(measure.name, &fitted(0.0, &slopes), &with(beta), &data).is_none());
                continue;
            }
            let score = score(measure.name, &fitted(0.0, &slopes), &with(beta), &data);
            let what = format!("{} of {slopes:?} for {beta:?}: {score:?}", measure.name);
            assert_eq!(score.is_none(), undefined.contains(&measure.name), "{what}");
            assert!(score.is_none_or(f64::is_finite), "{what}");
        }
    }
    // Nothing selected, so nothing selected wrongly; and no lambda where there is none.
    assert_eq!(score("fdp", &fitted(0.0, &none), &with(some), &data), Some(0.0));
    let plain = Fit { slopes: none.to_vec(), ..Fit::default() };
    for name in ["lambda", "lambda_at_edge"] {
        assert_eq!(score(name, &plain, &with(some), &data), None);
    }
    // A fit that reproduces the data has no relative optimism, and a constant y no R squared.
    assert_eq!(score("training_error", &plain, &with(some), &data), Some(0.0));
    assert_eq!(score("training_r_squared", &plain, &with(some), &data), Some(1.0));
    let rounding = Fit { rss: 1e-14, ..plain.clone() };
    assert_eq!(score("optimism", &rounding, &with(some), &data), None);
    let constant = Dataset { y: vec![3.0; 5], ..data.clone() };
    assert_eq!(score("training_r_squared", &fitted(0.0, &some), &with(some), &constant), None);
}

/// Tables keep to the ranges of their measures, intervals included.
#[test]
fn ranges_hold_in_tables() {
    let study = run(
        "title = \"t\"\nseed = 1\nreplicates = 64\nmeasures = \"all\"\n[mechanism]\nkind = \"linear\"\nn = 15\n\
        covariates = { kind = \"gaussian\", p = 6 }\n\
        coefficients = { kind = \"leading\", s = [0, 2, 6] }\n\
        noise = { kind = \"gaussian\", sigma = 1 }\n[[method]]\nkind = \"ols\"\n[[method]]\n\
        kind = \"lasso\"\ntuning = { kind = \"aic\" }\n[[method]]\nkind = \"ridge\"\n\
        tuning = { kind = \"gcv\" }\n",
    );
    let mut bounded = 0;
    for row in &study.results.summary {
        let measure = find(row.measure).unwrap();
        let Some(estimate) = row.value.estimate else {
            assert!(row.value.mcse.is_none() && row.lower.is_none() && row.upper.is_none());
            continue;
        };
        let interval = row.lower.zip(row.upper);
        assert!(interval.is_none_or(|(l, u)| l <= estimate && estimate <= u), "{row:?}");
        if matches!(measure.kind, Kind::Fraction(_) | Kind::Indicator(_)) {
            let unit = 0.0..=1.0;
            assert!(unit.contains(&estimate), "{row:?}");
            assert!(
                interval.is_none_or(|(l, u)| unit.contains(&l) && unit.contains(&u)),
                "{row:?}"
            );
            bounded += 1;
        }
        assert_eq!(row.replicates + row.failures + row.undefined, 64, "{row:?}");
    }
    assert!(bounded > 50 && MEASURES.len() == study.results.summary.len() / 9);
    // Least squares selects everything always, so nothing can be said of its stability.
    let ols = study.summary("s=2", "ols", "stability");
    assert_eq!((ols.value.estimate, ols.replicates, ols.undefined), (None, 0, 64));
    assert!(study.measured("s=2", "lasso", "stability").0 > 0.1);
}

/// mse = squared bias + variance to the last digits, as the definitions of the three have it.
#[test]
fn the_decomposition_adds_up() {
    let study =
        run("title = \"t\"\nseed = 2\nreplicates = 96\n[mechanism]\nkind = \"linear\"\nn = 20\n\
        covariates = { kind = \"gaussian\", p = 8, correlation = \"ar1\", rho = 0.5 }\n\
        coefficients = { kind = \"decreasing\", s = 3 }\nnoise = { kind = \"gaussian\", snr = 1 }\n\
        [[method]]\nkind = \"ols\"\n[[method]]\nkind = \"lasso\"\ntuning = { kind = \"bic\" }\n");
    for method in ["ols", "lasso"] {
        let of = |measure: &str| study.measured("", method, measure).0;
        let sum = of("squared_bias") + of("variance");
        assert!((of("mse") / sum - 1.0).abs() < 1e-13, "{method}");
        // The mean squared errors of the coefficients, summed over the slopes, are the same.
        let total: f64 = (1..=8)
            .map(|j| study.coefficient("", method, j).measured("mse").estimate.unwrap())
            .sum();
        assert!((of("mse") / total - 1.0).abs() < 1e-12, "{method}");
        let variance: f64 = (1..=8)
            .map(|j| {
                study.coefficient("", method, j).measured("empirical_se").estimate.unwrap().powi(2)
            })
            .sum();
        assert!((of("variance") / variance - 1.0).abs() < 1e-11, "{method}");
    }
}
