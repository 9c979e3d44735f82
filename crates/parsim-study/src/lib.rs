//! parsim-study
