//! A table as CSV (RFC 4180 with line feeds), UTF-8, one header line.

use super::columns::{Table, Values};
use std::fmt::Write;

/// The bytes of the CSV file.
pub(super) fn to_bytes(table: &Table<'_>) -> Vec<u8> {
    let mut text = String::new();
    for (at, column) in table.columns.iter().enumerate() {
        separate(&mut text, at);
        write_word(&mut text, &column.name);
    }
    text.push('\n');
    for row in 0..table.height() {
        for (at, column) in table.columns.iter().enumerate() {
            separate(&mut text, at);
            write_cell(&mut text, &column.values, row);
        }
        text.push('\n');
    }
    text.into_bytes()
}

fn write_cell(text: &mut String, values: &Values<'_>, row: usize) {
    match values {
        Values::Numbers(numbers) => {
            if let Some(number) = numbers[row] {
                write_number(text, number);
            }
        }
        Values::Counts(counts) => {
            if let Some(count) = counts[row] {
                let _ = write!(text, "{count}");
            }
        }
        Values::Words(words) => {
            if let Some(word) = &words[row] {
                write_word(text, word);
            }
        }
    }
}

fn separate(text: &mut String, at: usize) {
    if at > 0 {
        text.push(',');
    }
}

/// The fewest digits that read back to the same bits; a power of ten below 1e-4 and from 1e16.
pub(crate) fn write_number(text: &mut String, number: f64) {
    let size = number.abs();
    let _ = if size == 0.0 || (1e-4..1e16).contains(&size) {
        write!(text, "{number}")
    } else {
        write!(text, "{number:e}")
    };
}

/// A word, in quotes where it has a comma, a quote or a line break in it, or could be taken for
/// null.
pub(crate) fn write_word(text: &mut String, word: &str) {
    if word.is_empty() || word.contains([',', '"', '\n', '\r']) {
        text.push('"');
        text.push_str(&word.replace('"', "\"\""));
        text.push('"');
    } else {
        text.push_str(word);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(number: f64) -> String {
        let mut text = String::new();
        write_number(&mut text, number);
        text
    }

    #[test]
    fn numbers_read_back_to_the_same_bits() {
        let mut bits = 0x9e37_79b9_7f4a_7c15_u64;
        let mut numbers =
            vec![0.0, -0.0, 5e-324, f64::MIN_POSITIVE, f64::MAX, 1e-7, 1e300, 0.1 + 0.2];
        while numbers.len() < 20_000 {
            bits = bits
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            numbers.extend(Some(f64::from_bits(bits)).filter(|number| number.is_finite()));
        }
        for expected in numbers {
            let read: f64 = number(expected).parse().unwrap();
            assert_eq!(read.to_bits(), expected.to_bits(), "{}", number(expected));
        }
    }

    #[test]
    fn numbers_are_short() {
        for (value, text) in [
            (1.0, "1"),
            (-0.5, "-0.5"),
            (1e-7, "1e-7"),
            (1e300, "1e300"),
            (1e-4, "0.0001"),
            (0.1 + 0.2, "0.30000000000000004"),
            (123_456.0, "123456"),
            (-0.0, "-0"),
            (1e16, "1e16"),
        ] {
            assert_eq!(number(value), text);
        }
    }

    #[test]
    fn words_survive_quoting() {
        let words = ["plain", "n=60,rho=0.5", "say \"no\"", "two\nlines", "", "é"];
        for word in words {
            let mut text = String::new();
            write_word(&mut text, word);
            text.push_str(",x\n");
            let mut reader =
                ::csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
            let record = reader.records().next().unwrap().unwrap();
            assert_eq!(record.iter().collect::<Vec<_>>(), [word, "x"]);
        }
    }
}
