//! The manual of study files: the keys of the top level, and every kind from its specification.

pub use crate::template::template;

use crate::study_file::KEYS;
use parsim_stats::component::{Default, Family, Parameter, Specification};
use parsim_stats::theory::LAWS;
use std::fmt::Write;

/// Columns of a line of the manual.
const WIDTH: usize = 96;

/// The manuals of a family's kinds, in alphabetical order, figures excepted.
pub fn specifications(family: Family) -> Vec<&'static Specification> {
    parsim_stats::catalogue::specifications(family)
}

/// The manual of the top level of a study file: every key with what it takes, its default and
/// meaning.
pub fn study_file() -> String {
    let mut text = String::new();
    for key in &KEYS {
        paragraph(&mut text, 0, &format!("{}: {}; {}", key.name, key.takes, key.default));
        paragraph(&mut text, 4, key.doc);
    }
    text
}

/// The manual of some kinds: summary, formula, source, and every parameter with its range, default
/// and meaning.
pub fn manual(specifications: &[&Specification]) -> String {
    let entries: Vec<String> = specifications.iter().map(|each| entry(each)).collect();
    entries.join("\n")
}

/// The manual of the laws behind the column `theory` and of the landmarks of scenarios.
pub fn laws() -> String {
    let mut text = String::new();
    let of = |kind| LAWS.iter().filter(move |law| law.statement.kind() == kind);
    for law in ["exact", "asymptotic", "landmark"].into_iter().flat_map(of) {
        let _ = writeln!(text, "{} ({})", law.name, law.statement.kind());
        paragraph(&mut text, 2, law.summary);
        paragraph(&mut text, 4, law.formula);
        paragraph(&mut text, 2, &format!("conditions: {}", law.conditions));
        paragraph(&mut text, 2, &format!("source: {}", law.source));
        text.push('\n');
    }
    paragraph(&mut text, 0, READING);
    text
}

/// How the columns `theory` and `z` are to be read.
const READING: &str = "\
In tables/summary, `law` names the law behind `theory`. Of an exact law, z is (estimate - theory)/MCSE. \
Of an asymptotic one, z counts the standard errors by which the estimate lies beyond theory ± \
allowance, and is 0 within. z is empty where the score has no fourth moment, where its MCSE is 0, and \
where the method failed on some replicate. Landmarks say something about a scenario before any method \
is run; they stand in the report's list of scenarios and in figures.";

fn entry(specification: &Specification) -> String {
    let mut text = format!("{}\n", specification.kind);
    paragraph(&mut text, 2, specification.summary);
    if !specification.formula.is_empty() {
        paragraph(&mut text, 4, specification.formula);
    }
    if !specification.source.is_empty() {
        paragraph(&mut text, 2, &format!("source: {}", specification.source));
    }
    for parameter in specification.parameters {
        let (range, default) = (parameter.shape.describe(), default(parameter));
        paragraph(&mut text, 2, &format!("{}: {range}; {default}", parameter.name));
        paragraph(&mut text, 6, parameter.doc);
    }
    text
}

/// The default in words.
fn default(parameter: &Parameter) -> String {
    match parameter.default {
        Default::Required => "required".to_owned(),
        Default::Absent => "absent by default".to_owned(),
        Default::Number(number) => format!("default {}", crate::draft::shortest(number)),
        Default::Flag(flag) => format!("default {flag}"),
        Default::Text(word) => format!("default \"{word}\""),
        Default::Part(kind) => format!("default {{ kind = \"{kind}\" }}"),
    }
}

/// Adds a paragraph, broken into lines between words and indented.
fn paragraph(text: &mut String, indent: usize, words: &str) {
    let mut column = 0;
    for word in words.split_whitespace() {
        let length = word.chars().count();
        if column > 0 && column + 1 + length > WIDTH {
            text.push('\n');
            column = 0;
        }
        if column == 0 {
            let _ = write!(text, "{:indent$}{word}", "");
            column = indent + length;
        } else {
            let _ = write!(text, " {word}");
            column += 1 + length;
        }
    }
    text.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;
    use parsim_stats::component::Shape;

    static SPECIFICATION: Specification = Specification {
        family: Family::Tuning,
        kind: "demo",
        summary: "a rule",
        formula: "λ = 1",
        source: "Somebody (1900)",
        parameters: &[
            Parameter {
                name: "folds",
                shape: Shape::Integer { min: 2, max: 50 },
                default: Default::Number(10.0),
                doc: "how many",
            },
            Parameter {
                name: "rule",
                shape: Shape::Choice(&["min", "one-se"]),
                default: Default::Required,
                doc: "which",
            },
        ],
    };

    #[test]
    fn an_entry_says_all_there_is() {
        let expected = "demo\n  a rule\n    λ = 1\n  source: Somebody (1900)\n  \
                        folds: a whole number from 2 to 50; default 10\n      how many\n  \
                        rule: one of \"min\", \"one-se\"; required\n      which\n";
        assert_eq!(manual(&[&SPECIFICATION]), expected);
    }

    #[test]
    fn the_top_level_is_described_in_lines_that_fit() {
        let text = study_file();
        assert!(text.starts_with("title: a string; required\n    one line that names the study\n"));
        assert!(text.lines().all(|line| line.chars().count() <= WIDTH), "{text}");
    }

    #[test]
    fn every_law_has_a_manual_of_lines_that_fit() {
        let text = laws();
        for law in LAWS {
            assert!(text.contains(&format!("{} ({})\n", law.name, law.statement.kind())));
        }
        assert!(text.lines().all(|line| line.chars().count() <= WIDTH), "{text}");
    }

    #[test]
    fn every_kind_has_a_manual_of_lines_that_fit() {
        let families = [
            Family::Mechanism,
            Family::Covariates,
            Family::Coefficients,
            Family::Noise,
            Family::Method,
            Family::Tuning,
            Family::Oracle,
        ];
        for family in families {
            let specifications = specifications(family);
            let text = manual(&specifications);
            for specification in &specifications {
                assert!(text.contains(specification.kind));
                for parameter in specification.parameters {
                    assert!(text.contains(&format!("  {}: ", parameter.name)), "{text}");
                }
            }
            assert!(text.lines().all(|line| line.chars().count() <= WIDTH), "{text}");
        }
    }
}
