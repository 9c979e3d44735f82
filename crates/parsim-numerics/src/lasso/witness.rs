//! Certificates of wide problems: the optimality conditions, evaluated from residuals.
//!
//! At a few lambdas, the nodes, the gradient X'r/n is computed for all variables. Between two nodes a and b it is
//! computed only for those that could matter: if the residual is `r = (1 - t) r_a + t r_b + d`, then
//! `|g_j| <= |(1 - t) g_ja + t g_jb| + |d| |x_j|/n`, whatever t is. Since residuals move almost along a straight
//! line over a few lambdas, d is small, and most variables are proved to stay within the bounds.

use super::certify::{Certified, Remainders, kkt_unit};
use super::slots::SlotColumns;
use super::trace::{BLOCK, Trace};
use super::verdict::{Chords, HotGradients, Outside, Tally};
use crate::buffer::Buffer;
use crate::kernels::vector::max_abs;
use crate::problem::Problem;
use crate::simd::dispatch;
use crate::wide::{Correlate, WideRows};
use std::ops::Range;

/// The first node of a block of lambdas; the second is the last lambda.
const MIDDLE: usize = BLOCK / 2 - 1;

/// Bounds this close to lambda prove nothing.
const MARGIN: f64 = 0.999;

/// Variables count as violating the conditions beyond this many units.
const VIOLATION: f64 = 5e-10;

/// Lambda, residual and gradient.
type Node<'a> = (f64, &'a [f64], &'a [f64]);

/// Evaluates solutions of one wide problem from its rows, some lambdas at a time.
#[derive(Debug, Clone, Default)]
pub(super) struct Witness {
    pub lambda_max: f64,
    /// Lambda, residual and gradient of the last node that was accepted.
    lambda: f64,
    residual: Buffer,
    pub gradient: Buffer,
    /// Residuals at the nodes that are being evaluated, and the gradients there.
    nodes: Buffer,
    node_gradients: Buffer,
    last: f64,
    /// Norms of the columns over the square root of n.
    norms: Buffer,
    coefficients: Buffer,
    /// A row of [`BLOCK`] lambdas per row of the data.
    residuals: Buffer,
    /// Variables whose gradient is computed at every lambda: those with a slot, then others.
    hot: Vec<usize>,
    is_hot: Vec<bool>,
    offsets: Vec<usize>,
    columns: Buffer,
    hot_gradients: Buffer,
    /// Variables that are not proved to stay within the bounds.
    found: Vec<usize>,
    /// Variables without a coefficient whose gradient is too large.
    pub violators: Vec<usize>,
}

impl Witness {
    /// Starts at `lambda_max`, where all coefficients are zero.
    pub(super) fn begin(&mut self, problem: &Problem, rows: &WideRows) {
        self.lambda_max = max_abs(&problem.xty);
        self.lambda = self.lambda_max;
        self.residual.clear();
        self.residual.extend_from_slice(&rows.y);
        self.gradient.clear();
        self.gradient.extend_from_slice(&problem.xty);
        self.norms.clear();
        self.norms.resize(problem.ld);
        for (norm, d) in self.norms.iter_mut().zip(&problem.diagonal) {
            *norm = d.sqrt();
        }
        self.is_hot.clear();
        self.is_hot.resize(problem.ld, false);
    }

    /// Certifies the solutions from `first` on at `lambdas`, at most [`BLOCK`] of them.
    pub(super) fn block(
        &mut self,
        (problem, rows): (&Problem, &WideRows),
        (slots, trace): (&mut SlotColumns, &Trace),
        first: usize,
        lambdas: &[f64],
    ) -> [Certified; BLOCK] {
        slots.cover(problem, rows, trace);
        let live = trace.live(first, lambdas.len());
        self.take_coefficients(trace, (first, lambdas.len()), live);
        self.offsets.clear();
        self.offsets.extend((0..live).map(|slot| slot * rows.stride()));
        self.residuals.resize(rows.stride() * BLOCK);
        let Self { coefficients, residuals, offsets, .. } = self;
        let (data, start) = (&slots.data[..], &rows.y[..]);
        let (coef, out) = (coefficients.as_chunks().0, residuals.as_chunks_mut().0);
        dispatch(Remainders { coef, data, offsets, start, out });
        self.take_nodes((problem, rows), lambdas);
        self.choose_hot(problem, &trace.variables[..live], lambdas);
        self.compute_hot((problem, rows), slots, live);
        self.conclude((problem, rows), lambdas, live)
    }

