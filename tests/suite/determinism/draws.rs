//! The first draws of every law, pinned: a change of any of them is a change of every study's
//! numbers, and asks for a new version of the results.
//!
//! These values were written down from the program itself; they state no truth but that it has not
//! moved. That the laws are right is tested in `theory`.

use super::{dataset, files};
use parsim_stats::dataset::Dataset;
use parsim_stats::stream::StreamKey;
use parsim_study::Plan;
use parsim_tests::fits::candidates;
use parsim_tests::study::compile;

/// A plan of one scenario with four rows.
fn plan(covariates: &str, coefficients: &str, noise: &str) -> Plan {
    let text = format!(
        "title = \"t\"\nseed = 1\nreplicates = 16\n[mechanism]\nkind = \"linear\"\nn = 4\n\
         covariates = {{ {covariates} }}\ncoefficients = {{ {coefficients} }}\n\
         noise = {{ {noise} }}\n[[method]]\nkind = \"ridge\"\n\
         tuning = {{ kind = \"gcv\" }}\n"
    );
    compile(&text, &files())
}

/// The first replicate of a mechanism, and its true slopes.
fn draw(covariates: &str, coefficients: &str, noise: &str) -> (Dataset, Vec<f64>) {
    let plan = plan(covariates, coefficients, noise);
    // The scenario is left out of the key, so that a pin depends on the law alone.
    let key = StreamKey { seed: 1, scenario: None };
    let scenario = plan.scenarios[0].mechanism.prepare(key).unwrap();
    let mut dataset = Dataset::default();
    scenario.draw(0, &mut dataset);
    (dataset, scenario.truth().beta.clone())
}

const GAUSSIAN: &str = "kind = \"gaussian\", p = 3";
const FILE: &str = "kind = \"file\", path = \"rows.csv\", columns = [\"x1\", \"x2\", \"x3\"]";
const NONE: &str = "kind = \"leading\", s = 0";
const UNIT: &str = "kind = \"gaussian\", sigma = 1";

/// The first row of every law.
const ROWS: [(&str, [f64; 3]); 17] = [
    ("kind = \"gaussian\", p = 3", [-1.214121211125003, -0.3832561392662297, 3.1970114934357126]),
    (
        "kind = \"gaussian\", p = 3, correlation = \"ar1\", rho = 0.5",
        [-1.214121211125003, -0.9389701583234031, 2.299208090344452],
    ),
    (
        "kind = \"gaussian\", p = 3, correlation = \"equicorrelated\", rho = 0.5",
        [-0.48147595824748585, 0.10603436831490093, 2.637665889861152],
    ),
    (
        "kind = \"gaussian\", p = 3, correlation = \"block\", rho = 0.5, block_size = 2",
        [-1.2719450220655673, -0.6844346955031804, 3.1970114934357126],
    ),
    (
        "kind = \"banded-precision\", p = 3, band = [0.4]",
        [-0.33293751044383185, -1.7401193262361088, 3.197011493435712],
    ),
    (
        "kind = \"binary\", p = 3, probability = 0.3",
        [-0.6546536707079771, -0.6546536707079771, 1.5275252316519465],
    ),
    (
        "kind = \"chi-square\", p = 3, df = 2",
        [3.3521143710199572, -0.8507590420032959, 5.412522945541722],
    ),
    (
        "kind = \"factor\", p = 3, factors = 2",
        [-1.1281330417833815, -2.0488740039320747, 0.6091663892769391],
    ),
    (
        "kind = \"grouped\", p = 3, groups = 1, group_size = 2",
        [-1.1682322806863068, -1.0851457735004295, 3.1970114934357126],
    ),
    ("kind = \"lognormal\", p = 3", [-0.9739983317363196, -0.5092470595501664, 6.313106552324979]),
    ("kind = \"mixed\", p = 3", [-1.214121211125003, -1.0, 3.1970114934357126]),
    ("kind = \"orthogonal\", p = 3, rows = 8", [1.0, std::f64::consts::SQRT_2, 1.0000000000000002]),
    (
        "kind = \"pairs\", p = 3, rho = 0.5",
        [-1.214121211125003, -0.3832561392662297, 2.161632563943652],
    ),
    (
        "kind = \"sparse-precision\", p = 3, density = 0.9",
        [-0.4724346980582383, -1.530175039112426, 3.1970114934357126],
    ),
    (
        "kind = \"student-t\", p = 3, df = 5",
        [-0.4950081570956748, -0.15625698114440326, 1.30345039117875],
    ),
    (
        "kind = \"student-t\", p = 3, df = 5, tails = \"separate\"",
        [-0.8082692456682143, -0.15772541187899702, -0.6307200528715682],
    ),
    (FILE, [2.9415037696888406, -0.5466521251732716, 0.38833981282332625]),
];

#[test]
fn covariates() {
    let first = |law: &str| {
        let (data, _) = draw(law, NONE, UNIT);
        std::array::from_fn(|j| data.x.get(0, j))
    };
    let drawn = ROWS.map(|(law, _)| (law, first(law)));
    assert_eq!(drawn, ROWS);
}

#[test]
fn noise() {
    let pins = [
        ("kind = \"gaussian\"", [0.516423469377453, 0.030162659126625396]),
        ("kind = \"student-t\", df = 3", [0.33341239993908844, 0.7833330671425416]),
        (
            "kind = \"contaminated\", share = 0.5, shift = 4",
            [0.1432300998994934, 0.49001702056132224],
        ),
        ("kind = \"laplace\"", [-0.2350211914222199, -1.6596790741090472]),
        ("kind = \"heteroskedastic\"", [0.2191741239507695, 0.03346626924947921]),
    ];
    let drawn = pins.map(|(law, _)| {
        let (data, _) = draw(GAUSSIAN, NONE, &format!("{law}, sigma = 1"));
        (law, [data.y[0], data.y[1]])
    });
    assert_eq!(drawn, pins);
}

#[test]
fn coefficients() {
    let (_, beta) = draw("kind = \"gaussian\", p = 12", "kind = \"random\", s = 4", UNIT);
    assert_eq!(beta, [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, -1.0, -1.0, 1.0]);
}

/// Two of the covariates and the responses of two validation rows.
#[test]
fn validation() {
    let key = StreamKey { seed: 1, scenario: None };
    let plan = plan(GAUSSIAN, NONE, UNIT);
    let scenario = plan.scenarios[0].mechanism.prepare(key).unwrap();
    let mut dataset = Dataset::default();
    scenario.validation(0, 2, &mut dataset);
    let pinned =
        [[-0.9344022479748383, 1.714600825012742], [-0.44760977543347685, 1.5079823420178098]];
    assert_eq!([[dataset.x.get(0, 0), dataset.x.get(1, 2)], [dataset.y[0], dataset.y[1]]], pinned);
}

/// The first point of a cross-validation curve moves with the folds, far more than with the order of sums.
#[test]
fn folds() {
    let data = dataset(11, 2, 9);
    let pins = [(2, 1.2702230138735353), (3, 1.8606967761583832), (5, 0.9856943692861079)];
    for (folds, pinned) in pins {
        let null = candidates("kind = \"lasso\"", &data, None, |candidates| {
            candidates.cross_validation(folds).unwrap().mean[0]
        });
        assert!((null / pinned - 1.0).abs() < 1e-14, "{folds} folds: {null}");
    }
}
