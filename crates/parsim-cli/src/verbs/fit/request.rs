//! What a fit was asked for: the data and the method.

use super::Arguments;
use crate::exit::Exit;
use parsim_stats::component::{Component, DataTable};
use parsim_stats::dataset::Dataset;
use parsim_study::{Source, lone_method};
use std::path::Path;

/// A dataset and a method.
#[derive(Debug)]
pub struct Request {
    /// The data.
    pub dataset: Dataset,
    /// Names of the covariates.
    pub names: Vec<String>,
    /// Folds of the rows, from 0, if they are given.
    pub labels: Option<Vec<u32>>,
    /// The method with every default.
    pub component: Component,
}

impl Request {
    /// Reads the data and compiles the method.
    ///
    /// # Errors
    /// What is wrong with either.
    pub fn new(arguments: &Arguments) -> Result<Self, Exit> {
        let table = load(&arguments.data)?;
        let response = column(&table, "--response", &arguments.response)?;
        let fold = arguments.foldid.as_ref().map(|name| column(&table, "--foldid", name));
        let fold = fold.transpose()?;
        let chosen: Vec<usize> = if arguments.predictors.is_empty() {
            (0..table.columns.len()).filter(|&j| j != response && Some(j) != fold).collect()
        } else {
            let named = arguments.predictors.iter();
            named.map(|name| column(&table, "--predictors", name)).collect::<Result<_, _>>()?
        };
        if let Some(twice) = (1..chosen.len()).find(|&at| chosen[..at].contains(&chosen[at])) {
            let name = &arguments.predictors[twice];
            return Err(Exit::Input(format!("--predictors: \"{name}\" is named twice")));
        }
        check(&table, response, &chosen)?;
        if let Some(unusable) = fold.and_then(|fold| table.refusal(fold)) {
            return Err(Exit::Input(format!("--foldid: {}", unusable.message)));
        }
        let labels = fold.map(|fold| labels(table.values.column(fold))).transpose()?;
        let mut dataset = Dataset::default();
        dataset.resize(table.values.rows(), chosen.len());
        dataset.y.copy_from_slice(table.values.column(response));
        for (to, &from) in chosen.iter().enumerate() {
            dataset.x_mut().column_mut(to).copy_from_slice(table.values.column(from));
        }
        let names = chosen.iter().map(|&j| table.columns[j].clone()).collect();
        let folds = labels.as_ref().map(|labels: &Vec<u32>| {
            labels.iter().max().map_or(0, |highest| *highest as usize + 1)
        });
        Ok(Self { dataset, names, labels, component: component(arguments, folds)? })
    }

    /// Folds of the cross-validation, if that is the tuning.
    pub fn folds(&self) -> Option<usize> {
        let tuning = self.component.part("tuning")?;
        (tuning.kind() == "cross-validation").then(|| tuning.require_count("folds").ok()).flatten()
    }
}

fn load(path: &Path) -> Result<DataTable, Exit> {
    if !path.exists() {
        return Err(Exit::Input(format!("there is no file {}", path.display())));
    }
    parsim_tables::load_table(path).map_err(|error| {
        let hint = if error.hint.is_empty() { String::new() } else { format!("; {}", error.hint) };
        Exit::Input(format!("{}: {}{hint}", path.display(), error.message))
    })
}

/// Reads the flag `--lambda`.
///
/// # Errors
/// The text is no finite number of at least 0.
pub fn lambda(text: &str) -> Result<f64, String> {
    let number: Option<f64> = text.parse().ok();
    let allowed = number.filter(|number| number.is_finite() && *number >= 0.0);
    allowed.ok_or_else(|| "lambda is a number of at least 0".to_owned())
}

fn column(table: &DataTable, flag: &str, name: &str) -> Result<usize, Exit> {
    table.columns.iter().position(|column| column == name).ok_or_else(|| {
        let known = table.columns.join(", ");
        Exit::Input(format!("{flag}: {} has no column \"{name}\"; it has {known}", table.path))
    })
}

fn check(table: &DataTable, response: usize, chosen: &[usize]) -> Result<(), Exit> {
    let wrong = |text: &str| Err(Exit::Input(format!("{}: {text}", table.path)));
    if chosen.is_empty() {
        return wrong("no column is left for the covariates");
    }
    if chosen.contains(&response) {
        return wrong("the response is among the covariates");
    }
    if let Some(unusable) = chosen.iter().chain([&response]).find_map(|&j| table.refusal(j)) {
        let hint = "or leave the column out with --predictors";
        return wrong(&format!("{}; {}, {hint}", unusable.message, unusable.hint));
    }
    if table.values.rows() < 2 {
        return wrong("one row cannot be fitted; at least 2 are needed");
    }
    Ok(())
}

fn labels(column: &[f64]) -> Result<Vec<u32>, Exit> {
    let wrong = |text: &str| Exit::Input(format!("--foldid: {text}"));
    #[expect(clippy::cast_sign_loss, reason = "at least 1")]
    let whole = |x: &f64| (*x >= 1.0 && x.fract() == 0.0 && *x <= 1e6).then_some(*x as u32 - 1);
    let labels: Option<Vec<u32>> = column.iter().map(whole).collect();
    let labels = labels.ok_or_else(|| wrong("folds are whole numbers from 1"))?;
    let highest = labels.iter().max().copied().unwrap_or(0);
    if let Some(empty) = (0..highest).find(|k| !labels.contains(k)) {
        return Err(wrong(&format!("fold {} has no row", empty + 1)));
    }
    if highest == 0 {
        return Err(wrong("at least 2 folds are needed"));
    }
    Ok(labels)
}

/// The method, as a study file would say it.
fn component(arguments: &Arguments, folds: Option<usize>) -> Result<Component, Exit> {
    let mut text = format!("kind = {:?}\n", arguments.method);
    let mut line = |key: &str, value: &str| {
        text.extend([key, " = ", value, "\n"]);
    };
    if arguments.no_intercept {
        line("intercept", "false");
    }
    if arguments.no_standardize {
        line("standardize", "false");
    }
    if let Some(lambda) = arguments.lambda {
        line("tuning.kind", "\"fixed\"");
        line("tuning.lambda", &lambda.to_string());
    } else if let Some(folds) = folds {
        line("tuning.kind", "\"cross-validation\"");
        line("tuning.folds", &folds.to_string());
    } else if arguments.set.iter().any(|set| set.trim_start().starts_with("tuning."))
        && !arguments.set.iter().any(|set| set.trim_start().starts_with("tuning.kind"))
    {
        line("tuning.kind", "\"cross-validation\"");
    }
    for set in &arguments.set {
        let (key, value) = set.split_once('=').ok_or_else(|| {
            Exit::Input(format!("--set {set}: give KEY=VALUE, e.g. --set lambdas=50"))
        })?;
        line(key.trim(), &quoted(value.trim()));
    }
    Ok(lone_method(&Source::new("the method", text))?)
}

/// A value in TOML; a bare word is a string, so that a shell's user need not quote twice.
fn quoted(value: &str) -> String {
    let is_word = value.starts_with(|c: char| c.is_ascii_alphabetic())
        && value.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c))
        && !matches!(value, "true" | "false" | "inf" | "nan");
    if is_word { format!("\"{value}\"") } else { value.to_owned() }
}
