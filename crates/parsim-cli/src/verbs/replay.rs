//! `parsim replay`: one replicate again, every number shown.

use crate::exit::Exit;
use crate::study::Study;
use parsim_engine::experiment::{Experiment, Replayed, Worker};
use parsim_stats::dataset::Dataset;
use parsim_stats::methods::Engines;
use parsim_stats::truth::Truth;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Compute one replicate of one method again and show every number.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  parsim replay studies/two-signals.toml --scenario n=60,rho=0.5,snr=1 --replicate 17 \\
    --method lasso --data replicate-17.csv")]
pub struct Arguments {
    /// The study file.
    file: PathBuf,
    /// The scenario's label, or the beginning of its id.
    #[arg(long, value_name = "LABEL|ID")]
    scenario: String,
    /// The replicate, from 1.
    #[arg(long, value_name = "R", value_parser = clap::value_parser!(u64).range(1..=1_000_000_000))]
    replicate: u64,
    /// The method's name.
    #[arg(long, value_name = "M")]
    method: String,
    /// Also write the data (y, x1, ..., xp) to this new CSV file.
    #[arg(long, value_name = "FILE")]
    data: Option<PathBuf>,
}

pub fn run(arguments: &Arguments) -> Result<(), Exit> {
    let study = Study::load(&arguments.file)?;
    let plan = &study.plan;
    let wrong = |what: &str| {
        let what = what.to_owned();
        move |message: String| Exit::Input(format!("{what}: {message}"))
    };
    let scenario = plan.scenario(&arguments.scenario).map_err(wrong("--scenario"))?;
    let method = plan.method(&arguments.method).map_err(wrong("--method"))?;
    if let Some(reason) = &plan.scenarios[scenario].inapplicable[method] {
        let text = format!("{} does not apply to this scenario: {reason}", arguments.method);
        return Err(Exit::Input(text));
    }
    let experiment = Experiment::new(plan, scenario, &[method])?;
    let replayed = experiment.replay(&mut Worker::default(), 0, arguments.replicate - 1);
    if let Some(path) = &arguments.data {
        write_data(path, &replayed.dataset)?;
    }
    let text = describe(&replayed, experiment.source().truth());
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "scenario {} ({})\nreplicate {}, method {}",
        plan.scenarios[scenario].label,
        plan.scenarios[scenario].id,
        arguments.replicate,
        plan.methods[method].name
    )?;
    out.write_all(text.as_bytes())?;
    Ok(())
}

fn describe(replayed: &Replayed, truth: &Truth) -> String {
    let mut text = String::new();
    let fit = match &replayed.outcome {
        Err(failure) => return format!("failed: {failure}\n"),
        Ok(fit) => fit,
    };
    let _ = writeln!(
        text,
        "n {}, p {}, sigma {}",
        replayed.dataset.n(),
        replayed.dataset.p(),
        truth.sigma
    );
    if let Some(lambda) = fit.lambda {
        let edge = if fit.lambda_at_edge == Some(true) { ", an end of its grid" } else { "" };
        let _ = writeln!(text, "lambda {lambda}{edge}");
    }
    let _ = writeln!(text, "df {}, residual sum of squares {}", fit.df, fit.rss);
    if let Some(certificate) = fit.certificate {
        let _ = writeln!(
            text,
            "worst KKT violation {:e} of lambda, worst duality gap {:e} of the null objective, \
             {} solutions by coordinate descent",
            certificate.kkt, certificate.gap, fit.fallbacks
        );
    }
    let _ = writeln!(text, "solutions {}", Engines::words(&fit.engines.wide()));
    let _ = writeln!(text, "\nmeasures");
    for (name, score) in &replayed.scores {
        let score = score.map_or_else(|| "undefined".to_owned(), |score| score.to_string());
        let _ = writeln!(text, "  {name} {score}");
    }
    let _ = writeln!(text, "\ncoefficients that are not 0 in truth or estimate");
    let _ =
        writeln!(text, "  coefficient truth estimate\n  0 {} {}", truth.intercept, fit.intercept);
    for (j, (beta, estimate)) in truth.beta.iter().zip(&fit.slopes).enumerate() {
        if *beta != 0.0 || *estimate != 0.0 {
            let _ = writeln!(text, "  {} {beta} {estimate}", j + 1);
        }
    }
    text
}

fn write_data(path: &Path, dataset: &Dataset) -> Result<(), Exit> {
    let p = dataset.p();
    let mut text = String::from("y");
    for j in 1..=p {
        let _ = write!(text, ",x{j}");
    }
    text.push('\n');
    for (i, y) in dataset.y.iter().enumerate() {
        text += &y.to_string();
        for j in 0..p {
            let _ = write!(text, ",{}", dataset.x.get(i, j));
        }
        text.push('\n');
    }
    let fail = |error: std::io::Error| Exit::Input(format!("{}: {error}", path.display()));
    let mut file = std::fs::File::create_new(path).map_err(fail)?;
    file.write_all(text.as_bytes()).map_err(fail)
}
