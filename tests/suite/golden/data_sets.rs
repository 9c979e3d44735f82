//! Published data sets that may not be shipped: prostate, diabetes in lars' scaling, and glmnet's
//! example for a quick start.

use parsim_numerics::Matrix;
use parsim_stats::dataset::Dataset;
use parsim_tests::agreement::assert_near;
use parsim_tests::fits::{coefficients, fit};
use parsim_tests::shared::shared;
use parsim_tests::table::Table;

const PREDICTORS: [&str; 8] =
    ["lcavol", "lweight", "age", "lbph", "svi", "lcp", "gleason", "pgg45"];

/// The 67 training rows; predictors scaled by mean and sd (n - 1) of all 97, as Hastie, Tibshirani
/// and Friedman do.
fn prostate(test: &str) -> Option<Dataset> {
    let table = shared(test, "prostate.csv")?;
    let train: Vec<bool> = table.rows().map(|row| row.text("train") == "TRUE").collect();
    let chosen = |values: &[f64]| -> Vec<f64> {
        values.iter().zip(&train).filter(|(_, train)| **train).map(|(value, _)| *value).collect()
    };
    let scaled = |name: &&str| {
        let values = table.column(name);
        let n = values.len() as f64;
        let mean = values.iter().sum::<f64>() / n;
        let squares: f64 = values.iter().map(|v| (v - mean) * (v - mean)).sum();
        let sd = (squares / (n - 1.0)).sqrt();
        chosen(&values.iter().map(|v| (v - mean) / sd).collect::<Vec<_>>())
    };
    let x: Vec<f64> = PREDICTORS.iter().flat_map(scaled).collect();
    let y = chosen(&table.column("lpsa"));
    assert_eq!(y.len(), 67);
    Some(Dataset { x: Matrix::from_columns(67, 8, x).unwrap().into(), y })
}

/// R's `lm` on these data; the first three digits are table 3.3 of *The Elements of Statistical
/// Learning*.
#[test]
fn prostate_least_squares() {
    let Some(data) = prostate("prostate_least_squares") else { return };
    let expected = [
        2.464_932_920_8,
        0.679_528_141_2,
        0.263_053_065_2,
        -0.141_464_833_5,
        0.210_146_557_2,
        0.305_200_597_1,
        -0.288_492_772_5,
        -0.021_305_038_8,
        0.266_955_762_1,
    ];
    let ours = coefficients(&fit("kind = \"ols\"", &data));
    assert_near("prostate", &ours, &expected, 1e-10);
}

/// glmnet 4.1-6 with threshold 1e-20; nine digits are given.
#[test]
fn prostate_lasso_at_fixed_lambda() {
    let Some(data) = prostate("prostate_lasso_at_fixed_lambda") else { return };
    #[rustfmt::skip]
    let expected: [(f64, [f64; 9]); 5] = [
        (0.5, [2.464193249, 0.380611840, 0.008378432, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]),
        (0.21, [2.468427637, 0.538254532, 0.187081808, 0.0, 0.0, 0.084683469, 0.0, 0.0,
            0.004808203]),
        (0.1, [2.46536956, 0.54826793, 0.21785364, 0.0, 0.09892447, 0.16420556, 0.0, 0.0,
            0.06645410]),
        (0.05, [2.46676574, 0.55598975, 0.23368600, -0.02387415, 0.15353598, 0.19985922, 0.0, 0.0,
            0.09967697]),
        (0.01, [2.46703536, 0.65055468, 0.25891610, -0.12050494, 0.19858947, 0.28425008,
            -0.22464220, 0.0, 0.21995382]),
    ];
    for (lambda, expected) in expected {
        let keys = format!(
            "kind = \"lasso\"\nstandardize = false\n\
             tuning = {{ kind = \"fixed\", lambda = {lambda} }}"
        );
        let ours = fit(&keys, &data);
        assert_near(&format!("lambda {lambda}"), &coefficients(&ours), &expected, 1e-8);
        let zeros = |slopes: &[f64]| slopes.iter().map(|b| *b == 0.0).collect::<Vec<_>>();
        assert_eq!(zeros(&ours.slopes), zeros(&expected[1..]));
    }
}

