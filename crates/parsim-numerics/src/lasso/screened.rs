//! The homotopy for far more columns than rows, over the rows and with few candidates.
//!
//! Only some variables are watched for entering, those with the largest gradients; now and then the gradients of
//! all variables are computed, and if one that was not watched breaks the optimality conditions the piece since
//! the last check is done again with that one watched too. So screening never costs exactness. This is the
//! sequential rule of Tibshirani et al. (2012, arXiv 1011.2234), with ranks in the place of its bound.
//!
//! G is never formed: a step takes the fitted values `u = X_A w` and the products X'u/n with the candidates.

use super::candidates::Candidates;
use super::events::{Leaving, Reached};
use super::homotopy::{DEPENDENT, Event, TIE};
use super::inverse::{InverseFactor, Rows};
use super::slots::{Combine, Dots, SlotColumns};
use super::trace::{Active, Trace};
use crate::buffer::Buffer;
use crate::kernels::vector::max_abs;
use crate::problem::Problem;
use crate::simd::dispatch;
use crate::wide::WideRows;

/// What a path works on.
pub(super) struct Stage<'a> {
    pub problem: &'a Problem,
    pub rows: &'a WideRows,
    pub slots: &'a mut SlotColumns,
    pub trace: &'a mut Trace,
    /// All lambdas.
    pub lambdas: &'a [f64],
}

/// The state of the path: `b_A(lambda) = b_A + (start - lambda) w` with `w = (G_AA)^-1 s`.
#[derive(Debug, Clone, Default)]
pub(super) struct Screened {
    factor: InverseFactor,
    state: State,
    /// Where the piece since the last check began.
    saved: State,
    saved_rows: Rows,
    saved_slots: usize,
    saved_events: usize,
    /// w, padded for the factor.
    direction: Buffer,
    is_active: Vec<bool>,
    candidates: Candidates,
    /// Lambda of the event of each active variable, or a negative number.
    leaving: Vec<f64>,
    /// Places of events that come first.
    reached: Vec<usize>,
    /// The column of a variable that may enter.
    entering: Buffer,
    forced: Vec<usize>,
    offsets: Vec<usize>,
    /// `X_A w`.
    fitted: Buffer,
    /// Products of a column with the active ones, padded for the factor.
    products: Buffer,
}

#[derive(Debug, Clone, Default)]
struct State {
    /// Active variables, in the order of the factor.
    active: Vec<Active>,
    signs: Vec<f64>,
    /// Coefficients of the active variables where the piece began.
    beta: Vec<f64>,
    /// Lambda where the piece began.
    start: f64,
    steps: usize,
}

impl State {
    fn copy(&mut self, from: &Self) {
        self.active.clone_from(&from.active);
        self.signs.clone_from(&from.signs);
        self.beta.clone_from(&from.beta);
        (self.start, self.steps) = (from.start, from.steps);
    }
}

impl Screened {
    /// Starts at `lambda_max` with no active variable.
    pub(super) fn begin(&mut self, problem: &Problem) {
        let State { active, signs, beta, start, steps } = &mut self.state;
        active.clear();
        signs.clear();
        beta.clear();
        (*start, *steps) = (max_abs(&problem.xty), 0);
        self.factor.reset(problem.p().min(problem.n()) + 2);
        self.is_active.clear();
        self.is_active.resize(problem.p(), false);
        for v in [&mut self.direction, &mut self.products] {
            v.clear();
            v.resize(self.factor.ld());
        }
        self.forced.clear();
    }

    /// Lambda where the current piece begins.
    pub(super) fn start(&self) -> f64 {
        self.state.start
    }

    /// Number of events so far.
    pub(super) fn steps(&self) -> usize {
        self.state.steps
    }

    /// Starts the piece that follows a check, at which all variables had the gradients given.
    pub(super) fn resume(&mut self, stage: &mut Stage<'_>, gradient: &[f64]) {
        self.forced.clear();
        self.correct(gradient);
        self.saved.copy(&self.state);
        self.factor.save(&mut self.saved_rows);
        self.saved_slots = stage.trace.variables.len();
        self.saved_events = stage.trace.events.len();
        self.set_out(stage, gradient);
    }

