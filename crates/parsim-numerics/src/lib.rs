//! Exact small least-squares, ridge and lasso fits, thousands per second, each with a certificate.
//!
//! The way through: [`Moments::compute`] reads the data once and sums products by fold; [`Moments::full`] and
//! [`Moments::training`] make [`Problem`]s of them, standardised; [`LeastSquares`], [`Ridge`] and [`Lasso`]
//! solve problems. Nothing here does input or output, draws random numbers or starts threads; memory is kept
//! from one call to the next.
//!
//! Conventions are glmnet's: (1/2n) RSS + lambda times the penalty, which is the L1 norm or half the squared L2
//! norm; columns standardised with divisor n; coefficients on the original scale; the intercept not penalised.
//!
//! ```
//! use parsim_numerics::{Fit, Folds, Lasso, Matrix, Moments, PathSolver, Problem, Scaling};
//!
//! // Two orthogonal columns with mean 0 and standard deviation 1: the lasso is a soft threshold.
//! let x = Matrix::from_columns(4, 2, vec![1.0, 1.0, -1.0, -1.0, 1.0, -1.0, 1.0, -1.0])?;
//! let y = [4.0, 3.0, 1.0, 0.0];
//! let mut moments = Moments::new();
//! moments.compute(&x, &y, &Folds::single(4))?;
//! let mut problem = Problem::new();
//! moments.full(Scaling::default(), &mut problem);
//! let mut fit = Fit::new();
//! Lasso::new().fit_at(&problem, 0.5, &mut fit)?;
//! assert_eq!((fit.intercept, &fit.slopes[..]), (2.0, &[1.0, 0.0][..]));
//! # Ok::<(), parsim_numerics::FitError>(())
//! ```
//!
//! All sums have an order that depends on sizes only, and products are fused with sums where the source says so
//! and nowhere else: results have the same bits on every x86-64 processor (without FMA, slowly).

#![expect(
    clippy::inline_always,
    reason = "what is not inlined into a kernel is not compiled for its instruction set"
)]

mod buffer;
mod cholesky;
mod error;
mod fixed;
mod folds;
mod grid;
mod kernels;
mod lasso;
mod matrix;
mod moments;
mod nodewise;
mod ols;
mod path;
mod problem;
mod ridge;
mod rows;
mod simd;
mod tiles;
mod tiny;
mod wide;

pub use error::FitError;
pub use fixed::{Design, MeanSquares, Spectral};
pub use folds::Folds;
pub use grid::{
    Grids, default_min_ratio, glmnet_ridge_grid, lasso_grid, relative_lambda_max, ridge_grid,
};
pub use lasso::Lasso;
pub use matrix::Matrix;
pub use moments::Moments;
pub use nodewise::Nodewise;
pub use ols::LeastSquares;
pub use path::{
    Certificate, EngineChoice, ErrorSums, Fit, LeastSquaresEngine, PathPoint, PathReport,
    PathSolver, PathSummary, SupportEvent, SupportEvents,
};
pub use problem::{Problem, Scaling};
pub use ridge::Ridge;
pub use rows::Rows;
pub use tiny::TinyLeastSquares;
