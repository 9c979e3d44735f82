//! A file of pages: their headers, and the footer that says where they lie.
//!
//! A block is small and there are many of them, so that building a writer with its schema for every
//! one costs more than the numbers in it. What files with the same columns have in common is taken
//! once from an empty file of the frame's writer ([`Template`]); the rest is written here in
//! Thrift's compact protocol, in which a field is a byte with its distance from the field before
//! and its type.

use super::pages::{Column, varint};
use polars::prelude::{CompatLevel, DataType, Field, PolarsError, PolarsResult, Schema, SchemaExt};
use polars_parquet::write::{
    CompressionOptions, FileWriter, StatisticsOptions, Version, WriteOptions,
};
use std::cell::RefCell;
use std::rc::Rc;

/// Types of Thrift's compact protocol.
const I32: u8 = 5;
const I64: u8 = 6;
const BINARY: u8 = 8;
const LIST: u8 = 9;
const STRUCT: u8 = 12;
const STOP: u8 = 0;

/// Parquet's numbers for encodings and kinds of pages.
const PLAIN: usize = 0;
const RLE: usize = 3;
const RLE_DICTIONARY: usize = 8;
const DATA_PAGE: usize = 0;
const DICTIONARY_PAGE: usize = 2;

/// The first and last bytes of a file.
const MAGIC: &[u8] = b"PAR1";

/// No rows, no row groups and no key-value pairs: what an empty file's footer holds between its
/// schema and the name of its writer.
const EMPTY: [u8; 6] = [0x10 | I64, 0, 0x10 | LIST, STRUCT, 0x10 | LIST, STRUCT];

/// What files with the same columns share.
#[derive(Debug)]
struct Template {
    columns: Vec<(String, DataType)>,
    /// Version and schema.
    head: Vec<u8>,
    /// All after the key-value pairs.
    tail: Vec<u8>,
    /// Type and path of every leaf, as its metadata begin.
    leaves: Vec<Leaf>,
}

#[derive(Debug)]
struct Leaf {
    kind: usize,
    path: Vec<String>,
}

/// Where a column's pages lie.
struct Place {
    start: usize,
    /// Where its data page begins.
    data: usize,
    end: usize,
}

thread_local! {
    /// The template of the file that this thread wrote last: blocks of one set come in a row.
    static LAST: RefCell<Option<Rc<Template>>> = const { RefCell::new(None) };
}

/// Serialises columns of equally many rows as one row group, with `metadata` as key-value pairs of
/// the file. Nothing is compressed: most numbers are random, and the rest is small as it is.
pub(super) fn to_bytes(
    columns: &[Column],
    rows: usize,
    metadata: &[(String, String)],
) -> PolarsResult<Vec<u8>> {
    let template = Template::of(columns)?;
    let size: usize = columns.iter().map(|column| column.data.len() + 256).sum();
    let mut out = Vec::with_capacity(size + 4096);
    out.extend_from_slice(MAGIC);
    let places: Vec<Place> = columns.iter().map(|column| pages(&mut out, column)).collect();
    let footer = out.len();
    out.extend_from_slice(&template.head);
    integer(&mut out, 1, I64, rows);
    list(&mut out, 1, STRUCT, 1);
    list(&mut out, 1, STRUCT, columns.len());
    for ((column, place), leaf) in columns.iter().zip(&places).zip(&template.leaves) {
        chunk(&mut out, column, place, leaf);
    }
    integer(&mut out, 1, I64, footer - MAGIC.len());
    integer(&mut out, 1, I64, rows);
    out.push(STOP);
    list(&mut out, 1, STRUCT, metadata.len());
    for (key, value) in metadata {
        for text in [key, value] {
            out.push(0x10 | BINARY);
            binary(&mut out, text);
        }
        out.push(STOP);
    }
    out.extend_from_slice(&template.tail);
    let length = (out.len() - footer) as u32;
    out.extend_from_slice(&length.to_le_bytes());
    out.extend_from_slice(MAGIC);
    Ok(out)
}

impl Template {
    /// The template of these columns.
    fn of(columns: &[Column]) -> PolarsResult<Rc<Self>> {
        let same = |template: &&Rc<Self>| {
            let known = template.columns.iter().map(|(name, dtype)| (name, dtype));
            known.eq(columns.iter().map(|column| (&column.name, &column.dtype)))
        };
        if let Some(found) = LAST.with_borrow(|last| last.as_ref().filter(same).cloned()) {
            return Ok(found);
        }
        let fresh = Rc::new(Self::new(columns)?);
        LAST.set(Some(Rc::clone(&fresh)));
        Ok(fresh)
    }

