//! What a simulation study is made of: mechanisms that draw data, methods that fit them, tunings
//! that choose lambda, oracles that cheat, measures that score a fit, and summaries that turn
//! scores into estimates with Monte Carlo standard errors.
//!
//! This crate starts no thread and opens no file.

#[macro_use]
mod registry;
pub mod component;
pub mod identity;