    /// Evaluates one solution, of the slots given, of which no certificate is asked; finds violators.
    pub(super) fn check(
        &mut self,
        (problem, rows): (&Problem, &WideRows),
        slots: &SlotColumns,
        lambda: f64,
        solution: impl Iterator<Item = (usize, f64)>,
    ) {
        self.nodes.clear();
        self.nodes.extend_from_slice(&rows.y);
        for (slot, b) in solution {
            let column = &slots.data[slot * rows.stride()..(slot + 1) * rows.stride()];
            crate::kernels::vector::add(-b, column, &mut self.nodes);
        }
        self.compute_nodes((problem, rows), lambda);
        let bound = lambda + VIOLATION * kkt_unit(lambda, self.lambda_max);
        self.violators.clear();
        for (j, g) in self.node_gradients.iter().enumerate() {
            if g.abs() > bound {
                self.violators.push(j);
            }
        }
    }

    /// Makes the last node evaluated the one that the next chord begins at.
    pub(super) fn accept(&mut self, problem: &Problem) {
        let stride = self.residual.len();
        self.lambda = self.last;
        let from = self.nodes.len() - stride;
        self.residual.copy_from_slice(&self.nodes[from..]);
        let from = self.node_gradients.len() - problem.ld;
        self.gradient.copy_from_slice(&self.node_gradients[from..]);
    }

    fn take_coefficients(&mut self, trace: &Trace, (first, len): (usize, usize), live: usize) {
        self.coefficients.clear();
        for slot in 0..live {
            let mut row = [0.0; BLOCK];
            for (l, b) in row.iter_mut().enumerate().take(len) {
                *b = trace.value(first + l, slot);
            }
            self.coefficients.extend_from_slice(&row);
        }
    }

    /// Puts the residuals at the nodes one after another, and computes the gradients there.
    fn take_nodes(&mut self, wide: (&Problem, &WideRows), lambdas: &[f64]) {
        let last = lambdas.len() - 1;
        let Self { nodes, residuals, .. } = self;
        let residuals = residuals.as_chunks::<BLOCK>().0;
        let lanes = [MIDDLE, last];
        let lanes = if last > MIDDLE { &lanes[..] } else { &lanes[1..] };
        nodes.resize(residuals.len() * lanes.len());
        for (node, &lane) in nodes.chunks_exact_mut(residuals.len()).zip(lanes) {
            for (node, r) in node.iter_mut().zip(residuals) {
                *node = r[lane];
            }
        }
        self.compute_nodes(wide, lambdas[last]);
    }

    fn compute_nodes(&mut self, (problem, rows): (&Problem, &WideRows), last: f64) {
        let count = self.nodes.len() / rows.stride();
        self.node_gradients.clear();
        self.node_gradients.resize(count * problem.ld);
        let scale = 1.0 / problem.n() as f64;
        let Self { nodes, node_gradients, .. } = self;
        dispatch(Correlate { problem, rows, vectors: nodes, scale, out: node_gradients });
        self.last = last;
    }

