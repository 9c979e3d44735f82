//! A block as columns: one row per replicate and method, sorted by method.

use super::pages::{Column, Levels, Stored};
use super::set::Set;
use parsim_engine::record::{BATCH, BatchSums, BlockRecord, MethodRecord, Status};
use parsim_stats::identity::RESULTS_VERSION;
use parsim_stats::measures::{Theme, Themes};
use parsim_stats::summaries::intervals::IntervalSums;
use polars::prelude::DataType;
use std::collections::BTreeSet;

/// The columns of a block.
///
/// # Errors
/// The block contradicts itself, or two of its columns have one name.
pub(super) fn encode(block: &BlockRecord, keeps_all: bool) -> Result<Vec<Column>, String> {
    check(block, keeps_all)?;
    let mut columns = keys(block);
    columns.extend(scores(block));
    columns.extend(estimates(block));
    if keeps_all {
        columns.extend(nonzero(block));
    }
    columns.extend(batches(block));
    let names: Vec<String> = block.methods.first().map_or_else(Vec::new, measures);
    if has_intervals(&names) {
        columns.extend(intervals(block));
    }
    let mut names = BTreeSet::new();
    match columns.iter().find(|column| !names.insert(&column.name)) {
        Some(column) => Err(format!("two columns have the name {}", column.name)),
        None => Ok(columns),
    }
}

