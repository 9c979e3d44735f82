//! `parsim fit`: one dataset, one method.

mod report;
mod request;

use crate::exit::Exit;
use clap::ValueEnum;
use parsim_numerics::FitError;
use parsim_stats::catalogue;
use parsim_stats::methods::{Failure, Fit, Task, path_of};
use parsim_stats::workbench::Workbench;
use report::Fitted;
use request::Request;
use std::io::Write;
use std::path::PathBuf;

/// Fit one dataset by one method: coefficients, path, cross-validation curve, certificate.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  parsim fit data.csv --response y --method lasso
  parsim fit data.csv --response y --method lasso --lambda 0.1 --no-standardize
  parsim fit data.csv --response y --method ridge --set tuning.kind=gcv --show path
  parsim fit data.csv --response y --method lasso --foldid fold --set parity=glmnet --show cv

Conventions are glmnet's: (1/2n) RSS + lambda times the penalty, covariates standardised with 1/n,
coefficients on the original scale.")]
pub struct Arguments {
    /// The data: CSV with a header line, or Parquet.
    data: PathBuf,
    /// Name of the response's column.
    #[arg(long, value_name = "NAME")]
    response: String,
    /// The method: ols, ridge or lasso.
    #[arg(long, value_name = "KIND")]
    method: String,
    /// Names of the covariates' columns [default: all others].
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    predictors: Vec<String>,
    /// One lambda instead of a tuning.
    #[arg(long, value_name = "LAMBDA", value_parser = request::lambda, allow_negative_numbers = true)]
    lambda: Option<f64>,
    /// Fit without an intercept.
    #[arg(long)]
    no_intercept: bool,
    /// Do not standardise covariates.
    #[arg(long)]
    no_standardize: bool,
    /// A column of fold numbers from 1 to K for cross-validation.
    #[arg(long, value_name = "NAME")]
    foldid: Option<String>,
    /// Seed of the random folds.
    #[arg(long, value_name = "SEED", default_value_t = 1)]
    seed: u64,
    /// Any parameter of the method, in TOML, e.g. lambdas=50 or tuning.kind=bic; repeatable.
    #[arg(long, value_name = "KEY=VALUE")]
    set: Vec<String>,
    /// What to show.
    #[arg(long, value_name = "PART", default_value = "coefficients")]
    show: Part,
    /// How to write it.
    #[arg(long, value_name = "FORMAT", default_value = "csv")]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Part {
    /// Intercept and slopes at the chosen lambda.
    Coefficients,
    /// Lambda, degrees of freedom, residual sum of squares and nonzero coefficients of the grid.
    Path,
    /// The cross-validation curve.
    Cv,
    /// Chosen lambda, fit and certificate.
    Certificate,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Comma-separated values with a header line.
    Csv,
    /// One JSON document with all parts that the method has.
    Json,
}

pub fn run(arguments: &Arguments) -> Result<(), Exit> {
    let request = Request::new(arguments)?;
    check_part(arguments, &request)?;
    let labels = request.labels.as_deref();
    let task = Task::dataset_alone(&request.dataset, arguments.seed, labels);
    let method = catalogue::build_method(&request.component)
        .map_err(|error| Exit::Input(error.to_string()))?;
    method
        .applicable(request.dataset.n(), request.dataset.p())
        .map_err(|reason| Exit::Input(format!("{} does not apply: {reason}", arguments.method)))?;
    let mut workbench = Workbench::new();
    workbench.begin();
    let mut fit = Fit::default();
    method.fit(&task, &mut workbench, &mut fit).map_err(|failure| {
        Exit::Missing(format!("the fit failed: {failure}{}", advice(&failure)))
    })?;
    let path = match path_of(&request.component) {
        Some(path) => Some(path.map_err(|error| Exit::Input(error.to_string()))?),
        None => None,
    };
    let mut fitted = Fitted::new(&request, &fit);
    if let Some(path) = &path {
        let everything = arguments.format == Format::Json;
        let failed = |failure| Exit::Missing(format!("the path failed: {failure}"));
        let mut candidates = path.candidates(&task, &mut workbench).map_err(failed)?;
        if everything || arguments.show == Part::Path {
            fitted.add_path(&mut candidates).map_err(failed)?;
        }
        let folds = request.folds();
        if let Some(folds) = folds.filter(|_| everything || arguments.show == Part::Cv) {
            fitted.add_cross_validation(&mut candidates, folds).map_err(failed)?;
        }
    }
    let text = match arguments.format {
        Format::Json => fitted.json()?,
        Format::Csv => fitted.csv(arguments.show),
    };
    std::io::stdout().lock().write_all(text.as_bytes())?;
    Ok(())
}

/// Refuses a part that the method does not have.
fn check_part(arguments: &Arguments, request: &Request) -> Result<(), Exit> {
    let method = &arguments.method;
    let has_path = path_of(&request.component).is_some();
    let text = match arguments.show {
        Part::Path | Part::Cv if !has_path => format!("{method} has no lambda and so no path"),
        Part::Cv if request.folds().is_none() => {
            "only the tuning cross-validation has a curve".to_owned()
        }
        _ => return Ok(()),
    };
    Err(Exit::Input(format!("--show: {text}")))
}

/// What to try after a failure, where something helps.
fn advice(failure: &Failure) -> &'static str {
    match failure {
        Failure::Numerics(FitError::RankDeficient { .. }) => {
            "; --set minimum_norm=true takes the shortest of the solutions"
        }
        _ => "",
    }
}
