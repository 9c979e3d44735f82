//! On a design with X'X = n I the lasso is soft thresholding, of which bias, variance, mean squared
//! error, probability of zero and expected number of nonzeros are known
//! (`tests/data/theory/soft_threshold.csv`, law E4).

use super::{fourier, list, study};
use parsim_stats::theory::SoftThreshold;
use parsim_tests::family::Family;
use parsim_tests::files::MemoryFiles;
use parsim_tests::study::{Study, run_with};
use parsim_tests::table::{Row, Table};

const ROWS: usize = 64;
const REPLICATES: usize = 8000;

/// The study in which coefficient j of a threshold t is distributed as S(z, t), z normal around
/// its beta with variance 1.
/// The seventh beta is followed by a 0 that makes the number of columns even.
fn run(threshold: f64, betas: &[f64], scaling: &str) -> Study {
    let files = MemoryFiles::new().with("fourier.csv", fourier(ROWS, 8));
    let mut betas = betas.to_vec();
    betas.push(0.0);
    let mechanism = format!(
        "covariates = {{ kind = \"file\", path = \"fourier.csv\" }}\n\
         coefficients = {{ kind = \"explicit\", values = {} }}\n\
         noise = {{ kind = \"gaussian\", sigma = {:?} }}",
        list(&betas),
        (ROWS as f64).sqrt()
    );
    let method = format!(
        "kind = \"lasso\"\n{scaling}\ntuning = {{ kind = \"fixed\", lambda = {threshold} }}"
    );
    run_with(&study(&mechanism, &method, REPLICATES), &files)
}

fn compare(family: &mut Family, study: &Study, j: u32, expected: &Row<'_>) {
    let row = study.coefficient("", "lasso", j);
    let what = |name: &str| format!("{name}, beta {}, t {}", row.truth, expected.text("t"));
    let pair =
        |value: parsim_engine::results::Measured| (value.estimate.unwrap(), value.mcse.unwrap());
    let exact = |name: &str| (expected.number(name), 0.0);
    family.compare(what("bias"), pair(row.measured("bias")), exact("bias"));
    family.compare(what("mse"), pair(row.measured("mse")), exact("mse"));
    let (se, mcse) = pair(row.measured("empirical_se"));
    family.compare(what("variance"), (se * se, 2.0 * se * mcse), exact("var"));
    let zero = expected.number("P_zero");
    let error = (zero * (1.0 - zero) / REPLICATES as f64).sqrt();
    let selected = row.measured("selected").estimate.unwrap();
    family.push(what("zero"), (1.0 - selected - zero) / error);
}

#[test]
fn the_soft_threshold_has_the_moments_of_the_table() {
    for row in Table::fixture("theory/soft_threshold.csv").rows() {
        let [b, s, t] = ["beta", "s", "t"].map(|name| row.number(name));
        for (b, sign) in [(b, 1.0), (-b, -1.0)] {
            let law = SoftThreshold::new(b, s, t);
            let ours = [law.zero, sign * law.bias, law.variance, law.mse(), law.selected()];
            let expected = ["P_zero", "bias", "var", "mse", "df"].map(|name| row.number(name));
            for (ours, expected) in ours.iter().zip(expected) {
                assert!((ours - expected).abs() < 1e-12 * expected.abs().max(0.1), "{law:?}");
            }
        }
    }
}

#[test]
fn every_coefficient_has_its_law() {
    let table = Table::fixture("theory/soft_threshold.csv");
    for scaling in
        ["intercept = false\nstandardize = false", "intercept = true\nstandardize = true"]
    {
        let mut family = Family::new("soft threshold", 3);
        for threshold in table.levels("t") {
            let rows: Vec<Row<'_>> = table.rows_where("t", &threshold).collect();
            assert!(rows.len() == 7 && rows.iter().all(|row| row.number("s") == 1.0));
            let betas: Vec<f64> = rows.iter().map(|row| row.number("beta")).collect();
            let study = run(threshold.parse().unwrap(), &betas, scaling);
            for (j, row) in rows.iter().enumerate() {
                compare(&mut family, &study, j as u32 + 1, row);
            }
            compare(&mut family, &study, 8, &rows[0]);
            let total = |name: &str| {
                rows.iter().map(|row| row.number(name)).sum::<f64>() + rows[0].number(name)
            };
            let squared_bias: f64 =
                rows.iter().map(|row| row.number("bias") * row.number("bias")).sum();
            for (measure, exact) in [
                ("nonzeros", total("df")),
                ("variance", total("var")),
                ("mse", total("mse")),
                ("squared_bias", squared_bias),
            ] {
                let ours = study.measured("", "lasso", measure);
                family.compare(format!("{measure}, t {threshold}"), ours, (exact, 0.0));
            }
        }
        family.check();
    }
}
