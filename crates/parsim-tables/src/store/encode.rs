//! A block as a frame: one row per replicate and method, sorted by method.

use super::set::Set;
use parsim_engine::record::{BATCH, BatchSums, BlockRecord, MethodRecord, Status};
use parsim_stats::identity::RESULTS_VERSION;
use polars::prelude::{
    Column, DataFrame, DataType, Float64Chunked, Float64Type, IntoColumn, ListBuilderTrait,
    ListPrimitiveChunkedBuilder, NewChunkedArray, PolarsNumericType, StringChunked, UInt32Chunked,
    UInt32Type, UInt64Chunked,
};

/// The frame of a block.
///
/// # Errors
/// The block contradicts itself, or two of its columns have one name.
pub(super) fn encode(block: &BlockRecord, keeps_all: bool) -> Result<DataFrame, String> {
    check(block, keeps_all)?;
    let rows = block.replicates * block.methods.len();
    let mut columns = keys(block);
    columns.extend(scores(block));
    columns.extend(estimates(block));
    if keeps_all {
        columns.extend(nonzero(block));
    }
    columns.extend(batches(block));
    DataFrame::new(rows, columns).map_err(|error| error.to_string())
}

/// The key-value pairs of a block's file; reading compares them with the file's place and name.
pub(super) fn metadata(set: &Set, block: &BlockRecord) -> Vec<(String, String)> {
    let mut pairs = identity(set, block.key.index, block.replicates);
    let measures: Vec<&str> = block.methods.first().map_or_else(Vec::new, |method| {
        method.measures.iter().map(|column| column.measure.as_str()).collect()
    });
    pairs.push(("parsim:first".to_owned(), block.first.to_string()));
    pairs.push(("parsim:measures".to_owned(), measures.join(",")));
    pairs
}

/// Those key-value pairs that a file's place and name determine.
pub(super) fn identity(set: &Set, index: u64, replicates: usize) -> Vec<(String, String)> {
    let methods: Vec<String> = set.methods.iter().map(ToString::to_string).collect();
    let estimands: Vec<String> = set.estimands.iter().map(ToString::to_string).collect();
    [
        ("parsim:version", RESULTS_VERSION.to_string()),
        ("parsim:seed", set.streams.seed.to_string()),
        ("parsim:common_random_numbers", set.streams.common.to_string()),
        ("parsim:scenario", set.scenario.to_string()),
        ("parsim:methods", methods.join(",")),
        ("parsim:estimands", estimands.join(",")),
        ("parsim:keeps_all", set.keeps_all.to_string()),
        ("parsim:block", index.to_string()),
        ("parsim:replicates", replicates.to_string()),
    ]
    .map(|(key, value)| (key.to_owned(), value))
    .to_vec()
}

/// The word that stands for a status in the files.
pub(super) const fn word(status: Status) -> &'static str {
    match status {
        Status::Fitted => "fitted",
        Status::Failed => "failed",
        Status::NotApplicable => "not applicable",
    }
}

/// Refuses a block whose parts do not fit together, so that what is stored can be read back.
fn check(block: &BlockRecord, keeps_all: bool) -> Result<(), String> {
    let first = block.methods.first().ok_or("a block without methods")?;
    let names = |method: &MethodRecord| -> Vec<String> {
        method.measures.iter().map(|column| column.measure.clone()).collect()
    };
    for method in &block.methods {
        let id = method.method;
        let rows =
            [method.status.len(), method.kkt.len(), method.gap.len(), method.fallbacks.len()]
                .into_iter()
                .chain(method.measures.iter().map(|column| column.values.len()))
                .chain(method.estimates.iter().map(Vec::len))
                .chain(method.nonzero.iter().map(Vec::len))
                .all(|length| length == block.replicates);
        if !rows || method.estimates.len() != block.estimands.len() {
            return Err(format!("method {id} has columns of another length"));
        }
        if names(method) != names(first) {
            return Err(format!("method {id} has other measures than {}", first.method));
        }
        if method.nonzero.is_some() != keeps_all {
            return Err(format!("method {id} differs in whether all coefficients are kept"));
        }
        if method.batches.len() != block.replicates.div_ceil(BATCH) {
            return Err(format!("method {id} has {} batches", method.batches.len()));
        }
        check_causes(block, method)?;
        let coefficients = first.batches.first().map_or(0, |batch| batch.selected.len());
        if !method.batches.iter().all(|batch| has_coefficients(batch, coefficients)) {
            return Err(format!("method {id} has batch sums of another length"));
        }
    }
    Ok(())
}

fn check_causes(block: &BlockRecord, method: &MethodRecord) -> Result<(), String> {
    let ascending = method.causes.windows(2).all(|pair| pair[0].0 < pair[1].0);
    let inside = method.causes.last().is_none_or(|last| (last.0 as usize) < block.replicates);
    if ascending && inside {
        Ok(())
    } else {
        Err(format!("method {} has causes out of order", method.method))
    }
}

fn has_coefficients(batch: &BatchSums, count: usize) -> bool {
    batch.selected.len() == count && batch.powers.iter().all(|sums| sums.len() == count)
}

/// Replicate (counted from 1), method, status and cause.
fn keys(block: &BlockRecord) -> Vec<Column> {
    let range = block.first + 1..=block.first + block.replicates as u64;
    let replicates = block.methods.iter().flat_map(|_| range.clone());
    let methods = block
        .methods
        .iter()
        .flat_map(|method| std::iter::repeat_n(method.method.to_string(), block.replicates));
    let statuses = rows(block, |method| &method.status).map(|status| word(*status));
    vec![
        UInt64Chunked::from_iter_values("replicate".into(), replicates).into_column(),
        StringChunked::from_iter_values("method".into(), methods).into_column(),
        StringChunked::from_iter_values("status".into(), statuses).into_column(),
        StringChunked::from_iter_options("cause".into(), causes(block)).into_column(),
    ]
}

