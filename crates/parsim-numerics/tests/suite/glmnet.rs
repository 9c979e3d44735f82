//! glmnet's solutions at a tolerance of 1e-20; `tests/data/glmnet.R` has written both files.

use crate::design::{Data, assert_close, columns, problem};
use parsim_numerics::{EngineChoice, Fit, Lasso, PathSolver, Ridge, Scaling};

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

#[test]
fn coefficients_are_those_of_glmnet() {
    let mut lines = 0;
    for line in COEFFICIENTS.lines().skip(1) {
        let fields: Vec<&str> = line.split(',').collect();
        let flag = |i: usize| fields[i] == "TRUE";
        let scaling = Scaling { intercept: flag(2), standardize: flag(3) };
        let values = numbers(fields[4..].iter().copied());
        let problem = problem(&data(fields[0]), scaling);
        let mut solver: Box<dyn PathSolver> = match fields[1] {
            "lasso" => Box::new(Lasso::with_engine(EngineChoice::Auto)),
            _ => Box::new(Ridge::new()),
        };
        let mut fit = Fit::new();
        solver.fit_at(&problem, values[0], &mut fit).unwrap();
        let scale = values[1..].iter().fold(0.0, |m: f64, v| m.max(v.abs()));
        assert_close(fit.intercept, values[1], scale, 1e-7);
        for (ours, theirs) in fit.slopes.iter().zip(&values[2..]) {
            assert!((ours - theirs).abs() < 1e-7 * scale, "{line}: {ours} {theirs}");
            assert!(fields[1] == "ridge" || (*ours == 0.0) == (*theirs == 0.0), "{line}");
        }
        lines += 1;
    }
    assert_eq!(lines, 96);
}
