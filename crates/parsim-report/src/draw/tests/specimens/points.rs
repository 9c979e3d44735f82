//! Estimates and lollipops by coefficient.

use super::*;
use crate::spec::*;

pub fn coefficients() -> FigureSpec {
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

pub fn selection() -> FigureSpec {
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
        Key::method(1, "true support").marked(Marker::Circle),
        Key::reference("noise").marked(Marker::Circle),
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
