//! Synthetic records of two methods, with known truths.

use crate::record::{BATCH, BatchSums, MeasureColumn, MethodRecord, Status};
use parsim_stats::component::fingerprint;
use parsim_stats::identity::MethodId;
use parsim_stats::measures::{self, Themes};
use parsim_stats::methods::Engines;

/// What is true of the records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Truth {
    /// Every claim is at its boundary.
    Null,
    /// Every claim holds, by far.
    Effect,
}

/// A stream of random numbers (Steele, Lea & Flood 2014).
#[derive(Debug)]
pub struct Draws(u64);

/// What one method leaves of one replicate.
#[derive(Clone, Debug, Default)]
struct Row {
    scores: Vec<(&'static str, f64)>,
    errors: [f64; 2],
}

impl Draws {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0xd134_2543_de82_ef95))
    }

    /// Uniform on (0, 1).
    fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64 + f64::EPSILON / 4.0
    }

    /// Exponential with mean 1.
    fn exponential(&mut self) -> f64 {
        -self.uniform().ln()
    }

    /// Two independent standard normals (Box & Muller 1958).
    fn normals(&mut self) -> [f64; 2] {
        let (radius, angle) = ((2.0 * self.exponential()).sqrt(), self.uniform());
        let angle = std::f64::consts::TAU * angle;
        [radius * angle.cos(), radius * angle.sin()]
    }

    /// 1 with a probability, else 0.
    fn chance(&mut self, probability: f64) -> f64 {
        f64::from(u8::from(self.uniform() < probability))
    }

    /// The records of both methods. They share data: scores and errors are correlated, errors also
    /// among the coefficients.
    pub fn records(
        &mut self,
        truth: Truth,
        themes: Themes,
        replicates: usize,
    ) -> [MethodRecord; 2] {
        let mut records = ["ols", "ridge"].map(|name| empty(name, themes, replicates));
        for replicate in 0..replicates {
            for (record, row) in records.iter_mut().zip(self.rows(truth)) {
                record.push(replicate, &row);
            }
        }
        records
    }

    fn rows(&mut self, truth: Truth) -> [Row; 2] {
        let effect = f64::from(u8::from(truth == Truth::Effect));
        let shared = self.exponential();
        let mut score = || 0.4 * shared + 0.6 * self.exponential();
        let risks = [(1.0 - 0.3 * effect) * score(), (1.0 + 0.9 * effect) * score()];
        let common = self.chance(0.5);
        // Equal marginal probabilities, few discordant pairs; with the effect the first is rarer.
        let [first, second] = [(); 2].map(|()| (common - self.chance(0.1)).abs());
        let screening = [first * self.chance(1.0 - 0.3 * effect), second];
        let errors = self.errors(effect);
        let of_first = vec![
            ("excess_risk", risks[0]),
            ("relative_risk", (0.5 - 0.3 * effect) * self.exponential()),
            ("tpr", 1.0 - 0.5 * self.chance(0.004 * (1.0 - effect))),
            ("fdp", 0.5 * self.chance(0.02 + 0.3 * effect)),
            ("exact_support", self.chance(0.3 + 0.4 * effect)),
            ("sign_recovery", self.chance(0.002 * (1.0 - effect))),
            ("screening", screening[0]),
        ];
        let of_second = vec![
            ("excess_risk", risks[1]),
            ("relative_risk", self.exponential()),
            ("screening", screening[1]),
        ];
        let [first, second] = errors;
        [Row { scores: of_first, errors: first }, Row { scores: of_second, errors: second }]
    }

    /// Errors of variance 1 and bias 0.3 per slope, correlated between the methods; with the effect the
    /// first method has half the variance and more bias.
    fn errors(&mut self, effect: f64) -> [[f64; 2]; 2] {
        let common = self.normals();
        let [mut first, second] = [(); 2].map(|()| {
            let own = self.normals();
            [0.3 + 0.8 * common[0] + 0.6 * own[0], 0.3 + 0.6 * common[1] + 0.8 * own[1]]
        });
        for error in &mut first {
            *error = 0.3 + (1.0 - 0.3 * effect) * (*error - 0.3) + 0.5 * effect;
        }
        [first, second]
    }
}

/// A record of one method in which every replicate has the same scores, and all others are undefined.
pub fn constant(
    name: &str,
    themes: Themes,
    replicates: usize,
    scores: &[(&'static str, f64)],
) -> MethodRecord {
    let mut record = empty(name, themes, replicates);
    let row = Row { scores: scores.to_vec(), errors: [0.0; 2] };
    (0..replicates).for_each(|replicate| record.push(replicate, &row));
    record
}

fn empty(name: &str, themes: Themes, replicates: usize) -> MethodRecord {
    let none = || vec![f64::NAN; replicates];
    let column = |measure: &'static measures::Measure| MeasureColumn {
        measure: measure.name.to_owned(),
        values: none(),
    };
    MethodRecord {
        method: MethodId(fingerprint(name)),
        status: vec![Status::Fitted; replicates],
        causes: Vec::new(),
        measures: themes.scored().map(column).collect(),
        kkt: none(),
        gap: none(),
        fallbacks: vec![0; replicates],
        estimates: Vec::new(),
        half_widths: Vec::new(),
        nonzero: None,
        batches: Vec::new(),
    }
}

impl MethodRecord {
    fn push(&mut self, replicate: usize, row: &Row) {
        for (name, value) in &row.scores {
            let mut columns = self.measures.iter_mut();
            columns.find(|column| column.measure == *name).unwrap().values[replicate] = *value;
        }
        if replicate.is_multiple_of(BATCH) {
            self.batches.push(BatchSums {
                count: 0,
                selected: vec![0; 3],
                powers: std::array::from_fn(|_| vec![0.0; 3]),
                quadruples: 0,
                quadruple_sum: 0.0,
                engines: Engines::default(),
                intervals: None,
            });
        }
        let batch = self.batches.last_mut().unwrap();
        batch.count += 1;
        for (j, error) in row.errors.iter().enumerate() {
            batch.powers[0][j + 1] += error;
            batch.powers[1][j + 1] += error * error;
        }
    }
}
