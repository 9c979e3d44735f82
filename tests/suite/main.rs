//! The tests of the workspace that need neither the store on disk nor the binary: reference
//! values, properties of every kind in the registries, exact laws, published tables, determinism
//! and the shipped studies.
//!
//! Expected values come from what this project did not compute; `tests/data` says from where.

#![expect(clippy::unwrap_used, reason = "a failure here is a failed test")]
#![expect(clippy::unreadable_literal, reason = "quoted values stand as their source gives them")]

mod conformance;
mod determinism;
mod fuzz;
mod golden;
mod published;
mod studies;
mod theory;
