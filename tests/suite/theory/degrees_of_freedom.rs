//! The degrees of freedom of the lasso are its expected number of nonzeros (Zou, Hastie &
//! Tibshirani 2007): the sum of `cov(yhat_i, y_i)`/sigma^2, on a fixed design.

use super::study;
use parsim_engine::experiment::{Experiment, Worker};
use parsim_stats::dataset::Dataset;
use parsim_stats::methods::Fit;
use parsim_tests::family::Family;
use parsim_tests::files::MemoryFiles;
use parsim_tests::goodness::mean;
use parsim_tests::study::compile;

/// Fitted values.
fn fitted(data: &Dataset, fit: &Fit) -> Vec<f64> {
    let mut values = vec![fit.intercept; data.n()];
    for (j, b) in fit.slopes.iter().enumerate() {
        values.iter_mut().zip(data.x.column(j)).for_each(|(value, x)| *value += b * x);
    }
    values
}

/// The setting of figure 2 of Hastie, Tibshirani & Tibshirani (2020): n 70, p 30, s 5, rho 0.35,
/// signal-to-noise ratio 0.7; the intercept of the fit costs one more.
#[test]
fn expected_nonzeros_are_covariances() {
    // A replicate's data depend on the mechanism alone: all four share theirs.
    let mut family = Family::new("degrees of freedom of the lasso", 1);
    for lambda in [0.05, 0.2, 0.6, 1.2] {
        let mechanism = "n = 70\ndesign = \"fixed\"\n\
             covariates = { kind = \"gaussian\", p = 30, correlation = \"ar1\", rho = 0.35 }\n\
             coefficients = { kind = \"leading\", s = 5 }\nnoise = { kind = \"gaussian\", snr = 0.7 }";
        let method =
            format!("kind = \"lasso\"\ntuning = {{ kind = \"fixed\", lambda = {lambda} }}");
        let plan = compile(&study(mechanism, &method, 16), &MemoryFiles::new());
        let experiment = Experiment::new(&plan, 0, &[0]).unwrap();
        let truth = experiment.source().truth();
        let mut worker = Worker::default();
        let differences: Vec<f64> = (0..1500)
            .map(|replicate| {
                let replayed = experiment.replay(&mut worker, 0, replicate);
                let (data, fit) = (replayed.dataset, replayed.outcome.unwrap());
                let slopes = Fit { slopes: truth.beta.clone(), ..Fit::default() };
                let signal = fitted(&data, &slopes);
                let values = fitted(&data, &fit);
                let products =
                    values.iter().zip(&data.y).zip(&signal).map(|((v, y), m)| v * (y - m));
                let covariance = products.sum::<f64>() / (truth.sigma * truth.sigma);
                let nonzeros = fit.slopes.iter().filter(|b| **b != 0.0).count() as f64;
                covariance - 1.0 - nonzeros
            })
            .collect();
        family.compare(format!("lambda {lambda}"), mean(&differences), (0.0, 0.0));
    }
    family.check();
}
