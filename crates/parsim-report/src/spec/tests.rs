//! The text form, the checks and the looks.

use super::*;

fn small() -> FigureSpec {
    let mut spec = FigureSpec::new(
        "Risk",
        Axis::log("SNR").ticks_at([0.25, 4.0]),
        Axis::linear("MSE").shared(Sharing::Line),
    );
    spec.caption = "R = 2000".into();
    spec.keys = vec![Key::method(0, "ols"), Key::reference("null")];
    spec.facets = Facets::Grid { rows: vec![], columns: vec!["n = 60".into(), "n = 120".into()] };
    spec.panels = vec![
        Panel::default().noted("OLS not applicable"),
        Panel::of(vec![
            Series::new(1, Mark::Reference { axis: Direction::Y, value: 1.0 }),
            Series::new(0, Mark::Line(vec![(0.25, 2.0 / 3.0), (4.0, -0.0)])).dodged(-2.5),
            Series::new(0, Mark::Points(vec![Point::new(0.25, 0.5).with_y(0.25, 0.75)])),
        ]),
    ];
    spec
}

#[test]
fn the_text_form_says_everything() {
    let expected = r#"figure "Risk"
caption "R = 2000"
x "SNR" log at 0.25 4 Number All
y "MSE" linear Number Line
key 0 "ols" #0072B2 Circle Solid Solid
key 1 "null" #7A7A7A Dash Dashed Light
legend Above ""
panel "n = 60"
  note "OLS not applicable"
panel "n = 120"
  "null" at y = 1
  "ols" dodged -2.5 line 0.25,0.666667 4,0
  "ols" points 0.25,0.5 y[0.25, 0.75]
"#;
    assert_eq!(small().to_string(), expected);
}

#[test]
fn the_text_form_of_every_mark() {
    let text = |mark: Mark| mark.to_string();
    let bar = Bar::new(1.0, 0.5, 3.0).on(2.0).with_interval(2.5, 3.5);
    assert_eq!(text(Mark::Bars(vec![bar])), "bars 1~0.5: 2..3 [2.5, 3.5]");
    assert_eq!(text(Mark::Guide(vec![(0.0, 1.0)])), "guide 0,1");
    assert_eq!(text(Mark::Steps(vec![(0.0, 1.0)])), "steps 0,1");
    let segment = Segment { from: (0.0, 1.0), to: (2.0, 3.0) };
    assert_eq!(text(Mark::Segments(vec![segment])), "segments 0,1 to 2,3;");
    let stems = Mark::Stems { base: 0.0, points: vec![Point::new(1.0, 0.5).with_x(0.5, 1.5)] };
    assert_eq!(text(stems), "stems from 0 1,0.5 x[0.5, 1.5]");
    let label = Label { x: 0.0, y: 1.0, text: "63 %".into(), side: Side::Left };
    assert_eq!(text(Mark::Text(vec![label])), "text 0,1 Left \"63 %\"");
}

fn fault(change: impl FnOnce(&mut FigureSpec)) -> SpecError {
    let mut spec = small();
    change(&mut spec);
    spec.check().unwrap_err()
}

fn with(mark: Mark) -> SpecError {
    fault(|spec| spec.panels[0].series.push(Series::new(0, mark)))
}

#[test]
fn a_sound_spec_passes() {
    assert_eq!(small().check(), Ok(()));
    let mut spec = small();
    spec.y = Axis::log("MSE");
    let below_zero = Point::new(1.0, 0.5).with_y(-0.5, 1.5);
    spec.panels = vec![Panel::of(vec![Series::new(0, Mark::Points(vec![below_zero]))]); 2];
    assert_eq!(spec.check(), Ok(()), "an interval may end below a logarithmic axis");
}

