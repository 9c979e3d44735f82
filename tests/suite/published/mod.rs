//! Tables that others published or that other software simulated, replicated.

mod bossreg;
mod htt;
