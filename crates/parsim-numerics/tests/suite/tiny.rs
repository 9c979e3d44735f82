//! Least squares in lanes against the scalar route, closed forms and its own neighbours.

use crate::design::{Data, Source, assert_close, autoregressive, columns, problem};
use parsim_numerics::{Fit, LeastSquares, Rows, Scaling, TinyLeastSquares};

/// The fits of some data sets, up to eight at a time, and which of them stand.
fn fits(data: &[Data]) -> Vec<Option<Fit>> {
    let mut solver = TinyLeastSquares::new();
    let mut out = Vec::new();
    for group in data.chunks(TinyLeastSquares::LANES) {
        let given: Vec<_> = group.iter().map(|data| (&data.x, &data.y[..])).collect();
        let fitted = solver.fit(&given);
        for lane in 0..group.len() {
            let mut fit = Fit::new();
            solver.write(lane, &mut fit);
            out.push(fitted[lane].then_some(fit));
        }
    }
    out
}

fn scalar(data: &Data) -> Fit {
    let mut out = Fit::new();
    let rows = Rows::raw(&data.x, &data.y).unwrap();
    let problem = problem(data, Scaling::default());
    LeastSquares::new().fit(&problem, &rows, &mut out).unwrap();
    out
}

/// Every bit of a fit.
fn bits(fit: &Fit) -> Vec<u64> {
    let all = fit.slopes.iter().chain([&fit.intercept, &fit.rss, &fit.df, &fit.certificate.kkt]);
    all.map(|v| v.to_bits()).collect()
}

fn some(n: usize, p: usize, count: u64) -> Vec<Data> {
    (0..count).map(|seed| autoregressive(n, p, 0.5, 1.0, 100 + seed)).collect()
}

#[test]
fn lanes_agree_with_the_scalar_route() {
    for (n, p) in [(50, 8), (50, 10), (200, 32), (33, 32), (7, 3), (9, 8), (3, 1), (2, 1), (21, 5)]
    {
        assert!(TinyLeastSquares::takes(n, p, Scaling::default()), "{n} x {p}");
        let data = some(n, p, 19);
        for (data, fit) in data.iter().zip(fits(&data)) {
            // With as many coefficients as rows the condition of the columns may be anything.
            let tolerance = if n == p + 1 { 1e-7 } else { 1e-12 };
            let Some(fit) = fit else {
                assert_eq!(n, p + 1, "{n} x {p}");
                continue;
            };
            let other = scalar(data);
            let scale = other.slopes.iter().fold(1.0, |m: f64, b| m.max(b.abs()));
            for (a, b) in fit.slopes.iter().zip(&other.slopes) {
                assert_close(*a, *b, scale, tolerance);
            }
            assert_close(fit.intercept, other.intercept, scale, tolerance);
            assert_close(fit.rss, other.rss, 1.0, tolerance);
            assert_eq!(fit.df, p as f64);
            assert!(fit.certificate.kkt < 1e-12, "{}", fit.certificate.kkt);
        }
    }
}

/// One column: the slope is Sxy/Sxx, the intercept the rest, by hand from whole numbers.
#[test]
fn a_line_through_whole_numbers_is_exact() {
    // Means 3 and 5, Sxx = 10, Sxy = 7: 0.7 and 5 - 2.1; residuals -0.6, 0.7, 0, 0.3, -0.4 give 1.1.
    let line = columns(&[vec![1.0, 2.0, 3.0, 4.0, 5.0]], &[3.0, 5.0, 5.0, 6.0, 6.0]);
    let data = vec![line; 3];
    for fit in fits(&data) {
        let fit = fit.unwrap();
        assert_close(fit.slopes[0], 0.7, 0.0, 1e-15);
        assert_close(fit.intercept, 2.9, 0.0, 1e-15);
        assert_close(fit.rss, 1.1, 0.0, 1e-14);
    }
}

/// Two rows and one column: the line through two points.
#[test]
fn two_rows_are_joined_by_their_line() {
    let fit = fits(&[columns(&[vec![1.0, 3.0]], &[10.0, 4.0])])[0].clone().unwrap();
    assert_eq!((fit.slopes[0], fit.intercept, fit.rss), (-3.0, 13.0, 0.0));
}

/// Orthogonal columns of whole numbers, far from zero and of unlike size: the slopes are ratios of sums.
#[test]
fn orthogonal_columns_have_their_own_slopes() {
    let signs: Vec<Vec<f64>> = (0..3)
        .map(|j| (0..8).map(|i| if i >> j & 1 == 1 { 1.0 } else { -1.0 }).collect())
        .collect();
    let scales = [1.0, 1e6, 1e-6];
    let x: Vec<Vec<f64>> = signs
        .iter()
        .zip(scales)
        .map(|(s, scale)| s.iter().map(|v| scale * (v + 64.0)).collect())
        .collect();
    let y: Vec<f64> =
        (0..8).map(|i| 5.0 + 2.0 * signs[0][i] - 3.0 * signs[1][i] + 0.5 * signs[2][i]).collect();
    let fit = fits(&[columns(&x, &y)])[0].clone().unwrap();
    for ((b, scale), truth) in fit.slopes.iter().zip(scales).zip([2.0, -3.0, 0.5]) {
        assert_close(*b, truth / scale, 0.0, 1e-12);
    }
}

