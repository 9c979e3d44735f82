//! Many standard normal numbers at once: those of `rand_distr`, to the bit.
//!
//! Its ziggurat (Marsaglia & Tsang 2000; 256 layers) takes 64 bits, and in 98 of 100 cases is done with one
//! product and one comparison. Here these cases are a loop by themselves, whose stream stays in registers; all
//! else goes to `rand_distr` with the bits that were drawn.

use crate::stream::Stream;
use rand::{Rng, TryRng};
use rand_distr::{Distribution, StandardNormal};
use std::convert::Infallible;
use std::sync::LazyLock;

/// Right ends of the layers, the base layer's first; the last one is 0.
static LAYERS: LazyLock<[f64; 257]> = LazyLock::new(layers);

/// Fills a slice with independent standard normal numbers.
pub(crate) fn fill(stream: &mut Stream, out: &mut [f64]) {
    let layers = &*LAYERS;
    let mut own = stream.clone();
    for value in out {
        let bits = own.next_u64();
        let layer = (bits & 0xff) as usize;
        let x = symmetric(bits) * layers[layer];
        *value = x;
        if x.abs() >= layers[layer + 1] {
            (*value, own) = outside(bits, own);
        }
    }
    *stream = own;
}

/// A number in [-1, 1) from the upper 52 of 64 bits.
fn symmetric(bits: u64) -> f64 {
    f64::from_bits(bits >> 12 | 2.0_f64.to_bits()) - 3.0
}

/// What `rand_distr` makes of the bits and of what follows in the stream. The stream comes and goes by value, so
/// that the caller need not keep it in memory.
#[cold]
#[inline(never)]
fn outside(bits: u64, stream: Stream) -> (f64, Stream) {
    let mut rest = Replayed { first: Some(bits), rest: stream };
    let value = StandardNormal.sample(&mut rest);
    (value, rest.rest)
}

/// A stream that gives some bits once more.
struct Replayed<R> {
    first: Option<u64>,
    rest: R,
}

impl<R: Rng> TryRng for Replayed<R> {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        self.try_next_u64().map(|bits| bits as u32)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(self.first.take().unwrap_or_else(|| self.rest.next_u64()))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        for chunk in bytes.chunks_mut(8) {
            chunk.copy_from_slice(&self.next_u64().to_le_bytes()[..chunk.len()]);
        }
        Ok(())
    }
}

/// Nothing but ones.
struct Ones;

impl TryRng for Ones {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(u32::MAX)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(u64::MAX)
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        bytes.fill(u8::MAX);
        Ok(())
    }
}

/// Reads the layers off `rand_distr`: a quarter of the way to a layer's right end it gives a quarter of that end,
/// exactly, since that lies inside all layers but the last, and there it is accepted if what is compared is
/// close to 1.
fn layers() -> [f64; 257] {
    const QUARTER: u64 = 0xa << 60;
    let mut ends = [0.0; 257];
    for (layer, end) in (0..256).zip(&mut ends) {
        let mut rest = Replayed { first: Some(QUARTER | layer), rest: Ones };
        let value: f64 = StandardNormal.sample(&mut rest);
        *end = 4.0 * value;
    }
    ends
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;

    #[test]
    fn layers_shrink_to_nothing() {
        // The base layer of the 256-layer ziggurat ends at 3.910757959537090 and the next at
        // 3.654152885361009 (Doornik 2005, table 1: r = 3.6541528853610088).
        assert_eq!(symmetric(0xa << 60), 0.25);
        assert!((LAYERS[1] - 3.654_152_885_361_009).abs() < 1e-15);
        assert!(LAYERS.windows(2).all(|pair| pair[0] > pair[1]));
        assert_eq!(LAYERS[256], 0.0);
    }

    #[test]
    fn numbers_are_those_of_the_library_to_the_bit() {
        // Ten million numbers visit the tail (one in 3900 of the base layer's) thousands of times.
        let mut ours = Stream::seed_from_u64(11);
        let mut theirs = ours.clone();
        let mut block = [0.0; 1000];
        for _ in 0..10_000 {
            fill(&mut ours, &mut block);
            for value in block {
                let expected: f64 = StandardNormal.sample(&mut theirs);
                assert_eq!(value.to_bits(), expected.to_bits());
            }
        }
        assert!(ours == theirs, "the stream goes on at the same place");
    }
}
