//! Measures of whole paths: order of entry against scikit-learn, and what a tuning costs against the
//! oracle that chooses the best lambda.

use parsim_engine::experiment::Experiment;
use parsim_numerics::Matrix;
use parsim_stats::dataset::Dataset;
use parsim_stats::measures::{Assessment, Scratch, Theme, Themes, find};
use parsim_stats::methods::{Fit, Task, path_of};
use parsim_stats::path_trace::PathTrace;
use parsim_stats::truth::Truth;
use parsim_stats::workbench::Workbench;
use parsim_tests::files::MemoryFiles;
use parsim_tests::fits::{candidates, method};
use parsim_tests::study::{Study, column, compile, records, run};
use parsim_tests::table::Table;

/// A truth with these slopes, and covariates that are independent.
fn truth(beta: &[f64]) -> Truth {
    let text = format!(
        "title = \"t\"\nseed = 1\nreplicates = 16\n[mechanism]\nkind = \"linear\"\nn = 200\n\
         covariates = {{ kind = \"gaussian\", p = {} }}\n\
         coefficients = {{ kind = \"explicit\", values = {beta:?} }}\n\
         noise = {{ kind = \"gaussian\", sigma = 1 }}\n[[method]]\nkind = \"ols\"\n",
        beta.len()
    );
    let plan = compile(&text, &MemoryFiles::new());
    Experiment::new(&plan, 0, &[]).unwrap().source().truth().clone()
}

fn trace(keys: &str, data: &Dataset, truth: &Truth) -> PathTrace {
    let path = path_of(&method(keys)).unwrap().unwrap();
    let mut trace = PathTrace::default();
    let task = Task::dataset_alone(data, 1, None);
    trace.compute(&path, &task, truth, &mut Workbench::new()).unwrap();
    trace
}

/// The score of a fit of zeros beside a path.
fn score(name: &str, trace: &PathTrace, truth: &Truth, data: &Dataset) -> Option<f64> {
    let fit = Fit { slopes: vec![0.0; truth.beta.len()], ..Fit::default() };
    let mut scratch = Scratch::default();
    let assessment = Assessment::new(&fit, truth, data, None, &mut scratch).beside(Some(trace));
    find(name).unwrap().score(&assessment)
}

/// `tests/data/sklearn/entry.py`: `lars_path`, `roc_auc_score` and `average_precision_score`.
#[test]
fn the_order_of_entry_is_scikit_learns() {
    let (entries, scores) =
        (Table::fixture("sklearn/entry.csv"), Table::fixture("sklearn/entry_scores.csv"));
    for expected in scores.rows() {
        let name = expected.text("data");
        let data = Table::fixture(&format!("glmnet/data_{name}.csv")).dataset("y");
        let rows: Vec<_> = entries.rows_where("data", name).collect();
        let truth = truth(&rows.iter().map(|row| row.number("truth")).collect::<Vec<_>>());
        let keys = format!("kind = \"lasso\"\nlambda_min_ratio = {}", expected.number("ratio"));
        let trace = trace(&keys, &data, &truth);
        for measure in ["knots", "auroc", "auprc", "tpr_at_fdp"] {
            let ours = score(measure, &trace, &truth, &data).unwrap();
            let theirs = expected.number(measure);
            assert!((ours - theirs).abs() < 1e-12, "{measure} of {name}: {ours} for {theirs}");
        }
        // Where each enters for the first time.
        let mut entered = vec![0.0; rows.len()];
        candidates(&keys, &data, None, |candidates| {
            candidates.visit(&mut |_| {}).unwrap();
            for event in candidates.support_events().unwrap().iter().filter(|event| event.enters) {
                let first = &mut entered[event.variable];
                *first = f64::max(*first, event.lambda);
            }
        });
        for (ours, row) in entered.iter().zip(&rows) {
            let theirs = row.number("lambda");
            assert!((ours - theirs).abs() <= 1e-9 * theirs, "{name}: {ours} for {theirs}");
        }
    }
}

#[test]
fn what_has_no_order_has_no_measure_of_it() {
    let data = Table::fixture("glmnet/data_tall.csv").dataset("y");
    let lasso = "kind = \"lasso\"\nlambdas = 20";
    let order = ["auroc", "auprc", "tpr_at_fdp", "knots"];
    let defined = |keys: &str, beta: &[f64]| {
        let truth = truth(beta);
        let trace = trace(keys, &data, &truth);
        order.map(|name| score(name, &trace, &truth, &data).is_some())
    };
    let mut some = [0.0; 12];
    some[3] = 2.0;
    assert_eq!(defined(lasso, &some), [true; 4]);
    assert_eq!(defined(lasso, &[0.0; 12]), [false, false, false, true]);
    assert_eq!(defined(lasso, &[1.0; 12]), [false, true, true, true]);
    assert_eq!(defined("kind = \"ridge\"\nlambdas = 20", &some), [false; 4]);
}

