//! Sizes and greys of all figures, in units of the spec's `Size`.

use crate::spec::Color;

/// Room around the whole figure.
pub(super) const MARGIN: f64 = 12.0;
/// Room between two panels.
pub(super) const GAP: f64 = 9.0;
/// Type sizes.
pub(super) const TITLE: f64 = 16.0;
pub(super) const SUBTITLE: f64 = 13.0;
pub(super) const AXIS: f64 = 13.0;
pub(super) const TICK: f64 = 11.5;
pub(super) const STRIP: f64 = 12.0;
pub(super) const LEGEND: f64 = 12.5;
pub(super) const CAPTION: f64 = 11.0;
pub(super) const LABEL: f64 = 11.0;
/// Height of a line of text over its type size.
pub(super) const LEADING: f64 = 1.3;
/// Length of labelled and of unlabelled ticks.
pub(super) const MAJOR: f64 = 4.5;
pub(super) const MINOR: f64 = 2.5;
/// Stroke widths.
pub(super) const HAIR: f64 = 0.7;
pub(super) const THIN: f64 = 1.1;
pub(super) const LINE: f64 = 1.7;
/// Half the width of a marker and of an interval's end stroke.
pub(super) const MARKER: f64 = 3.6;
pub(super) const CAP: f64 = 2.6;

/// Words.
pub(super) const INK: Color = Color(0x1A, 0x1A, 0x1A);
/// Words of less weight.
pub(super) const SOFT: Color = Color(0x4D, 0x4D, 0x4D);
/// Frames and ticks.
pub(super) const RULE: Color = Color(0x80, 0x80, 0x80);
/// Grid lines.
pub(super) const GRID: Color = Color(0xE9, 0xE9, 0xE9);
/// The ground of strips.
pub(super) const STRIP_GROUND: Color = Color(0xEC, 0xEC, 0xEC);
/// Paper.
pub(super) const WHITE: Color = Color(0xFF, 0xFF, 0xFF);
