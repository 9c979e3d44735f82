//! One figure of each kind a study asks for, with made-up but plausible numbers.

use crate::spec::{
    Axis, Bar, Color, Direction, Facets, FigureSpec, Fill, Key, Label, Legend, LegendPlace, Mark,
    Panel, Point, Segment, Series, Sharing, Side, dodge,
};

const METHODS: [&str; 3] = ["ols", "ridge", "lasso"];
const RHO: [f64; 3] = [0.0, 0.5, 0.9];
const N: [usize; 4] = [60, 120, 250, 1000];
const SNR: [f64; 3] = [0.25, 1.0, 4.0];
const P: f64 = 102.0;

pub fn all() -> Vec<(&'static str, FigureSpec)> {
    vec![
        ("curve", curve()),
        ("curve-single", curve_single()),
        ("bias-variance", bias_variance()),
        ("coefficients", coefficients()),
        ("selection", selection()),
        ("selection-all", selection_all()),
        ("distribution", distribution()),
        ("tpr-fdp", tpr_fdp()),
        ("hard", hard()),
        ("many-categories", many_categories()),
    ]
}

fn labels<T: std::fmt::Display>(name: &str, values: &[T]) -> Vec<String> {
    values.iter().map(|v| format!("{name} = {v}")).collect()
}

fn keys(names: &[&str]) -> Vec<Key> {
    names.iter().enumerate().map(|(i, name)| Key::method(i, *name)).collect()
}

fn two_signals() -> Facets {
    Facets::Grid { rows: labels("ρ", &RHO), columns: labels("n", &N) }
}

/// Something like the relative risk of a method: p/(n SNR) for least squares, less for the others.
fn risk(method: usize, n: usize, rho: f64, snr: f64) -> Option<f64> {
    let n = n as f64;
    let ols = P / (n - P - 1.0) / snr;
    match method {
        0 => (n > P + 2.0).then_some(ols),
        1 => Some(1.0 / (1.0 + n * snr * (1.0 + 2.0 * rho) / P)),
        _ => Some((8.0 * (1.0 + rho) / (n * snr)).min(0.97)),
    }
}

fn curve() -> FigureSpec {
    let mut spec = FigureSpec::new(
        "Relative risk by signal-to-noise ratio",
        Axis::log("SNR").ticks_at(SNR),
        Axis::log("Relative risk"),
    );
    spec.subtitle = "Two signals among a hundred noise covariates, AR(1) correlation".into();
    spec.caption =
        "R = 2000 replicates per scenario. Bars: mean ± 1.96 Monte Carlo standard errors. The \
                    null model predicts the mean whatever the covariates."
            .into();
    spec.facets = two_signals();
    spec.keys = keys(&METHODS);
    spec.keys.push(Key::reference("null model"));
    spec.legend.title = "Method".into();
    spec.panels.clear();
    for rho in RHO {
        for n in N {
            let mut panel =
                Panel::of(vec![Series::new(3, Mark::Reference { axis: Direction::Y, value: 1.0 })]);
            for m in 0..3 {
                let mean = |snr| risk(m, n, rho, snr);
                let line: Vec<_> = SNR.iter().filter_map(|s| Some((*s, mean(*s)?))).collect();
                if line.is_empty() {
                    panel.note = "OLS not applicable".into();
                    continue;
                }
                let error = |y: f64| 1.96 * y * 0.03 * (60.0 / n as f64).sqrt() * (3.0 - 1.5 * rho);
                let points = line
                    .iter()
                    .map(|(x, y)| Point::new(*x, *y).with_y(y - error(*y), y + error(*y)));
                let points: Vec<_> = points.collect();
                let shift = dodge(m, 3, 5.0);
                panel.series.push(Series::new(m, Mark::Line(line)).dodged(shift));
                panel.series.push(Series::new(m, Mark::Points(points)).dodged(shift));
            }
            spec.panels.push(panel);
        }
    }
    spec
}

