//! Parquet bytes with fixed settings: the same frame gives the same bytes.

use polars::error::to_compute_err;
use polars::io::mmap::MmapBytesReader;
use polars::prelude::{
    ArrayRef, CompatLevel, DataFrame, ParallelStrategy, ParquetReader, PolarsError, PolarsResult,
    SchemaExt, SerReader,
};
use polars_parquet::parquet::error::ParquetError;
use polars_parquet::write::{
    CompressedPage, CompressionOptions, Compressor, DynIter, DynStreamingIterator, Encoding,
    FallibleStreamingIterator, FileWriter, KeyValue, Page, ParquetType, StatisticsOptions, Version,
    WriteOptions, array_to_columns, array_to_pages, to_nested,
};
use std::io::Cursor;

/// Rows of a row group; a longer table has several.
const ROW_GROUP: usize = 1 << 16;

/// Bytes of a data page before a column starts another one.
const DATA_PAGE: usize = 1 << 20;

/// Counts of nulls only: the least and the greatest of random numbers tell a reader nothing.
const STATISTICS: StatisticsOptions = StatisticsOptions {
    min_value: false,
    max_value: false,
    distinct_count: false,
    null_count: true,
    binary_statistics_truncate_length: None,
};

/// Serialises a frame, single-threaded, with `metadata` as key-value pairs of the file.
///
/// Goes past the frame's own writer, which would try a dictionary on every column: that takes three
/// quarters of the time and finds nothing, since hardly two numbers are the same, and whether it
/// is used hangs on an estimate. Every column is plain instead; Snappy sees to repeated words. It is
/// as fast as no compression and saves three quarters of what zstd does.
pub(crate) fn to_bytes(
    frame: &DataFrame,
    metadata: Vec<(String, String)>,
) -> PolarsResult<Vec<u8>> {
    let options = WriteOptions {
        statistics: STATISTICS,
        version: Version::V1,
        compression: CompressionOptions::Snappy,
        data_page_size: Some(DATA_PAGE),
    };
    let schema = frame.schema().to_arrow(CompatLevel::newest());
    let mut writer = FileWriter::try_new(Vec::new(), schema, options)?;
    let fields = writer.parquet_schema().fields().to_vec();
    let height = i64::try_from(frame.height()).unwrap_or(i64::MAX);
    for first in (0..height).step_by(ROW_GROUP) {
        let rows = frame.slice(first, ROW_GROUP);
        for batch in rows.iter_chunks(CompatLevel::newest(), false) {
            let height = batch.len() as u64;
            let arrays = batch.into_arrays();
            let columns = arrays.iter().zip(&fields);
            let columns = columns.map(|(array, field)| column(array, field, options));
            let columns: Vec<PolarsResult<_>> = columns.collect();
            writer.write(height, DynIter::new(columns.into_iter()))?;
        }
    }
    let pair = |(key, value)| KeyValue { key, value: Some(value) };
    writer.end(Some(metadata.into_iter().map(pair).collect()))?;
    Ok(writer.into_inner())
}

/// One column of a row group.
///
/// Flat columns go past the writer's own preparation, which sets eight megabytes of zeros aside
/// for the first column without a value.
fn column(
    array: &ArrayRef,
    field: &ParquetType,
    options: WriteOptions,
) -> PolarsResult<DynStreamingIterator<'static, CompressedPage, PolarsError>> {
    let pages: DynIter<'static, PolarsResult<Page>> = match field {
        ParquetType::PrimitiveType(leaf) => {
            let nesting = to_nested(&**array, field)?.remove(0);
            array_to_pages(&**array, leaf.clone(), &nesting, options, Encoding::Plain)?
        }
        ParquetType::GroupType { .. } => {
            array_to_columns(array, field.clone(), options, &[Encoding::Plain])?.remove(0)
        }
    };
    let pages = pages.map(|page| page.map_err(|error| ParquetError::OutOfSpec(error.to_string())));
    let compressor = Compressor::new(DynIter::new(pages), options.compression, Vec::new());
    Ok(DynStreamingIterator::new(compressor.map_err(to_compute_err)))
}

/// A reader that stays on the calling thread.
pub(crate) fn reader<T: AsRef<[u8]>>(bytes: T) -> ParquetReader<Cursor<T>>
where
    Cursor<T>: MmapBytesReader,
{
    ParquetReader::new(Cursor::new(bytes)).read_parallel(ParallelStrategy::None).set_rechunk(false)
}
