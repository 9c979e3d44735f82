//! `parsim list`: the manual, from the registries.

use crate::exit::Exit;
use clap::ValueEnum;
use parsim_stats::catalogue::specifications;
use parsim_stats::coefficient_measures::{COEFFICIENT_MEASURES, CoefficientMeasure};
use parsim_stats::component::{Family, Specification};
use parsim_stats::measures::{Kind, Measure, Theme};
use parsim_study::Source;
use std::fmt::Write as _;
use std::io::Write as _;

/// What a study file can name: parameters, defaults, formulas and sources.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  parsim list methods")]
pub struct Arguments {
    /// Which part of the manual.
    what: What,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum What {
    /// Data-generating mechanisms: covariates, coefficients, noise.
    Mechanisms,
    /// Methods and oracles.
    Methods,
    /// Rules that choose lambda.
    Tunings,
    /// Measures by theme, with their formulas and sources, and the key that turns a theme on.
    Measures,
    /// Figures of the report.
    Figures,
    /// Laws that the tables' column `theory` comes from, and landmarks of scenarios.
    Theory,
}

pub fn run(arguments: &Arguments) -> Result<(), Exit> {
    let of = |families: &[Family]| -> Vec<&'static Specification> {
        families.iter().flat_map(|&family| specifications(family)).collect()
    };
    let text = match arguments.what {
        What::Mechanisms => manual(&of(&[
            Family::Mechanism,
            Family::Covariates,
            Family::Coefficients,
            Family::Noise,
        ])),
        What::Methods => manual(&of(&[Family::Method, Family::Oracle])),
        What::Tunings => manual(&of(&[Family::Tuning])),
        What::Figures => manual(&parsim_report::figures::specifications()),
        What::Measures => measures(),
        What::Theory => parsim_study::reference::laws(),
    };
    std::io::stdout().lock().write_all(text.as_bytes())?;
    Ok(())
}

fn manual(specifications: &[&'static Specification]) -> String {
    parsim_study::reference::manual(specifications)
}

/// All measures by theme, the core first.
fn measures() -> String {
    let mut text = String::new();
    for theme in Theme::ALL {
        let name = theme.name();
        let _ = writeln!(text, "=== {name}: {} ===", theme.summary());
        if theme == Theme::Core {
            text.push_str("always computed\n");
        } else {
            let how = format!(
                "computed with measures = [\"{name}\"] or \"all\" at the top of the study file, or \
                 where a claim, a figure or a target names one of them"
            );
            write_wrapped(&mut text, &how);
        }
        if theme == Theme::Intervals {
            methods_with_intervals(&mut text);
        }
        text.push('\n');
        theme.measures().for_each(|each| measure(each, &mut text));
        let single = COEFFICIENT_MEASURES.iter().filter(|measure| measure.theme == theme);
        let mut single = single.peekable();
        if single.peek().is_some() {
            text.push_str("Per coefficient, in tables/coefficients:\n\n");
        }
        single.for_each(|each| coefficient_measure(each, &mut text));
    }
    text
}

/// Which methods give intervals, and why others do not.
fn methods_with_intervals(text: &mut String) {
    for specification in specifications(Family::Method) {
        let kind = specification.kind;
        let source = Source::new("method", format!("kind = \"{kind}\""));
        let Ok(component) = parsim_study::lone_method(&source) else { continue };
        let Ok(method) = parsim_stats::catalogue::build_method(&component) else { continue };
        let line = match method.intervals() {
            Ok(()) => format!("{kind}: gives intervals"),
            Err(reason) => format!("{kind}: intervals are not applicable: {reason}"),
        };
        write_wrapped(text, &line);
    }
}

fn measure(measure: &Measure, text: &mut String) {
    let error = match measure.kind {
        Kind::Score(_) => "mean over replicates; MCSE S/sqrt(R); interval mean +- 1.96 MCSE",
        Kind::Fraction(_) => "mean over replicates; MCSE S/sqrt(R); interval clipped to [0, 1]",
        Kind::Indicator(_) => "proportion; MCSE sqrt(p(1 - p)/R); Wilson's interval",
        Kind::Vector(_) => "from sums over batches; delete-a-batch jackknife, t interval",
    };
    let _ = writeln!(text, "{}  {}", measure.name, measure.title);
    let lines = [
        ("formula", measure.formula),
        ("reading", measure.reading),
        ("summary", error),
        ("source", measure.source),
    ];
    write_lines(text, &lines);
}

fn coefficient_measure(measure: &CoefficientMeasure, text: &mut String) {
    let _ = writeln!(text, "{}  {}", measure.name, measure.title);
    let lines = [
        ("formula", measure.formula),
        ("reading", measure.reading),
        ("MCSE", measure.error),
        ("source", measure.source),
    ];
    write_lines(text, &lines);
}

fn write_lines(text: &mut String, lines: &[(&str, &str)]) {
    for (label, value) in lines.iter().filter(|(_, value)| !value.is_empty()) {
        write_wrapped(text, &format!("  {label}: {value}"));
    }
    text.push('\n');
}

/// Most characters of a line.
const WIDTH: usize = 110;

/// Writes a line, broken between words where it is too long.
fn write_wrapped(text: &mut String, line: &str) {
    let mut used = 0;
    for word in line.split_inclusive(' ') {
        let length = word.chars().count();
        if used > 0 && used + length > WIDTH {
            text.truncate(text.trim_end_matches(' ').len());
            text.push_str("\n    ");
            used = 4;
        }
        text.push_str(word);
        used += length;
    }
    text.push('\n');
}
