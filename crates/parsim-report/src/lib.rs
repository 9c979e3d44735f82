//! parsim-report
