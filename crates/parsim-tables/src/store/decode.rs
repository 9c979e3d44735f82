//! A block from a frame: the inverse of the encoding.

use super::encode::{has_intervals, interval_column, word};
use super::set::Set;
use parsim_engine::record::{
    BATCH, BatchSums, BlockKey, BlockRecord, IntervalBatch, MeasureColumn, MethodRecord, Status,
};
use parsim_stats::methods::Engines;
use parsim_stats::summaries::intervals::IntervalSums;
use polars::prelude::{ChunkedArray, DataFrame, Float64Type, PolarsNumericType, UInt32Type};

/// What a file's place, name and key-value pairs say about its block.
pub(super) struct Header<'a> {
    pub(super) set: &'a Set,
    pub(super) index: u64,
    pub(super) replicates: usize,
    pub(super) first: u64,
    pub(super) measures: Vec<String>,
}

/// The columns that decoding needs; the others repeat what the header says.
pub(super) fn columns(header: &Header<'_>) -> Vec<String> {
    let fixed = ["status", "cause", "kkt", "gap", "fallbacks", "batch_count", "batch_selected"];
    let sums = ["batch_quadruples", "batch_quadruple_sum", "batch_engines"];
    let kept: &[&str] = if header.set.keeps_all { &["coefficients", "estimates"] } else { &[] };
    let mut names: Vec<String> =
        fixed.iter().chain(&sums).chain(kept).map(ToString::to_string).collect();
    names.extend(header.measures.iter().cloned());
    names.extend(header.set.estimands.iter().map(|e| format!("estimate_{e}")));
    names.extend((1..=4).map(|power| format!("batch_power_{power}")));
    if has_intervals(&header.measures) {
        names.extend(header.set.estimands.iter().map(|e| format!("half_width_{e}")));
        names.extend(IntervalSums::COUNTS.iter().chain(&IntervalSums::SUMS).map(interval_column));
    }
    names
}

/// The block of a frame; `Err` says what does not fit, as a lower-case fragment.
pub(super) fn decode(header: &Header<'_>, frame: &DataFrame) -> Result<BlockRecord, String> {
    let table = Table { frame, rows: header.replicates, methods: header.set.methods.len() };
    if frame.height() != table.rows * table.methods {
        return Err(format!("has {} rows", frame.height()));
    }
    let mut methods = empty(header);
    table.statuses(&mut methods)?;
    table.causes(&mut methods)?;
    table.spread(&mut methods, "kkt", |method, values| method.kkt = values)?;
    table.spread(&mut methods, "gap", |method, values| method.gap = values)?;
    let fallbacks = table.integers("fallbacks")?;
    for (method, values) in methods.iter_mut().zip(fallbacks.chunks(table.rows)) {
        method.fallbacks = values.iter().map(|value| value.unwrap_or(0)).collect();
    }
    for measure in &header.measures {
        table.spread(&mut methods, measure, |method, values| {
            method.measures.push(MeasureColumn { measure: measure.clone(), values });
        })?;
    }
    for estimand in &header.set.estimands {
        let name = format!("estimate_{estimand}");
        table.spread(&mut methods, &name, |method, values| method.estimates.push(values))?;
    }
    let has_intervals = has_intervals(&header.measures);
    for estimand in header.set.estimands.iter().filter(|_| has_intervals) {
        let name = format!("half_width_{estimand}");
        table.spread(&mut methods, &name, |method, values| method.half_widths.push(values))?;
    }
    if header.set.keeps_all {
        table.nonzero(&mut methods)?;
    }
    table.batches(&mut methods)?;
    if has_intervals {
        table.intervals(&mut methods)?;
    }
    Ok(BlockRecord {
        key: BlockKey { scenario: header.set.scenario, index: header.index },
        first: header.first,
        replicates: header.replicates,
        estimands: header.set.estimands.clone(),
        methods,
    })
}

fn empty(header: &Header<'_>) -> Vec<MethodRecord> {
    let record = |method: &_| MethodRecord {
        method: *method,
        status: Vec::new(),
        causes: Vec::new(),
        measures: Vec::new(),
        kkt: Vec::new(),
        gap: Vec::new(),
        fallbacks: Vec::new(),
        estimates: Vec::new(),
        half_widths: Vec::new(),
        nonzero: None,
        batches: Vec::new(),
    };
    header.set.methods.iter().map(record).collect()
}

/// A frame of `methods` times `rows` rows, sorted by method.
struct Table<'a> {
    frame: &'a DataFrame,
    rows: usize,
    methods: usize,
}

