//! A certificate that is not earned is not given.

use crate::lasso::slots::SlotColumns;
use crate::lasso::trace::{Layout, Trace};
use crate::lasso::witness::Witness;
use crate::{Folds, Matrix, Moments, Problem, Scaling};

const N: usize = 20;
const P: usize = 60;

fn problem() -> Problem {
    let x: Vec<f64> =
        (0..N * P).map(|i| ((i * i * 7 + i * 13) % 101) as f64 / 50.0 - 1.0).collect();
    let y: Vec<f64> = (0..N).map(|i| x[i] - 2.0 * x[N + i] + 0.1 * x[2 * N + i]).collect();
    let x = Matrix::from_columns(N, P, x).unwrap_or_default();
    let mut moments = Moments::new();
    assert!(moments.compute(&x, &y, &Folds::single(N)).is_ok());
    let mut problem = Problem::new();
    moments.full(Scaling::default(), &mut problem);
    problem
}

/// With all coefficients zero the violation is (`lambda_max` - lambda)/lambda, wherever in a block it occurs.
#[test]
fn zero_is_no_solution_below_lambda_max() {
    let problem = problem();
    let rows = problem.rows.as_ref();
    let top = problem.lambda_max() / problem.y_unit();
    for count in [1, 5, 8, 11, 16] {
        let lambdas: Vec<f64> = (1..=count).map(|i| top * 0.95_f64.powi(i)).collect();
        let (mut witness, mut slots, mut trace) =
            (Witness::default(), SlotColumns::default(), Trace::default());
        trace.begin(P, Layout::Slots);
        for _ in &lambdas {
            trace.open();
        }
        let Some(rows) = rows else { panic!("the problem is not wide") };
        witness.begin(&problem, rows);
        let certified = witness.block((&problem, rows), (&mut slots, &trace), 0, &lambdas);
        for (certified, lambda) in certified.iter().zip(&lambdas) {
            let expected = (top - lambda) / lambda;
            assert!((certified.certificate.kkt - expected).abs() < 1e-12);
            assert!(certified.certificate.gap > 0.0);
        }
        assert!(!witness.violators.is_empty());
    }
}