    /// Goes back to the last check, as if there had been nothing since, and watches more variables.
    pub(super) fn repeat(&mut self, stage: &mut Stage<'_>, gradient: &[f64], watch: &[usize]) {
        self.forced.extend_from_slice(watch);
        self.state.copy(&self.saved);
        self.factor.restore(&self.saved_rows);
        stage.trace.forget_slots(self.saved_slots);
        stage.trace.events.truncate(self.saved_events);
        stage.slots.truncate(self.saved_slots, stage.rows.stride());
        self.is_active.fill(false);
        for Active { variable, .. } in &self.state.active {
            self.is_active[*variable] = true;
        }
        self.set_out(stage, gradient);
    }

    /// Whether a variable is watched or active.
    pub(super) fn knows(&self, j: usize) -> bool {
        self.is_active[j] || self.forced.contains(&j) || self.candidates.variables.contains(&j)
    }

    /// The active variables with their coefficients where the piece began.
    pub(super) fn solution(&self) -> impl Iterator<Item = (Active, f64)> {
        self.state.active.iter().copied().zip(self.state.beta.iter().copied())
    }

    fn set_out(&mut self, stage: &mut Stage<'_>, gradient: &[f64]) {
        let at = (gradient, self.state.start);
        let active = &self.state.active[..];
        self.candidates.choose((stage.problem, stage.rows), at, &self.forced, active);
        self.turn(stage);
    }

    /// Removes what rounding has added up to in the coefficients.
    fn correct(&mut self, gradient: &[f64]) {
        let State { active, signs, beta, start, .. } = &mut self.state;
        self.products.fill(0.0);
        for ((rest, a), sign) in self.products.iter_mut().zip(&*active).zip(&*signs) {
            *rest = gradient[a.variable] - *start * sign;
        }
        self.factor.solve(&mut self.products);
        for (b, change) in beta.iter_mut().zip(&*self.products) {
            *b += change;
        }
    }

    /// Follows the path down to `target`, recording solutions until `end` of them are known; `false` where it
    /// breaks down or takes more steps than any ordinary one.
    pub(super) fn follow(&mut self, stage: &mut Stage<'_>, target: f64, end: usize) -> bool {
        let cap = 8 * stage.problem.n().min(stage.problem.p()).max(2);
        loop {
            let event = self.next();
            while stage.trace.len() < end {
                let wanted = stage.lambdas[stage.trace.len()];
                if wanted < event.lambda {
                    break;
                }
                self.record(wanted, stage.trace);
            }
            if stage.trace.len() == end && event.lambda <= target {
                self.advance(target);
                return true;
            }
            if self.state.steps >= cap || !self.apply(stage, event) {
                return false;
            }
            self.state.steps += 1;
        }
    }

    /// The next event: the variable is a candidate's position, or that of an active variable after all candidates.
    /// Those at the current lambda go by the index of the variable, the others by lambda.
    fn next(&mut self) -> Event {
        let State { active, signs, beta, start, .. } = &self.state;
        let mut largest = self.candidates.find_events(*start);
        let (direction, events) = (&self.direction[..], &mut self.leaving);
        let found = dispatch(Leaving { beta, direction, signs, now: *start, events });
        largest = if found > largest { found } else { largest };
        let tie = start * (1.0 - TIE);
        let bound = if largest >= tie { tie } else { largest };
        let variables = &self.candidates.variables;
        let mut first = (usize::MAX, 0, -1.0);
        dispatch(Reached { events: &self.candidates.events, bound, out: &mut self.reached });
        for &at in self.reached.iter().filter(|at| **at < variables.len()) {
            if variables[at] < first.0 {
                first = (variables[at], at, self.candidates.events[at]);
            }
        }
        dispatch(Reached { events: &self.leaving, bound, out: &mut self.reached });
        for &at in self.reached.iter().filter(|at| **at < active.len()) {
            if active[at].variable < first.0 {
                first = (active[at].variable, variables.len() + at, self.leaving[at]);
            }
        }
        Event { lambda: first.2, variable: first.1 }
    }

