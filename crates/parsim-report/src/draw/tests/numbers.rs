//! Ticks and their labels, against the 1-2-5 rule worked by hand.

use crate::draw::number::{fixed, power, shortest, superscript};
use crate::draw::projection::{Projection, Range};
use crate::draw::range::range;
use crate::draw::ticks::{TickSet, ticks};
use crate::spec::*;

fn labels(axis: &Axis, lower: f64, upper: f64, most: usize) -> Vec<String> {
    set(axis, lower, upper, most).major.into_iter().map(|t| t.label).collect()
}

fn set(axis: &Axis, lower: f64, upper: f64, most: usize) -> TickSet {
    ticks(axis, Range { lower, upper, log: axis.scale == Scale::Log }, most)
}

#[test]
fn linear_ticks_are_round() {
    let axis = Axis::linear("");
    assert_eq!(labels(&axis, 0.0, 1.0, 5), ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]);
    assert_eq!(labels(&axis, -3.1, 7.2, 5), ["−2", "0", "2", "4", "6"]);
    assert_eq!(labels(&axis, 0.0, 0.0031, 3), ["0.000", "0.001", "0.002", "0.003"]);
    assert_eq!(labels(&axis, 0.0, 3.2e6, 3), ["0", "1×10⁶", "2×10⁶", "3×10⁶"]);
    assert_eq!(labels(&axis, -2.0e-7, 2.0e-7, 4), ["−2×10⁻⁷", "−1×10⁻⁷", "0", "1×10⁻⁷", "2×10⁻⁷"]);
    assert_eq!(
        labels(&Axis::linear("").percent(), 0.0, 0.4, 4),
        ["0%", "10%", "20%", "30%", "40%"]
    );
    assert_eq!(labels(&Axis::linear("").whole(), 0.6, 3.4, 8), ["1", "2", "3"]);
}

#[test]
fn log_ticks_hold_every_decade_to_the_ends() {
    let axis = Axis::log("");
    // plotters drops 0.001 and 0.01 here by rounding; the reason that ticks are our own.
    assert_eq!(labels(&axis, 0.001, 10.0, 5), ["0.001", "0.01", "0.1", "1", "10"]);
    assert_eq!(labels(&axis, 0.9, 21.0, 6), ["1", "2", "5", "10", "20"]);
    assert_eq!(labels(&axis, 1e-6, 1e-3, 4), ["10⁻⁶", "10⁻⁵", "10⁻⁴", "10⁻³"]);
    assert_eq!(labels(&axis, 1e-9, 1e9, 5), ["10⁻⁸", "10⁻⁴", "10⁰", "10⁴", "10⁸"]);
    assert_eq!(labels(&axis, 3.2, 3.9, 5), ["3.2", "3.4", "3.6", "3.8"]);
}

#[test]
fn log_ticks_have_minors_at_two_to_nine() {
    let minor = set(&Axis::log(""), 1.0, 100.0, 3).minor;
    let expected =
        [2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 20.0, 30.0, 40.0, 50.0, 60.0, 70.0, 80.0, 90.0];
    assert_eq!(minor, expected);
    let minor = set(&Axis::log(""), 1.0, 10.0, 4).minor;
    assert_eq!(minor, [3.0, 4.0, 6.0, 7.0, 8.0, 9.0]);
}

#[test]
fn given_ticks_are_written_as_given() {
    let axis = Axis::log("").ticks_at([0.25, 1.0, 4.0, 6.5e7, 99.0]);
    assert_eq!(labels(&axis, 0.1, 1e8, 2), ["0.25", "1", "4", "6.5×10⁷", "99"]);
}

#[test]
fn numbers_have_true_minus_signs_and_superscripts() {
    assert_eq!(superscript(-1024), "⁻¹⁰²⁴");
    assert_eq!(power(1.0, -3), "10⁻³");
    assert_eq!(power(-2.0, 5), "−2×10⁵");
    assert_eq!(fixed(-0.0, 1), "0.0");
    assert_eq!(shortest(-0.5), "−0.5");
    assert_eq!(shortest(1e-9), "10⁻⁹");
    assert_eq!(shortest(0.0), "0");
}

#[test]
fn logarithms_place_the_geometric_mean_in_the_middle() {
    let axis = Projection {
        range: Range { lower: 0.01, upper: 100.0, log: true },
        start: 50.0,
        end: 150.0,
    };
    assert!((axis.place(1.0) - 100.0).abs() < 1e-9);
    assert!((axis.place(10.0) - 125.0).abs() < 1e-9);
    assert!(axis.place(-1.0).is_finite() && axis.place(-1.0) < 0.0);
}

#[test]
fn ranges_hold_the_data_with_room_but_bars_stand_on_the_frame() {
    let of = |axis: &Axis, mark: Mark| {
        let panel = Panel::of(vec![Series::new(0, mark)]);
        range(axis, Direction::Y, std::iter::once(&panel))
    };
    let axis = Axis::linear("");
    let points =
        |values: &[f64]| Mark::Points(values.iter().map(|y| Point::new(0.0, *y)).collect());
    let r = of(&axis, points(&[-1.0, 1.0]));
    assert!(r.lower < -1.0 && r.upper > 1.0);
    assert_eq!(of(&axis, Mark::Bars(vec![Bar::new(0.0, 1.0, 4.0)])).lower, 0.0);
    let r = of(&axis, Mark::Points(vec![Point::new(0.0, 1.0).with_y(-2.0, 3.0)]));
    assert!(r.lower < -2.0 && r.upper > 3.0);
    let r = of(&axis.clone().including([0.0, 1.0]), points(&[0.5]));
    assert!(r.lower < 0.0 && r.upper > 1.0);
    let r = of(&Axis { lower: Some(0.2), ..axis }, points(&[0.1, 0.1]));
    assert!(r.lower == 0.2 && r.upper > 0.2);
    let r = of(&Axis::log(""), Mark::Points(vec![Point::new(0.0, 1.0).with_y(-2.0, 10.0)]));
    assert!(r.lower > 0.0 && r.lower < 1.0 && r.upper > 10.0);
}
