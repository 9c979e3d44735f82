//! Certificates of wide problems: the optimality conditions, evaluated from residuals.
//!
//! At a few lambdas, the nodes, the gradient X'r/n is computed for all variables. Between two nodes a and b it is
//! computed only for those that could matter: if the residual is r = (1 - t) r_a + t r_b + d, then
//! |g_j| <= |(1 - t) g_ja + t g_jb| + |d| |x_j|/n, whatever t is. Since residuals move almost along a straight
//! line over a few lambdas, d is small, and most variables are proved to stay within the bounds.

use super::certify::{Certified, kkt_unit};
use super::slots::SlotColumns;
use super::trace::{BLOCK, Trace};
use super::verdict::{Chords, HotGradients, Outside, Residuals, Tally};
use crate::buffer::Buffer;
use crate::kernels::vector::max_abs;
use crate::problem::Problem;
use crate::simd::{LANES, dispatch};
use crate::wide::{Correlate, WideRows};

/// The first node of a block of lambdas; the second is the last lambda.
const MIDDLE: usize = BLOCK / 2 - 1;

/// Bounds this close to lambda prove nothing.
const MARGIN: f64 = 0.999;

/// Variables count as violating the conditions beyond this many units.
const VIOLATION: f64 = 5e-10;

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
    coefficients: Vec<[f64; BLOCK]>,
    /// A row of [`BLOCK`] lambdas per row of the data.
    residuals: Vec<[f64; BLOCK]>,
    /// Variables whose gradient is computed at every lambda: those with a slot, then others.
    hot: Vec<usize>,
    is_hot: Vec<bool>,
    offsets: Vec<usize>,
    columns: Buffer,
    hot_gradients: Vec<[f64; BLOCK]>,
    /// Groups of eight variables to look at more closely.
    groups: Vec<usize>,
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
        slots: &mut SlotColumns,
        trace: &Trace,
        first: usize,
        lambdas: &[f64],
    ) -> [Certified; BLOCK] {
        slots.cover(problem, rows, trace);
        let live = trace.live[first..first + lambdas.len()].iter().copied().max().unwrap_or(0);
        self.take_coefficients(trace, (first, lambdas.len()), live);
        self.offsets.clear();
        self.offsets.extend((0..live).map(|slot| slot * rows.stride()));
        self.residuals.resize(rows.stride(), [0.0; BLOCK]);
        let Self { coefficients, residuals, offsets, .. } = self;
        let (data, start) = (&slots.data[..], &rows.y[..]);
        dispatch(Residuals { coefficients, data, offsets, start, out: residuals });
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
        for values in trace.values.chunks_exact(trace.ld).take(live) {
            let mut row = [0.0; BLOCK];
            row[..len].copy_from_slice(&values[first..first + len]);
            self.coefficients.push(row);
        }
    }

    /// Puts the residuals at the nodes one after another, and computes the gradients there.
    fn take_nodes(&mut self, wide: (&Problem, &WideRows), lambdas: &[f64]) {
        let last = lambdas.len() - 1;
        let Self { nodes, residuals, .. } = self;
        let lanes = [MIDDLE, last];
        let lanes = if last > MIDDLE { &lanes[..] } else { &lanes[1..] };
        nodes.resize(residuals.len() * lanes.len());
        for (node, &lane) in nodes.chunks_exact_mut(residuals.len()).zip(lanes) {
            for (node, r) in node.iter_mut().zip(&*residuals) {
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
        let last = lambdas.len() - 1;
        let ld = problem.ld;
        let middle = if last > MIDDLE { MIDDLE } else { last };
        let first = (self.lambda, &self.residual[..], &self.gradient[..]);
        let node = |at: usize, lane: usize| {
            (lambdas[lane], &self.nodes[at * first.1.len()..][..first.1.len()], &self.node_gradients[at * ld..][..ld])
        };
        let mut ends = [(first, node(0, middle), 0..middle + 1), (first, first, 0..0)];
        if last > middle {
            ends[1] = (node(0, middle), node(1, last), middle + 1..last + 1);
        }
        for (a, b, lanes) in ends {
            if lanes.is_empty() {
                continue;
            }
            let mut parts = [1.0; BLOCK];
            for l in lanes.clone() {
                parts[l] = if a.0 > b.0 { (a.0 - lambdas[l]) / (a.0 - b.0) } else { 1.0 };
            }
            let residuals = &self.residuals;
            let mut spread = dispatch(Chords { residuals, from: a.1, to: b.1, parts: &parts });
            let scale = 1.0 / problem.n() as f64;
            spread.iter_mut().for_each(|s| *s = (*s * scale).sqrt());
            let widest = lanes.clone().map(|l| spread[l]).fold(0.0, f64::max);
            let least = lambdas[lanes.end - 1] * MARGIN;
            let (norms, groups) = (&self.norms[..], &mut self.groups);
            let (spread_, bound) = (widest, least);
            dispatch(Outside { a: a.2, b: b.2, norms, spread: spread_, bound, out: groups });
            for j in self.groups.iter().flat_map(|g| g * LANES..(g + 1) * LANES) {
                let (ga, gb, norm) = (a.2[j], b.2[j], self.norms[j]);
                if ga.abs().max(gb.abs()) + widest * norm <= least || self.is_hot[j] {
                    continue;
                }
                let outside = |l: usize| {
                    let chord = (1.0 - parts[l]) * ga + parts[l] * gb;
                    chord.abs() + spread[l] * norm > lambdas[l] * MARGIN
                };
                if lanes.clone().any(outside) {
                    self.is_hot[j] = true;
                    self.hot.push(j);
                }
            }
        }
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
        problem.append_columns(rows, self.hot[live..].iter().copied(), &mut self.columns);
        self.hot_gradients.resize(self.hot.len(), [0.0; BLOCK]);
        let (own, others) = self.hot_gradients.split_at_mut(live);
        let (residuals, scale, stride) =
            (&self.residuals[..], 1.0 / problem.n() as f64, rows.stride());
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
        let Self { coefficients, hot_gradients: gradients, residuals, .. } = self;
        let tally = dispatch(Tally { coefficients, gradients, residuals, y: &rows.y, lambdas: &lanes });
        let lambda_max = self.lambda_max;
        let bounds = lanes.map(|lambda| lambda + VIOLATION * kkt_unit(lambda, lambda_max));
        self.violators.clear();
        for (at, (g, j)) in self.hot_gradients.iter().zip(&self.hot).enumerate() {
            let b = if at < live { self.coefficients[at] } else { [0.0; BLOCK] };
            if (0..lambdas.len()).any(|l| g[l].abs() > bounds[l] && b[l] == 0.0) {
                self.violators.push(*j);
            }
        }
        std::array::from_fn(|l| tally.conclude(problem, l, [lanes[l], lambda_max]))
    }
}
