//! parsim-tables
