//! Selection: how often each covariate is selected.

use super::arrangement::{Request, Surplus, Varied};
use super::looks;
use super::parameters::{FACET, METHODS, WHERE};
use super::{Entry, FigureInput, Omission, captions, enumerate};
use crate::spec::{Axis, Bar, Color, Facets, FigureSpec, Key, Mark, Marker, Panel, Point, Series};
use parsim_engine::results::CoefficientRow;
use parsim_stats::component::{Family, Specification};

pub const ENTRY: Entry = Entry {
    specification: Specification {
        family: Family::Figure,
        kind: "selection",
        summary: "selection frequency of each covariate, the true support coloured",
        formula: "π̂_j = share of replicates with β̂_j ≠ 0, Wilson 95 %",
        source: "Meinshausen & Bühlmann (2010), selection probabilities",
        parameters: &[FACET, METHODS, WHERE],
    },
    build,
    by_default: true,
};

/// Up to so many covariates stand on sticks, above they are bars.
const MOST_STEMS: usize = 40;
/// Above this the most selected are shown in the order of their frequency.
const MOST_BARS: usize = 150;
const RANKED: usize = 60;

/// Positions of the legend's entries.
const SIGNAL: usize = 0;
const NOISE: usize = 1;

fn build(input: &FigureInput<'_>) -> Result<Vec<FigureSpec>, Omission> {
    let scenarios = input.scenarios()?;
    let request = Request {
        plan: input.plan,
        scenarios: &scenarios,
        inner: None,
        facets: input.texts("facet"),
        directions: 1,
        surplus: if input.arguments.text("where").is_some() {
            Surplus::Split
        } else {
            Surplus::Middle
        },
    };
    let arrangement = request.arrange()?;
    let shown = arrangement.scenarios();
    let (methods, idle) = selecting(input, &scenarios);
    if methods.is_empty() {
        return Err(Omission("no method ever leaves a covariate out".to_owned()));
    }
    let widest = shown.iter().map(|&scenario| input.plan.scenarios[scenario].p).max().unwrap_or(0);
    let form = Form { ranked: widest > MOST_BARS, sticks: widest <= MOST_STEMS };
    let columns = arrangement.columns.as_ref().map(Varied::labels).unwrap_or_default();
    let figure = |page: &super::arrangement::Page| {
        let label = if form.ranked { "Covariates by frequency of selection" } else { "Covariate" };
        let y = Axis::linear("Selection frequency").percent();
        let mut spec = FigureSpec::new(
            "How often each covariate is selected",
            Axis::linear(label).whole(),
            looks::including(y, &[0.0, 1.0]),
        );
        spec.subtitle.clone_from(&page.subtitle);
        spec.keys = vec![
            Key::method(1, "true support").marked(Marker::Circle),
            Key::reference("noise").colored(Color::GREY).marked(Marker::Circle),
        ];
        let rows: Vec<String> = input.names(&methods).into_iter().map(ToOwned::to_owned).collect();
        spec.size.panel_height = looks::row_height(&rows);
        spec.facets = Facets::Grid { rows, columns: columns.clone() };
        spec.size.panel_height = spec.size.panel_height.or_else(|| looks::single_row_height(&spec));
        let cells = methods.iter().flat_map(|&m| page.panels.iter().map(move |panel| (m, panel)));
        spec.panels = cells.map(|(method, panel)| panel_of(input, method, panel, form)).collect();
        spec.caption = caption(input, &methods, &idle, &page.panels.concat(), form.ranked);
        spec
    };
    Ok(arrangement.pages.iter().map(figure).collect())
}

/// The methods that leave covariates out somewhere, and the names of those that never do.
pub(super) fn selecting<'a>(
    input: &FigureInput<'a>,
    scenarios: &[usize],
) -> (Vec<usize>, Vec<&'a str>) {
    let selects = |method: &usize| {
        let rows = scenarios.iter().flat_map(|&s| input.rows.coefficients(s, *method));
        rows.filter(|row| row.coefficient > 0)
            .filter_map(|row| row.measured("selected").estimate)
            .any(|share| share < 1.0)
    };
    let (methods, idle): (Vec<usize>, Vec<usize>) = input.methods().into_iter().partition(selects);
    let idle = idle.into_iter().filter(|&method| {
        scenarios.iter().any(|&scenario| !input.rows.coefficients(scenario, method).is_empty())
    });
    let idle: Vec<usize> = idle.collect();
    (methods, input.names(&idle))
}

/// How all panels of the figure show covariates.
#[derive(Clone, Copy)]
struct Form {
    /// In the order of their frequency, the most selected alone.
    ranked: bool,
    /// On sticks, and not as bars.
    sticks: bool,
}

/// A covariate's place, frequency and interval, and whether it is a signal.
struct Frequency {
    x: f64,
    share: f64,
    interval: Option<(f64, f64)>,
    signal: bool,
}

fn panel_of(input: &FigureInput<'_>, method: usize, scenarios: &[usize], form: Form) -> Panel {
    let rows = scenarios.iter().flat_map(|&s| input.rows.coefficients(s, method));
    let frequency = |row: &&CoefficientRow| {
        let share = row.measured("selected").estimate.filter(|_| row.coefficient > 0)?;
        let x = f64::from(row.coefficient);
        Some(Frequency { x, share, interval: row.interval("selected"), signal: row.truth != 0.0 })
    };
    let mut frequencies: Vec<Frequency> = rows.filter_map(frequency).collect();
    if form.ranked {
        rank(&mut frequencies);
    }
    let mut series = Vec::new();
    for (key, signal) in [(NOISE, false), (SIGNAL, true)] {
        let these: Vec<&Frequency> =
            frequencies.iter().filter(|each| each.signal == signal).collect();
        if !these.is_empty() {
            series.push(Series::new(key, marks(&these, form.sticks)));
        }
    }
    looks::noted(Panel::of(series), input.plan, &[method], scenarios)
}

/// Keeps the most often selected, in the order of their frequency.
fn rank(frequencies: &mut Vec<Frequency>) {
    frequencies.sort_by(|a, b| b.share.total_cmp(&a.share).then(a.x.total_cmp(&b.x)));
    frequencies.truncate(RANKED);
    for (each, rank) in frequencies.iter_mut().zip(1..) {
        each.x = f64::from(rank);
    }
}

fn marks(frequencies: &[&Frequency], sticks: bool) -> Mark {
    if sticks {
        let point = |each: &&Frequency| Point {
            y_interval: each.interval,
            ..Point::new(each.x, each.share)
        };
        return Mark::Stems { base: 0.0, points: frequencies.iter().map(point).collect() };
    }
    let bar =
        |each: &&Frequency| Bar { interval: each.interval, ..Bar::new(each.x, 0.8, each.share) };
    Mark::Bars(frequencies.iter().map(bar).collect())
}

fn caption(
    input: &FigureInput<'_>,
    methods: &[usize],
    idle: &[&str],
    scenarios: &[usize],
    ranked: bool,
) -> String {
    let idle = match idle {
        [] => String::new(),
        [one] => format!("{one} selects every covariate in every replicate and is not shown."),
        _ => format!(
            "{} select every covariate in every replicate and are not shown.",
            enumerate(idle)
        ),
    };
    let ranked = if ranked {
        format!(
            "Shown are the {RANKED} covariates that the method selects most often; true ones that \
             it selects more rarely are not."
        )
    } else {
        String::new()
    };
    captions::join(&[
        captions::replicates(input.results, scenarios),
        "Bars: Wilson 95 % intervals for the Monte Carlo error.".to_owned(),
        ranked,
        idle,
        captions::gaps(input, methods, scenarios),
    ])
}