/// Mairal & Yu (2012), section 3: a path of (3^p + 1)/2 pieces, which the homotopy gives up. The order
/// goes on from solution to solution: the variables of the last support are in, those of no
/// support are the last group.
#[test]
fn a_path_that_breaks_down_keeps_its_order() {
    const P: usize = 20;
    let scale = |j: usize| 10_f64.powf(-3.0 - 5.0 * j as f64 / (P - 1) as f64) / P as f64;
    let entry = |i: usize, j: usize| match i.cmp(&j) {
        std::cmp::Ordering::Less => 2.0 * scale(j),
        std::cmp::Ordering::Equal => scale(j),
        std::cmp::Ordering::Greater => 0.0,
    };
    let x = (0..P).flat_map(|j| (0..P).map(move |i| entry(i, j))).collect();
    let data = Dataset { x: Matrix::from_columns(P, P, x).unwrap().into(), y: vec![1.0; P] };
    let beta: Vec<f64> = (0..P).map(|j| f64::from(u8::from(j < 6))).collect();
    let truth = truth(&beta);
    let keys = "kind = \"lasso\"\nintercept = false\nstandardize = false\nlambdas = 60\n\
                lambda_min_ratio = 1e-7";
    let trace = trace(keys, &data, &truth);
    assert_eq!(score("knots", &trace, &truth, &data), None);
    // By the supports of the grid alone: first entries, and the best of the supports.
    let (mut first, mut best) = (vec![usize::MAX; P], 0.0);
    candidates(keys, &data, None, |candidates| {
        candidates
            .visit(&mut |point| {
                let fp = point.support.iter().filter(|j| **j >= 6).count();
                let tp = point.support.len() - fp;
                if 10 * fp <= tp + fp {
                    best = f64::max(best, tp as f64 / 6.0);
                }
                for &j in point.support {
                    first[j] = first[j].min(point.index);
                }
            })
            .unwrap();
        assert!(candidates.support_events().unwrap().reached < 60);
    });
    let pairs = (0..6).flat_map(|t| (6..P).map(move |f| (t, f)));
    let right: f64 = pairs
        .map(|(t, f)| match first[t].cmp(&first[f]) {
            std::cmp::Ordering::Less => 1.0,
            std::cmp::Ordering::Equal => 0.5,
            std::cmp::Ordering::Greater => 0.0,
        })
        .sum();
    // Before the break-down the exact order is finer than that of the grid.
    let ours = score("auroc", &trace, &truth, &data).unwrap();
    assert!((ours - right / 84.0).abs() < 0.1, "{ours} for {}", right / 84.0);
    assert!(score("tpr_at_fdp", &trace, &truth, &data).unwrap() >= best);
}

/// Columns that are 0, and a response that is constant: nothing ever enters, all is tied.
#[test]
fn where_nothing_enters_all_are_tied() {
    let mut data = Table::fixture("glmnet/data_tall.csv").dataset("y");
    data.y.fill(2.0);
    let truth = truth(&[0.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]);
    let trace = trace("kind = \"lasso\"\nlambdas = 20", &data, &truth);
    let of = |name| score(name, &trace, &truth, &data).unwrap();
    assert_eq!((of("auroc"), of("auprc"), of("tpr_at_fdp")), (0.5, 0.25, 0.0));
    assert_eq!(of("knots"), 0.0);
}

/// Three tunings of the lasso and two of ridge beside the oracles of both; `mechanism` holds n,
/// p and the design.
fn tunings(mechanism: &str, measures: &str) -> String {
    format!(
        "title = \"t\"\nseed = 8\nreplicates = 64\n{measures}\n[mechanism]\nkind = \"linear\"\n\
         {mechanism}, correlation = \"ar1\", rho = 0.4 }}\n\
         coefficients = {{ kind = \"leading\", s = 3 }}\n\
         noise = {{ kind = \"gaussian\", snr = 1 }}\n\
         [[method]]\nname = \"lasso-cv\"\nkind = \"lasso\"\nlambdas = 30\n\
         tuning = {{ kind = \"cross-validation\", folds = 5 }}\n\
         [[method]]\nname = \"lasso-bic\"\nkind = \"lasso\"\nlambdas = 30\n\
         tuning = {{ kind = \"bic\" }}\n\
         [[method]]\nname = \"lasso-fixed\"\nkind = \"lasso\"\nlambdas = 30\n\
         tuning = {{ kind = \"fixed\", lambda = 0.21 }}\n\
         [[method]]\nname = \"ridge-gcv\"\nkind = \"ridge\"\nlambdas = 30\n\
         tuning = {{ kind = \"gcv\" }}\n\
         [[method]]\nname = \"ridge-cv\"\nkind = \"ridge\"\nlambdas = 30\n\
         tuning = {{ kind = \"cross-validation\", folds = 5 }}\n\
         [[method]]\nkind = \"ols\"\n\
         [[oracle]]\nname = \"lasso-best\"\nkind = \"best-lambda\"\nmethod = \"lasso-cv\"\n\
         [[oracle]]\nname = \"ridge-best\"\nkind = \"best-lambda\"\nmethod = \"ridge-gcv\"\n"
    )
}

