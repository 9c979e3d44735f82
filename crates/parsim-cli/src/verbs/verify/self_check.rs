//! `parsim verify --self`: parsim against closed forms, and its errors against the truth.

use super::designs::Designs;
use super::{Arguments, report};
use crate::exit::{Exit, counted};
use crate::study::Study;
use crate::terminal;
use comfy_table::CellAlignment;
use parsim_engine::parallel;
use parsim_engine::pins::{Difference, Family, KnownAnswer, Place};
use parsim_stats::calibration::{self, BAND, Calibration, Law, Size};
use parsim_study::{Plan, Source};
use serde::Deserialize;
use serde_json::json;
use std::io::Write;
use std::path::PathBuf;

/// The studies by stem, with their text.
const STUDIES: [(&str, &str); 4] = [
    ("least-squares", include_str!("known/least-squares.toml")),
    ("minimum-norm", include_str!("known/minimum-norm.toml")),
    ("orthonormal", include_str!("known/orthonormal.toml")),
    ("eight-rows", include_str!("known/eight-rows.toml")),
];

/// What they must give, made by `known/answers.R`.
const ANSWERS: &str = include_str!("known/answers.json");

#[derive(Deserialize)]
struct Answer {
    study: String,
    scenario: String,
    method: String,
    measure: String,
    expected: f64,
    law: String,
}

/// What the self-check found.
struct Found {
    /// By study.
    known: Vec<(&'static str, Family)>,
    differences: Vec<Difference>,
    calibrations: Vec<Calibration>,
}

pub(super) fn run(arguments: &Arguments) -> Result<(), Exit> {
    let answers: Vec<Answer> = serde_json::from_str(ANSWERS)
        .map_err(|error| Exit::Missing(format!("the known answers: {error}")))?;
    let mut found = Found { known: Vec::new(), differences: Vec::new(), calibrations: Vec::new() };
    for (stem, text) in STUDIES {
        let answers: Vec<_> = answers.iter().filter(|answer| answer.study == stem).collect();
        let share = arguments.false_alarms / STUDIES.len() as f64;
        let (family, differences) = known(arguments, (stem, text), (&answers, share))?;
        found.known.push((stem, family));
        found.differences.extend(differences);
    }
    let threads = crate::verbs::run::threads(arguments.rerun.threads);
    let calibrated =
        parallel::map(threads, &Law::ALL, |law| calibration::calibrate(*law, Size::DEFAULT))?;
    found.calibrations = calibrated.into_iter().flatten().collect();
    let mut out = std::io::stdout().lock();
    if arguments.json {
        writeln!(out, "{}", found.json()?)?;
    } else {
        write!(out, "{}", found.text())?;
    }
    found.verdict()
}

/// Runs a study and compares it with its answers.
fn known(
    arguments: &Arguments,
    (stem, text): (&str, &str),
    (answers, false_alarms): (&[&Answer], f64),
) -> Result<(Family, Vec<Difference>), Exit> {
    let file = PathBuf::from(format!("{stem}.toml"));
    let source = Source::new(file.display().to_string(), text.to_owned());
    let plan = Plan::compile(&source, &[], &Designs)?;
    let study = Study { file, stem: stem.to_owned(), text: source.text, plan };
    let folder = tempfile::tempdir()?;
    let (found, _) = arguments.rerun.summaries(&study, folder.path())?;
    let answer = |answer: &&Answer| KnownAnswer {
        place: Place {
            scenario: Some(answer.scenario.clone()),
            method: Some(answer.method.clone()),
            measure: Some(answer.measure.clone()),
        },
        expected: answer.expected,
        law: answer.law.clone(),
    };
    let answers: Vec<KnownAnswer> = answers.iter().map(answer).collect();
    Ok(found.compare_with_answers(&answers, false_alarms))
}

impl Found {
    fn text(&self) -> String {
        let header = ["study", "scenario", "method", "measure", "expected", "found", "z"];
        let mut table = terminal::table(&header);
        for column in table.column_iter_mut().skip(4) {
            column.set_cell_alignment(CellAlignment::Right);
        }
        for (study, family) in &self.known {
            for member in &family.members {
                let word = |word: &Option<String>| word.clone().unwrap_or_default();
                table.add_row([
                    (*study).to_owned(),
                    word(&member.place.scenario),
                    word(&member.place.method),
                    word(&member.place.measure),
                    format!("{:.6}", member.expected),
                    format!("{:.6}", member.found),
                    format!("{:.2}", member.test.z),
                ]);
            }
        }
        let count: usize = self.known.iter().map(|(_, family)| family.members.len()).sum();
        let limit = self.known.iter().map(|(_, family)| family.limit()).fold(0.0, f64::max);
        let known = format!("{table}\n{count} known answers; |z| up to {limit:.2} is chance\n\n");
        known + &self.calibration_table() + &report::table(&self.differences)
    }

    fn calibration_table(&self) -> String {
        let header: Vec<&str> =
            std::iter::once("stated / true error of").chain(Law::ALL.map(Law::name)).collect();
        let mut table = terminal::table(&header);
        for column in table.column_iter_mut().skip(1) {
            column.set_cell_alignment(CellAlignment::Right);
        }
        let of = |law: Law| self.calibrations.iter().filter(move |each| each.law == law);
        for first in of(Law::ALL[0]) {
            let ratios = Law::ALL.map(|law| {
                let each = of(law).find(|each| each.summary == first.summary);
                let ratio = |each: &Calibration| {
                    each.ratio()
                        .map_or_else(|| "constant".to_owned(), |ratio| format!("{ratio:.3}"))
                };
                each.map_or_else(String::new, ratio)
            });
            table.add_row(std::iter::once(first.summary.to_owned()).chain(ratios));
        }
        let Size { studies, replicates } = Size::DEFAULT;
        let (least, most) = BAND;
        format!(
            "{table}\n{studies} studies of {replicates} replicates each; the band is [{least}, {most}]\n"
        )
    }

    fn json(&self) -> Result<String, Exit> {
        let known = self.known.iter().flat_map(|(study, family)| {
            family
                .members
                .iter()
                .map(move |member| json!({ "study": study, "answer": report::member(member) }))
        });
        let calibrations = self.calibrations.iter().map(|each| {
            json!({
                "law": each.law.name(),
                "summary": each.summary,
                "stated": each.stated,
                "true": each.truth,
                "ratio": each.ratio(),
                "holds": each.holds(),
            })
        });
        let value = json!({
            "known_answers": known.collect::<Vec<_>>(),
            "calibration": calibrations.collect::<Vec<_>>(),
            "differences": self.differences.iter().map(report::difference).collect::<Vec<_>>(),
        });
        serde_json::to_string_pretty(&value).map_err(|error| Exit::Missing(error.to_string()))
    }

    fn verdict(&self) -> Result<(), Exit> {
        let wrong = self.calibrations.iter().filter(|each| !each.holds()).count();
        let differ = self.differences.len();
        if wrong + differ == 0 {
            return Ok(());
        }
        Err(Exit::No(format!(
            "{} from known answers, {} out of band",
            counted(differ, "difference"),
            counted(wrong, "stated error")
        )))
    }
}
