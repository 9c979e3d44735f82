//! Distributions: the estimates of one coefficient over replicates.

use super::arrangement::{Page, Request, Surplus, Varied};
use super::coefficients::rounded_up;
use super::looks;
use super::parameters::{FACET, METHODS, WHERE};
use super::{Entry, FigureInput, Omission, captions};
use crate::spec::{
    Axis, Bar, Color, Direction, Facets, FigureSpec, Fill, Key, Label, Mark, Panel, Series,
    Sharing, Side,
};
use parsim_engine::results::EstimateSample;
use parsim_stats::component::{Default, Family, Parameter, Shape, Specification};
use parsim_stats::summaries::proportion::wilson;

mod bins;

use bins::Bins;

pub const ENTRY: Entry = Entry {
    specification: Specification {
        family: Family::Figure,
        kind: "distribution",
        summary: "histograms of the estimates of one coefficient, exact zeros apart",
        formula: "share of replicates with β̂_rj in a bin; share with β̂_rj = 0",
        source: "bin width: Freedman & Diaconis (1981), on the estimates of a column together",
        parameters: &[
            Parameter {
                name: "coefficient",
                shape: Shape::Integer { min: 0, max: 10_000_000 },
                default: Default::Absent,
                doc: "position of the coefficient, 0 the intercept; it must be an estimand; by \
                      default the weakest signal among these",
            },
            FACET,
            METHODS,
            WHERE,
        ],
    },
    build,
    by_default: true,
};

/// Room above the highest bin, so that a spike at 0 may be cut and still be seen to go on.
const ROOM: f64 = 1.25;
/// Width of the spike at 0, as a share of the range of estimates.
const SPIKE: f64 = 0.02;

struct Histograms<'a> {
    input: &'a FigureInput<'a>,
    methods: Vec<usize>,
    coefficient: u32,
}

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
    let given = input.arguments.require_count("coefficient").ok();
    let given = given.and_then(|position| u32::try_from(position).ok());
    let coefficient = given.or_else(|| weakest_signal(input, &shown));
    let coefficient = coefficient.ok_or_else(|| Omission("no estimates were kept".to_owned()))?;
    let methods = input.methods();
    let histograms = Histograms { input, methods, coefficient };
    if !shown.iter().any(|&s| histograms.methods.iter().any(|&m| histograms.sample(s, m).is_some()))
    {
        return Err(Omission(format!("no estimates of coefficient {coefficient} were kept")));
    }
    let columns = arrangement.columns.as_ref();
    Ok(arrangement.pages.iter().map(|page| histograms.figure(page, columns)).collect())
}

/// Of the signals whose estimates were kept, the one of the smallest size, the first of equals.
fn weakest_signal(input: &FigureInput<'_>, scenarios: &[usize]) -> Option<u32> {
    let first = *scenarios.first()?;
    let samples = input.results.samples.iter().filter(|sample| sample.scenario == first);
    let size = |sample: &&EstimateSample| {
        if sample.truth == 0.0 { f64::INFINITY } else { sample.truth.abs() }
    };
    samples.min_by(|a, b| size(a).total_cmp(&size(b))).map(|sample| sample.coefficient)
}

