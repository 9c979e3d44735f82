//! The plane of true positives and false discoveries.

use super::arrangement::{Page, Request};
use super::input::interval;
use super::looks;
use super::parameters::{FACET, METHODS, WHERE};
use super::selection::selecting;
use super::words::symbol;
use super::{Entry, FigureInput, Omission, captions, enumerate};
use crate::spec::{Axis, Dash, FigureSpec, Key, Mark, Panel, Point, Series};
use parsim_stats::component::{Default, Family, Parameter, Shape, Specification};
use parsim_stats::theory::Landmark;

pub const ENTRY: Entry = Entry {
    specification: Specification {
        family: Family::Figure,
        kind: "tpr-fdp",
        summary: "true positive rate against false discovery proportion, one dot per method and \
                  scenario",
        formula: "mean TP/s against mean FP/max(ŝ, 1), each ± 1.96 MCSE; on independent Gaussian \
                  covariates with the boundary that no lasso crosses",
        source: "Su, Bogdan & Candès (2017)",
        parameters: &[
            Parameter {
                name: "group",
                shape: Shape::Text,
                default: Default::Absent,
                doc: "the parameter along which a method's dots are joined; by default snr if it \
                      is varied, else n, else the first varied number",
            },
            FACET,
            METHODS,
            WHERE,
        ],
    },
    build,
    by_default: true,
};

fn build(input: &FigureInput<'_>) -> Result<Vec<FigureSpec>, Omission> {
    let scenarios = input.scenarios()?;
    let given = input.arguments.text("group").map(ToOwned::to_owned);
    let joined = given.unwrap_or_else(|| looks::default_x(input.plan, &scenarios));
    let joined = Some(joined).filter(|name| name != looks::METHOD);
    let request = Request { inner: joined.as_deref(), ..Request::new(input, &scenarios) };
    let arrangement = request.arrange()?;
    let shown = arrangement.scenarios();
    let (methods, idle) = selecting(input, &scenarios);
    let dot = |s: usize, m: usize| point(input, s, m);
    if !shown.iter().any(|&s| methods.iter().any(|&m| dot(s, m).is_some())) {
        return Err(Omission("no method both selects covariates and meets a signal".to_owned()));
    }
    let figure = |page: &Page| {
        let axis = |label: &str| looks::including(Axis::linear(label), &[0.0, 1.0]);
        let mut spec = FigureSpec::new(
            "True positives against false discoveries",
            axis("False discovery proportion"),
            axis("True positive rate"),
        );
        spec.subtitle.clone_from(&page.subtitle);
        spec.facets = arrangement.facets();
        spec.size.aspect = Some(1.0);
        spec.keys = looks::keys(input.plan, &methods);
        if !boundaries(input, &methods, &shown).is_empty() {
            spec.keys.push(Key::reference("boundary of the lasso").dashed(Dash::Dotted));
        }
        "Method".clone_into(&mut spec.legend.title);
        let panel = |scenarios: &Vec<usize>| panel(input, &methods, scenarios);
        spec.panels = page.panels.iter().map(panel).collect();
        let scenarios = page.panels.concat();
        spec.caption = caption(input, &methods, &idle, &scenarios, joined.as_deref());
        spec
    };
    Ok(arrangement.pages.iter().map(figure).collect())
}

fn point(input: &FigureInput<'_>, scenario: usize, method: usize) -> Option<Point> {
    let (tpr, tpr_row) = input.rows.estimate(scenario, method, "tpr")?;
    let (fdp, fdp_row) = input.rows.estimate(scenario, method, "fdp")?;
    Some(Point { x: fdp, y: tpr, x_interval: interval(fdp_row), y_interval: interval(tpr_row) })
}

fn panel(input: &FigureInput<'_>, methods: &[usize], scenarios: &[usize]) -> Panel {
    let mut series = boundaries(input, methods, scenarios);
    for (position, &method) in methods.iter().enumerate() {
        let points: Vec<Point> =
            scenarios.iter().filter_map(|&scenario| point(input, scenario, method)).collect();
        if points.len() > 1 {
            let line = points.iter().map(|each| (each.x, each.y)).collect();
            series.push(Series::new(position, Mark::Line(line)));
        }
        if !points.is_empty() {
            series.push(Series::new(position, Mark::Points(points)));
        }
    }
    looks::noted(Panel::of(series), input.plan, methods, scenarios)
}

/// The boundaries of false and true discoveries in these scenarios, each once, if a lasso is shown.
fn boundaries(input: &FigureInput<'_>, methods: &[usize], scenarios: &[usize]) -> Vec<Series> {
    let is_lasso = |name: &usize| {
        let component = &input.plan.methods[*name].component;
        let target = component.text("method").and_then(|name| input.plan.method(name).ok());
        let target = target.map_or(component, |target| &input.plan.methods[target].component);
        target.kind() == "lasso"
    };
    let mut lines: Vec<&[(f64, f64)]> = Vec::new();
    for row in input.results.landmarks.iter().filter(|_| methods.iter().any(is_lasso)) {
        if let Landmark::Line(line) = &row.landmark {
            let here = row.law == "fdp-tpp-boundary" && scenarios.contains(&row.scenario);
            if here && !lines.contains(&line.as_slice()) {
                lines.push(line);
            }
        }
    }
    lines.iter().map(|line| Series::new(methods.len(), Mark::Guide(line.to_vec()))).collect()
}

/// What the boundary is, where one is drawn.
fn boundary(input: &FigureInput<'_>, methods: &[usize], scenarios: &[usize]) -> String {
    if boundaries(input, methods, scenarios).is_empty() {
        return String::new();
    }
    "Dotted: to its left no lasso path leads, as n and p grow with n/p and s/p as here, however \
     strong the signals (Su, Bogdan & Candès 2017)."
        .to_owned()
}

fn caption(
    input: &FigureInput<'_>,
    methods: &[usize],
    idle: &[&str],
    scenarios: &[usize],
    joined: Option<&str>,
) -> String {
    let joined = joined.map_or_else(String::new, |name| {
        format!("A method's dots are joined in the order of {}.", symbol(name))
    });
    let idle = match idle {
        [] => String::new(),
        [one] => format!("{one} selects every covariate and is not shown."),
        _ => format!("{} select every covariate and are not shown.", enumerate(idle)),
    };
    captions::join(&[
        captions::replicates(input.results, scenarios),
        "One dot per method and scenario; bars along both axes: ± 1.96 Monte Carlo standard \
         errors, within 0 and 1. Upper left is best."
            .to_owned(),
        joined,
        boundary(input, methods, scenarios),
        idle,
        captions::gaps(input, methods, scenarios),
    ])
}
