//! A fit of whatever bytes say, for tests that look for data and settings which nobody thought of.

mod decode;

use crate::fits::method;
use decode::Bytes;
use parsim_numerics::{
    Certificate, EngineChoice, FitError, Folds, Lasso, Moments, PathSolver, Problem, Scaling,
    lasso_grid,
};
use parsim_stats::catalogue;
use parsim_stats::dataset::Dataset;
use parsim_stats::methods::{Failure, Fit, Task};
use parsim_stats::workbench::Workbench;

/// What became of a fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// There is one, and it passed every check.
    Fitted,
    /// There is none, with a reason.
    Refused,
}

/// Makes a data set, a scaling, a method and a tuning of the bytes, fits, and checks what comes out: no panic, no
/// NaN, optimal to the tolerance of the certificates, or an error with a reason. Then every engine of the lasso
/// has to cope with the same data, with one fold left out.
pub fn fit_of_bytes(bytes: &[u8]) -> Outcome {
    let mut bytes = Bytes::new(bytes);
    let setting = bytes.setting();
    let data = bytes.dataset();
    engines(&data, setting.scaling);
    let estimator = catalogue::build_method(&method(&setting.keys)).unwrap();
    if let Err(reason) = estimator.applicable(data.n(), data.p()) {
        assert!(!reason.is_empty());
        return Outcome::Refused;
    }
    let (mut workbench, mut fit) = (Workbench::new(), Fit::default());
    let task = Task::dataset_alone(&data, setting.seed, None);
    match estimator.fit(&task, &mut workbench, &mut fit) {
        Ok(()) => {
            // Slopes of enormous y on tiny columns overflow; an experiment records that as a failure.
            if !is_finite(&fit) && !is_moderate(&data) {
                return Outcome::Refused;
            }
            check_fit(&fit, &data, &setting.keys);
            Outcome::Fitted
        }
        Err(failure) => {
            assert!(!matches!(failure, Failure::Panic(_)), "{failure}");
            assert!(!failure.to_string().is_empty());
            Outcome::Refused
        }
    }
}

/// Whether products of these numbers are far from overflow and underflow.
fn is_moderate(data: &Dataset) -> bool {
    let moderate = |v: &f64| *v == 0.0 || (1e-120..1e120).contains(&v.abs());
    data.x.as_slice().iter().chain(&data.y).all(moderate)
}

fn is_finite(fit: &Fit) -> bool {
    [fit.intercept, fit.df, fit.rss].iter().chain(&fit.slopes).all(|v| v.is_finite())
}

fn check_fit(fit: &Fit, data: &Dataset, keys: &str) {
    let finite = data.x.as_slice().iter().chain(&data.y).all(|v| v.is_finite());
    assert!(finite, "{keys}: a fit of what is no number");
    assert_eq!(fit.slopes.len(), data.p(), "{keys}");
    assert!(is_finite(fit), "{keys}: {fit:?}");
    assert!(fit.df >= 0.0 && fit.df <= data.p() as f64 + 1e-6, "{keys}: {fit:?}");
    assert!(fit.rss >= 0.0, "{keys}: {fit:?}");
    if let Some(certificate) = fit.certificate {
        check_certificate(certificate, keys);
    }
}

fn check_certificate(certificate: Certificate, what: &str) {
    let Certificate { kkt, gap } = certificate;
    assert!((0.0..=1e-8).contains(&kkt), "{what}: {certificate:?}");
    assert!((0.0..=1e-10).contains(&gap), "{what}: {certificate:?}");
}

/// A path on training rows by every engine, and the residuals of the rows left out.
fn engines(data: &Dataset, scaling: Scaling) {
    let (n, moderate) = (data.n(), is_moderate(data));
    let labels: Vec<u32> = (0..n as u32).map(|i| i % 3.min(n as u32)).collect();
    let mut moments = Moments::new();
    let folds = Folds::from_labels(&labels).unwrap();
    if moments.compute(&data.x, &data.y, &folds).is_err() {
        return;
    }
    let mut problem = Problem::new();
    moments.training(n % 2, scaling, &mut problem);
    let mut grid = Vec::new();
    lasso_grid(&problem, 6, None, &mut grid).unwrap();
    for engine in [EngineChoice::Tableau, EngineChoice::Cholesky, EngineChoice::Descent] {
        let mut points = 0;
        let result = Lasso::with_engine(engine).visit(&problem, &grid, &mut |point| {
            let what = format!("{engine:?} {scaling:?} at {}", point.lambda);
            assert!(point.certificate.kkt <= 1e-9, "{what}: {point:?}");
            check_certificate(point.certificate, &what);
            // Slopes on enormous columns may vanish, those on tiny ones overflow.
            let numbers = [point.intercept, point.rss];
            let all = numbers.iter().chain(point.slopes).all(|v| v.is_finite());
            let proper = all && point.rss >= 0.0 && !point.slopes.contains(&0.0);
            assert!(proper || !moderate, "{what}: {point:?}");
            // Among columns that nearly agree one more than the rows can tell apart may be in.
            assert!(point.df <= problem.n() as f64 + 1.0, "{what}: {point:?}");
            points += 1;
        });
        match result {
            Ok(_) => assert_eq!(points, grid.len(), "{engine:?}"),
            Err(error) => {
                // The largest lambda of enormous columns and y is no number.
                let overflow = matches!(error, FitError::OutOfRange { .. }) && !moderate;
                let honest = overflow || matches!(error, FitError::NotConverged { .. });
                assert!(honest, "{engine:?} {scaling:?}: {error}");
            }
        }
    }
}
