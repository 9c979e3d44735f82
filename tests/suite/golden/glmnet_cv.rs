//! Cross-validation curves and choices against glmnet 4.1-6 (`tests/data/glmnet`).

use super::glmnet::{Case, cases};
use parsim_tests::agreement::relative_distance;
use parsim_tests::fits::{candidates, try_fit};
use parsim_tests::table::Table;

/// glmnet's curve for one case, method and mode.
struct Curve {
    case: Case,
    labels: Vec<u32>,
    folds: usize,
    mean: Vec<f64>,
    standard_error: Vec<f64>,
    /// `lambda_min` and `lambda_1se`.
    chosen: [f64; 2],
}

fn curves(method: &str, mode: &str) -> Vec<Curve> {
    let (labels, curves, chosen) = (
        Table::fixture("glmnet/folds.csv"),
        Table::fixture("glmnet/cv.csv"),
        Table::fixture("glmnet/cv_chosen.csv"),
    );
    let named = labels.levels("case");
    assert_eq!(named.len(), 3);
    let of_case = |case: Case| {
        let labels: Vec<u32> =
            labels.rows_where("case", &case.name).map(|row| row.count("fold") as u32 - 1).collect();
        let rows: Vec<_> = curves
            .rows_where("case", &case.name)
            .filter(|row| row.text("method") == method && row.text("mode") == mode)
            .collect();
        assert_eq!(rows.len(), 100);
        let chosen = chosen
            .rows_where("case", &case.name)
            .find(|row| row.text("method") == method && row.text("mode") == mode)
            .unwrap();
        Curve {
            folds: *labels.iter().max().unwrap() as usize + 1,
            labels,
            mean: rows.iter().map(|row| row.number("cvm")).collect(),
            standard_error: rows.iter().map(|row| row.number("cvsd")).collect(),
            chosen: ["lambda_min", "lambda_1se"].map(|name| chosen.number(name)),
            case,
        }
    };
    cases().into_iter().filter(|case| named.contains(&case.name)).map(of_case).collect()
}

impl Curve {
    fn keys(&self, method: &str, parity: &str, rule: &str) -> String {
        format!(
            "kind = \"{method}\"\nparity = \"{parity}\"\n\
             tuning = {{ kind = \"cross-validation\", folds = {}, rule = \"{rule}\" }}",
            self.folds
        )
    }

    /// Our mean and standard error by lambda, on glmnet's folds.
    fn ours(&self, method: &str, parity: &str) -> (Vec<f64>, Vec<f64>) {
        let keys = self.keys(method, parity, "min");
        candidates(&keys, &self.case.data, Some(&self.labels), |candidates| {
            let curve = candidates.cross_validation(self.folds).unwrap();
            (curve.mean.to_vec(), curve.standard_error.to_vec())
        })
    }

    /// Our choices by the rules `min` and `one-se`.
    fn ours_chosen(&self, method: &str, parity: &str) -> [f64; 2] {
        ["min", "one-se"].map(|rule| {
            let keys = self.keys(method, parity, rule);
            let fit = try_fit(&keys, &self.case.data, Some(&self.labels)).unwrap();
            fit.lambda.unwrap()
        })
    }

    /// Compares the first `count` points of the curve, and both choices.
    fn check(&self, method: &str, parity: &str, count: impl Fn(usize) -> usize) {
        let (mean, standard_error) = self.ours(method, parity);
        let count = count(mean.len());
        let away = relative_distance(&mean[..count], &self.mean[..count]);
        assert!(away < 1e-9, "{} {method} mean: {away:e}", self.case.name);
        let away = relative_distance(&standard_error[..count], &self.standard_error[..count]);
        assert!(away < 1e-9, "{} {method} standard error: {away:e}", self.case.name);
        let chosen = self.ours_chosen(method, parity);
        let away = relative_distance(&chosen, &self.chosen);
        assert!(away < 1e-12, "{} {method} chose {chosen:?}", self.case.name);
    }
}

#[test]
fn curves_on_a_common_grid_are_glmnets() {
    for method in ["lasso", "ridge"] {
        for curve in curves(method, "common") {
            curve.check(method, "none", |length| length);
        }
    }
}

/// The fixtures were made without glmnet's early stop, which `parity` has: near the end of the
/// path the folds have stopped. Ten points before its end no fold has.
#[test]
fn curves_with_parity_are_glmnets() {
    for method in ["lasso", "ridge"] {
        for curve in curves(method, "parity") {
            curve.check(method, "glmnet", |length| if length == 100 { 100 } else { length - 10 });
        }
    }
}

/// `cv.glmnet` as it is by default, early stop included: the same number of lambdas, the same
/// curve to its end, the same choices.
#[test]
fn parity_is_cv_glmnet_by_default() {
    let table = Table::fixture("glmnet/cv_default.csv");
    let mut stopped = 0;
    for method in ["lasso", "ridge"] {
        for curve in curves(method, "parity") {
            let rows: Vec<_> = table
                .rows_where("case", &curve.case.name)
                .filter(|row| row.text("method") == method)
                .collect();
            let of = |name: &str| rows.iter().map(|row| row.number(name)).collect::<Vec<f64>>();
            let chosen = ["min", "one-se"].map(|rule| {
                rows.iter().find(|row| row.text("chosen") == rule).unwrap().number("lambda")
            });
            let (mean, standard_error) = (of("cvm"), of("cvsd"));
            stopped += usize::from(mean.len() < 100);
            let keys = curve.keys(method, "glmnet", "min");
            let grid = parsim_tests::fits::grid(&keys, &curve.case.data);
            assert_eq!(grid.len(), mean.len(), "{} {method}", curve.case.name);
            assert!(relative_distance(&grid, &of("lambda")) < 1e-11);
            let length = mean.len();
            let expected = Curve { mean, standard_error, chosen, ..curve };
            expected.check(method, "glmnet", |_| length);
        }
    }
    assert!(stopped >= 2, "{stopped} paths ended early");
}
