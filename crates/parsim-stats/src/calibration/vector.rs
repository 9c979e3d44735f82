//! The decomposition of the slopes' error, its errors by the jackknife over batches.

use super::{BATCH, Law, Named, Pair, TRUTH};
use crate::stream::Stream;
use crate::summaries::vector::{Groups, Part, SlopeSums, batches_per_group};

/// One slope, where the jackknife of a squared bias is worst.
pub(super) fn one(law: Law, replicates: usize, stream: &mut Stream) -> Vec<Named> {
    let groups = groups::<1>(law, replicates, stream);
    vec![
        ("squared_bias, p = 1", groups.summary(Part::SquaredBias)),
        ("variance, p = 1", groups.summary(Part::Variance)),
        ("mse, p = 1", groups.summary(Part::Mse)),
    ]
}

/// Ten slopes, of which neighbours share most of their errors.
pub(super) fn ten(law: Law, replicates: usize, stream: &mut Stream) -> Vec<Named> {
    let groups = groups::<10>(law, replicates, stream);
    vec![
        ("squared_bias, p = 10", groups.summary(Part::SquaredBias)),
        ("variance, p = 10", groups.summary(Part::Variance)),
        ("mse, p = 10", groups.summary(Part::Mse)),
    ]
}

/// The sums that a study of P slopes keeps.
fn groups<const P: usize>(law: Law, replicates: usize, stream: &mut Stream) -> Groups {
    let pair = Pair::new(law);
    let batches = replicates / BATCH;
    let per_group = batches_per_group(batches as u64) as usize;
    let mut groups = vec![SlopeSums::new(P); batches.div_ceil(per_group)];
    let (mut quadruples, mut quadruple_sum) = (0, 0.0);
    for batch in 0..batches {
        let errors: [[f64; P]; BATCH] = std::array::from_fn(|_| draw(&pair, stream));
        let sums = &mut groups[batch / per_group];
        sums.count += BATCH as u64;
        for d in &errors {
            for j in 0..P {
                sums.errors[j] += d[j];
                sums.squares[j] += d[j] * d[j];
            }
        }
        for q in errors.as_chunks::<4>().0 {
            let product: f64 = (0..P).map(|j| (q[0][j] - q[1][j]) * (q[2][j] - q[3][j])).sum();
            quadruples += 1;
            quadruple_sum += 0.25 * product * product;
        }
    }
    Groups::new(P, groups, quadruples, quadruple_sum)
}

/// The errors of P slopes on one replicate.
fn draw<const P: usize>(pair: &Pair, stream: &mut Stream) -> [f64; P] {
    let mut errors = [0.0; P];
    for slopes in errors.chunks_mut(2) {
        for (error, estimate) in slopes.iter_mut().zip(pair.draw(stream)) {
            *error = estimate - TRUTH;
        }
    }
    errors
}
