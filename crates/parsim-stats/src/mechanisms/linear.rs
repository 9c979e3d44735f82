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

#[derive(Debug)]
struct Linear {
    n: usize,
    /// Whether the rows of a file are used as they stand.
    whole: bool,
    fixed: bool,
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
    let mechanism = Linear {
        n,
        whole: given.is_none(),
        fixed: component.text("design") == Some("fixed"),
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

    fn prepare(&self, key: StreamKey) -> Result<Box<dyn Scenario>, ArgumentError> {
        let covariates = self.covariates(key)?;
        let (truth, noise) = self.truth(key, &covariates)?;
        let mut scenario = Prepared { key, n: self.n, truth, noise, covariates, fixed: None };
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
        let stream = |purpose| self.key.replicate(replicate, purpose);
        let rows = self.fixed.is_none().then(|| stream(Purpose::Covariates));
        self.draw_from(rows, stream(Purpose::Noise), dataset);
    }

    fn draw_group(&self, first: u64, datasets: &mut [Dataset]) {
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
