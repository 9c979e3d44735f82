//! CSV.

use super::{Columns, cell, refusal};
use csv::{ErrorKind, ReaderBuilder, StringRecord, Trim};
use parsim_study::DataFileError;

/// The mark with which spreadsheets begin UTF-8 files.
const BYTE_ORDER_MARK: &str = "\u{feff}";

pub(super) fn read(bytes: &[u8]) -> Result<Columns, DataFileError> {
    let source = std::str::from_utf8(bytes).map_err(|error| {
        let line = bytes[..error.valid_up_to()].split(|byte| *byte == b'\n').count();
        refusal(format!("line {line} is not UTF-8"), "save the file as UTF-8")
    })?;
    let source = source.strip_prefix(BYTE_ORDER_MARK).unwrap_or(source);
    let mut reader = ReaderBuilder::new().trim(Trim::All).from_reader(source.as_bytes());
    let names: Vec<String> = reader
        .headers()
        .map_err(|error| explain(&error, source))?
        .iter()
        .map(str::to_owned)
        .collect();
    if names.is_empty() {
        return Err(refusal("is empty", "the first line names the columns"));
    }
    check_header(&names)?;
    let mut columns = vec![Ok(Vec::new()); names.len()];
    let (mut record, mut rows) = (StringRecord::new(), 0);
    while reader.read_record(&mut record).map_err(|error| explain(&error, source))? {
        let position = record.position();
        rows += 1;
        for ((text, name), column) in record.iter().zip(&names).zip(&mut columns) {
            let Ok(numbers) = column else { continue };
            let place = || format!("line {}, column \"{name}\"", line_of(position, source));
            match cell::parse(text, &place) {
                Ok(number) => numbers.push(number),
                Err(refusal) => *column = Err(refusal),
            }
        }
    }
    Ok(Columns { names, rows, cells: columns })
}

/// Catches the two headers that other programs write and that would give baffling messages later.
fn check_header(names: &[String]) -> Result<(), DataFileError> {
    if let [name] = names
        && name.contains([';', '\t'])
    {
        return Err(refusal("has one column only", "separate columns by commas"));
    }
    if names.iter().all(|name| name.parse::<f64>().is_ok()) {
        return Err(refusal("has no header line", "the first line names the columns"));
    }
    Ok(())
}

fn explain(error: &csv::Error, source: &str) -> DataFileError {
    match error.kind() {
        ErrorKind::UnequalLengths { pos, expected_len, len } => {
            let line = line_of(pos.as_ref(), source);
            let message = format!("line {line} has {len} cells, the header has {expected_len}");
            refusal(message, "every row has one cell per column")
        }
        _ => refusal(error.to_string(), ""),
    }
}

/// The line of a record; the reader's own count stops before the blank lines that it skips.
fn line_of(position: Option<&csv::Position>, source: &str) -> u64 {
    let Some(position) = position else { return 0 };
    let start = usize::try_from(position.byte()).unwrap_or(usize::MAX);
    let rest = source.get(start..).unwrap_or_default();
    let blank = &rest[..rest.len() - rest.trim_start_matches(['\r', '\n']).len()];
    position.line() + blank.matches('\n').count() as u64
}