#[test]
fn nothing_that_is_not_a_number_is_drawn() {
    let bad = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e301];
    for v in bad {
        let marks = [
            Mark::Line(vec![(1.0, v)]),
            Mark::Guide(vec![(v, 1.0)]),
            Mark::Steps(vec![(v, 1.0)]),
            Mark::Segments(vec![Segment { from: (1.0, 1.0), to: (1.0, v) }]),
            Mark::Points(vec![Point::new(1.0, v)]),
            Mark::Points(vec![Point::new(1.0, 1.0).with_y(v, 2.0)]),
            Mark::Points(vec![Point::new(1.0, 1.0).with_x(0.5, v)]),
            Mark::Stems { base: v, points: vec![Point::new(1.0, 1.0)] },
            Mark::Bars(vec![Bar::new(1.0, 0.5, v)]),
            Mark::Bars(vec![Bar::new(1.0, 0.5, 1.0).on(v)]),
            Mark::Bars(vec![Bar::new(1.0, 0.5, 1.0).with_interval(0.5, v)]),
            Mark::Reference { axis: Direction::Y, value: v },
            Mark::Text(vec![Label { x: 1.0, y: v, text: String::new(), side: Side::Above }]),
        ];
        for mark in marks {
            let text = mark.to_string();
            assert!(matches!(with(mark), SpecError::NotFinite { .. }), "{text}");
        }
        assert!(matches!(fault(|s| s.y.upper = Some(v)), SpecError::NotFinite { .. }));
        assert!(matches!(fault(|s| s.x.ticks = Ticks::At(vec![v])), SpecError::NotFinite { .. }));
        assert!(matches!(fault(|s| s.x.include = vec![v]), SpecError::NotFinite { .. }));
        assert!(matches!(fault(|s| s.panels[1].series[0].dodge = v), SpecError::NotFinite { .. }));
        assert!(matches!(fault(|s| s.size.width = v), SpecError::Size { .. }));
    }
}

#[test]
fn other_faults_are_named() {
    let unknown = fault(|s| s.panels[1].series[0].key = 2);
    assert_eq!(unknown, SpecError::UnknownKey { panel: 1, key: 2 });
    let count = fault(|s| drop(s.panels.pop()));
    assert_eq!(count, SpecError::PanelCount { expected: 2, found: 1 });
    assert_eq!(count.to_string(), "the facets have 2 panels, the figure 1");
    let zero = with(Mark::Line(vec![(0.0, 1.0)]));
    assert_eq!(zero.to_string(), "panel 0, series 0: 0 on a logarithmic axis");
    assert!(matches!(with(Mark::Bars(vec![Bar::new(1.0, 0.0, 1.0)])), SpecError::Reversed { .. }));
    let tiny = with(Mark::Line(vec![(1e-301, 1.0)]));
    assert!(matches!(tiny, SpecError::NotPositive { .. }));
    let reversed = Mark::Points(vec![Point::new(1.0, 1.0).with_y(2.0, 1.0)]);
    assert!(matches!(with(reversed), SpecError::Reversed { .. }));
    assert!(matches!(fault(|s| s.y = s.y.clone().between(1.0, 1.0)), SpecError::Reversed { .. }));
    assert!(matches!(fault(|s| s.size.width = 50.0), SpecError::Size { field: "width", .. }));
}

#[test]
fn methods_differ_in_colour_and_in_shape() {
    let keys: Vec<Key> = (0..5).map(|i| Key::method(i, "")).collect();
    for (i, a) in keys.iter().enumerate() {
        for b in &keys[i + 1..] {
            assert!(a.color != b.color && a.marker != b.marker && a.dash != b.dash);
        }
    }
    let looks: Vec<Key> = (0..120).map(|i| Key::method(i, "")).collect();
    assert!((1..120).all(|i| !looks[..i].contains(&looks[i])));
}

#[test]
fn tints_end_in_white_and_in_the_colour() {
    let color = Color(0, 114, 178);
    assert_eq!((color.tint(0.0), color.tint(1.0)), (Color(255, 255, 255), color));
    assert_eq!(Color(0, 0, 55).tint(0.5), Color(128, 128, 155));
}

#[test]
fn facets_count_their_panels() {
    let names = |n: usize| vec![String::new(); n];
    let shape = |facets: Facets| (facets.shape(), facets.count());
    assert_eq!(shape(Facets::None), ((1, 1), 1));
    assert_eq!(shape(Facets::Grid { rows: names(3), columns: names(4) }), ((3, 4), 12));
    assert_eq!(shape(Facets::Grid { rows: names(0), columns: names(4) }), ((1, 4), 4));
    assert_eq!(shape(Facets::Wrap { columns: 3, labels: names(5) }), ((2, 3), 5));
    assert_eq!(shape(Facets::Wrap { columns: 0, labels: names(2) }), ((2, 1), 2));
}

#[test]
fn dodges_are_centred() {
    let shifts: Vec<f64> = (0..3).map(|i| dodge(i, 3, 4.0)).collect();
    assert_eq!(shifts, [-4.0, 0.0, 4.0]);
    assert_eq!(dodge(0, 1, 4.0), 0.0);
    assert_eq!(dodge(0, 0, 4.0), 0.0);
}
