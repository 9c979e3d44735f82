//! Claims from synthetic records, so that what is true is known.

mod cases;
mod records;
mod simulation;
