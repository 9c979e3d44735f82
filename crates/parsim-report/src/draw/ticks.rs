//! Ticks: where an axis is marked, and what is written there.

use super::canvas::Turn;
use super::projection::Range;
use super::theme::TICK;
use super::{font, number};
use crate::spec::{Axis, Scale, TickLabels, Ticks};

/// A labelled tick.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Tick {
    pub value: f64,
    /// Empty where another label already takes the room; names of categories may have several lines.
    pub label: String,
}

impl Tick {
    /// Width of the label; the widest line of one in several lines.
    pub fn width(&self) -> f64 {
        self.label.lines().map(|line| font::width(line, TICK, false)).fold(0.0, f64::max)
    }
}

/// The ticks of one axis.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct TickSet {
    pub major: Vec<Tick>,
    /// Values of unlabelled ticks.
    pub minor: Vec<f64>,
    /// Whether the ticks are names of categories.
    pub named: bool,
    /// The direction of labels under a panel.
    pub turn: Turn,
}

/// How many labels there is room for if each takes this much.
pub(super) fn room_for(length: f64, each: f64) -> usize {
    #[expect(clippy::cast_sign_loss, reason = "lengths are positive; a negative one becomes 0")]
    let count = (length / each) as usize;
    count
}

/// The ticks of an axis over this range, at most about `most` labelled ones where they are free to choose.
pub(super) fn ticks(axis: &Axis, range: Range, most: usize) -> TickSet {
    let most = most.max(2);
    match (&axis.scale, &axis.ticks) {
        (Scale::Categories(names), _) => categories(names, range),
        (_, Ticks::At(values)) => given(values, range, axis.labels),
        (Scale::Log, _) => log(range, most, axis.labels),
        (Scale::Linear, Ticks::Whole) => linear(range, most, axis.labels, 0),
        (Scale::Linear, Ticks::Auto) => linear(range, most, axis.labels, i32::MIN),
    }
}

fn categories(names: &[String], range: Range) -> TickSet {
    let ticks = names.iter().enumerate().map(|(i, name)| (i as f64, name.clone()));
    let major = ticks.filter(|(value, _)| range.contains(*value));
    let major = major.map(|(value, label)| Tick { value, label }).collect();
    TickSet { major, named: true, ..TickSet::default() }
}

fn given(values: &[f64], range: Range, labels: TickLabels) -> TickSet {
    let label = |value: f64| match labels {
        TickLabels::Number => number::shortest(value),
        TickLabels::Percent => percent(value, 0),
    };
    let inside = values.iter().filter(|v| range.contains(**v));
    let major = inside.map(|&value| Tick { value, label: label(value) }).collect();
    TickSet { major, ..TickSet::default() }
}

/// By how much a step may fall short of the least one: a unit range with a little room on both sides still
/// takes the step that a unit range takes.
const SLACK: f64 = 1.08;

/// Multiples of 1, 2 or 5 times a power of ten not below `finest`.
fn linear(range: Range, most: usize, labels: TickLabels, finest: i32) -> TickSet {
    let (mantissa, exponent) = step((range.upper - range.lower) / most as f64, finest);
    let unit = f64::from(mantissa) * libm::exp10(f64::from(exponent));
    let (first, last) = ((range.lower / unit - 1e-9).ceil(), (range.upper / unit + 1e-9).floor());
    let count = (last - first) as i64;
    let scale = if labels == TickLabels::Percent { 2 } else { 0 };
    let largest = range.lower.abs().max(range.upper.abs());
    let plain = largest < 99_999.5 && exponent >= -4;
    let major = (0..=count).map(|i| {
        let multiple = first + i as f64;
        let value = multiple * unit;
        let label = match labels {
            TickLabels::Percent => percent(value, decimals(exponent + scale)),
            TickLabels::Number if plain => number::fixed(value, decimals(exponent)),
            TickLabels::Number => scientific(multiple * f64::from(mantissa), exponent, largest),
        };
        Tick { value, label }
    });
    TickSet { major: major.collect(), ..TickSet::default() }
}

