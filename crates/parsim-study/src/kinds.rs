//! The kinds that a study file may name: those of parsim-stats, and the figures.

use parsim_stats::catalogue;
use parsim_stats::component::{Family, Specification};

/// The families whose kinds parsim-stats holds, in the order of a study file.
const FAMILIES: [Family; 7] = [
    Family::Mechanism,
    Family::Covariates,
    Family::Coefficients,
    Family::Noise,
    Family::Method,
    Family::Tuning,
    Family::Oracle,
];

/// Every kind by family.
#[derive(Debug)]
pub(crate) struct Kinds {
    specifications: Vec<&'static Specification>,
}

impl Kinds {
    /// The kinds of parsim-stats with these figures.
    pub(crate) fn new(figures: &[&'static Specification]) -> Self {
        let mut specifications: Vec<_> =
            FAMILIES.iter().flat_map(|family| catalogue::specifications(*family)).collect();
        specifications.extend(figures);
        Self { specifications }
    }

    /// The manual of a kind.
    pub(crate) fn find(&self, family: Family, kind: &str) -> Option<&'static Specification> {
        self.of(family).find(|specification| specification.kind == kind)
    }

    /// The names of a family's kinds.
    pub(crate) fn names(&self, family: Family) -> Vec<&'static str> {
        self.of(family).map(|specification| specification.kind).collect()
    }

    /// The manuals of a family.
    pub(crate) fn of(&self, family: Family) -> impl Iterator<Item = &'static Specification> {
        self.specifications.iter().copied().filter(move |each| each.family == family)
    }
}
