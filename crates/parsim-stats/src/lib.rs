//! parsim-stats
