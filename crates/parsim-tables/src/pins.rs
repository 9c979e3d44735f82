//! Pins as files: `<study>.expected.csv` beside the study file.
//!
//! CSV after a head of comments, each a line of TOML, so that a person can read it and R
//! (`comment.char = "#"`) and pandas (`comment="#"`) can, too.

use crate::disk::write_atomic;
use crate::tables::csv::{write_number, write_word};
use csv::{ReaderBuilder, StringRecord};
use parsim_engine::StoreError;
use parsim_engine::pins::{Pin, PinnedRow};
use parsim_engine::results::Measured;
use parsim_stats::component::Fingerprint;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// The columns, in this order.
const COLUMNS: [&str; 9] = [
    "scenario",
    "method",
    "measure",
    "estimate",
    "mcse",
    "replicates",
    "failures",
    "undefined",
    "theory",
];

const TITLE: &str =
    "# What `parsim verify` holds a run of this study to; written by `parsim pin`.\n";

/// The place of a study's pin: beside its file, under its stem.
pub fn place(study_file: &Path) -> PathBuf {
    study_file.with_extension("expected.csv")
}

/// Writes a pin, atomically.
///
/// # Errors
/// The file cannot be written, or a number is not finite.
pub fn write(path: &Path, pin: &Pin) -> Result<(), StoreError> {
    let text = to_text(pin).map_err(|message| refusal(path, message, false))?;
    write_atomic(path, text.as_bytes())
}

/// The text of a pin.
fn to_text(pin: &Pin) -> Result<String, String> {
    let head = [
        ("study", toml::Value::String(pin.study.clone()).to_string()),
        ("results_version", pin.results_version.to_string()),
        ("seed", pin.seed.to_string()),
        ("replicates", pin.replicates.to_string()),
        ("fingerprint", format!("\"{}\"", pin.fingerprint)),
    ];
    let mut text = TITLE.to_owned();
    for (key, value) in head {
        let _ = writeln!(text, "# {key} = {value}");
    }
    text.push_str(&COLUMNS.join(","));
    text.push('\n');
    for row in &pin.rows {
        for word in [&row.scenario, &row.method, &row.measure] {
            write_word(&mut text, word);
            text.push(',');
        }
        number(&mut text, row, row.value.estimate)?;
        number(&mut text, row, row.value.mcse)?;
        let _ = write!(text, "{},{},{},", row.replicates, row.failures, row.undefined);
        number(&mut text, row, row.theory)?;
        text.pop();
        text.push('\n');
    }
    Ok(text)
}

/// A cell and its comma.
fn number(text: &mut String, row: &PinnedRow, value: Option<f64>) -> Result<(), String> {
    if let Some(value) = value {
        if !value.is_finite() {
            let PinnedRow { scenario, method, measure, .. } = row;
            return Err(format!("{measure} of {method} in {scenario} would be {value}"));
        }
        write_number(text, value);
    }
    text.push(',');
    Ok(())
}

/// Reads a pin; `None` if there is no such file.
///
/// # Errors
/// The file cannot be read, or is no pin; the error names the line.
pub fn read(path: &Path) -> Result<Option<Pin>, StoreError> {
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(refusal(path, format!("cannot be read: {error}"), true)),
    };
    let text = String::from_utf8(bytes).map_err(|_| "it is not UTF-8".to_owned());
    let pin = text.and_then(|text| parse(&text));
    let pin = pin.map_err(|message| refusal(path, format!("is not a pin: {message}"), true))?;
    Ok(Some(pin))
}

fn refusal(path: &Path, message: String, users_fault: bool) -> StoreError {
    StoreError { path: path.display().to_string(), message, users_fault }
}

fn parse(text: &str) -> Result<Pin, String> {
    let lines = text.lines().take_while(|line| line.starts_with('#'));
    let facts = lines.filter(|line| line.contains(" = ")).map(|line| line[1..].trim());
    let head: toml::Table = facts
        .collect::<Vec<_>>()
        .join("\n")
        .parse()
        .map_err(|error: toml::de::Error| format!("its head is wrong: {}", error.message()))?;
    let whole = |key: &str| {
        let value = head.get(key).and_then(toml::Value::as_integer);
        let value = value.and_then(|value| u64::try_from(value).ok());
        value.ok_or_else(|| format!("its head has no line \"# {key} = ...\" with a whole number"))
    };
    let word = |key: &str| {
        let value = head.get(key).and_then(toml::Value::as_str);
        value.ok_or_else(|| format!("its head has no line \"# {key} = \\\"...\\\"\""))
    };
    let version = whole("results_version")?;
    Ok(Pin {
        study: word("study")?.to_owned(),
        results_version: u32::try_from(version).map_err(|_| "results_version is too large")?,
        seed: whole("seed")?,
        replicates: whole("replicates")?,
        fingerprint: Fingerprint::parse(word("fingerprint")?)
            .ok_or("its fingerprint is not 32 hexadecimal digits")?,
        rows: rows(text)?,
    })
}

