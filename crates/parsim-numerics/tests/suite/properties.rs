//! Whatever the data, each solution is optimal by a recomputation from the raw rows, or there is an error that
//! says why there is none. No panic, no NaN.

use crate::design::{Data, folded, rows_where};
use crate::optimality::{Standard, check_intercept};
use crate::wild::{Recipe, engines, recipes, scalings, settled};
use parsim_numerics::{
    EngineChoice, Fit, FitError, Folds, Lasso, LeastSquares, Matrix, PathSolver, Problem, Ridge,
    Rows, Scaling, lasso_grid, ridge_grid,
};
use proptest::prelude::*;

/// All solutions, or why there are none.
fn solve(
    solver: &mut dyn PathSolver,
    problem: &Problem,
    grid: &[f64],
) -> Result<Vec<Fit>, FitError> {
    let mut fits = Vec::new();
    solver.visit(problem, grid, &mut |point| {
        let mut fit = Fit::new();
        fit.copy(problem.p(), point);
        fits.push(fit);
    })?;
    Ok(fits)
}

fn assert_finite(fit: &Fit, what: &str) {
    let numbers = [fit.intercept, fit.df, fit.rss, fit.certificate.kkt, fit.certificate.gap];
    let all = numbers.iter().chain(&fit.slopes).all(|v| v.is_finite());
    assert!(all, "{what}: {fit:?}");
}

/// Columns that a problem holds for constant vary, relative to all rows, by no more than rounding; and where
/// the problem finds nothing that correlates with y there is nothing.
fn standard(whole: &Data, rows: &Data, problem: &Problem, scaling: Scaling) -> Standard {
    for j in 0..problem.p() {
        let (mean, sd) = crate::design::mean_sd(rows.x.column(j));
        let spread = whole.x.column(j).iter().fold(mean.abs(), |m, v| m.max(v.abs()));
        if problem.is_constant(j) {
            assert!(sd <= 64.0 * f64::EPSILON * spread, "column {j}: {sd:e} of {spread:e}");
        } else {
            assert!(sd > 0.0, "column {j}");
        }
    }
    Standard::new((whole, rows), scaling, |j| problem.is_constant(j))
}

/// A problem and what it was made of.
struct Case<'a> {
    whole: &'a Data,
    rows: Data,
    problem: Problem,
    scaling: Scaling,
}

impl Case<'_> {
    /// Whether the problem has nothing to explain; y then varies by no more than rounding.
    fn is_void(&self) -> bool {
        let level = self.whole.y.iter().fold(0.0_f64, |m, y| m.max(y.abs()));
        let sd = crate::design::mean_sd(&self.rows.y).1;
        let void = self.problem.y_is_constant();
        assert!(!void || sd <= 64.0 * f64::EPSILON * level, "{sd:e} of {level:e}");
        void
    }

    /// Checks a lasso path; says whether there was one.
    fn lasso(&self, engine: EngineChoice) -> Result<(), FitError> {
        let Self { whole, rows, problem, scaling } = self;
        let standard = standard(whole, rows, problem, *scaling);
        let mut grid = Vec::new();
        lasso_grid(problem, 9, None, &mut grid).unwrap();
        if grid[0] == 0.0 {
            let nothing = self.is_void() || standard.lambda_max() <= standard.lambda_noise();
            assert!(nothing, "{}", standard.lambda_max());
            grid.fill(0.0);
        }
        let what = format!("lasso {engine:?} {scaling:?} {} x {}", problem.n(), problem.p());
        let fits = solve(&mut Lasso::with_engine(engine), problem, &grid)?;
        for (lambda, fit) in grid.iter().zip(&fits) {
            assert_finite(fit, &what);
            if grid[0] > 0.0 {
                standard.lasso(*lambda, &fit.slopes).check(&fit.certificate, &what);
            } else {
                assert!(fit.slopes.iter().all(|b| *b == 0.0), "{what}: {fit:?}");
            }
            check_intercept((whole, rows), problem, fit, &what);
        }
        Ok(())
    }

    /// Checks a ridge path.
    fn ridge(&self) -> Result<(), FitError> {
        let Self { whole, rows, problem, scaling } = self;
        let standard = standard(whole, rows, problem, *scaling);
        let mut grid = Vec::new();
        ridge_grid(problem, 9, None, &mut grid).unwrap();
        let what = format!("ridge {scaling:?} {} x {}", problem.n(), problem.p());
        for (lambda, fit) in grid.iter().zip(solve(&mut Ridge::new(), problem, &grid)?) {
            assert_finite(&fit, &what);
            let verdict = standard.ridge(*lambda, &fit.slopes);
            if self.is_void() {
                assert!(fit.slopes.iter().all(|b| *b == 0.0), "{what}: {fit:?}");
            } else if standard.lambda_max() > standard.lambda_noise() {
                let bound = 1e-8 + verdict.noise.kkt;
                assert!(verdict.certificate.kkt <= bound, "{what}: {lambda:e} {verdict:?}");
            }
            check_intercept((whole, rows), problem, &fit, &what);
        }
        Ok(())
    }
}

