//! Every fit of every method, tuning, scaling and oracle solves its problem: conditions of
//! optimality and duality gap, computed here from the raw data and the returned coefficients.

use super::variants;
use parsim_engine::experiment::{Experiment, Worker};
use parsim_numerics::Matrix;
use parsim_stats::catalogue::specifications;
use parsim_stats::component::{Component, Family};
use parsim_stats::dataset::Dataset;
use parsim_stats::methods::Fit;
use parsim_study::{Entrant, Plan};
use parsim_tests::files::MemoryFiles;
use parsim_tests::study::compile;
use std::fmt::Write;

/// A problem on the scale on which it is penalised.
struct Standardised {
    /// Columns: less their mean with an intercept, over their 1/n standard deviation if
    /// standardised; constant columns are 0.
    x: Matrix,
    y: Vec<f64>,
    scales: Vec<f64>,
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

impl Standardised {
    fn new(data: &Dataset, intercept: bool, standardize: bool) -> Self {
        let n = data.n();
        let mut x = Matrix::clone(&data.x);
        let mut scales = vec![1.0; data.p()];
        for (j, scale) in scales.iter_mut().enumerate() {
            let column = x.column_mut(j);
            let centre = mean(column);
            let spread = column.iter().map(|v| (v - centre) * (v - centre)).sum::<f64>() / n as f64;
            if standardize && spread > 0.0 {
                *scale = spread.sqrt();
            }
            let shift = if intercept { centre } else { 0.0 };
            for v in column {
                *v = (*v - shift) / *scale;
            }
        }
        let shift = if intercept { mean(&data.y) } else { 0.0 };
        let y = data.y.iter().map(|y| y - shift).collect();
        Self { x, y, scales }
    }

    /// X'v/n.
    fn correlations(&self, v: &[f64]) -> Vec<f64> {
        let n = v.len() as f64;
        let product = |j| self.x.column(j).iter().zip(v).map(|(x, v)| x * v).sum::<f64>() / n;
        (0..self.x.cols()).map(product).collect()
    }
}

/// What the conditions are worth: the worst violation in units of what it is measured against,
/// and the relative duality gap (0 where there is none).
fn violation(kind: &str, fit: &Fit, data: &Dataset, scaling: (bool, bool)) -> (f64, f64) {
    let problem = Standardised::new(data, scaling.0, scaling.1);
    let mut residuals: Vec<f64> = data.y.iter().map(|y| y - fit.intercept).collect();
    for (j, b) in fit.slopes.iter().enumerate() {
        for (r, x) in residuals.iter_mut().zip(data.x.column(j)) {
            *r -= b * x;
        }
    }
    let rss: f64 = residuals.iter().map(|r| r * r).sum();
    let tss: f64 = problem.y.iter().map(|y| y * y).sum();
    assert!((rss - fit.rss).abs() <= 1e-9 * tss, "residual sum of squares {} for {rss}", fit.rss);
    if scaling.0 {
        assert!(mean(&residuals).abs() <= 1e-11 * tss.sqrt(), "residuals do not sum to 0");
    }
    let gradient = problem.correlations(&residuals);
    let largest = |values: &[f64]| values.iter().fold(0.0_f64, |most, v| most.max(v.abs()));
    let null = largest(&problem.correlations(&problem.y));
    let slopes: Vec<f64> = fit.slopes.iter().zip(&problem.scales).map(|(b, s)| b * s).collect();
    match kind {
        "ols" | "known-support" => (largest(&gradient) / null, 0.0),
        "ridge" => {
            let lambda = fit.lambda.unwrap();
            let left: Vec<f64> =
                gradient.iter().zip(&slopes).map(|(g, b)| g - lambda * b).collect();
            (largest(&left) / null, 0.0)
        }
        "lasso" => lasso_violation(&problem, &residuals, (&gradient, &slopes), fit.lambda.unwrap()),
        // It minimises nothing: only its residuals can be held to something here.
        "debiased-lasso" => (0.0, 0.0),
        _ => panic!("say what makes a fit of {kind} optimal"),
    }
}

fn lasso_violation(
    problem: &Standardised,
    residuals: &[f64],
    (gradient, slopes): (&[f64], &[f64]),
    lambda: f64,
) -> (f64, f64) {
    let null = problem.correlations(&problem.y).iter().fold(0.0_f64, |most, v| most.max(v.abs()));
    let each = gradient.iter().zip(slopes).map(|(g, b)| {
        if *b == 0.0 { (g.abs() - lambda).max(0.0) } else { (g - lambda * b.signum()).abs() }
    });
    // Below 1e-4 of the largest lambda a double holds no more digits of the gradient.
    let kkt = each.fold(0.0, f64::max) / lambda.max(1e-4 * null);
    // The residual, shrunk until it is feasible, is a dual point.
    let n = residuals.len() as f64;
    let steepest = gradient.iter().fold(0.0_f64, |most, g| most.max(g.abs()));
    let shrink = if steepest > lambda { lambda / steepest } else { 1.0 };
    let rr = residuals.iter().map(|r| r * r).sum::<f64>() / n;
    let ry = residuals.iter().zip(&problem.y).map(|(r, y)| r * y).sum::<f64>() / n;
    let yy = problem.y.iter().map(|y| y * y).sum::<f64>() / n;
    let primal = 0.5 * rr + lambda * slopes.iter().map(|b| b.abs()).sum::<f64>();
    let dual = shrink * ry - 0.5 * shrink * shrink * rr;
    (kkt, (primal - dual) / (0.5 * yy))
}

/// More rows than columns, fewer, and columns that nearly agree.
const MECHANISMS: [&str; 3] = [
    "n = 60\ncovariates = { kind = \"gaussian\", p = 12, correlation = \"ar1\", rho = 0.5 }",
    "n = 24\ncovariates = { kind = \"gaussian\", p = 40 }",
    "n = 50\n\
     covariates = { kind = \"gaussian\", p = 20, correlation = \"equicorrelated\", rho = 0.95 }",
];

/// All methods with all tunings under one scaling, and all oracles.
fn plan(mechanism: &str, intercept: bool, standardize: bool) -> Plan {
    let mut text = format!(
        "title = \"t\"\nseed = 3\nreplicates = 16\n[mechanism]\nkind = \"linear\"\n\
         intercept = 2\n{mechanism}\ncoefficients = {{ kind = \"spaced\", s = 4 }}\n\
         noise = {{ kind = \"gaussian\", snr = 2 }}\n"
    );
    for variant in variants() {
        let keys = variant.scaled(intercept, standardize);
        writeln!(text, "[[method]]\nname = \"{}-{}\"\n{keys}", variant.kind, variant.tuning)
            .unwrap();
    }
    for oracle in specifications(Family::Oracle) {
        let kind = oracle.kind;
        if oracle.parameter("method").is_none() {
            writeln!(text, "[[oracle]]\nkind = \"{kind}\"\nintercept = {intercept}").unwrap();
            continue;
        }
        for target in ["ridge-gcv", "lasso-bic"] {
            let name = format!("{kind}-{target}");
            writeln!(text, "[[oracle]]\nname = \"{name}\"\nkind = \"{kind}\"").unwrap();
            writeln!(text, "method = \"{target}\"").unwrap();
        }
    }
    compile(&text, &MemoryFiles::new())
}

/// The kind whose conditions an entrant's fits must meet.
fn judged_as(component: &Component) -> &'static str {
    match component.text("method") {
        Some(target) if target.starts_with("ridge") => "ridge",
        Some(_) => "lasso",
        None => component.kind(),
    }
}

