//! Orthogonal columns of sines and cosines, the same in every study.

use super::{Build, Built, Covariates, Entry, resample};
use crate::component::{
    ArgumentError, Component, Default, Family, Parameter, Shape, Specification,
};
use crate::stream::Stream;
use parsim_numerics::Matrix;
use std::f64::consts::{PI, SQRT_2};
use std::sync::Arc;

pub const ENTRY: Entry = Entry {
    specification: Specification {
        family: Family::Covariates,
        kind: "orthogonal",
        summary: "a deterministic design with X'X = n I and columns of mean 0: sines, then cosines; \
                  used whole, or its rows resampled with replacement if n is given",
        formula: "x_tj = √2 sin(2πtj/n) for j = 1..⌈p/2⌉, then √2 cos(2πtj/n) for j = 1..⌊p/2⌋, \
                  t = 0..n−1",
        source: "Tian, Hurvich & Simonoff (2021), section 3.1, times √n",
        parameters: &[
            Parameter {
                name: "p",
                shape: Shape::Integer { min: 1, max: 1_000_000 },
                default: Default::Required,
                doc: "number of covariates; p, or p + 1 if p is odd, is less than rows",
            },
            Parameter {
                name: "rows",
                shape: Shape::Integer { min: 2, max: 100_000_000 },
                default: Default::Required,
                doc: "rows of the design; leave out the mechanism's n to use them whole",
            },
        ],
    },
    build: Build::Known(build),
};

#[derive(Debug)]
struct Orthogonal {
    rows: Matrix,
}

/// Entries of the design, at most: 1.6 GB.
const MOST_ENTRIES: usize = 200_000_000;

fn build(component: &Component) -> Built {
    let (p, n) = (component.require_count("p")?, component.require_count("rows")?);
    let sines = p.div_ceil(2);
    if 2 * sines >= n {
        let message = format!("{p} needs more than {} rows, rows is {n}", 2 * sines);
        return Err(ArgumentError::at("p", message, "take more rows, or fewer covariates"));
    }
    if n.saturating_mul(p) > MOST_ENTRIES {
        let message = format!("{n} times p = {p} is too large for one design");
        return Err(ArgumentError::at("rows", message, format!("at most {MOST_ENTRIES}/p")));
    }
    let mut rows = Matrix::new(n, p);
    for k in 0..p {
        let frequency = if k < sines { k + 1 } else { k + 1 - sines };
        for (t, x) in rows.column_mut(k).iter_mut().enumerate() {
            let angle = 2.0 * PI * ((t * frequency) % n) as f64 / n as f64;
            *x = SQRT_2 * if k < sines { libm::sin(angle) } else { libm::cos(angle) };
        }
    }
    Ok(Arc::new(Orthogonal { rows }))
}

impl Covariates for Orthogonal {
    fn p(&self) -> usize {
        self.rows.cols()
    }

    fn fill(&self, stream: &mut Stream, x: &mut Matrix) {
        resample(&self.rows, stream, x);
    }

    fn rows(&self) -> Option<&Matrix> {
        Some(&self.rows)
    }

    fn quadratic(&self, delta: &[f64]) -> f64 {
        delta.iter().map(|d| d * d).sum()
    }

    fn precision_trace(&self) -> Option<f64> {
        Some(self.p() as f64)
    }

    fn first_exponential_moment(&self, t: f64) -> Option<f64> {
        let column = self.rows.column(0);
        Some(column.iter().map(|x| libm::exp(t * x)).sum::<f64>() / column.len() as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::component::Value;

    fn law(p: usize, rows: usize) -> Built {
        let arguments =
            [("p", Value::Number(p as f64)), ("rows", Value::Number(rows as f64))].into();
        build(&Component { specification: &ENTRY.specification, arguments })
    }

    #[test]
    fn columns_are_orthogonal_with_mean_0() {
        for (p, n) in [(1, 3), (2, 3), (5, 7), (14, 200), (30, 31)] {
            let law = law(p, n).unwrap();
            let x = law.rows().unwrap();
            for j in 0..p {
                let mean = x.column(j).iter().sum::<f64>() / n as f64;
                assert!(mean.abs() < 1e-14, "{p} {n}: mean {mean:e}");
                for k in 0..p {
                    let product = x.column(j).iter().zip(x.column(k)).map(|(a, b)| a * b);
                    let product = product.sum::<f64>() / n as f64 - f64::from(u8::from(j == k));
                    assert!(product.abs() < 1e-13, "{p} {n}: {j} {k} {product:e}");
                }
            }
        }
    }

    #[test]
    fn too_few_rows_are_refused() {
        for (p, n) in [(2, 2), (3, 4), (4, 4), (30, 30)] {
            let error = law(p, n).unwrap_err();
            assert!(error.to_string().contains("needs more than"), "{error}");
        }
    }
}