fn curve_single() -> FigureSpec {
    let mut spec = FigureSpec::new(
        "Prediction risk of six tuned estimators",
        Axis::log("n").ticks_at([60.0, 120.0, 250.0, 500.0, 1000.0]),
        Axis::linear("Excess risk"),
    );
    spec.caption =
        "R = 500. Bars: mean ± 1.96 MCSE. Dotted: theory for OLS, σ²p/(n − p − 1).".into();
    let names = [
        "ridge (10-fold)",
        "lasso (10-fold)",
        "lasso (1 SE)",
        "lasso (BIC)",
        "ridge (GCV)",
        "oracle λ",
    ];
    spec.keys = keys(&names);
    spec.keys.push(Key::truth("OLS, theory").dashed(crate::spec::Dash::Dotted));
    let mut series = Vec::new();
    for m in 0..names.len() {
        let points: Vec<_> = [60.0_f64, 120.0, 250.0, 500.0, 1000.0]
            .iter()
            .map(|n| {
                let y = (20.0 + 6.0 * m as f64) / n.powf(0.8 + 0.04 * m as f64);
                Point::new(*n, y).with_y(y * 0.93, y * 1.07)
            })
            .collect();
        series.push(Series::new(m, Mark::Line(points.iter().map(|p| (p.x, p.y)).collect())));
        series.push(Series::new(m, Mark::Points(points)));
    }
    let theory = (0..60).map(|i| 110.0 + 15.0 * f64::from(i)).map(|n| (n, 10.0 / (n - 103.0)));
    series.push(Series::new(6, Mark::Line(theory.collect())));
    spec.panels = vec![Panel::of(series)];
    spec.y.upper = Some(1.6);
    spec
}

fn bias_variance() -> FigureSpec {
    let mut spec = FigureSpec::new(
        "Where the mean squared error comes from",
        Axis::categories("", METHODS),
        Axis::linear("Sum over coefficients").shared(Sharing::Free),
    );
    spec.subtitle = "SNR = 1; every panel has its own scale".into();
    spec.caption =
        "R = 2000. Total height: MSE = squared bias + variance, with ± 1.96 MCSE. A negative \
                    estimate of squared bias is drawn as 0."
            .into();
    spec.facets = two_signals();
    spec.keys = vec![
        Key::method(0, "squared bias"),
        Key::method(1, "variance").filled(Fill::Hatched).colored(Color::PALETTE[1]),
    ];
    spec.panels.clear();
    for rho in RHO {
        for n in N {
            let (mut low, mut high) = (Vec::new(), Vec::new());
            for m in 0..3 {
                let Some(risk) = risk(m, n, rho, 1.0) else { continue };
                let scale = 1.0 / (1.0 - rho * rho);
                let bias = [0.0, 0.8 * risk, 0.5 * risk][m];
                let variance = [risk * scale, 0.4 * risk * scale, 0.3 * risk * scale][m];
                low.push(Bar::new(m as f64, 0.7, bias));
                let mse = bias + variance;
                high.push(
                    Bar::new(m as f64, 0.7, mse).on(bias).with_interval(mse * 0.95, mse * 1.05),
                );
            }
            let mut panel =
                Panel::of(vec![Series::new(0, Mark::Bars(low)), Series::new(1, Mark::Bars(high))]);
            if n < 102 {
                panel.note = "OLS not applicable".into();
            }
            spec.panels.push(panel);
        }
    }
    spec
}

fn coefficients() -> FigureSpec {
    let names = ["β₁", "β₂", "β₃", "β₅₂", "β₁₀₂"];
    let mut spec = FigureSpec::new(
        "Estimates of the two signals and of three noise coefficients",
        Axis::categories("Coefficient", names),
        Axis::linear("Mean estimate ± empirical SE"),
    );
    spec.caption =
        "R = 2000, SNR = 1. Bars show the spread of estimates over replicates, not a Monte Carlo \
                    error; the means' MCSE is at most 0.008."
            .into();
    spec.facets = two_signals();
    spec.keys = keys(&METHODS);
    spec.keys.push(Key::truth("truth"));
    spec.panels.clear();
    for rho in RHO {
        for n in N {
            let truth = (0..5).map(|j| {
                let beta = if j < 2 { 1.0 } else { 0.0 };
                Segment { from: (f64::from(j) - 0.4, beta), to: (f64::from(j) + 0.4, beta) }
            });
            let mut panel = Panel::of(vec![Series::new(3, Mark::Segments(truth.collect()))]);
            for m in 0..3 {
                let Some(_) = risk(m, n, rho, 1.0) else { continue };
                let points = (0..5).map(|j| {
                    let beta = if j < 2 { 1.0 } else { 0.0 };
                    let mean = beta * [1.0, 0.45, 0.75][m];
                    let se = [8.0, 1.3, 2.2][m] / (n as f64)
                        * (1.0 + rho)
                        * if n < 200 { 1.0 } else { 3.0 };
                    Point::new(f64::from(j) + dodge(m, 3, 0.22), mean).with_y(mean - se, mean + se)
                });
                panel.series.push(Series::new(m, Mark::Points(points.collect())));
            }
            spec.panels.push(panel);
        }
    }
    spec
}