    fn new(columns: &[Column]) -> PolarsResult<Self> {
        let options = WriteOptions {
            statistics: StatisticsOptions::empty(),
            version: Version::V1,
            compression: CompressionOptions::Uncompressed,
            data_page_size: None,
        };
        let fields = columns.iter().map(|c| Field::new(c.name.as_str().into(), c.dtype.clone()));
        let schema = fields.collect::<Schema>().to_arrow(CompatLevel::newest());
        let mut writer = FileWriter::try_new(Vec::new(), schema, options)?;
        let paths = writer.parquet_schema().columns().iter().map(|leaf| &leaf.path_in_schema);
        let leaves = paths.zip(columns).map(|(path, column)| Leaf {
            kind: kind(&column.dtype),
            path: path.iter().map(ToString::to_string).collect(),
        });
        let leaves = leaves.collect();
        writer.end(Some(Vec::new()))?;
        let file = writer.into_inner();
        // The file ends with the footer's length and the magic bytes.
        let footer = &file[MAGIC.len()..file.len().saturating_sub(8)];
        let at = footer.windows(EMPTY.len()).rposition(|window| window == EMPTY);
        let at =
            at.ok_or_else(|| PolarsError::ComputeError("an empty file is not empty".into()))?;
        Ok(Self {
            columns: columns.iter().map(|c| (c.name.clone(), c.dtype.clone())).collect(),
            head: footer[..at].to_vec(),
            tail: footer[at + EMPTY.len()..].to_vec(),
            leaves,
        })
    }
}

/// Parquet's number for the type of a column's values.
fn kind(dtype: &DataType) -> usize {
    match dtype {
        DataType::List(inner) => kind(inner),
        DataType::UInt32 => 1,
        DataType::UInt64 => 2,
        DataType::Float64 => 5,
        _ => 6,
    }
}

/// Appends a column's pages, the dictionary first.
fn pages(out: &mut Vec<u8>, column: &Column) -> Place {
    let start = out.len();
    if let Some((values, count)) = &column.dictionary {
        page(out, DICTIONARY_PAGE, values.len());
        // Field 7, after field 3.
        out.push(0x40 | STRUCT);
        integer(out, 1, I32, *count);
        integer(out, 1, I32, PLAIN);
        out.extend_from_slice(&[STOP, STOP]);
        out.extend_from_slice(values);
    }
    let data = out.len();
    page(out, DATA_PAGE, column.data.len());
    // Field 5, after field 3.
    out.push(0x20 | STRUCT);
    integer(out, 1, I32, column.entries);
    integer(out, 1, I32, if column.dictionary.is_some() { RLE_DICTIONARY } else { PLAIN });
    integer(out, 1, I32, RLE);
    integer(out, 1, I32, RLE);
    out.extend_from_slice(&[STOP, STOP]);
    out.extend_from_slice(&column.data);
    Place { start, data, end: out.len() }
}

/// The beginning of a page's header: its kind, and its size with and without compression.
fn page(out: &mut Vec<u8>, kind: usize, size: usize) {
    integer(out, 1, I32, kind);
    integer(out, 1, I32, size);
    integer(out, 1, I32, size);
}

/// The metadata of a column.
fn chunk(out: &mut Vec<u8>, column: &Column, place: &Place, leaf: &Leaf) {
    integer(out, 2, I64, place.start);
    out.push(0x10 | STRUCT);
    integer(out, 1, I32, leaf.kind);
    let encodings: &[usize] =
        if column.dictionary.is_some() { &[PLAIN, RLE, RLE_DICTIONARY] } else { &[PLAIN, RLE] };
    list(out, 1, I32, encodings.len());
    for encoding in encodings {
        varint(out, encoding << 1);
    }
    list(out, 1, BINARY, leaf.path.len());
    for name in &leaf.path {
        binary(out, name);
    }
    // No compression.
    integer(out, 1, I32, 0);
    integer(out, 1, I64, column.entries);
    integer(out, 1, I64, place.end - place.start);
    integer(out, 1, I64, place.end - place.start);
    integer(out, 2, I64, place.data);
    if column.dictionary.is_some() {
        integer(out, 2, I64, place.start);
    }
    out.extend_from_slice(&[STOP, STOP]);
}

/// A field that holds a number; no number here is negative.
fn integer(out: &mut Vec<u8>, distance: u8, kind: u8, value: usize) {
    out.push(distance << 4 | kind);
    varint(out, value << 1);
}

/// A field that holds a list, up to its first element.
fn list(out: &mut Vec<u8>, distance: u8, kind: u8, length: usize) {
    out.push(distance << 4 | LIST);
    if length < 15 {
        out.push((length as u8) << 4 | kind);
    } else {
        out.push(0xF0 | kind);
        varint(out, length);
    }
}

/// A text after its length.
fn binary(out: &mut Vec<u8>, text: &str) {
    varint(out, text.len());
    out.extend_from_slice(text.as_bytes());
}
