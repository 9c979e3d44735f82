//! The verbs: one file each.

pub mod check;
pub mod fit;
pub mod list;
pub mod merge;
pub mod new;
pub mod pin;
pub mod plan;
pub mod replay;
pub mod report;
pub mod run;
pub mod verify;
