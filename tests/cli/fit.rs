//! `parsim fit`: published numbers, both formats, and what can be wrong with a request.

#![expect(clippy::unreadable_literal, reason = "published numbers stand as they were published")]

use crate::place::Place;
use crate::published::Table;
use std::fmt::Write;
use std::path::Path;

/// The prostate data as the reference has them: predictors scaled by mean and standard deviation
/// (n - 1) of all 97 men, the 67 training rows; `None` where the data are not at hand.
#[expect(clippy::print_stdout, reason = "a test that is skipped says so")]
fn prostate(test: &str) -> Option<Place> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/reference/data");
    let Ok(text) = std::fs::read_to_string(path.join("prostate.csv")) else {
        let required = std::env::var("PARSIM_REQUIRE").unwrap_or_default();
        assert!(!required.split(',').any(|word| word == "shared"), "no {}", path.display());
        println!("skipped: {test}: no prostate.csv in ../shared/reference/data");
        return None;
    };
    let table = Table::parse(&text);
    let number = |cell: &str| cell.parse::<f64>().unwrap();
    let mut scaled: Vec<Vec<f64>> = Vec::new();
    for name in &table.columns[..8] {
        let column: Vec<f64> = table.column(name).into_iter().map(number).collect();
        let mean = column.iter().sum::<f64>() / 97.0;
        let sd = (column.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / 96.0).sqrt();
        scaled.push(column.iter().map(|x| (x - mean) / sd).collect());
    }
    let mut csv = table.columns[..9].join(",") + "\n";
    for (i, row) in table.rows.iter().enumerate().filter(|(_, row)| row[9] == "TRUE") {
        for column in &scaled {
            write!(csv, "{},", column[i]).unwrap();
        }
        writeln!(csv, "{}", row[8]).unwrap();
    }
    let place = Place::new();
    place.write("prostate.csv", csv);
    Some(place)
}

#[track_caller]
fn assert_estimates(place: &Place, flags: &str, expected: [f64; 9], tolerance: f64) {
    let line = format!("fit prostate.csv --response lpsa {flags}");
    let answer = place.parsim(&line).exits(0);
    let table = Table::parse(&answer.out);
    let names = "(Intercept) lcavol lweight age lbph svi lcp gleason pgg45";
    assert_eq!(table.column("coefficient"), names.split(' ').collect::<Vec<_>>());
    for ((name, cell), expected) in names.split(' ').zip(table.column("estimate")).zip(expected) {
        let estimate: f64 = cell.parse().unwrap();
        assert!((estimate - expected).abs() <= tolerance, "{flags}, {name}: {cell}, {expected}");
        assert!(expected != 0.0 || estimate == 0.0, "{flags}, {name}: an exact zero");
    }
}

/// Least squares in R 4.2.2, to ten decimals.
#[test]
fn prostate_by_least_squares() {
    let Some(place) = prostate("prostate_by_least_squares") else { return };
    let expected = [
        2.4649329208,
        0.6795281412,
        0.2630530652,
        -0.1414648335,
        0.2101465572,
        0.3052005971,
        -0.2884927725,
        -0.0213050388,
        0.2669557621,
    ];
    assert_estimates(&place, "--method ols", expected, 6e-11);
}

/// glmnet 4.1-6 with `standardize = FALSE` and `thresh = 1e-20`, to the decimals of the reference.
#[test]
fn prostate_by_the_lasso() {
    let Some(place) = prostate("prostate_by_the_lasso") else { return };
    let at = |lambda: f64, expected, tolerance| {
        let flags = format!("--method lasso --no-standardize --lambda {lambda}");
        assert_estimates(&place, &flags, expected, tolerance);
    };
    let slopes = [2.464193249, 0.380611840, 0.008378432, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0];
    at(0.5, slopes, 6e-10);
    let slopes =
        [2.468427637, 0.538254532, 0.187081808, 0.0, 0.0, 0.084683469, 0.0, 0.0, 0.004808203];
    at(0.21, slopes, 6e-10);
    let slopes = [
        2.46703536,
        0.65055468,
        0.25891610,
        -0.12050494,
        0.19858947,
        0.28425008,
        -0.22464220,
        0.0,
        0.21995382,
    ];
    at(0.01, slopes, 6e-9);
}

