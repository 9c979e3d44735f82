//! Laplace (double exponential) noise.

use super::{Entry, Noise, R_SQUARED, SIGMA, SNR};
use crate::component::{Family, Specification};
use crate::stream::Stream;
use rand::RngExt;
use rand_distr::Exp1;

pub const ENTRY: Entry = Entry {
    specification: Specification {
        family: Family::Noise,
        kind: "laplace",
        summary: "Laplace noise, rescaled to standard deviation sigma",
        formula: "e_i = σ (E − E′)/√2, E and E′ standard exponential",
        source: "",
        parameters: &[SIGMA, SNR, R_SQUARED],
    },
    build: |_, _| Ok(Box::new(Laplace)),
};

#[derive(Debug)]
struct Laplace;

impl Noise for Laplace {
    fn fill(&self, stream: &mut Stream, _first: &[f64], noise: &mut [f64]) {
        for e in noise {
            let (plus, minus): (f64, f64) = (stream.sample(Exp1), stream.sample(Exp1));
            *e = (plus - minus) * std::f64::consts::FRAC_1_SQRT_2;
        }
    }
}
