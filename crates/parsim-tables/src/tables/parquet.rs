//! A table as Parquet.

use super::columns::{Table, Values};
use crate::parquet;
use polars::prelude::{
    Column, DataFrame, Float64Chunked, IntoColumn, NewChunkedArray, PolarsResult, StringChunked,
    UInt64Chunked,
};

/// The bytes of the Parquet file.
pub(super) fn to_bytes(table: &Table<'_>) -> PolarsResult<Vec<u8>> {
    let columns = table.columns.iter().map(|column| encode(&column.name, &column.values));
    let frame = DataFrame::new(table.height(), columns.collect())?;
    parquet::to_bytes(&frame, Vec::new())
}

fn encode(name: &str, values: &Values<'_>) -> Column {
    let name = name.into();
    match values {
        Values::Numbers(numbers) => Float64Chunked::from_slice_options(name, numbers).into_column(),
        Values::Counts(counts) => UInt64Chunked::from_slice_options(name, counts).into_column(),
        Values::Words(words) => {
            let words = words.iter().map(Option::as_deref);
            StringChunked::from_iter_options(name, words).into_column()
        }
    }
}