/// The minimiser of RSS + 23.99891 |b|^2, computed in R to three decimals; our penalty is
/// lambda/2 |b|^2 beside RSS/(2n), so that lambda is 23.99891/67.
#[test]
fn prostate_by_ridge() {
    let Some(place) = prostate("prostate_by_ridge") else { return };
    let lambda = 23.99891 / 67.0;
    let line = "fit prostate.csv --response lpsa --method ridge --no-standardize --lambda";
    let answer = place.parsim(&format!("{line} {lambda}")).exits(0);
    let expected = [0.421, 0.239, -0.048, 0.162, 0.227, 0.000, 0.041, 0.132];
    let table = Table::parse(&answer.out);
    for (cell, expected) in table.column("estimate")[1..].iter().zip(expected) {
        let estimate: f64 = cell.parse().unwrap();
        assert!((estimate - expected).abs() <= 0.0006, "{cell} {expected} {answer}");
    }
}

/// Ten points y = 1 + 2 x + e, e = .5 or -.5, and a covariate z that has no part in it.
const LINE: &str = "y,x,z\n3.5,1,4\n4.5,2,1\n6.5,3,3\n9.5,4,8\n11.5,5,6\n12.5,6,1\n14.5,7,7\n\
                    17.5,8,9\n19.5,9,5\n20.5,10,2\n";

#[test]
fn csv_and_json_say_the_same() {
    let place = Place::new();
    place.write("line.csv", LINE);
    let line = "fit line.csv --response y --method lasso --set tuning.folds=5";
    let json = place.parsim(&format!("{line} --format json")).exits(0);
    let json: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!((&json["n"], &json["p"]), (&10.into(), &2.into()));
    let part =
        |part: &str| Table::parse(&place.parsim(&format!("{line} --show {part}")).exits(0).out);
    let number = |cell: &str| cell.parse::<f64>().unwrap();
    let coefficients = part("coefficients");
    assert_eq!(json["intercept"], number(coefficients.column("estimate")[0]));
    for (j, name) in ["x", "z"].into_iter().enumerate() {
        assert_eq!(coefficients.column("coefficient")[j + 1], name);
        assert_eq!(json["coefficients"][j]["name"], name);
        let estimate = number(coefficients.column("estimate")[j + 1]);
        assert_eq!(json["coefficients"][j]["estimate"], estimate);
    }
    let certificate = part("certificate");
    assert_eq!(json["lambda"], number(certificate.column("lambda")[0]));
    assert_eq!(json["rss"], number(certificate.column("rss")[0]));
    let curve = part("cv");
    assert_eq!(json["cross_validation"].as_array().unwrap().len(), curve.rows.len());
    assert_eq!(json["cross_validation"][7]["mean"], number(curve.column("mean")[7]));
    // The chosen lambda is the largest that attains the minimum of the curve.
    let means: Vec<f64> = curve.column("mean").into_iter().map(number).collect();
    let least = means.iter().copied().fold(f64::INFINITY, f64::min);
    let at = means.iter().position(|mean| *mean == least).unwrap();
    assert_eq!(json["lambda"], number(curve.column("lambda")[at]));
    let path = part("path");
    assert_eq!(json["path"].as_array().unwrap().len(), 100, "the whole grid");
    // At the top of the grid no covariate is in.
    assert_eq!(path.column("coefficient")[0], "(Intercept)");
    assert_eq!(path.column("coefficient")[1], "(Intercept)");
    assert!((number(path.column("estimate")[0]) - 12.0).abs() < 1e-12, "the mean of y");
}

