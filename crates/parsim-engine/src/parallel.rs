//! A parallel map for work outside the replicates, such as drawing.

use crate::run::EngineError;
use rayon::prelude::*;

/// Applies `work` to every item on that many threads; results keep the order of the items.
///
/// # Errors
/// The threads could not be started.
pub fn map<T: Sync, R: Send>(
    threads: usize,
    items: &[T],
    work: impl Fn(&T) -> R + Send + Sync,
) -> Result<Vec<R>, EngineError> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads.clamp(1, items.len().max(1)))
        .build()
        .map_err(|error| EngineError::Threads(error.to_string()))?;
    Ok(pool.install(|| items.par_iter().with_max_len(1).map(work).collect()))
}
