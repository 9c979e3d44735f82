//! Are the stated Monte Carlo standard errors the true ones? Thousands of studies of 304 replicates
//! each, for normal, soft-thresholded and heavy-tailed estimates: the mean stated
//! error over the standard deviation of the estimates must lie in [0.9, 1.1]. The normal-theory
//! formula of the empirical standard error has 0.4 on thresholded estimates.

use parsim_stats::coefficient_measures::{COEFFICIENT_MEASURES, Coefficient};
use parsim_stats::measures::Theme;
use parsim_stats::summaries::Summary;
use parsim_stats::summaries::coefficient::ErrorSums;
use parsim_stats::summaries::intervals::{Interval, IntervalSums};
use parsim_stats::summaries::paired::Paired;
use parsim_stats::summaries::vector::{Groups, Part, SlopeSums};
use parsim_tests::goodness::variance;
use rand::{RngExt, SeedableRng};
use rand_distr::{StandardNormal, StudentT};
use rand_pcg::Pcg64Dxsm;
use std::collections::BTreeMap;

const REPLICATES: usize = 304;
const TRUTH: f64 = 0.5;

/// Slopes of the vector.
const SLOPES: usize = 100;

/// Batches of 16 replicates of the vector.
const BATCHES: usize = 60;

const LAWS: [Law; 3] = [Law::Normal, Law::SoftThresholded, Law::T6];

#[derive(Clone, Copy, Debug)]
enum Law {
    Normal,
    SoftThresholded,
    T6,
}

/// Two correlated estimates of the same coefficient, by two methods on the same data.
fn draw(law: Law, stream: &mut Pcg64Dxsm) -> (f64, f64) {
    let t = StudentT::new(6.0).unwrap();
    let mut error = || match law {
        Law::T6 => stream.sample(t),
        _ => stream.sample::<f64, _>(StandardNormal),
    };
    let (shared, own) = (error(), error());
    let (a, b) = (TRUTH + shared, TRUTH + 0.95 * shared + 0.3 * own);
    let soft = |z: f64| z.signum() * (z.abs() - 1.2).max(0.0);
    match law {
        Law::SoftThresholded => (soft(a), soft(b)),
        _ => (a, b),
    }
}

/// The summaries of one coefficient, and of two methods on the same data, in one study.
fn summaries(law: Law, stream: &mut Pcg64Dxsm) -> Vec<(&'static str, Option<Summary>)> {
    let (mut sums, mut squares) = (ErrorSums::default(), Paired::default());
    let mut estimates = Vec::new();
    for _ in 0..REPLICATES {
        let (a, b) = draw(law, stream);
        let (d, e) = (a - TRUTH, b - TRUTH);
        sums.count += 1;
        sums.selected += u64::from(a != 0.0);
        for (sum, power) in sums.powers.iter_mut().zip(1..) {
            *sum += d.powi(power);
        }
        squares.push(e * e, d * d);
        estimates.push(a);
    }
    let coefficient = Coefficient {
        is_intercept: false,
        truth: TRUTH,
        errors: &sums,
        estimates: &estimates,
        intervals: None,
        half_widths: &[],
    };
    let measures = COEFFICIENT_MEASURES.iter().filter(|m| m.theme != Theme::Intervals);
    let mut all: Vec<_> =
        measures.map(|measure| (measure.name, (measure.summarise)(&coefficient))).collect();
    all.extend([
        ("mse difference", squares.difference.summary()),
        ("mse ratio", squares.ratio()),
        ("win rate", squares.win_rate()),
    ]);
    all
}

/// Replicates of a study of intervals.
const MANY: usize = 2000;

