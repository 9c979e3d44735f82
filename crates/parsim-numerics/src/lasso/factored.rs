//! The homotopy on a Cholesky factor of the active columns: less work than the tableau where few of many columns
//! are active.

use super::columns::Columns;
use super::events::Entering;
use super::homotopy::{DEPENDENT, Event, Homotopy, choose};
use super::trace::{Active, Trace};
use crate::cholesky::Cholesky;
use crate::kernels::product::Combine;
use crate::kernels::vector::{add, max_abs};
use crate::simd::{Lanes, dispatch};

/// After so many events the gradient and the coefficients are computed afresh, so that no drift builds up.
const REFRESH: usize = 32;

/// The current piece of the path: `b_A(lambda) = b_A + (start - lambda) w` with
/// `w = (G_AA)^-1 s`.
#[derive(Debug, Clone, Default)]
pub(crate) struct Factored {
    factor: Cholesky,
    /// Active variables, in the order of the factor.
    active: Vec<Active>,
    signs: Vec<f64>,
    /// Coefficients of the active variables where the piece began.
    beta: Vec<f64>,
    /// w.
    direction: Vec<f64>,
    /// c - G b where the piece began.
    gradient: Vec<f64>,
    /// G w: what the gradient loses per unit of lambda.
    rate: Vec<f64>,
    /// 1 for variables that may enter, 0 for active ones and for those that depend on active ones.
    free: Vec<f64>,
    candidates: Vec<f64>,
    offsets: Vec<usize>,
    /// Lambda where the piece began.
    start: f64,
    since_refresh: usize,
}

impl Homotopy for Factored {
    fn start(&mut self, columns: &mut Columns<'_>) {
        let problem = columns.problem;
        self.gradient.clear();
        self.gradient.extend_from_slice(&problem.xty);
        for (v, value) in
            [(&mut self.rate, 0.0), (&mut self.free, 0.0), (&mut self.candidates, -1.0)]
        {
            v.clear();
            v.resize(problem.ld, value);
        }
        for j in 0..problem.p() {
            self.free[j] = if problem.diagonal(j) > 0.0 { 1.0 } else { 0.0 };
        }
        self.active.clear();
        for v in [&mut self.signs, &mut self.beta, &mut self.direction] {
            v.clear();
        }
        self.factor.reset(problem.p().min(problem.n()) + 2);
        self.start = max_abs(&problem.xty);
        self.since_refresh = 0;
    }

    fn next<V: Lanes>(&mut self, lambda: f64) -> Event {
        let Self { gradient, rate, free, candidates: events, .. } = self;
        let mut largest = dispatch(Entering { gradient, rate, free, now: lambda, events });
        for (at, a) in self.active.iter().enumerate() {
            let (b, w) = (self.beta[at], self.direction[at]);
            let event = if self.signs[at] * w < 0.0 { (lambda + b / w).min(lambda) } else { -1.0 };
            self.candidates[a.variable] = event;
            largest = if event > largest { event } else { largest };
        }
        choose(&self.candidates, largest, lambda)
    }

    fn apply<V: Lanes>(
        &mut self,
        columns: &mut Columns<'_>,
        event: Event,
        trace: &mut Trace,
    ) -> bool {
        if !(event.lambda >= 0.0 && self.active.len() < columns.problem.n() + 1) {
            return false;
        }
        self.advance(event.lambda);
        let k = event.variable;
        match self.active.iter().position(|a| a.variable == k) {
            Some(at) => {
                trace.note(event.lambda, k, false);
                self.leave(columns, at);
            }
            None if self.enter(columns, k) => {
                trace.note(event.lambda, k, true);
                self.active.push(Active { variable: k, slot: trace.slot(k) });
            }
            // The column depends on the active ones: it follows them, and need not be counted again.
            None => {
                self.free[k] = 0.0;
                return true;
            }
        }
        self.since_refresh += 1;
        if self.since_refresh >= REFRESH {
            self.refresh(columns);
        }
        self.turn(columns);
        true
    }

    fn record<V: Lanes>(&self, lambdas: &[f64], until: usize, trace: &mut Trace) {
        for lambda in &lambdas[trace.len()..until] {
            let index = trace.open();
            let length = self.start - lambda;
            for (at, a) in self.active.iter().enumerate() {
                let b = self.beta[at] + length * self.direction[at];
                // At the end of a piece rounding may leave a coefficient just past zero.
                if b * self.signs[at] > 0.0 {
                    trace.set(index, a.slot, b);
                }
            }
        }
    }
}

impl Factored {
    /// Moves to the end of the current piece.
    fn advance(&mut self, lambda: f64) {
        let length = self.start - lambda;
        for (b, w) in self.beta.iter_mut().zip(&self.direction) {
            *b += length * w;
        }
        add(-length, &self.rate, &mut self.gradient);
        self.start = lambda;
    }

    /// Adds a variable to the factor; `false` where it depends on the active ones.
    fn enter(&mut self, columns: &mut Columns<'_>, k: usize) -> bool {
        let diagonal = columns.problem.diagonal(k);
        let column = columns.fetch(k);
        let row = self.active.iter().map(|a| column[a.variable]).chain([diagonal]);
        if self.factor.push(row, DEPENDENT * diagonal).is_err() {
            return false;
        }
        self.signs.push(self.gradient[k].signum());
        self.beta.push(0.0);
        self.free[k] = 0.0;
        true
    }

    fn leave(&mut self, columns: &Columns<'_>, at: usize) {
        self.factor.remove(at);
        self.active.remove(at);
        self.signs.remove(at);
        self.beta.remove(at);
        // Whatever depended on the variable that left may be independent now.
        for j in 0..columns.problem.p() {
            self.free[j] = if columns.problem.diagonal(j) > 0.0 { 1.0 } else { 0.0 };
        }
        for a in &self.active {
            self.free[a.variable] = 0.0;
            self.candidates[a.variable] = -1.0;
        }
    }

    /// Computes coefficients and gradient from G and c.
    fn refresh(&mut self, columns: &Columns<'_>) {
        self.since_refresh = 0;
        let c = &columns.problem.xty;
        for (at, a) in self.active.iter().enumerate() {
            self.beta[at] = c[a.variable] - self.start * self.signs[at];
        }
        self.factor.solve(&mut self.beta);
        self.rate.fill(0.0);
        self.combine(columns, true);
        self.gradient.copy_from_slice(c);
        add(-1.0, &self.rate, &mut self.gradient);
    }

    /// The direction of the next piece.
    fn turn(&mut self, columns: &Columns<'_>) {
        self.direction.clear();
        self.direction.extend_from_slice(&self.signs);
        self.factor.solve(&mut self.direction);
        self.rate.fill(0.0);
        self.combine(columns, false);
    }

    /// Adds G b, or G w, to the rate.
    fn combine(&mut self, columns: &Columns<'_>, coefficients: bool) {
        let Self { active, beta, direction, rate, offsets, .. } = self;
        offsets.clear();
        offsets.extend(active.iter().map(|a| columns.offset(a.variable)));
        let weights = if coefficients { beta } else { direction };
        dispatch(Combine { weights, data: columns.data(), offsets, out: rate });
    }
}
