//! Coefficients: what the methods estimate, against the truth.

use super::arrangement::{Arrangement, Page, Request, Surplus};
use super::looks;
use super::parameters::{FACET, METHODS, WHERE};
use super::{Entry, FigureInput, Omission, captions};
use crate::spec::{
    Axis, Facets, FigureSpec, Key, Mark, Panel, Point, Segment, Series, Sharing, dodge,
};
use parsim_engine::results::CoefficientRow;
use parsim_stats::component::{Default, Family, Parameter, Shape, Specification};

pub const ENTRY: Entry = Entry {
    specification: Specification {
        family: Family::Figure,
        kind: "coefficients",
        summary: "mean estimates and their spread against the true coefficients",
        formula: "mean_r β̂_rj ± S_j beside β_j",
        source: "coefficient strips as in Hastie, Tibshirani & Wainwright (2015), chapter 2",
        parameters: &[
            Parameter {
                name: "coefficients",
                shape: Shape::Choice(&["estimands", "all"]),
                default: Default::Text("estimands"),
                doc: "the study's coefficients of interest, or all of them, one row of panels per \
                      method",
            },
            FACET,
            METHODS,
            WHERE,
        ],
    },
    build,
    by_default: true,
};

/// More coefficients than this, side by side, cannot be told apart.
const MOST: usize = 16;
/// Distance of two methods' bars; 1 is the distance of two coefficients.
const APART: f64 = 0.72;

fn build(input: &FigureInput<'_>) -> Result<Vec<FigureSpec>, Omission> {
    let scenarios = input.scenarios()?;
    let all = input.arguments.text("coefficients") == Some("all");
    let request = Request {
        plan: input.plan,
        scenarios: &scenarios,
        inner: None,
        facets: input.texts("facet"),
        directions: if all { 1 } else { 2 },
        surplus: if input.arguments.text("where").is_some() {
            Surplus::Split
        } else {
            Surplus::Middle
        },
    };
    let arrangement = request.arrange()?;
    let shown = arrangement.scenarios();
    let methods = input.methods();
    let known =
        |row: &&&CoefficientRow| row.measured("mean").estimate.is_some() && row.coefficient > 0;
    let some = |&s: &usize| {
        methods.iter().any(|&m| input.rows.coefficients(s, m).iter().any(|r| known(&r)))
    };
    if !shown.iter().any(some) {
        return Err(Omission("no coefficient has an estimate".to_owned()));
    }
    let strip = Strip { input, methods };
    let figure = |page: &Page| {
        let mut spec =
            if all { strip.all(page, &arrangement) } else { strip.estimands(page, &arrangement) };
        spec.subtitle.clone_from(&page.subtitle);
        spec
    };
    Ok(arrangement.pages.iter().map(figure).collect())
}

struct Strip<'a> {
    input: &'a FigureInput<'a>,
    methods: Vec<usize>,
}

