//! Student's t noise.

use super::{Entry, Noise, R_SQUARED, SIGMA, SNR};
use crate::component::{Default, Family, Parameter, Shape, Specification};
use crate::gamma::chi_square;
use crate::stream::Stream;
use rand::RngExt;
use rand_distr::StandardNormal;

pub const ENTRY: Entry = Entry {
    specification: Specification {
        family: Family::Noise,
        kind: "student-t",
        summary: "Student's t noise, rescaled to standard deviation sigma",
        formula: "e_i = σ √((df − 2)/df) t_df",
        source: "chi-square by Marsaglia & Tsang (2000)",
        parameters: &[
            Parameter {
                name: "df",
                shape: Shape::Real { min: 2.0, max: 1e6, open: (true, false) },
                default: Default::Required,
                doc: "degrees of freedom; squared errors have no finite variance up to 4",
            },
            SIGMA,
            SNR,
            R_SQUARED,
        ],
    },
    build: |component, _| Ok(Box::new(StudentT { df: component.require_number("df")? })),
};

#[derive(Debug)]
struct StudentT {
    df: f64,
}

impl Noise for StudentT {
    fn fill(&self, stream: &mut Stream, _first: &[f64], noise: &mut [f64]) {
        // t = z / sqrt(chi2/df), times sqrt((df - 2)/df) for unit variance.
        for e in noise {
            let z: f64 = stream.sample(StandardNormal);
            *e = z * ((self.df - 2.0) / chi_square(self.df, stream)).sqrt();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;

    #[test]
    fn moments_are_those_of_a_rescaled_t() {
        // For df = 10: variance 1, kurtosis 3 + 6/(df - 4) = 4, so the sample variance has
        // standard error sqrt(3/n) and the share beyond 2 is P(|t_10| > 2 sqrt(10/8)) = 0.04946
        // (R: 2 * pt(-2 * sqrt(1.25), 10)).
        let n = 200_000;
        let mut noise = vec![0.0; n];
        StudentT { df: 10.0 }.fill(&mut Stream::seed_from_u64(3), &[], &mut noise);
        let variance = noise.iter().map(|e| e * e).sum::<f64>() / n as f64;
        assert!((variance - 1.0).abs() < 4.0 * (3.0 / n as f64).sqrt(), "{variance}");
        let beyond = noise.iter().filter(|e| e.abs() > 2.0).count() as f64 / n as f64;
        assert!((beyond - 0.04946).abs() < 4.0 * (0.047 / n as f64).sqrt(), "{beyond}");
    }
}
