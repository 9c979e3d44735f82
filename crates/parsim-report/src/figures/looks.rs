//! Axes and legends that figures share.

use super::arrangement::{Varied, cell_of, varied};
use super::words::{cell, symbol};
use super::{FigureInput, Omission};
use crate::spec::{Axis, FigureSpec, Key, Panel};
use parsim_stats::measures::{Kind, Measure, Theme};
use parsim_stats::summaries::vector::Part;
use parsim_stats::theory::rescaled_sample_size;
use parsim_study::{Cell, Plan};

/// The word for an axis along which methods stand.
pub(super) const METHOD: &str = "method";

/// The word for the axis of n/(2 s log(p - s)).
pub(super) const RESCALED: &str = "rescaled_n";

/// What an empty cell of the grid says.
pub(super) const ABSENT: &str = "not in the study";

/// A logarithmic axis pays where its ends differ by more than this factor.
const WIDE: f64 = 8.0;

/// A horizontal axis along a parameter, or along the methods.
#[derive(Debug)]
pub(super) struct Abscissa {
    pub(super) axis: Axis,
    /// The parameter; `None` for methods.
    pub(super) parameter: Option<String>,
    /// Whether positions are quantities, so that lines between them have a meaning.
    pub(super) is_numeric: bool,
    levels: Vec<Cell>,
}

impl Abscissa {
    /// The axis of a parameter as it varies among scenarios, or of methods.
    ///
    /// # Errors
    /// The rescaled n of some scenario does not exist.
    pub(super) fn new(
        input: &FigureInput<'_>,
        name: &str,
        scenarios: &[usize],
    ) -> Result<Self, Omission> {
        if name == RESCALED {
            return Self::rescaled(input.plan, scenarios);
        }
        if name == METHOD {
            let axis = Axis::categories("", input.names(&input.methods()));
            return Ok(Self { axis, parameter: None, is_numeric: false, levels: Vec::new() });
        }
        let mut levels: Vec<Cell> = Vec::new();
        for &scenario in scenarios {
            let level = cell_of(input.plan, scenario, name);
            if !levels.contains(&level) {
                levels.push(level);
            }
        }
        let numbers: Option<Vec<f64>> = levels.iter().map(Cell::number).collect();
        let axis = match &numbers {
            Some(numbers) => numeric(&symbol(name), numbers),
            None => Axis::categories(symbol(name), levels.iter().map(cell)),
        };
        let parameter = Some(name.to_owned());
        Ok(Self { axis, parameter, is_numeric: numbers.is_some(), levels })
    }

    /// The axis of the rescaled n.
    fn rescaled(plan: &Plan, scenarios: &[usize]) -> Result<Self, Omission> {
        if let Some(bad) = scenarios.iter().find(|&&scenario| rescaled(plan, scenario).is_none()) {
            let label = &plan.scenarios[*bad].label;
            return Err(Omission(format!("{RESCALED} needs 0 < s < p - 1, unlike in {label}")));
        }
        let axis = Axis::linear("n/(2 s log(p − s))");
        let parameter = Some(RESCALED.to_owned());
        Ok(Self { axis, parameter, is_numeric: true, levels: Vec::new() })
    }

    /// Where a scenario's value of a method stands, the method given by its position among those
    /// shown.
    pub(super) fn position(&self, plan: &Plan, scenario: usize, method: usize) -> f64 {
        let Some(name) = &self.parameter else { return method as f64 };
        if name == RESCALED {
            return rescaled(plan, scenario).unwrap_or(0.0);
        }
        let level = cell_of(plan, scenario, name);
        let number = level.number().filter(|_| self.is_numeric);
        number.unwrap_or_else(|| {
            self.levels.iter().position(|known| *known == level).unwrap_or(0) as f64
        })
    }
}

fn rescaled(plan: &Plan, scenario: usize) -> Option<f64> {
    let each = &plan.scenarios[scenario];
    rescaled_sample_size(each.n, each.p, each.signals.len())
}

/// The parameter that runs along a horizontal axis: that itself, the first of n, p and s that varies for
/// the rescaled n, none for methods.
pub(super) fn leader<'a>(plan: &Plan, scenarios: &[usize], x: &'a str) -> Option<&'a str> {
    if x != RESCALED {
        return Some(x).filter(|x| *x != METHOD);
    }
    let varied = varied(plan, scenarios);
    ["n", "p", "s"].into_iter().find(|name| varied.iter().any(|each| each.name == *name))
}

