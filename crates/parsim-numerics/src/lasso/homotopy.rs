//! The exact path: piecewise linear in lambda, from one change of the active set to the next.
//!
//! Osborne, Presnell & Turlach (2000); Efron, Hastie, Johnstone & Tibshirani (2004), section 3.1. Whether a
//! variable is about to enter or leave is judged by the direction in which it moves, not only by where it is:
//! so a variable that has just left does not come straight back, and several that arrive together are taken
//! one by one, smallest index first (Murty's rule, which cannot cycle where the active columns are
//! independent).

use super::columns::Columns;
use super::trace::Trace;
use crate::kernels::vector::max_abs;
use crate::simd::{Kernel, LANES, Lanes, dispatch};

/// Slopes of a slack below this count as zero: the variable moves along the bound or away from it.
pub(crate) const STILL: f64 = 1e-12;

/// Events within this fraction of the current lambda happen at the current lambda.
pub(crate) const TIE: f64 = 1e-12;

/// A column whose pivot is below this fraction of its diagonal depends on the active ones and may not enter.
pub(crate) const DEPENDENT: f64 = 1e-10;

/// The next change of the active set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Event {
    /// Where it happens, in the units of the problem; below 0 if never.
    pub lambda: f64,
    /// The variable that enters or leaves.
    pub variable: usize,
}

/// A representation of the current piece of the path.
pub(crate) trait Homotopy {
    /// Starts at `lambda_max` with no active variable.
    fn start(&mut self, columns: &mut Columns<'_>);

    /// The next event at or below `lambda`, where the current piece began.
    fn next<V: Lanes>(&mut self, lambda: f64) -> Event;

    /// Carries out an event; `false` where the representation has broken down.
    fn apply<V: Lanes>(
        &mut self,
        columns: &mut Columns<'_>,
        event: Event,
        trace: &mut Trace,
    ) -> bool;

    /// Records the current piece's solutions at the lambdas from the end of the trace to position `until`.
    fn record<V: Lanes>(&self, lambdas: &[f64], until: usize, trace: &mut Trace);
}

/// Follows the path through all `lambdas`, which do not increase, recording each; returns the number of
/// events. The trace ends early where the path breaks down or takes more steps than any ordinary one.
pub(crate) fn follow(
    path: &mut impl Homotopy,
    columns: &mut Columns<'_>,
    lambdas: &[f64],
    trace: &mut Trace,
) -> usize {
    path.start(columns);
    dispatch(Follow { path, columns, lambdas, trace })
}

struct Follow<'a, 'p, H> {
    path: &'a mut H,
    columns: &'a mut Columns<'p>,
    lambdas: &'a [f64],
    trace: &'a mut Trace,
}

impl<H: Homotopy> Kernel for Follow<'_, '_, H> {
    type Output = usize;

    #[inline(always)]
    fn run<V: Lanes>(self) -> usize {
        let Self { path, columns, lambdas, trace } = self;
        let problem = columns.problem;
        let mut lambda = max_abs(&problem.xty);
        let cap = 8 * problem.n().min(problem.p()).max(2);
        for steps in 0..=cap {
            let event = path.next::<V>(lambda);
            let until = reached::<V>(lambdas, trace.len(), event.lambda);
            path.record::<V>(lambdas, until, trace);
            if trace.len() == lambdas.len() || !path.apply::<V>(columns, event, trace) {
                return steps;
            }
            lambda = event.lambda;
        }
        cap
    }
}

/// Position of the first of the lambdas, from `first` on, that is below `event`; their number where none is.
#[inline(always)]
fn reached<V: Lanes>(lambdas: &[f64], first: usize, event: f64) -> usize {
    let mut at = first;
    while let Some(eight) = lambdas.get(at..).and_then(|rest| rest.first_chunk()) {
        let (zero, one) = (V::zero(), V::splat(1.0));
        let count = V::where_greater(V::splat(event), V::load(eight), zero, one).sum();
        #[expect(clippy::cast_sign_loss, reason = "a number of lanes")]
        let count = count as usize;
        at += count;
        if count < LANES {
            return at;
        }
    }
    let rest = lambdas.get(at..).unwrap_or_default();
    at + rest.iter().position(|wanted| *wanted < event).unwrap_or(rest.len())
}

/// The event among `candidates`, which hold the lambda of each variable's event or a negative number, `largest`
/// of them being the largest. Those at the current lambda go by index, the others by lambda.
#[inline(always)]
pub(crate) fn choose(candidates: &[f64], largest: f64, current: f64) -> Event {
    let tie = current * (1.0 - TIE);
    let bound = if largest >= tie { tie } else { largest };
    let variable = candidates.iter().position(|c| *c >= bound).unwrap_or(0);
    Event { lambda: candidates.get(variable).copied().unwrap_or(-1.0), variable }
}
