//! Fixed lambdas as an axis.

use super::{draw, stems};
use crate::spec::Mark;
use crate::synthetic;

const STUDY: &str = r#"title = "Lambdas"
seed = 1
replicates = 320
zip = [["n", "covariates.p"]]
[mechanism]
kind = "linear"
n = [40, 80, 120, 60, 120, 180]
covariates = { kind = "gaussian", p = [20, 20, 20, 60, 60, 60] }
coefficients = { kind = "leading", s = 2 }
noise = { kind = "gaussian", sigma = 1.0 }
[[method]]
kind = "lasso"
tuning = { kind = "fixed", lambda_ratio = [0.3, 0.1, 0.9, 0.5] }
[[method]]
kind = "ridge"
tuning = { kind = "fixed", lambda = [0.3, 0.1, 0.9] }
[[method]]
name = "two"
kind = "ridge"
tuning = { kind = "fixed", lambda = [0.0, 0.7] }
[[figure]]
kind = "along-lambda"
where = "n = 120"
facet = ["p"]
"#;

#[test]
fn a_penalty_with_enough_fixed_lambdas_has_a_figure_along_them() {
    let plan = synthetic::plan(STUDY);
    let figures = draw("lambdas", &plan, &synthetic::results(&plan, 320));
    assert_eq!(stems(&figures)[..2], ["01-along-lambda", "02-along-lambda"]);
    let titles = figures.figures[..2].iter().map(|figure| figure.spec.title.as_str());
    assert!(titles.eq(["Bias and variance along λ: lasso", "Bias and variance along λ: ridge"]));
    let panel = &figures.figures[0].spec.panels[0];
    let Mark::Line(line) = &panel.series[0].mark else { panic!("a line comes first") };
    assert!(line.iter().map(|(x, _)| *x).eq([0.1, 0.3, 0.5, 0.9]), "{line:?}");
}
