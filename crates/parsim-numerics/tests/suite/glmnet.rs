//! glmnet's solutions at a tolerance of 1e-26; `tests/data/glmnet.R` has written both files.

use crate::design::{Data, ENGINES, assert_close, columns, folded, problem};
use parsim_numerics::{Fit, Folds, Lasso, PathSolver, Problem, Ridge, Scaling};

const DATA: &str = include_str!("../data/glmnet_data.csv");
const COEFFICIENTS: &str = include_str!("../data/glmnet_coefficients.csv");

fn numbers<'a>(fields: impl Iterator<Item = &'a str>) -> Vec<f64> {
    fields.map(|f| f.parse().unwrap()).collect()
}

fn data(case: &str) -> Data {
    let rows: Vec<Vec<f64>> = DATA
        .lines()
        .filter(|line| line.split(',').next() == Some(case))
        .map(|line| numbers(line.split(',').skip(1)))
        .collect();
    let column = |j: usize| rows.iter().map(|row| row[j]).collect::<Vec<f64>>();
    let x: Vec<Vec<f64>> = (1..rows[0].len()).map(column).collect();
    columns(&x, &column(0))
}

/// One line of the coefficients: a case, a penalty and a lambda.
struct Solution {
    case: &'static str,
    penalty: &'static str,
    scaling: Scaling,
    lambda: f64,
    intercept: f64,
    slopes: Vec<f64>,
}

fn solutions() -> Vec<Solution> {
    let lines = COEFFICIENTS.lines().skip(1).map(|line| {
        let fields: Vec<&str> = line.split(',').collect();
        let flag = |i: usize| fields[i] == "TRUE";
        let values = numbers(fields[4..].iter().copied());
        Solution {
            case: fields[0],
            penalty: fields[1],
            scaling: Scaling { intercept: flag(2), standardize: flag(3) },
            lambda: values[0],
            intercept: values[1],
            slopes: values[2..].to_vec(),
        }
    });
    lines.collect()
}

#[test]
fn coefficients_are_those_of_glmnet() {
    let solutions = solutions();
    assert_eq!(solutions.len(), 160);
    for expected in &solutions {
        let Solution { case, penalty, scaling, lambda, .. } = expected;
        let problem = problem(&data(case), *scaling);
        let mut solvers: Vec<Box<dyn PathSolver>> = vec![Box::new(Ridge::new())];
        if *penalty == "lasso" {
            solvers.clear();
            for engine in ENGINES {
                solvers.push(Box::new(Lasso::with_engine(engine)));
            }
        }
        let scale = expected.slopes.iter().fold(0.0, |m: f64, v| m.max(v.abs()));
        for solver in &mut solvers {
            let mut fit = Fit::new();
            solver.fit_at(&problem, *lambda, &mut fit).unwrap();
            assert_close(fit.intercept, expected.intercept, scale, 1e-8);
            for (ours, theirs) in fit.slopes.iter().zip(&expected.slopes) {
                let what = format!("{case} {penalty} {scaling:?} {lambda}: {ours} {theirs}");
                assert!((ours - theirs).abs() < 1e-8 * scale, "{what}");
                assert!(*penalty == "ridge" || (*ours == 0.0) == (*theirs == 0.0), "{what}");
            }
        }
    }
}

/// The same solutions where the rows come as the training rows of a fold, among others that are left out.
#[test]
fn coefficients_of_training_rows_are_those_of_glmnet() {
    for expected in solutions() {
        let Solution { case, penalty, scaling, lambda, .. } = expected;
        let alone = data(case);
        let n = alone.y.len();
        // Every third row is foreign to the training rows.
        let foreign = |i: usize| (i as f64 * 0.7).sin() * 5.0;
        let weave = |v: &[f64]| -> Vec<f64> {
            let pairs = v.chunks(2).enumerate();
            pairs.flat_map(|(i, two)| two.iter().copied().chain([foreign(i)])).collect()
        };
        let x: Vec<Vec<f64>> = (0..alone.x.cols()).map(|j| weave(alone.x.column(j))).collect();
        let woven = columns(&x, &weave(&alone.y));
        let labels: Vec<u32> = (0..woven.y.len()).map(|i| u32::from(i % 3 == 2)).collect();
        let moments = folded(&woven, &Folds::from_labels(&labels).unwrap());
        let mut training = Problem::new();
        moments.training(1, scaling, &mut training);
        assert_eq!(training.n(), n);
        let scale = expected.slopes.iter().fold(0.0, |m: f64, v| m.max(v.abs()));
        let mut fit = Fit::new();
        match penalty {
            "ridge" => Ridge::new().fit_at(&training, lambda, &mut fit).unwrap(),
            _ => Lasso::new().fit_at(&training, lambda, &mut fit).unwrap(),
        };
        for (ours, theirs) in fit.slopes.iter().zip(&expected.slopes) {
            assert_close(*ours, *theirs, scale, 1e-8);
        }
    }
}
