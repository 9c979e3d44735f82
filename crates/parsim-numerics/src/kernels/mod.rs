//! The hot loops that more than one method shares. Every sum runs in an order that is fixed by the sizes alone:
//! along the depth for tiles, in eight lanes for dot products.

mod columns;
pub(crate) mod gram;
pub(crate) mod product;
pub(crate) mod vector;
