//! Covariates with the tails of Student's t.

use super::correlation::{BLOCK_SIZE, CORRELATION, Correlation, P, RHO};
use super::{Build, Covariates, Entry};
use crate::component::{Default, Family, Parameter, Shape, Specification};
use crate::gamma::chi_square;
use crate::normal;
use crate::stream::Stream;
use parsim_numerics::Matrix;
use rand::RngExt;
use rand_distr::StandardNormal;
use std::sync::Arc;

pub const ENTRY: Entry = Entry {
    specification: Specification {
        family: Family::Covariates,
        kind: "student-t",
        summary: "rows with the tails of Student's t, mean 0, unit variances and a structured correlation",
        formula: "joint: x = √((df − 2)/χ²_df) z, z ~ N(0, R), one χ² for a row (multivariate t);  separate: x = A t, \
                  t independent t_df with variance 1, A the linear map for which A z ~ N(0, R);  Σ = R in both",
        source: "Kotz & Nadarajah (2004), chapter 1; chi-square by Marsaglia & Tsang (2000)",
        parameters: &[
            P,
            Parameter {
                name: "df",
                shape: Shape::Real { min: 2.0, max: 1e6, open: (true, false) },
                default: Default::Required,
                doc: "degrees of freedom; squares of the covariates have no finite variance up to 4",
            },
            Parameter {
                name: "tails",
                shape: Shape::Choice(&["joint", "separate"]),
                default: Default::Text("joint"),
                doc: "whether a row is wild as a whole, or each covariate for itself",
            },
            CORRELATION,
            RHO,
            BLOCK_SIZE,
        ],
    },
    build: Build::Known(|component| {
        let p = component.require_count("p")?;
        let correlation = Correlation::read(component, p)?;
        let df = component.require_number("df")?;
        let joint = component.text("tails") != Some("separate");
        Ok(Arc::new(StudentT { p, df, joint, correlation }))
    }),
};

#[derive(Debug)]
struct StudentT {
    p: usize,
    df: f64,
    joint: bool,
    correlation: Correlation,
}

impl StudentT {
    /// What a normal number is multiplied by, to be a t with variance 1.
    fn scale(&self, stream: &mut Stream) -> f64 {
        ((self.df - 2.0) / chi_square(self.df, stream)).sqrt()
    }
}

impl Covariates for StudentT {
    fn p(&self) -> usize {
        self.p
    }

    fn fill(&self, stream: &mut Stream, x: &mut Matrix) {
        if !self.joint {
            for x in x.as_mut_slice() {
                *x = stream.sample::<f64, _>(StandardNormal) * self.scale(stream);
            }
            return self.correlation.mix(x);
        }
        normal::fill(stream, x.as_mut_slice());
        self.correlation.mix(x);
        let rows = x.rows();
        for i in 0..rows {
            let scale = self.scale(stream);
            x.as_mut_slice().iter_mut().skip(i).step_by(rows).for_each(|x| *x *= scale);
        }
    }

    fn quadratic(&self, delta: &[f64]) -> f64 {
        self.correlation.quadratic(delta.len(), |j| delta[j])
    }

    fn precision_trace(&self) -> Option<f64> {
        Some(self.correlation.precision_trace(self.p))
    }

    fn first_exponential_moment(&self, t: f64) -> Option<f64> {
        (t == 0.0).then_some(1.0)
    }
}
