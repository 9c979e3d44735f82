//! Covariates from a data file, whole or resampled.

use super::{Build, Covariates, Entry, resample};
use crate::component::{
    ArgumentError, Component, DataTable, Default, Family, Parameter, Shape, Specification, Value,
};
use crate::stream::Stream;
use parsim_numerics::Matrix;
use std::sync::Arc;

pub const ENTRY: Entry = Entry {
    specification: Specification {
        family: Family::Covariates,
        kind: "file",
        summary: "rows of a data file: used whole, or resampled with replacement if n is given",
        formula: "x uniform over the file's rows; mean and Σ are the file's own (1/n)",
        source: "",
        parameters: &[
            Parameter {
                name: "path",
                shape: Shape::DataFile,
                default: Default::Required,
                doc: "a CSV (with a header line) or Parquet file; the columns that are used hold finite numbers",
            },
            Parameter {
                name: "columns",
                shape: Shape::Texts,
                default: Default::Absent,
                doc: "names of the columns to use, in this order; all by default",
            },
        ],
    },
    build: Build::Known(build),
};

#[derive(Debug)]
struct File {
    rows: Matrix,
    mean: Vec<f64>,
}

fn build(component: &Component) -> Result<Arc<dyn Covariates>, ArgumentError> {
    let Some(Value::Data(table)) = component.get("path") else {
        return Err(ArgumentError::at("path", "is not a loaded data file", "give the file's path"));
    };
    let chosen = chosen_columns(component, table)?;
    if let Some(unusable) = chosen.iter().find_map(|&column| table.refusal(column)) {
        let all = component.get("columns").is_none();
        let hint = if all { "; or name the columns to use in columns" } else { "" };
        let message = format!("{}: {}", table.path, unusable.message);
        let parameter = if all { "path" } else { "columns" };
        return Err(ArgumentError::at(parameter, message, format!("{}{hint}", unusable.hint)));
    }
    let n = table.values.rows();
    if n < 2 {
        return Err(ArgumentError::at(
            "path",
            format!("has {n} row(s)"),
            "at least 2 rows are needed",
        ));
    }
    let mut rows = Matrix::new(n, chosen.len());
    for (j, &column) in chosen.iter().enumerate() {
        rows.column_mut(j).copy_from_slice(table.values.column(column));
    }
    let mean = (0..rows.cols()).map(|j| rows.column(j).iter().sum::<f64>() / n as f64).collect();
    Ok(Arc::new(File { rows, mean }))
}

fn chosen_columns(component: &Component, table: &DataTable) -> Result<Vec<usize>, ArgumentError> {
    let Some(Value::Texts(names)) = component.get("columns") else {
        return Ok((0..table.columns.len()).collect());
    };
    let mut chosen = Vec::with_capacity(names.len());
    for name in names {
        let position = table.columns.iter().position(|column| column == name).ok_or_else(|| {
            let hint = format!("it has {}", table.columns.join(", "));
            ArgumentError::at("columns", format!("{} has no column \"{name}\"", table.path), hint)
        })?;
        if chosen.contains(&position) {
            return Err(ArgumentError::at("columns", format!("names \"{name}\" twice"), ""));
        }
        chosen.push(position);
    }
    Ok(chosen)
}

impl File {
    /// Calls `each` with `(x_i - mean)'delta` for every row.
    fn deviations(&self, delta: &[f64], mut each: impl FnMut(f64)) {
        let mut deviation = vec![0.0; self.rows.rows()];
        for (j, d) in delta.iter().enumerate().filter(|(_, d)| **d != 0.0) {
            for (sum, x) in deviation.iter_mut().zip(self.rows.column(j)) {
                *sum += d * (x - self.mean[j]);
            }
        }
        deviation.into_iter().for_each(&mut each);
    }
}

impl Covariates for File {
    fn p(&self) -> usize {
        self.rows.cols()
    }

    fn fill(&self, stream: &mut Stream, x: &mut Matrix) {
        resample(&self.rows, stream, x);
    }

    fn rows(&self) -> Option<&Matrix> {
        Some(&self.rows)
    }

    fn mean_product(&self, delta: &[f64]) -> f64 {
        self.mean.iter().zip(delta).map(|(m, d)| m * d).sum()
    }

    fn quadratic(&self, delta: &[f64]) -> f64 {
        let mut sum = 0.0;
        self.deviations(delta, |d| sum += d * d);
        sum / self.rows.rows() as f64
    }

    fn first_moments(&self) -> (f64, f64) {
        let mut unit = vec![0.0; self.p()];
        unit[0] = 1.0;
        (self.mean[0], self.quadratic(&unit).sqrt())
    }

    fn first_exponential_moment(&self, t: f64) -> Option<f64> {
        let (mean, sd) = self.first_moments();
        let scale = if sd > 0.0 { t / sd } else { 0.0 };
        let column = self.rows.column(0);
        let sum = column.iter().map(|x| libm::exp(scale * (x - mean))).sum::<f64>();
        Some(sum / column.len() as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_the_files_own() {
        let rows = Matrix::from_columns(3, 2, vec![1.0, 2.0, 6.0, 0.0, 3.0, 3.0]).unwrap();
        let file = File { rows, mean: vec![3.0, 2.0] };
        // By hand: variances 14/3 and 2, covariance (-2*-2 + -1*1 + 3*1)/3 = 2.
        assert!((file.quadratic(&[1.0, 0.0]) - 14.0 / 3.0).abs() < 1e-14);
        assert!((file.quadratic(&[1.0, -1.0]) - (14.0 / 3.0 + 2.0 - 4.0)).abs() < 1e-14);
        assert!((file.mean_product(&[1.0, 1.0]) - 5.0).abs() < 1e-14);
        assert!((file.first_exponential_moment(0.0).unwrap() - 1.0).abs() < 1e-15);
    }
}
