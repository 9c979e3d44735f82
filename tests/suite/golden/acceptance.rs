//! What cross-validation chooses in 1,000 data sets, against converged glmnet (`tests/data/glmnet/acceptance.R`).

use parsim_numerics::Matrix;
use parsim_stats::dataset::Dataset;
use parsim_tests::fits::candidates;
use parsim_tests::table::Table;

/// Park and Miller's generator, which the script has too.
struct Source(u64);

impl Source {
    fn draw(&mut self) -> u64 {
        self.0 = self.0 * 48_271 % 2_147_483_647;
        self.0
    }

    /// The sum of four numbers of ten bits, less its mean.
    fn sum_of_four(&mut self) -> f64 {
        (0..4).map(|_| (self.draw() >> 21) as f64).sum::<f64>() - 2046.0
    }
}

/// A data set of the script, and the fold of each row.
fn made(n: usize, p: usize, seed: u64) -> (Dataset, Vec<u32>) {
    let mut source = Source(seed);
    for _ in 0..10 {
        source.draw();
    }
    let (mut x, mut y) = (Matrix::new(n, p), vec![0.0; n]);
    for i in 0..n {
        let z: Vec<f64> = (0..=p).map(|_| source.sum_of_four()).collect();
        for j in 0..p {
            x.column_mut(j)[i] = (z[j] + z[j + 1]) / 1024.0;
        }
        let signals = [(0, 2.0), (2, -2.0), (4, 1.0), (6, 1.0), (8, -1.0)];
        let signal: f64 = signals.iter().map(|(j, b)| b * x.get(i, *j)).sum();
        y[i] = signal + 4.0 * source.sum_of_four() / 1024.0;
    }
    let mut labels: Vec<u32> = (0..n).map(|i| (i % 10) as u32).collect();
    for i in (1..n).rev() {
        let j = source.draw() % (i as u64 + 1);
        labels.swap(i, j as usize);
    }
    (Dataset { x: x.into(), y }, labels)
}

/// Positions in the grid of the lambda of the smallest mean, and of the largest within one standard error of it.
fn chosen(data: &Dataset, labels: &[u32], parity: &str) -> [usize; 2] {
    let keys = format!("kind = \"lasso\"\nparity = \"{parity}\"");
    candidates(&keys, data, Some(labels), |candidates| {
        let curve = candidates.cross_validation(10).unwrap();
        let (mean, error) = (curve.mean, curve.standard_error);
        let smallest = mean.iter().copied().fold(f64::INFINITY, f64::min);
        let best = mean.iter().position(|m| *m == smallest).unwrap();
        let within = mean.iter().position(|m| *m <= smallest + error[best]).unwrap();
        [best, within]
    })
}

/// Shares of the data sets in which the first and the second choice agree.
fn agreement(parity: &str, columns: [&str; 2]) -> [f64; 2] {
    let table = Table::fixture("glmnet/acceptance.csv");
    let (mut count, mut same) = (0, [0; 2]);
    for row in table.rows() {
        let (data, labels) = made(row.count("n"), row.count("p"), row.count("seed") as u64);
        let ours = chosen(&data, &labels, parity);
        for c in 0..2 {
            same[c] += usize::from(ours[c] == row.count(columns[c]));
        }
        count += 1;
    }
    assert_eq!(count, 1000);
    same.map(|same| same as f64 / f64::from(count))
}

#[test]
fn choices_on_a_common_grid_are_those_of_converged_glmnet() {
    let [best, within] = agreement("none", ["common_min", "common_1se"]);
    assert!(best >= 0.995 && within >= 0.995, "{best} and {within}");
}

#[test]
fn choices_with_parity_are_those_of_converged_glmnet_by_default() {
    let [best, within] = agreement("glmnet", ["parity_min", "parity_1se"]);
    assert!(best >= 0.995 && within >= 0.995, "{best} and {within}");
}
