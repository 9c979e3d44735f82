//! One figure of each kind a study asks for, with made-up but plausible numbers.

mod bars;
mod curves;
mod hard;
mod points;

use crate::spec::{Facets, FigureSpec, Key};

pub use hard::many_categories;

const METHODS: [&str; 3] = ["ols", "ridge", "lasso"];
const RHO: [f64; 3] = [0.0, 0.5, 0.9];
const N: [usize; 4] = [60, 120, 250, 1000];
const SNR: [f64; 3] = [0.25, 1.0, 4.0];
const P: f64 = 102.0;

pub fn all() -> Vec<(&'static str, FigureSpec)> {
    vec![
        ("curve", curves::curve()),
        ("curve-single", curves::curve_single()),
        ("bias-variance", bars::bias_variance()),
        ("coefficients", points::coefficients()),
        ("selection", points::selection()),
        ("selection-all", bars::selection_all()),
        ("distribution", bars::distribution()),
        ("tpr-fdp", curves::tpr_fdp()),
        ("hard", hard::hard()),
        ("free-axes", hard::free_axes()),
        ("many-categories", many_categories()),
    ]
}

fn labels<T: std::fmt::Display>(name: &str, values: &[T]) -> Vec<String> {
    values.iter().map(|v| format!("{name} = {v}")).collect()
}

fn keys(names: &[&str]) -> Vec<Key> {
    names.iter().enumerate().map(|(i, name)| Key::method(i, *name)).collect()
}

fn two_signals() -> Facets {
    Facets::Grid { rows: labels("ρ", &RHO), columns: labels("n", &N) }
}

/// Something like the relative risk of a method: p/(n SNR) for least squares, less for the others.
fn risk(method: usize, n: usize, rho: f64, snr: f64) -> Option<f64> {
    let n = n as f64;
    let ols = P / (n - P - 1.0) / snr;
    match method {
        0 => (n > P + 2.0).then_some(ols),
        1 => Some(1.0 / (1.0 + n * snr * (1.0 + 2.0 * rho) / P)),
        _ => Some((8.0 * (1.0 + rho) / (n * snr)).min(0.97)),
    }
}