fn selection() -> FigureSpec {
    let mut spec = FigureSpec::new(
        "How often each covariate is selected",
        Axis::linear("Covariate").whole(),
        Axis::linear("Selection frequency").percent().including([0.0, 1.0]),
    );
    spec.caption = "R = 2000, ρ = 0.5, SNR = 1. Bars: 95 % Wilson intervals.".into();
    spec.facets = Facets::Grid {
        rows: vec!["lasso, 10-fold minimum".into(), "lasso, BIC".into()],
        columns: labels("n", &N[..3]),
    };
    spec.keys = vec![
        Key::method(1, "true support").marked(crate::spec::Marker::Circle),
        Key::reference("noise").marked(crate::spec::Marker::Circle),
    ];
    spec.panels.clear();
    for m in 0..2 {
        for n in [60.0_f64, 120.0, 250.0] {
            let point = |j: u32| {
                let f: f64 = if j <= 2 {
                    1.0 - 8.0 / n
                } else {
                    (0.22 - 0.16 * f64::from(m)) * (1.0 + 1.8 / f64::from(j))
                        + 0.02 * (f64::from(j) * 2.3).sin()
                };
                let half = 1.96 * (f * (1.0 - f) / 2000.0).sqrt();
                Point::new(f64::from(j), f).with_y(f - half, (f + half).min(1.0))
            };
            spec.panels.push(Panel::of(vec![
                Series::new(1, Mark::Stems { base: 0.0, points: (3..=30).map(point).collect() }),
                Series::new(0, Mark::Stems { base: 0.0, points: (1..=2).map(point).collect() }),
            ]));
        }
    }
    spec
}

fn selection_all() -> FigureSpec {
    let mut spec = FigureSpec::new(
        "Selection frequency of all 102 covariates",
        Axis::linear("Covariate").whole(),
        Axis::linear("Selection frequency").percent().including([0.0, 1.0]),
    );
    spec.caption = "R = 2000. Bars: 95 % Wilson intervals.".into();
    spec.facets = Facets::Wrap {
        columns: 3,
        labels: [
            "n=60,rho=0,snr=1",
            "n=120,rho=0.5,snr=1",
            "n=250,rho=0.9,snr=1",
            "n=1000,rho=0,snr=0.25",
            "n=1000,rho=0.9,snr=4",
        ]
        .map(String::from)
        .to_vec(),
    };
    spec.keys = vec![Key::method(1, "true support"), Key::reference("noise")];
    spec.legend = Legend { title: String::new(), place: LegendPlace::Below };
    spec.panels = (0..5)
        .map(|k| {
            let bar = |j: u32| {
                let f =
                    if j <= 2 { 0.93 } else { 0.2 + 0.03 * (f64::from(j * (k + 1)) * 1.7).sin() };
                Bar::new(f64::from(j), 0.8, f).with_interval(f - 0.015, f + 0.015)
            };
            if k == 3 {
                return Panel::default().noted("lasso failed in every replicate: see failures.csv");
            }
            Panel::of(vec![
                Series::new(1, Mark::Bars((3..=102).map(bar).collect())),
                Series::new(0, Mark::Bars((1..=2).map(bar).collect())),
            ])
        })
        .collect();
    spec
}

fn distribution() -> FigureSpec {
    let mut spec = FigureSpec::new(
        "Distribution of the estimate of β₂",
        Axis::linear("Estimate"),
        Axis::linear("Share of replicates").percent(),
    );
    spec.caption = "R = 2000, ρ = 0.5, SNR = 1; bins of width 0.1. Estimates that are exactly zero are \
                    counted in the narrow bar at 0 and in no bin; a broken bar goes on beyond the frame."
        .into();
    spec.facets =
        Facets::Grid { rows: METHODS.map(String::from).to_vec(), columns: labels("n", &N[..3]) };
    spec.keys = keys(&METHODS).into_iter().map(|k| k.filled(Fill::Light)).collect();
    spec.keys.push(Key::truth("exactly zero"));
    spec.keys.push(Key::reference("truth").colored(Color::BLACK));
    spec.panels.clear();
    for m in 0..3 {
        for n in [60.0_f64, 120.0, 250.0] {
            if m == 0 && n < P {
                spec.panels.push(Panel::default().noted("OLS not applicable"));
                continue;
            }
            let (mean, sd) = ([1.0, 0.4, 0.7][m], [5.0, 1.6, 2.4][m] / n.sqrt());
            let zero = if m == 2 { 38.0 / n } else { 0.0 };
            let bins = (-15..=30).map(|b| {
                let x = f64::from(b) / 10.0 + 0.05;
                let z = (x - mean) / sd;
                Bar::new(x, 0.1, (1.0 - zero) * 0.1 / sd * 0.3989 * (-z * z / 2.0).exp())
            });
            let mut series = vec![
                Series::new(m, Mark::Bars(bins.collect())),
                Series::new(4, Mark::Reference { axis: Direction::X, value: 1.0 }),
            ];
            if zero > 0.0 {
                series.push(Series::new(3, Mark::Bars(vec![Bar::new(0.0, 0.06, zero)])));
                let text = format!("{:.0}%", 100.0 * zero);
                series.push(Series::new(
                    3,
                    Mark::Text(vec![Label { x: 0.0, y: zero, text, side: Side::Left }]),
                ));
            }
            spec.panels.push(Panel::of(series));
        }
    }
    spec.y.upper = Some(0.35);
    spec
}

