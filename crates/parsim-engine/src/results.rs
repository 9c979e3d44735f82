//! The tables of a study as plain rows, in plan order. `None` is null: undefined or not applicable.

use parsim_stats::coefficient_measures::Values;
use parsim_stats::methods::Engines;
use parsim_stats::theory::Landmark;

/// An estimate with its Monte Carlo standard error.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Measured {
    /// The estimate.
    pub estimate: Option<f64>,
    /// Its Monte Carlo standard error.
    pub mcse: Option<f64>,
}

/// One row of `tables/summary`: scenario x method x measure.
#[derive(Clone, Debug, PartialEq)]
pub struct SummaryRow {
    /// Position of the scenario in the plan.
    pub scenario: usize,
    /// Position of the method in the plan.
    pub method: usize,
    /// The measure's name.
    pub measure: &'static str,
    /// The case-wise estimate, over the method's own valid replicates.
    pub value: Measured,
    /// Lower end of the 95 % interval.
    pub lower: Option<f64>,
    /// Upper end of the 95 % interval.
    pub upper: Option<f64>,
    /// Replicates that the estimate rests on.
    pub replicates: u64,
    /// Replicates on which the method failed.
    pub failures: u64,
    /// Replicates that were fitted and have no value of this measure.
    pub undefined: u64,
    /// The estimate over the replicates valid for all applicable methods.
    pub listwise: Measured,
    /// The value that theory gives, where one is known.
    pub theory: Option<f64>,
    /// How many standard errors the estimate lies from it, beyond the allowance of an asymptotic
    /// law; null where the method failed somewhere.
    pub z: Option<f64>,
    /// The law that states it, by name.
    pub law: Option<&'static str>,
}

/// One row of `tables/coefficients`: scenario x method x coefficient.
#[derive(Clone, Debug, PartialEq)]
pub struct CoefficientRow {
    /// Position of the scenario in the plan.
    pub scenario: usize,
    /// Position of the method in the plan.
    pub method: usize,
    /// 1-based slope; 0 is the intercept.
    pub coefficient: u32,
    /// The true value.
    pub truth: f64,
    /// Fitted replicates.
    pub replicates: u64,
    /// The value of every measure of a coefficient that the study asks for.
    pub values: Values,
}

impl CoefficientRow {
    /// A measure of the coefficient; null where it is undefined or not asked for.
    pub fn measured(&self, measure: &str) -> Measured {
        let summary = self.values.summary(measure);
        Measured { estimate: summary.map(|s| s.estimate), mcse: summary.and_then(|s| s.mcse) }
    }

    /// The 95 % interval of a measure that has one in the table.
    pub fn interval(&self, measure: &str) -> Option<(f64, f64)> {
        self.values.summary(measure)?.interval
    }
}

/// One row of `tables/contrasts`: a method against the reference on the same data.
#[derive(Clone, Debug, PartialEq)]
pub struct ContrastRow {
    /// Position of the scenario in the plan.
    pub scenario: usize,
    /// Position of the method in the plan.
    pub method: usize,
    /// Position of the reference method in the plan.
    pub reference: usize,
    /// The measure's name.
    pub measure: &'static str,
    /// Mean of method minus reference.
    pub difference: Measured,
    /// 95 % interval of the difference.
    pub difference_interval: Option<(f64, f64)>,
    /// Method over reference, a ratio of means.
    pub ratio: Measured,
    /// Share of replicates in which the method's value is the smaller, ties counting half.
    pub win_rate: Measured,
    /// Share of ties.
    pub ties: Option<f64>,
    /// Replicates valid for both.
    pub replicates: u64,
}

/// The verdict on a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Significant in the claimed direction.
    Holds,
    /// Significant in the other direction.
    Refuted,
    /// Neither.
    Undecided,
    /// A method that the claim names does not apply, or its measure is undefined here.
    NotApplicable,
}

