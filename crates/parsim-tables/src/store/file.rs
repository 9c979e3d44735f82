//! One block as the bytes of a Parquet file that carries its own checksum.
//!
//! The checksum is a key-value pair of the footer: the BLAKE3 hash of the whole file with the
//! checksum's digits read as zeros. So damage anywhere is seen before a byte is parsed.

use super::decode::{self, Header};
use super::encode;
use super::layout;
use super::pages::Column;
use super::set::Set;
use crate::parquet;
use parsim_engine::record::BlockRecord;
use polars::prelude::SerReader;

/// The key under which readers find the checksum.
const CHECKSUM_KEY: &str = "parsim:checksum";

/// What stands before the checksum's digits.
const CHECKSUM_PREFIX: &[u8] = b"blake3:";

/// Hexadecimal digits of the checksum.
const CHECKSUM_DIGITS: usize = 64;

/// How far from the end of a file the checksum is looked for.
const FOOTER_LIMIT: usize = 1 << 24;

/// The bytes of a block's file.
///
/// # Errors
/// The block contradicts itself.
pub(super) fn write(block: &BlockRecord, set: &Set) -> Result<Vec<u8>, String> {
    let rows = block.replicates * block.methods.len();
    seal(&encode::encode(block, set.keeps_all)?, rows, encode::metadata(set, block))
}

/// Columns as a file with its checksum in it.
pub(super) fn seal(
    columns: &[Column],
    rows: usize,
    mut metadata: Vec<(String, String)>,
) -> Result<Vec<u8>, String> {
    let zeros = format!("blake3:{}", "0".repeat(CHECKSUM_DIGITS));
    metadata.push((CHECKSUM_KEY.to_owned(), zeros));
    let mut bytes = layout::to_bytes(columns, rows, &metadata)
        .map_err(|error| format!("cannot be written as Parquet: {error}"))?;
    let digits = checksum_place(&bytes).ok_or("has no place for its checksum")?;
    let checksum = blake3::hash(&bytes).to_hex();
    bytes[digits].copy_from_slice(checksum.as_bytes());
    Ok(bytes)
}

/// The block in a file's bytes.
///
/// # Errors
/// The bytes are damaged, or hold another block than the one named.
pub(super) fn read(
    mut bytes: Vec<u8>,
    set: &Set,
    index: u64,
    replicates: usize,
) -> Result<BlockRecord, String> {
    verify(&mut bytes)?;
    let mut reader = parquet::reader(bytes);
    let pairs = reader.get_metadata().map_err(|error| error.to_string())?;
    let pairs = pairs.key_value_metadata().clone().unwrap_or_default();
    let find = |key: &str| pairs.iter().find(|pair| pair.key == key)?.value.clone();
    for (key, value) in encode::identity(set, index, replicates) {
        if find(&key).as_ref() != Some(&value) {
            return Err(format!("is another block than its name says ({key} is not {value})"));
        }
    }
    let header = Header {
        set,
        index,
        replicates,
        first: find("parsim:first")
            .and_then(|text| text.parse().ok())
            .ok_or("lacks parsim:first")?,
        measures: names(&find("parsim:measures").ok_or("lacks parsim:measures")?),
    };
    let columns = decode::columns(&header);
    let frame = reader.with_columns(Some(columns)).finish().map_err(|error| error.to_string())?;
    decode::decode(&header, &frame)
}

/// Whether the bytes are as they were written; `Err` says how they are damaged.
///
/// Puts zeros in the place of the checksum.
fn verify(bytes: &mut [u8]) -> Result<(), String> {
    let digits = checksum_place(bytes).ok_or("is damaged: it has no checksum")?;
    let stored = bytes[digits.clone()].to_vec();
    bytes[digits].fill(b'0');
    if blake3::hash(bytes).to_hex().as_bytes() == stored {
        Ok(())
    } else {
        Err("is damaged: its checksum does not fit".to_owned())
    }
}

/// Whether the first and last bytes of a file are those of a Parquet file of that length; sees
/// every truncation that leaves no `PAR1` at the new end.
pub(super) fn looks_whole(first: [u8; 4], last: [u8; 8], length: u64) -> bool {
    let [a, b, c, d, magic @ ..] = last;
    let footer = u64::from(u32::from_le_bytes([a, b, c, d]));
    first == *b"PAR1" && magic == *b"PAR1" && footer + 12 <= length
}

fn checksum_place(bytes: &[u8]) -> Option<std::ops::Range<usize>> {
    let from = bytes.len().saturating_sub(FOOTER_LIMIT);
    let mut windows = bytes[from..].windows(CHECKSUM_PREFIX.len());
    let start =
        from + windows.rposition(|window| window == CHECKSUM_PREFIX)? + CHECKSUM_PREFIX.len();
    (start + CHECKSUM_DIGITS <= bytes.len()).then_some(start..start + CHECKSUM_DIGITS)
}

fn names(joined: &str) -> Vec<String> {
    joined.split(',').filter(|name| !name.is_empty()).map(str::to_owned).collect()
}
