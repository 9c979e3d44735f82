//! Nothing leaves the page, and no words stand on others, in specimens and in all arrangements of panels.

use resvg::usvg::roxmltree::Document;

use super::{coordinates, specimens, texts};
use crate::draw::svg;
use crate::spec::*;

/// Fails where a shape or a word leaves the page, or a word stands on another.
fn assert_orderly(name: &str, spec: &FigureSpec) {
    let drawing = svg(spec).unwrap();
    let document = Document::parse(&drawing).unwrap();
    let root = document.root_element();
    let length = |attribute| root.attribute(attribute).unwrap().parse::<f64>().unwrap();
    let (width, height) = (length("width"), length("height"));
    let view = format!("0 0 {:.0} {:.0}", width * 10.0, height * 10.0);
    assert_eq!(root.attribute("viewBox"), Some(view.as_str()), "{name}");
    for node in root.descendants() {
        for (x, y) in coordinates(node) {
            assert!((0.0..=width).contains(&x), "{name}: {x} in {node:?}");
            assert!((0.0..=height).contains(&y), "{name}: {y} in {node:?}");
        }
    }
    let words = texts(&drawing);
    for (i, (text, a)) in words.iter().enumerate() {
        let within = a.left() >= 0.0 && f64::from(a.right()) <= width;
        assert!(within && a.top() >= 0.0, "{name}: {text:?} at {a:?}");
        assert!(f64::from(a.bottom()) <= height, "{name}: {text:?} at {a:?}");
        for (other, b) in &words[i + 1..] {
            // usvg's boxes hold the full line height, so lines of one paragraph touch by a hair.
            let across = a.right().min(b.right()) - a.left().max(b.left());
            let down = a.bottom().min(b.bottom()) - a.top().max(b.top());
            assert!(across < 1.0 || down < 3.0, "{name}: {text:?} on {other:?}");
        }
    }
}

#[test]
fn specimens_are_orderly() {
    for (name, spec) in specimens::all() {
        assert_orderly(name, &spec);
    }
}

#[test]
fn every_arrangement_of_panels_is_orderly() {
    for (rows, columns) in [(1, 1), (2, 1), (1, 6), (3, 4)] {
        for sharing in [Sharing::All, Sharing::Line, Sharing::Free] {
            for (number, decades) in [(0, 0.0), (1, 0.01), (2, 0.3), (3, 2.0), (4, 7.0)] {
                let name = format!("{rows} x {columns}, {sharing:?}, {decades} decades");
                assert_orderly(&name, &arrangement((rows, columns), sharing, decades, number));
            }
        }
    }
}

/// Panels whose values span these decades, on linear and on logarithmic axes by turns.
fn arrangement(
    (rows, columns): (usize, usize),
    sharing: Sharing,
    decades: f64,
    number: u32,
) -> FigureSpec {
    let axis = |log: bool, label: &str| {
        let axis = if log { Axis::log(label) } else { Axis::linear(label) };
        axis.shared(sharing)
    };
    let mut spec = FigureSpec::new(
        "Title",
        axis(number.is_multiple_of(2), "SNR"),
        axis(number.is_multiple_of(3), "Risk"),
    );
    spec.keys = (0..9).map(|m| Key::method(m, format!("method number {m}"))).collect();
    let strips = |name: &str, count: usize| (0..count).map(|i| format!("{name} = {i}")).collect();
    spec.facets = if number == 4 {
        Facets::Wrap {
            columns,
            labels: strips("scenario", rows * columns - usize::from(columns > 2)),
        }
    } else {
        Facets::Grid { rows: strips("rho", rows), columns: strips("n", columns) }
    };
    let panel = |i: usize| {
        let series = (0..9).map(|m| {
            let value = |t: f64| 10.0_f64.powf(decades * t) * (1.0 + i as f64);
            let points = [0.0, 0.5, 1.0].map(|t| {
                let y = value(f64::midpoint(t, m as f64 / 9.0));
                Point::new(value(t), y).with_y(0.9 * y, 1.1 * y)
            });
            Series::new(m, Mark::Points(points.to_vec())).dodged(dodge(m, 9, 1.0))
        });
        Panel::of(series.collect::<Vec<_>>())
    };
    spec.panels = (0..spec.facets.count()).map(panel).collect();
    spec
}

#[test]
fn given_ticks_that_lie_close_are_not_all_named() {
    let mut spec = FigureSpec::new(
        "",
        Axis::linear("n").ticks_at([60.0, 61.0, 120.0, 1000.0]),
        Axis::linear("Risk").ticks_at([0.0, 0.001, 0.5, 1.0]),
    );
    spec.keys = vec![Key::method(0, "ols")];
    let points = vec![Point::new(60.0, 0.0), Point::new(1000.0, 1.0)];
    spec.panels = vec![Panel::of(vec![Series::new(0, Mark::Points(points))])];
    spec.size.width = 300.0;
    assert_orderly("close ticks", &spec);
    let words: Vec<String> = texts(&svg(&spec).unwrap()).into_iter().map(|t| t.0).collect();
    for (label, shown) in
        [("60", true), ("61", false), ("1000", true), ("0.001", false), ("0.5", true)]
    {
        assert_eq!(words.contains(&label.to_owned()), shown, "{label} in {words:?}");
    }
}
