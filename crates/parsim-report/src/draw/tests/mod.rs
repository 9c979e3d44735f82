//! What must hold of every drawing, and of drawings of awkward specs.

mod gallery;
mod lengths;
mod numbers;
mod order;
mod specimens;

use resvg::usvg::roxmltree::{Document, Node};
use resvg::usvg::{Group, Node as Shape, Options, Rect, Tree};

use super::{BOLD, DrawError, REGULAR, png, svg};
use crate::spec::*;

/// A figure of one panel with these marks.
fn figure(x: Axis, y: Axis, marks: impl IntoIterator<Item = Mark>) -> FigureSpec {
    let mut spec = FigureSpec::new("", x, y);
    spec.keys = vec![Key::method(0, "ols")];
    spec.panels = vec![Panel::of(marks.into_iter().map(|m| Series::new(0, m)).collect::<Vec<_>>())];
    spec
}

fn linear() -> Axis {
    Axis::linear("")
}

/// The texts of a drawing with their boxes as usvg sets them, in units of the spec's size.
fn texts(drawing: &str) -> Vec<(String, Rect)> {
    fn walk(group: &Group, found: &mut Vec<(String, Rect)>) {
        for node in group.children() {
            match node {
                Shape::Group(group) => walk(group, found),
                Shape::Text(text) => {
                    let words = text.chunks().iter().map(|c| c.text().to_owned()).collect();
                    found.push((words, text.abs_bounding_box()));
                }
                _ => {}
            }
        }
    }
    let mut options = Options::default();
    let fonts = options.fontdb_mut();
    fonts.load_font_data(REGULAR.to_vec());
    fonts.load_font_data(BOLD.to_vec());
    let mut found = Vec::new();
    walk(Tree::from_str(drawing, &options).unwrap().root(), &mut found);
    found
}

/// The coordinates of a shape in units of the spec's size.
fn coordinates(node: Node) -> Vec<(f64, f64)> {
    let number = |name: &str| node.attribute(name).unwrap().parse::<f64>().unwrap() / 10.0;
    match node.tag_name().name() {
        "circle" => vec![(number("cx"), number("cy"))],
        "text" => vec![(number("x"), number("y"))],
        "rect" => {
            let (x, y) = (number("x"), number("y"));
            vec![(x, y), (x + number("width"), y + number("height"))]
        }
        name @ ("path" | "polygon") => node
            .attribute(if name == "path" { "d" } else { "points" })
            .unwrap()
            .split(|c: char| c == 'M' || c.is_whitespace())
            .filter(|pair| !pair.is_empty())
            .map(|pair| pair.split_once(',').unwrap())
            .map(|(x, y)| (x.parse::<f64>().unwrap() / 10.0, y.parse::<f64>().unwrap() / 10.0))
            .collect(),
        _ => Vec::new(),
    }
}

fn colored<'a>(document: &'a Document, color: &str) -> Vec<Node<'a, 'a>> {
    let of = |n: &Node, name: &str| n.attribute(name) == Some(color);
    document.descendants().filter(|n| of(n, "stroke") || of(n, "fill")).collect()
}

#[test]
fn the_same_spec_gives_the_same_bytes() {
    for (name, spec) in specimens::all() {
        assert_eq!(svg(&spec).unwrap(), svg(&spec.clone()).unwrap(), "{name}");
    }
}

#[test]
fn text_stays_text_in_a_family_with_fallbacks() {
    let mut spec = figure(linear(), linear(), [Mark::Points(vec![Point::new(0.0, 0.0)])]);
    spec.title = "a < b & \"ρ̂ = 0.5\"".into();
    let drawing = svg(&spec).unwrap();
    let document = Document::parse(&drawing).unwrap();
    let titles: Vec<_> =
        document.descendants().filter(|n| n.text() == Some(spec.title.as_str())).collect();
    let names: Vec<_> =
        titles.iter().map(|n| n.tag_name().name()).filter(|n| !n.is_empty()).collect();
    assert_eq!(names, ["title", "text"]);
    let text = titles.iter().find(|n| n.has_tag_name("text") || n.tag_name().name() == "text");
    assert_eq!(
        text.unwrap().attribute("font-family"),
        Some("DejaVu Sans, Verdana, Arial, sans-serif")
    );
    assert_eq!(text.unwrap().attribute("font-size"), Some("160"));
    assert_eq!(text.unwrap().attribute("font-weight"), Some("bold"));
}

