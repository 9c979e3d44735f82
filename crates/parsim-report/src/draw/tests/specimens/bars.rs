//! Bars: parts of a sum, frequencies, histograms.

use super::*;
use crate::spec::*;

pub fn bias_variance() -> FigureSpec {
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

pub fn selection_all() -> FigureSpec {
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

pub fn distribution() -> FigureSpec {
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
