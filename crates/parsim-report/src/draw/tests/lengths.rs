//! Clipping, dashes and widths of words, against plane geometry and the font's own tables.

use super::texts;
use crate::draw::canvas::Spot;
use crate::draw::clip::Rect;
use crate::draw::dash::strokes;
use crate::draw::font::{cut, width, wrap};
use crate::spec::Dash;

const UNIT: Rect = Rect { left: 0.0, top: 0.0, right: 1.0, bottom: 1.0 };

#[test]
fn segments_are_cut_where_they_cross_the_sides() {
    assert_eq!(UNIT.clip_segment((-1.0, 0.5), (3.0, 0.5)), Some(((0.0, 0.5), (1.0, 0.5))));
    assert_eq!(UNIT.clip_segment((-0.5, 0.0), (1.0, 1.5)), Some(((0.0, 0.5), (0.5, 1.0))));
    assert_eq!(UNIT.clip_segment((0.25, 0.25), (0.75, 0.5)), Some(((0.25, 0.25), (0.75, 0.5))));
    assert_eq!(UNIT.clip_segment((-0.6, 0.5), (0.5, 1.6)), None);
    assert_eq!(UNIT.clip_segment((2.0, 0.0), (2.0, 1.0)), None);
    assert_eq!(UNIT.clip_segment((0.5, 0.5), (0.5, 0.5)), Some(((0.5, 0.5), (0.5, 0.5))));
}

#[test]
fn a_line_that_leaves_and_returns_becomes_two() {
    let spots = [(0.2, 0.5), (0.4, 0.5), (0.5, -0.5), (0.6, 0.5), (0.8, 0.5)];
    let pieces = UNIT.clip_line(&spots);
    assert_eq!(pieces.len(), 2);
    assert_eq!(pieces[0][..2], [(0.2, 0.5), (0.4, 0.5)]);
    assert!(pieces[0][2].1.abs() < 1e-12 && pieces[1][0].1.abs() < 1e-12);
    assert_eq!(pieces[1][2], (0.8, 0.5));
}

fn length(stroke: &[Spot]) -> f64 {
    stroke.windows(2).map(|w| (w[1].0 - w[0].0).hypot(w[1].1 - w[0].1)).sum()
}

#[test]
fn dashes_follow_their_pattern_round_corners() {
    // 6 on, 3.5 off: 100 units hold ten whole periods of 9.5 and 5 units of an eleventh stroke.
    let straight = strokes(&[(0.0, 0.0), (100.0, 0.0)], Dash::Dashed);
    assert_eq!(straight.len(), 11);
    assert!(straight[..10].iter().all(|s| (length(s) - 6.0).abs() < 1e-9));
    assert!((length(&straight[10]) - 5.0).abs() < 1e-9);
    let bent = strokes(&[(0.0, 0.0), (52.0, 0.0), (52.0, 48.0)], Dash::Dashed);
    let lengths = |all: &[Vec<Spot>]| all.iter().map(|s| length(s)).collect::<Vec<_>>();
    for (a, b) in lengths(&straight).iter().zip(lengths(&bent)) {
        assert!((a - b).abs() < 1e-9);
    }
    assert_eq!(strokes(&[(0.0, 0.0), (1.0, 1.0)], Dash::Solid), [[(0.0, 0.0), (1.0, 1.0)]]);
}

#[test]
fn widths_are_those_of_the_font() {
    // Advances in 1/2048 em from the `hmtx` table of DejaVu Sans 2.37, read with fontTools.
    for (text, advance) in
        [("A", 1401.0), ("0", 1303.0), (" ", 651.0), ("ρ", 1300.0), ("−", 1716.0)]
    {
        assert!((width(text, 2048.0, false) - advance).abs() < 0.5, "{text}");
    }
}

#[test]
fn widths_are_what_the_renderer_sets() {
    for text in ["Relative risk", "n = 1000, ρ = 0.5", "10⁻³", "σ̂² β₁₀₂"] {
        for (weight, bold) in [("", false), (" font-weight=\"bold\"", true)] {
            let drawing = format!(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"900\" height=\"100\"><text x=\"0\" y=\"50\" \
                 font-family=\"DejaVu Sans\" font-size=\"40\"{weight}>{text}</text></svg>"
            );
            let set = f64::from(texts(&drawing)[0].1.width());
            let ours = width(text, 40.0, bold);
            assert!((set - ours).abs() < 0.03 * set, "{text}: {set} set, {ours} measured");
        }
    }
}

#[test]
fn the_font_has_every_sign_a_figure_may_need() {
    for c in "ρλβσΣαεδμ⁰¹²³⁴⁵⁶⁷⁸⁹⁻₀₁₂₃₄₅₆₇₈₉−×±≤≥≠≈∞…–—²ℓéüñ".chars()
    {
        for face in [super::REGULAR, super::BOLD] {
            let font = skrifa::FontRef::new(face).unwrap();
            assert!(skrifa::MetadataProvider::charmap(&font).map(c).is_some(), "{c}");
        }
    }
}

#[test]
fn paragraphs_are_broken_between_words_and_long_words_are_cut() {
    let room = width("two words", 12.0, false);
    assert_eq!(wrap("two words more", 12.0, false, room), ["two words", "more"]);
    assert_eq!(wrap("n=60,rho=0", 12.0, false, width("n=60,rh", 12.0, false)), ["n=60,", "rho=0"]);
    assert_eq!(wrap("", 12.0, false, room), [""; 0]);
    let short = cut("immeasurable", 12.0, false, room);
    assert!(short.ends_with('…') && width(&short, 12.0, false) <= room, "{short}");
}
