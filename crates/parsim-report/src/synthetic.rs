//! A made-up study for tests: a plan compiled from text, and results that look like real ones.
//!
//! Nothing here is an expected value: tests hold what figures and page do with these numbers, not
//! the numbers.

use parsim_engine::results::{
    ClaimRow, CoefficientRow, ContrastRow, EstimateSample, FailureRow, Measured, Results,
    SummaryRow, Verdict,
};
use parsim_stats::coefficient_measures::Values;
use parsim_stats::measures::{Kind, Themes};
use parsim_stats::summaries::Summary;
use parsim_study::{NoDataFiles, Plan, Scenario, Source};

/// Thirty-six scenarios and three methods.
pub const TWO_SIGNALS: &str = r#"title = "Two signals among a hundred noise covariates"
aim = "What does an L1 penalty buy when 2 of 102 covariates matter, and what does it cost?"
seed = 20191006
replicates = 2000

[mechanism]
kind = "linear"
n = [60, 120, 250, 1000]
covariates = { kind = "gaussian", p = 102, correlation = "ar1", rho = [0.0, 0.5, 0.9] }
coefficients = { kind = "leading", s = 2, value = 1.0 }
noise = { kind = "gaussian", snr = [0.25, 1.0, 4.0] }

[[method]]
kind = "ols"
[[method]]
kind = "ridge"
[[method]]
kind = "lasso"

[[claim]]
text = "The L1 penalty reduces estimation variance"
holds = "variance(lasso) < variance(ols)"
[[claim]]
text = "at the cost of larger bias"
holds = "squared_bias(lasso) > squared_bias(ols)"
where = "n >= 250"
[[claim]]
text = "Ridge predicts better than the lasso"
holds = "relative_risk(ridge) < relative_risk(lasso)"
[[claim]]
text = "The lasso finds both signals"
holds = "screening(lasso) > 0.95"
where = "n = 1000 and snr >= 1"

[[figure]]
kind = "curve"
measure = "relative_risk"
x = "snr"
facet = ["rho", "n"]
"#;

/// The plan of a study file.
pub fn plan(text: &str) -> Plan {
    let source = Source::new("study.toml", text);
    match Plan::compile(&source, &crate::figures::specifications(), &NoDataFiles) {
        Ok(plan) => plan,
        Err(diagnostics) => panic!("{diagnostics}"),
    }
}

/// A generator of plausible noise: Lehmer's, with the multiplier of Park and Miller (1988).
struct Noise(u64);

impl Noise {
    fn uniform(&mut self) -> f64 {
        self.0 = self.0 * 16807 % 2_147_483_647;
        self.0 as f64 / 2_147_483_647.0
    }

    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.uniform()).sum::<f64>() - 6.0
    }
}

/// Results for every scenario and method of a plan, `replicates` in each.
pub fn results(plan: &Plan, replicates: u64) -> Results {
    let mut noise = Noise(20_191_006);
    let mut results =
        Results { replicates: vec![replicates; plan.scenarios.len()], ..Results::default() };
    for (s, scenario) in plan.scenarios.iter().enumerate() {
        for method in (0..plan.methods.len()).filter(|&m| scenario.applies(m)) {
            let place = Place { scenario: s, method, replicates };
            let law = Law::of(plan, scenario, method);
            place.fill(scenario, &law, &mut noise, &mut results);
        }
    }
    claims(plan, replicates, &mut results);
    (results.worst_kkt, results.worst_gap) = (Some(3.1e-13), Some(4.4e-15));
    results
}

#[derive(Clone, Copy)]
struct Place {
    scenario: usize,
    method: usize,
    replicates: u64,
}

/// How a method fares in a scenario.
struct Law {
    bias: f64,
    spread: f64,
    selects: bool,
    frequency: f64,
    is_ols: bool,
}

impl Law {
    fn of(plan: &Plan, scenario: &Scenario, method: usize) -> Self {
        let number = |name: &str| scenario.cell(name).and_then(parsim_study::Cell::number);
        let (n, snr) = (scenario.n as f64, number("snr").unwrap_or(1.0));
        let rho = number("rho").unwrap_or(0.0);
        let kind = plan.methods[method].component.kind();
        let ols = 1.0 / (snr * (n - scenario.p as f64 - 1.0).max(1.0)).sqrt() / (1.0 - rho * rho);
        let scale = 1.0 / (snr * n).sqrt();
        match kind {
            "ols" => Self { bias: 0.0, spread: ols, selects: false, frequency: 1.0, is_ols: true },
            "ridge" => Self {
                bias: (4.0 * scale).min(0.95),
                spread: 0.5 * scale,
                selects: false,
                frequency: 1.0,
                is_ols: false,
            },
            _ => Self {
                bias: (3.0 * scale).min(0.9),
                spread: 0.8 * scale * (1.0 + rho),
                selects: true,
                frequency: 0.12 + 0.1 * rho,
                is_ols: false,
            },
        }
    }