    /// Lists the variables that have a coefficient or are not proved to stay within the bounds: first those of
    /// the slots, all of them, then the others.
    fn choose_hot(&mut self, problem: &Problem, slots: &[usize], lambdas: &[f64]) {
        self.hot.clear();
        self.hot.extend_from_slice(slots);
        for &j in slots {
            self.is_hot[j] = true;
        }
        let (stride, ld, last) = (self.residual.len(), problem.ld, lambdas.len() - 1);
        let middle = MIDDLE.min(last);
        let mut found = std::mem::take(&mut self.found);
        found.clear();
        let from = (self.lambda, &self.residual[..], &self.gradient[..]);
        let to = (lambdas[middle], &self.nodes[..stride], &self.node_gradients[..ld]);
        self.search(problem, (from, to), (lambdas, 0..middle + 1), &mut found);
        if last > middle {
            let end = (lambdas[last], &self.nodes[stride..], &self.node_gradients[ld..]);
            self.search(problem, (to, end), (lambdas, middle + 1..last + 1), &mut found);
        }
        for &j in &found {
            if !self.is_hot[j] {
                self.is_hot[j] = true;
                self.hot.push(j);
            }
        }
        self.found = found;
    }

    /// Adds the variables that the chord between two nodes does not prove to stay within the bounds at the
    /// lambdas of some lanes.
    fn search(
        &self,
        problem: &Problem,
        (a, b): (Node<'_>, Node<'_>),
        (lambdas, lanes): (&[f64], Range<usize>),
        found: &mut Vec<usize>,
    ) {
        let mut parts = [1.0; BLOCK];
        for l in lanes.clone() {
            parts[l] = if a.0 > b.0 { (a.0 - lambdas[l]) / (a.0 - b.0) } else { 1.0 };
        }
        let residuals = self.residuals.as_chunks().0;
        let spread = dispatch(Chords { residuals, from: a.1, to: b.1, parts: &parts });
        let mut bounds = [[0.0; 3]; BLOCK];
        for l in 0..BLOCK {
            let spread = (spread[l] / problem.n() as f64).sqrt();
            bounds[l] = [parts[l], spread, lambdas.get(l).copied().unwrap_or(0.0) * MARGIN];
        }
        let (nodes, lambdas) = ([a.2, b.2], &bounds[lanes]);
        dispatch(Outside { nodes, norms: &self.norms, lambdas, out: found });
    }

    /// Gradients of the hot variables at every lambda.
    fn compute_hot(
        &mut self,
        (problem, rows): (&Problem, &WideRows),
        slots: &SlotColumns,
        live: usize,
    ) {
        for &j in &self.hot {
            self.is_hot[j] = false;
        }
        self.columns.clear();
        problem.append_columns(rows, &self.hot[live..], &mut self.columns);
        self.hot_gradients.resize(self.hot.len() * BLOCK);
        let (own, others) = self.hot_gradients.as_chunks_mut().0.split_at_mut(live);
        let (residuals, scale, stride) =
            (self.residuals.as_chunks().0, 1.0 / problem.n() as f64, rows.stride());
        dispatch(HotGradients { data: &slots.data, stride, residuals, scale, out: own });
        dispatch(HotGradients { data: &self.columns, stride, residuals, scale, out: others });
    }

    fn conclude(
        &mut self,
        (problem, rows): (&Problem, &WideRows),
        lambdas: &[f64],
        live: usize,
    ) -> [Certified; BLOCK] {
        let mut lanes = [0.0; BLOCK];
        lanes[..lambdas.len()].copy_from_slice(lambdas);
        let Self { coefficients, hot_gradients, residuals, .. } = self;
        let (coefficients, gradients) = (coefficients.as_chunks().0, hot_gradients.as_chunks().0);
        let (residuals, y) = (residuals.as_chunks().0, &rows.y[..]);
        let tally = dispatch(Tally { coefficients, gradients, residuals, y, lambdas: &lanes });
        let lambda_max = self.lambda_max;
        let bounds = lanes.map(|lambda| lambda + VIOLATION * kkt_unit(lambda, lambda_max));
        self.violators.clear();
        for (at, (g, j)) in gradients.iter().zip(&self.hot).enumerate() {
            let b = if at < live { coefficients[at] } else { [0.0; BLOCK] };
            if (0..lambdas.len()).any(|l| g[l].abs() > bounds[l] && b[l] == 0.0) {
                self.violators.push(*j);
            }
        }
        std::array::from_fn(|l| tally.conclude(problem, l, [lanes[l], lambda_max]))
    }
}

#[cfg(test)]
mod tests;
