//! Gaussian covariates whose conditional dependences are a random sparse graph.

use super::precision::{Column, Precision};
use super::{Build, Covariates, Entry};
use crate::component::{
    ArgumentError, Component, Default, Family, Parameter, Shape, Specification,
};
use crate::stream::Stream;
use rand::RngExt;
use std::sync::Arc;

pub const ENTRY: Entry = Entry {
    specification: Specification {
        family: Family::Covariates,
        kind: "sparse-precision",
        summary: "Gaussian rows with unit variances, whose precision matrix is sparse at random, drawn once per \
                  scenario",
        formula: "x ~ N(0, S Ω⁻¹ S), S diagonal such that Σ_jj = 1;  Ω_jk = ±u, u uniform on [1/2, 1), with \
                  probability density, else 0;  Ω_jj = Σ_k≠j |Ω_jk| / strength, or 1 where that is 0",
        source: "edges as in Peng, Wang, Zhou & Zhu (2009), section 4; positive definite by diagonal dominance",
        parameters: &[
            Parameter {
                name: "p",
                shape: Shape::Integer { min: 1, max: 1000 },
                default: Default::Required,
                doc: "number of covariates",
            },
            Parameter {
                name: "density",
                shape: Shape::Real { min: 0.0, max: 1.0, open: (false, false) },
                default: Default::Number(0.05),
                doc: "probability that two covariates depend on each other, given all others",
            },
            Parameter {
                name: "strength",
                shape: Shape::Real { min: 0.0, max: 1.0, open: (true, true) },
                default: Default::Number(0.8),
                doc: "sum of the other entries of a row of Ω, in absolute value, over its diagonal entry",
            },
        ],
    },
    build: Build::Drawn(build),
};

fn build(component: &Component, stream: &mut Stream) -> Result<Arc<dyn Covariates>, ArgumentError> {
    let p = component.require_count("p")?;
    let density = component.require_number("density")?;
    let strength = component.require_number("strength")?;
    let mut sums = vec![0.0; p];
    let mut columns = vec![Column::new(); p];
    for j in 0..p {
        for k in j + 1..p {
            // Three numbers for every pair, so that more density only adds edges.
            let (drawn, size): (f64, f64) = (stream.random(), stream.random());
            let negative = stream.random::<bool>();
            if drawn < density {
                let size = 0.5 + 0.5 * size;
                columns[j].push((k, if negative { -size } else { size }));
                sums[j] += size;
                sums[k] += size;
            }
        }
    }
    let diagonal = |sum: &f64| if *sum > 0.0 { sum / strength } else { 1.0 };
    let diagonal: Vec<f64> = sums.iter().map(diagonal).collect();
    let law = Precision::new(&diagonal, &columns).ok_or_else(|| {
        let message = "makes a precision matrix that is singular to working precision";
        ArgumentError::at("strength", message, "make it smaller")
    })?;
    Ok(Arc::new(law))
}