    /// Mean, spread and selection frequency of a coefficient.
    fn coefficient(&self, truth: f64, j: u32) -> (f64, f64, f64) {
        if truth != 0.0 {
            let found = if self.selects { 1.0 - 0.7 * self.bias } else { 1.0 };
            return (truth * (1.0 - self.bias), self.spread, found);
        }
        let near = 1.0 / f64::from(j);
        (0.05 * self.bias * near, 0.3 * self.spread, (self.frequency * (1.0 + near)).min(1.0))
    }
}

fn measured(estimate: f64, mcse: f64) -> Measured {
    Measured { estimate: Some(estimate), mcse: Some(mcse) }
}

impl Place {
    fn fill(&self, scenario: &Scenario, law: &Law, noise: &mut Noise, results: &mut Results) {
        let root = (self.replicates as f64).sqrt();
        let p = scenario.p as f64;
        let squared_bias = scenario.signals.len() as f64 * law.bias * law.bias;
        let variance = p * law.spread * law.spread * if law.selects { 0.3 } else { 1.0 };
        let squared_bias =
            if law.is_ols { 0.3 * noise.normal() * variance / root } else { squared_bias };
        for measure in Themes::CORE.measures() {
            let value = match measure.name {
                "squared_bias" => squared_bias,
                "variance" => variance,
                "mse" => squared_bias + variance,
                "nonzeros" => p * law.frequency,
                "lambda" | "lambda_at_edge" if law.is_ols => continue,
                "lambda" => law.spread,
                "tpr" | "screening" => law.coefficient(1.0, 1).2,
                "fdp" => 1.0 - 2.0 / (2.0 + p * law.frequency),
                _ => match measure.kind {
                    Kind::Score(_) | Kind::Vector(_) => squared_bias.max(0.0) + 0.5 * variance,
                    _ => law.frequency,
                },
            };
            results.summary.push(self.summary(measure.name, &measure.kind, value));
        }
        self.contrasts(results);
        for j in 1..=scenario.p as u32 {
            let truth = f64::from(u8::from(scenario.signals.contains(&j)));
            results.coefficients.push(self.coefficient(j, truth, law));
            if scenario.estimands.contains(&j) {
                results.samples.push(self.sample(j, truth, law, noise));
            }
        }
    }

    fn summary(&self, measure: &'static str, kind: &Kind, value: f64) -> SummaryRow {
        let root = (self.replicates as f64).sqrt();
        let proportion = matches!(kind, Kind::Fraction(_) | Kind::Indicator(_));
        let mcse = if proportion {
            (value * (1.0 - value)).max(0.0).sqrt() / root
        } else {
            1.5 * value.abs().max(1e-6) / root
        };
        let clip = |x: f64| if proportion { x.clamp(0.0, 1.0) } else { x };
        let theory = (measure == "variance" && self.method == 0).then_some(value * 1.01);
        SummaryRow {
            scenario: self.scenario,
            method: self.method,
            measure,
            value: measured(value, mcse),
            lower: Some(clip(value - 1.96 * mcse)),
            upper: Some(clip(value + 1.96 * mcse)),
            replicates: self.replicates,
            failures: 0,
            undefined: 0,
            listwise: measured(value, mcse),
            theory,
            z: theory.map(|theory| (value - theory) / mcse),
            law: theory.map(|_| "ols-gaussian"),
        }
    }

    /// Contrasts of relative risk with the first method that applies.
    fn contrasts(&self, results: &mut Results) {
        let row = |method: usize, results: &Results| {
            let found = results.summary.iter().rev().find(|row| {
                (row.scenario, row.method, row.measure) == (self.scenario, method, "relative_risk")
            });
            found.and_then(|row| row.value.estimate)
        };
        let Some(reference) = (0..self.method).find(|&m| row(m, results).is_some()) else { return };
        let (Some(a), Some(b)) = (row(self.method, results), row(reference, results)) else {
            return;
        };
        let mcse = 0.01 * (a - b).abs() + 1e-4;
        results.contrasts.push(ContrastRow {
            scenario: self.scenario,
            method: self.method,
            reference,
            measure: "relative_risk",
            difference: measured(a - b, mcse),
            difference_interval: Some((a - b - 1.96 * mcse, a - b + 1.96 * mcse)),
            ratio: measured(a / b, mcse),
            win_rate: measured(0.5, 0.01),
            ties: Some(0.0),
            replicates: self.replicates,
        });
    }

