//! Estimates, their Monte Carlo errors and the tests of claims against exact laws.

mod calibration;
mod claims;
mod degrees_of_freedom;
mod distributions;
mod intervals;
mod laws;
mod least_squares;
mod limits;
mod minimum_norm;
mod nested;
mod orthonormal_lasso;
mod ridge;
mod summaries;

use parsim_numerics::Matrix;
use std::f64::consts::{PI, SQRT_2};

/// The deterministic Fourier design: columns sqrt(2) sin and sqrt(2) cos of 2 pi t j/n, for which
/// X'X = n I and every column has mean 0; p is even and less than n.
fn fourier(n: usize, p: usize) -> Matrix {
    let half = p / 2;
    let angle = |t: usize, j: usize| 2.0 * PI * (t * j) as f64 / n as f64;
    let column = |k: usize| {
        (0..n).map(move |t| {
            let wave = if k < half { angle(t, k + 1).sin() } else { angle(t, k - half + 1).cos() };
            SQRT_2 * wave
        })
    };
    Matrix::from_columns(n, p, (0..p).flat_map(column).collect()).unwrap()
}

/// A study of one scenario with one method, as text.
fn study(mechanism: &str, method: &str, replicates: usize) -> String {
    format!(
        "title = \"t\"\nseed = 20191006\nreplicates = {replicates}\n[mechanism]\n\
         kind = \"linear\"\n{mechanism}\n[[method]]\n{method}\n"
    )
}

/// A list as TOML writes it.
fn list(values: &[f64]) -> String {
    let texts: Vec<String> = values.iter().map(|value| format!("{value:?}")).collect();
    format!("[{}]", texts.join(", "))
}