/// All rows and the training rows of each fold; no case where x or y cannot be read.
fn cases<'a>(recipe: &Recipe, whole: &'a Data, scaling: Scaling) -> Vec<Case<'a>> {
    let labels = recipe.labels();
    let moments = folded(whole, &Folds::from_labels(&labels).unwrap());
    let mut out = Vec::new();
    for fold in std::iter::once(None).chain((0..recipe.folds).map(Some)) {
        let mut problem = Problem::new();
        match fold {
            None => moments.full(scaling, &mut problem),
            Some(k) => moments.training(k, scaling, &mut problem),
        }
        let rows = rows_where(whole, |i| fold != Some(labels[i] as usize));
        out.push(Case { whole, rows, problem, scaling });
    }
    out
}

/// Least squares leaves residuals without any correlation, or says how many columns are dependent.
fn least_squares(case: &Case<'_>) {
    let Case { whole, rows, problem, scaling } = case;
    let mut fit = Fit::new();
    let raw = Rows::raw(&rows.x, &rows.y).unwrap();
    let what = format!("least squares {scaling:?} {} x {}", problem.n(), problem.p());
    match LeastSquares::new().fit(problem, &raw, &mut fit) {
        Ok(()) => {
            assert_finite(&fit, &what);
            let verdict = standard(whole, rows, problem, *scaling).ridge(0.0, &fit.slopes);
            let bound = 1e-11 + verdict.noise.kkt;
            assert!(verdict.certificate.kkt <= bound, "{what}: {verdict:?}");
        }
        Err(FitError::RankDeficient { rank, p }) => assert!(rank < p, "{what}: {rank} of {p}"),
        Err(error) => panic!("{what}: {error}"),
    }
}

/// What is predicted for the rows that are left out is what the coefficients say.
fn held_out(recipe: &Recipe, data: &Data, scaling: Scaling, engine: EngineChoice) {
    let labels = recipe.labels();
    let moments = folded(data, &Folds::from_labels(&labels).unwrap());
    let mut problem = Problem::new();
    for fold in 0..recipe.folds {
        moments.training(fold, scaling, &mut problem);
        let out = rows_where(data, |i| labels[i] as usize == fold);
        let mut grid = Vec::new();
        lasso_grid(&problem, 5, None, &mut grid).unwrap();
        let lasso = &mut Lasso::with_engine(engine);
        let Ok(fits) = solve(lasso, &problem, &grid) else { continue };
        let mut residuals = Matrix::default();
        lasso.residuals(&problem, &grid, &moments.held_out(fold), &mut residuals).unwrap();
        for (l, fit) in fits.iter().enumerate() {
            for (i, r) in residuals.column(l).iter().enumerate() {
                let terms = (0..data.x.cols()).map(|j| (out.x.get(i, j), fit.slopes[j]));
                let (mut expected, mut size) = (out.y[i] - fit.intercept, 0.0_f64);
                for (j, (x, b)) in terms.enumerate() {
                    expected -= x * b;
                    let largest = data.x.column(j).iter().fold(0.0_f64, |m, v| m.max(v.abs()));
                    size += largest * b.abs();
                }
                size += data.y.iter().fold(0.0_f64, |m, y| m.max(y.abs()));
                let away = (r - expected).abs();
                assert!(away <= 64.0 * f64::EPSILON * size, "row {i} of {fold}: {away:e} {size:e}");
            }
        }
    }
}

proptest! {
    #![proptest_config(settled())]

    #[test]
    fn any_lasso_path_is_optimal_or_an_error(
        recipe in recipes(), scaling in scalings(), engine in engines(),
    ) {
        let data = recipe.data();
        for case in cases(&recipe, &data, scaling).iter().take(2) {
            let result = case.lasso(engine);
            prop_assert!(result.is_ok() || recipe.loses_digits(scaling), "{result:?}");
        }
    }

    #[test]
    fn any_ridge_path_is_optimal_or_an_error(recipe in recipes(), scaling in scalings()) {
        let data = recipe.data();
        for case in cases(&recipe, &data, scaling).iter().take(2) {
            let result = case.ridge();
            prop_assert!(result.is_ok() || recipe.loses_digits(scaling), "{result:?}");
        }
    }

    #[test]
    fn any_least_squares_fit_is_optimal_or_rank_deficient(
        recipe in recipes(), scaling in scalings(),
    ) {
        let data = recipe.data();
        cases(&recipe, &data, scaling).iter().take(2).for_each(least_squares);
    }

    #[test]
    fn any_prediction_is_that_of_the_coefficients(
        recipe in recipes(), scaling in scalings(), engine in engines(),
    ) {
        held_out(&recipe, &recipe.data(), scaling, engine);
    }
}