#[test]
fn characters_that_xml_cannot_hold_become_spaces() {
    let mut spec = figure(linear(), linear(), []);
    spec.title = "one\u{0}two\u{1B}\nthree".into();
    spec.panels[0].note = "four\u{7}five".into();
    let words: Vec<_> = texts(&svg(&spec).unwrap()).into_iter().map(|t| t.0).collect();
    for line in ["one two", "three", "four five"] {
        assert!(words.iter().any(|w| w.trim() == line), "{words:?}");
    }
}

#[test]
fn dashes_of_one_line_are_one_object() {
    let mut spec = figure(linear(), linear(), [Mark::Line(vec![(0.0, 0.0), (1.0, 1.0)])]);
    spec.keys[0].dash = Dash::Dotted;
    let drawing = svg(&spec).unwrap();
    let document = Document::parse(&drawing).unwrap();
    // One in the legend, one in the panel.
    assert_eq!(colored(&document, "#0072B2").len(), 2);
}

#[test]
fn lines_and_bars_are_clipped_at_the_frame() {
    let wild = vec![(-1e9, -5.0), (0.5, 1e12), (1e9, -1e12)];
    let marks = [
        Mark::Line(wild.clone()),
        Mark::Steps(wild),
        Mark::Bars(vec![Bar::new(0.5, 1e6, 1e9).with_interval(-1e9, 1e10)]),
        Mark::Stems { base: -1e9, points: vec![Point::new(0.2, 1e9)] },
        Mark::Points(vec![Point::new(0.5, 0.5).with_x(-1e9, 1e9).with_y(-1e9, 1e9)]),
        Mark::Segments(vec![Segment { from: (-1e9, -1e9), to: (1e9, 1e9) }]),
    ];
    let spec = figure(linear().between(0.0, 1.0), linear().between(0.0, 1.0), marks);
    let drawing = svg(&spec).unwrap();
    let document = Document::parse(&drawing).unwrap();
    let frame =
        colored(&document, "#808080").into_iter().find(|n| coordinates(*n).len() > 4).unwrap();
    let corners = coordinates(frame);
    let (left, top, right, bottom) = (corners[0].0, corners[0].1, corners[2].0, corners[2].1);
    let mut seen = 0;
    for node in colored(&document, "#0072B2").into_iter().chain(colored(&document, "#1A1A1A")) {
        // The legend's sample and words stand above the frame.
        for (x, y) in coordinates(node).into_iter().filter(|c| c.1 > top - 5.0) {
            if node.tag_name().name() == "text" {
                continue;
            }
            assert!((left - 0.1..=right + 0.1).contains(&x), "{x} in {node:?}");
            assert!((top - 0.1..=bottom + 0.1).contains(&y), "{y} in {node:?}");
            seen += 1;
        }
    }
    assert!(seen >= 14, "only {seen} coordinates");
}

#[test]
fn a_point_beyond_a_limit_is_an_arrow_at_the_frame() {
    let point = |y| {
        figure(
            linear().between(0.0, 1.0),
            linear().between(0.0, 1.0),
            [Mark::Points(vec![Point::new(0.5, y)])],
        )
    };
    let shapes = |spec: &FigureSpec, name: &str| {
        let drawing = svg(spec).unwrap();
        let document = Document::parse(&drawing).unwrap();
        colored(&document, "#0072B2").iter().filter(|n| n.tag_name().name() == name).count()
    };
    // One disc is the legend's.
    assert_eq!((shapes(&point(0.9), "circle"), shapes(&point(0.9), "polygon")), (2, 0));
    assert_eq!((shapes(&point(1.1), "circle"), shapes(&point(1.1), "polygon")), (1, 1));
}

