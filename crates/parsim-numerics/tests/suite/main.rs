//! Checks of the fits against what this crate did not compute: closed forms, a matrix library, optimality
//! conditions recomputed from the raw data, certified and published values.

#![expect(clippy::unwrap_used, reason = "a failure here is a failed test")]

mod certificates;
mod closed_forms;
mod degenerate;
mod design;
mod engines;
mod equivariance;
mod fixed;
mod folds;
mod glmnet;
mod homotopy;
mod lasso_conditions;
mod least_squares;
mod lost_digits;
mod misuse;
mod optimality;
mod properties;
mod ridge_reference;
mod tiny;
mod twice;
mod wide;
mod wild;
