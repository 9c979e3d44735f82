//! parsim-numerics