impl Strip<'_> {
    fn blank(&self, x: Axis, scenarios: &[usize], more: &str) -> FigureSpec {
        let y = Axis::linear("Mean ± empirical SE").shared(Sharing::Line);
        let mut spec = FigureSpec::new("Estimated coefficients", x, y);
        spec.keys = looks::keys(self.input.plan, &self.methods);
        spec.keys.push(Key::truth("truth"));
        let error = self.largest_error(scenarios);
        spec.caption = captions::join(&[
            captions::replicates(self.input.results, scenarios),
            "Bars show the spread of the estimates over replicates (± one empirical standard \
             error), not a Monte Carlo error;"
                .to_owned(),
            error,
            more.to_owned(),
            captions::gaps(self.input, &self.methods, scenarios),
        ]);
        spec
    }

    /// The Monte Carlo error that the markers have, as a bound.
    fn largest_error(&self, scenarios: &[usize]) -> String {
        let rows = scenarios.iter().flat_map(|&s| {
            self.methods.iter().flat_map(move |&m| self.input.rows.coefficients(s, m))
        });
        let largest = rows.filter_map(|row| row.measured("mean").mcse).fold(0.0, f64::max);
        format!("the means' Monte Carlo standard errors are at most {}.", rounded_up(largest))
    }

    /// One place per coefficient of interest, the methods side by side.
    fn estimands(&self, page: &Page, arrangement: &Arrangement) -> FigureSpec {
        let scenarios = page.panels.concat();
        let (chosen, left) = self.chosen(&scenarios);
        let more = match left {
            0 => String::new(),
            _ => format!("{left} more coefficients of interest are not shown."),
        };
        let x = Axis::categories("Coefficient", chosen.iter().map(ToString::to_string));
        let mut spec = self.blank(x, &scenarios, &more);
        "Method".clone_into(&mut spec.legend.title);
        spec.facets = arrangement.facets();
        spec.size.panel_height = looks::single_row_height(&spec);
        let panel = |scenarios: &Vec<usize>| {
            let mut series = vec![self.truth(scenarios, &chosen)];
            for position in 0..self.methods.len() {
                series.extend(self.points(scenarios, position, &chosen));
            }
            series.retain(|each| !is_empty(&each.mark));
            looks::noted(Panel::of(series), self.input.plan, &self.methods, scenarios)
        };
        spec.panels = page.panels.iter().map(panel).collect();
        spec
    }

    /// The coefficients of interest of the scenarios shown, and how many more there are.
    fn chosen(&self, scenarios: &[usize]) -> (Vec<u32>, usize) {
        let of = |&scenario: &usize| self.input.plan.scenarios[scenario].estimands.iter().copied();
        let mut chosen: Vec<u32> = scenarios.iter().flat_map(of).filter(|&j| j > 0).collect();
        chosen.sort_unstable();
        chosen.dedup();
        let left = chosen.len().saturating_sub(MOST);
        chosen.truncate(MOST);
        (chosen, left)
    }

    fn truth(&self, scenarios: &[usize], chosen: &[u32]) -> Series {
        let rows = scenarios.iter().find_map(|&s| {
            let rows = self.methods.iter().map(|&m| self.input.rows.coefficients(s, m));
            rows.into_iter().find(|rows| !rows.is_empty())
        });
        let segment = |row: &&CoefficientRow| {
            let x = chosen.iter().position(|&j| j == row.coefficient)? as f64;
            Some(Segment { from: (x - 0.44, row.truth), to: (x + 0.44, row.truth) })
        };
        let segments = rows.into_iter().flatten().filter_map(segment).collect();
        Series::new(self.methods.len(), Mark::Segments(segments))
    }

    fn points(&self, scenarios: &[usize], position: usize, chosen: &[u32]) -> Option<Series> {
        let count = self.methods.len();
        let shift = dodge(position, count, APART / count as f64);
        let rows =
            scenarios.iter().flat_map(|&s| self.input.rows.coefficients(s, self.methods[position]));
        let points = rows.filter_map(|row| {
            let x = chosen.iter().position(|&j| j == row.coefficient)? as f64;
            point(row, x + shift)
        });
        let points: Vec<Point> = points.collect();
        (!points.is_empty()).then(|| Series::new(position, Mark::Points(points)))
    }

    /// Every coefficient along a common axis, one row of panels per method.
    fn all(&self, page: &Page, arrangement: &Arrangement) -> FigureSpec {
        let scenarios = page.panels.concat();
        let mut spec = self.blank(Axis::linear("Coefficient").whole(), &scenarios, "");
        let columns = arrangement.columns.as_ref();
        let names = self.input.names(&self.methods);
        let rows: Vec<String> = names.into_iter().map(ToOwned::to_owned).collect();
        spec.size.panel_height = looks::row_height(&rows);
        spec.facets = Facets::Grid {
            rows,
            columns: columns.map(super::arrangement::Varied::labels).unwrap_or_default(),
        };
        spec.panels = (0..self.methods.len())
            .flat_map(|position| page.panels.iter().map(move |panel| (position, panel)))
            .map(|(position, panel)| self.line(position, panel))
            .collect();
        spec
    }

    fn line(&self, position: usize, scenarios: &[usize]) -> Panel {
        let method = self.methods[position];
        let rows = scenarios.iter().flat_map(|&s| self.input.rows.coefficients(s, method));
        let rows: Vec<&&CoefficientRow> = rows.filter(|row| row.coefficient > 0).collect();
        let segments = rows.iter().map(|row| {
            let x = f64::from(row.coefficient);
            Segment { from: (x - 0.5, row.truth), to: (x + 0.5, row.truth) }
        });
        let points = rows.iter().filter_map(|row| point(row, f64::from(row.coefficient)));
        let mut series = vec![
            Series::new(self.methods.len(), Mark::Segments(segments.collect())),
            Series::new(position, Mark::Points(points.collect())),
        ];
        series.retain(|each| !is_empty(&each.mark));
        looks::noted(Panel::of(series), self.input.plan, &[method], scenarios)
    }
}

fn point(row: &CoefficientRow, x: f64) -> Option<Point> {
    let mean = row.measured("mean").estimate?;
    let spread = row.measured("empirical_se").estimate.unwrap_or(0.0);
    Some(Point::new(x, mean).with_y(mean - spread, mean + spread))
}

fn is_empty(mark: &Mark) -> bool {
    match mark {
        Mark::Segments(segments) => segments.is_empty(),
        Mark::Points(points) => points.is_empty(),
        _ => false,
    }
}

/// A positive number in two significant digits, not below it.
pub(super) fn rounded_up(value: f64) -> String {
    let text = format!("{value:.1e}");
    let rounded: f64 = text.parse().unwrap_or(value);
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let mantissa: f64 = mantissa.parse().unwrap_or(1.0);
    let stepped = if rounded < value {
        format!("{:.1}e{exponent}", mantissa + 0.1).parse().unwrap_or(value)
    } else {
        rounded
    };
    format!("{stepped}")
}

#[cfg(test)]
mod tests {
    use super::rounded_up;

    #[test]
    fn bounds_are_rounded_up() {
        for (value, text) in [(0.01234, "0.013"), (0.012, "0.012"), (0.0996, "0.1"), (0.0, "0")] {
            assert_eq!(rounded_up(value), text);
        }
    }
}
