//! Summaries with their Monte Carlo errors against their definitions in 40-digit arithmetic
//! (`tests/data/theory`, made by `monte_carlo_errors.py`).

use parsim_stats::coefficient_measures::{COEFFICIENT_MEASURES, Coefficient};
use parsim_stats::measures::Theme;
use parsim_stats::summaries::Summary;
use parsim_stats::summaries::coefficient::ErrorSums;
use parsim_stats::summaries::paired::Paired;
use parsim_stats::summaries::vector::{Groups, Part, SlopeSums, jackknife_error};
use parsim_tests::table::Table;

const TRUTH: f64 = 0.5;

fn assert_summary(what: &str, ours: Option<Summary>, estimate: f64, mcse: f64) {
    let ours = ours.unwrap();
    let near = |a: f64, b: f64| (a - b).abs() <= 1e-11 * b.abs().max(1e-3);
    assert!(near(ours.estimate, estimate), "{what}: {} for {estimate}", ours.estimate);
    assert!(near(ours.mcse.unwrap(), mcse), "{what}: MCSE {:?} for {mcse}", ours.mcse);
}

/// The sums that the store keeps of one coefficient.
fn sums(estimates: &[f64]) -> ErrorSums {
    let mut sums = ErrorSums::default();
    for estimate in estimates {
        let d = estimate - TRUTH;
        sums.count += 1;
        sums.selected += u64::from(*estimate != 0.0);
        for (sum, power) in sums.powers.iter_mut().zip(1..) {
            *sum += d.powi(power);
        }
    }
    sums
}

#[test]
fn one_coefficient() {
    let replicates = Table::fixture("theory/replicates_scalar.csv");
    let expected = Table::fixture("theory/summaries_scalar.csv");
    for method in expected.levels("method") {
        let estimates = replicates.column(&method);
        let sums = sums(&estimates);
        let coefficient = Coefficient {
            is_intercept: false,
            truth: TRUTH,
            errors: &sums,
            estimates: &estimates,
            intervals: None,
            half_widths: &[],
        };
        let mut checked = 0;
        for measure in COEFFICIENT_MEASURES.iter().filter(|m| m.theme != Theme::Intervals) {
            let name = match measure.name {
                "empirical_variance" => "variance",
                "squared_bias" => "squared_bias_moments",
                name => name,
            };
            let mut rows = expected.rows_where("method", &method);
            let row = rows.find(|row| row.text("summary") == name).unwrap();
            let ours = (measure.summarise)(&coefficient);
            let what = format!("{name} of {method}");
            assert_summary(&what, ours, row.number("estimate"), row.number("mcse"));
            checked += 1;
        }
        assert_eq!(checked, 13);
        let bound = |name: &str| {
            let mut rows = expected.rows_where("method", &method);
            rows.find(|row| row.text("summary") == name).unwrap().number("estimate")
        };
        let (lower, upper) = sums.selected().unwrap().interval.unwrap();
        assert!((lower - bound("selected_wilson_lower")).abs() < 1e-13);
        assert!((upper - bound("selected_wilson_upper")).abs() < 1e-13);
        assert!((sums.variance().unwrap() / bound("variance") - 1.0).abs() < 1e-12);
    }
}

#[test]
fn two_methods_on_the_same_data() {
    let replicates = Table::fixture("theory/replicates_scalar.csv");
    let square = |estimate: &f64| (estimate - TRUTH) * (estimate - TRUTH);
    let mut paired = Paired::default();
    let columns = ["thresholded", "shrunk"].map(|name| replicates.column(name));
    for (thresholded, shrunk) in columns[0].iter().zip(&columns[1]) {
        paired.push(square(thresholded), square(shrunk));
    }
    let expected = Table::fixture("theory/contrasts_scalar.csv");
    for row in expected.rows() {
        let name = row.text("contrast");
        let ours = match name {
            "mse_difference" => paired.difference.summary(),
            "mse_ratio" => paired.ratio(),
            "win_rate" => paired.win_rate(),
            _ => continue,
        };
        assert_summary(name, ours, row.number("estimate"), row.number("mcse"));
    }
}

/// Errors of all coefficients by replicate.
fn errors(method: &str) -> Vec<Vec<f64>> {
    let truth = Table::fixture("theory/truth_vector.csv").column("truth");
    let table = Table::fixture("theory/replicates_vector.csv");
    let row = |row: parsim_tests::table::Row<'_>| {
        truth.iter().zip(1..).map(|(t, j)| row.number(&format!("b{j}")) - t).collect()
    };
    table.rows_where("method", method).map(row).collect()
}

/// The groups that the engine makes of stored sums: `batch` consecutive replicates each.
fn groups(errors: &[Vec<f64>], batch: usize) -> Groups {
    let p = errors[0].len();
    let sums = |replicates: &[Vec<f64>]| {
        let mut sums = SlopeSums::new(p);
        for d in replicates {
            sums.count += 1;
            for j in 0..p {
                sums.errors[j] += d[j];
                sums.squares[j] += d[j] * d[j];
            }
        }
        sums
    };
    let quadruple = |d: &[Vec<f64>]| {
        let product: f64 = (0..p).map(|j| (d[0][j] - d[1][j]) * (d[2][j] - d[3][j])).sum();
        0.25 * product * product
    };
    let quadruples: Vec<f64> = errors.chunks_exact(4).map(quadruple).collect();
    let groups = errors.chunks(batch).map(sums).collect();
    Groups::new(p, groups, quadruples.len() as u64, quadruples.iter().sum())
}

fn part(name: &str) -> Part {
    match name {
        "variance" => Part::Variance,
        "squared_bias" => Part::SquaredBias,
        "mse" => Part::Mse,
        _ => panic!("no part {name}"),
    }
}

#[test]
fn the_vector_of_slopes() {
    for row in Table::fixture("theory/summaries_vector.csv").rows() {
        let errors = errors(row.text("method"));
        let groups = groups(&errors[..row.count("replicates")], row.count("batch"));
        let what = format!("{} of {}", row.text("summary"), row.text("method"));
        let part = part(row.text("summary"));
        assert_summary(&what, groups.summary(part), row.number("estimate"), row.number("mcse"));
        let plain =
            groups.jackknife(|groups, out| groups.total.part(part, out.map(|g| &groups.groups[g])));
        assert!((plain.unwrap() / row.number("jackknife") - 1.0).abs() < 1e-10, "{what}");
    }
}

#[test]
fn contrasts_of_the_vector_leave_out_both() {
    for row in Table::fixture("theory/contrasts_vector.csv").rows() {
        let (replicates, batch) = (row.count("replicates"), row.count("batch"));
        let of = |method: &str| groups(&errors(method)[..replicates], batch);
        let (method, reference) = (of(row.text("method")), of("unbiased"));
        let part = part(row.text("summary"));
        let difference = |out: Option<usize>| {
            let of = |g: &Groups| g.total.part(part, out.map(|at| &g.groups[at])).unwrap();
            of(&method) - of(&reference)
        };
        let whole = difference(None);
        let count = method.groups.len();
        let left_out: Vec<f64> = (0..count).map(|g| difference(Some(g))).collect();
        let mcse = jackknife_error(whole, &left_out, &vec![batch as f64; count]).unwrap();
        assert!((whole - row.number("difference")).abs() < 1e-11);
        assert!((mcse / row.number("mcse") - 1.0).abs() < 1e-10);
    }
}
