//! Bytes as data sets and settings. Whatever the bytes, they mean something; when they run out, a generator
//! that they have seeded goes on.

use parsim_numerics::{Matrix, Scaling};
use parsim_stats::dataset::Dataset;
use std::fmt::Write;

/// Bytes that are read from the front.
pub(super) struct Bytes<'a> {
    rest: &'a [u8],
    state: u64,
}

/// How a data set is fitted.
pub(super) struct Setting {
    /// The keys of a method's section.
    pub keys: String,
    pub scaling: Scaling,
    /// Seed of the folds.
    pub seed: u64,
}

/// Tunings that every penalty takes, and one that only the lasso and one that only ridge takes.
const TUNINGS: [&str; 8] = ["aic", "aicc", "bic", "gcv", "fixed", "cross-validation", "", ""];

impl<'a> Bytes<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        let hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
            (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
        });
        Self { rest: bytes, state: hash }
    }

    fn byte(&mut self) -> u8 {
        if let Some((first, rest)) = self.rest.split_first() {
            self.rest = rest;
            return *first;
        }
        // SplitMix64 (Steele, Lea & Flood 2014).
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.state ^ (self.state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z >> 56) as u8
    }

    fn below(&mut self, count: usize) -> usize {
        (usize::from(self.byte()) * 256 + usize::from(self.byte())) % count
    }

    /// Between -1 and 1.
    fn uniform(&mut self) -> f64 {
        self.below(65_536) as f64 / 32_768.0 - 1.0
    }

    /// Nearly normal.
    fn normal(&mut self) -> f64 {
        (0..4).map(|_| self.uniform()).sum::<f64>()
    }

    pub(super) fn setting(&mut self) -> Setting {
        let flags = self.byte();
        let scaling = Scaling { intercept: flags & 1 == 0, standardize: flags & 2 == 0 };
        let parity = if flags & 4 == 0 { "none" } else { "glmnet" };
        let kind = ["lasso", "lasso", "ridge", "ols"][self.below(4)];
        let mut keys = format!(
            "kind = \"{kind}\"\nintercept = {}\nstandardize = {}\n",
            scaling.intercept, scaling.standardize
        );
        if kind == "ols" {
            writeln!(keys, "minimum_norm = {}", flags & 8 == 0).unwrap();
        } else {
            let (count, tuning) = (2 + self.below(24), self.tuning(kind));
            let grid = format!("lambdas = {count}\nparity = \"{parity}\"");
            writeln!(keys, "{grid}\ntuning = {{ {tuning} }}").unwrap();
        }
        Setting { keys, scaling, seed: u64::from(self.byte()) }
    }

    fn tuning(&mut self, kind: &str) -> String {
        let last = if kind == "lasso" { "ebic" } else { "leave-one-out" };
        match TUNINGS[self.below(TUNINGS.len())] {
            "fixed" => {
                let ratio = (f64::from(self.byte()) + 1.0) / 200.0;
                format!("kind = \"fixed\", lambda_ratio = {ratio:e}")
            }
            "cross-validation" => {
                let rule = ["min", "one-se"][self.below(2)];
                let folds = 2 + self.below(11);
                format!("kind = \"cross-validation\", folds = {folds}, rule = \"{rule}\"")
            }
            "" => format!("kind = \"{last}\""),
            other => format!("kind = \"{other}\""),
        }
    }

    pub(super) fn dataset(&mut self) -> Dataset {
        let few = [self.byte() < 32, self.byte() < 32];
        let n = 2 + self.below(if few[0] { 4 } else { 59 });
        let p = 1 + self.below(if few[1] { 3 } else { 80 });
        let mut columns: Vec<Vec<f64>> = Vec::with_capacity(p + 1);
        // A data set has columns of few kinds: where all mix, none is hard.
        let kinds: Vec<u8> = (0..=self.below(3)).map(|_| self.byte()).collect();
        for _ in 0..p {
            let kind = kinds[self.below(kinds.len())];
            let column = self.column(kind, n, &columns);
            columns.push(column);
        }
        let y = self.response(n, &columns);
        Dataset { x: Matrix::from_columns(n, p, columns.concat()).unwrap().into(), y }
    }

    fn column(&mut self, kind: u8, n: usize, earlier: &[Vec<f64>]) -> Vec<f64> {
        let power = f64::from(self.byte()) - 128.0;
        let one = earlier.get(self.below(earlier.len().max(1))).cloned();
        let mut fresh = |scale: f64| (0..n).map(|_| scale * self.normal()).collect::<Vec<f64>>();
        let (fresh, near, nearer) = match kind % 16 {
            11 => (vec![0.0; n], fresh(1e-4), Vec::new()),
            12 => (vec![0.0; n], Vec::new(), fresh(1e-8)),
            _ => (fresh(1.0), Vec::new(), Vec::new()),
        };
        let changed = |f: &dyn Fn(usize, f64) -> f64| match &one {
            Some(one) => one.iter().enumerate().map(|(i, v)| f(i, *v)).collect(),
            None => fresh.clone(),
        };
        match kind % 16 {
            0..=2 => fresh,
            3 => fresh.iter().map(|v| v.signum()).collect(),
            4 => fresh.iter().map(|v| f64::from(u8::from(*v > 0.5))).collect(),
            5 => fresh.iter().map(|v| (3.0 * v).round()).collect(),
            6 => fresh.iter().map(|v| v * (power / 16.0).exp2().powi(4)).collect(),
            7 => fresh.iter().map(|v| v + (power / 5.0).exp2()).collect(),
            8 => vec![power; n],
            9 => changed(&|_, v| v),
            10 => changed(&|_, v| -2.0 * v),
            11 => changed(&|i, v| v + near[i]),
            12 => changed(&|i, v| v + nearer[i]),
            13 => (0..n).map(|i| f64::from(u8::from(i.is_multiple_of(3)))).collect(),
            14 => fresh.iter().map(|v| v * power.exp2().powi(7)).collect(),
            _ => (0..n).map(|_| self.any_number()).collect(),
        }
    }

    /// Any finite number but for one of 64, most of them enormous or tiny.
    fn any_number(&mut self) -> f64 {
        let bits: [u8; 8] = std::array::from_fn(|_| self.byte());
        let number = f64::from_bits(u64::from_le_bytes(bits));
        if number.is_finite() || self.byte() < 4 { number } else { 1.0 }
    }

    fn response(&mut self, n: usize, x: &[Vec<f64>]) -> Vec<f64> {
        let kind = self.byte();
        let largest = |v: &[f64]| v.iter().fold(1e-300_f64, |m, v| m.max(v.abs()));
        let signals: Vec<Vec<f64>> = x.iter().take(2).cloned().collect();
        let signal = |i: usize| signals.iter().map(|c| c[i] / largest(c)).sum::<f64>();
        let power = f64::from(self.byte()) - 128.0;
        let row = |i: usize, noise: f64| match kind % 8 {
            0 | 1 => signal(i) + noise,
            2 => (2.0 * noise).round(),
            3 => signal(i),
            4 => power,
            5 => (signal(i) + noise) * power.exp2().powi(4),
            6 if i.is_multiple_of(3) => noise,
            6 => 0.7,
            _ => 1e6 + noise,
        };
        (0..n).map(|i| row(i, self.normal())).collect()
    }
}
