//! Checks of the fits against what this crate did not compute: closed forms, a matrix library, optimality
//! conditions recomputed from the raw data, certified and published values.

#![expect(clippy::unwrap_used, reason = "a failure here is a failed test")]

mod closed_forms;
mod degenerate;
mod design;
mod engines;
mod equivariance;
mod folds;
mod glmnet;
mod lasso_conditions;
mod least_squares;
mod misuse;
mod ridge_reference;
mod wide;
