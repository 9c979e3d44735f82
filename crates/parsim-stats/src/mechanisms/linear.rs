//! The linear model.

use super::{Entry, Mechanism, Scenario};
use crate::coefficients;
use crate::component::{
    ArgumentError, Component, Default, Family, Parameter, Shape, Specification,
};
use crate::covariates::{self, Build, Covariates};
use crate::dataset::Dataset;
use crate::noise::{self, Noise};
use crate::stream::{Purpose, Stream, StreamKey};
use crate::truth::Truth;
use parsim_numerics::Matrix;
use std::sync::Arc;

pub const ENTRY: Entry = Entry {
    specification: Specification {
        family: Family::Mechanism,
        kind: "linear",
        summary: "a linear regression with additive noise",
        formula: "y_i = intercept + x_i'β + e_i,  i = 1..n",
        source: "",
        parameters: &[
            Parameter {
                name: "n",
                shape: Shape::Integer { min: 2, max: 100_000_000 },
                default: Default::Absent,
                doc: "rows per replicate; may be left out only for covariates that have rows of \
                      their own (file, orthogonal), which are then used whole",
            },
            Parameter {
                name: "design",
                shape: Shape::Choice(&["random", "fixed"]),
                default: Default::Text("random"),
                doc: "covariates drawn anew for each replicate, or once for the scenario",
            },
            Parameter {
                name: "noise_draws",
                shape: Shape::Integer { min: 1, max: 16 },
                default: Default::Absent,
                doc: "draws of the noise on each draw of the covariates (nested replicates): 1, 2, 4, 8 or \
                      16; 1 if absent",
            },
            Parameter {
                name: "intercept",
                shape: Shape::Real {
                    min: f64::NEG_INFINITY,
                    max: f64::INFINITY,
                    open: (true, true),
                },
                default: Default::Number(0.0),
                doc: "the true intercept",
            },
            Parameter {
                name: "covariates",
                shape: Shape::Part(Family::Covariates),
                default: Default::Required,
                doc: "the law of the covariates",
            },
            Parameter {
                name: "coefficients",
                shape: Shape::Part(Family::Coefficients),
                default: Default::Required,
                doc: "the true slopes",
            },
            Parameter {
                name: "noise",
                shape: Shape::Part(Family::Noise),
                default: Default::Required,
                doc: "the law of the noise, with its scale",
            },
        ],
    },
    build,
};

/// Replicates whose errors are summed together; those that share their covariates lie in one batch.
const BATCH: u64 = 16;

#[derive(Debug)]
struct Linear {
    n: usize,
    /// Whether the rows of a file are used as they stand.
    whole: bool,
    fixed: bool,
    noise_draws: u64,
    intercept: f64,
    /// The law, but for what is drawn once per scenario.
    covariates: Arc<dyn Covariates>,
    law: Component,
    coefficients: Component,
    noise: Component,
}

fn build(component: &Component) -> Result<Arc<dyn Mechanism>, ArgumentError> {
    let part = |name: &str| {
        component.part(name).ok_or_else(|| ArgumentError::at(name, "is required", "give a table"))
    };
    let law = part("covariates")?;
    // Only a trial shows whether the law can be drawn.
    let trial = StreamKey { seed: 0, scenario: None };
    let covariates = match builder(law)? {
        Build::Known(build) => build(law),
        Build::Drawn(build) => build(law, &mut trial.shared(Purpose::Law)),
    };
    let covariates = covariates.map_err(|error| error.within("covariates"))?;
    let rows = covariates.rows().map(Matrix::rows);
    let given = component.count("n");
    let n = given.or(rows).ok_or_else(|| {
        ArgumentError::at("n", "is required", "how many rows has a replicate? e.g. n = 100")
    })?;
    let (whole, fixed) = (given.is_none(), component.text("design") == Some("fixed"));
    let mechanism = Linear {
        n,
        whole,
        fixed,
        noise_draws: noise_draws(component, fixed || whole)?,
        intercept: component.require_number("intercept")?,
        covariates,
        law: law.clone(),
        coefficients: part("coefficients")?.clone(),
        noise: part("noise")?.clone(),
    };
    // The same for whether coefficients fit p and whether the noise has a scale.
    mechanism.truth(trial, &mechanism.covariates)?;
    Ok(Arc::new(mechanism))
}

