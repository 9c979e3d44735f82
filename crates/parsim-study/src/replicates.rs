//! How many replicates a study takes.

use crate::draft::shortest;

/// Replicates whose coefficient errors are summed together; every number of replicates is a
/// multiple of it.
pub const BATCH: u64 = 16;

/// The most replicates that a study may ask for.
pub const MAX_REPLICATES: u64 = 1_000_000_000;

/// The number of replicates, or the precision that decides it.
#[derive(Clone, Debug, PartialEq)]
pub enum Replicates {
    /// This many, a multiple of [`BATCH`].
    Fixed(u64),
    /// As many as a target precision needs.
    Precision(Precision),
}

/// The largest MCSE wanted of a measure, above 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Target {
    /// In the measure's own units.
    Absolute(f64),
    /// As a share of the estimate's size: MCSE/|estimate|.
    Relative(f64),
}

impl Target {
    /// The MCSE wanted of an estimate.
    pub fn at(self, estimate: f64) -> f64 {
        match self {
            Self::Absolute(mcse) => mcse,
            Self::Relative(share) => share * estimate.abs(),
        }
    }
}

/// `0.01`, or `2 % of the estimate`.
impl std::fmt::Display for Target {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Absolute(mcse) => f.write_str(&shortest(*mcse)),
            // Rounded, since 0.07 * 100 is not 7.
            Self::Relative(share) => {
                write!(f, "{} % of the estimate", shortest((share * 1e8).round() / 1e6))
            }
        }
    }
}

/// Targets of Monte Carlo standard errors, and the bounds of the search.
#[derive(Clone, Debug, PartialEq)]
pub struct Precision {
    /// Measures with the largest MCSE wanted, in file order; every one must be reached by every
    /// method in every scenario where it applies.
    pub targets: Vec<(String, Target)>,
    /// Replicates of the first round, a multiple of [`BATCH`].
    pub min: u64,
    /// No more than this many replicates, a multiple of [`BATCH`].
    pub max: u64,
}

impl Replicates {
    /// The counts at which the study may stop, ascending: the number itself, or min x 2^k up to
    /// max.
    pub fn rounds(&self) -> Vec<u64> {
        match self {
            Self::Fixed(replicates) => vec![*replicates],
            Self::Precision(precision) => {
                let doubled = |count: &u64| count.checked_mul(2);
                std::iter::successors(Some(precision.min), doubled)
                    .take_while(|count| *count <= precision.max)
                    .collect()
            }
        }
    }

    /// The most replicates that the study may compute.
    pub fn most(&self) -> u64 {
        self.rounds().last().copied().unwrap_or(0)
    }
}

/// The next multiple of [`BATCH`].
pub(crate) const fn whole_batches(replicates: u64) -> u64 {
    replicates.div_ceil(BATCH) * BATCH
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_double_from_min_and_stop_at_max() {
        let precision = Precision { targets: Vec::new(), min: 512, max: 20_000 };
        let rounds = Replicates::Precision(precision).rounds();
        assert_eq!(rounds, [512, 1024, 2048, 4096, 8192, 16384]);
        assert_eq!(Replicates::Fixed(2000).rounds(), [2000]);
    }

    #[test]
    fn a_target_is_absolute_or_relative() {
        assert_eq!(Target::Absolute(0.01).at(-3.0), 0.01);
        assert_eq!(Target::Relative(0.07).at(-2.0), 0.14);
        assert_eq!(Target::Relative(0.07).to_string(), "7 % of the estimate");
        assert_eq!(Target::Absolute(0.001).to_string(), "0.001");
    }

    #[test]
    fn batches_are_whole() {
        assert_eq!([1, 16, 17, 500].map(whole_batches), [16, 16, 32, 512]);
    }
}
