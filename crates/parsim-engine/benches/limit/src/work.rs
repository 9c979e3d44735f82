//! Additions and multiplications that the algorithm of each stage needs; lower orders of p are left
//! out where the leading one is a cube.
//!
//! n rows, p columns, K folds, L lambdas.

/// A scaling per normal, three operations for AR(1), the mean of y.
pub fn draw(n: f64, p: f64) -> f64 {
    n * (p + 1.0) + 3.0 * n * p + 4.0 * n
}

/// Centring, then the lower triangle of zz' over all rows, z being x, y and 1: n (p + 2)(p + 3).
pub fn moments(n: f64, p: f64) -> f64 {
    2.0 * n * (p + 1.0) + n * (p + 2.0) * (p + 3.0)
}

/// Per problem the lower triangle of (M - `M_k`)/n - mean mean', then both scales: 6 an entry.
pub fn problems(p: f64, count: f64) -> f64 {
    count * 6.0 * p * (p + 1.0) / 2.0
}

/// Cholesky p^3/3, two triangular solves 2 p^2, G b for the certificate 2 p^2.
pub fn ols(p: f64) -> f64 {
    p * p * p / 3.0 + 4.0 * p * p
}

/// Per problem 4/3 p^3 to tridiagonal form, 2 p^2 to rotate c; per lambda the tridiagonal factor,
/// solution and trace of the inverse, 14 p; one certificate, 2 p^2 to rotate back and 2 p^2 for G b.
pub fn ridge_path(p: f64, lambdas: f64) -> f64 {
    4.0 / 3.0 * p * p * p + 6.0 * p * p + 14.0 * p * lambdas
}

/// Rows standardised, 2 p, and rotated, 2 p^2; then 2 p for each lambda.
pub fn ridge_residuals(rows: f64, p: f64, lambdas: f64) -> f64 {
    rows * (2.0 * p + 2.0 * p * p + 2.0 * p * lambdas)
}

/// Each step sweeps the lower triangle, p^2, and needs 8 p for the next event; each solution is
/// certified by G b, 2 p for each of `active` nonzero slopes (summed over the lambdas), and 6 p.
pub fn lasso_path(p: f64, steps: f64, active: f64, lambdas: f64) -> f64 {
    steps * (p * p + 8.0 * p) + 2.0 * p * active + 6.0 * p * lambdas
}

/// Rows standardised, 2 p; then 2 for each nonzero slope of each lambda.
pub fn lasso_residuals(rows: f64, p: f64, active: f64) -> f64 {
    rows * (2.0 * p + 2.0 * active)
}

/// Squares, fourth powers and their sums: 4 for each row and lambda.
pub fn squares(n: f64, lambdas: f64) -> f64 {
    4.0 * n * lambdas
}

/// Per method the quadratic form of the error, 2 p^2, four powers and sums, 8 p, scores, 10 p.
pub fn measures(p: f64, methods: f64) -> f64 {
    methods * (2.0 * p * p + 18.0 * p)
}