/// How often the noise is drawn on each draw of the covariates.
fn noise_draws(component: &Component, fixed: bool) -> Result<u64, ArgumentError> {
    let draws = component.count("noise_draws").unwrap_or(1) as u64;
    if !BATCH.is_multiple_of(draws) {
        let message = format!("{draws} does not divide a batch of {BATCH} replicates");
        return Err(ArgumentError::at("noise_draws", message, "give 1, 2, 4, 8 or 16"));
    }
    if draws > 1 && fixed {
        let message = "has no meaning where all replicates share their covariates already";
        let hint =
            "remove it, or draw covariates anew: design = \"random\", and n for rows of a file";
        return Err(ArgumentError::at("noise_draws", message, hint));
    }
    Ok(draws)
}

/// How a law of the covariates is built.
fn builder(law: &Component) -> Result<Build, ArgumentError> {
    let entry = crate::catalogue::entry(covariates::ENTRIES, |e| &e.specification, law)?;
    Ok(entry.build)
}

impl Linear {
    /// The law of one scenario's covariates.
    fn covariates(&self, key: StreamKey) -> Result<Arc<dyn Covariates>, ArgumentError> {
        match builder(&self.law)? {
            Build::Known(_) => Ok(Arc::clone(&self.covariates)),
            Build::Drawn(build) => build(&self.law, &mut key.shared(Purpose::Law))
                .map_err(|error| error.within("covariates")),
        }
    }

    fn truth(
        &self,
        key: StreamKey,
        covariates: &Arc<dyn Covariates>,
    ) -> Result<(Truth, Box<dyn Noise>), ArgumentError> {
        let mut stream = key.shared(Purpose::Coefficients);
        let pattern = &self.coefficients;
        let entry = crate::catalogue::entry(coefficients::ENTRIES, |e| &e.specification, pattern)?;
        let beta = (entry.fill)(pattern, covariates.p(), &mut stream)
            .map_err(|error| error.within("coefficients"))?;
        let signal_variance = covariates.quadratic(&beta);
        let sigma =
            noise::sigma(&self.noise, signal_variance).map_err(|error| error.within("noise"))?;
        let entry = crate::catalogue::entry(noise::ENTRIES, |e| &e.specification, &self.noise)?;
        let noise =
            (entry.build)(&self.noise, &**covariates).map_err(|error| error.within("noise"))?;
        let support = (0..beta.len()).filter(|&j| beta[j] != 0.0).collect();
        let covariates = Arc::clone(covariates);
        let intercept = self.intercept;
        Ok((Truth { intercept, beta, support, sigma, signal_variance, covariates }, noise))
    }
}

impl Mechanism for Linear {
    fn n(&self) -> usize {
        self.n
    }

    fn p(&self) -> usize {
        self.covariates.p()
    }

    fn fixed_design(&self) -> bool {
        self.fixed || self.whole
    }

    fn noise_draws(&self) -> u64 {
        self.noise_draws
    }

    fn prepare(&self, key: StreamKey) -> Result<Box<dyn Scenario>, ArgumentError> {
        let covariates = self.covariates(key)?;
        let (truth, noise) = self.truth(key, &covariates)?;
        let mut scenario = Prepared {
            key,
            n: self.n,
            truth,
            noise,
            covariates,
            noise_draws: self.noise_draws,
            fixed: None,
        };
        if self.whole {
            scenario.fixed = scenario.covariates.rows().cloned().map(Arc::new);
        } else if self.fixed {
            let mut x = Matrix::new(self.n, scenario.covariates.p());
            scenario.covariates.fill(&mut key.shared(Purpose::Covariates), &mut x);
            scenario.fixed = Some(Arc::new(x));
        }
        Ok(Box::new(scenario))
    }
}

#[derive(Debug)]
struct Prepared {
    key: StreamKey,
    n: usize,
    truth: Truth,
    noise: Box<dyn Noise>,
    covariates: Arc<dyn Covariates>,
    noise_draws: u64,
    /// The covariates of every replicate, under a fixed design.
    fixed: Option<Arc<Matrix>>,
}

