//! Blocks of made-up numbers, with failures, undefined values and every kind of column.

use parsim_engine::record::{
    BATCH, BatchSums, BlockKey, BlockRecord, MeasureColumn, MethodRecord, Status,
};
use parsim_stats::component::fingerprint;
use parsim_stats::identity::{MethodId, ScenarioId};
use parsim_stats::methods::Engines;

/// Measures per replicate, as many as a study records.
const MEASURES: usize = 20;

/// What a block is made of.
#[derive(Clone, Copy)]
pub struct Sample {
    pub index: u64,
    pub replicates: usize,
    pub methods: usize,
    pub p: usize,
    pub keeps_all: bool,
}

impl Sample {
    /// The block; the same numbers at every call.
    pub fn block(self) -> BlockRecord {
        let mut numbers = Numbers(self.index.wrapping_mul(1_000_003) ^ self.p as u64);
        BlockRecord {
            key: BlockKey { scenario: ScenarioId(fingerprint("scenario")), index: self.index },
            first: self.index * self.replicates as u64,
            replicates: self.replicates,
            estimands: (0..=12).collect(),
            methods: (0..self.methods).map(|m| self.method(m, &mut numbers)).collect(),
        }
    }

    fn method(self, m: usize, numbers: &mut Numbers) -> MethodRecord {
        let r = self.replicates;
        let failed = |row: usize| row % 7 == 3 && m == 1;
        let column = |numbers: &mut Numbers| -> Vec<f64> {
            (0..r).map(|row| if failed(row) { f64::NAN } else { numbers.draw() }).collect()
        };
        MethodRecord {
            method: MethodId(fingerprint(&format!("method {m}"))),
            status: (0..r)
                .map(|row| if failed(row) { Status::Failed } else { Status::Fitted })
                .collect(),
            causes: (0..r)
                .filter(|row| failed(*row))
                .map(|row| (row as u32, format!("cause, \"{row}\"")))
                .collect(),
            measures: (0..MEASURES)
                .map(|i| {
                    let steps = if i % 2 == 0 { 16.0 } else { f64::INFINITY };
                    let values = column(numbers).into_iter().map(|value| coarse(value, steps));
                    MeasureColumn { measure: format!("measure_{i}"), values: values.collect() }
                })
                .collect(),
            kkt: if m == 0 { vec![f64::NAN; r] } else { column(numbers) },
            gap: if m == 0 { vec![f64::NAN; r] } else { column(numbers) },
            fallbacks: (0..r).map(|row| (row % 5 == 4).into()).collect(),
            estimates: (0..=12).map(|_| column(numbers)).collect(),
            half_widths: Vec::new(),
            nonzero: self
                .keeps_all
                .then(|| (0..r).map(|row| self.coefficients(row, failed(row), numbers)).collect()),
            batches: (0..r.div_ceil(BATCH)).map(|_| self.batch(numbers)).collect(),
        }
    }

    fn coefficients(self, row: usize, failed: bool, numbers: &mut Numbers) -> Vec<(u32, f64)> {
        let count = if failed { 0 } else { row % (self.p + 1) };
        (0..count).map(|j| (j as u32, numbers.draw())).collect()
    }

    fn batch(self, numbers: &mut Numbers) -> BatchSums {
        let width = self.p + 1;
        BatchSums {
            count: 14,
            selected: (0..width).map(|j| (j % 15) as u32).collect(),
            powers: std::array::from_fn(|_| (0..width).map(|_| numbers.draw()).collect()),
            quadruples: 3,
            quadruple_sum: numbers.draw(),
            engines: Engines { counts: std::array::from_fn(|i| 100 * i as u32) },
            intervals: None,
        }
    }
}

/// A fraction with few values, like half of a study's measures; any number if `steps` is infinite.
fn coarse(value: f64, steps: f64) -> f64 {
    if steps.is_finite() { (value * steps).round() / steps } else { value }
}

/// Numbers with full mantissas (`SplitMix64`, Steele, Lea & Flood 2014), which do not compress.
struct Numbers(u64);

impl Numbers {
    fn draw(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64 - 0.5
    }
}