#[test]
fn covariates_and_folds_are_chosen_by_name() {
    let place = Place::new();
    place.write("line.csv", LINE);
    let answer = place.parsim("fit line.csv --response y --method ols --predictors x").exits(0);
    let table = Table::parse(&answer.out);
    assert_eq!(table.column("coefficient"), ["(Intercept)", "x"]);
    // y = 1 + 2 x + e with e = .5, -.5, -.5, .5, .5, -.5, -.5, .5, .5, -.5: the slope moves by
    // sum (x - 5.5) e / 82.5 = -0.5/82.5.
    let slope: f64 = table.column("estimate")[1].parse().unwrap();
    assert!((slope - (2.0 - 0.5 / 82.5)).abs() < 1e-12, "{slope}");
    let through_zero = "fit line.csv --response y --method ols --predictors x --no-intercept";
    let answer = place.parsim(through_zero).exits(0);
    // sum x y / sum x^2 = (1 + 2 x + e)'x / 385 = (55 + 770 - 0.5) / 385.
    let estimates = Table::parse(&answer.out);
    assert_eq!(estimates.column("estimate")[0], "0");
    let slope: f64 = estimates.column("estimate")[1].parse().unwrap();
    assert!((slope - 824.5 / 385.0).abs() < 1e-12, "{slope}");
}

#[test]
fn a_seed_of_the_folds_is_all_that_chance_has() {
    let place = Place::new();
    place.write("line.csv", LINE);
    let at = |flags: &str| {
        let line = "fit line.csv --response y --method lasso --set tuning.folds=5 --show cv";
        place.parsim(&format!("{line} {flags}")).exits(0).out
    };
    assert_eq!(at(""), at("--seed 1"));
    assert_ne!(at("--seed 1"), at("--seed 2"));
}

#[test]
fn a_wrong_request_is_explained() {
    let place = Place::new();
    place.write("line.csv", LINE);
    place.write("folds.csv", "y,x,zero,gap,one\n1,2,0,1,1\n2,3,1,3,1\n3,5,1,1,1\n");
    place.write("short.csv", "y,x\n1,2\n");
    place.write("text.csv", "y,x\n1,2\n2,red\n");
    place.write("twins.csv", "y,a,b\n1,1,1\n2,3,3\n4,2,2\n3,5,5\n5,4,4\n");
    let refused = |flags: &str, piece: &str| {
        place.parsim(&format!("fit {flags}")).exits(2).warns(piece);
    };
    refused("none.csv --response y --method ols", "there is no file none.csv");
    refused("line.csv --response w --method ols", "no column \"w\"; it has y, x, z");
    refused("line.csv --response y --method olz", "did you mean \"ols\"?");
    refused("line.csv --response y --method ols --predictors x,q", "no column \"q\"");
    refused("line.csv --response y --method ols --predictors x,x", "named twice");
    refused("line.csv --response y --method ols --predictors x,y", "response is among");
    refused("line.csv --response y --method lasso --lambda -1", "at least 0");
    refused("line.csv --response y --method lasso --lambda nan", "at least 0");
    refused("line.csv --response y --method lasso --set lamdas=5", "did you mean \"lambdas\"?");
    refused("line.csv --response y --method lasso --set lambdas", "KEY=VALUE");
    refused("line.csv --response y --method lasso --set tuning.kind=bik", "\"bic\"");
    refused("line.csv --response y --method lasso --set tuning.folds=11", "11 folds");
    refused("line.csv --response y --method ols --show path", "no path");
    refused("line.csv --response y --method ridge --set tuning.kind=gcv --show cv", "curve");
    refused("folds.csv --response y --method lasso --foldid zero", "whole numbers from 1");
    refused("folds.csv --response y --method lasso --foldid gap", "fold 2 has no row");
    refused("folds.csv --response y --method lasso --foldid one", "at least 2 folds");
    refused("short.csv --response y --method ols", "at least 2");
    refused("text.csv --response y --method ols", "line 3, column \"x\" is \"red\"");
    let answer = place.parsim("fit twins.csv --response y --method ols").exits(3);
    answer.warns("rank 1").warns("minimum_norm=true");
    let line = "fit twins.csv --response y --method ols --set minimum_norm=true";
    let answer = place.parsim(line).exits(0);
    // The shortest solution gives equal columns equal coefficients.
    let table = Table::parse(&answer.out);
    let slopes: Vec<f64> =
        table.column("estimate")[1..].iter().map(|cell| cell.parse().unwrap()).collect();
    assert!((slopes[0] - slopes[1]).abs() < 1e-12, "{slopes:?}");
}
