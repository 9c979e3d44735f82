//! A list of coefficients as the study file gives it.

use super::Entry;
use crate::component::{ArgumentError, Default, Family, Parameter, Shape, Specification, Value};

pub const ENTRY: Entry = Entry {
    specification: Specification {
        family: Family::Coefficients,
        kind: "explicit",
        summary: "the coefficients as listed",
        formula: "β = values",
        source: "",
        parameters: &[Parameter {
            name: "values",
            shape: Shape::Numbers,
            default: Default::Required,
            doc: "the p coefficients",
        }],
    },
    fill: |component, p, _| {
        let Some(Value::Numbers(values)) = component.get("values") else {
            return Err(ArgumentError::at("values", "is required", "give the p coefficients"));
        };
        if values.len() != p {
            let message = format!("has {} coefficients where p = {p}", values.len());
            return Err(ArgumentError::at("values", message, "give exactly p coefficients"));
        }
        Ok(values.clone())
    },
};
