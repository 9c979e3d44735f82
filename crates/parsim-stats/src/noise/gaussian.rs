//! Gaussian noise.

use super::{Entry, Noise, R_SQUARED, SIGMA, SNR};
use crate::component::{Family, Specification};
use crate::normal;
use crate::stream::Stream;

pub const ENTRY: Entry = Entry {
    specification: Specification {
        family: Family::Noise,
        kind: "gaussian",
        summary: "independent Gaussian noise",
        formula: "e_i ~ N(0, σ²)",
        source: "",
        parameters: &[SIGMA, SNR, R_SQUARED],
    },
    build: |_, _| Ok(Box::new(Gaussian)),
};

#[derive(Debug)]
struct Gaussian;

impl Noise for Gaussian {
    fn fill(&self, stream: &mut Stream, _first: &[f64], noise: &mut [f64]) {
        normal::fill(stream, noise);
    }
}