    fn coefficient(&self, coefficient: u32, truth: f64, law: &Law) -> CoefficientRow {
        let (mean, spread, share) = law.coefficient(truth, coefficient);
        let root = (self.replicates as f64).sqrt();
        let error = (share * (1.0 - share)).sqrt() / root;
        let mse = spread * spread + (mean - truth).powi(2);
        CoefficientRow {
            scenario: self.scenario,
            method: self.method,
            coefficient,
            truth,
            replicates: self.replicates,
            values: Values::new(Themes::CORE, |measure| {
                let (estimate, mcse) = match measure.name {
                    "mean" => (mean, spread / root),
                    "bias" => (mean - truth, spread / root),
                    "empirical_se" => (spread, 0.7 * spread / root),
                    "mse" => (mse, spread / root),
                    "rmse" => (mse.sqrt(), spread / root),
                    "selected" => (share, error),
                    _ => return None,
                };
                let ends = ((share - 1.96 * error).max(0.0), (share + 1.96 * error).min(1.0));
                Some(Summary { estimate, mcse: Some(mcse), interval: Some(ends) })
            }),
        }
    }

    fn sample(&self, coefficient: u32, truth: f64, law: &Law, noise: &mut Noise) -> EstimateSample {
        let (mean, spread, share) = law.coefficient(truth, coefficient);
        let draws = self.replicates.min(EstimateSample::LIMIT);
        let draw = |_| {
            if noise.uniform() < share { mean + spread * noise.normal() } else { 0.0 }
        };
        EstimateSample {
            scenario: self.scenario,
            method: self.method,
            coefficient,
            truth,
            estimates: (0..draws).map(draw).collect(),
        }
    }
}

fn claims(plan: &Plan, replicates: u64, results: &mut Results) {
    for (claim, stated) in plan.claims.iter().enumerate() {
        let mut whole = Verdict::Holds;
        for (scenario, cell) in plan.scenarios.iter().enumerate() {
            if stated
                .condition
                .as_ref()
                .is_some_and(|each| !each.matches(&cell.label, &cell.columns))
            {
                continue;
            }
            let named = stated.holds.terms();
            let applies = named.iter().all(|term| {
                plan.method(&term.method)
                    .is_ok_and(|method| plan.scenarios[scenario].applies(method))
            });
            let verdict = match (claim, scenario % 7) {
                _ if !applies => Verdict::NotApplicable,
                (2, 3) => Verdict::Refuted,
                (2 | 3, 5) => Verdict::Undecided,
                _ => Verdict::Holds,
            };
            whole = match (whole, verdict) {
                (Verdict::Refuted, _) | (_, Verdict::Refuted) => Verdict::Refuted,
                (Verdict::Undecided, _) | (_, Verdict::Undecided) => Verdict::Undecided,
                (before, _) => before,
            };
            results.claims.push(claim_row(claim, scenario, verdict, replicates));
        }
        results.verdicts.push(whole);
    }
    let method = plan.methods.len() - 1;
    results.failures.push(FailureRow {
        scenario: 0,
        method,
        cause: "no admissible lambda: every candidate has k >= n - 2".to_owned(),
        count: 3,
        first_replicate: 17,
        replay: format!(
            "parsim replay study.toml --scenario '{}' --replicate 17 --method {}",
            plan.scenarios[0].label, plan.methods[method].name
        ),
    });
}

fn claim_row(claim: usize, scenario: usize, verdict: Verdict, replicates: u64) -> ClaimRow {
    let (z, p) = match verdict {
        Verdict::Holds => (Some(-12.4), Some(1e-30)),
        Verdict::Refuted => (Some(8.2), Some(3e-14)),
        Verdict::Undecided => (Some(-1.1), Some(0.61)),
        Verdict::NotApplicable => (None, None),
    };
    let known = verdict != Verdict::NotApplicable;
    ClaimRow {
        claim,
        scenario,
        verdict,
        difference: if known { measured(-0.0123, 0.000_99) } else { Measured::default() },
        z,
        p_adjusted: p,
        replicates_needed: (verdict == Verdict::Undecided).then_some(21_000),
        replicates: if known { replicates } else { 0 },
        note: if known {
            "z test of the paired difference".to_owned()
        } else {
            "a method that the claim names does not apply".to_owned()
        },
    }
}