/// The least step of 1, 2, 5 times a power of ten that is about `least` or more, as mantissa and exponent.
fn step(least: f64, finest: i32) -> (u8, i32) {
    let exponent = libm::floor(libm::log10(least)) as i32;
    if exponent < finest {
        return (1, finest);
    }
    let mantissa = least / libm::exp10(f64::from(exponent));
    match mantissa {
        m if m <= SLACK => (1, exponent),
        m if m <= 2.0 * SLACK => (2, exponent),
        m if m <= 5.0 * SLACK => (5, exponent),
        _ => (1, exponent + 1),
    }
}

fn decimals(exponent: i32) -> usize {
    usize::try_from(-exponent).unwrap_or(0)
}

fn percent(value: f64, decimals: usize) -> String {
    format!("{}%", number::fixed(value * 100.0, decimals))
}

/// `multiple` times ten to the `exponent`, written with the exponent of the axis's largest value.
fn scientific(multiple: f64, exponent: i32, largest: f64) -> String {
    if multiple == 0.0 {
        return "0".to_owned();
    }
    let common = libm::floor(libm::log10(largest)) as i32;
    let mantissa = number::fixed(
        multiple * libm::exp10(f64::from(exponent - common)),
        decimals(exponent - common),
    );
    format!("{mantissa}×10{}", number::superscript(common))
}

/// Decades, thinned where there are many and joined by 2 and 5, or 3, where there are few; the rest of 2 to 9
/// as minor ticks. Where not even two of these show, a logarithmic axis is nearly straight and is ticked as a
/// linear one.
fn log(range: Range, most: usize, labels: TickLabels) -> TickSet {
    let first = libm::floor(libm::log10(range.lower)) as i32;
    let last = libm::ceil(libm::log10(range.upper)) as i32;
    let within = |digits: &[u8]| -> Vec<(u8, i32)> {
        let all = (first..=last).flat_map(|e| digits.iter().map(move |d| (*d, e)));
        all.filter(|(d, e)| range.contains(decimal(*d, *e))).collect()
    };
    let decades = within(&[1]);
    let mut chosen = [&[1, 2, 5][..], &[1, 3], &[1]]
        .into_iter()
        .map(within)
        .find(|ticks| ticks.len() <= most)
        .unwrap_or_else(|| thin(&decades, most));
    if chosen.len() < 2 {
        chosen = within(&[1, 2, 3, 5, 7]);
    }
    if chosen.len() < 2 {
        return linear(range, most, labels, i32::MIN);
    }
    let plain = first >= -3 && last <= 5;
    let major: Vec<Tick> = chosen
        .iter()
        .map(|&(d, e)| Tick { value: decimal(d, e), label: write(d, e, plain, labels) })
        .collect();
    let rest = if decades.len() > most { decades } else { within(&[1, 2, 3, 4, 5, 6, 7, 8, 9]) };
    let minor = rest.iter().filter(|tick| !chosen.contains(tick)).map(|&(d, e)| decimal(d, e));
    TickSet { major, minor: minor.collect(), ..TickSet::default() }
}

/// Every k-th decade, those kept that k divides.
fn thin(decades: &[(u8, i32)], most: usize) -> Vec<(u8, i32)> {
    let every = i32::try_from(decades.len().div_ceil(most).max(2)).unwrap_or(i32::MAX);
    decades.iter().copied().filter(|(_, e)| e.rem_euclid(every) == 0).collect()
}

/// `digit` times ten to the `exponent`, correctly rounded, so that a limit of 0.001 holds the tick 0.001.
fn decimal(digit: u8, exponent: i32) -> f64 {
    format!("{digit}e{exponent}").parse().unwrap_or(f64::INFINITY)
}

fn write(digit: u8, exponent: i32, plain: bool, labels: TickLabels) -> String {
    match labels {
        TickLabels::Percent => percent(decimal(digit, exponent), decimals(exponent + 2)),
        TickLabels::Number if plain => number::fixed(decimal(digit, exponent), decimals(exponent)),
        TickLabels::Number => number::power(f64::from(digit), exponent),
    }
}
