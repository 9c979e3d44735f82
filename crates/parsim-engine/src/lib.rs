//! parsim-engine