/// Ridge with five effective degrees of freedom: RSS + 23.99891 |b|^2, computed in R; three
/// digits are given, and the intercept of that table is that of centred predictors.
#[test]
fn prostate_ridge() {
    let Some(data) = prostate("prostate_ridge") else { return };
    let keys = format!(
        "kind = \"ridge\"\nstandardize = false\n\
         tuning = {{ kind = \"fixed\", lambda = {} }}",
        23.998_91 / 67.0
    );
    let ours = fit(&keys, &data);
    let expected = [0.421, 0.239, -0.048, 0.162, 0.227, 0.000, 0.041, 0.132];
    for (ours, expected) in ours.slopes.iter().zip(expected) {
        assert!((ours - expected).abs() <= 0.000_5, "{ours} {expected}");
    }
    // The number of degrees of freedom is how Hastie, Tibshirani and Friedman choose lambda.
    assert!((ours.df - 5.0).abs() < 2e-6, "{}", ours.df);
    // With recentred predictors the intercept would be the mean of the training responses.
    let at_means: f64 =
        (0..8).map(|j| ours.slopes[j] * data.x.column(j).iter().sum::<f64>() / 67.0).sum();
    assert!((ours.intercept + at_means - 2.452).abs() < 0.000_5);
}

/// Knots of the path of Efron, Hastie, Johnstone and Tibshirani (2004), in their units
/// lambda = max |X'r|.
#[test]
fn diabetes_knots() {
    let test = "diabetes_knots";
    let Some(table) = shared(test, "diabetes_lars_scaled.csv") else { return };
    let Some(knots) = shared(test, "diabetes_lasso_knots.csv") else { return };
    let names = ["age", "sex", "bmi", "map", "tc", "ldl", "hdl", "tch", "ltg", "glu"];
    let x: Vec<f64> = names.iter().flat_map(|name| table.column(name)).collect();
    let data =
        Dataset { x: Matrix::from_columns(442, 10, x).unwrap().into(), y: table.column("y") };
    let entries = ["bmi", "ltg", "map", "hdl", "sex", "glu", "tc", "tch"];
    for (knot, name) in knots.rows().zip(entries) {
        assert_eq!(knot.text("enters"), name);
        let at = |lambda: f64| {
            let keys = format!(
                "kind = \"lasso\"\nstandardize = false\n\
                 tuning = {{ kind = \"fixed\", lambda = {:e} }}",
                lambda / 442.0
            );
            fit(&keys, &data).slopes
        };
        let expected: Vec<f64> = names.iter().map(|name| knot.number(name)).collect();
        let lambda = knot.number("lambda");
        if expected.iter().any(|b| *b != 0.0) {
            assert_near(name, &at(lambda), &expected, 1e-8);
        }
        let entering = names.iter().position(|other| *other == name).unwrap();
        assert_eq!(at(lambda * (1.0 + 1e-6))[entering], 0.0, "{name} is in before its knot");
        assert!(at(lambda * (1.0 - 1e-6))[entering] != 0.0, "{name} is out after its knot");
    }
}

/// The vignette's example at lambda 0.1 by glmnet 4.1-6 at threshold 1e-14, with which its
/// coefficients are good to some 1e-8.
#[test]
fn glmnet_quick_start() {
    let Some(table) = shared("glmnet_quick_start", "glmnet_quickstart.csv") else { return };
    let data: Dataset = Table::dataset(&table, "y");
    let nonzero = [
        (0, 0.150_931_885_2),
        (1, 1.320_586_963_1),
        (3, 0.675_096_708_1),
        (5, -0.817_381_717_3),
        (6, 0.521_438_263_1),
        (7, 0.004_839_591_7),
        (8, 0.319_412_023_7),
        (11, 0.142_499_782_6),
        (14, -1.059_983_665_0),
        (20, -1.021_871_309_3),
    ];
    let mut expected = [0.0; 21];
    for (j, b) in nonzero {
        expected[j] = b;
    }
    let keys = "kind = \"lasso\"\ntuning = { kind = \"fixed\", lambda = 0.1 }";
    let ours = fit(keys, &data);
    assert_near("QuickStart", &coefficients(&ours), &expected, 1e-8);
    let top = parsim_tests::fits::grid("kind = \"lasso\"", &data)[0];
    assert!((top - 1.630_762_082).abs() < 5e-10, "{top}");
}
