//! Curves: a measure along a parameter, one line per method.

use super::arrangement::{Arrangement, Page, Request};
use super::input::interval;
use super::looks::{self, Abscissa};
use super::parameters::{FACET, METHODS, WHERE};
use super::words::symbol;
use super::{Entry, FigureInput, Omission, captions};
use crate::spec::{
    Axis, Dash, Direction, FigureSpec, Key, LegendPlace, Mark, Panel, Point, Scale, Series, dodge,
};
use parsim_stats::component::{Default, Family, Parameter, Shape, Specification};
use parsim_stats::measures::{self, Kind, Measure};

pub const ENTRY: Entry = Entry {
    specification: Specification {
        family: Family::Figure,
        kind: "curve",
        summary: "a measure along a parameter, one line per method, in small multiples",
        formula: "estimate ± 1.96 MCSE (0/1 measures: Wilson's interval) against x",
        source: "small multiples as in Hastie, Tibshirani & Tibshirani (2020), figures 4 to 9",
        parameters: &[
            Parameter {
                name: "measure",
                shape: Shape::Text,
                default: Default::Text("relative_risk"),
                doc: "the measure along the vertical axis",
            },
            Parameter {
                name: "x",
                shape: Shape::Text,
                default: Default::Absent,
                doc: "the parameter along the horizontal axis, or \"method\", or \"rescaled_n\": \
                      n/(2 s log(p − s)); by default snr if it is varied, else n, else the first \
                      varied number",
            },
            FACET,
            Parameter {
                name: "y",
                shape: Shape::Choice(&["linear", "log"]),
                default: Default::Absent,
                doc: "the vertical scale; by default logarithmic where all values are positive and \
                      differ by a factor of 8 or more, save for shares",
            },
            METHODS,
            WHERE,
        ],
    },
    build,
    by_default: true,
};

/// Distance of the methods' error bars at one x, in units of the figure's size, and the most that
/// all of them together may take.
const APART: f64 = 5.0;
const SPREAD: f64 = 20.0;

/// Everything that the panels of one figure share.
struct Chart<'a> {
    input: &'a FigureInput<'a>,
    measure: &'static Measure,
    methods: Vec<usize>,
    x: Abscissa,
    y: Axis,
    /// A value to compare with, and what it is.
    landmark: Option<(f64, String)>,
    has_theory: bool,
    /// Whether the rescaled n has a threshold in some scenario shown.
    has_threshold: bool,
}

fn build(input: &FigureInput<'_>) -> Result<Vec<FigureSpec>, Omission> {
    let name = input.arguments.text("measure").unwrap_or_default();
    let measure = measures::find(name).ok_or_else(|| Omission(format!("no measure {name}")))?;
    let scenarios = input.scenarios()?;
    let x = input.arguments.text("x").map(ToOwned::to_owned);
    let x = x.unwrap_or_else(|| looks::default_x(input.plan, &scenarios));
    let request = Request {
        inner: looks::leader(input.plan, &scenarios, &x),
        ..Request::new(input, &scenarios)
    };
    let arrangement = request.arrange()?;
    let shown = arrangement.scenarios();
    let methods = input.methods();
    let values = values(input, measure, &methods, &shown);
    if values.is_empty() {
        return Err(Omission(format!("{name} is undefined in every scenario shown")));
    }
    let has_theory = shown.iter().any(|&s| {
        let rows = methods.iter().filter_map(|&m| input.rows.summary(s, m, measure.name));
        rows.into_iter().any(|row| row.theory.is_some())
    });
    let chart = Chart {
        x: Abscissa::new(input, &x, &shown)?,
        y: looks::ordinate(measure, input.arguments.text("y"), &values),
        landmark: landmark(input, measure, &shown),
        input,
        measure,
        methods,
        has_theory,
        has_threshold: x == looks::RESCALED
            && shown.iter().any(|scenario| input.has_threshold(*scenario)),
    };
    Ok(arrangement.pages.iter().map(|page| chart.figure(page, &arrangement)).collect())
}

/// The estimates that the figure shows.
fn values(
    input: &FigureInput<'_>,
    measure: &'static Measure,
    methods: &[usize],
    scenarios: &[usize],
) -> Vec<f64> {
    let pairs = scenarios.iter().flat_map(|&s| methods.iter().map(move |&m| (s, m)));
    let estimate = |(s, m)| input.rows.estimate(s, m, measure.name).map(|(value, _)| value);
    pairs.filter_map(estimate).collect()
}

