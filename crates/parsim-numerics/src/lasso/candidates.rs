//! The variables that may enter an active set before the next check of all variables.

use super::events::Entering;
use super::strips::{Dots, Strips};
use super::trace::Active;
use crate::buffer::Buffer;
use crate::problem::Problem;
use crate::simd::{Kernel, LANES, Lanes, dispatch, padded};
use crate::wide::WideRows;

/// How often all variables are checked, and how many are followed from one check to the next. On random designs
/// the variables that enter while lambda halves are among the first hundred or so; what is missed is found by the
/// check.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pace {
    /// Between two checks lambda falls to no less than this fraction, unless no lambda of the list lies between.
    pub reach: f64,
    /// How many variables are followed at least: those with the largest gradients.
    pub count: usize,
}

impl Pace {
    /// That of a problem: a check costs what all columns do, a step what those that are followed do, and steps
    /// are as many as rows, about.
    pub(super) fn of(problem: &Problem) -> Self {
        if problem.p() > 16 * problem.n() {
            Self { reach: 0.45, count: 96 }
        } else {
            Self { reach: 0.58, count: 80 }
        }
    }
}

/// Gradients are ranked by so many steps of their size relative to lambda.
const STEPS: usize = 64;

/// A path restricted to some variables, all inactive: their columns, gradients and the rates at which these fall
/// with lambda.
#[derive(Debug, Clone, Default)]
pub(super) struct Candidates {
    pub variables: Vec<usize>,
    /// Their columns.
    strips: Strips,
    /// The sizes of the gradients of all variables, in steps; 0 for those that may not enter.
    levels: Buffer,
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
        (problem, rows): (&Problem, &WideRows),
        (gradient, lambda): (&[f64], f64),
        forced: &[usize],
        active: &[Active],
    ) {
        self.levels.resize(padded(problem.p()));
        let (levels, diagonal) = (&mut self.levels[..], &problem.diagonal[..]);
        dispatch(Level { gradient, diagonal, scale: STEPS as f64 / lambda, levels });
        for &j in forced {
            self.levels[j] = (STEPS + 1) as f64;
        }
        for a in active {
            self.levels[a.variable] = 0.0;
        }
        self.variables.clear();
        dispatch(Largest {
            levels: &self.levels,
            count: Pace::of(problem).count,
            out: &mut self.variables,
        });
        for v in [&mut self.gradient, &mut self.free] {
            v.clear();
        }
        self.gradient.extend(self.variables.iter().map(|&j| gradient[j]));
        self.free.resize(self.variables.len(), 1.0);
        self.strips.fill((problem, rows), &self.variables);
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
    pub(super) fn turn(&mut self, fitted: &[f64], scale: f64) {
        dispatch(Dots { strips: &self.strips, vector: fitted, scale, out: &mut self.rate });
        let count = self.variables.len();
        self.rate[count..].fill(0.0);
    }

    /// The column of a candidate; rows that are not the problem's hold anything.
    pub(super) fn column(&self, at: usize, out: &mut Buffer) {
        self.strips.column(at, out);
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
        self.strips.swap(at, last);
        (self.gradient[at], self.free[at]) = (self.gradient[last], self.free[last]);
        self.resize();
    }

    /// Adds a variable that has left the active set; all others may be independent of it now.
    pub(super) fn add(&mut self, wide: (&Problem, &WideRows), variable: usize, gradient: f64) {
        let at = self.variables.len();
        self.strips.set(wide, at, variable);
        self.variables.push(variable);
        self.gradient.truncate(at);
        self.gradient.push(gradient);
        self.free.clear();
        self.free.resize(at + 1, 1.0);
        self.resize();
    }
}

/// Sizes of gradients times `scale`; zeros where the diagonal is zero, and beyond the end.
struct Level<'a> {
    gradient: &'a [f64],
    diagonal: &'a [f64],
    scale: f64,
    levels: &'a mut [f64],
}

impl Kernel for Level<'_> {
    type Output = ();

    #[inline(always)]
    fn run<V: Lanes>(self) {
        let Self { gradient, diagonal, scale, levels } = self;
        levels.fill(0.0);
        for ((level, g), d) in levels.iter_mut().zip(gradient).zip(diagonal) {
            *level = if *d > 0.0 { g.abs() * scale } else { 0.0 };
        }
    }
}

/// The variables whose levels exceed the largest whole number that `count` of them exceed.
struct Largest<'a> {
    levels: &'a [f64],
    count: usize,
    out: &'a mut Vec<usize>,
}

impl Kernel for Largest<'_> {
    type Output = ();

    #[inline(always)]
    fn run<V: Lanes>(self) {
        let levels = self.levels.as_chunks::<LANES>().0;
        let (mut low, mut high) = (1, STEPS);
        while high - low > 1 {
            let middle = usize::midpoint(low, high);
            let (bound, mut count) = (V::splat(middle as f64), V::zero());
            for level in levels {
                let level = V::load(level);
                count = count + V::where_greater(level, bound, V::splat(1.0), V::zero());
            }
            if count.sum() >= self.count as f64 { low = middle } else { high = middle }
        }
        let bound = low as f64;
        for (group, level) in levels.iter().enumerate() {
            if V::exceeds(V::load(level), V::splat(bound)) {
                let chosen = level.iter().enumerate().filter(|(_, level)| **level > bound);
                self.out.extend(chosen.map(|(k, _)| group * LANES + k));
            }
        }
    }
}