fn rows(text: &str) -> Result<Vec<PinnedRow>, String> {
    let mut reader = ReaderBuilder::new().comment(Some(b'#')).from_reader(text.as_bytes());
    let header = reader.headers().map_err(|error| error.to_string())?;
    if header.iter().ne(COLUMNS) {
        return Err(format!("its columns are not {}", COLUMNS.join(",")));
    }
    let mut rows = Vec::new();
    let mut seen = BTreeSet::new();
    let mut record = StringRecord::new();
    while reader.read_record(&mut record).map_err(|error| error.to_string())? {
        let line = record.position().map_or(0, csv::Position::line);
        let row = row(&record).map_err(|message| format!("line {line}: {message}"))?;
        if !seen.insert((row.scenario.clone(), row.method.clone(), row.measure.clone())) {
            return Err(format!("line {line}: it stands there twice"));
        }
        rows.push(row);
    }
    if rows.is_empty() { Err("it has no rows".to_owned()) } else { Ok(rows) }
}

fn row(record: &StringRecord) -> Result<PinnedRow, String> {
    let cell = |at: usize| record.get(at).unwrap_or_default();
    let bad = |at: usize| format!("{} is \"{}\"", COLUMNS[at], cell(at));
    let number = |at: usize| match cell(at) {
        "" => Ok(None),
        text => {
            let value = text.parse().ok().filter(|value: &f64| value.is_finite());
            value.map(Some).ok_or_else(|| bad(at) + ", not a number or nothing")
        }
    };
    let count = |at: usize| cell(at).parse().map_err(|_| bad(at) + ", not a whole number from 0");
    Ok(PinnedRow {
        scenario: cell(0).to_owned(),
        method: cell(1).to_owned(),
        measure: cell(2).to_owned(),
        value: Measured { estimate: number(3)?, mcse: number(4)? },
        replicates: count(5)?,
        failures: count(6)?,
        undefined: count(7)?,
        theory: number(8)?,
        noise_draws: 1,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pin() -> Pin {
        let row = |measure: &str, estimate, theory| PinnedRow {
            scenario: "n=60,rho=0.5".to_owned(),
            method: "lasso[rule=\"min\"]".to_owned(),
            measure: measure.to_owned(),
            value: Measured { estimate, mcse: estimate.map(|_| 1e-7) },
            replicates: 32,
            failures: 0,
            undefined: u64::from(estimate.is_none()),
            theory,
            noise_draws: 1,
        };
        Pin {
            study: "two-signals".to_owned(),
            results_version: 2,
            seed: u64::MAX >> 1,
            replicates: 32,
            fingerprint: parsim_stats::component::fingerprint("x"),
            rows: vec![row("mse", Some(0.1 + 0.2), Some(0.3)), row("lambda", None, None)],
        }
    }

    #[test]
    fn what_is_written_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = place(&folder.path().join("two-signals.toml"));
        assert!(path.ends_with("two-signals.expected.csv"));
        assert_eq!(read(&path).unwrap(), None);
        write(&path, &pin()).unwrap();
        assert_eq!(read(&path).unwrap(), Some(pin()));
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.ends_with(
            "\"n=60,rho=0.5\",\"lasso[rule=\"\"min\"\"]\",mse,0.30000000000000004,1e-7,32,0,0,0.3\n\
             \"n=60,rho=0.5\",\"lasso[rule=\"\"min\"\"]\",lambda,,,32,0,1,\n"
        ));
    }

    #[test]
    fn what_is_no_pin_is_refused_by_its_line() {
        let good = to_text(&pin()).unwrap();
        assert_eq!(parse(&good), Ok(pin()));
        for (old, new, message) in [
            ("# seed = ", "# sead = ", "seed"),
            ("0.30000000000000004", "NaN", "line 8: estimate is \"NaN\""),
            (",32,0,1,", ",32,0,-1,", "line 9: undefined is \"-1\""),
            ("lambda", "mse", "line 9: it stands there twice"),
            ("scenario,method", "method,scenario", "columns"),
            (",32,0,1,", ",32,0", "9"),
        ] {
            let text = good.replace(old, new);
            assert_ne!(text, good);
            let error = parse(&text).unwrap_err();
            assert!(error.contains(message), "{error}");
        }
        let mut bad = pin();
        bad.rows[0].theory = Some(f64::NAN);
        assert!(to_text(&bad).unwrap_err().contains("mse of lasso"));
    }
}
