//! What mechanisms, methods and measures are: manuals with the values that the study gives them.

use crate::figures::cell;
use parsim_engine::results::Results;
use parsim_stats::coefficient_measures::CoefficientMeasure;
use parsim_stats::component::{Component, Default, Parameter, Value};
use parsim_stats::measures::{Measure, Theme};
use parsim_stats::theory::LAWS;
use parsim_study::{Cell, Plan, Role};
use serde::Serialize;

/// A component of the study with its manual.
#[derive(Debug, Serialize)]
pub(super) struct DefinitionView {
    /// What it is here: a method's name, or the parameter that it is the value of.
    name: String,
    kind: &'static str,
    role: &'static str,
    summary: &'static str,
    formula: &'static str,
    source: &'static str,
    parameters: Vec<ParameterView>,
    /// Why there are no intervals, in a study of intervals; empty otherwise.
    without_intervals: &'static str,
    /// How deep it is nested.
    depth: usize,
}

#[derive(Debug, Serialize)]
struct ParameterView {
    name: &'static str,
    value: String,
    doc: &'static str,
    /// Whether the value is the default.
    default: bool,
    /// Whether scenarios differ in it.
    varied: bool,
}

/// The mechanism and its parts, each with all values that scenarios give it.
pub(super) fn mechanism(plan: &Plan) -> Vec<DefinitionView> {
    let components: Vec<&Component> =
        plan.scenarios.iter().map(|scenario| &scenario.component).collect();
    let mut views = Vec::new();
    collect("mechanism", "mechanism", &components, 0, &mut views);
    views
}

/// The methods and oracles with their tunings.
pub(super) fn methods(plan: &Plan) -> Vec<DefinitionView> {
    let mut views = Vec::new();
    for method in &plan.methods {
        let role = match method.role() {
            Role::Method => "method",
            Role::Oracle => "oracle",
        };
        let first = views.len();
        collect(&method.name, role, &[&method.component], 0, &mut views);
        if let (true, Err(reason)) = (plan.themes.contain(Theme::Intervals), method.intervals()) {
            views[first].without_intervals = reason;
        }
    }
    views
}

/// The components in one place of the study, kind by kind, and then their parts.
fn collect(
    name: &str,
    role: &'static str,
    components: &[&Component],
    depth: usize,
    views: &mut Vec<DefinitionView>,
) {
    let mut kinds: Vec<&'static str> = components.iter().map(|each| each.kind()).collect();
    kinds.sort_unstable();
    kinds.dedup();
    for kind in kinds {
        let alike: Vec<&Component> =
            components.iter().copied().filter(|each| each.kind() == kind).collect();
        let Some(first) = alike.first() else { continue };
        let manual = first.specification;
        views.push(DefinitionView {
            name: name.to_owned(),
            kind,
            role,
            summary: manual.summary,
            formula: manual.formula,
            source: manual.source,
            without_intervals: "",
            parameters: manual.parameters.iter().filter_map(|p| parameter(p, &alike)).collect(),
            depth,
        });
        for parameter in manual.parameters {
            let parts = alike.iter().filter_map(|each| each.part(parameter.name));
            let parts: Vec<&Component> = parts.collect();
            if !parts.is_empty() {
                collect(parameter.name, manual.family.name(), &parts, depth + 1, views);
            }
        }
    }
}

/// A parameter with its distinct values, in the order of the scenarios; parts by their kind.
fn parameter(parameter: &'static Parameter, components: &[&Component]) -> Option<ParameterView> {
    let mut values: Vec<String> = Vec::new();
    let mut default = true;
    for component in components {
        let value = component.get(parameter.name);
        default &= is_default(parameter, value);
        let text = value.map_or_else(|| "not given".to_owned(), text);
        if !values.contains(&text) {
            values.push(text);
        }
    }
    if values == ["not given"] {
        return None;
    }
    let varied = values.len() > 1;
    let value = values.join(", ");
    Some(ParameterView { name: parameter.name, value, doc: parameter.doc, default, varied })
}

fn is_default(parameter: &Parameter, value: Option<&Value>) -> bool {
    match (parameter.default, value) {
        (Default::Absent, None) => true,
        (Default::Number(default), Some(Value::Number(number))) => default == *number,
        (Default::Flag(default), Some(Value::Flag(flag))) => default == *flag,
        (Default::Text(default), Some(Value::Text(text))) => default == text,
        (Default::Part(kind), Some(Value::Part(part))) => part.canonical() == format!("{kind}{{}}"),
        _ => false,
    }
}

fn text(value: &Value) -> String {
    let number = |number: &f64| cell(&Cell::Number(*number));
    match value {
        Value::Number(value) => number(value),
        Value::Flag(flag) => flag.to_string(),
        Value::Text(text) => text.clone(),
        Value::Numbers(numbers) => {
            format!("[{}]", numbers.iter().map(number).collect::<Vec<_>>().join(", "))
        }
        Value::Texts(words) => format!("[{}]", words.join(", ")),
        Value::Part(part) => part.kind().to_owned(),
        Value::Data(table) => format!("{} (content {})", table.path, table.hash),
    }
}

/// A measure with its definition.
#[derive(Debug, Serialize)]
pub(super) struct MeasureView {
    name: &'static str,
    theme: &'static str,
    title: &'static str,
    formula: &'static str,
    reading: &'static str,
    source: &'static str,
}

/// The measures of single coefficients that the study asks for.
pub(super) fn coefficient_measures(plan: &Plan) -> Vec<MeasureView> {
    let view = |measure: &'static CoefficientMeasure| MeasureView {
        name: measure.name,
        theme: measure.theme.name(),
        title: measure.title,
        formula: measure.formula,
        reading: measure.reading,
        source: measure.source,
    };
    plan.themes.coefficient_measures().map(view).collect()
}

/// The measures of the study's tables, theme by theme.
pub(super) fn measures(results: &Results) -> Vec<MeasureView> {
    let used = |name: &str| results.summary.iter().any(|row| row.measure == name);
    let used = Theme::ALL.into_iter().flat_map(Theme::measures).filter(|m| used(m.name));
    let view = |measure: &'static Measure| MeasureView {
        name: measure.name,
        theme: measure.theme.name(),
        title: measure.title,
        formula: measure.formula,
        reading: measure.reading,
        source: measure.source,
    };
    used.map(view).collect()
}

/// A law or landmark with its manual.
#[derive(Debug, Serialize)]
pub(super) struct LawView {
    name: &'static str,
    /// `exact`, `asymptotic` or `landmark`.
    kind: &'static str,
    summary: &'static str,
    formula: &'static str,
    conditions: &'static str,
    source: &'static str,
}

/// The laws behind the study's column `theory`, and what is said of its scenarios.
pub(super) fn laws(results: &Results) -> Vec<LawView> {
    let states = |name: &str| results.summary.iter().any(|row| row.law == Some(name));
    let says = |name: &str| results.landmarks.iter().any(|row| row.law == name);
    let used = LAWS.iter().filter(|law| states(law.name) || says(law.name));
    let view = |law: &&'static parsim_stats::theory::Law| LawView {
        name: law.name,
        kind: law.statement.kind(),
        summary: law.summary,
        formula: law.formula,
        conditions: law.conditions,
        source: law.source,
    };
    used.map(view).collect()
}