impl Verdict {
    /// The word in `tables/claims.csv`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Holds => "holds",
            Self::Refuted => "refuted",
            Self::Undecided => "undecided",
            Self::NotApplicable => "not applicable",
        }
    }
}

/// One row of `tables/claims`: claim x scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct ClaimRow {
    /// Position of the claim in the plan.
    pub claim: usize,
    /// Position of the scenario in the plan.
    pub scenario: usize,
    /// The verdict in this scenario.
    pub verdict: Verdict,
    /// Left side minus right side, over the replicates valid for all methods named.
    pub difference: Measured,
    /// Test statistic, where the test has one.
    pub z: Option<f64>,
    /// Two-sided p-value after Holm's adjustment over the claim's applicable scenarios.
    pub p_adjusted: Option<f64>,
    /// Replicates that would probably decide it; only for undecided ones.
    pub replicates_needed: Option<u64>,
    /// Replicates that the verdict rests on.
    pub replicates: u64,
    /// The test that was used, or why there is no verdict.
    pub note: String,
}

/// One row of `tables/failures`: scenario x method x cause.
#[derive(Clone, Debug, PartialEq)]
pub struct FailureRow {
    /// Position of the scenario in the plan.
    pub scenario: usize,
    /// Position of the method in the plan.
    pub method: usize,
    /// The cause.
    pub cause: String,
    /// On how many replicates.
    pub count: u64,
    /// The first replicate concerned.
    pub first_replicate: u64,
    /// The command that shows this replicate again.
    pub replay: String,
}

/// What theory says about a scenario before any method is run.
#[derive(Clone, Debug, PartialEq)]
pub struct LandmarkRow {
    /// Position of the scenario in the plan.
    pub scenario: usize,
    /// The law that says it, by name.
    pub law: &'static str,
    /// What it says.
    pub landmark: Landmark,
}

/// Estimates of one coefficient over the first replicates, for figures of its distribution.
#[derive(Clone, Debug, PartialEq)]
pub struct EstimateSample {
    /// Position of the scenario in the plan.
    pub scenario: usize,
    /// Position of the method in the plan.
    pub method: usize,
    /// 1-based slope; 0 is the intercept.
    pub coefficient: u32,
    /// The true value.
    pub truth: f64,
    /// Estimates of the fitted replicates among the first [`EstimateSample::LIMIT`].
    pub estimates: Vec<f64>,
}

impl EstimateSample {
    /// Replicates whose estimates are kept for figures; more are in the store.
    pub const LIMIT: u64 = 4096;
}

/// All tables of a study.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Results {
    /// Replicates 1..=R that the tables rest on, by scenario.
    pub replicates: Vec<u64>,
    /// `tables/summary`, sorted by scenario, method, measure in plan and registry order.
    pub summary: Vec<SummaryRow>,
    /// `tables/coefficients`.
    pub coefficients: Vec<CoefficientRow>,
    /// `tables/contrasts`.
    pub contrasts: Vec<ContrastRow>,
    /// `tables/claims`.
    pub claims: Vec<ClaimRow>,
    /// The verdict on each claim as a whole, in plan order.
    pub verdicts: Vec<Verdict>,
    /// `tables/failures`.
    pub failures: Vec<FailureRow>,
    /// What theory says about the scenarios themselves, for figures and the report.
    pub landmarks: Vec<LandmarkRow>,
    /// Estimates for the figures of distributions.
    pub samples: Vec<EstimateSample>,
    /// Worst KKT violation relative to lambda over all penalised fits, and where.
    pub worst_kkt: Option<f64>,
    /// Worst relative duality gap over all penalised fits.
    pub worst_gap: Option<f64>,
    /// Solutions on penalised paths that came from coordinate descent instead of the exact engine.
    pub fallbacks: u64,
    /// Solutions by engine, in the order of [`Engines::NAMES`]; by method in plan order.
    pub engines: Vec<[u64; Engines::COUNT]>,
}