impl Table<'_> {
    fn statuses(&self, methods: &mut [MethodRecord]) -> Result<(), String> {
        let column = self.column("status")?.str().map_err(|error| error.to_string())?;
        for (row, text) in column.iter().enumerate() {
            let status = [Status::Fitted, Status::Failed, Status::NotApplicable]
                .into_iter()
                .find(|status| text == Some(word(*status)))
                .ok_or_else(|| format!("has an unknown status in row {}", row + 1))?;
            methods[row / self.rows].status.push(status);
        }
        Ok(())
    }

    fn causes(&self, methods: &mut [MethodRecord]) -> Result<(), String> {
        let column = self.column("cause")?.str().map_err(|error| error.to_string())?;
        if column.null_count() == column.len() {
            return Ok(());
        }
        for (row, text) in column.iter().enumerate() {
            if let Some(text) = text {
                let offset = (row % self.rows) as u32;
                methods[row / self.rows].causes.push((offset, text.to_owned()));
            }
        }
        Ok(())
    }

    /// Cuts a column of numbers into one piece per method; null becomes NaN.
    fn spread(
        &self,
        methods: &mut [MethodRecord],
        name: &str,
        mut give: impl FnMut(&mut MethodRecord, Vec<f64>),
    ) -> Result<(), String> {
        let column = self.column(name)?.f64().map_err(|error| error.to_string())?;
        let mut values = column.iter();
        for method in methods {
            let piece = values.by_ref().take(self.rows).map(|value| value.unwrap_or(f64::NAN));
            give(method, piece.collect());
        }
        Ok(())
    }

    fn integers(&self, name: &str) -> Result<Vec<Option<u32>>, String> {
        let column = self.column(name)?.u32().map_err(|error| error.to_string())?;
        Ok(column.iter().collect())
    }

    fn nonzero(&self, methods: &mut [MethodRecord]) -> Result<(), String> {
        let positions = self.list::<UInt32Type>("coefficients")?;
        let values = self.list::<Float64Type>("estimates")?;
        for (m, method) in methods.iter_mut().enumerate() {
            let rows = m * self.rows..(m + 1) * self.rows;
            let row = |row| positions.row(row).into_iter().zip(values.row(row)).collect();
            method.nonzero = Some(rows.map(row).collect());
        }
        Ok(())
    }

    fn batches(&self, methods: &mut [MethodRecord]) -> Result<(), String> {
        let counts = self.integers("batch_count")?;
        let quadruples = self.integers("batch_quadruples")?;
        let sums = self.column("batch_quadruple_sum")?.f64().map_err(|error| error.to_string())?;
        let selected = self.list::<UInt32Type>("batch_selected")?;
        let engines = self.list::<UInt32Type>("batch_engines")?;
        let mut powers = Vec::with_capacity(4);
        for power in 1..=4 {
            powers.push(self.list::<Float64Type>(&format!("batch_power_{power}"))?);
        }
        for (m, method) in methods.iter_mut().enumerate() {
            for batch in 0..self.rows.div_ceil(BATCH) {
                let row = m * self.rows + (self.rows - 1).min(batch * BATCH + BATCH - 1);
                let missing = || format!("has no batch sums in row {}", row + 1);
                let counts_of_engines = engines.row(row).try_into().map_err(|_| missing())?;
                method.batches.push(BatchSums {
                    count: counts[row].ok_or_else(missing)?,
                    selected: selected.row(row),
                    powers: std::array::from_fn(|power| powers[power].row(row)),
                    quadruples: quadruples[row].ok_or_else(missing)?,
                    quadruple_sum: sums.get(row).ok_or_else(missing)?,
                    engines: Engines { counts: counts_of_engines },
                    intervals: None,
                });
            }
        }
        Ok(())
    }

    fn intervals(&self, methods: &mut [MethodRecord]) -> Result<(), String> {
        let (mut counts, mut sums) = (Vec::new(), Vec::new());
        for name in &IntervalSums::COUNTS {
            counts.push(self.list::<UInt32Type>(&interval_column(name))?);
        }
        for name in &IntervalSums::SUMS {
            sums.push(self.list::<Float64Type>(&interval_column(name))?);
        }
        for (m, method) in methods.iter_mut().enumerate() {
            for (b, batch) in method.batches.iter_mut().enumerate() {
                let row = m * self.rows + (self.rows - 1).min(b * BATCH + BATCH - 1);
                let intervals = IntervalBatch {
                    counts: std::array::from_fn(|at| counts[at].row(row)),
                    sums: std::array::from_fn(|at| sums[at].row(row)),
                };
                batch.intervals = (!intervals.counts[0].is_empty()).then_some(intervals);
            }
        }
        Ok(())
    }

    fn column(&self, name: &str) -> Result<&polars::prelude::Column, String> {
        self.frame.column(name).map_err(|_| format!("has no column {name}"))
    }

    fn list<T: PolarsNumericType>(&self, name: &str) -> Result<Lists<T::Native>, String> {
        let column = self.column(name)?.list().map_err(|error| error.to_string())?.rechunk();
        let inner = column.get_inner();
        let values = inner.unpack::<T>().and_then(ChunkedArray::cont_slice);
        let values = values.map_err(|error| error.to_string())?.to_vec();
        let offsets = column.downcast_iter().next().map(|array| array.offsets().iter());
        let offsets = offsets
            .into_iter()
            .flatten()
            .filter_map(|offset| usize::try_from(*offset).ok())
            .collect();
        Ok(Lists { values, offsets })
    }
}

/// A column of lists: all values, and where each row's begin and end.
struct Lists<T> {
    values: Vec<T>,
    offsets: Vec<usize>,
}

impl<T: Copy> Lists<T> {
    /// The list in a row; a null is an empty list.
    fn row(&self, row: usize) -> Vec<T> {
        let ends = self.offsets.get(row).zip(self.offsets.get(row + 1));
        let values = ends.and_then(|(start, end)| self.values.get(*start..*end));
        values.map_or_else(Vec::new, <[T]>::to_vec)
    }
}
