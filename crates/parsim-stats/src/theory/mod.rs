//! Laws: what theory says about a method's summaries or about a scenario, one file each.
//!
//! A law of a method states the expected value of measures under conditions that it checks itself;
//! where it holds, tables carry its value beside the estimate. A landmark states what is known of a
//! scenario before any method is run.

mod conditions;
mod covariances;
mod design;
mod factor;
mod scores;
mod soft;

pub use conditions::{FixedPenalty, Setting};
pub use irrepresentable::{irrepresentable_of_rows, irrepresentable_of_truth};
pub use lasso_limit::StateEvolution;
pub use minimum_norm::MinimumNorm;
pub use ols::OlsRisk;
pub use ridge_limit::RidgeLimit;
pub use sample_size::rescaled_sample_size;
pub use soft::SoftThreshold;
pub use tradeoff::{largest_true_positive_rate, least_false_discoveries};

registry! {
    /// Every law.
    LAWS: Law = LAW;
    irrepresentable, known_support, lasso_limit, linear_given_rows, minimum_norm, ols,
    ols_intervals, orthogonal_lasso, ridge_limit, sample_size, tradeoff
}

/// A law with its manual.
#[derive(Debug)]
pub struct Law {
    /// The name in tables, kebab-case.
    pub name: &'static str,
    /// One sentence for `parsim list theory` and the report.
    pub summary: &'static str,
    /// What it states, in Unicode text.
    pub formula: &'static str,
    /// When it holds; what it says nothing about is left empty in tables.
    pub conditions: &'static str,
    /// Author, year and theorem or section.
    pub source: &'static str,
    /// What it states.
    pub statement: Statement,
}

/// What a law states, and how.
#[derive(Clone, Copy, Debug)]
pub enum Statement {
    /// Expected values at the scenario's own n and p.
    Exact(fn(&Setting<'_>) -> Option<Values>),
    /// Limits of expected values, each with an allowance for the finite n and p.
    Asymptotic(fn(&Setting<'_>) -> Option<Values>),
    /// Something about the scenario alone.
    Landmark(fn(&Setting<'_>) -> Option<Landmark>),
}

impl Statement {
    /// The statement's kind in a word.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Exact(_) => "exact",
            Self::Asymptotic(_) => "asymptotic",
            Self::Landmark(_) => "landmark",
        }
    }
}

/// Stated values by measure.
pub type Values = Vec<(&'static str, Value)>;

/// The value that a law states for a measure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Value {
    /// The expected value, or its limit.
    pub value: f64,
    /// How far the expected value at this n and p may lie from `value`; 0 for an exact law.
    pub allowance: f64,
    /// Whether the score has a fourth moment, so that its mean over replicates can be held against
    /// the law by its Monte Carlo standard error.
    pub testable: bool,
}

impl Value {
    /// An expected value.
    pub const fn exact(value: f64, testable: bool) -> Self {
        Self { value, allowance: 0.0, testable }
    }

    /// A limit.
    pub const fn limit(value: f64, allowance: f64) -> Self {
        Self { value, allowance, testable: true }
    }

    /// How many standard errors an estimate lies beyond the allowance: (estimate - value) less the
    /// allowance in absolute size, over the standard error, with the sign of the difference; 0
    /// within the allowance. For an exact law (estimate - value)/mcse. `None` where the score has
    /// no fourth moment or the standard error is 0.
    pub fn z(&self, estimate: f64, mcse: f64) -> Option<f64> {
        let difference = estimate - self.value;
        let beyond = (difference.abs() - self.allowance).max(0.0);
        (self.testable && mcse > 0.0).then(|| (beyond / mcse).copysign(difference))
    }
}

/// What a landmark says.
#[derive(Clone, Debug, PartialEq)]
pub enum Landmark {
    /// A number to be read against a threshold.
    Number(f64),
    /// A line, as points (x, y).
    Line(Vec<(f64, f64)>),
}

/// A value with the law that states it.
#[derive(Clone, Copy, Debug)]
pub struct Stated {
    /// The law.
    pub law: &'static Law,
    /// The measure.
    pub measure: &'static str,
    /// The value.
    pub value: Value,
}

/// What the laws state about a method in a scenario, each measure once: by an exact law, else by a
/// limit.
pub fn stated(setting: &Setting<'_>) -> Vec<Stated> {
    let mut stated: Vec<Stated> = Vec::new();
    let exact = LAWS.iter().filter_map(|law| match law.statement {
        Statement::Exact(values) => Some((*law, values)),
        _ => None,
    });
    let limits = LAWS.iter().filter_map(|law| match law.statement {
        Statement::Asymptotic(values) => Some((*law, values)),
        _ => None,
    });
    for (law, values) in exact.chain(limits) {
        for (measure, value) in values(setting).into_iter().flatten() {
            let is_new = stated.iter().all(|known| known.measure != measure);
            if is_new && value.value.is_finite() {
                stated.push(Stated { law, measure, value });
            }
        }
    }
    stated
}

/// What the landmarks say about a scenario.
pub fn landmarks(setting: &Setting<'_>) -> Vec<(&'static Law, Landmark)> {
    let said = |law: &&'static Law| match law.statement {
        Statement::Landmark(landmark) => landmark(setting).map(|landmark| (*law, landmark)),
        _ => None,
    };
    LAWS.iter().filter_map(said).collect()
}

/// The law of that name.
pub fn find(name: &str) -> Option<&'static Law> {
    LAWS.iter().copied().find(|law| law.name == name)
}
