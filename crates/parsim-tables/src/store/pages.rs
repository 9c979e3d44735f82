//! Columns as the pages of a Parquet file, laid out here rather than by the frame's writer: numbers
//! are copied as they are, a column with few distinct values becomes a dictionary, and a constant
//! one takes a few bytes.

use polars::prelude::DataType;
use std::convert::identity;

/// More distinct values than this are written out row by row.
const DICTIONARY: usize = 16;

/// Bytes that the page of a dictionary takes beside its values.
const DICTIONARY_OVERHEAD: usize = 32;

/// A column: its name and type, and its one data page.
pub(super) struct Column {
    pub(super) name: String,
    pub(super) dtype: DataType,
    /// The distinct values and their number, where the rows refer to them.
    pub(super) dictionary: Option<(Vec<u8>, usize)>,
    /// Levels and values.
    pub(super) data: Vec<u8>,
    /// Rows, or the entries of all lists with empty lists and nulls counted once.
    pub(super) entries: usize,
}

/// A number as it stands in a file.
pub(super) trait Stored: Copy {
    /// What tells two values apart.
    fn bits(self) -> u64;

    /// Whether it stands for null.
    fn is_null(self) -> bool {
        false
    }

    /// Appends values, nulls included.
    fn append(values: &[Self], out: &mut Vec<u8>);
}

macro_rules! stored {
    ($($type:ty, $bits:expr, $null:expr);*) => {$(
        impl Stored for $type {
            fn bits(self) -> u64 {
                $bits(self)
            }

            fn is_null(self) -> bool {
                $null(self)
            }

            fn append(values: &[Self], out: &mut Vec<u8>) {
                let start = out.len();
                out.resize(start + size_of_val(values), 0);
                let places = out[start..].as_chunks_mut::<{ size_of::<$type>() }>().0;
                for (place, value) in places.iter_mut().zip(values) {
                    *place = value.to_le_bytes();
                }
            }
        }
    )*};
}

stored!(f64, f64::to_bits, f64::is_nan; u32, u64::from, never; u64, identity, never);

/// Whole numbers have no null.
fn never<T>(_: T) -> bool {
    false
}

/// Which entries hold a value, and where lists begin.
pub(super) struct Levels {
    bytes: Vec<u8>,
    entries: usize,
}

impl Levels {
    /// Every row has a value.
    pub(super) fn full(rows: usize) -> Self {
        let mut bytes = Vec::new();
        prefixed(&mut bytes, |out| run(out, rows, 1));
        Self { bytes, entries: rows }
    }

    /// Rows with a value where `valid` is 1, without where it is 0.
    pub(super) fn optional(valid: &[u8]) -> Self {
        let mut bytes = Vec::new();
        prefixed(&mut bytes, |out| hybrid(out, valid, 1));
        Self { bytes, entries: valid.len() }
    }

    /// Lists of the given lengths; `None` is a null.
    pub(super) fn lists(lengths: impl Iterator<Item = Option<usize>>) -> Self {
        let (mut starts, mut depths) = (Vec::new(), Vec::new());
        for length in lengths {
            starts.push(0);
            match length {
                None => depths.push(0),
                Some(0) => depths.push(1),
                Some(length) => {
                    starts.resize(starts.len() + length - 1, 1);
                    depths.resize(depths.len() + length, 3);
                }
            }
        }
        let mut bytes = Vec::new();
        prefixed(&mut bytes, |out| hybrid(out, &starts, 1));
        prefixed(&mut bytes, |out| hybrid(out, &depths, 2));
        Self { bytes, entries: starts.len() }
    }
}

impl Column {
    /// One value per row; the nulls among them are told by [`Stored::is_null`].
    pub(super) fn of_rows<T: Stored>(name: &str, dtype: DataType, parts: &[&[T]]) -> Self {
        let rows = parts.iter().map(|part| part.len()).sum();
        if !parts.iter().any(|part| part.iter().any(|value| value.is_null())) {
            return Self::new(name, dtype, &Levels::full(rows), parts);
        }
        let all = || parts.iter().flat_map(|part| part.iter().copied());
        let valid: Vec<u8> = all().map(|value| u8::from(!value.is_null())).collect();
        let values: Vec<T> = all().filter(|value| !value.is_null()).collect();
        Self::new(name, dtype, &Levels::optional(&valid), &[&values])
    }

    /// Values without nulls at the places that the levels say.
    pub(super) fn new<T: Stored>(
        name: &str,
        dtype: DataType,
        levels: &Levels,
        parts: &[&[T]],
    ) -> Self {
        let mut data = levels.bytes.clone();
        let dictionary = if let Some((values, codes)) = distinct(parts) {
            let width = width(values.len());
            data.push(width);
            hybrid(&mut data, &codes, width);
            let mut bytes = Vec::new();
            T::append(&values, &mut bytes);
            Some((bytes, values.len()))
        } else {
            for part in parts {
                T::append(part, &mut data);
            }
            None
        };
        Self { name: name.to_owned(), dtype, dictionary, data, entries: levels.entries }
    }

