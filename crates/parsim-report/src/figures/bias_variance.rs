//! Bias and variance: where each method's mean squared error comes from.

use super::arrangement::{Page, Request};
use super::input::interval;
use super::looks;
use super::parameters::{FACET, METHODS, WHERE};
use super::{Entry, FigureInput, Omission, captions};
use crate::spec::{
    Axis, Bar, Dash, FigureSpec, Fill, Key, Label, Mark, Panel, Series, Sharing, Side,
};
use parsim_stats::component::{Family, Specification};

pub const ENTRY: Entry = Entry {
    specification: Specification {
        family: Family::Figure,
        kind: "bias-variance",
        summary: "squared bias and variance stacked to the mean squared error, by method",
        formula: "Σ_j bias_j² + Σ_j S_j² = Σ_j MSE_j, each ± 1.96 MCSE",
        source: "",
        parameters: &[FACET, METHODS, WHERE],
    },
    build,
    by_default: true,
};

/// Positions of the legend's entries; the last, for words, has no text.
const BIAS: usize = 0;
const VARIANCE: usize = 1;
const WORDS: usize = 2;
const THEORY: usize = 3;
/// The measures whose theory is drawn.
const THEORETICAL: [&str; 2] = ["squared_bias", "mse"];
/// Width of a bar; 1 is the distance of two methods.
const WIDTH: f64 = 0.68;
/// With more methods than this there is no room for the numbers above the bars.
const MOST_NUMBERED: usize = 6;

fn build(input: &FigureInput<'_>) -> Result<Vec<FigureSpec>, Omission> {
    let scenarios = input.scenarios()?;
    let arrangement = Request::new(input, &scenarios).arrange()?;
    let shown = arrangement.scenarios();
    let methods = input.methods();
    let known = |&s: &usize| methods.iter().any(|&m| bars(input, s, m, 0.0).is_some());
    if !shown.iter().any(known) {
        return Err(Omission("no scenario shown has a mean squared error".to_owned()));
    }
    let figure = |page: &Page| {
        let mut spec = FigureSpec::new(
            "Where the mean squared error comes from",
            Axis::categories("", input.names(&methods)),
            Axis::linear("Sum over slopes").shared(Sharing::Free),
        );
        spec.subtitle.clone_from(&page.subtitle);
        spec.facets = arrangement.facets();
        spec.size.panel_height = looks::single_row_height(&spec);
        spec.keys = vec![
            Key::method(0, "squared bias"),
            Key::method(1, "variance").filled(Fill::Hatched),
            Key::truth(""),
        ];
        if !input.laws(&shown, &methods, &THEORETICAL).is_empty() {
            spec.keys.push(Key::truth("theory").dashed(Dash::Dashed));
        }
        let panel = |scenarios: &Vec<usize>| panel(input, &methods, scenarios);
        spec.panels = page.panels.iter().map(panel).collect();
        spec.caption = caption(input, &methods, &page.panels.concat());
        spec
    };
    Ok(arrangement.pages.iter().map(figure).collect())
}

/// The bars of a method: squared bias, and variance on top of it.
fn bars(input: &FigureInput<'_>, scenario: usize, method: usize, x: f64) -> Option<(Bar, Bar)> {
    let (bias, bias_row) = input.rows.estimate(scenario, method, "squared_bias")?;
    let (mse, mse_row) = input.rows.estimate(scenario, method, "mse")?;
    let floor = bias.max(0.0);
    let lower = Bar { interval: interval(bias_row), ..Bar::new(x, WIDTH, floor) };
    let upper = Bar { interval: interval(mse_row), ..Bar::new(x, WIDTH, mse.max(floor)).on(floor) };
    Some((lower, upper))
}