fn numeric(label: &str, numbers: &[f64]) -> Axis {
    let mut ticks = numbers.to_vec();
    ticks.sort_by(f64::total_cmp);
    let wide = |(low, high): (&f64, &f64)| *low > 0.0 && high / low >= WIDE;
    let spread = ticks.first().zip(ticks.last()).is_some_and(wide);
    let axis = if spread { Axis::log(label) } else { Axis::linear(label) };
    axis.ticks_at(ticks)
}

/// The parameter along the horizontal axis, if the study file leaves it open: the signal's
/// strength, else n, else the first quantity that varies, else the methods.
pub(super) fn default_x(plan: &Plan, scenarios: &[usize]) -> String {
    let varied = varied(plan, scenarios);
    let is_quantity = |each: &&Varied| each.levels.iter().all(|level| level.number().is_some());
    let quantities: Vec<&Varied> = varied.iter().filter(is_quantity).collect();
    let preferred = ["snr", "r_squared", "sigma", "n"];
    let leaf = |name: &str| name.rsplit('.').next().unwrap_or(name).to_owned();
    let found = preferred
        .iter()
        .find_map(|wanted| quantities.iter().find(|each| leaf(&each.name) == *wanted))
        .or(quantities.first());
    found.map_or_else(|| METHOD.to_owned(), |each| each.name.clone())
}

/// The vertical axis of a measure; `logarithmic` as the study file wishes, else as the values do.
pub(super) fn ordinate(measure: &Measure, wish: Option<&str>, values: &[f64]) -> Axis {
    let proportion = matches!(measure.kind, Kind::Fraction(_) | Kind::Indicator(_));
    let stability = matches!(measure.kind, Kind::Vector(Part::Stability));
    let least = values.iter().copied().fold(f64::INFINITY, f64::min);
    let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let suits = !(proportion || stability) && least > 0.0 && most / least >= WIDE;
    let logarithmic = wish.map_or(suits, |word| word == "log") && most > 0.0;
    // Coverage is read near its nominal level; from 0 to 1 all intervals would look alike.
    let zoomed = measure.theme == Theme::Intervals && proportion && !logarithmic;
    if zoomed && least > 0.5 {
        return including(Axis::linear(measure.title).percent(), &[0.9, 1.0]);
    }
    if zoomed && most < 0.5 {
        return including(Axis::linear(measure.title).percent(), &[0.0, 0.1]);
    }
    match (logarithmic, proportion) {
        (true, true) => Axis::log(measure.title).percent(),
        (true, false) => Axis::log(measure.title),
        (false, true) => including(Axis::linear(measure.title).percent(), &[0.0, 1.0]),
        // From no better than chance to always the same.
        (false, false) if stability => including(Axis::linear(measure.title), &[0.0, 1.0]),
        (false, false) => Axis::linear(measure.title),
    }
}

/// The axis with values that it must hold.
pub(super) fn including(mut axis: Axis, values: &[f64]) -> Axis {
    axis.include.extend_from_slice(values);
    axis
}

/// The legend's entries of methods, each in the look of its place in the study.
pub(super) fn keys(plan: &Plan, methods: &[usize]) -> Vec<Key> {
    methods.iter().map(|&method| Key::method(method, &plan.methods[method].name)).collect()
}

/// The height of panels that stand in one narrow row, so that the vertical axis's name fits beside
/// them; `None` where panels are high enough of themselves.
pub(super) fn single_row_height(spec: &FigureSpec) -> Option<f64> {
    let (rows, columns) = spec.facets.shape();
    let needed = 7.4 * spec.y.label.chars().count() as f64 + 16.0;
    (rows == 1 && columns > 2).then(|| needed.clamp(180.0, 300.0))
}

/// The height of panels in rows of methods: low where these are many, high enough for their names.
pub(super) fn row_height(names: &[String]) -> Option<f64> {
    let longest = names.iter().map(|name| name.chars().count()).max().unwrap_or(0);
    let needed = 7.2 * longest as f64 + 12.0;
    (names.len() > 2 || longest > 16).then(|| needed.clamp(140.0, 230.0))
}

/// The panel with a note on methods that apply in none of its scenarios.
pub(super) fn noted(panel: Panel, plan: &Plan, methods: &[usize], scenarios: &[usize]) -> Panel {
    if scenarios.is_empty() {
        return panel.noted(ABSENT);
    }
    let absent = |method: &usize| scenarios.iter().all(|&s| !plan.scenarios[s].applies(*method));
    let absent: Vec<&str> = methods
        .iter()
        .filter(|method| absent(method))
        .map(|&method| plan.methods[method].name.as_str())
        .collect();
    if absent.is_empty() {
        return panel;
    }
    panel.noted(format!("{}: not applicable", absent.join(", ")))
}