#[test]
fn empty_panels_say_why() {
    let mut spec = figure(linear(), linear(), []);
    spec.panels[0].note = "OLS not applicable".into();
    let words: Vec<_> = texts(&svg(&spec).unwrap()).into_iter().map(|t| t.0).collect();
    assert!(words.contains(&"OLS not applicable".to_owned()), "{words:?}");
    spec.panels[0].note.clear();
    svg(&spec).unwrap();
}

#[test]
fn one_point_and_equal_values_have_axes() {
    for (x, y) in [(Axis::linear(""), Axis::linear("")), (Axis::log(""), Axis::log(""))] {
        for value in [1.0, 1e-300, 1e300, 3.0e9] {
            let points = vec![Point::new(value, value), Point::new(value, value)];
            let spec = figure(x.clone(), y.clone(), [Mark::Points(points)]);
            let labels = texts(&svg(&spec).unwrap());
            assert!(labels.len() >= 4, "{value}: {labels:?}");
        }
    }
    let zero = figure(linear(), linear(), [Mark::Points(vec![Point::new(0.0, 0.0)])]);
    assert!(texts(&svg(&zero).unwrap()).len() >= 4);
}

#[test]
fn the_widest_ranges_have_axes() {
    for (x, y) in [(Axis::linear(""), Axis::linear("")), (Axis::log(""), Axis::log(""))] {
        let low = if x.scale == Scale::Log { 1e-300 } else { -1e300 };
        let line = Mark::Line(vec![(low, low), (1e300, 1e300)]);
        let drawing = svg(&figure(x, y, [line])).unwrap();
        assert!(!drawing.contains("NaN") && !drawing.contains("inf"));
        let labels = texts(&drawing);
        assert!(labels.len() >= 4, "{labels:?}");
    }
}

#[test]
fn a_hundred_categories_are_named_in_equal_steps() {
    let drawing = svg(&specimens::many_categories()).unwrap();
    let words = texts(&drawing).into_iter().map(|t| t.0);
    let named: Vec<u32> = words.filter_map(|w| w.parse().ok()).collect();
    assert!(named.len() >= 5 && named.last() == Some(&100), "{named:?}");
    assert!(named.windows(2).all(|w| w[1] - w[0] == named[1] - named[0]), "{named:?}");
}

#[test]
fn faulty_specs_are_refused() {
    let spec = figure(linear(), linear(), [Mark::Line(vec![(0.0, f64::NAN)])]);
    assert!(matches!(svg(&spec), Err(DrawError::Spec(SpecError::NotFinite { .. }))));
}

#[test]
fn pictures_have_the_size_asked_for() {
    let spec = figure(linear(), linear(), [Mark::Points(vec![Point::new(0.0, 0.0)])]);
    let drawing = svg(&spec).unwrap();
    let picture = png(&drawing, 0.5).unwrap();
    // The width is the first field of the header chunk (PNG specification, third edition, 11.2.1).
    assert_eq!(picture[16..20], 450_u32.to_be_bytes());
    // 64 pixels an inch are 2520 a metre, in the resolution chunk (11.3.4.3).
    let at = picture.windows(4).position(|w| w == b"pHYs").unwrap() + 4;
    assert_eq!(picture[at..at + 4], 2520_u32.to_be_bytes());
    assert_eq!(png(&drawing, 0.0), Err(DrawError::Scale(0.0)));
    assert_eq!(
        png(&drawing, f64::NAN).map_err(|e| e.to_string()).unwrap_err(),
        "a PNG cannot be made at scale NaN"
    );
    assert!(matches!(png("<svg", 1.0), Err(DrawError::Svg(_))));
}
