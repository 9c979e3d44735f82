//! What the tests of the workspace share: reference tables, fits and studies held in memory, the
//! rules by which simulated numbers are compared, and the rule for missing data.

#![expect(
    clippy::unwrap_used,
    clippy::missing_panics_doc,
    clippy::print_stderr,
    reason = "everything here runs inside tests, where a panic is a failed test"
)]

pub mod agreement;
pub mod family;
pub mod files;
pub mod fits;
pub mod fuzz;
pub mod goodness;
pub mod shared;
pub mod store;
pub mod study;
pub mod table;
