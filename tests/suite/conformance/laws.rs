//! Every law of covariates, coefficients and noise draws what it says.

use parsim_engine::experiment::Experiment;
use parsim_numerics::Matrix;
use parsim_stats::catalogue::specifications;
use parsim_stats::component::Family;
use parsim_stats::dataset::Dataset;
use parsim_study::Plan;
use parsim_tests::family::Family as Comparisons;
use parsim_tests::files::MemoryFiles;
use parsim_tests::goodness::{kolmogorov_smirnov, mean};
use parsim_tests::study::compile;
use statrs::distribution::{ContinuousCDF, Laplace, Normal, StudentsT};

const N: usize = 20_000;

/// Keys of every law of the covariates, p = 4.
fn covariates() -> Vec<(&'static str, String)> {
    let mut laws = Vec::new();
    for law in specifications(Family::Covariates) {
        if law.kind == "file" {
            laws.push((law.kind, "kind = \"file\", path = \"rows.csv\"".to_owned()));
            continue;
        }
        let keys = |rest: &&str| (law.kind, format!("kind = \"{}\", p = 4{rest}", law.kind));
        laws.extend(cases(law.kind).iter().map(keys));
    }
    laws
}

/// What follows kind and p.
fn cases(kind: &str) -> &'static [&'static str] {
    match kind {
        "gaussian" => &[
            "",
            ", correlation = \"ar1\", rho = -0.6",
            ", correlation = \"equicorrelated\", rho = 0.7",
            ", correlation = \"block\", rho = 0.5, block_size = 3",
        ],
        "student-t" => {
            &[", df = 12", ", df = 12, tails = \"separate\", correlation = \"ar1\", rho = 0.5"]
        }
        "banded-precision" => &[", band = [0.5]"],
        "grouped" => &[", groups = 1, group_size = 3"],
        "orthogonal" => &[", rows = 9"],
        "proxy" => &[", of = 2, strength = 0.9"],
        "pairs" => &[", rho = 0.6"],
        "factor" => &[""],
        "sparse-precision" => &[", density = 0.7"],
        "binary" | "mixed" => &[
            ", correlation = \"ar1\", rho = 0.6",
            ", correlation = \"ar1\", rho = 0.6, coding = \"zero-one\", probability = 0.3",
        ],
        "lognormal" => &[", log_sd = 0.3, correlation = \"block\", rho = 0.5, block_size = 2"],
        "chi-square" => &[", df = 20, correlation = \"ar1\", rho = -0.7"],
        other => panic!("say how to draw {other}"),
    }
}

/// Keys of every pattern of coefficients.
fn coefficients() -> Vec<String> {
    let keys = |kind: &str| match kind {
        "explicit" => "kind = \"explicit\", values = [1, 0, -1, 0.5]".to_owned(),
        "grouped" => "kind = \"grouped\", groups = 2, group_size = 1, gap = 1, signs = \"between\""
            .to_owned(),
        "power" => "kind = \"power\", decay = 0.5".to_owned(),
        other => format!("kind = \"{other}\", s = 2"),
    };
    specifications(Family::Coefficients).iter().map(|each| keys(each.kind)).collect()
}

/// Keys of every law of the noise.
fn noises() -> Vec<(&'static str, String)> {
    let keys = |kind: &'static str| match kind {
        "student-t" => (kind, "kind = \"student-t\", df = 9".to_owned()),
        "contaminated" => (kind, "kind = \"contaminated\", shift = 2, side = \"upper\"".to_owned()),
        other => (kind, format!("kind = \"{other}\"")),
    };
    specifications(Family::Noise).iter().map(|each| keys(each.kind)).collect()
}

fn plan(covariates: &str, coefficients: &str, noise: &str) -> Plan {
    let rows = Matrix::clone(&super::dataset((30, 4), 43).x);
    let text = format!(
        "title = \"t\"\nseed = 6\nreplicates = 16\n[mechanism]\nkind = \"linear\"\nn = {N}\n\
         intercept = 0.5\ncovariates = {{ {covariates} }}\ncoefficients = {{ {coefficients} }}\n\
         noise = {{ {noise} }}\n[[method]]\nkind = \"ols\"\n"
    );
    compile(&text, &MemoryFiles::new().with("rows.csv", rows))
}