impl Prepared {
    /// Draws one replicate; `rows` is the stream of its covariates, none under a fixed design.
    fn draw_from(&self, rows: Option<Stream>, mut noise: Stream, dataset: &mut Dataset) {
        if let Some(fixed) = &self.fixed {
            dataset.share(fixed);
        } else {
            dataset.resize(self.n, self.covariates.p());
        }
        if let Some(mut rows) = rows {
            self.covariates.fill(&mut rows, dataset.x_mut());
        }
        self.respond(&mut noise, dataset);
    }

    /// Draws the covariates of every run of replicates once and copies them to the others of the run.
    fn draw_nested(&self, first: u64, datasets: &mut [Dataset]) {
        for (at, replicate) in (0..datasets.len()).zip(first..) {
            let (before, own) = datasets.split_at_mut(at);
            let leads = replicate.is_multiple_of(self.noise_draws);
            match before.last().filter(|_| !leads) {
                Some(shared) => {
                    own[0].resize(self.n, self.covariates.p());
                    own[0].x_mut().as_mut_slice().copy_from_slice(shared.x.as_slice());
                    self.respond(&mut self.key.replicate(replicate, Purpose::Noise), &mut own[0]);
                }
                None => self.draw(replicate, &mut own[0]),
            }
        }
    }

    /// y = intercept + x beta + sigma e.
    fn respond(&self, stream: &mut Stream, dataset: &mut Dataset) {
        let Dataset { x, y } = dataset;
        self.noise.fill(stream, x.column(0), y);
        let (sigma, intercept) = (self.truth.sigma, self.truth.intercept);
        for y in y.iter_mut() {
            *y = intercept + sigma * *y;
        }
        for &j in &self.truth.support {
            let beta = self.truth.beta[j];
            for (y, x) in y.iter_mut().zip(x.column(j)) {
                *y += beta * x;
            }
        }
    }
}

impl Scenario for Prepared {
    fn truth(&self) -> &Truth {
        &self.truth
    }

    fn size(&self) -> (usize, usize) {
        (self.n, self.covariates.p())
    }

    fn fixed(&self) -> Option<&Arc<Matrix>> {
        self.fixed.as_ref()
    }

    fn draw(&self, replicate: u64, dataset: &mut Dataset) {
        // The covariates are those of the first replicate of the run.
        let run = replicate - replicate % self.noise_draws;
        let rows = self.fixed.is_none().then(|| self.key.replicate(run, Purpose::Covariates));
        self.draw_from(rows, self.key.replicate(replicate, Purpose::Noise), dataset);
    }

    fn draw_group(&self, first: u64, datasets: &mut [Dataset]) {
        if self.noise_draws > 1 {
            return self.draw_nested(first, datasets);
        }
        let (mut done, wanted) = (0, datasets.len());
        while done < wanted {
            let replicate = first + done as u64;
            // Under a fixed design no rows are drawn.
            let mut rows = self
                .fixed
                .is_none()
                .then(|| self.key.replicates(replicate, Purpose::Covariates))
                .into_iter()
                .flatten();
            let noise = self.key.replicates(replicate, Purpose::Noise);
            for (dataset, noise) in datasets[done..].iter_mut().zip(noise) {
                self.draw_from(rows.next(), noise, dataset);
                done += 1;
            }
        }
    }

    fn validation(&self, replicate: u64, n: usize, dataset: &mut Dataset) {
        dataset.resize(n, self.covariates.p());
        // Under a fixed design the validation rows are drawn once per scenario as well; the
        // responses on them are new for every replicate.
        let mut rows = match self.fixed {
            Some(_) => self.key.shared(Purpose::Validation),
            None => self.key.replicate(replicate, Purpose::Validation),
        };
        self.covariates.fill(&mut rows, dataset.x_mut());
        match self.fixed {
            Some(_) => {
                self.respond(&mut self.key.replicate(replicate, Purpose::Validation), dataset);
            }
            None => self.respond(&mut rows, dataset),
        }
    }
}