/// The measures of intervals in one study. Stated variances are chi-squared on 20 degrees of
/// freedom, about a level at which all laws have significant estimates of either sign.
fn intervals(law: Law, stream: &mut Pcg64Dxsm) -> Vec<(&'static str, Option<Summary>)> {
    let level = match law {
        Law::Normal => 1.0,
        Law::SoftThresholded => 0.3,
        Law::T6 => 1.2,
    };
    let (mut errors, mut sums) = (ErrorSums::default(), IntervalSums::default());
    let (mut estimates, mut half_widths) = (Vec::new(), Vec::new());
    for _ in 0..MANY {
        let (estimate, _) = draw(law, stream);
        let squares: f64 = (0..20).map(|_| stream.sample::<f64, _>(StandardNormal).powi(2)).sum();
        let standard_error = level * (squares / 20.0).sqrt();
        let half_width = 2.086 * standard_error;
        sums.push(&Interval { estimate, truth: TRUTH, standard_error, half_width });
        errors.count += 1;
        for (sum, power) in errors.powers.iter_mut().zip(1..) {
            *sum += (estimate - TRUTH).powi(power);
        }
        estimates.push(estimate);
        half_widths.push(half_width);
    }
    let coefficient = Coefficient {
        is_intercept: false,
        truth: TRUTH,
        errors: &errors,
        estimates: &estimates,
        intervals: Some(&sums),
        half_widths: &half_widths,
    };
    let measures = COEFFICIENT_MEASURES.iter().filter(|m| m.theme == Theme::Intervals);
    measures.map(|measure| (measure.name, (measure.summarise)(&coefficient))).collect()
}

/// The decomposition over a vector of correlated slopes in one study: neighbours share half of
/// their errors.
fn decomposition(law: Law, stream: &mut Pcg64Dxsm) -> Vec<(&'static str, Option<Summary>)> {
    let (mut groups, mut quadruples, mut quadruple_sum) = (Vec::new(), 0, 0.0);
    for _ in 0..BATCHES {
        let mut group = SlopeSums::new(SLOPES);
        let mut errors: Vec<Vec<f64>> = Vec::new();
        for _ in 0..16 {
            let drawn: Vec<f64> =
                (0..SLOPES / 2).flat_map(|_| <[f64; 2]>::from(draw(law, stream))).collect();
            errors.push(drawn.iter().map(|estimate| estimate - TRUTH).collect());
        }
        for d in &errors {
            group.count += 1;
            for (j, d) in d.iter().enumerate() {
                group.errors[j] += d;
                group.squares[j] += d * d;
            }
        }
        for q in errors.chunks_exact(4) {
            let product: f64 = (0..SLOPES).map(|j| (q[0][j] - q[1][j]) * (q[2][j] - q[3][j])).sum();
            quadruples += 1;
            quadruple_sum += 0.25 * product * product;
        }
        groups.push(group);
    }
    let groups = Groups::new(SLOPES, groups, quadruples, quadruple_sum);
    vec![
        ("variance", groups.summary(Part::Variance)),
        ("mse", groups.summary(Part::Mse)),
        ("squared bias", groups.summary(Part::SquaredBias)),
    ]
}

/// The stability of a selection in one study: a quarter of the slopes are signals of which
/// most are selected, the others noise that is selected now and then; neighbours share errors.
fn selection(law: Law, stream: &mut Pcg64Dxsm) -> Vec<(&'static str, Option<Summary>)> {
    let mut groups = Vec::new();
    for _ in 0..BATCHES {
        let mut group = SlopeSums::with_selection(SLOPES);
        for _ in 0..16 {
            let z = (0..SLOPES / 2).flat_map(|_| <[f64; 2]>::from(draw(law, stream)));
            let shift = |j: usize| if j < SLOPES / 4 { 1.5 } else { -TRUTH };
            let selected: Vec<bool> =
                z.enumerate().map(|(j, z)| (z + shift(j)).abs() > 1.6).collect();
            group.add(&SlopeSums::of(&[0.0; SLOPES], selected.into_iter()));
        }
        groups.push(group);
    }
    let groups = Groups::new(SLOPES, groups, 0, 0.0);
    vec![("stability", groups.summary(Part::Stability))]
}

