//! Measures against a factor, and against one another.

use super::*;
use crate::spec::*;

pub fn curve() -> FigureSpec {
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

pub fn curve_single() -> FigureSpec {
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
    spec.keys.push(Key::truth("OLS, theory").dashed(Dash::Dotted));
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
    series.push(Series::new(6, Mark::Guide(theory.collect())).colored(Key::method(0, "").color));
    spec.panels = vec![Panel::of(series)];
    spec.y.upper = Some(1.6);
    spec
}

pub fn tpr_fdp() -> FigureSpec {
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
