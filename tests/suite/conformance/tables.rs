//! The tables are what the replicates say: every number again from the replayed fits by two-pass
//! formulas, with methods that fail on some replicates, case-wise and list-wise.

use crate::determinism::{FAILURES, files};
use parsim_engine::experiment::{Experiment, Replayed, Worker};
use parsim_engine::results::Measured;
use parsim_stats::measures::{Kind, find};
use parsim_tests::goodness::mean;
use parsim_tests::study::{Study, run_with};

const REPLICATES: usize = 320;

/// Every replicate of every method, replayed.
fn replayed(study: &Study) -> Vec<Vec<Replayed>> {
    let methods: Vec<usize> = (0..study.plan.methods.len()).collect();
    let experiment = Experiment::new(&study.plan, 0, &methods).unwrap();
    let mut worker = Worker::default();
    let mut of = |m| (0..REPLICATES as u64).map(|r| experiment.replay(&mut worker, m, r)).collect();
    methods.iter().map(|&m| of(m)).collect()
}

fn score(replayed: &Replayed, measure: &str) -> Option<f64> {
    replayed.scores.iter().find(|(name, _)| *name == measure).and_then(|(_, score)| *score)
}

fn assert_measured(what: &str, ours: Measured, (estimate, mcse): (f64, f64)) {
    let near = |a: f64, b: f64| (a - b).abs() <= 1e-10 * b.abs() + 1e-14;
    assert!(near(ours.estimate.unwrap(), estimate), "{what}: {ours:?} for {estimate}");
    assert!(near(ours.mcse.unwrap(), mcse), "{what}: {ours:?} for {mcse}");
}

/// Mean with its error; of ones and zeros the error is sqrt(p (1 - p)/R).
fn mean_of(measure: &str, scores: &[f64]) -> (f64, f64) {
    let (estimate, error) = mean(scores);
    let indicators = matches!(find(measure).unwrap().kind, Kind::Indicator(_));
    let binomial = (estimate * (1.0 - estimate) / scores.len() as f64).sqrt();
    (estimate, if indicators { binomial } else { error })
}

#[test]
fn scores_are_averaged_case_wise_and_list_wise() {
    let study = run_with(FAILURES, &files());
    let replayed = replayed(&study);
    let complete: Vec<usize> =
        (0..REPLICATES).filter(|&r| replayed.iter().all(|all| all[r].outcome.is_ok())).collect();
    assert!(complete.len() < REPLICATES - 5);
    let mut compared = 0;
    for (m, all) in replayed.iter().enumerate() {
        let name = &study.plan.methods[m].name;
        let failures = all.iter().filter(|each| each.outcome.is_err()).count() as u64;
        for measure in study.plan.themes.scored() {
            let row = study.summary("", name, measure.name);
            assert_eq!(row.failures, failures);
            let scores: Vec<f64> =
                all.iter().filter_map(|each| score(each, measure.name)).collect();
            assert_eq!(row.replicates, scores.len() as u64, "{}", measure.name);
            if scores.is_empty() {
                continue;
            }
            let what = format!("{} of {name}", measure.name);
            assert_measured(&what, row.value, mean_of(measure.name, &scores));
            let scores: Vec<f64> =
                complete.iter().filter_map(|&r| score(&all[r], measure.name)).collect();
            let what = format!("{what}, list-wise");
            assert_measured(&what, row.listwise, mean_of(measure.name, &scores));
            compared += 1;
        }
    }
    assert!(compared > 30);
}

/// Squared bias, variance and mean squared error over a set of replicates.
fn decomposition(errors: &[&[f64]]) -> [f64; 3] {
    let r = errors.len() as f64;
    let mut parts = [0.0; 3];
    for j in 1..errors[0].len() {
        let d: Vec<f64> = errors.iter().map(|errors| errors[j]).collect();
        let (bias, error) = mean(&d);
        let variance = error * error * r;
        parts[0] += bias * bias - variance / r;
        parts[1] += variance;
        parts[2] += d.iter().map(|d| d * d).sum::<f64>() / r;
    }
    parts
}

#[test]
fn the_decomposition_is_that_of_the_replicates() {
    let study = run_with(FAILURES, &files());
    let replayed = replayed(&study);
    let fitted = |m: usize, r: usize| replayed[m][r].outcome.is_ok();
    for m in 0..replayed.len() {
        let name = &study.plan.methods[m].name;
        let own: Vec<usize> = (0..REPLICATES).filter(|&r| fitted(m, r)).collect();
        let shared: Vec<usize> =
            own.iter().copied().filter(|&r| (0..replayed.len()).all(|m| fitted(m, r))).collect();
        let of = |chosen: &[usize]| {
            let errors: Vec<&[f64]> = chosen.iter().map(|&r| &replayed[m][r].errors[..]).collect();
            decomposition(&errors)
        };
        for (at, measure) in ["squared_bias", "variance", "mse"].into_iter().enumerate() {
            let row = study.summary("", name, measure);
            for (ours, expected) in [(row.value, of(&own)[at]), (row.listwise, of(&shared)[at])] {
                let ours = ours.estimate.unwrap();
                let scale = of(&own)[2];
                assert!((ours - expected).abs() <= 1e-10 * scale, "{measure} of {name}: {ours}");
            }
        }
    }
}

