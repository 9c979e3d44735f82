//! Checks of the fits against what this crate did not compute: closed forms, a matrix library, optimality
//! conditions recomputed from the raw data, certified and published values.

mod design;
mod lasso_conditions;
mod ridge_reference;
