//! The grid: every combination of the values that a draft lists.
//!
//! Lists cross (full factorial) in file order, the last varying fastest. Zipped lists advance
//! together, at the place of the first of them.

mod expand;
pub(crate) mod factors;
mod zip;

pub(crate) use expand::{Failure, Variant, expand};
pub(crate) use zip::{Zips, resolve as resolve_zips};

/// Parameter names from a component down to one of its parameters.
pub(crate) type Path = Vec<&'static str>;
