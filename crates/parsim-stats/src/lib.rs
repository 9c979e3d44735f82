//! What a simulation study is made of: mechanisms that draw data, methods that fit them, tunings
//! that choose lambda, oracles that cheat, measures that score a fit, and summaries that turn
//! scores into estimates with Monte Carlo standard errors.
//!
//! This crate starts no thread and opens no file.

#[macro_use]
mod registry;
pub mod calibration;
pub mod catalogue;
pub mod coefficient_measures;
pub mod coefficients;
pub mod component;
pub mod covariates;
pub mod dataset;
mod fixed_design;
mod gamma;
pub mod identity;
pub mod measures;
pub mod mechanisms;
pub mod methods;
pub mod noise;
mod normal;
pub mod oracles;
pub mod path_trace;
pub mod stream;
pub mod summaries;
pub mod theory;
mod trainings;
pub mod truth;
pub mod tunings;
pub mod workbench;
