//! Fits of one dataset, by the path that `parsim fit` takes.

use parsim_stats::catalogue;
use parsim_stats::component::Component;
use parsim_stats::dataset::Dataset;
use parsim_stats::methods::{Candidates, Failure, Fit, PathMethod, Task, path_of};
use parsim_stats::workbench::Workbench;
use parsim_study::{Source, lone_method};

/// A method from the keys of its section, e.g. `kind = "lasso"`.
pub fn method(keys: &str) -> Component {
    lone_method(&Source::new("method", keys)).unwrap_or_else(|error| panic!("{error}"))
}

/// Fits a dataset. `labels`, if given, are the folds 0..K of its rows.
///
/// # Errors
/// Why there is no fit.
pub fn try_fit(keys: &str, data: &Dataset, labels: Option<&[u32]>) -> Result<Fit, Failure> {
    let estimator = catalogue::build_method(&method(keys)).unwrap();
    let mut workbench = Workbench::new();
    let mut fit = Fit::default();
    let task = Task::dataset_alone(data, 1, labels);
    estimator.fit(&task, &mut workbench, &mut fit).map(|()| fit)
}

/// Fits a dataset, on folds that the seed 1 draws where folds are needed.
pub fn fit(keys: &str, data: &Dataset) -> Fit {
    try_fit(keys, data, None).unwrap_or_else(|failure| panic!("{keys}: {failure}"))
}

/// Fits a dataset, with standard errors where the method gives them.
pub fn fit_with_intervals(keys: &str, data: &Dataset) -> Fit {
    let estimator = catalogue::build_method(&method(keys)).unwrap();
    let mut fit = Fit::default();
    let task = Task::dataset_alone(data, 1, None).with_intervals(true);
    let outcome = estimator.fit(&task, &mut Workbench::new(), &mut fit);
    outcome.unwrap_or_else(|failure| panic!("{keys}: {failure}"));
    fit
}

/// Shows the candidates of a penalised method for a dataset: its grid and the scores over it.
pub fn candidates<T>(
    keys: &str,
    data: &Dataset,
    labels: Option<&[u32]>,
    look: impl FnOnce(&mut Candidates<'_>) -> T,
) -> T {
    let path: PathMethod = path_of(&method(keys)).unwrap().unwrap();
    let mut workbench = Workbench::new();
    let task = Task::dataset_alone(data, 1, labels);
    look(&mut path.candidates(&task, &mut workbench).unwrap())
}

/// The grid of a penalised method for a dataset.
pub fn grid(keys: &str, data: &Dataset) -> Vec<f64> {
    candidates(keys, data, None, |candidates| candidates.lambdas().unwrap().to_vec())
}

/// Intercept and slopes, the intercept first.
pub fn coefficients(fit: &Fit) -> Vec<f64> {
    std::iter::once(fit.intercept).chain(fit.slopes.iter().copied()).collect()
}