/// Checks the first fits of an entrant, by its position among those of the experiment.
fn judge(
    experiment: &Experiment<'_>,
    at: usize,
    entrant: &Entrant,
    scaling: (bool, bool),
) -> usize {
    let mut worker = Worker::default();
    let kind = judged_as(&entrant.component);
    for replicate in 0..3 {
        let what = format!("{} {scaling:?} replicate {replicate}", entrant.name);
        let replayed = experiment.replay(&mut worker, at, replicate);
        let fit = replayed.outcome.unwrap_or_else(|cause| panic!("{what}: {cause}"));
        let mut data = replayed.dataset;
        if kind == "known-support" {
            // Its problem has the columns of the support alone.
            let support = &experiment.source().truth().support;
            for j in (0..data.p()).filter(|j| !support.contains(j)) {
                assert_eq!(fit.slopes[j], 0.0, "{what}");
                data.x_mut().column_mut(j).fill(0.0);
            }
        }
        let (kkt, gap) = violation(kind, &fit, &data, scaling);
        assert!(kkt <= 1e-9, "{what}: conditions violated by {kkt:e}");
        assert!(gap.abs() <= 1e-9, "{what}: duality gap {gap:e}");
        let penalised = matches!(kind, "ridge" | "lasso" | "debiased-lasso");
        assert_eq!(fit.certificate.is_some(), penalised, "{what}: certificate");
    }
    3
}

#[test]
fn every_fit_is_optimal() {
    let mut fits = 0;
    for mechanism in MECHANISMS {
        for scaling in [(true, true), (true, false), (false, true), (false, false)] {
            let plan = plan(mechanism, scaling.0, scaling.1);
            let all: Vec<usize> =
                (0..plan.methods.len()).filter(|&m| plan.scenarios[0].applies(m)).collect();
            let experiment = Experiment::new(&plan, 0, &all).unwrap();
            for (at, &m) in all.iter().enumerate() {
                fits += judge(&experiment, at, &plan.methods[m], scaling);
            }
        }
    }
    assert!(fits > 700, "{fits} fits");
}

/// Where least squares has many solutions the shortest lies in the space of the (centred) rows: it
/// is orthogonal to every direction that no row has.
#[test]
fn the_minimum_norm_solution_interpolates_and_is_shortest() {
    for intercept in [true, false] {
        let data = super::dataset((12, 30), 5);
        let keys = format!("kind = \"ols\"\nminimum_norm = true\nintercept = {intercept}");
        let fit = parsim_tests::fits::fit(&keys, &data);
        let problem = Standardised::new(&data, intercept, false);
        assert!(fit.rss <= 1e-18 * problem.y.iter().map(|y| y * y).sum::<f64>());
        // The projection of the slopes on the rows' space, by nalgebra, is the slopes.
        let x = nalgebra::DMatrix::from_column_slice(12, 30, problem.x.as_slice());
        let slopes = nalgebra::DVector::from_column_slice(&fit.slopes);
        let projection = x.clone().pseudo_inverse(1e-10).unwrap() * (&x * &slopes);
        assert!((&projection - &slopes).norm() <= 1e-10 * slopes.norm());
    }
}
