//! Properties of every kind in the registries: a new kind is held to them without a new test.

mod covariates;
mod cross_validation;
mod degenerate;
mod equivariance;
mod fixed_designs;
mod laws;
mod measures;
mod monte_carlo_errors;
mod optimality;
mod paths;
mod selections;
mod specifications;
mod tables;
mod verdicts;

use parsim_numerics::Matrix;
use parsim_stats::catalogue::specifications;
use parsim_stats::component::{Default, Family, Shape, Specification};
use parsim_stats::dataset::Dataset;
use rand::{RngExt, SeedableRng};
use rand_distr::StandardNormal;
use rand_pcg::Pcg64Dxsm;

/// What a kind of method is with every tuning that it takes, as keys of its section.
struct Variant {
    kind: &'static str,
    tuning: &'static str,
    keys: String,
}

impl Variant {
    /// The keys with a scaling; the debiased lasso always standardises.
    fn scaled(&self, intercept: bool, standardize: bool) -> String {
        let keys = format!("{}\nintercept = {intercept}", self.keys);
        if self.kind == "debiased-lasso" {
            return keys;
        }
        format!("{keys}\nstandardize = {standardize}")
    }
}

/// Every method with every tuning that the compiler accepts for it.
fn variants() -> Vec<Variant> {
    let mut variants = Vec::new();
    for method in specifications(Family::Method) {
        let kind = method.kind;
        if method.parameter("tuning").is_none() {
            variants.push(Variant { kind, tuning: "", keys: format!("kind = \"{kind}\"") });
            continue;
        }
        for tuning in specifications(Family::Tuning) {
            let keys = format!(
                "kind = \"{kind}\"\nlambdas = 40\ntuning = {{ kind = \"{}\"{} }}",
                tuning.kind,
                arguments(tuning)
            );
            let source = parsim_study::Source::new("method", &keys);
            match parsim_study::lone_method(&source) {
                Ok(_) => variants.push(Variant { kind, tuning: tuning.kind, keys }),
                Err(refusal) => {
                    // Only tunings that have no meaning for a penalty may be refused.
                    let known = [
                        ("ridge", "ebic"),
                        ("lasso", "leave-one-out"),
                        ("debiased-lasso", "leave-one-out"),
                    ];
                    assert!(known.contains(&(kind, tuning.kind)), "{refusal}");
                }
            }
        }
    }
    assert!(variants.len() >= 17, "{} variants", variants.len());
    variants
}

/// Arguments for the parameters of a kind that have no default.
fn arguments(specification: &Specification) -> String {
    if specification.kind == "fixed" {
        // It has a choice of two parameters, neither of which is required.
        return ", lambda_ratio = 0.2".to_owned();
    }
    let required = specification.parameters.iter().filter(|p| p.default == Default::Required);
    let argument = |p: &parsim_stats::component::Parameter| match p.shape {
        Shape::Integer { min, .. } => format!(", {} = {}", p.name, min.max(20)),
        Shape::Real { .. } => format!(", {} = 0.5", p.name),
        _ => panic!("{} of {}: say what the tests should give", p.name, specification.kind),
    };
    required.map(argument).collect()
}

/// Gaussian covariates with neighbouring correlation and two signals; p and n as given.
fn dataset((n, p): (usize, usize), seed: u64) -> Dataset {
    let mut stream = Pcg64Dxsm::seed_from_u64(seed);
    let mut normal = || stream.sample::<f64, _>(StandardNormal);
    let mut x = Matrix::new(n, p);
    for i in 0..n {
        let mut before = normal();
        for j in 0..p {
            before = 0.4 * before + normal();
            x.column_mut(j)[i] = before + 0.5 * j as f64;
        }
    }
    let y = (0..n)
        .map(|i| {
            let last = if p > 1 { x.get(i, p - 1) } else { 0.0 };
            3.0 + 1.5 * x.get(i, 0) - last + normal()
        })
        .collect();
    Dataset { x: x.into(), y }
}

/// Folds 0..k in turn.
fn labels(n: usize, k: usize) -> Vec<u32> {
    (0..n).map(|i| (i % k) as u32).collect()
}
