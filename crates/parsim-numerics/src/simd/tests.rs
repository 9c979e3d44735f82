//! Whatever the instruction set, every fit has the same bits.

use super::{Level, level};
use crate::{
    EngineChoice, Fit, Folds, Lasso, LeastSquares, Matrix, Moments, PathSolver, Problem, Ridge,
    Scaling, lasso_grid, ridge_grid,
};
use std::cell::Cell;

thread_local! {
    static LIMIT: Cell<Level> = Cell::new(level());
}

/// The widest instruction set that this thread may use.
pub(super) fn limit() -> Level {
    LIMIT.get()
}

/// Deterministic numbers between -1 and 1 without any structure that a fit could notice.
fn noise(i: usize) -> f64 {
    let z = (i as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let z = (z ^ (z >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (z >> 11) as f64 / (1_u64 << 52) as f64 - 1.0
}

/// The bits of everything that can be asked of one data set.
fn everything(n: usize, p: usize) -> Vec<u64> {
    let x: Vec<f64> = (0..n * p).map(|i| noise(i) + 0.3 * noise(i % n)).collect();
    let y: Vec<f64> = (0..n).map(|i| x[i] - x[n + i] + noise(i + 7_000_000)).collect();
    let x = Matrix::from_columns(n, p, x).unwrap();
    let labels: Vec<u32> = (0..n).map(|i| (i % 4) as u32).collect();
    let mut moments = Moments::new();
    moments.compute(&x, &y, &Folds::from_labels(&labels).unwrap()).unwrap();
    let (mut problem, mut out, mut fit) = (Problem::new(), Matrix::default(), Fit::new());
    let mut bits = Vec::new();
    let engines =
        [EngineChoice::Auto, EngineChoice::Tableau, EngineChoice::Cholesky, EngineChoice::Descent];
    for fold in 0..4 {
        moments.training(fold, Scaling::default(), &mut problem);
        let mut grid = Vec::new();
        lasso_grid(&problem, 20, None, &mut grid).unwrap();
        for engine in engines {
            let mut lasso = Lasso::with_engine(engine);
            lasso.residuals(&problem, &grid, &moments.held_out(fold), &mut out).unwrap();
            bits.extend(out.as_slice().iter().map(|v| v.to_bits()));
        }
        ridge_grid(&problem, 20, None, &mut grid).unwrap();
        let mut ridge = Ridge::new();
        ridge.residuals(&problem, &grid, &moments.held_out(fold), &mut out).unwrap();
        bits.extend(out.as_slice().iter().map(|v| v.to_bits()));
    }
    moments.full(Scaling::default(), &mut problem);
    let mut press = Vec::new();
    Ridge::new().leave_one_out(&problem, &[1.0, 0.1], &moments.all_rows(), &mut press).unwrap();
    Ridge::new().fit_at(&problem, 0.1, &mut fit).unwrap();
    bits.extend(press.iter().chain(&fit.slopes).map(|v| v.to_bits()));
    bits.extend([fit.intercept, fit.df, fit.rss].map(f64::to_bits));
    if p < n {
        LeastSquares::new().fit(&problem, &moments.all_rows(), &mut fit).unwrap();
        bits.extend(fit.slopes.iter().map(|v| v.to_bits()));
    }
    bits
}

#[test]
fn every_instruction_set_gives_the_same_bits() {
    for (n, p) in [(30, 5), (80, 37), (41, 70), (24, 90), (40, 230)] {
        LIMIT.set(level());
        let widest = everything(n, p);
        for narrower in levels() {
            LIMIT.set(narrower);
            assert!(everything(n, p) == widest, "{n} x {p} at {narrower:?}");
        }
        LIMIT.set(level());
    }
}

/// All levels of this architecture; those that the processor lacks run as the widest that it has.
fn levels() -> Vec<Level> {
    vec![
        Level::Baseline,
        #[cfg(target_arch = "x86_64")]
        Level::Avx2,
        #[cfg(target_arch = "x86_64")]
        Level::Avx512,
    ]
}
