//! The debiased lasso: nodewise lassos, and the correction that they make.

use crate::error::FitError;
use crate::kernels::vector::add_scaled;
use crate::lasso::Lasso;
use crate::path::{EngineChoice, Fit, PathReport, PathSolver};
use crate::problem::{Problem, Products};
use crate::rows::{Rows, Standardised};
use crate::simd::{Kernel, Lanes, dispatch};

/// Most columns for which a homotopy on all of them at once is the cheaper one.
const FEW: usize = 64;

/// Lassos of every column of a problem on all others, and the debiasing of lassos by their
/// residuals.
///
/// With columns standardised, let `z_j` = `x_j` - sum over k of `g_k` `x_k`, g the lasso of `x_j` on the
/// others at `lambda_j` = sqrt(2 log p/n) `tau_j`, and `tau_j`^2 the mean squared residual of the same lasso at
/// sqrt(2 log p/n), p counting columns that are not constant: one step of the iteration of the scaled lasso (Sun & Zhang 2012, section 2) from the standard
/// deviation 1 of `x_j`, so that the penalty follows what of `x_j` the others do not explain. Zhang & Zhang (2014,
/// section 2.2) and van de Geer, Buhlmann, Ritov & Dezeure (2014, section 2.1) have this order of `lambda_j`.
///
/// All come from one G, which is formed from the rows where the problem does not hold it.
#[derive(Debug, Clone, Default)]
pub struct Nodewise {
    few: Lasso,
    many: Option<Box<Lasso>>,
    rows: Standardised,
    /// The problem of one column on the others; between two columns its G is whole.
    node: Problem,
    row: Vec<f64>,
    solution: Fit,
    /// Where the nonzero gamma of each column begin in `terms`.
    starts: Vec<usize>,
    terms: Vec<(usize, f64)>,
    /// z'z/n and z'x/n by column.
    lengths: Vec<f64>,
    products: Vec<f64>,
    gradient: Vec<f64>,
    slopes: Vec<f64>,
    report: PathReport,
}

impl Nodewise {
    /// A solver without memory as yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Solves the nodewise problems of all columns; `rows` are those of the problem, whose columns are
    /// standardised.
    ///
    /// # Errors
    /// As [`PathSolver::fit_at`] of the lasso.
    pub fn compute(&mut self, problem: &Problem, rows: &Rows<'_>) -> Result<(), FitError> {
        self.begin(problem, rows)?;
        let (p, n) = (problem.p(), problem.n() as f64);
        let varying = self.node.diagonal.iter().filter(|d| **d > 0.0).count().max(1);
        let universal = (2.0 * libm::log(varying as f64) / n).sqrt();
        for j in 0..p {
            self.starts.push(self.terms.len());
            let own = self.node.diagonal[j];
            if own == 0.0 {
                (self.lengths[j], self.products[j]) = (0.0, 0.0);
                continue;
            }
            self.isolate(j);
            let scale = self.solve(universal * own.sqrt())?;
            let length = self.solve(universal * scale)?;
            self.restore(j);
            let row = &self.node.gram[j * self.node.ld..];
            let mut product = own;
            for (k, gamma) in self.solution.slopes.iter().enumerate().filter(|(_, g)| **g != 0.0) {
                product -= gamma * row[k];
                self.terms.push((k, *gamma));
            }
            (self.lengths[j], self.products[j]) = (length * length, product);
        }
        self.starts.push(self.terms.len());
        Ok(())
    }

    /// Copies what the problems of all columns share.
    fn begin(&mut self, problem: &Problem, rows: &Rows<'_>) -> Result<(), FitError> {
        let (p, node) = (problem.p(), &mut self.node);
        node.resize(p);
        (node.n, node.intercept, node.source_p, node.rows) = (problem.n, false, p, None);
        node.form_gram();
        if problem.is_wide() {
            let all: Vec<usize> = (0..p).collect();
            self.rows.load(problem, rows, &all)?;
            let scale = 1.0 / problem.n as f64;
            for (j, out) in node.gram.chunks_exact_mut(node.ld).enumerate() {
                let (rows, with) = (&self.rows, self.rows.column(j));
                dispatch(Products { rows, with, scale, out: &mut out[..p] });
            }
        } else {
            node.gram.copy_from_slice(&problem.gram[..node.ld * p]);
        }
        for j in 0..p {
            node.diagonal[j] = node.gram[j * node.ld + j];
            node.factor[j] = if problem.is_constant(j) { 0.0 } else { 1.0 };
        }
        node.unit.fill(1.0);
        for (vector, length) in
            [(&mut self.row, node.ld), (&mut self.lengths, p), (&mut self.products, p)]
        {
            vector.clear();
            vector.resize(length, 0.0);
        }
        self.starts.clear();
        self.terms.clear();
        self.report = PathReport::default();
        Ok(())
    }

    /// Makes the problem that of column `j` on the others: it is the response, and constant among the columns.
    fn isolate(&mut self, j: usize) {
        let Problem { gram, ld, xty, yty, y_sd, diagonal, factor, .. } = &mut self.node;
        let ld = *ld;
        self.row.copy_from_slice(&gram[j * ld..(j + 1) * ld]);
        xty.copy_from_slice(&self.row);
        (*yty, *y_sd, xty[j]) = (diagonal[j], diagonal[j].sqrt(), 0.0);
        gram[j * ld..(j + 1) * ld].fill(0.0);
        gram.iter_mut().skip(j).step_by(ld).for_each(|entry| *entry = 0.0);
        (diagonal[j], factor[j]) = (0.0, 0.0);
    }

