//! The designs of the studies with known answers, which live in no file.

use parsim_numerics::Matrix;
use parsim_stats::component::{DataTable, fingerprint};
use parsim_study::{DataFileError, DataFiles};
use std::f64::consts::{PI, SQRT_2};
use std::sync::Arc;

/// Rows of the Fourier design.
const ROWS: usize = 64;

/// Designs by the file names that the studies give.
#[derive(Debug)]
pub struct Designs;

impl DataFiles for Designs {
    fn load(&self, path: &str) -> Result<Arc<DataTable>, DataFileError> {
        let columns = match path {
            "fourier.csv" => fourier(6),
            "eight-rows.csv" => vec![
                vec![1.0, 1.0, 1.0, 1.0, -1.0, -1.0, -1.0, -1.0],
                vec![1.0, 1.0, 1.0, -1.0, 1.0, -1.0, -1.0, -1.0],
            ],
            _ => return Err(refusal(format!("there is no design \"{path}\""))),
        };
        let (rows, p) = (columns[0].len(), columns.len());
        let values = Matrix::from_columns(rows, p, columns.concat())
            .map_err(|error| refusal(format!("{path}: {error}")))?;
        Ok(Arc::new(DataTable {
            path: path.to_owned(),
            hash: fingerprint(path).to_string(),
            columns: (1..=p).map(|j| format!("x{j}")).collect(),
            values,
            unusable: Vec::new(),
        }))
    }
}

fn refusal(message: String) -> DataFileError {
    DataFileError { message, hint: String::new() }
}

/// Columns sqrt(2) sin and sqrt(2) cos of 2 pi t j/n, for which X'X = n I and every column has mean 0.
fn fourier(p: usize) -> Vec<Vec<f64>> {
    let wave = |t: usize, k: usize| {
        let angle = 2.0 * PI * (t * (k / 2 + 1)) as f64 / ROWS as f64;
        SQRT_2 * if k.is_multiple_of(2) { angle.sin() } else { angle.cos() }
    };
    (0..p).map(|k| (0..ROWS).map(|t| wave(t, k)).collect()).collect()
}