impl<'a> Histograms<'a> {
    fn sample(&self, scenario: usize, method: usize) -> Option<&'a EstimateSample> {
        let sample = self.input.rows.sample(scenario, method, self.coefficient)?;
        (!sample.estimates.is_empty()).then_some(sample)
    }

    fn figure(&self, page: &Page, columns: Option<&Varied>) -> FigureSpec {
        let title = match self.coefficient {
            0 => "Distribution of the estimated intercept".to_owned(),
            j => format!("Distribution of the estimates of coefficient {j}"),
        };
        let x = Axis::linear("Estimate").shared(Sharing::Line);
        let mut spec = FigureSpec::new(title, x, Axis::linear("Share of replicates").percent());
        spec.subtitle.clone_from(&page.subtitle);
        spec.keys = looks::keys(self.input.plan, &self.methods);
        spec.keys = spec.keys.into_iter().map(|key| key.filled(Fill::Light)).collect();
        spec.keys.push(Key::truth("exactly zero"));
        spec.keys.push(Key::reference("truth").colored(Color::BLACK));
        let names = self.input.names(&self.methods);
        let rows: Vec<String> = names.into_iter().map(ToOwned::to_owned).collect();
        spec.size.panel_height = looks::row_height(&rows);
        spec.facets =
            Facets::Grid { rows, columns: columns.map(Varied::labels).unwrap_or_default() };
        let bins: Vec<Option<Bins>> = page.panels.iter().map(|panel| self.bins(panel)).collect();
        let mut highest = 0.0_f64;
        let mut beyond = 0;
        spec.panels.clear();
        for (position, &method) in self.methods.iter().enumerate() {
            for (scenarios, bins) in page.panels.iter().zip(&bins) {
                let samples = scenarios.iter().filter_map(|&s| self.sample(s, method));
                let series: Vec<Series> = match (samples.into_iter().next(), bins) {
                    (Some(sample), Some(bins)) => {
                        highest = highest.max(bins.highest(&sample.estimates));
                        beyond += bins.beyond(&sample.estimates);
                        self.series(position, sample, bins)
                    }
                    _ => Vec::new(),
                };
                let panel = Panel::of(series);
                spec.panels.push(looks::noted(panel, self.input.plan, &[method], scenarios));
            }
        }
        if highest > 0.0 {
            spec.y.upper = Some((highest * ROOM).min(1.0));
            spec.y.lower = Some(0.0);
        }
        spec.caption = self.caption(&page.panels.concat(), beyond);
        spec
    }

    /// The bins of a column: those of all methods together, so that heights compare.
    fn bins(&self, scenarios: &[usize]) -> Option<Bins> {
        let samples: Vec<&EstimateSample> = scenarios
            .iter()
            .flat_map(|&s| self.methods.iter().filter_map(move |&m| self.sample(s, m)))
            .collect();
        let samples_of: Vec<&[f64]> = samples.iter().map(|s| s.estimates.as_slice()).collect();
        Bins::new(&samples_of)
    }

    fn series(&self, position: usize, sample: &EstimateSample, bins: &Bins) -> Vec<Series> {
        let zero_key = self.methods.len();
        let total = sample.estimates.len() as f64;
        let bars = bins
            .counts(&sample.estimates)
            .into_iter()
            .map(|(centre, count)| Bar::new(centre, bins.width, count as f64 / total));
        let bars: Vec<Bar> = bars.collect();
        let truth = Mark::Reference { axis: Direction::X, value: sample.truth };
        let mut series = vec![Series::new(zero_key + 1, truth)];
        if !bars.is_empty() {
            series.push(Series::new(position, Mark::Bars(bars)));
        }
        let zeros = sample.estimates.iter().filter(|estimate| **estimate == 0.0).count();
        if zeros > 0 {
            let share = zeros as f64 / total;
            let (lower, upper) = wilson(zeros as u64, sample.estimates.len() as u64);
            let width = SPIKE * (bins.high.max(0.0) - bins.low.min(0.0));
            let spike = Bar::new(0.0, width, share).with_interval(lower, upper);
            // Where no estimate is negative the spike stands at the left end of the panel.
            let (x, side) =
                if bins.low < 0.0 { (-width, Side::Left) } else { (width, Side::Right) };
            let label = Label { x, y: share, text: percent(share), side };
            series.push(Series::new(zero_key, Mark::Bars(vec![spike])));
            series.push(Series::new(zero_key, Mark::Text(vec![label])));
        }
        series
    }

    fn caption(&self, scenarios: &[usize], beyond: usize) -> String {
        let methods = &self.methods;
        let samples =
            scenarios.iter().flat_map(|&s| methods.iter().filter_map(move |&m| self.sample(s, m)));
        let least = samples.map(|sample| sample.estimates.len()).min().unwrap_or(1);
        let of = |&scenario: &usize| self.input.results.replicates.get(scenario).copied();
        let most = scenarios.iter().filter_map(of).max().unwrap_or(0);
        let replicates = if most > EstimateSample::LIMIT {
            format!("Of R = {most} replicates per scenario the first {}.", EstimateSample::LIMIT)
        } else {
            captions::replicates(self.input.results, scenarios)
        };
        let beyond = match beyond {
            0 => String::new(),
            count => format!("{count} far estimates lie beyond the frames."),
        };
        let error = rounded_up(100.0 * 0.5 / (least as f64).sqrt());
        captions::join(&[
            replicates,
            "Estimates that are exactly zero are counted in the narrow bar at 0, with its Wilson \
             95 % interval, and in no bin; a broken bar goes on beyond the frame."
                .to_owned(),
            format!("The Monte Carlo standard error of a bar's height is at most {error} %."),
            beyond,
            captions::gaps(self.input, &self.methods, scenarios),
        ])
    }
}

/// A share as a percentage that does not claim 0 or 100 where it is not.
fn percent(share: f64) -> String {
    let rounded = (100.0 * share).round();
    match rounded {
        0.0 if share > 0.0 => "<1%".to_owned(),
        100.0 if share < 1.0 => ">99%".to_owned(),
        _ => format!("{rounded}%"),
    }
}

#[cfg(test)]
mod tests {
    use super::percent;

    #[test]
    fn percentages_do_not_claim_what_is_not() {
        assert_eq!(
            [0.0, 0.001, 0.5, 0.999, 1.0].map(percent),
            ["0%", "<1%", "50%", ">99%", "100%"]
        );
    }
}
