//! Parquet.

use super::{Columns, cell, refusal};
use crate::parquet::reader;
use parsim_study::DataFileError;
use polars::prelude::{Column, DataFrame, DataType, SerReader};
use std::panic::{AssertUnwindSafe, catch_unwind};

pub(super) fn read(bytes: Vec<u8>) -> Result<Columns, DataFileError> {
    let frame = parse(bytes)?;
    let names = frame.get_column_names().iter().map(ToString::to_string).collect();
    let columns = frame.columns().iter().map(numbers).collect();
    Ok(Columns { names, rows: frame.height(), cells: columns })
}

/// The file is a stranger's: where it is damaged, the library may panic instead of failing.
fn parse(bytes: Vec<u8>) -> Result<DataFrame, DataFileError> {
    let parsed = catch_unwind(AssertUnwindSafe(|| reader(bytes).finish()));
    let unreadable = |reason: String| refusal(format!("is not readable as Parquet{reason}"), "");
    match parsed {
        Ok(Ok(frame)) => Ok(frame),
        Ok(Err(error)) => Err(unreadable(format!(": {error}"))),
        Err(_) => Err(unreadable(String::new())),
    }
}

fn numbers(column: &Column) -> Result<Vec<f64>, DataFileError> {
    let name = column.name();
    let dtype = column.dtype();
    if !(dtype.is_primitive_numeric() || *dtype == DataType::Boolean) {
        let message = format!("column \"{name}\" is of type {dtype}, not numeric");
        return Err(refusal(message, "code the column as numbers"));
    }
    let cast = column.cast(&DataType::Float64).map_err(|error| refusal(error.to_string(), ""))?;
    let values = cast.f64().map_err(|error| refusal(error.to_string(), ""))?;
    let value = |(row, value): (usize, Option<f64>)| {
        let place = || format!("row {}, column \"{name}\"", row + 1);
        match value {
            Some(number) if number.is_finite() => Ok(number),
            Some(number) => cell::finite(number, &place),
            None => Err(cell::missing(&place())),
        }
    };
    values.iter().enumerate().map(value).collect()
}