/// The key-value pairs of a block's file; reading compares them with the file's place and name.
pub(super) fn metadata(set: &Set, block: &BlockRecord) -> Vec<(String, String)> {
    let mut pairs = identity(set, block.key.index, block.replicates);
    let measures: Vec<String> = block.methods.first().map_or_else(Vec::new, measures);
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
    let names = measures(first);
    let half_widths = if has_intervals(&names) { block.estimands.len() } else { 0 };
    for method in &block.methods {
        let id = method.method;
        let rows =
            [method.status.len(), method.kkt.len(), method.gap.len(), method.fallbacks.len()]
                .into_iter()
                .chain(method.measures.iter().map(|column| column.values.len()))
                .chain(method.estimates.iter().chain(&method.half_widths).map(Vec::len))
                .chain(method.nonzero.iter().map(Vec::len))
                .all(|length| length == block.replicates);
        let columns = (method.estimates.len(), method.half_widths.len());
        if !rows || columns != (block.estimands.len(), half_widths) {
            return Err(format!("method {id} has columns of another length"));
        }
        if measures(method) != names {
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
    let intervals = batch.intervals.as_ref().is_none_or(|intervals| {
        let counts = intervals.counts.iter().map(Vec::len);
        counts.chain(intervals.sums.iter().map(Vec::len)).all(|length| length == count)
    });
    batch.selected.len() == count
        && batch.powers.iter().all(|sums| sums.len() == count)
        && intervals
}

/// The names of a method's measures.
fn measures(method: &MethodRecord) -> Vec<String> {
    method.measures.iter().map(|column| column.measure.clone()).collect()
}

/// Whether a block with these measures has columns for intervals.
pub(super) fn has_intervals(measures: &[String]) -> bool {
    Themes::of(measures.iter().map(String::as_str)).contain(Theme::Intervals)
}

/// The column of a sum over intervals.
pub(super) fn interval_column(name: &&str) -> String {
    format!("batch_interval_{name}")
}

/// Replicate (counted from 1), method, status and cause.
fn keys(block: &BlockRecord) -> Vec<Column> {
    let replicates: Vec<u64> = (block.first + 1..=block.first + block.replicates as u64).collect();
    let ids: Vec<String> = block.methods.iter().map(|method| method.method.to_string()).collect();
    let methods: Vec<_> = ids.iter().map(|id| (id.as_str(), block.replicates)).collect();
    let statuses: Vec<_> = block
        .methods
        .iter()
        .flat_map(|method| method.status.chunk_by(PartialEq::eq))
        .map(|run| (word(run[0]), run.len()))
        .collect();
    vec![
        Column::of_rows("replicate", DataType::UInt64, &rows(block, |_| &replicates)),
        Column::of_words("method", &methods),
        Column::of_words("status", &statuses),
        Column::of_texts("cause", causes(block)),
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
            numbers(name, &rows(block, |method| &method.measures[m].values))
        })
        .collect();
    columns.push(numbers("kkt", &rows(block, |method| &method.kkt)));
    columns.push(numbers("gap", &rows(block, |method| &method.gap)));
    columns.push(counts("fallbacks", &rows(block, |method| &method.fallbacks)));
    columns
}

/// One column per coefficient of interest.
fn estimates(block: &BlockRecord) -> impl Iterator<Item = Column> {
    block.estimands.iter().enumerate().map(|(e, coefficient)| {
        let name = format!("estimate_{coefficient}");
        numbers(&name, &rows(block, |method| &method.estimates[e]))
    })
}

/// Positions and values of all nonzero coefficients, as two lists per row.
fn nonzero(block: &BlockRecord) -> [Column; 2] {
    let rows = || block.methods.iter().filter_map(|method| method.nonzero.as_ref()).flatten();
    let levels = Levels::lists(rows().map(|row| Some(row.len())));
    let positions: Vec<u32> = rows().flatten().map(|entry| entry.0).collect();
    let values: Vec<f64> = rows().flatten().map(|entry| entry.1).collect();
    [
        list("coefficients", DataType::UInt32, &levels, &[&positions]),
        list("estimates", DataType::Float64, &levels, &[&values]),
    ]
}

/// The sums over batches, in the row of each batch's last replicate; null elsewhere.
fn batches(block: &BlockRecord) -> Vec<Column> {
    let batches = || block.methods.iter().flat_map(|method| &method.batches);
    let valid: Vec<u8> = at_last_rows(block).map(|batch| u8::from(batch.is_some())).collect();
    let once = Levels::optional(&valid);
    let lists = Levels::lists(at_last_rows(block).map(|batch| Some(batch?.selected.len())));
    let integers = |name: &str, of: fn(&BatchSums) -> u32| {
        Column::new(name, DataType::UInt32, &once, &[&batches().map(of).collect::<Vec<_>>()])
    };
    let selected: Vec<&[u32]> = batches().map(|batch| &batch.selected[..]).collect();
    let mut columns = vec![
        integers("batch_count", |batch| batch.count),
        list("batch_selected", DataType::UInt32, &lists, &selected),
    ];
    for power in 0..4 {
        let sums: Vec<&[f64]> = batches().map(|batch| &batch.powers[power][..]).collect();
        let name = format!("batch_power_{}", power + 1);
        columns.push(list(&name, DataType::Float64, &lists, &sums));
    }
    let engines: Vec<&[u32]> = batches().map(|batch| &batch.engines.counts[..]).collect();
    let counts = Levels::lists(at_last_rows(block).map(|batch| Some(batch?.engines.counts.len())));
    columns.push(list("batch_engines", DataType::UInt32, &counts, &engines));
    columns.push(integers("batch_quadruples", |batch| batch.quadruples));
    let sums: Vec<f64> = batches().map(|batch| batch.quadruple_sum).collect();
    columns.push(Column::new("batch_quadruple_sum", DataType::Float64, &once, &[&sums]));
    columns
}

/// Half the widths of the intervals of the coefficients of interest, and the sums over intervals as
/// lists over coefficients, where `batch_power_1` has its lists; null for methods without intervals.
fn intervals(block: &BlockRecord) -> Vec<Column> {
    let mut columns = Vec::new();
    for (e, coefficient) in block.estimands.iter().enumerate() {
        let name = format!("half_width_{coefficient}");
        columns.push(numbers(&name, &rows(block, |method| &method.half_widths[e])));
    }
    let lengths = at_last_rows(block).map(|batch| Some(batch?.intervals.as_ref()?.counts[0].len()));
    let lists = Levels::lists(lengths);
    let batches = || block.methods.iter().flat_map(|method| &method.batches);
    let batches = || batches().filter_map(|batch| batch.intervals.as_ref());
    for (at, name) in IntervalSums::COUNTS.iter().enumerate() {
        let counts: Vec<&[u32]> = batches().map(|sums| &sums.counts[at][..]).collect();
        columns.push(list(&interval_column(name), DataType::UInt32, &lists, &counts));
    }
    for (at, name) in IntervalSums::SUMS.iter().enumerate() {
        let sums: Vec<&[f64]> = batches().map(|sums| &sums.sums[at][..]).collect();
        columns.push(list(&interval_column(name), DataType::Float64, &lists, &sums));
    }
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
) -> Vec<&'a [T]> {
    block.methods.iter().map(|method| &column(method)[..]).collect()
}

/// A column of numbers in which NaN becomes null.
fn numbers(name: &str, parts: &[&[f64]]) -> Column {
    Column::of_rows(name, DataType::Float64, parts)
}

/// A column of counts.
fn counts(name: &str, parts: &[&[u32]]) -> Column {
    Column::of_rows(name, DataType::UInt32, parts)
}

fn list<T: Stored>(name: &str, inner: DataType, levels: &Levels, parts: &[&[T]]) -> Column {
    Column::new(name, DataType::List(Box::new(inner)), levels, parts)
}