fn panel(input: &FigureInput<'_>, methods: &[usize], scenarios: &[usize]) -> Panel {
    let (mut biases, mut variances, mut words) = (Vec::new(), Vec::new(), Vec::new());
    for &scenario in scenarios {
        for (position, &method) in methods.iter().enumerate() {
            let x = position as f64;
            if let Some((bias, variance)) = bars(input, scenario, method, x) {
                biases.push(bias);
                variances.push(variance);
            } else if !input.plan.scenarios[scenario].applies(method) {
                words.push(Label { x, y: 0.0, text: "n/a".to_owned(), side: Side::Above });
            }
        }
    }
    if methods.len() <= MOST_NUMBERED {
        words.extend(numbers(&variances));
    }
    // The intervals of squared bias reach into the bars above, and so are drawn after these.
    let mut series = Vec::new();
    if !biases.is_empty() {
        series.push(Series::new(VARIANCE, Mark::Bars(variances)));
        series.push(Series::new(BIAS, Mark::Bars(biases)));
    }
    for &scenario in scenarios {
        for (position, &method) in methods.iter().enumerate() {
            series.extend(theory(input, (scenario, method), position as f64));
        }
    }
    if !words.is_empty() {
        series.push(Series::new(WORDS, Mark::Text(words)));
    }
    let panel = Panel::of(series);
    if scenarios.is_empty() { panel.noted(looks::ABSENT) } else { panel }
}

/// What theory says about squared bias and mean squared error: lines across the bar and a little beyond;
/// none for a squared bias of 0.
fn theory(
    input: &FigureInput<'_>,
    (scenario, method): (usize, usize),
    x: f64,
) -> impl Iterator<Item = Series> {
    let half = 0.56 * WIDTH;
    let values = THEORETICAL.map(|measure| {
        let row = input.rows.summary(scenario, method, measure)?;
        row.theory.filter(|value| value.is_finite() && *value != 0.0)
    });
    values.into_iter().flatten().map(move |value| {
        Series::new(THEORY, Mark::Guide(vec![(x - half, value), (x + half, value)]))
    })
}

/// The heights of bars, written above them.
fn numbers(bars: &[Bar]) -> Vec<Label> {
    let end = |bar: &Bar| bar.interval.map_or(bar.top, |(_, upper)| upper.max(bar.top));
    let label =
        |bar: &Bar| Label { x: bar.x, y: end(bar), text: three_digits(bar.top), side: Side::Above };
    bars.iter().map(label).collect()
}

/// A number with three significant digits.
fn three_digits(value: f64) -> String {
    let rounded: f64 = format!("{value:.2e}").parse().unwrap_or(value);
    let decimals = match rounded.abs() {
        size if size >= 100.0 => 0,
        size if size >= 10.0 => 1,
        size if size >= 1.0 => 2,
        size if size >= 0.1 => 3,
        size if size >= 0.01 => 4,
        _ => return format!("{value:.1e}").replace('-', "\u{2212}"),
    };
    format!("{rounded:.decimals$}").replace('-', "\u{2212}")
}

fn caption(input: &FigureInput<'_>, methods: &[usize], scenarios: &[usize]) -> String {
    let negative = scenarios.iter().any(|&scenario| {
        let bias = |&m: &usize| input.rows.estimate(scenario, m, "squared_bias");
        methods.iter().filter_map(bias).any(|(bias, _)| bias < 0.0)
    });
    let negative = if negative {
        "A negative estimate of squared bias is drawn as 0, with its error bar."
    } else {
        ""
    };
    let numbers = if methods.len() <= MOST_NUMBERED { ", which the numbers give" } else { "" };
    captions::join(&[
        captions::replicates(input.results, scenarios),
        format!(
            "Bars: ± 1.96 Monte Carlo standard errors of squared bias and of the whole, the mean \
             squared error{numbers}. Each panel has its own scale."
        ),
        negative.to_owned(),
        captions::theory(&input.laws(scenarios, methods, &THEORETICAL)),
        captions::gaps(input, methods, scenarios),
    ])
}

#[cfg(test)]
mod tests {
    use super::three_digits;

    #[test]
    fn numbers_have_three_digits_and_no_more_width_than_needed() {
        let cases = [(1234.5, "1230"), (99.96, "100"), (5.678, "5.68"), (0.99951, "1.00")];
        for (value, text) in cases {
            assert_eq!(three_digits(value), text);
        }
        assert_eq!(three_digits(0.000_123), "1.2e\u{2212}4");
    }
}
