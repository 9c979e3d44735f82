//! Long words, hard limits, many categories.

use super::*;
use crate::spec::*;

/// Hard limits, few replicates, long words, uneven names: what a layout must survive.
pub fn hard() -> FigureSpec {
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

/// Five panels whose axes have nothing in common, the last row not full.
pub fn free_axes() -> FigureSpec {
    let mut spec = FigureSpec::new(
        "One estimand, five scenarios",
        Axis::linear("Estimate").shared(Sharing::Free),
        Axis::linear("Density").shared(Sharing::Free),
    );
    let labels = (1..=5).map(|k| format!("s={k},snr={}", 0.25 * f64::from(k))).collect();
    spec.facets = Facets::Wrap { columns: 3, labels };
    spec.keys = keys(&["ridge", "lasso"]);
    spec.legend.place = LegendPlace::Below;
    spec.panels = (0..5)
        .map(|k| {
            let scale = 10.0_f64.powi(2 * k - 4);
            let density = |shift: f64| {
                let z = |i: i32| f64::from(i) / 8.0;
                (-24..=24)
                    .map(move |i| ((z(i) + shift) * scale, (-z(i) * z(i) / 2.0).exp() / scale))
            };
            let curve = Mark::Line(density(0.0).collect());
            let staircase = Mark::Steps(density(0.7).step_by(3).collect());
            Panel::of(vec![Series::new(0, curve), Series::new(1, staircase)])
        })
        .collect();
    spec
}