fn causes(block: &BlockRecord) -> impl Iterator<Item = Option<&str>> {
    block.methods.iter().flat_map(|method| {
        let mut causes = method.causes.iter().peekable();
        (0..block.replicates as u32).map(move |row| {
            causes.next_if(|(offset, _)| *offset == row).map(|(_, cause)| cause.as_str())
        })
    })
}

/// The measures, the certificate and the fallbacks.
fn scores(block: &BlockRecord) -> Vec<Column> {
    let measures = block.methods.first().map_or(0, |method| method.measures.len());
    let mut columns: Vec<Column> = (0..measures)
        .map(|m| {
            let name = &block.methods[0].measures[m].measure;
            numbers(name, rows(block, |method| &method.measures[m].values))
        })
        .collect();
    columns.push(numbers("kkt", rows(block, |method| &method.kkt)));
    columns.push(numbers("gap", rows(block, |method| &method.gap)));
    let fallbacks = rows(block, |method| &method.fallbacks).copied();
    columns.push(UInt32Chunked::from_iter_values("fallbacks".into(), fallbacks).into_column());
    columns
}

/// One column per coefficient of interest.
fn estimates(block: &BlockRecord) -> impl Iterator<Item = Column> {
    block.estimands.iter().enumerate().map(|(e, coefficient)| {
        let name = format!("estimate_{coefficient}");
        numbers(&name, rows(block, |method| &method.estimates[e]))
    })
}

/// Positions and values of all nonzero coefficients, as two lists per row.
fn nonzero(block: &BlockRecord) -> [Column; 2] {
    let rows: Vec<&Vec<(u32, f64)>> =
        block.methods.iter().filter_map(|method| method.nonzero.as_ref()).flatten().collect();
    let total = rows.iter().map(|row| row.len()).sum();
    let mut positions = list::<UInt32Type>("coefficients", rows.len(), total, DataType::UInt32);
    let mut values = list::<Float64Type>("estimates", rows.len(), total, DataType::Float64);
    for row in rows {
        positions.append_values_iter(row.iter().map(|entry| entry.0));
        values.append_values_iter(row.iter().map(|entry| entry.1));
    }
    [finish(positions), finish(values)]
}

/// The sums over batches, in the row of each batch's last replicate; null elsewhere.
fn batches(block: &BlockRecord) -> Vec<Column> {
    let total = block.methods.iter().flat_map(|method| &method.batches);
    let total: usize = total.map(|batch| batch.selected.len()).sum();
    let height = block.replicates * block.methods.len();
    let mut selected = list::<UInt32Type>("batch_selected", height, total, DataType::UInt32);
    for batch in at_last_rows(block) {
        selected.append_opt_slice(batch.map(|batch| batch.selected.as_slice()));
    }
    let count = at_last_rows(block).map(|batch| batch.map(|batch| batch.count));
    let mut columns = vec![
        UInt32Chunked::from_iter_options("batch_count".into(), count).into_column(),
        finish(selected),
    ];
    for power in 0..4 {
        let name = format!("batch_power_{}", power + 1);
        let mut sums = list::<Float64Type>(&name, height, total, DataType::Float64);
        for batch in at_last_rows(block) {
            sums.append_opt_slice(batch.map(|batch| batch.powers[power].as_slice()));
        }
        columns.push(finish(sums));
    }
    let quadruples = at_last_rows(block).map(|batch| batch.map(|batch| batch.quadruples));
    let sums = at_last_rows(block).map(|batch| batch.map(|batch| batch.quadruple_sum));
    columns.push(
        UInt32Chunked::from_iter_options("batch_quadruples".into(), quadruples).into_column(),
    );
    columns
        .push(Float64Chunked::from_iter_options("batch_quadruple_sum".into(), sums).into_column());
    columns
}

/// For every row the batch whose last replicate it is.
fn at_last_rows(block: &BlockRecord) -> impl Iterator<Item = Option<&BatchSums>> {
    block.methods.iter().flat_map(|method| {
        (0..block.replicates).map(|row| {
            let last = (row + 1).is_multiple_of(BATCH) || row + 1 == block.replicates;
            last.then(|| &method.batches[row / BATCH])
        })
    })
}

/// One column of every method, one method after another.
fn rows<'a, T: 'a>(
    block: &'a BlockRecord,
    column: impl Fn(&'a MethodRecord) -> &'a Vec<T>,
) -> impl Iterator<Item = &'a T> {
    block.methods.iter().flat_map(column)
}

/// A column of numbers in which NaN becomes null.
fn numbers<'a>(name: &str, values: impl Iterator<Item = &'a f64>) -> Column {
    let values = values.map(|value| (!value.is_nan()).then_some(*value));
    Float64Chunked::from_iter_options(name.into(), values).into_column()
}

fn list<T: PolarsNumericType>(
    name: &str,
    rows: usize,
    values: usize,
    inner: DataType,
) -> ListPrimitiveChunkedBuilder<T> {
    ListPrimitiveChunkedBuilder::new(name.into(), rows, values, inner)
}

fn finish<T: PolarsNumericType>(mut builder: ListPrimitiveChunkedBuilder<T>) -> Column
where
    ListPrimitiveChunkedBuilder<T>: ListBuilderTrait,
{
    builder.finish().into_column()
}
