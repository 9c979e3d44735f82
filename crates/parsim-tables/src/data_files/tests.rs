//! Tests of data files.

use super::*;
use polars::prelude::{DataFrame, IntoColumn, NamedFrom, Series};
use tempfile::TempDir;

fn file(bytes: &[u8]) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data.csv");
    std::fs::write(&path, bytes).unwrap();
    (folder, path)
}

fn load(bytes: &[u8]) -> Result<DataTable, DataFileError> {
    let (_folder, path) = file(bytes);
    load_table(&path)
}

fn refused(bytes: &[u8], fragments: &[&str]) {
    let error = load(bytes).unwrap_err();
    for fragment in fragments {
        assert!(error.message.contains(fragment), "{} lacks {fragment}", error.message);
    }
}

#[test]
fn numbers_in_all_their_spellings_are_read() {
    let text = "\u{feff}age,\"lpsa\", svi\r\n50,-0.43,TRUE\r\n\n 58 ,+1.5e-3,false\r\n.5,\"7\",1";
    let table = load(text.as_bytes()).unwrap();
    assert_eq!(table.columns, ["age", "lpsa", "svi"]);
    assert_eq!((table.values.rows(), table.values.cols()), (3, 3));
    assert_eq!(table.values.as_slice(), [50.0, 58.0, 0.5, -0.43, 0.0015, 7.0, 1.0, 0.0, 1.0]);
}

#[test]
fn the_hash_is_that_of_the_bytes() {
    // From blake3.blake3(b"a\n1\n").hexdigest() of Python's blake3 1.0.11.
    let expected = "5740c871ece119bb9e316c4d7758bd2baa0099b2a85961a6c3ea1bb3e7d2a8d5";
    assert_eq!(load(b"a\n1\n").unwrap().hash, expected);
    assert_ne!(expected, load(b"a\n1.0\n").unwrap().hash);
}

#[test]
fn paths_are_relative_to_the_study_file_and_kept_as_typed() {
    let (folder, _path) = file(b"a\n1\n");
    let files = FileData::beside(&folder.path().join("study.toml"));
    assert_eq!(files.load("data.csv").unwrap().path, "data.csv");
    let error = files.load("none.csv").unwrap_err();
    assert!(error.message.contains("there is no file") && error.message.contains("none.csv"));
    assert!(error.hint.contains("relative to the study file"));
    assert!(files.load(".").unwrap_err().message.contains("cannot be read"));
}

/// The first column that cannot be used, and why.
fn unusable(bytes: &[u8], fragments: &[&str]) -> Unusable {
    let unusable = load(bytes).unwrap().unusable.into_iter().next().unwrap();
    for fragment in fragments {
        assert!(unusable.message.contains(fragment), "{} lacks {fragment}", unusable.message);
    }
    unusable
}

#[test]
fn wrong_cells_are_named_by_line_and_column() {
    unusable(b"a,b\n1,2\n3,x\n", &["line 3, column \"b\" is \"x\", not a number"]);
    unusable(b"a,b\n\n1,\n", &["line 3, column \"b\" has no value"]);
    for missing in ["NA", "NaN", "nan", ".", "null"] {
        let text = format!("a,b\n{missing},1\n");
        unusable(text.as_bytes(), &["line 2, column \"a\" has no value"]);
    }
    for infinite in ["inf", "-Infinity", "1e400"] {
        unusable(format!("a,b\n1,{infinite}\n").as_bytes(), &["column \"b\" is infinite"]);
    }
    assert_eq!(unusable(b"a\n\"1,5\"\n", &[]).hint, "write decimals with a point");
    unusable(format!("a\n{}\n", "x".repeat(99)).as_bytes(), &["xxxxxxxx...\""]);
}

#[test]
fn columns_that_cannot_be_used_leave_the_others_alone() {
    let table = load(b"name,a,b\nann,1,2\nbob,3,NA\ncec,4,5\n").unwrap();
    assert_eq!(table.columns, ["name", "a", "b"]);
    assert_eq!(table.values.column(1), [1.0, 3.0, 4.0]);
    let refused: Vec<usize> = table.unusable.iter().map(|unusable| unusable.column).collect();
    assert_eq!(refused, [0, 2]);
    assert!(table.refusal(1).is_none());
    let message = &table.refusal(2).unwrap().message;
    assert_eq!(message, "line 3, column \"b\" has no value");
    let words = Series::new("name".into(), ["a", "b"]);
    let numbers = Series::new("x".into(), [1.0, 2.0]);
    let table = load(&parquet_of(vec![words, numbers])).unwrap();
    assert_eq!((table.values.column(1), table.unusable.len()), (&[1.0, 2.0][..], 1));
}

#[test]
fn wrong_shapes_are_named() {
    refused(b"", &["is empty"]);
    refused(b"a,b\n", &["has no rows"]);
    refused(b"a,b\n1,2\n1,2,3\n", &["line 3 has 3 cells, the header has 2"]);
    refused(b"a,b\n1\n", &["line 2 has 1 cells"]);
    refused(b"a,b,a\n1,2,3\n", &["two columns are called \"a\""]);
    refused(b",a\n1,2\n", &["column 1 has no name"]);
    refused(b"a;b\n1;2\n", &["one column only"]);
    refused(b"1,2\n3,4\n", &["no header line"]);
    refused(b"a\n1\n\xff\n", &["line 3 is not UTF-8"]);
}

fn parquet_of(columns: Vec<Series>) -> Vec<u8> {
    let height = columns[0].len();
    let columns = columns.into_iter().map(IntoColumn::into_column).collect();
    crate::parquet::to_bytes(&DataFrame::new(height, columns).unwrap(), Vec::new()).unwrap()
}

#[test]
fn parquet_is_read_whatever_its_name_and_numeric_type() {
    let bytes = parquet_of(vec![
        Series::new("x".into(), [0.1, -2.0]),
        Series::new("count".into(), [7_i32, -8]),
        Series::new("single".into(), [0.5_f32, 0.25]),
        Series::new("flag".into(), [true, false]),
    ]);
    let table = load(&bytes).unwrap();
    assert_eq!(table.columns, ["x", "count", "single", "flag"]);
    assert_eq!(table.values.as_slice(), [0.1, -2.0, 7.0, -8.0, 0.5, 0.25, 1.0, 0.0]);
}

#[test]
fn wrong_parquet_is_named_by_row_and_column() {
    let x = || Series::new("x".into(), [1.0, 2.0]);
    let words = Series::new("name".into(), ["a", "b"]);
    unusable(&parquet_of(vec![x(), words]), &["column \"name\" is of type str, not numeric"]);
    let gaps = Series::new("y".into(), [Some(1.0), None]);
    unusable(&parquet_of(vec![x(), gaps]), &["row 2, column \"y\" has no value"]);
    let nan = Series::new("y".into(), [f64::NAN, 0.0]);
    unusable(&parquet_of(vec![x(), nan]), &["row 1, column \"y\" has no value"]);
    let infinite = Series::new("y".into(), [0.0, f64::INFINITY]);
    unusable(&parquet_of(vec![x(), infinite]), &["row 2, column \"y\" is infinite"]);
    refused(&parquet_of(vec![Series::new("x".into(), [0.0; 0])]), &["has no rows"]);
}

#[test]
fn damaged_parquet_is_refused_at_every_length() {
    let bytes = parquet_of(vec![Series::new("x".into(), [1.0, 2.0, 3.0])]);
    for end in 4..bytes.len() {
        refused(&bytes[..end], &["is not readable as Parquet"]);
    }
}
