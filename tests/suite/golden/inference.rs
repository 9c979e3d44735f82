//! Standard errors and intervals of least squares against `lm` and `confint` of R, and the debiased
//! lasso against its definition on top of glmnet (`tests/data/inference/make.R`).

use parsim_numerics::{
    Design, Fit, Folds, LeastSquares, Matrix, Moments, Problem, Scaling, Spectral, TinyLeastSquares,
};
use parsim_stats::dataset::Dataset;
use parsim_stats::summaries::intervals::quantile;
use parsim_tests::agreement::digits;
use parsim_tests::files::MemoryFiles;
use parsim_tests::fits::{coefficients, fit_with_intervals};
use parsim_tests::study::run_with;
use parsim_tests::table::{Row, Table};

fn data(name: &str) -> Dataset {
    Table::fixture(&format!("inference/{name}.csv")).dataset("y")
}

/// The rows of one problem, the intercept's first where it has one.
fn expected<'t>(table: &'t Table, keys: &[(&str, &str)]) -> Vec<Row<'t>> {
    let rows = table.rows().filter(|row| keys.iter().all(|(key, text)| row.text(key) == *text));
    rows.collect()
}

fn column(rows: &[Row<'_>], name: &str) -> Vec<f64> {
    rows.iter().map(|row| row.number(name)).collect()
}

#[test]
fn quantiles_of_t_are_those_of_r() {
    for row in Table::fixture("inference/quantiles.csv").rows() {
        let (ours, theirs) = (quantile(row.number("df")), row.number("quantile"));
        let correct = digits(&[ours], &[theirs]);
        assert!(correct >= 9.0, "df {}: {ours} for {theirs}", row.number("df"));
    }
    assert_eq!(quantile(f64::INFINITY), 1.959_963_984_540_054);
}

/// Ten columns are fitted in lanes, thirty-four by Cholesky's method on tiles, without an intercept
/// by the full problem.
#[test]
fn least_squares_has_the_errors_of_lm() {
    let table = Table::fixture("inference/least_squares.csv");
    for name in ["few", "many"] {
        for intercept in ["true", "false"] {
            let rows = expected(&table, &[("dataset", name), ("intercept", intercept)]);
            let data = data(name);
            let fit =
                fit_with_intervals(&format!("kind = \"ols\"\nintercept = {intercept}"), &data);
            let from = usize::from(intercept == "false");
            assert_eq!(fit.standard_errors[0].is_nan(), from == 1);
            assert_eq!(fit.interval_df, (data.n() - data.p() + from - 1) as f64);
            let (ours, errors) = (&coefficients(&fit)[from..], &fit.standard_errors[from..]);
            let what = format!("{name}, intercept {intercept}");
            assert!(digits(ours, &column(&rows, "estimate")) > 10.0, "{what}");
            assert!(digits(errors, &column(&rows, "standard_error")) > 10.0, "{what}");
            let t = quantile(fit.interval_df);
            let ends = |sign: f64| -> Vec<f64> {
                ours.iter().zip(errors).map(|(b, error)| b + sign * t * error).collect()
            };
            assert!(digits(&ends(-1.0), &column(&rows, "lower")) > 8.0, "{what}");
            assert!(digits(&ends(1.0), &column(&rows, "upper")) > 8.0, "{what}");
        }
    }
}

/// Standard errors by every engine for one data set.
fn by_every_engine(data: &Dataset) -> Vec<(&'static str, Vec<f64>)> {
    let (mut moments, mut problem, mut fit) = (Moments::new(), Problem::new(), Fit::new());
    moments.compute(&data.x, &data.y, &Folds::single(data.n())).unwrap();
    moments.full(Scaling::default(), &mut problem);
    let rows = moments.all_rows();
    let mut all = Vec::new();
    let mut solver = LeastSquares::new();
    let mut errors = Vec::new();
    solver.fit(&problem, &rows, &mut fit).unwrap();
    assert!(solver.standard_errors(&problem, fit.rss, &mut errors).is_some());
    all.push(("least squares", errors.clone()));
    // The solution of least norm is found from the rows, its errors by QR.
    solver.minimum_norm(&problem, &rows, &mut fit).unwrap();
    assert!(solver.standard_errors(&problem, fit.rss, &mut errors).is_some());
    all.push(("rows", errors.clone()));
    if TinyLeastSquares::takes(data.n(), data.p(), Scaling::default()) {
        let mut tiny = TinyLeastSquares::new();
        let fitted = tiny.fit(&[(&*data.x, &data.y[..]); 3]);
        assert!(fitted[2]);
        tiny.prepare_errors();
        assert!(tiny.standard_errors(2, &mut errors).is_some());
        all.push(("lanes", errors.clone()));
    }
    let mut design = Design::new(&data.x, Scaling::default()).unwrap();
    assert!(design.decompose());
    design.respond([&data.y[..]].into_iter());
    let mut spectral = Spectral::new();
    spectral.least_squares(&design).unwrap();
    spectral.write(&design, 0, &mut fit).unwrap();
    assert!(design.standard_errors(fit.rss, &mut errors).is_some());
    all.push(("eigenvectors", errors));
    all
}

#[test]
fn every_engine_has_the_same_errors() {
    let table = Table::fixture("inference/least_squares.csv");
    for (name, engines) in [("few", 4), ("many", 3)] {
        let rows = expected(&table, &[("dataset", name), ("intercept", "true")]);
        let all = by_every_engine(&data(name));
        assert_eq!(all.len(), engines);
        for (engine, errors) in all {
            let correct = digits(&errors, &column(&rows, "standard_error"));
            assert!(correct > 10.0, "{engine} on {name}: {correct:.1} digits");
        }
    }
}

/// Where n = p + 1 nothing is left to estimate the variance of the noise, where p > n - 1 the
/// solution is not unique, and a constant column has no coefficient.
#[test]
fn there_are_no_errors_where_nothing_is_left() {
    let few = data("few");
    let cut = |n: usize| {
        let x = (0..few.p()).flat_map(|j| few.x.column(j)[..n].to_vec()).collect();
        let x = Matrix::from_columns(n, few.p(), x).unwrap();
        Dataset { x: x.into(), y: few.y[..n].to_vec() }
    };
    assert!(fit_with_intervals("kind = \"ols\"", &cut(11)).standard_errors.is_empty());
    assert_eq!(fit_with_intervals("kind = \"ols\"", &cut(12)).standard_errors.len(), 11);
    let least = fit_with_intervals("kind = \"ols\"\nminimum_norm = true", &cut(8));
    assert!(least.standard_errors.is_empty());
    let mut x = Matrix::clone(&few.x);
    x.column_mut(3).fill(2.5);
    let fit = fit_with_intervals("kind = \"ols\"", &Dataset { x: x.into(), y: few.y.clone() });
    assert!(fit.standard_errors[4].is_nan() && fit.standard_errors[3] > 0.0);
    assert_eq!(fit.interval_df, 30.0);
}

#[test]
fn the_debiased_lasso_is_its_definition() {
    let table = Table::fixture("inference/debiased_lasso.csv");
    // Fifty columns on twenty-two rows: products of columns are not formed until they are asked for.
    for (name, lambda) in [("few", 0.1), ("many", 0.2), ("wide", 0.3), ("wide", 0.6)] {
        let near = |row: &Row<'_>| (row.number("lambda") - lambda).abs() < 1e-9;
        let rows: Vec<Row<'_>> =
            table.rows_where("dataset", name).filter(|row| near(row)).collect();
        let keys = format!(
            "kind = \"debiased-lasso\"\ntuning = {{ kind = \"fixed\", lambda = {lambda} }}"
        );
        let fit = fit_with_intervals(&keys, &data(name));
        let correct = digits(&coefficients(&fit), &column(&rows, "estimate"));
        assert!(correct > 6.0, "{name}, {lambda}: {correct:.1} digits");
        let errors = column(&rows[1..], "standard_error");
        let correct = digits(&fit.standard_errors[1..], &errors);
        assert!(correct > 6.0, "{name}, {lambda}: errors to {correct:.1} digits");
        assert!(fit.standard_errors[0].is_nan() && fit.interval_df == f64::INFINITY);
        let nonzero = rows[1..].iter().filter(|row| row.number("lasso") != 0.0).count();
        assert_eq!(fit.df, nonzero as f64);
    }
}

/// A scenario whose rows are those of a file solves the nodewise problems once; the fit is that of
/// the data by themselves.
#[test]
fn a_shared_design_has_the_same_debiased_lasso() {
    let table = Table::fixture("inference/few.csv");
    let x: Vec<Vec<f64>> = (1..=10).map(|j| table.column(&format!("x{j}"))).collect();
    let rows = Matrix::from_columns(40, 10, x.concat()).unwrap();
    let files = MemoryFiles::new().with("rows.csv", rows);
    let study = run_with(
        "title = \"t\"\nseed = 4\nreplicates = 40\nmeasures = [\"intervals\"]\nkeep = \"all\"\n\
         [mechanism]\nkind = \"linear\"\ncovariates = { kind = \"file\", path = \"rows.csv\" }\n\
         coefficients = { kind = \"leading\", s = 2 }\nnoise = { kind = \"gaussian\", snr = 1 }\n\
         [[method]]\nkind = \"debiased-lasso\"\ntuning = { kind = \"fixed\", lambda = 0.2 }\n",
        &files,
    );
    let experiment = parsim_engine::experiment::Experiment::new(&study.plan, 0, &[0]).unwrap();
    let mut worker = parsim_engine::experiment::Worker::default();
    for replicate in [0, 7, 39] {
        let replayed = experiment.replay(&mut worker, 0, replicate);
        let shared = replayed.outcome.unwrap();
        let keys = "kind = \"debiased-lasso\"\ntuning = { kind = \"fixed\", lambda = 0.2 }";
        let alone = fit_with_intervals(keys, &replayed.dataset);
        assert!(digits(&coefficients(&shared), &coefficients(&alone)) > 10.0);
        assert!(digits(&shared.standard_errors[1..], &alone.standard_errors[1..]) > 10.0);
        assert_eq!(shared.engines, alone.engines);
    }
}