/// The value that a measure is read against, where it has one.
fn landmark(
    input: &FigureInput<'_>,
    measure: &Measure,
    scenarios: &[usize],
) -> Option<(f64, String)> {
    let words = |value: f64, words: &str| Some((value, words.to_owned()));
    match measure.name {
        "relative_risk" => words(1.0, "null model"),
        "pve" => words(0.0, "null model"),
        "coverage" | "coverage_signals" | "coverage_noise" => words(0.95, "nominal"),
        "rejection_noise" => words(0.05, "nominal"),
        "relative_test_error" => words(1.0, "true model"),
        "nonzeros" => {
            let mut counts = scenarios.iter().map(|&s| input.plan.scenarios[s].signals.len());
            let first = counts.next()?;
            counts.all(|count| count == first).then(|| (first as f64, format!("s = {first}")))
        }
        _ => None,
    }
}

impl Chart<'_> {
    fn figure(&self, page: &Page, arrangement: &Arrangement) -> FigureSpec {
        let along = self.x.parameter.as_ref().map_or("method".to_owned(), |name| symbol(name));
        let title = format!("{} by {along}", self.measure.title);
        let mut spec = FigureSpec::new(title, self.x.axis.clone(), self.y.clone());
        spec.subtitle.clone_from(&page.subtitle);
        spec.facets = arrangement.facets();
        spec.size.panel_height = looks::single_row_height(&spec);
        spec.keys = looks::keys(self.input.plan, &self.methods);
        "Method".clone_into(&mut spec.legend.title);
        if let Some((_, words)) = &self.landmark {
            spec.keys.push(Key::reference(words));
        }
        if self.has_theory {
            spec.keys.push(Key::truth("theory").dashed(Dash::Dashed));
        }
        if self.has_threshold {
            spec.keys.push(Key::reference("threshold of support recovery").dashed(Dash::Dotted));
        }
        if self.x.parameter.is_none() && spec.keys.len() == self.methods.len() {
            spec.legend.place = LegendPlace::Hidden;
        }
        spec.panels = page.panels.iter().map(|scenarios| self.panel(scenarios)).collect();
        spec.caption = self.caption(&page.panels.concat());
        spec
    }

    fn panel(&self, scenarios: &[usize]) -> Panel {
        let mut series = Vec::new();
        if let Some((value, _)) = self.landmark.as_ref().filter(|(value, _)| self.shows(*value)) {
            let mark = Mark::Reference { axis: Direction::Y, value: *value };
            series.push(Series::new(self.methods.len(), mark));
        }
        if self.has_threshold && scenarios.iter().any(|each| self.input.has_threshold(*each)) {
            let key = self.theory_key() + usize::from(self.has_theory);
            series.push(Series::new(key, Mark::Reference { axis: Direction::X, value: 1.0 }));
        }
        for (position, &method) in self.methods.iter().enumerate() {
            let shift = self.shift(position);
            let points = self.points(scenarios, position, method);
            let runs = self.runs(&points, scenarios);
            series.extend(runs.into_iter().map(|run| Series::new(position, run).dodged(shift)));
            let points: Vec<Point> = points.into_iter().map(|(_, point)| point).collect();
            if !points.is_empty() {
                series.push(Series::new(position, Mark::Points(points)).dodged(shift));
            }
            let theory = self.theory(scenarios, position, method).into_iter();
            series.extend(theory.map(|each| each.dodged(shift)));
        }
        looks::noted(Panel::of(series), self.input.plan, &self.methods, scenarios)
    }

    /// Position of the legend's entry for theory.
    fn theory_key(&self) -> usize {
        self.methods.len() + usize::from(self.landmark.is_some())
    }

    /// How far a method's marks are moved, so that error bars at one x stand side by side.
    fn shift(&self, position: usize) -> f64 {
        let count = self.methods.len();
        match self.x.parameter {
            Some(_) => dodge(position, count, APART.min(SPREAD / count as f64)),
            None => 0.0,
        }
    }

    /// Whether a value can stand on the vertical scale.
    fn shows(&self, value: f64) -> bool {
        self.y.scale != Scale::Log || value > 0.0
    }

    /// A method's points with their scenarios, ordered along x.
    fn points(&self, scenarios: &[usize], position: usize, method: usize) -> Vec<(usize, Point)> {
        let point = |&scenario: &usize| {
            let (y, row) = self.input.rows.estimate(scenario, method, self.measure.name)?;
            let x = self.x.position(self.input.plan, scenario, position);
            let point = Point { x, y, x_interval: None, y_interval: interval(row) };
            self.shows(y).then_some((scenario, point))
        };
        let mut points: Vec<(usize, Point)> = scenarios.iter().filter_map(point).collect();
        points.sort_by(|(_, a), (_, b)| a.x.total_cmp(&b.x));
        points
    }

    /// Lines through points that are neighbours along x: none across a missing one, none between
    /// categories.
    fn runs(&self, points: &[(usize, Point)], scenarios: &[usize]) -> Vec<Mark> {
        if !self.x.is_numeric {
            return Vec::new();
        }
        let all = scenarios.iter().map(|&scenario| self.x.position(self.input.plan, scenario, 0));
        let mut all: Vec<f64> = all.collect();
        all.sort_by(f64::total_cmp);
        let rank = |x: f64| all.iter().position(|known| *known == x).unwrap_or(0);
        let adjacent = |a: &(usize, Point), b: &(usize, Point)| rank(a.1.x) + 1 == rank(b.1.x);
        points
            .chunk_by(adjacent)
            .filter(|run| run.len() > 1)
            .map(|run| Mark::Line(run.iter().map(|(_, point)| (point.x, point.y)).collect()))
            .collect()
    }

    /// What theory says about a method: lines, and dashes where it says something between two values
    /// of x at which it says nothing. Where theory and estimates agree their lines lie on one another, so
    /// that theory has a darker shade of the method's colour.
    fn theory(&self, scenarios: &[usize], position: usize, method: usize) -> Vec<Series> {
        let value = |&scenario: &usize| {
            let row = self.input.rows.summary(scenario, method, self.measure.name)?;
            let x = self.x.position(self.input.plan, scenario, position);
            let y = row.theory.filter(|y| y.is_finite() && self.shows(*y))?;
            Some((scenario, Point::new(x, y)))
        };
        let mut points: Vec<(usize, Point)> = scenarios.iter().filter_map(value).collect();
        points.sort_by(|(_, a), (_, b)| a.x.total_cmp(&b.x));
        let shade = Key::method(method, "").color.shade(0.6);
        let mut marks: Vec<Mark> = Vec::new();
        let mut joined: Vec<(f64, f64)> = Vec::new();
        for run in self.runs(&points, scenarios) {
            let Mark::Line(line) = run else { continue };
            joined.extend(&line);
            marks.push(Mark::Guide(line));
        }
        let alone = |(_, point): &(usize, Point)| !joined.contains(&(point.x, point.y));
        let alone: Vec<Point> = points.iter().filter(|each| alone(each)).map(|p| p.1).collect();
        if !alone.is_empty() {
            marks.push(Mark::Points(alone));
        }
        let series = |mark| Series::new(self.theory_key(), mark).colored(shade);
        marks.into_iter().map(series).collect()
    }

    fn caption(&self, scenarios: &[usize]) -> String {
        let hidden = values(self.input, self.measure, &self.methods, scenarios)
            .into_iter()
            .filter(|value| !self.shows(*value))
            .count();
        let hidden = match hidden {
            0 => String::new(),
            count => {
                format!("{count} estimates of 0 or less have no place on the logarithmic axis.")
            }
        };
        let mut reading = self.measure.reading.to_owned();
        if let Some(first) = reading.get(..1).map(str::to_uppercase) {
            reading.replace_range(..1, &first);
        }
        let bars = captions::bars(&self.measure.kind).to_owned();
        let gaps = captions::gaps(self.input, &self.methods, scenarios);
        let vector = match self.measure.kind {
            Kind::Vector(_) => "The errors are jackknifed over batches of replicates.".to_owned(),
            _ => String::new(),
        };
        let replicates = captions::replicates(self.input.results, scenarios);
        let laws = self.input.laws(scenarios, &self.methods, &[self.measure.name]);
        let theory = captions::theory(&laws);
        captions::join(&[replicates, bars, vector, format!("{reading}."), theory, gaps, hidden])
    }
}