const DESIGNS: [&str; 4] = [
    "n = 40\ncovariates = { kind = \"gaussian\", p = 10",
    "n = 60\ncovariates = { kind = \"gaussian\", p = 40",
    "n = 20\ncovariates = { kind = \"gaussian\", p = 90",
    "n = 40\ndesign = \"fixed\"\ncovariates = { kind = \"gaussian\", p = 10",
];

/// Per replicate: the regret is what the oracle of the same path is better by.
#[test]
fn regret_is_what_the_oracle_saves() {
    for design in DESIGNS {
        let plan = compile(&tunings(design, "measures = [\"path\"]"), &MemoryFiles::new());
        let applicable: Vec<usize> =
            (0..plan.methods.len()).filter(|&m| plan.scenarios[0].applies(m)).collect();
        let records = records(&plan, 0, &applicable, 64);
        let of = |name: &str, measure: &str| {
            let at = applicable.iter().position(|&m| plan.methods[m].name == name).unwrap();
            column(&records[at], measure).to_vec()
        };
        let mut zeros = 0;
        for (name, oracle) in [
            ("lasso-cv", "lasso-best"),
            ("lasso-bic", "lasso-best"),
            ("lasso-fixed", "lasso-best"),
            ("ridge-gcv", "ridge-best"),
            ("ridge-cv", "ridge-best"),
        ] {
            let [risks, regrets, lambdas, ratios, places] =
                ["excess_risk", "regret", "lambda", "log_lambda_ratio", "lambda_index"]
                    .map(|measure| of(name, measure));
            let [best, least, wanted, at] =
                ["excess_risk", "best_excess_risk", "lambda", "lambda_index"]
                    .map(|measure| of(oracle, measure));
            assert!(of(oracle, "regret").iter().all(|regret| *regret == 0.0), "{oracle}");
            assert!(of(oracle, "log_lambda_ratio").iter().all(|ratio| *ratio == 0.0));
            for r in 0..64 {
                let what = format!("{name}, {design}, replicate {r}");
                let near = |a: f64, b: f64| (a - b).abs() <= 1e-9 * b.abs().max(best[r]);
                assert!(near(least[r], best[r]), "{what}: {} {}", least[r], best[r]);
                assert!(near(regrets[r], risks[r] - best[r]), "{what}: {}", regrets[r]);
                assert!(near(ratios[r], (lambdas[r] / wanted[r]).ln()), "{what}: {}", ratios[r]);
                if name == "lasso-fixed" {
                    assert!(places[r].is_nan(), "{what}");
                    continue;
                }
                assert!((1.0..=30.0).contains(&places[r]), "{what}: {}", places[r]);
                assert_eq!(places[r] == at[r], lambdas[r] == wanted[r], "{what}");
                assert_eq!(regrets[r] == 0.0, places[r] == at[r], "{what}: {}", regrets[r]);
                assert!(regrets[r] >= 0.0, "{what}");
                zeros += usize::from(regrets[r] == 0.0);
            }
        }
        assert!(zeros > 5, "{design}: {zeros} choices were the best");
    }
}

/// What is asked for beside the core moves nothing in it.
#[test]
fn themes_move_no_number_of_the_core() {
    for design in DESIGNS {
        let core = run(&tunings(design, ""));
        let all = run(&tunings(design, "measures = \"all\""));
        let rows = |study: &Study| {
            let is_core = |name: &str| find(name).unwrap().theme == Theme::Core;
            let rows = study.results.summary.iter().filter(|row| is_core(row.measure));
            rows.map(|row| format!("{row:?}")).collect::<Vec<_>>()
        };
        assert_eq!(rows(&core), rows(&all));
        let single = |study: &Study| {
            let names = || Themes::CORE.coefficient_measures().map(|measure| measure.name);
            let rows = study.results.coefficients.iter();
            let cells = rows.flat_map(|row| names().map(|name| row.measured(name)));
            cells.collect::<Vec<_>>()
        };
        assert_eq!(single(&core), single(&all));
        assert!(all.results.summary.len() > 2 * core.results.summary.len() - 100);
    }
}
