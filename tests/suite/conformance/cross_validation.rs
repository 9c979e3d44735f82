//! Cross-validation computed again from its definition: every fold's rows fitted by themselves, every row
//! predicted from coefficients, means and standard errors by loops.

use super::dataset;
use parsim_numerics::{
    Fit as Solution, Folds, Lasso, Matrix, Moments, PathSolver, Problem, Ridge, Scaling,
};
use parsim_stats::dataset::Dataset;
use parsim_tests::agreement::relative_distance;
use parsim_tests::fits::{candidates, grid, try_fit};

/// Shapes and folds: sizes that differ by one, few rows a fold, one row a fold, fewer training rows than columns,
/// one column.
const CASES: [(usize, usize, usize); 8] = [
    (40, 5, 10),
    (23, 4, 7),
    (20, 3, 8),
    (15, 4, 15),
    (24, 30, 6),
    (9, 20, 3),
    (12, 1, 4),
    (3, 2, 3),
];

fn labels(n: usize, folds: usize) -> Vec<u32> {
    (0..n).map(|i| ((i + i / folds) % folds) as u32).collect()
}

fn rows_where(data: &Dataset, keep: impl Fn(usize) -> bool) -> Dataset {
    let kept: Vec<usize> = (0..data.n()).filter(|i| keep(*i)).collect();
    let columns = (0..data.p()).flat_map(|j| kept.iter().map(move |&i| (i, j)));
    let x = columns.map(|(i, j)| data.x.get(i, j)).collect();
    let x = Matrix::from_columns(kept.len(), data.p(), x).unwrap();
    Dataset { x: x.into(), y: kept.iter().map(|&i| data.y[i]).collect() }
}

/// Squared errors of the rows that are left out: by row, then by lambda.
fn squared_errors(kind: &str, data: &Dataset, labels: &[u32], grid: &[f64]) -> Vec<Vec<f64>> {
    let mut errors = vec![Vec::new(); data.n()];
    for fold in 0..=*labels.iter().max().unwrap() {
        let training = rows_where(data, |i| labels[i] != fold);
        let (mut moments, mut problem) = (Moments::new(), Problem::new());
        moments.compute(&training.x, &training.y, &Folds::single(training.n())).unwrap();
        moments.full(Scaling::default(), &mut problem);
        let mut solver: Box<dyn PathSolver> =
            if kind == "lasso" { Box::new(Lasso::new()) } else { Box::new(Ridge::new()) };
        let mut fit = Solution::new();
        solver
            .visit(&problem, grid, &mut |point| {
                fit.copy(data.p(), point);
                for i in (0..data.n()).filter(|i| labels[*i] == fold) {
                    let predicted: f64 =
                        (0..data.p()).map(|j| data.x.get(i, j) * fit.slopes[j]).sum();
                    errors[i].push((data.y[i] - fit.intercept - predicted).powi(2));
                }
            })
            .unwrap();
    }
    errors
}

/// Mean and standard error of one lambda: over the folds' means, weighted by their size; with fewer than three rows
/// a fold over the rows (glmnet's manual, `grouped`).
fn mean_and_error(errors: &[f64], labels: &[u32]) -> (f64, f64) {
    let (n, folds) = (errors.len(), *labels.iter().max().unwrap() as usize + 1);
    let mean = errors.iter().sum::<f64>() / n as f64;
    if n < 3 * folds {
        let variance = errors.iter().map(|e| (e - mean).powi(2)).sum::<f64>() / n as f64;
        return (mean, (variance / (n as f64 - 1.0)).sqrt());
    }
    let mut variance = 0.0;
    for fold in 0..folds {
        let own: Vec<f64> =
            (0..n).filter(|i| labels[*i] as usize == fold).map(|i| errors[i]).collect();
        let own_mean = own.iter().sum::<f64>() / own.len() as f64;
        variance += own.len() as f64 / n as f64 * (own_mean - mean).powi(2);
    }
    (mean, (variance / (folds as f64 - 1.0)).sqrt())
}

#[test]
fn the_curve_is_that_of_refits() {
    for (n, p, folds) in CASES {
        let (data, labels) = (dataset((n, p), 31), labels(n, folds));
        for kind in ["lasso", "ridge"] {
            let keys = format!("kind = \"{kind}\"\nlambdas = 30");
            let grid = grid(&keys, &data);
            let errors = squared_errors(kind, &data, &labels, &grid);
            let expected: Vec<(f64, f64)> = (0..grid.len())
                .map(|l| mean_and_error(&errors.iter().map(|e| e[l]).collect::<Vec<_>>(), &labels))
                .collect();
            let (means, standard_errors): (Vec<f64>, Vec<f64>) = expected.into_iter().unzip();
            candidates(&keys, &data, Some(&labels), |candidates| {
                let curve = candidates.cross_validation(folds).unwrap();
                let what = format!("{kind} {n}x{p} in {folds}");
                assert!(relative_distance(curve.mean, &means) < 1e-10, "{what}");
                let away = relative_distance(curve.standard_error, &standard_errors);
                assert!(away < 1e-7, "{what}: {away:e}");
            });
            check_choices(&keys, (&data, &labels, folds), &grid, (&means, &standard_errors));
        }
    }
}

