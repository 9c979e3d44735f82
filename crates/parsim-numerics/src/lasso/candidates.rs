//! The variables that may enter an active set before the next check of all variables.

use super::events::Entering;
use super::slots::Dots;
use crate::problem::Problem;
use crate::simd::{dispatch, padded};
use crate::wide::WideRows;

/// How many variables are followed at least: those with the largest gradients. On random designs the variables
/// that enter while lambda halves are among the first hundred or so; what is missed is found by the check.
const COUNT: usize = 96;

/// Gradients are ranked by so many steps of their size relative to lambda.
const STEPS: usize = 64;

/// A path restricted to some variables, all inactive: their columns, gradients and the rates at which these fall
/// with lambda.
#[derive(Debug, Clone, Default)]
pub(super) struct Candidates {
    pub variables: Vec<usize>,
    /// Ranks of all variables; 0 for those that may not enter.
    ranks: Vec<u8>,
    /// Where their columns begin in the sheet.
    offsets: Vec<usize>,
    /// c - G b where the piece began.
    gradient: Vec<f64>,
    /// What the gradient loses per unit of lambda.
    rate: Vec<f64>,
    /// 1 for variables that may enter, 0 for those that depend on active ones.
    free: Vec<f64>,
    /// Lambda of each variable's event, or a negative number.
    pub events: Vec<f64>,
}

impl Candidates {
    /// Takes the variables with the largest of the gradients given, which belong to `lambda`, and all that are
    /// `forced`, but none that is `active`.
    pub(super) fn choose(
        &mut self,
        problem: &Problem,
        (gradient, lambda): (&[f64], f64),
        forced: &[usize],
        active: &[bool],
    ) {
        let scale = STEPS as f64 / lambda;
        let mut counts = [0; STEPS + 1];
        self.ranks.clear();
        for ((g, active), diagonal) in gradient.iter().zip(active).zip(&problem.diagonal) {
            #[expect(clippy::cast_sign_loss, reason = "an absolute value has no sign")]
            let rank = ((g.abs() * scale) as usize).min(STEPS);
            let rank = if *active || *diagonal <= 0.0 { 0 } else { rank };
            counts[rank] += 1;
            self.ranks.push(rank as u8);
        }
        for &j in forced.iter().filter(|j| !active[**j]) {
            self.ranks[j] = STEPS as u8;
        }
        let (mut bound, mut count) = (STEPS, counts[STEPS]);
        while count < COUNT && bound > 1 {
            bound -= 1;
            count += counts[bound];
        }
        self.variables.clear();
        for (j, rank) in self.ranks.iter().enumerate() {
            if usize::from(*rank) >= bound {
                self.variables.push(j);
            }
        }
        for v in [&mut self.gradient, &mut self.free] {
            v.clear();
        }
        self.gradient.extend(self.variables.iter().map(|&j| gradient[j]));
        self.free.resize(self.variables.len(), 1.0);
        self.resize();
    }

    /// Gives every vector its length; what is beyond the variables never has an event.
    fn resize(&mut self) {
        let count = self.variables.len();
        for v in [&mut self.gradient, &mut self.free] {
            v.truncate(count);
        }
        for v in [&mut self.gradient, &mut self.free, &mut self.rate, &mut self.events] {
            v.resize(padded(count), 0.0);
        }
    }

    /// Sets the rates: X'u/n for the fitted values u of the direction.
    pub(super) fn turn(&mut self, (problem, rows): (&Problem, &WideRows), fitted: &[f64]) {
        let Self { offsets, variables, rate, .. } = self;
        offsets.clear();
        offsets.extend(variables.iter().map(|j| j * rows.stride()));
        let (data, scale) = (&rows.sheet.z[..], 1.0 / problem.n() as f64);
        dispatch(Dots { data, offsets, vector: fitted, scale, out: rate });
        let total = fitted.iter().sum::<f64>() * scale;
        for (rate, &j) in rate.iter_mut().zip(&*variables) {
            *rate = (*rate - problem.shift[j] * total) * problem.factor[j];
        }
        for &j in &rows.weak {
            if let Some(at) = variables.iter().position(|v| *v == j) {
                rate[at] = problem.weak_product(rows, j, fitted) * scale;
            }
        }
    }

    /// Moves the gradients as far as lambda falls by `length`.
    pub(super) fn advance(&mut self, length: f64) {
        crate::kernels::vector::add(-length, &self.rate, &mut self.gradient);
    }

    /// Finds the events; returns the largest.
    pub(super) fn find_events(&mut self, lambda: f64) -> f64 {
        let Self { gradient, rate, free, events, .. } = self;
        dispatch(Entering { gradient, rate, free, now: lambda, events })
    }

    pub(super) fn gradient(&self, at: usize) -> f64 {
        self.gradient[at]
    }

    /// Keeps a variable from entering until another has left.
    pub(super) fn block(&mut self, at: usize) {
        self.free[at] = 0.0;
    }

    /// Takes out a variable that has become active; the last takes its place.
    pub(super) fn remove(&mut self, at: usize) {
        let last = self.variables.len() - 1;
        self.variables.swap_remove(at);
        (self.gradient[at], self.free[at]) = (self.gradient[last], self.free[last]);
        self.resize();
    }

    /// Adds a variable that has left the active set; all others may be independent of it now.
    pub(super) fn add(&mut self, variable: usize, gradient: f64) {
        let at = self.variables.len();
        self.variables.push(variable);
        self.gradient.truncate(at);
        self.gradient.push(gradient);
        self.free.clear();
        self.free.resize(at + 1, 1.0);
        self.resize();
    }
}
