//! Gaussian covariates whose precision matrix is a banded Toeplitz matrix.

use super::precision::{Column, Precision};
use super::{Build, Covariates, Entry};
use crate::component::{
    ArgumentError, Component, Default, Family, Parameter, Shape, Specification, Value,
};
use std::sync::Arc;

pub const ENTRY: Entry = Entry {
    specification: Specification {
        family: Family::Covariates,
        kind: "banded-precision",
        summary: "Gaussian rows with unit variances, whose precision matrix is a band: each covariate depends \
                  on its neighbours alone, given all others",
        formula: "x ~ N(0, S Ω⁻¹ S), S diagonal such that Σ_jj = 1;  Ω_jj = 1, Ω_jk = band_|j−k|, 0 beyond the band",
        source: "Yuan & Lin (2007), section 5, models 2 to 5",
        parameters: &[
            Parameter {
                name: "p",
                shape: Shape::Integer { min: 1, max: 5000 },
                default: Default::Required,
                doc: "number of covariates",
            },
            Parameter {
                name: "band",
                shape: Shape::Numbers,
                default: Default::Required,
                doc: "entries of Ω at distance 1, 2, ... from the diagonal; [0.5, 0.25] for an AR(2)",
            },
        ],
    },
    build: Build::Known(build),
};

fn build(component: &Component) -> Result<Arc<dyn Covariates>, ArgumentError> {
    let p = component.require_count("p")?;
    let Some(Value::Numbers(band)) = component.get("band") else {
        return Err(ArgumentError::at("band", "is required", "give a list of numbers"));
    };
    if band.len() >= p {
        let message = format!("has {} entries where p = {p}", band.len());
        return Err(ArgumentError::at("band", message, "at most p - 1"));
    }
    let column = |j: usize| -> Column {
        let entries = (j + 1..p).zip(band);
        entries.filter(|(_, entry)| **entry != 0.0).map(|(row, entry)| (row, *entry)).collect()
    };
    let columns: Vec<Column> = (0..p).map(column).collect();
    let law = Precision::new(&vec![1.0; p], &columns).ok_or_else(|| {
        let message =
            format!("makes the precision matrix of {p} covariates singular or indefinite");
        ArgumentError::at("band", message, "absolute values of sum below 1/2 always do")
    })?;
    Ok(Arc::new(law))
}