    /// Undoes [`Nodewise::isolate`].
    fn restore(&mut self, j: usize) {
        let Problem { gram, ld, diagonal, factor, .. } = &mut self.node;
        let ld = *ld;
        for (entry, value) in gram.iter_mut().skip(j).step_by(ld).zip(&self.row) {
            *entry = *value;
        }
        gram[j * ld..(j + 1) * ld].copy_from_slice(&self.row);
        (diagonal[j], factor[j]) = (self.row[j], 1.0);
    }

    /// Solves at a lambda; returns the root of the mean squared residual.
    fn solve(&mut self, lambda: f64) -> Result<f64, FitError> {
        let solver = if self.node.p() <= FEW {
            &mut self.few
        } else {
            self.many.get_or_insert_with(|| Box::new(Lasso::with_engine(EngineChoice::Cholesky)))
        };
        let report = solver.fit_at(&self.node, lambda, &mut self.solution)?;
        self.report.merge(&report);
        Ok((self.solution.rss / self.node.n as f64).sqrt())
    }

    /// How the nodewise problems were solved.
    pub fn report(&self) -> &PathReport {
        &self.report
    }

    /// Replaces a lasso by the debiased lasso: `b_j` + `z_j`'r/(`z_j`'`x_j` (1 - df/n)), r the residuals of the
    /// lasso and df the number of its nonzero slopes (Zhang & Zhang 2014, equation 5; the factor: Javanmard &
    /// Montanari 2018; Bellec & Zhang 2022). `errors` receives the standard errors of intercept (NaN: it is not
    /// debiased, but makes the residuals' mean 0) and slopes, sigma |`z_j`|/(|`z_j`'`x_j`| (1 - df/n)) with sigma^2 =
    /// RSS/(n - df - 1), without an intercept RSS/(n - df). `problem` is the one of [`Nodewise::compute`], or
    /// shares its design. A constant column keeps the slope 0 and has no standard error.
    ///
    /// # Errors
    /// [`FitError::NotAvailable`] where the lasso leaves no degrees of freedom.
    pub fn debias(
        &mut self,
        problem: &Problem,
        fit: &mut Fit,
        errors: &mut Vec<f64>,
    ) -> Result<(), FitError> {
        let n = problem.n() as f64;
        let free = n - fit.df - f64::from(u8::from(problem.intercept()));
        if free <= 0.0 {
            let what = "debiasing of a lasso that leaves no degrees of freedom";
            return Err(FitError::NotAvailable(what));
        }
        let (unit, share) = (problem.y_unit(), 1.0 - fit.df / n);
        let sigma = (fit.rss / free).sqrt();
        self.load(problem, fit);
        errors.clear();
        errors.resize(problem.p() + 1, f64::NAN);
        for j in 0..problem.p() {
            if self.products[j] == 0.0 {
                continue;
            }
            let terms = &self.terms[self.starts[j]..self.starts[j + 1]];
            let explained: f64 = terms.iter().map(|(k, gamma)| gamma * self.gradient[*k]).sum();
            let slope = &mut self.slopes[j];
            *slope += (self.gradient[j] - explained) / (self.products[j] * share);
            let length = (self.lengths[j] / n).sqrt() / (self.products[j].abs() * share);
            errors[j + 1] = sigma * length / problem.x_scale(j);
            fit.slopes[j] = problem.original_slope(j, *slope);
        }
        fit.intercept = problem.original_intercept(self.slopes.iter().copied().enumerate());
        fit.rss = self.residual(problem) * n * unit * unit;
        Ok(())
    }

    /// Takes over the lasso's slopes as coefficients of standardised columns, and computes X'r/n.
    fn load(&mut self, problem: &Problem, fit: &Fit) {
        let unit = problem.y_unit();
        let slopes = fit.slopes.iter().enumerate();
        self.slopes.clear();
        self.slopes.extend(slopes.map(|(j, b)| b * problem.x_scale(j) / unit));
        self.subtract(problem);
    }

    /// c - G b.
    fn subtract(&mut self, problem: &Problem) {
        let Self { node, slopes, gradient, .. } = self;
        gradient.clear();
        gradient.extend_from_slice(&problem.xty);
        dispatch(Gradient { gram: &node.gram, ld: node.ld, slopes, out: gradient });
    }

    /// The mean squared residual of the slopes.
    fn residual(&mut self, problem: &Problem) -> f64 {
        self.subtract(problem);
        let terms = self.slopes.iter().zip(problem.xty.iter().zip(&self.gradient));
        let explained: f64 = terms.map(|(b, (c, g))| b * (c + g)).sum();
        (problem.yty - explained).max(0.0)
    }
}

/// out <- out - G b.
struct Gradient<'a> {
    gram: &'a [f64],
    ld: usize,
    slopes: &'a [f64],
    out: &'a mut [f64],
}

impl Kernel for Gradient<'_> {
    type Output = ();

    #[inline(always)]
    fn run<V: Lanes>(self) {
        for (row, b) in self.gram.chunks_exact(self.ld).zip(self.slopes) {
            if *b != 0.0 {
                add_scaled::<V>(-b, row, self.out);
            }
        }
    }
}