    fn apply(&mut self, stage: &mut Stage<'_>, event: Event) -> bool {
        if !(event.lambda >= 0.0 && self.state.active.len() < stage.problem.n() + 1) {
            return false;
        }
        self.advance(event.lambda);
        let count = self.candidates.variables.len();
        if event.variable >= count {
            self.leave(stage, event.variable - count);
            self.turn(stage);
        } else if self.enter(stage, event.variable) {
            self.factor.add_last(self.state.signs.as_slice(), &mut self.direction);
            self.move_on(stage);
        } else {
            // The column depends on the active ones: it follows them, and need not be counted again.
            self.candidates.block(event.variable);
        }
        true
    }

    /// Adds a candidate to the factor; `false` where it depends on the active ones.
    fn enter(&mut self, stage: &mut Stage<'_>, at: usize) -> bool {
        let variable = self.candidates.variables[at];
        let diagonal = stage.problem.diagonal(variable);
        let (data, scale) = (&stage.slots.data[..], 1.0 / stage.problem.n() as f64);
        self.candidates.column(at, &mut self.entering);
        let (vector, out) = (&self.entering[..], &mut self.products[..]);
        dispatch(Dots { data, offsets: &self.offsets, vector, scale, out });
        if !self.factor.push(&self.products, diagonal, DEPENDENT * diagonal) {
            return false;
        }
        stage.trace.note(self.state.start, variable, true);
        let slot = stage.trace.slot(variable);
        stage.slots.cover(stage.problem, stage.rows, stage.trace);
        self.state.active.push(Active { variable, slot });
        self.state.signs.push(self.candidates.gradient(at).signum());
        self.state.beta.push(0.0);
        self.is_active[variable] = true;
        self.candidates.remove(at);
        true
    }

    fn leave(&mut self, stage: &mut Stage<'_>, at: usize) {
        self.factor.remove(at);
        let Active { variable, .. } = self.state.active.remove(at);
        stage.trace.note(self.state.start, variable, false);
        let sign = self.state.signs.remove(at);
        self.state.beta.remove(at);
        self.is_active[variable] = false;
        let wide = (stage.problem, stage.rows);
        self.candidates.add(wide, variable, self.state.start * sign);
    }

    /// Moves to the end of the current piece.
    fn advance(&mut self, lambda: f64) {
        let length = self.state.start - lambda;
        for (b, w) in self.state.beta.iter_mut().zip(&*self.direction) {
            *b += length * w;
        }
        self.candidates.advance(length);
        self.state.start = lambda;
    }

    /// The direction of the next piece.
    fn turn(&mut self, stage: &Stage<'_>) {
        let signs = &self.state.signs;
        self.direction.fill(0.0);
        self.direction[..signs.len()].copy_from_slice(signs);
        self.factor.solve(&mut self.direction);
        self.move_on(stage);
    }

    /// The fitted values of the direction, and the rates of the candidates.
    fn move_on(&mut self, stage: &Stage<'_>) {
        let (active, stride) = (&self.state.active, stage.rows.stride());
        self.offsets.clear();
        self.offsets.extend(active.iter().map(|a| a.slot * stride));
        self.fitted.resize(stride);
        let (weights, offsets) = (&self.direction[..active.len()], &self.offsets[..]);
        dispatch(Combine { weights, data: &stage.slots.data, offsets, out: &mut self.fitted });
        self.candidates.turn(&self.fitted, 1.0 / stage.problem.n() as f64);
    }

    fn record(&self, lambda: f64, trace: &mut Trace) {
        let index = trace.open();
        let State { active, signs, beta, start, .. } = &self.state;
        for (at, a) in active.iter().enumerate() {
            let b = beta[at] + (start - lambda) * self.direction[at];
            // At the end of a piece rounding may leave a coefficient just past zero.
            if b * signs[at] > 0.0 {
                trace.set(index, a.slot, b);
            }
        }
    }
}