    /// Words, each as often as it stands in a run of rows.
    pub(super) fn of_words(name: &str, runs: &[(&str, usize)]) -> Self {
        let mut words: Vec<&str> = Vec::new();
        let codes: Vec<usize> = runs
            .iter()
            .map(|(word, _)| {
                words.iter().position(|known| known == word).unwrap_or_else(|| {
                    words.push(word);
                    words.len() - 1
                })
            })
            .collect();
        let rows = runs.iter().map(|(_, count)| count).sum();
        let mut data = Levels::full(rows).bytes;
        let width = width(words.len());
        data.push(width);
        for ((_, count), code) in runs.iter().zip(codes) {
            varint(&mut data, *count << 1);
            data.extend_from_slice(&code.to_le_bytes()[..usize::from(width).div_ceil(8)]);
        }
        let mut bytes = Vec::new();
        for word in &words {
            append_text(&mut bytes, word);
        }
        let dictionary = Some((bytes, words.len()));
        Self { name: name.to_owned(), dtype: DataType::String, dictionary, data, entries: rows }
    }

    /// Texts of which hardly two are the same.
    pub(super) fn of_texts<'a>(name: &str, texts: impl Iterator<Item = Option<&'a str>>) -> Self {
        let (mut valid, mut bytes) = (Vec::new(), Vec::new());
        for text in texts {
            valid.push(u8::from(text.is_some()));
            if let Some(text) = text {
                append_text(&mut bytes, text);
            }
        }
        let Levels { bytes: mut data, entries } = Levels::optional(&valid);
        data.append(&mut bytes);
        Self { name: name.to_owned(), dtype: DataType::String, dictionary: None, data, entries }
    }
}

/// The distinct values and each value's place among them, where that saves space.
fn distinct<T: Stored>(parts: &[&[T]]) -> Option<(Vec<T>, Vec<u8>)> {
    let count: usize = parts.iter().map(|part| part.len()).sum();
    let (mut values, mut codes) = (Vec::<T>::with_capacity(DICTIONARY), Vec::new());
    let mut last = 0;
    for value in parts.iter().flat_map(|part| part.iter()) {
        let same = |other: &T| other.bits() == value.bits();
        if !values.get(last).is_some_and(same) {
            last = values.iter().position(same).unwrap_or(values.len());
            if last == values.len() {
                if last == DICTIONARY {
                    return None;
                }
                values.push(*value);
            }
        }
        if codes.is_empty() {
            codes.reserve_exact(count);
        }
        codes.push(last as u8);
    }
    let size = values.len() * size_of::<T>() + DICTIONARY_OVERHEAD;
    let packed = size + (count * usize::from(width(values.len()))).div_ceil(8);
    (!values.is_empty() && packed < count * size_of::<T>()).then_some((values, codes))
}

/// Bits that tell `count` things apart; at least one, since some readers know no less.
fn width(count: usize) -> u8 {
    (usize::BITS - count.saturating_sub(1).leading_zeros()).max(1) as u8
}

/// Small numbers of `width` bits each: one run if they are all the same, else packed.
fn hybrid(out: &mut Vec<u8>, codes: &[u8], width: u8) {
    match codes.first() {
        Some(first) if codes.iter().all(|code| code == first) => run(out, codes.len(), *first),
        _ => packed(out, codes, width),
    }
}

/// `count` times the same code of at most eight bits.
fn run(out: &mut Vec<u8>, count: usize, code: u8) {
    varint(out, count << 1);
    out.push(code);
}

/// Codes of at most eight bits, the lowest bits first, in groups of eight.
fn packed(out: &mut Vec<u8>, codes: &[u8], width: u8) {
    varint(out, codes.len().div_ceil(8) << 1 | 1);
    for group in codes.chunks(8) {
        let bits = group.iter().rev().fold(0_u64, |bits, code| bits << width | u64::from(*code));
        out.extend_from_slice(&bits.to_le_bytes()[..usize::from(width)]);
    }
}

/// A number in groups of seven bits, the lowest first (ULEB128).
pub(super) fn varint(out: &mut Vec<u8>, mut value: usize) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// What `write` appends, after the number of its bytes.
fn prefixed(out: &mut Vec<u8>, write: impl FnOnce(&mut Vec<u8>)) {
    let start = out.len();
    out.extend_from_slice(&[0; 4]);
    write(out);
    let length = (out.len() - start - 4) as u32;
    out[start..start + 4].copy_from_slice(&length.to_le_bytes());
}

/// A text after its length.
fn append_text(out: &mut Vec<u8>, text: &str) {
    out.extend_from_slice(&(text.len() as u32).to_le_bytes());
    out.extend_from_slice(text.as_bytes());
}
