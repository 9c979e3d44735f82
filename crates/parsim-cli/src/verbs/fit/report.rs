//! A fit as CSV or JSON.

use super::Part;
use super::request::Request;
use crate::exit::Exit;
use parsim_stats::methods::{Candidates, Engines, Failure, Fit};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Everything that a fit can show.
#[derive(Debug, Serialize)]
pub struct Fitted {
    method: String,
    n: usize,
    p: usize,
    lambda: Option<f64>,
    lambda_at_edge: Option<bool>,
    df: f64,
    rss: f64,
    kkt: Option<f64>,
    gap: Option<f64>,
    fallbacks: u32,
    /// Solutions by engine.
    engines: BTreeMap<&'static str, u32>,
    intercept: f64,
    coefficients: Vec<Coefficient>,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<Vec<Step>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cross_validation: Option<Vec<Score>>,
}

#[derive(Clone, Debug, Serialize)]
struct Coefficient {
    name: String,
    estimate: f64,
}

#[derive(Debug, Serialize)]
struct Step {
    lambda: f64,
    df: f64,
    rss: f64,
    intercept: f64,
    kkt: f64,
    nonzero: Vec<Coefficient>,
}

#[derive(Debug, Serialize)]
struct Score {
    lambda: f64,
    mean: f64,
    standard_error: f64,
}

impl Fitted {
    /// A fit without path and curve.
    pub fn new(request: &Request, fit: &Fit) -> Self {
        let named = request.names.iter().zip(&fit.slopes);
        Self {
            method: request.component.kind().to_owned(),
            n: request.dataset.n(),
            p: request.dataset.p(),
            lambda: fit.lambda,
            lambda_at_edge: fit.lambda_at_edge,
            df: fit.df,
            rss: fit.rss,
            kkt: fit.certificate.map(|certificate| certificate.kkt),
            gap: fit.certificate.map(|certificate| certificate.gap),
            fallbacks: fit.fallbacks,
            engines: Engines::NAMES.into_iter().zip(fit.engines.counts).collect(),
            intercept: fit.intercept,
            coefficients: named
                .map(|(name, &estimate)| Coefficient { name: name.clone(), estimate })
                .collect(),
            path: None,
            cross_validation: None,
        }
    }

    /// Adds the solutions over the grid.
    ///
    /// # Errors
    /// The path could not be computed.
    pub fn add_path(&mut self, candidates: &mut Candidates<'_>) -> Result<(), Failure> {
        let mut steps = Vec::new();
        let names: Vec<String> = self.coefficients.iter().map(|c| c.name.clone()).collect();
        candidates.visit(&mut |point| {
            let pairs = point.support.iter().zip(point.slopes);
            steps.push(Step {
                lambda: point.lambda,
                df: point.df,
                rss: point.rss,
                intercept: point.intercept,
                kkt: point.certificate.kkt,
                nonzero: pairs
                    .map(|(&j, &estimate)| Coefficient { name: names[j].clone(), estimate })
                    .collect(),
            });
        })?;
        self.path = Some(steps);
        Ok(())
    }

    /// Adds the cross-validation curve.
    ///
    /// # Errors
    /// The path of a fold could not be computed.
    pub fn add_cross_validation(
        &mut self,
        candidates: &mut Candidates<'_>,
        folds: usize,
    ) -> Result<(), Failure> {
        let lambdas = candidates.lambdas()?.to_vec();
        let curve = candidates.cross_validation(folds)?;
        let scores = lambdas.iter().zip(curve.mean.iter().zip(curve.standard_error));
        self.cross_validation = Some(
            scores
                .map(|(&lambda, (&mean, &standard_error))| Score { lambda, mean, standard_error })
                .collect(),
        );
        Ok(())
    }

    /// All parts as one JSON document.
    ///
    /// # Errors
    /// A number has no JSON form.
    pub fn json(&self) -> Result<String, Exit> {
        serde_json::to_string_pretty(self)
            .map(|text| text + "\n")
            .map_err(|error| Exit::Missing(format!("the fit cannot be written: {error}")))
    }

    /// One part as CSV; floats are the shortest text that reads back.
    pub fn csv(&self, part: Part) -> String {
        match part {
            Part::Coefficients => self.coefficients_csv(),
            Part::Path => self.path_csv(),
            Part::Cv => self.cross_validation_csv(),
            Part::Certificate => self.certificate_csv(),
        }
    }

    fn coefficients_csv(&self) -> String {
        let mut text = format!("coefficient,estimate\n(Intercept),{}\n", self.intercept);
        for coefficient in &self.coefficients {
            let _ = writeln!(text, "{},{}", quoted(&coefficient.name), coefficient.estimate);
        }
        text
    }

    fn path_csv(&self) -> String {
        let mut text = String::from("lambda,df,rss,kkt,coefficient,estimate\n");
        for step in self.path.iter().flatten() {
            let head = format!("{},{},{},{}", step.lambda, step.df, step.rss, step.kkt);
            let _ = writeln!(text, "{head},(Intercept),{}", step.intercept);
            for coefficient in &step.nonzero {
                let name = quoted(&coefficient.name);
                let _ = writeln!(text, "{head},{name},{}", coefficient.estimate);
            }
        }
        text
    }

    fn cross_validation_csv(&self) -> String {
        let mut text = String::from("lambda,mean,standard_error\n");
        for score in self.cross_validation.iter().flatten() {
            let _ = writeln!(text, "{},{},{}", score.lambda, score.mean, score.standard_error);
        }
        text
    }

    fn certificate_csv(&self) -> String {
        let number = |value: Option<f64>| value.map_or_else(String::new, |v| v.to_string());
        let used = self.engines.iter().filter(|(_, count)| **count > 0);
        let engines: Vec<String> = used.map(|(name, count)| format!("{name} {count}")).collect();
        format!(
            "lambda,lambda_at_edge,df,rss,kkt,gap,fallbacks,engines\n{},{},{},{},{},{},{},{}\n",
            number(self.lambda),
            self.lambda_at_edge.map_or_else(String::new, |edge| edge.to_string()),
            self.df,
            self.rss,
            number(self.kkt),
            number(self.gap),
            self.fallbacks,
            quoted(&engines.join(", "))
        )
    }
}

/// A name as a CSV cell.
fn quoted(name: &str) -> String {
    if name.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", name.replace('"', "\"\""))
    } else {
        name.to_owned()
    }
}