/// `min` is the largest lambda of the smallest mean, `one-se` the largest whose mean is within one standard error.
fn check_choices(
    keys: &str,
    (data, labels, folds): (&Dataset, &[u32], usize),
    grid: &[f64],
    (means, errors): (&[f64], &[f64]),
) {
    let smallest = means.iter().copied().fold(f64::INFINITY, f64::min);
    // Means that agree to rounding are equal.
    let best = means.iter().position(|m| *m <= smallest * (1.0 + 1e-12)).unwrap();
    let within = means.iter().position(|m| *m <= smallest + errors[best]).unwrap();
    for (rule, expected) in [("min", best), ("one-se", within)] {
        let tuning = format!("kind = \"cross-validation\", folds = {folds}, rule = \"{rule}\"");
        let fit = try_fit(&format!("{keys}\ntuning = {{ {tuning} }}"), data, Some(labels)).unwrap();
        // Folds change the order of sums, hence the last place of the grid.
        let ratio = fit.lambda.unwrap() / grid[expected];
        assert!((ratio - 1.0).abs() < 1e-12, "{rule} of {keys}: {ratio}");
        assert_eq!(fit.lambda_at_edge, Some(expected == 0 || expected + 1 == grid.len()));
    }
}

/// The only column varies in fold 0 alone: no prediction ever differs from the mean, the curve is flat, and of equal
/// means the first, at the largest lambda, wins.
#[test]
fn of_equal_means_the_largest_lambda_is_chosen() {
    let n = 12;
    let labels: Vec<u32> = (0..n as u32).map(|i| i / 4).collect();
    let y: Vec<f64> = (0..n).map(|i| if i % 2 == 0 { 1.0 } else { -1.0 }).collect();
    let x: Vec<f64> = (0..n).map(|i| if i / 4 == 0 { y[i] } else { 0.0 }).collect();
    let data = Dataset { x: Matrix::from_columns(n, 1, x).unwrap().into(), y };
    let keys = "kind = \"lasso\"\nlambdas = 10\n\
                tuning = { kind = \"cross-validation\", folds = 3, rule = \"min\" }";
    let flat = candidates(keys, &data, Some(&labels), |candidates| {
        candidates.cross_validation(3).unwrap().mean.to_vec()
    });
    // Where x varies among the training rows it is 0 in those left out, and where not it has no slope.
    assert!(flat.iter().all(|mean| (mean - 1.0).abs() < 1e-12), "{flat:?}");
    let fit = try_fit(keys, &data, Some(&labels)).unwrap();
    let first = flat.iter().position(|m| *m == flat.iter().copied().fold(2.0, f64::min)).unwrap();
    assert!((fit.lambda.unwrap() / grid(keys, &data)[first] - 1.0).abs() < 1e-12);
}

#[test]
fn more_folds_than_rows_are_refused() {
    let data = dataset((9, 2), 5);
    for kind in ["lasso", "ridge"] {
        let keys =
            format!("kind = \"{kind}\"\ntuning = {{ kind = \"cross-validation\", folds = 10 }}");
        let estimator =
            parsim_stats::catalogue::build_method(&parsim_tests::fits::method(&keys)).unwrap();
        let reason = estimator.applicable(data.n(), data.p()).unwrap_err();
        assert!(reason.contains("10 folds"), "{reason}");
        assert!(estimator.applicable(10, 2).is_ok());
    }
}

/// A lazy curve is the first part of the whole one, bit by bit, and ends where the rule, applied to the whole one,
/// says: at half of the grid or at three quarters, if the last ten means there lie more than a standard error above
/// the smallest.
#[test]
fn a_lazy_curve_is_the_whole_one_up_to_where_it_rises() {
    let mut ends = [0; 3];
    for seed in 0..60 {
        let data = dataset([(60, 25), (30, 25), (200, 4)][seed as usize % 3], seed);
        let keys = "kind = \"lasso\"";
        let (means, errors) = candidates(keys, &data, None, |candidates| {
            let curve = candidates.cross_validation(5).unwrap();
            (curve.mean.to_vec(), curve.standard_error.to_vec())
        });
        let rises = |end: usize| {
            let smallest = means[..end].iter().copied().fold(f64::INFINITY, f64::min);
            let at = means.iter().position(|m| *m == smallest).unwrap();
            means[end - 10..end].iter().all(|m| *m > smallest + errors[at])
        };
        let end = [50, 75].into_iter().find(|end| rises(*end)).unwrap_or(100);
        ends[end / 25 - 2] += 1;
        candidates(keys, &data, None, |candidates| {
            let lazy = candidates.cross_validation_until_it_rises(5).unwrap();
            assert_eq!(lazy.mean, &means[..end], "seed {seed}");
            assert_eq!(lazy.standard_error, &errors[..end], "seed {seed}");
        });
        let tuning = "tuning = { kind = \"cross-validation\", folds = 5, stop = \"lazy\" }";
        let fit = try_fit(&format!("{keys}\n{tuning}"), &data, None).unwrap();
        let smallest = means[..end].iter().copied().fold(f64::INFINITY, f64::min);
        let at = means.iter().position(|m| *m == smallest).unwrap();
        assert_eq!(fit.lambda.unwrap().to_bits(), grid(keys, &data)[at].to_bits(), "seed {seed}");
    }
    assert!(ends.iter().all(|count| *count > 0), "every end occurs: {ends:?}");
}

#[test]
fn ridge_has_no_use_for_a_lazy_curve() {
    let text = "kind = \"ridge\"\ntuning = { kind = \"cross-validation\", stop = \"lazy\" }";
    let error = parsim_study::lone_method(&parsim_study::Source::new("method", text)).unwrap_err();
    let text = error.to_string();
    assert!(text.contains("lazy saves ridge nothing"), "{text}");
}
