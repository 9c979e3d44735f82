//! Certificates: the optimality conditions, evaluated from G and c after the fact.

use super::columns::Columns;
use super::trace::{BLOCK, Trace};
use crate::kernels::product::Subtract;
use crate::kernels::vector::max_abs_lanes;
use crate::path::{Certificate, PathSummary};
use crate::problem::Problem;
use crate::simd::{Kernel, Lanes, dispatch};

/// Violations are measured in units of lambda, but never of less than this fraction of `lambda_max`: below that
/// a double holds no more digits of the gradient.
pub(crate) const SMALLEST_UNIT: f64 = 1e-4;

/// What a violation at `lambda` is measured in.
pub(crate) fn kkt_unit(lambda: f64, lambda_max: f64) -> f64 {
    lambda.max(SMALLEST_UNIT * lambda_max)
}

/// The certified facts about one solution.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Certified {
    pub certificate: Certificate,
    /// Number of non-zero coefficients, and RSS/n in the units of the problem.
    pub summary: PathSummary,
}

/// Evaluates solutions of one problem.
#[derive(Debug, Clone, Default)]
pub(crate) struct Certifier {
    /// c - G b, a column per lambda of a block.
    gradients: Vec<f64>,
    offsets: Vec<usize>,
}

impl Certifier {
    /// Certifies the solutions of a trace at `lambdas`, from `first` on, at most [`BLOCK`] of them; `first`
    /// is a multiple of [`BLOCK`].
    pub(crate) fn block(
        &mut self,
        columns: &Columns<'_>,
        trace: &Trace,
        first: usize,
        lambdas: &[f64],
    ) -> [Certified; BLOCK] {
        let problem = columns.problem;
        let live = trace.live_in_block(first);
        self.offsets.clear();
        self.offsets.extend(trace.variables[..live].iter().map(|&j| columns.offset(j)));
        self.gradients.resize(problem.ld * BLOCK, 0.0);
        dispatch(Subtract {
            coef: trace.values.get(first..).unwrap_or_default(),
            ld: trace.ld,
            data: columns.data(),
            offsets: &self.offsets,
            start: &problem.xty,
            out: &mut self.gradients,
            stride: problem.ld,
            count: lambdas.len(),
        });
        let mut out = [Certified::default(); BLOCK];
        for (c, &lambda) in lambdas.iter().enumerate() {
            let gradient = &self.gradients[c * problem.ld..(c + 1) * problem.ld];
            out[c] = dispatch(Evaluate { problem, gradient, lambda, trace, index: first + c });
        }
        out
    }
}

struct Evaluate<'a> {
    problem: &'a Problem,
    gradient: &'a [f64],
    lambda: f64,
    trace: &'a Trace,
    index: usize,
}

impl Kernel for Evaluate<'_> {
    type Output = Certified;

    #[inline(always)]
    fn run<V: Lanes>(self) -> Certified {
        let Self { problem, gradient, lambda, trace, index } = self;
        let largest = max_abs_lanes::<V>(gradient);
        let unit = kkt_unit(lambda, max_abs_lanes::<V>(&problem.xty));
        let mut violation = (largest - lambda).max(0.0);
        let (mut count, mut norm, mut bc, mut bg) = (0, 0.0, 0.0, 0.0);
        for (j, b) in trace.at(index) {
            violation = violation.max((gradient[j] - lambda * b.signum()).abs());
            count += 1;
            norm += b.abs();
            bc += b * problem.xty[j];
            bg += b * gradient[j];
        }
        let kkt = if unit > 0.0 { violation / unit } else { 0.0 };
        // With residual r: r'r/n = y'y/n - b'(c + g), r'y/n = y'y/n - b'c. The dual point is r shrunk until it
        // is feasible, up to what the conditions allow.
        let rr = (problem.yty - bc - bg).max(0.0);
        let allowed = lambda + 1e-9 * unit;
        let t = if largest > allowed { allowed / largest } else { 1.0 };
        let primal = 0.5 * rr + lambda * norm;
        let dual = t * (problem.yty - bc) - 0.5 * t * t * rr;
        let null = 0.5 * problem.yty;
        let gap = if null > 0.0 { ((primal - dual) / null).max(0.0) } else { 0.0 };
        Certified {
            certificate: Certificate { kkt, gap },
            summary: PathSummary { df: f64::from(count), rss: rr },
        }
    }
}