/// One large draw with its noise, y less the signal.
fn draw(plan: &Plan) -> (Dataset, Vec<f64>, parsim_stats::truth::Truth) {
    let experiment = Experiment::new(plan, 0, &[]).unwrap();
    let truth = experiment.source().truth().clone();
    let mut data = Dataset::default();
    experiment.source().draw(0, &mut data);
    let noise = (0..N)
        .map(|i| {
            let signal: f64 = (0..4).map(|j| truth.beta[j] * data.x.get(i, j)).sum();
            data.y[i] - truth.intercept - signal
        })
        .collect();
    (data, noise, truth)
}

/// The stated mean and covariance of the covariates are those of the draws, and the stated ratio
/// of variances is that of signal and noise, for all laws with all others.
#[test]
fn moments_are_as_stated() {
    let mut family = Comparisons::new("moments of the laws", 40);
    for (law, covariates) in covariates() {
        for coefficients in coefficients() {
            for (kind, noise) in noises() {
                // No finite mean variance for positive strengths.
                let infinite = ["student-t", "lognormal"].contains(&law);
                if infinite && kind == "heteroskedastic" {
                    continue;
                }
                let what = format!("{covariates}; {coefficients}; {noise}");
                let plan = plan(&covariates, &coefficients, &format!("{noise}, snr = 0.8"));
                let (data, noise, truth) = draw(&plan);
                assert!(data.y.iter().all(|y| y.is_finite()), "{what}");
                assert!((truth.snr() / 0.8 - 1.0).abs() < 1e-12, "{what}");
                let contrast = [1.0, -0.5, 2.0, 0.25];
                let value =
                    |i: usize| -> f64 { (0..4).map(|j| contrast[j] * data.x.get(i, j)).sum() };
                let centre = truth.covariates.mean_product(&contrast);
                let spread = truth.covariates.quadratic(&contrast);
                let squares: Vec<f64> = (0..N).map(|i| (value(i) - centre).powi(2)).collect();
                let values: Vec<f64> = (0..N).map(value).collect();
                family.compare(format!("mean, {what}"), mean(&values), (centre, 0.0));
                family.compare(format!("covariance, {what}"), mean(&squares), (spread, 0.0));
                let squares: Vec<f64> = noise.iter().map(|e| e * e).collect();
                family.compare(format!("noise, {what}"), mean(&noise), (0.0, 0.0));
                let variance = truth.sigma * truth.sigma;
                family.compare(format!("sigma, {what}"), mean(&squares), (variance, 0.0));
            }
        }
    }
    family.check();
}

#[test]
fn noise_has_its_law() {
    for (kind, keys) in noises() {
        let plan = plan(
            "kind = \"gaussian\", p = 4",
            "kind = \"leading\", s = 1",
            &format!("{keys}, sigma = 3"),
        );
        let (data, mut noise, _) = draw(&plan);
        if kind == "heteroskedastic" {
            // e = sigma exp(u/2 - c) z with E exp(u - 2 c) = 1, so that c = 1/4 for normal u.
            let scale = |i: usize| (0.5 * data.x.get(i, 0) - 0.25).exp();
            noise.iter_mut().enumerate().for_each(|(i, e)| *e /= scale(i));
        }
        let law = |e: f64| match kind {
            "gaussian" | "heteroskedastic" => Normal::new(0.0, 3.0).unwrap().cdf(e),
            // Three times (w - 0.2)/v, w = z, or 3 z + 2 in a tenth of cases: v^2 = 1 + 0.8 + 0.36.
            "contaminated" => {
                let w = 0.2 + e / 3.0 * 2.16_f64.sqrt();
                0.9 * Normal::standard().cdf(w) + 0.1 * Normal::new(2.0, 3.0).unwrap().cdf(w)
            }
            "laplace" => Laplace::new(0.0, 3.0 / 2.0_f64.sqrt()).unwrap().cdf(e),
            "student-t" => StudentsT::new(0.0, 3.0 * (7.0_f64 / 9.0).sqrt(), 9.0).unwrap().cdf(e),
            other => panic!("say what law {other} is"),
        };
        let fits = kolmogorov_smirnov(&noise, law);
        assert!(fits > 1e-3, "{kind}: KS p-value {fits:e}");
    }
}