fn tpr_fdp() -> FigureSpec {
    let mut spec = FigureSpec::new(
        "True positives against false discoveries",
        Axis::linear("False discovery proportion").including([0.0, 1.0]),
        Axis::linear("True positive rate").including([0.0, 1.0]),
    );
    spec.caption =
        "R = 2000. One dot per method and SNR (0.25, 1, 4 from below), with 95 % Monte Carlo \
                    intervals along both axes."
            .into();
    let names = ["lasso, 10-fold minimum", "lasso, one SE", "lasso, BIC", "lasso, EBIC"];
    spec.keys = keys(&names);
    spec.legend.title = "Method".into();
    spec.facets = Facets::Grid { rows: labels("ρ", &[0.0, 0.9]), columns: labels("n", &N[..3]) };
    spec.size.aspect = Some(1.0);
    spec.panels.clear();
    for rho in [0.0, 0.9] {
        for n in [60.0_f64, 120.0, 250.0] {
            let mut panel = Panel::default();
            for m in 0..4 {
                let points = SNR.map(|snr| {
                    let power =
                        1.0 - (-n * snr * (1.0 - 0.5 * rho) / (30.0 + 40.0 * m as f64)).exp();
                    let fdp = [0.85, 0.4, 0.15, 0.05][m] * (0.6 + 0.4 * power);
                    Point::new(fdp, power)
                        .with_x((fdp - 0.03).max(0.0), fdp + 0.03)
                        .with_y((power - 0.02).max(0.0), (power + 0.02).min(1.0))
                });
                panel.series.push(Series::new(m, Mark::Points(points.to_vec())));
            }
            spec.panels.push(panel);
        }
    }
    spec
}

/// Hard limits, few replicates, long words, uneven names: what a layout must survive.
fn hard() -> FigureSpec {
    let mut spec = FigureSpec::new(
        "A title that is so long that it cannot stand on one line of the figure, however small the type is \
         set, and is therefore wrapped <&> \"quoted\"",
        Axis::categories(
            "Method",
            ["ols", "ridge, ten folds", "lasso, ten folds, one standard error", "known support"],
        ),
        Axis::log("Excess risk (σ² = 1)").between(0.02, 3.0),
    );
    spec.facets = Facets::Grid {
        rows: vec!["covariates = block, rho = 0.9, block_size = 10".into(), "independent".into()],
        columns: (0..4)
            .map(|i| format!("noise = student-t with {} degrees of freedom", i + 3))
            .collect(),
    };
    spec.keys =
        keys(&["ols", "ridge, ten folds", "lasso, ten folds, one standard error", "known support"]);
    spec.panels = (0..8)
        .map(|i| {
            let series = (0..4).map(|m| {
                let y = 0.01 * 2.9_f64.powi(m) * f64::from(i + 1);
                let point = Point::new(f64::from(m), y).with_y(y - 0.4, y + 0.4);
                Series::new(usize::try_from(m).unwrap(), Mark::Points(vec![point]))
            });
            Panel::of(series.collect::<Vec<_>>())
        })
        .collect();
    spec
}

pub fn many_categories() -> FigureSpec {
    let names: Vec<String> = (1..=100).map(|i| format!("{i}")).collect();
    let mut spec = FigureSpec::new(
        "",
        Axis::categories("Scenario", names),
        Axis::linear("MSE (10⁶ replicates)"),
    );
    spec.keys = keys(&METHODS[1..]);
    let points = |m: u32| {
        let y = |i: u32| 2e6 + 1e5 * f64::from((i * 37 + m * 11) % 29);
        Mark::Points(
            (0..100)
                .map(|i| Point::new(f64::from(i), y(i)).with_y(y(i) - 5e4, y(i) + 5e4))
                .collect(),
        )
    };
    spec.panels = vec![Panel::of(vec![Series::new(0, points(0)), Series::new(1, points(1))])];
    spec.size.panel_height = Some(160.0);
    spec
}
