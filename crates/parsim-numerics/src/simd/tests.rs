//! Whatever the instruction set, every fit has the same bits.

use super::{Kernel, Lanes, Level, level, load_all, run_at};
use crate::{
    Design, EngineChoice, Fit, Folds, Lasso, LeastSquares, Matrix, Moments, PathSolver, Problem,
    Ridge, Scaling, Spectral, TinyLeastSquares, lasso_grid, ridge_grid,
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
        let mut tiny = TinyLeastSquares::new();
        tiny.fit(&[(&x, &y[..]); 3]);
        tiny.write(2, &mut fit);
        bits.extend(fit.slopes.iter().chain([&fit.intercept, &fit.rss]).map(|v| v.to_bits()));
    }
    bits
}

/// The bits of three responses to one design.
fn fixed(n: usize, p: usize) -> Vec<u64> {
    let x: Vec<f64> = (0..n * p).map(noise).collect();
    let x = Matrix::from_columns(n, p, x).unwrap();
    let mut design = Design::new(&x, Scaling::default()).unwrap();
    let all: Vec<Vec<f64>> =
        (0..3).map(|k| (0..n).map(|i| noise(9_000_000 + k * n + i)).collect()).collect();
    design.respond(all.iter().map(Vec::as_slice));
    assert!(design.decompose());
    design.rotate_rows().unwrap();
    let (mut solver, mut fit, mut bits) = (Spectral::new(), Fit::new(), Vec::new());
    let (mut summaries, mut press) = (Vec::new(), Vec::new());
    let lambdas: Vec<f64> = (0..27).map(|l| 100.0 / f64::from(1 << l)).collect();
    solver.solve(&design, &[0.0, 0.5, 2.0]).unwrap();
    for at in 0..3 {
        solver.write(&design, at, &mut fit).unwrap();
        solver.summaries(&design, at, &lambdas, &mut summaries).unwrap();
        solver.leave_one_out(&design, at, &lambdas, &mut press).unwrap();
        let numbers = fit.slopes.iter().chain(&press).copied();
        let numbers = numbers.chain(summaries.iter().flat_map(|s| [s.df, s.rss]));
        bits.extend(numbers.chain([fit.intercept, fit.df, fit.rss]).map(f64::to_bits));
    }
    bits
}

#[test]
fn every_instruction_set_gives_the_same_bits_on_fixed_designs() {
    for (n, p) in [(30, 5), (80, 37)] {
        LIMIT.set(level());
        let widest = fixed(n, p);
        for narrower in levels() {
            LIMIT.set(narrower);
            assert!(fixed(n, p) == widest, "{n} x {p} at {narrower:?}");
        }
        LIMIT.set(level());
    }
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

struct Sums([[f64; 8]; 8]);

impl Kernel for Sums {
    type Output = ([f64; 8], [f64; 8]);

    #[inline(always)]
    fn run<V: Lanes>(self) -> ([f64; 8], [f64; 8]) {
        let vectors: [V; 8] = load_all(&self.0);
        let mut alone = [0.0; 8];
        for i in 0..8 {
            alone[i] = vectors[i].sum();
        }
        (V::sums(vectors).to_array(), alone)
    }
}

#[test]
fn sums_of_lanes_run_in_one_order() {
    // Magnitudes so different that another order gives another sum.
    let vectors: [[f64; 8]; 8] = std::array::from_fn(|i| {
        std::array::from_fn(|l| {
            noise(8 * i + l) * [1.0, 1e3, 1e6, 1e9, 1e12, 1e15, 1e18][(i + 3 * l) % 7]
        })
    });
    let expected =
        vectors.map(|a| ((a[0] + a[4]) + (a[2] + a[6])) + ((a[1] + a[5]) + (a[3] + a[7])));
    for level in levels() {
        let (together, alone) = run_at(level, Sums(vectors));
        assert_eq!(together, expected, "{level:?}");
        assert_eq!(alone, expected, "{level:?}");
    }
}

struct Columns([[f64; 8]; 8]);

impl Kernel for Columns {
    type Output = [[f64; 8]; 8];

    #[inline(always)]
    fn run<V: Lanes>(self) -> [[f64; 8]; 8] {
        let mut out = self.0;
        let columns = V::transpose(load_all(&self.0));
        for i in 0..8 {
            columns[i].store(&mut out[i]);
        }
        out
    }
}

#[test]
fn rows_become_columns() {
    let rows: [[f64; 8]; 8] = std::array::from_fn(|i| std::array::from_fn(|j| (8 * i + j) as f64));
    for level in levels() {
        let columns = run_at(level, Columns(rows));
        for (i, j) in (0..8).flat_map(|i| (0..8).map(move |j| (i, j))) {
            assert_eq!(columns[i][j], rows[j][i], "{level:?}");
        }
    }
}