/// Patterns as Hastie, Tibshirani & Tibshirani (2020) print them; R rounds halves to even.
#[test]
fn patterns_are_those_of_the_literature() {
    let beta = |keys: &str, p: usize| {
        let text = format!(
            "title = \"t\"\nseed = 6\nreplicates = 16\n[mechanism]\nkind = \"linear\"\nn = 10\n\
             covariates = {{ kind = \"gaussian\", p = {p} }}\ncoefficients = {{ {keys} }}\n\
             noise = {{ kind = \"gaussian\", sigma = 1 }}\n[[method]]\nkind = \"ridge\"\n"
        );
        let plan = compile(&text, &MemoryFiles::new());
        Experiment::new(&plan, 0, &[]).unwrap().source().truth().clone()
    };
    let spaced = |p: usize| -> Vec<usize> {
        beta("kind = \"spaced\", s = 5", p).support.iter().map(|j| j + 1).collect()
    };
    assert_eq!(spaced(10), [1, 3, 6, 8, 10]);
    assert_eq!(spaced(100), [1, 26, 50, 75, 100]);
    assert_eq!(spaced(1000), [1, 251, 500, 750, 1000]);
    let decreasing = beta("kind = \"decreasing\", s = 3, from = 10, to = 0.5", 5).beta;
    assert_eq!(decreasing, [10.0, 5.25, 0.5, 0.0, 0.0]);
    assert_eq!(beta("kind = \"weak\", s = 2", 5).beta, [1.0, 1.0, 0.5, 0.25, 0.125]);
    // Zou & Hastie (2005), example 4, with eight covariates for forty.
    let grouped = "kind = \"grouped\", groups = 2, group_size = 2, value = 3";
    assert_eq!(beta(grouped, 5).beta, [3.0, 3.0, 3.0, 3.0, 0.0]);
    let gapped = format!("{grouped}, gap = 1, signs = \"between\"");
    assert_eq!(beta(&gapped, 6).beta, [3.0, 3.0, 0.0, -3.0, -3.0, 0.0]);
    let within = format!("{grouped}, signs = \"within\"");
    assert_eq!(beta(&within, 4).beta, [3.0, -3.0, 3.0, -3.0]);
    let power = beta("kind = \"power\", value = 12, decay = 2", 4).beta;
    assert_eq!(power, [12.0, 3.0, 12.0 / 9.0, 0.75]);
    let random = beta("kind = \"random\", s = 3, value = 2", 8);
    assert_eq!(random.s(), 3);
    assert!(random.support.iter().all(|&j| random.beta[j].abs() == 2.0));
}

/// Validation rows are no training rows, and their responses have noise of their own. Under a fixed
/// design they are drawn once for the scenario, else for every replicate.
#[test]
fn validation_rows_are_fresh() {
    for (design, fixed) in [("random", false), ("fixed", true)] {
        let text = format!(
            "title = \"t\"\nseed = 6\nreplicates = 16\n[mechanism]\nkind = \"linear\"\nn = 6\n\
             design = \"{design}\"\ncovariates = {{ kind = \"gaussian\", p = 2 }}\n\
             coefficients = {{ kind = \"leading\", s = 1 }}\n\
             noise = {{ kind = \"gaussian\", sigma = 1 }}\n[[method]]\nkind = \"ols\"\n"
        );
        let plan = compile(&text, &MemoryFiles::new());
        let experiment = Experiment::new(&plan, 0, &[]).unwrap();
        let drawn = |validation: bool, replicate: u64| {
            let mut data = Dataset::default();
            if validation {
                experiment.source().validation(replicate, 6, &mut data);
            } else {
                experiment.source().draw(replicate, &mut data);
            }
            data
        };
        let (training, fresh, next) = (drawn(false, 0), drawn(true, 0), drawn(true, 1));
        assert_eq!(fresh.x == next.x, fixed, "{design}");
        assert_eq!(drawn(false, 0).x == drawn(false, 1).x, fixed, "{design}");
        let noise = |data: &Dataset| -> Vec<f64> {
            data.y.iter().zip(data.x.column(0)).map(|(y, x)| y - x).collect()
        };
        for other in [&fresh, &next] {
            let shared = |a: &[f64], b: &[f64]| a.iter().filter(|value| b.contains(value)).count();
            assert_eq!(shared(training.x.as_slice(), other.x.as_slice()), 0, "{design}");
            let rounded = |data: &Dataset| -> Vec<f64> {
                noise(data).iter().map(|e| (e * 1e9).round()).collect()
            };
            assert_eq!(shared(&rounded(&training), &rounded(other)), 0, "{design}");
        }
        assert_ne!(noise(&fresh), noise(&next), "{design}");
    }
}
