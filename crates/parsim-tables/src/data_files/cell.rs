//! One cell of a data file.

use super::refusal;
use parsim_study::DataFileError;

/// How other programs write a missing value.
const MISSING: [&str; 7] = ["", "na", "nan", "null", "none", ".", "n/a"];

/// How much of a wrong cell a message shows.
const SHOWN: usize = 40;

/// A finite number from a cell's text; `place` says where it stands and is asked only for a message.
pub(super) fn parse(text: &str, place: &dyn Fn() -> String) -> Result<f64, DataFileError> {
    let lower = text.to_ascii_lowercase();
    if MISSING.contains(&lower.as_str()) {
        return Err(missing(&place()));
    }
    match (lower.as_str(), text.parse()) {
        ("true", _) => Ok(1.0),
        ("false", _) => Ok(0.0),
        (_, Ok(number)) => finite(number, place),
        (_, Err(_)) => Err(not_a_number(text, &place())),
    }
}

/// The number, unless it is NaN or infinite.
pub(super) fn finite(number: f64, place: &dyn Fn() -> String) -> Result<f64, DataFileError> {
    if number.is_nan() {
        Err(missing(&place()))
    } else if number.is_infinite() {
        Err(refusal(
            format!("{} is infinite", place()),
            "leave the row out; covariates and responses are finite numbers",
        ))
    } else {
        Ok(number)
    }
}

/// The refusal of a missing value.
pub(super) fn missing(place: &str) -> DataFileError {
    refusal(format!("{place} has no value"), "leave out or fill in the rows with missing values")
}

fn not_a_number(text: &str, place: &str) -> DataFileError {
    let shown: String = text.chars().take(SHOWN).collect();
    let dots = if shown.len() < text.len() { "..." } else { "" };
    let digits = text.bytes().all(|byte| byte.is_ascii_digit() || b",-+".contains(&byte));
    let hint = if digits { "write decimals with a point" } else { "code the column as numbers" };
    refusal(format!("{place} is \"{shown}{dots}\", not a number"), hint)
}