/// Fails unless the mean stated error of every summary is near the spread of its estimates.
fn calibrate(
    law: Law,
    studies: usize,
    study: impl Fn(Law, &mut Pcg64Dxsm) -> Vec<(&'static str, Option<Summary>)>,
) {
    let mut stream = Pcg64Dxsm::seed_from_u64(1958);
    let mut by_name: BTreeMap<&str, (Vec<f64>, Vec<f64>)> = BTreeMap::new();
    for _ in 0..studies {
        for (name, summary) in study(law, &mut stream) {
            let summary = summary.unwrap();
            let (estimates, errors) = by_name.entry(name).or_default();
            estimates.push(summary.estimate);
            errors.push(summary.mcse.unwrap());
        }
    }
    for (name, (estimates, errors)) in by_name {
        let stated = errors.iter().sum::<f64>() / studies as f64;
        let truth = variance(&estimates).0.sqrt();
        if truth == 0.0 {
            // Estimates that are never 0 are always selected; a point mass can hold the median.
            assert!(stated == 0.0 && ["selected", "median_bias"].contains(&name));
            continue;
        }
        let ratio = stated / truth;
        assert!((0.9..=1.1).contains(&ratio), "{law:?} {name}: {ratio:.3}");
    }
}

#[test]
fn stated_errors_of_scalars_are_true_errors() {
    for law in LAWS {
        calibrate(law, 4000, summaries);
    }
}

#[test]
fn stated_errors_of_stability_are_true_errors() {
    for law in [Law::Normal, Law::T6] {
        calibrate(law, 2000, selection);
    }
}

/// A selection by the same chance for all: the first-order term of the stability is 0 there, and the
/// jackknife doubles the variance that is left. It errs on the safe side, by the root of 2.
#[test]
fn the_stated_error_of_a_stability_by_chance_is_too_large() {
    let mut stream = Pcg64Dxsm::seed_from_u64(14);
    let (mut estimates, mut errors) = (Vec::new(), Vec::new());
    for _ in 0..800 {
        let group = |_| {
            let mut group = SlopeSums::with_selection(20);
            for _ in 0..16 {
                let chance = || stream.random_bool(0.3);
                group.add(&SlopeSums::of(&[0.0; 20], std::iter::repeat_with(chance).take(20)));
            }
            group
        };
        let groups = Groups::new(20, (0..BATCHES).map(group).collect(), 0, 0.0);
        let summary = groups.summary(Part::Stability).unwrap();
        estimates.push(summary.estimate);
        errors.push(summary.mcse.unwrap());
    }
    let ratio = errors.iter().sum::<f64>() / 800.0 / variance(&estimates).0.sqrt();
    assert!((1.3..1.55).contains(&ratio), "{ratio}");
}

/// The jackknife over single replicates against the asymptotic variance of Nogueira, Sechidis &
/// Brown (2018), theorem 7: `(4/M^2) sum_i (phi_i - mean)^2`.
#[test]
fn the_error_of_stability_is_nogueiras() {
    const M: usize = 200;
    let mut stream = Pcg64Dxsm::seed_from_u64(2018);
    let rows: Vec<Vec<f64>> = (0..M)
        .map(|_| {
            let shared: f64 = stream.random();
            (0..20)
                .map(|j| {
                    f64::from(u8::from(
                        0.5 * (shared + stream.random::<f64>()) < 0.04 * f64::from(j),
                    ))
                })
                .collect()
        })
        .collect();
    let groups = rows.iter().map(|z| SlopeSums::of(&[0.0; 20], z.iter().map(|z| *z == 1.0)));
    let ours = Groups::new(20, groups.collect(), 0, 0.0).summary(Part::Stability).unwrap();
    let (m, d) = (M as f64, 20.0);
    let shares: Vec<f64> = (0..20).map(|f| rows.iter().map(|z| z[f]).sum::<f64>() / m).collect();
    let mean_k: f64 = shares.iter().sum();
    let chance = mean_k / d * (1.0 - mean_k / d);
    let spread: f64 = shares.iter().map(|p| p * (1.0 - p)).sum::<f64>() / d;
    let stability = 1.0 - m / (m - 1.0) * spread / chance;
    assert!((ours.estimate - stability).abs() < 1e-13);
    let phi: Vec<f64> = rows
        .iter()
        .map(|z| {
            let k: f64 = z.iter().sum();
            let agreement = z.iter().zip(&shares).map(|(z, p)| z * p).sum::<f64>() / d;
            let size = 2.0 * k * mean_k / (d * d) - k / d - mean_k / d + 1.0;
            (agreement - k * mean_k / (d * d) + 0.5 * stability * size) / chance
        })
        .collect();
    let centre = phi.iter().sum::<f64>() / m;
    let theirs = (4.0 / (m * m) * phi.iter().map(|p| (p - centre).powi(2)).sum::<f64>()).sqrt();
    let ratio = ours.mcse.unwrap() / theirs;
    assert!((0.98..1.02).contains(&ratio), "{ratio}");
}

#[test]
fn stated_errors_of_intervals_are_true_errors() {
    for law in LAWS {
        calibrate(law, 1500, intervals);
    }
}

#[test]
fn stated_errors_of_the_decomposition_are_true_errors() {
    for law in LAWS {
        calibrate(law, 500, decomposition);
    }
}
