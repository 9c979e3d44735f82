//! Along lambda: squared bias, variance and their sum for one penalty, lambda by lambda.

use super::arrangement::{Page, Request};
use super::input::interval;
use super::looks;
use super::parameters::{FACET, METHODS, WHERE};
use super::{Entry, FigureInput, Omission, captions};
use crate::spec::{Axis, Direction, FigureSpec, Key, Mark, Panel, Point, Series, Sharing};
use parsim_stats::component::{Component, Family, Specification};

pub const ENTRY: Entry = Entry {
    specification: Specification {
        family: Family::Figure,
        kind: "along-lambda",
        summary: "squared bias, variance and mean squared error along fixed lambdas, a figure per penalty",
        formula: "Σ_j bias_j² and Σ_j S_j², which sum to Σ_j MSE_j, each ± 1.96 MCSE, against λ",
        source: "Hastie, Tibshirani & Friedman (2009), figure 7.1, for the decomposition",
        parameters: &[FACET, METHODS, WHERE],
    },
    build,
    by_default: false,
};

/// The lines, in the order of their keys.
const PARTS: [(&str, &str); 3] =
    [("squared_bias", "squared bias"), ("variance", "variance"), ("mse", "mean squared error")];

/// A penalty at several fixed lambdas.
struct Ladder {
    /// The methods' name without their lambda.
    name: String,
    /// Whether lambdas are multiples of the data's largest.
    relative: bool,
    /// Methods with their lambda, ascending.
    steps: Vec<(usize, f64)>,
}

fn build(input: &FigureInput<'_>) -> Result<Vec<FigureSpec>, Omission> {
    let scenarios = input.scenarios()?;
    let ladders = ladders(input);
    if ladders.is_empty() {
        let reason = "no method of the study stands at three or more fixed lambdas";
        return Err(Omission(reason.to_owned()));
    }
    let arrangement = Request::new(input, &scenarios).arrange()?;
    let mut figures = Vec::new();
    for ladder in &ladders {
        for page in &arrangement.pages {
            let mut spec = figure(input, ladder, page);
            spec.facets = arrangement.facets();
            spec.size.panel_height = looks::single_row_height(&spec);
            figures.push(spec);
        }
    }
    Ok(figures)
}

/// The penalties at fixed lambdas, in the plan's order.
fn ladders(input: &FigureInput<'_>) -> Vec<Ladder> {
    let mut ladders: Vec<Ladder> = Vec::new();
    for method in input.methods() {
        let entrant = &input.plan.methods[method];
        let Some((relative, lambda)) = fixed_lambda(&entrant.component) else { continue };
        let base = entrant.name.split('[').next().unwrap_or(&entrant.name);
        match ladders.iter_mut().find(|each| each.name == base && each.relative == relative) {
            Some(ladder) => ladder.steps.push((method, lambda)),
            None => {
                ladders.push(Ladder {
                    name: base.to_owned(),
                    relative,
                    steps: vec![(method, lambda)],
                });
            }
        }
    }
    ladders.retain(|ladder| ladder.steps.len() > 2);
    for ladder in &mut ladders {
        ladder.steps.sort_by(|a, b| a.1.total_cmp(&b.1));
    }
    ladders
}

/// The lambda of a method that fixes it above 0, and whether it is relative.
fn fixed_lambda(component: &Component) -> Option<(bool, f64)> {
    let tuning = component.part("tuning").filter(|tuning| tuning.kind() == "fixed")?;
    let relative = tuning.number("lambda_ratio").map(|ratio| (true, ratio));
    relative.or(tuning.number("lambda").map(|lambda| (false, lambda))).filter(|(_, l)| *l > 0.0)
}

fn figure(input: &FigureInput<'_>, ladder: &Ladder, page: &Page) -> FigureSpec {
    let label = if ladder.relative { "λ as a multiple of the data's largest" } else { "λ" };
    let mut spec = FigureSpec::new(
        format!("Bias and variance along λ: {}", ladder.name),
        Axis::log(label),
        looks::including(Axis::linear("Sum over slopes"), &[0.0]).shared(Sharing::Free),
    );
    spec.subtitle.clone_from(&page.subtitle);
    spec.keys = PARTS.iter().enumerate().map(|(i, (_, words))| Key::method(i, *words)).collect();
    let reference = least_squares(input);
    if reference.is_some() {
        spec.keys.push(Key::reference("mean squared error of least squares"));
    }
    let panel = |scenarios: &Vec<usize>| panel(input, ladder, reference, scenarios);
    spec.panels = page.panels.iter().map(panel).collect();
    let methods: Vec<usize> = ladder.steps.iter().map(|(method, _)| *method).collect();
    let shown = page.panels.concat();
    spec.caption = captions::join(&[
        captions::replicates(input.results, &shown),
        "Bars: ± 1.96 Monte Carlo standard errors. Each λ is a method of its own; squared bias and \
         variance sum to the mean squared error. Each panel has its own scale."
            .to_owned(),
        captions::gaps(input, &methods, &shown),
    ]);
    spec
}

/// The study's first least squares, if it has one.
fn least_squares(input: &FigureInput<'_>) -> Option<usize> {
    input.plan.methods.iter().position(|method| method.component.kind() == "ols")
}

fn panel(
    input: &FigureInput<'_>,
    ladder: &Ladder,
    reference: Option<usize>,
    scenarios: &[usize],
) -> Panel {
    let mut series = Vec::new();
    for &scenario in scenarios {
        let known = reference.and_then(|method| input.rows.estimate(scenario, method, "mse"));
        if let Some((value, _)) = known {
            let mark = Mark::Reference { axis: Direction::Y, value };
            series.push(Series::new(PARTS.len(), mark));
        }
        for (key, (measure, _)) in PARTS.iter().enumerate() {
            let point = |&(method, x): &(usize, f64)| {
                let (y, row) = input.rows.estimate(scenario, method, measure)?;
                Some(Point { x, y, x_interval: None, y_interval: interval(row) })
            };
            let points: Vec<Point> = ladder.steps.iter().filter_map(point).collect();
            if points.len() > 1 {
                let line = points.iter().map(|point| (point.x, point.y)).collect();
                series.push(Series::new(key, Mark::Line(line)));
            }
            if !points.is_empty() {
                series.push(Series::new(key, Mark::Points(points)));
            }
        }
    }
    let panel = Panel::of(series);
    if scenarios.is_empty() { panel.noted(looks::ABSENT) } else { panel }
}
