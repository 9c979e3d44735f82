//! Names of the measures that claims, targets and figures may use.

/// The names of all measures, in the order of their registry.
pub(crate) fn names() -> Vec<&'static str> {
    parsim_stats::measures::MEASURES.iter().map(|measure| measure.name).collect()
}