/// Nogueira, Sechidis & Brown (2018), definition 4, from the supports as rows of zeros and ones.
fn stability(supports: &[Vec<f64>]) -> f64 {
    let (r, p) = (supports.len() as f64, supports[0].len() as f64);
    let shares: Vec<f64> =
        (0..supports[0].len()).map(|j| supports.iter().map(|z| z[j]).sum::<f64>() / r).collect();
    let variances = shares.iter().map(|share| r / (r - 1.0) * share * (1.0 - share));
    let k = shares.iter().sum::<f64>();
    1.0 - variances.sum::<f64>() / p / (k / p * (1.0 - k / p))
}

#[test]
fn the_stability_is_that_of_the_replicates() {
    let study = run_with(FAILURES, &files());
    let replayed = replayed(&study);
    let supports = |m: usize, wanted: &dyn Fn(usize) -> bool| -> Vec<Vec<f64>> {
        let kept = (0..REPLICATES).filter(|&r| wanted(r));
        let fits = kept.filter_map(|r| replayed[m][r].outcome.as_ref().ok());
        let one = |b: &f64| f64::from(u8::from(*b != 0.0));
        fits.map(|fit| fit.slopes.iter().map(one).collect()).collect()
    };
    let complete = |r: usize| replayed.iter().all(|all| all[r].outcome.is_ok());
    let row = study.summary("", "lasso-bic", "stability");
    let all = supports(2, &|_| true);
    let shared = supports(2, &complete);
    assert!(shared.len() < all.len());
    let near = |ours: Measured, expected: f64| (ours.estimate.unwrap() - expected).abs() < 1e-12;
    assert!(near(row.value, stability(&all)) && near(row.listwise, stability(&shared)), "{row:?}");
    // Twenty batches of sixteen, each left out in turn.
    let left_out: Vec<f64> = (0..20).map(|g| stability(&supports(2, &|r| r / 16 != g))).collect();
    let centre = mean(&left_out).0;
    let squares: f64 = left_out.iter().map(|x| (x - centre) * (x - centre)).sum();
    let expected = (19.0 / 20.0 * squares).sqrt();
    assert!((row.value.mcse.unwrap() / expected - 1.0).abs() < 1e-9, "{row:?} {expected}");
    for method in ["ols", "ridge"] {
        assert_eq!(study.summary("", method, "stability").value, Measured::default());
        assert_eq!(study.contrast("", "lasso-bic", "stability").difference, Measured::default());
    }
}

#[test]
fn contrasts_pair_what_both_fitted() {
    let study = run_with(FAILURES, &files());
    let replayed = replayed(&study);
    for measure in ["excess_risk", "in_sample_error", "relative_risk"] {
        let pairs: Vec<(f64, f64)> = replayed[1]
            .iter()
            .zip(&replayed[0])
            .filter_map(|(a, b)| score(a, measure).zip(score(b, measure)))
            .collect();
        let row = study.contrast("", "ridge", measure);
        assert_eq!((row.reference, row.replicates), (0, pairs.len() as u64));
        let differences: Vec<f64> = pairs.iter().map(|(a, b)| a - b).collect();
        assert_measured(measure, row.difference, mean(&differences));
        // Ratio of means with the error of its linearisation.
        let (a, b): (Vec<f64>, Vec<f64>) = pairs.iter().copied().unzip();
        let q = mean(&a).0 / mean(&b).0;
        let residuals: Vec<f64> = pairs.iter().map(|(a, b)| a - q * b).collect();
        assert_measured(measure, row.ratio, (q, mean(&residuals).1 / mean(&b).0));
        let wins: Vec<f64> = pairs.iter().map(|(a, b)| f64::from(u8::from(a < b))).collect();
        assert_measured(measure, row.win_rate, mean(&wins));
    }
}

/// Sums of powers against moments of the estimates themselves.
#[test]
fn coefficients_are_those_of_the_replicates() {
    let study = run_with(FAILURES, &files());
    for (m, all) in replayed(&study).iter().enumerate() {
        let name = &study.plan.methods[m].name;
        let fits: Vec<_> = all.iter().filter_map(|each| each.outcome.as_ref().ok()).collect();
        for j in 0..=6 {
            let row = study.coefficient("", name, j);
            let estimate = |fit: &&parsim_stats::methods::Fit| match j {
                0 => fit.intercept,
                j => fit.slopes[j as usize - 1],
            };
            let estimates: Vec<f64> = fits.iter().map(estimate).collect();
            assert_eq!(row.replicates, estimates.len() as u64);
            let near = |a: Option<f64>, b: f64| (a.unwrap() - b).abs() <= 1e-9 * b.abs().max(1.0);
            let (centre, error) = mean(&estimates);
            let (average, mse) = (row.measured("mean"), row.measured("mse"));
            assert!(near(average.estimate, centre) && near(average.mcse, error));
            let squares: Vec<f64> = estimates.iter().map(|e| (e - row.truth).powi(2)).collect();
            assert!(near(mse.estimate, mean(&squares).0) && near(mse.mcse, mean(&squares).1));
            let sd = error * (estimates.len() as f64).sqrt();
            assert!(near(row.measured("empirical_se").estimate, sd));
        }
    }
}
