//! Figures and the report of a study.

pub mod draw;
pub mod spec;