#[test]
fn neither_lane_nor_neighbours_move_a_bit() {
    for (n, p) in [(50, 8), (11, 3), (40, 32), (2, 1)] {
        let data = some(n, p, 8);
        let alone: Vec<_> = data.iter().map(|d| fits(std::slice::from_ref(d)).remove(0)).collect();
        let reversed: Vec<Data> = data.iter().rev().cloned().collect();
        let (together, mut backwards) = (fits(&data), fits(&reversed));
        backwards.reverse();
        for ((alone, together), backwards) in alone.iter().zip(&together).zip(&backwards) {
            let alone = alone.as_ref().map(bits);
            assert_eq!(alone, together.as_ref().map(bits));
            assert_eq!(alone, backwards.as_ref().map(bits));
        }
    }
}

#[test]
fn what_is_not_safe_is_left_to_others_and_harms_no_neighbour() {
    let good = some(30, 4, 8);
    let expected: Vec<_> = fits(&good).iter().flatten().map(bits).collect();
    assert_eq!(expected.len(), 8);
    let spoilers: [fn(&mut Data); 9] = [
        |data| data.x.column_mut(2).fill(4.25),
        |data| data.x.column_mut(2).fill(0.0),
        |data| data.y.fill(1.0),
        |data| data.x.column_mut(0)[3] = f64::NAN,
        |data| data.y[29] = f64::INFINITY,
        |data| data.x.column_mut(1).iter_mut().for_each(|v| *v *= 1e200),
        |data| data.x.column_mut(1).iter_mut().for_each(|v| *v *= 1e-200),
        |data| data.x.column_mut(1).iter_mut().for_each(|v| *v += 1e12),
        |data| {
            // Equal to a neighbour but for a part in ten million: a pivot ratio of about 1e-14.
            let near: Vec<f64> = data.x.column(0).iter().map(|v| v + 1e-7 * v * v).collect();
            data.x.column_mut(3).copy_from_slice(&near);
        },
    ];
    for (which, spoil) in spoilers.into_iter().enumerate() {
        for lane in [0, 5, 7] {
            let mut data = good.clone();
            spoil(&mut data[lane]);
            for (l, fit) in fits(&data).iter().enumerate() {
                let expected = (l != lane).then_some(&expected[l]);
                assert_eq!(fit.as_ref().map(bits).as_ref(), expected, "{which} in {lane}, {l}");
            }
        }
    }
}

#[test]
fn sizes_are_taken_by_n_and_p_alone() {
    let takes =
        |n, p, intercept| TinyLeastSquares::takes(n, p, Scaling { intercept, standardize: true });
    for (n, p) in [(2, 1), (9, 8), (33, 32), (248, 32)] {
        assert!(takes(n, p, true), "{n} x {p}");
        assert!(!takes(n, p, false), "{n} x {p}");
    }
    for (n, p) in [(8, 8), (34, 33), (5000, 1), (249, 32), (10, 0)] {
        assert!(!takes(n, p, true), "{n} x {p}");
    }
}

/// Data sets of another size than the first are refused, not misread.
#[test]
fn other_sizes_are_refused() {
    let mut data = some(20, 3, 3);
    data[1] = autoregressive(21, 3, 0.5, 1.0, 1);
    let stand: Vec<bool> = fits(&data).iter().map(Option::is_some).collect();
    assert_eq!(stand, [true, false, true]);
}

/// The columns' levels are a million times their spread; the reference is the same data centred exactly.
#[test]
fn levels_far_above_the_spread_cost_few_digits() {
    let mut source = Source(5);
    // Multiples of 2^-20, so that adding 2^20 rounds nothing.
    let mut dyadic = || (source.normal() * f64::from(1 << 20)).round() / f64::from(1 << 20);
    let x: Vec<Vec<f64>> = (0..4).map(|_| (0..40).map(|_| dyadic()).collect()).collect();
    let y: Vec<f64> = (0..40).map(|i| x[0][i] - x[1][i] + dyadic()).collect();
    let level = f64::from(1 << 20);
    let raised: Vec<Vec<f64>> =
        x.iter().map(|column| column.iter().map(|v| v + level).collect()).collect();
    let fits = fits(&[columns(&x, &y), columns(&raised, &y)]);
    let [near, far] = [0, 1].map(|k| fits[k].clone().unwrap());
    for (a, b) in near.slopes.iter().zip(&far.slopes) {
        assert_close(*a, *b, 1.0, 1e-12);
    }
    assert_close(near.rss, far.rss, 0.0, 1e-12);
}
